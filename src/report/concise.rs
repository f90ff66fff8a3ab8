//! The format of compilers: one line for each finding, for editors and for grep.

use std::fmt::Write as _;

use super::redact::Redaction;
use super::{path, reported, visible};
use crate::diagnostic::Diagnostics;
use crate::source::Sources;

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let redaction = Redaction::new(sources, diagnostics);
    let mut out = String::new();
    for diagnostic in reported(diagnostics) {
        let source = sources.get(diagnostic.primary.span.source);
        let place = source.position(diagnostic.primary.span.start);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            visible::line(&path::shown(source.name())),
            place.line,
            place.column,
            diagnostic.severity.as_str(),
            diagnostic.id,
            visible::line(&redaction.mask(&diagnostic.message)),
        );
    }
    out
}
