//! The format for programs: versioned JSON.
//!
//! The structs here are the format. They are not those of the library, so that these can change and it cannot.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::json_text::json_text;
use super::redact::Redaction;
use super::{Summary, path};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Label};
use crate::source::{Source, Sources};

/// Grows when a key changes its meaning or goes; a new key is no new version.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    version: u32,
    diagnostics: Vec<Finding>,
    summary: Counts,
}

#[derive(Serialize)]
struct Finding {
    rule: &'static str,
    severity: &'static str,
    message: String,
    /// The lines of help, with line feeds between them.
    help: Option<String>,
    path: String,
    start: Place,
    end: Place,
    labels: Vec<Labelled>,
    fixes: Vec<Repair>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Labelled {
    start: Place,
    end: Place,
    path: String,
    text: String,
}

#[derive(Serialize)]
struct Repair {
    message: String,
    applicability: &'static str,
    edits: Vec<Splice>,
}

#[derive(Serialize)]
struct Splice {
    path: String,
    start: Place,
    end: Place,
    replacement: String,
}

/// Line and column count from 1, the column in characters; the offset is in bytes.
#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    links: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// The findings alone.
pub(super) fn list(sources: &Sources, diagnostics: &Diagnostics) -> serde_json::Value {
    serde_json::to_value(findings(sources, diagnostics)).expect("strings and numbers are JSON")
}

fn findings(sources: &Sources, diagnostics: &Diagnostics) -> Vec<Finding> {
    let redaction = Redaction::new(sources, diagnostics);
    let findings = diagnostics.sorted().into_iter().zip(fingerprints(sources, diagnostics));
    let findings = findings.filter(|(diagnostic, _)| diagnostic.suppressed.is_none());
    findings.map(|(diagnostic, fingerprint)| finding(sources, diagnostic, &redaction, fingerprint)).collect()
}

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics, summary: Summary) -> String {
    let Summary { files, links, errors, warnings, notes } = summary;
    let report = Report {
        version: VERSION,
        diagnostics: findings(sources, diagnostics),
        summary: Counts { files, links, errors, warnings, notes },
    };
    json_text(&report)
}

fn finding(sources: &Sources, diagnostic: &Diagnostic, redaction: &Redaction, fingerprint: String) -> Finding {
    let words = |text: &str| redaction.mask(text).into_owned();
    let Label { span, text } = &diagnostic.primary;
    let source = sources.get(span.source);
    let primary = (!text.is_empty()).then_some(&diagnostic.primary);
    let labels = primary.into_iter().chain(&diagnostic.secondary).map(|label| {
        let source = sources.get(label.span.source);
        Labelled {
            start: place(&source, label.span.start),
            end: place(&source, label.span.end),
            path: path::shown(source.name()),
            text: words(&label.text),
        }
    });
    Finding {
        rule: diagnostic.id,
        severity: diagnostic.severity.as_str(),
        message: words(&diagnostic.message),
        help: (!diagnostic.help.is_empty()).then(|| words(&diagnostic.help.join("\n"))),
        path: path::shown(source.name()),
        start: place(&source, span.start),
        end: place(&source, span.end),
        labels: labels.collect(),
        fixes: redaction.shown_fixes(diagnostic).map(|fix| repair(sources, fix)).collect(),
        fingerprint,
    }
}

fn repair(sources: &Sources, fix: &Fix) -> Repair {
    let edits = fix.edits.iter().map(|edit| {
        let source = sources.get(edit.span.source);
        Splice {
            path: path::shown(source.name()),
            start: place(&source, edit.span.start),
            end: place(&source, edit.span.end),
            replacement: edit.replacement.clone(),
        }
    });
    Repair { message: fix.message.clone(), applicability: fix.applicability.as_str(), edits: edits.collect() }
}

fn place(source: &Source, offset: usize) -> Place {
    let position = source.position(offset);
    Place { line: position.line, column: position.column, offset }
}
