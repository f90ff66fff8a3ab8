//! Writing a baseline file.

use std::fmt::Write as _;

use super::{Baseline, Entry};

/// What the file is and how it changes. It names no version and no time, which would be a conflict in every merge.
const HEADING: &str = "\
# Findings that were there before linkc: they do not fail. Do not add to them by hand; `linkc baseline prune` takes
# out what is fixed. In a merge, keep the lines of both sides.
linkc: 1
kind: baseline
findings:
";

pub(super) fn render(baseline: &Baseline) -> String {
    let mut text = HEADING.to_owned();
    for Entry { path, rule, about, fingerprint } in baseline.entries() {
        let _ = write!(text, "- {{ path: {}, rule: {}", quoted(path), quoted(rule));
        if !about.is_empty() {
            let _ = write!(text, ", about: {}", quoted(about));
        }
        // Quoted always: thirty-two digits may look like a number to somebody else's parser.
        let _ = writeln!(text, ", fingerprint: \"{fingerprint}\" }}");
    }
    text
}

/// `text` as YAML reads it back: plain where that is beyond doubt, else in `"`, with escapes for what an editor or a
/// terminal may not show as it is.
fn quoted(text: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
    let is_nothing = matches!(text.to_ascii_lowercase().as_str(), "" | "null");
    if !is_nothing && text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(is_word) {
        return text.to_owned();
    }
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' ' => quoted.push(c),
            _ if c.is_alphanumeric() || c.is_ascii_punctuation() => quoted.push(c),
            // Writing to a string cannot fail.
            _ => _ = write!(quoted, "\\U{:08X}", u32::from(c)),
        }
    }
    quoted.push('"');
    quoted
}
