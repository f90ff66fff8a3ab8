//! Applying fixes to a text: splices bytes, checks what comes out, and gives nothing back that is worse.
//!
//! A fix is made from places in the text and touches nothing else, so layout and comments stay. Fixes that touch each
//! other wait for the next round, in which the text is checked anew; a text is changed by all rounds or by none.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, Edit, Fix};
use crate::source::SourceId;

/// How often a text is checked and fixed again.
const MOST_ROUNDS: usize = 10;

/// The findings that no fix may add: what could be read before cannot be read any more. A right page or platform, on
/// the other hand, may bring to light what else is wrong with a link.
const BROKEN: [&str; 10] = [
    "duplicate-key",
    "link-template-syntax",
    "malformed-pair",
    "missing-key",
    "unknown-key",
    "unknown-link",
    "wrong-value",
    "yaml-limit",
    "yaml-syntax",
    "yaml-unsupported",
];

/// A finding that was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The rule, or phase error.
    pub rule: &'static str,
    /// What was wrong.
    pub finding: String,
    /// What was done.
    pub fix: String,
}

/// A text after one round of fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The text.
    pub text: String,
    /// What was put right, in the order of the text; when it is empty, the text is as it was.
    pub fixed: Vec<Repair>,
}

/// A text in which there is nothing left to fix.
#[derive(Debug)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// What was put right, round by round, each in the order of the text.
    pub fixed: Vec<Repair>,
    /// What is found in the text as it is now.
    pub remaining: Diagnostics,
}

/// Why a text was left as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixError {
    /// The fixes undo each other, or there is no end to them.
    Unsettled {
        /// The rules whose fixes they are, sorted.
        rules: Vec<&'static str>,
    },
    /// With the fixes, less of the text can be read than without.
    Broken {
        /// The rules whose fixes they are, sorted.
        rules: Vec<&'static str>,
        /// What would be found, sorted.
        ids: Vec<&'static str>,
    },
}

impl fmt::Display for FixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsettled { rules } => {
                write!(f, "the fixes of {} do not come to an end; nothing was changed", all_of(rules))
            }
            Self::Broken { rules, ids } => {
                write!(f, "the fixes of {} would lead to {}; nothing was changed", all_of(rules), all_of(ids))
            }
        }
    }
}

impl std::error::Error for FixError {}

/// Applies the fixes of `diagnostics` to `text`, which is the text of `source`: of each finding that counts the first fix
/// that may be applied and lies in this source as a whole. Where two touch each other, the first in the text is applied.
/// Unsafe fixes are applied when `unsafe_too` says so.
pub fn apply(text: &str, source: SourceId, diagnostics: &Diagnostics, unsafe_too: bool) -> Applied {
    let findings = diagnostics.reported();
    let mut candidates: Vec<(&Diagnostic, &Fix, Vec<&Edit>)> = findings
        .filter_map(|finding| {
            finding.fixes.iter().find_map(|fix| {
                let may = unsafe_too || fix.applicability == Applicability::Safe;
                may.then(|| edits_of(fix, text, source)).flatten().map(|edits| (finding, fix, edits))
            })
        })
        .collect();
    candidates.sort_by_key(|(finding, _, edits)| (edits[0].span, finding.primary.span, finding.id));
    // The ends of what is changed, by their starts.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut splices: Vec<&Edit> = Vec::new();
    let mut fixed = Vec::new();
    for (finding, fix, edits) in candidates {
        let touches = |edit: &&Edit| {
            let before = taken.range(..=edit.span.end).next_back();
            before.is_some_and(|(_, &end)| end >= edit.span.start)
        };
        if edits.iter().any(touches) {
            continue;
        }
        taken.extend(edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        splices.extend(edits);
        fixed.push(Repair { rule: finding.id, finding: finding.message.clone(), fix: fix.message.clone() });
    }
    splices.sort_by_key(|edit| edit.span);
    Applied { text: splice(text, &splices), fixed }
}

/// The edits of `fix` in the order of the text, if they can be made: all in `source`, apart from each other, on the
/// boundaries of characters, and not without effect.
fn edits_of<'f>(fix: &'f Fix, text: &str, source: SourceId) -> Option<Vec<&'f Edit>> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let is_here = edits.iter().all(|edit| edit.span.source == source && text.get(edit.span.range()).is_some());
    let is_apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start && pair[0].span != pair[1].span);
    let changes = |edit: &&Edit| text.get(edit.span.range()) != Some(edit.replacement.as_str());
    (is_here && is_apart && edits.iter().any(changes)).then_some(edits)
}

fn splice(text: &str, edits: &[&Edit]) -> String {
    let mut spliced = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        spliced.push_str(&text[at..edit.span.start]);
        spliced.push_str(&edit.replacement);
        at = edit.span.end;
    }
    spliced.push_str(&text[at..]);
    spliced
}

/// Applies fixes to `text` until there are none left. `check` takes a text in as a source, and gives what is found in it.
///
/// # Errors
///
/// When there is no end to it, or less can be read afterwards than before.
pub fn fix_until_stable(
    text: &str,
    unsafe_too: bool,
    mut check: impl FnMut(&str) -> (Diagnostics, SourceId),
) -> Result<Fixed, FixError> {
    let (mut remaining, mut source) = check(text);
    let before = broken(&remaining);
    let mut texts = vec![text.to_owned()];
    let mut fixed: Vec<Vec<Repair>> = Vec::new();
    loop {
        let current = texts.last().map_or(text, String::as_str);
        let applied = apply(current, source, &remaining, unsafe_too);
        if applied.fixed.is_empty() {
            return Ok(Fixed { text: applied.text, fixed: fixed.concat(), remaining });
        }
        fixed.push(applied.fixed);
        if let Some(round) = texts.iter().position(|earlier| *earlier == applied.text) {
            return Err(FixError::Unsettled { rules: rules_of(&fixed[round..]) });
        }
        if fixed.len() > MOST_ROUNDS {
            return Err(FixError::Unsettled { rules: rules_of(&fixed[MOST_ROUNDS..]) });
        }
        (remaining, source) = check(&applied.text);
        let now = broken(&remaining);
        let worse = now.iter().filter(|(id, count)| before.get(*id).is_none_or(|before| before < *count));
        let ids: Vec<&'static str> = worse.map(|(id, _)| *id).collect();
        if !ids.is_empty() {
            return Err(FixError::Broken { rules: rules_of(&fixed[fixed.len() - 1..]), ids });
        }
        texts.push(applied.text);
    }
}

/// How often something that no fix may add is found.
fn broken(diagnostics: &Diagnostics) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in diagnostics.iter().filter(|finding| BROKEN.contains(&finding.id)) {
        *counts.entry(finding.id).or_default() += 1;
    }
    counts
}

fn rules_of(rounds: &[Vec<Repair>]) -> Vec<&'static str> {
    let mut rules: Vec<&'static str> = rounds.iter().flatten().map(|repair| repair.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn all_of(names: &[&str]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            format!("{} and `{last}`", first.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    }
}
