//! The format `github`: workflow commands, which GitHub Actions shows as annotations of the changed lines.
//!
//! GitHub shows ten annotations of each level for a step, so that the worst come first.

use std::fmt::Write as _;

use super::redact::Redaction;
use super::{path, reported, visible};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let redaction = Redaction::new(sources, diagnostics);
    let mut reported = reported(diagnostics);
    reported.sort_by_key(|diagnostic| diagnostic.severity);
    let mut out = String::new();
    for diagnostic in reported {
        let words = |text: &str| visible::line(&redaction.mask(text));
        let title = property(&format!("linkc ({})", diagnostic.id));
        let lines: Vec<String> =
            std::iter::once(&diagnostic.message).chain(&diagnostic.help).map(|line| words(line)).collect();
        let message = message(&lines.join("\n"));
        let command = command(diagnostic.severity);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "::{command} {}title={title}::{message}", place(sources, diagnostic));
    }
    out
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// The properties that say where, each with a comma behind it. A text that is in no file has none: the annotation is
/// then the whole run's.
fn place(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.primary.span;
    let source = sources.get(span.source);
    if !path::is_file(source.name()) {
        return String::new();
    }
    // The runner itself makes absolute paths relative to the checkout.
    let file = property(&visible::line(&path::shown(source.name())));
    let (start, end) = (source.position(span.start), source.position(span.end));
    let mut place = format!("file={file},line={},endLine={},", start.line, end.line);
    // Annotations of several lines have no columns.
    if start.line == end.line {
        let _ = write!(place, "col={},endColumn={},", start.column, end.column);
    }
    place
}

/// `text` as the value of a property, as the runner's own toolkit escapes it.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

/// `text` as a message.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
