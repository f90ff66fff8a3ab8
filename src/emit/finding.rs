//! What was found in the links that are built, for pages that show them to a person.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::SourceId;

/// A finding without its place: a rule, what it says, and the link that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `warning` or `note`.
    pub severity: &'static str,
    /// The rule's id.
    pub rule: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do, a line each.
    pub help: Vec<String>,
    /// The link that it is about; none where it is about all of them.
    pub link: Option<String>,
}

impl Finding {
    /// The findings in `source`, in the order of their places; what is suppressed is not one.
    pub fn of_source(diagnostics: &Diagnostics, source: SourceId) -> Vec<Self> {
        Self::where_true(diagnostics, |diagnostic| diagnostic.primary.span.source == source)
    }

    /// All findings, as [`Self::of_source`].
    pub fn all(diagnostics: &Diagnostics) -> Vec<Self> {
        Self::where_true(diagnostics, |_| true)
    }

    fn where_true(diagnostics: &Diagnostics, keep: impl Fn(&Diagnostic) -> bool) -> Vec<Self> {
        let kept = diagnostics.sorted().into_iter().filter(|found| found.suppressed.is_none() && keep(found));
        kept.map(Self::new).collect()
    }

    fn new(diagnostic: &Diagnostic) -> Self {
        let mut path = diagnostic.subject.split('/');
        let link = path.next().filter(|first| *first == "links").and_then(|_| path.next());
        Self {
            severity: diagnostic.severity.as_str(),
            rule: diagnostic.id,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            link: link.map(str::to_owned),
        }
    }
}
