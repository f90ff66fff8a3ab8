//! The format `junit`: test results, a suite for each file and a case for each finding in it.
//!
//! What is written is what the schema of Jenkins' xUnit plugin knows, which every reader of JUnit XML takes. It has no
//! attributes for a place, so that the place stands in the text; the name of a case stays the same from run to run, or
//! no reader could tell that a case fails since Tuesday.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::redact::Redaction;
use super::{path, reported, visible};
use crate::diagnostic::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::Sources;

/// The findings in one file.
struct Suite<'a> {
    name: String,
    findings: Vec<&'a Diagnostic>,
}

impl Suite<'_> {
    /// How many cases there are: a file without findings is a case that passes.
    fn tests(&self) -> usize {
        self.findings.len().max(1)
    }

    fn failures(&self) -> usize {
        self.findings.iter().filter(|finding| is_failure(finding)).count()
    }
}

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let redaction = Redaction::new(sources, diagnostics);
    let suites = suites(sources, diagnostics);
    let tests: usize = suites.iter().map(Suite::tests).sum();
    let failures: usize = suites.iter().map(Suite::failures).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(out, r#"<testsuites name="linkc" tests="{tests}" failures="{failures}" errors="0">"#);
    for suite in &suites {
        let (name, tests, failures) = (attribute(&suite.name), suite.tests(), suite.failures());
        let _ = writeln!(
            out,
            r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="0" skipped="0">"#
        );
        if suite.findings.is_empty() {
            let _ = writeln!(out, r#"    <testcase name="no findings" classname="{name}"/>"#);
        }
        let mut seen = BTreeMap::new();
        for finding in &suite.findings {
            let ordinal = seen.entry((finding.id, &finding.subject)).or_insert(0_usize);
            *ordinal += 1;
            let case = attribute(&redaction.mask(&case_name(finding, *ordinal)));
            let _ = writeln!(out, r#"    <testcase name="{case}" classname="{name}">"#);
            write_outcome(&mut out, sources, finding, &redaction);
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// A suite for each text that was checked, in the order in which they were read, then for any other that has findings.
fn suites<'a>(sources: &Sources, diagnostics: &'a Diagnostics) -> Vec<Suite<'a>> {
    let mut suites: Vec<Suite<'a>> = Vec::new();
    let mut places = BTreeMap::new();
    let mut suite_of = |name: String, suites: &mut Vec<Suite<'a>>| {
        *places.entry(name.clone()).or_insert_with(|| {
            suites.push(Suite { name, findings: Vec::new() });
            suites.len() - 1
        })
    };
    for id in diagnostics.checked_sources() {
        suite_of(path::shown(sources.get(id).name()), &mut suites);
    }
    for finding in reported(diagnostics) {
        let name = path::shown(sources.get(finding.primary.span.source).name());
        let place = suite_of(name, &mut suites);
        suites[place].findings.push(finding);
    }
    suites
}

/// A note is no failure: it is there to be read, and nothing is wrong.
fn is_failure(finding: &Diagnostic) -> bool {
    finding.severity != Severity::Note
}

/// Readers know a case by its name: without places, which move, and no two the same in a file.
fn case_name(finding: &Diagnostic, ordinal: usize) -> String {
    let mut name = finding.id.to_owned();
    if !finding.subject.is_empty() {
        let _ = write!(name, " {}", finding.subject);
    }
    if ordinal > 1 {
        let _ = write!(name, " ({ordinal})");
    }
    name
}

fn write_outcome(out: &mut String, sources: &Sources, finding: &Diagnostic, redaction: &Redaction) {
    let text = escaped(&text(sources, finding, redaction));
    let _ = if is_failure(finding) {
        let message = attribute(&redaction.mask(&finding.message));
        let kind = finding.severity.as_str();
        writeln!(out, r#"      <failure type="{kind}" message="{message}">{text}</failure>"#)
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")
    };
}

/// What the format for people says without the source: a line for each place and each line of help.
fn text(sources: &Sources, finding: &Diagnostic, redaction: &Redaction) -> String {
    let place = |label: &Label| {
        let source = sources.get(label.span.source);
        let position = source.position(label.span.start);
        // What is one line stays one.
        visible::line(&format!("{}:{}:{}", path::shown(source.name()), position.line, position.column))
    };
    let words = |text: &str| visible::line(&redaction.mask(text));
    let mut lines = vec![format!("{}: {}", place(&finding.primary), words(&finding.message))];
    if !finding.primary.text.is_empty() {
        lines.push(words(&finding.primary.text));
    }
    lines.extend(finding.secondary.iter().map(|label| match label.text.as_str() {
        "" => place(label),
        text => format!("{}: {}", place(label), words(text)),
    }));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", words(help))));
    lines.join("\n")
}

/// `text` for an attribute, on one line: a reader would make a space of a line's end.
fn attribute(text: &str) -> String {
    escaped(&visible::line(text))
}

/// `text` for an element, without the characters that XML 1.0 does not take: they are made visible.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible::lines(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(c),
        }
    }
    out
}
