//! Any text as YAML: a tree or findings, each at a place that can be printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkc::diagnostic::Diagnostics;
use linkc::report::{Format, Look, Summary, render};
use linkc::source::Sources;
use linkc::yaml::{Limits, parse};

fuzz_target!(|text: &str| {
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("any.yaml", text);
    let document = parse(source, text, &Limits::default(), &mut diagnostics);
    assert!(document.is_some() || !diagnostics.is_empty(), "no tree, and no word of why");
    render(Format::Human, &sources, &diagnostics, Summary::default(), Look::default());
});
