//! The format `gitlab`: a Code Quality report, the part of Code Climate's issues that GitLab reads.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::json_text::json_text;
use super::redact::Redaction;
use super::{path, visible};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    /// Relative and without `./` in front, or GitLab does not find the file.
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let redaction = Redaction::new(sources, diagnostics);
    let findings = diagnostics.sorted().into_iter().zip(fingerprints(sources, diagnostics));
    let findings = findings.filter(|(diagnostic, _)| diagnostic.suppressed.is_none());
    let issues: Vec<Issue> =
        findings.map(|(diagnostic, fingerprint)| issue(sources, diagnostic, &redaction, fingerprint)).collect();
    json_text(&issues)
}

fn issue(sources: &Sources, diagnostic: &Diagnostic, redaction: &Redaction, fingerprint: String) -> Issue {
    let span = diagnostic.primary.span;
    let source = sources.get(span.source);
    // GitLab shows the description alone, on one line.
    let words = |text: &str| visible::line(&redaction.mask(text));
    let help = diagnostic.help.first().map(|help| format!("; {}", words(help))).unwrap_or_default();
    Issue {
        description: words(&diagnostic.message) + &help,
        check_name: diagnostic.id,
        fingerprint,
        severity: severity(diagnostic.severity),
        location: Location {
            path: path::relative(source.name()),
            lines: Lines { begin: source.position(span.start).line, end: source.position(span.end).line },
        },
    }
}

/// GitLab has `info`, `minor`, `major`, `critical` and `blocker`; a wrong link is no incident.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}
