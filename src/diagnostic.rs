//! What is found wrong: a [`Diagnostic`] with its place, and [`Diagnostics`], the sink of every phase.
//!
//! A finding is data; how it looks is the business of `report`. No diagnostic can be built without a place.

use std::collections::BTreeSet;

use crate::source::{SourceId, Span};

/// How bad a finding is. The order is from bad to mild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The link is wrong, or nothing can be made of the input.
    Error,
    /// The link works, but not as its writer is likely to mean it.
    Warning,
    /// A fact that its reader should know.
    Note,
}

impl Severity {
    /// The word that reports use: `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place, as narrow as it is known.
    pub span: Span,
    /// A few words; may be empty for a primary label whose message says it all.
    pub text: String,
}

/// Whether a fix may be applied unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// The link means afterwards what it was meant to mean before.
    Safe,
    /// It is likely what was meant, but somebody should look.
    Unsafe,
}

impl Applicability {
    /// The word that reports use: `safe` or `unsafe`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A piece of a fix: text in the place of other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; of no length where something is put in.
    pub span: Span,
    /// What comes, to the byte: encoded and quoted as its place in the source wants it.
    pub replacement: String,
}

/// A way to put a finding right. Its edits belong together and do not overlap: all are made, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is done, as a help line says it: "write `true`".
    pub message: String,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// What is changed.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that may be applied unseen. It changes nothing yet; see [`Self::edit`].
    pub fn safe(message: impl Into<String>) -> Self {
        Self { message: message.into(), applicability: Applicability::Safe, edits: Vec::new() }
    }

    /// A fix that somebody should look at.
    pub fn risky(message: impl Into<String>) -> Self {
        Self { applicability: Applicability::Unsafe, ..Self::safe(message) }
    }

    /// Puts `replacement` in the place of what is at `span`, too.
    #[must_use]
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit { span, replacement: replacement.into() });
        self
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule or the phase error: `unknown-parameter`, `syntax`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One lowercase line without a full stop; the user's own words stand in backticks, secrets never.
    pub message: String,
    /// The place that is wrong.
    pub primary: Label,
    /// Other places that have a part in it: "declared here", "first given here".
    pub secondary: Vec<Label>,
    /// What to do, one line each; the first is the most useful.
    pub help: Vec<String>,
    /// What the finding is about, in words that survive an edit elsewhere in the file: a document path such as
    /// `links/weekly-sync/values/conf_id`. Fingerprints are made of it. Never holds a value.
    pub subject: String,
    /// Ways to put it right, the best first.
    pub fixes: Vec<Fix>,
    /// The reason, when the source itself says that this is not to be reported. Such a finding counts nowhere; the
    /// formats that can say why it is silent do.
    pub suppressed: Option<String>,
}

impl Diagnostic {
    /// A finding at `span`. The label says nothing yet; see [`Self::label`].
    pub fn new(id: &'static str, severity: Severity, message: impl Into<String>, span: Span) -> Self {
        let primary = Label { span, text: String::new() };
        Self {
            id,
            severity,
            message: message.into(),
            primary,
            secondary: Vec::new(),
            help: Vec::new(),
            subject: String::new(),
            fixes: Vec::new(),
            suppressed: None,
        }
    }

    /// An error at `span`.
    pub fn error(id: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self::new(id, Severity::Error, message, span)
    }

    /// Sets the words at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a line that says what to do, if there is one.
    #[must_use]
    pub fn help_if(mut self, text: Option<impl Into<String>>) -> Self {
        self.help.extend(text.map(Into::into));
        self
    }

    /// Sets what the finding is about; see [`Diagnostic::subject`].
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Adds a way to put it right.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Silences it, for a reason that may be empty; see [`Diagnostic::suppressed`].
    #[must_use]
    pub fn suppress(mut self, reason: impl Into<String>) -> Self {
        self.suppressed = Some(reason.into());
        self
    }
}

/// The sink that every phase reports to, and the places whose text must not be shown.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What tells findings apart, of all in `list`.
    seen: BTreeSet<(Span, &'static str, String)>,
    /// What is said once a source, whatever the place: the rule, the message and the help.
    said: BTreeSet<(SourceId, &'static str, String, Vec<String>)>,
    secrets: BTreeSet<Span>,
    longest_secret: usize,
    checked: BTreeSet<SourceId>,
}

impl Diagnostics {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a finding in. The same finding at the same place counts once: a page is checked for each platform.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_new = self.seen.insert((diagnostic.primary.span, diagnostic.id, diagnostic.message.clone()));
        if is_new {
            self.list.push(diagnostic);
        }
    }

    /// Takes a finding in, unless the same was said in another place of its source, with the same help.
    pub fn push_once(&mut self, diagnostic: Diagnostic) {
        let Diagnostic { id, message, help, primary, .. } = &diagnostic;
        if self.said.insert((primary.span.source, id, message.clone(), help.clone())) {
            self.push(diagnostic);
        }
    }

    /// Notes that `source` was checked, whether or not anything is found in it: some reports tell what is right, too.
    pub fn checked(&mut self, source: SourceId) {
        self.checked.insert(source);
    }

    /// The sources that were checked, in the order in which they were read.
    pub fn checked_sources(&self) -> impl Iterator<Item = SourceId> {
        self.checked.iter().copied()
    }

    /// Marks the text at `span` as secret: a report shows it masked.
    pub fn mask(&mut self, span: Span) {
        if span.start < span.end {
            self.longest_secret = self.longest_secret.max(span.end - span.start);
            self.secrets.insert(span);
        }
    }

    /// Whether some of the text at `span` is secret.
    pub fn is_masked(&self, span: Span) -> bool {
        // None that begins before this reaches `span`.
        let from = Span::new(span.source, span.start.saturating_sub(self.longest_secret)..span.start);
        let to = Span::new(span.source, span.end..span.end);
        self.secrets.range(from..to).any(|secret| span.start < secret.end)
    }

    /// Whether anything here is an error and not suppressed.
    pub fn has_errors(&self) -> bool {
        self.reported().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether nothing was found, suppressed findings included.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many findings there are, suppressed ones included.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The findings in the order of their places (source, offset, then id), suppressed ones included.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.severity, diagnostic.id));
        sorted
    }

    /// The findings in the order in which they came, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.list.iter_mut()
    }

    /// The findings in the order of [`Self::sorted`], to be changed.
    pub fn sorted_mut(&mut self) -> Vec<&mut Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter_mut().collect();
        sorted.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.severity, diagnostic.id));
        sorted
    }

    /// The findings in the order in which they came, suppressed ones included.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The findings that count, in the order in which they came: those that are not suppressed.
    pub fn reported(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|diagnostic| diagnostic.suppressed.is_none())
    }

    /// The places whose text must not be shown.
    pub fn secrets(&self) -> impl Iterator<Item = Span> {
        self.secrets.iter().copied()
    }

    /// Takes in all that `other` holds.
    pub fn append(&mut self, other: Self) {
        for diagnostic in other.list {
            let Diagnostic { id, message, help, primary, .. } = &diagnostic;
            let is_said = |(source, said, text, lines): &(SourceId, &str, String, Vec<String>)| {
                (source, said, text, lines) == (&primary.span.source, id, message, help)
            };
            if other.said.iter().any(is_said) { self.push_once(diagnostic) } else { self.push(diagnostic) }
        }
        other.secrets.into_iter().for_each(|span| self.mask(span));
        self.checked.extend(other.checked);
    }

    /// Keeps only the findings for which `keep` says so. Secrets stay marked.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }
}
