//! The baseline: findings that a project had when it began to check, so that only new ones fail.
//!
//! It is a YAML file of ours with one finding a line, sorted, so that it is reviewed and merged line by line. A finding is
//! known by its fingerprint, which outlives edits elsewhere in the file; of equal findings each has its own, so there
//! is nothing to count. What is no longer found is an error until it is pruned: else it would let the mistake back in.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::report::fingerprints;
use crate::rules;
use crate::source::{Sources, Span};

mod read;
mod write;

/// A line of a baseline file that is none.
pub const BASELINE_SYNTAX: &str = "baseline-syntax";
/// That the baseline has entries for what is no longer found.
pub const STALE_BASELINE: &str = "stale-baseline";
/// The reason that a finding of the baseline is suppressed for.
pub const REASON: &str = "baseline";

/// How many stale entries are pointed at; one command prunes them all.
const SHOWN: usize = 5;

/// A finding that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file's path, as fingerprints have it: relative, with `/`.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// What the finding is about, for who reads the file; may be empty.
    pub about: String,
    /// The fingerprint: 32 lower-case hexadecimal digits.
    pub fingerprint: String,
}

/// The findings that are known.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// By fingerprint; with the place in the file, when the entry was read from one.
    entries: BTreeMap<String, (Entry, Option<Span>)>,
}

/// Two are equal that know the same findings, wherever they were read from.
impl PartialEq for Baseline {
    fn eq(&self, other: &Self) -> bool {
        self.entries().eq(other.entries())
    }
}

impl Eq for Baseline {}

impl Baseline {
    /// The baseline in `text`, which is the text of `source`. Lines that are none are reported; the others count.
    /// `None` means that there is nothing to read, and that this was reported.
    ///
    /// The order of the lines does not matter, and a line may stand twice: that is what a merge leaves.
    pub fn parse(source: crate::source::SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        read::parse(source, text, diagnostics)
    }

    /// The file, which [`Self::parse`] reads: a heading, and one line for each finding, sorted by path, rule, subject
    /// and fingerprint.
    pub fn render(&self) -> String {
        write::render(self)
    }

    /// The baseline that makes all of `diagnostics` known that a rule has found as an error or a warning. Phase errors
    /// stay: without what they ask for, linkc cannot go on. So do findings that are suppressed already, unless an
    /// older baseline does it.
    pub fn create(sources: &Sources, diagnostics: &Diagnostics) -> Self {
        let fingerprints = fingerprints(sources, diagnostics);
        let mut entries = BTreeMap::new();
        for (finding, fingerprint) in diagnostics.sorted().into_iter().zip(fingerprints) {
            let is_open = finding.suppressed.as_deref().is_none_or(|reason| reason == REASON);
            if is_open && finding.severity <= Severity::Warning && rules::find(finding.id).is_some() {
                let entry = Entry {
                    path: crate::report::relative_path(sources.get(finding.primary.span.source).name()),
                    rule: finding.id.to_owned(),
                    about: finding.subject.clone(),
                    fingerprint: fingerprint.clone(),
                };
                entries.insert(fingerprint, (entry, None));
            }
        }
        Self { entries }
    }

    /// Marks the findings that are known as suppressed, and reports the entries that are stale.
    ///
    /// `was_checked` tells whether a path of an entry was looked at: of a file that was not, nothing is known. After a
    /// whole project was checked it is true of every path, that of a file that is gone included.
    pub fn apply(&self, sources: &Sources, diagnostics: &mut Diagnostics, was_checked: impl Fn(&str) -> bool) {
        let fingerprints = fingerprints(sources, diagnostics);
        let mut found = BTreeSet::new();
        for (finding, fingerprint) in diagnostics.sorted_mut().into_iter().zip(fingerprints) {
            if rules::find(finding.id).is_some() && self.entries.contains_key(&fingerprint) {
                finding.suppressed.get_or_insert_with(|| REASON.to_owned());
                found.insert(fingerprint);
            }
        }
        let is_stale =
            |(entry, _): &&(Entry, Option<Span>)| !found.contains(&entry.fingerprint) && was_checked(&entry.path);
        let stale: Vec<Span> = self.entries.values().filter(is_stale).filter_map(|(_, span)| *span).collect();
        if let Some(finding) = stale_finding(stale) {
            diagnostics.push(finding);
        }
    }

    /// The baseline without what is stale; `diagnostics` and `was_checked` are as for [`Self::apply`], before or after
    /// it.
    #[must_use]
    pub fn prune(&self, sources: &Sources, diagnostics: &Diagnostics, was_checked: impl Fn(&str) -> bool) -> Self {
        let findings = diagnostics.sorted().into_iter().zip(fingerprints(sources, diagnostics));
        let found: BTreeSet<String> = findings
            .filter(|(finding, _)| rules::find(finding.id).is_some())
            .map(|(_, fingerprint)| fingerprint)
            .collect();
        let mut entries = self.entries.clone();
        entries.retain(|fingerprint, (entry, _)| found.contains(fingerprint) || !was_checked(&entry.path));
        Self { entries }
    }

    /// The entries as they stand in the file: sorted by path, then rule.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        let sorted: BTreeSet<&Entry> = self.entries.values().map(|(entry, _)| entry).collect();
        sorted.into_iter()
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no finding is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn stale_finding(mut stale: Vec<Span>) -> Option<Diagnostic> {
    stale.sort_unstable();
    let (first, others) = stale.split_first()?;
    let message = match others.len() {
        0 => "an entry of the baseline is stale: what it stands for is no longer found".to_owned(),
        more => format!("{} entries of the baseline are stale: what they stand for is no longer found", more + 1),
    };
    let mut finding = Diagnostic::error(STALE_BASELINE, message, *first).label("stale").about("findings");
    for span in others.iter().take(SHOWN - 1) {
        finding = finding.also(*span, "stale");
    }
    Some(finding.help("run `linkc baseline prune`, and commit what it leaves"))
}
