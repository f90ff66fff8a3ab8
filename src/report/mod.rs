//! What a person or a program sees of the findings: one file per format.
//!
//! Rendering is pure: findings in, text out. Nothing secret and nothing that a terminal would obey leaves here,
//! whatever the sources hold.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

mod concise;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod json_text;
mod junit;
mod path;
mod redact;
mod sarif;
mod visible;

pub use fingerprint::fingerprints;
pub use json_text::json_text;
pub use path::relative as relative_path;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the lines of the source and labels under them.
    #[default]
    Human,
    /// A line for each, as compilers write them: `path:line:column: error[rule]: message`.
    Concise,
    /// Versioned JSON for programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands: annotations of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML, for whatever shows test results.
    Junit,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] =
        [Self::Human, Self::Concise, Self::Json, Self::Sarif, Self::Github, Self::Gitlab, Self::Junit];

    /// The word of the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
        }
    }
}

/// What the human format may use of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to write ANSI colours.
    pub color: bool,
    /// The width in columns: of a longer line of a source, only what is near a label is shown.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { color: false, width: 100 }
    }
}

/// What was looked at and how much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many files were read.
    pub files: usize,
    /// How many links were checked.
    pub links: usize,
    /// How many findings are errors.
    pub errors: usize,
    /// How many findings are warnings.
    pub warnings: usize,
    /// How many findings are notes.
    pub notes: usize,
}

impl Summary {
    /// Counts `diagnostics` without those that are suppressed, found in `files` files with `links` links.
    pub fn new(files: usize, links: usize, diagnostics: &Diagnostics) -> Self {
        let count = |severity| diagnostics.reported().filter(|diagnostic| diagnostic.severity == severity).count();
        Self {
            files,
            links,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

/// `diagnostics` in the order of their places, written in `format`. `sources` is the arena that their spans are of.
/// Only the human format has a `look`, only it and JSON have the `summary`. Suppressed findings are in SARIF alone.
pub fn render(format: Format, sources: &Sources, diagnostics: &Diagnostics, summary: Summary, look: Look) -> String {
    match format {
        Format::Human => human::render(sources, diagnostics, summary, look),
        Format::Concise => concise::render(sources, diagnostics),
        Format::Json => json::render(sources, diagnostics, summary),
        Format::Sarif => sarif::render(sources, diagnostics),
        Format::Github => github::render(sources, diagnostics),
        Format::Gitlab => gitlab::render(sources, diagnostics),
        Format::Junit => junit::render(sources, diagnostics),
    }
}

/// The findings that are not suppressed, in the order of their places.
fn reported(diagnostics: &Diagnostics) -> Vec<&Diagnostic> {
    let mut reported = diagnostics.sorted();
    reported.retain(|diagnostic| diagnostic.suppressed.is_none());
    reported
}

/// `diagnostics` as the list that stands under `diagnostics` in the format JSON, for commands whose JSON holds more.
pub fn diagnostics_json(sources: &Sources, diagnostics: &Diagnostics) -> serde_json::Value {
    json::list(sources, diagnostics)
}
