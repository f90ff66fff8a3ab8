//! What SARIF tells of linkc itself: its version and its rules, each with its page.

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::phase_errors;
use crate::rules::{self, Level, Metadata, RULES};

/// The ids of all rules and phase errors, sorted. The index of one is its `ruleIndex`. One that no register knows but
/// a finding has is among them.
pub(super) fn ids(findings: &[&Diagnostic]) -> Vec<&'static str> {
    let rules = RULES.iter().map(|rule| rule.metadata().id);
    let errors = phase_errors::PHASE_ERRORS.iter().map(|(id, _)| *id);
    let mut ids: Vec<_> = rules.chain(errors).chain(findings.iter().map(|finding| finding.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The `toolComponent` with the rules `ids`.
pub(super) fn describe(ids: &[&str]) -> Value {
    json!({
        "name": "linkc",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": ids.iter().map(|id| descriptor(id)).collect::<Vec<_>>(),
    })
}

fn descriptor(id: &str) -> Value {
    if let Some(rule) = rules::find(id) {
        let Metadata { summary, level, page, .. } = rule.metadata();
        return json!({
            "id": id,
            "shortDescription": { "text": summary },
            "fullDescription": { "text": first_paragraph(page) },
            "help": help(page),
            "defaultConfiguration": configuration(*level),
        });
    }
    if let Some((_, page)) = phase_errors::find(id) {
        let first = first_paragraph(page);
        // Its first sentence; the text has no line that is only a summary.
        let short = first.split_inclusive(". ").next().unwrap_or_default().trim_end();
        return json!({
            "id": id,
            "shortDescription": { "text": short },
            "fullDescription": { "text": first },
            "help": help(page),
            "defaultConfiguration": { "level": "error" },
        });
    }
    json!({ "id": id })
}

fn configuration(level: Level) -> Value {
    match level {
        Level::Off => json!({ "enabled": false }),
        _ => json!({ "level": level.as_str() }),
    }
}

/// The page as `linkc explain` prints it. Markdown is made to be read as plain text, too.
fn help(page: &str) -> Value {
    let page = lines(page).collect::<Vec<_>>().join("\n");
    json!({ "text": page.trim(), "markdown": page.trim() })
}

/// What stands between the first heading and the first blank line behind it, on one line.
fn first_paragraph(page: &str) -> String {
    let text = lines(page).skip_while(|line| line.trim().is_empty() || line.starts_with('#'));
    text.take_while(|line| !line.trim().is_empty()).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The lines of a page without the space that doc comments begin with.
fn lines(page: &str) -> impl Iterator<Item = &str> {
    page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
}
