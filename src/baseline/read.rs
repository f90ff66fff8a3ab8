//! Reading a baseline file.

use std::collections::BTreeMap;

use super::{BASELINE_SYNTAX, Baseline, Entry};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::Fields;
use crate::schema::check_version;
use crate::source::{SourceId, Span};
use crate::yaml::{self, Limits, Node};

/// Room for a hundred thousand findings and more.
const LIMITS: Limits = Limits { bytes: 64 << 20, depth: 8, nodes: 4_000_000, alias_nodes: 0 };

/// What git writes into a file that it could not merge.
const CONFLICT: [&str; 3] = ["<<<<<<<", "=======", ">>>>>>>"];

pub(super) fn parse(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Baseline> {
    if let Some(conflict) = conflict(source, text) {
        diagnostics.push(conflict);
        return None;
    }
    let document = yaml::parse(source, text, &LIMITS, diagnostics)?;
    let fields = Fields::new(&document.root, "a baseline", "", &["linkc", "kind", "findings"], diagnostics)?;
    check_version(&fields, "baseline", diagnostics);
    let mut entries = BTreeMap::new();
    for node in fields.items("findings", diagnostics) {
        if let Some(entry) = entry(node, diagnostics) {
            entries.entry(entry.fingerprint.clone()).or_insert((entry, Some(node.span)));
        }
    }
    Some(Baseline { entries })
}

/// The first mark of a merge that was not finished; what YAML would say about it helps nobody.
fn conflict(source: SourceId, text: &str) -> Option<Diagnostic> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(mark) = CONFLICT.iter().find(|mark| line.starts_with(**mark)) {
            let span = Span::new(source, at..at + mark.len());
            let problem = Diagnostic::error(BASELINE_SYNTAX, "the baseline holds a merge that is not finished", span);
            let help =
                "delete the lines with the marks and keep the lines of both sides, then run `linkc baseline prune`";
            return Some(problem.label("a mark of git").help(help).about("findings"));
        }
        at += line.len();
    }
    None
}

fn entry(node: &Node, diagnostics: &mut Diagnostics) -> Option<Entry> {
    // Its place in the list is no name for an entry: it changes with every merge.
    let fields = Fields::new(
        node,
        "an entry of the baseline",
        "findings",
        &["path", "rule", "about", "fingerprint"],
        diagnostics,
    )?;
    let path = fields.required_text("path", diagnostics);
    let rule = fields.required_text("rule", diagnostics);
    let about = fields.text("about", diagnostics);
    let fingerprint = fields.required_text("fingerprint", diagnostics)?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if fingerprint.value.len() != 32 || !fingerprint.value.bytes().all(is_digit) {
        diagnostics.push(
            Diagnostic::error(BASELINE_SYNTAX, "this is not a fingerprint", fingerprint.span)
                .label("not 32 digits of `0` to `9` and `a` to `f`")
                .help("`linkc baseline create` writes the file; delete a line that was written by hand")
                .about("findings"),
        );
        return None;
    }
    Some(Entry {
        path: path?.value,
        rule: rule?.value,
        about: about.map(|about| about.value).unwrap_or_default(),
        fingerprint: fingerprint.value,
    })
}
