//! The format `sarif`: the Static Analysis Results Interchange Format, version 2.1.0 of OASIS.
//!
//! Nothing in it depends on the machine or the time, so that the same findings are the same bytes. Suppressed findings
//! are in it, marked: a consumer that saw one vanish would call it fixed, and new when the comment goes.

use serde_json::{Map, Value, json};

use super::fingerprint::fingerprints;
use super::json_text::json_text;
use super::redact::Redaction;
use super::{path, visible};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Label};
use crate::source::{Source, SourceId, Sources, Span};

mod driver;

/// The name of the folder that relative URIs start from, as code scanning services know it.
const ROOT: &str = "%SRCROOT%";

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let redaction = Redaction::new(sources, diagnostics);
    let sorted = diagnostics.sorted();
    let rules = driver::ids(&sorted);
    let results: Vec<Value> = sorted
        .iter()
        .zip(fingerprints(sources, diagnostics))
        .map(|(diagnostic, fingerprint)| {
            let mut result = result(sources, diagnostic, &redaction, &fingerprint);
            if let Ok(index) = rules.binary_search(&diagnostic.id) {
                result.insert("ruleIndex".into(), index.into());
            }
            result.into()
        })
        .collect();
    json_text(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver::describe(&rules) },
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder that linkc ran in." } } },
            // Columns count Unicode scalar values, as everywhere in linkc.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(sources: &Sources, diagnostic: &Diagnostic, redaction: &Redaction, fingerprint: &str) -> Map<String, Value> {
    let words = |text: &str| visible::line(&redaction.mask(text));
    let lines: Vec<String> =
        std::iter::once(&diagnostic.message).chain(&diagnostic.help).map(|line| words(line)).collect();
    let mut result = Map::new();
    let mut put = |key: &str, value: Value| result.insert(key.to_owned(), value);
    put("ruleId", diagnostic.id.into());
    put("level", diagnostic.severity.as_str().into());
    put("message", json!({ "text": message(&lines.join("\n")) }));
    put("locations", json!([location(sources, &diagnostic.primary, redaction)]));
    if !diagnostic.secondary.is_empty() {
        let related = diagnostic.secondary.iter().enumerate().map(|(index, label)| {
            let mut location = location(sources, label, redaction);
            location.insert("id".to_owned(), index.into());
            Value::from(location)
        });
        put("relatedLocations", related.collect());
    }
    put("partialFingerprints", json!({ "linkc/v1": fingerprint }));
    // Section 3.27.23: in a run, the suppressions of all results are null, or those of none.
    put("suppressions", suppressions(diagnostic, redaction));
    let fixes: Vec<Value> = redaction.shown_fixes(diagnostic).map(|fix| self::fix(sources, fix)).collect();
    if !fixes.is_empty() {
        put("fixes", fixes.into());
    }
    result
}

fn suppressions(diagnostic: &Diagnostic, redaction: &Redaction) -> Value {
    match &diagnostic.suppressed {
        None => json!([]),
        Some(reason) if reason.trim().is_empty() => json!([{ "kind": "inSource" }]),
        Some(reason) => {
            json!([{ "kind": "inSource", "justification": visible::line(&redaction.mask(reason)) }])
        }
    }
}

fn location(sources: &Sources, label: &Label, redaction: &Redaction) -> Map<String, Value> {
    let source = sources.get(label.span.source);
    let mut location = Map::new();
    let physical = json!({ "artifactLocation": artifact(&source), "region": region(&source, label.span) });
    location.insert("physicalLocation".to_owned(), physical);
    if !label.text.is_empty() {
        let text = message(&visible::line(&redaction.mask(&label.text)));
        location.insert("message".to_owned(), json!({ "text": text }));
    }
    location
}

fn artifact(source: &Source) -> Value {
    json!({ "uri": path::uri(source.name()), "uriBaseId": ROOT })
}

/// Lines and columns count from 1, the end is behind the last character (section 3.30).
fn region(source: &Source, span: Span) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    // A byte order mark is no character of the text (section 3.30.1), and we count it as one.
    let marked = usize::from(source.text().starts_with('\u{feff}'));
    let column = |line: usize, column: usize| if line == 1 { column.saturating_sub(marked).max(1) } else { column };
    json!({
        "startLine": start.line,
        "startColumn": column(start.line, start.column),
        "endLine": end.line,
        "endColumn": column(end.line, end.column),
    })
}

/// A fix with an `artifactChange` for each file. Its applicability is a property: SARIF has no word for it.
fn fix(sources: &Sources, fix: &Fix) -> Value {
    let mut changes: Vec<(SourceId, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let mut replacement = json!({ "deletedRegion": region(&sources.get(edit.span.source), edit.span) });
        if !edit.replacement.is_empty() {
            replacement["insertedContent"] = json!({ "text": edit.replacement });
        }
        match changes.iter_mut().find(|(id, _)| *id == edit.span.source) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((edit.span.source, vec![replacement])),
        }
    }
    let changes = changes.into_iter().map(
        |(id, replacements)| json!({ "artifactLocation": artifact(&sources.get(id)), "replacements": replacements }),
    );
    json!({
        "description": { "text": message(&visible::line(&fix.message)) },
        "artifactChanges": changes.collect::<Vec<_>>(),
        "properties": { "applicability": fix.applicability.as_str() },
    })
}

/// `text` as a plain text message: what a consumer would take for a placeholder, `{0}` (section 3.11.5), or for an
/// embedded link, `[text](1)` (section 3.11.6), is escaped. Other braces are left alone: they are no placeholders, and
/// of the services that show messages, few undo the escape.
fn message(text: &str) -> String {
    let text = placeholders_escaped(text);
    if !text.contains("](") {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn placeholders_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = &from[1..];
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && inner[digits..].starts_with('}') {
            out.push_str("{{");
            out.push_str(&inner[..digits]);
            out.push_str("}}");
            rest = &inner[digits + 1..];
        } else {
            out.push('{');
            rest = inner;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn what_would_be_a_placeholder_or_a_link_is_escaped() {
        assert_eq!(message("`{?page}` and `{0}` {12"), "`{?page}` and `{{0}}` {12");
        assert_eq!(message(r"a[0] b\c"), r"a[0] b\c");
        assert_eq!(message(r"[here](1) b\c"), r"\[here\](1) b\\c");
    }
}
