//! The settings of a project, `linkc.yaml`: how rules count, for which files, and what is left out.
//!
//! What applies to a file can always be explained: every level knows the line that set it. Globs are relative to the
//! settings file, so that the same file gets the same levels whatever folder linkc is run in.

use crate::diagnostic::Severity;
use crate::rules::{Level, Levels, Metadata, RULES};
use crate::source::{SourceId, Sources, Span, Spanned};

mod glob;
mod load;

use glob::Glob;

/// A line of `rules:`.
#[derive(Debug, Clone)]
struct Setting {
    rule: &'static Metadata,
    level: Level,
    span: Span,
}

/// An entry of `overrides:`.
#[derive(Debug, Clone)]
struct Override {
    files: Vec<Glob>,
    rules: Vec<Setting>,
}

/// From which severity on findings make a command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    Note,
    /// Nothing that is found.
    Never,
}

impl FailOn {
    /// All of them, each by its word in the settings.
    pub const ALL: [(&str, Self); 4] =
        [("error", Self::Error), ("warning", Self::Warning), ("note", Self::Note), ("never", Self::Never)];

    /// The mildest severity that fails; `None` when none does.
    pub fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// What a project has settled. The default is that of a project without a settings file.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Paths of schemas beside the built-in ones, for links that are read; relative to the settings file.
    pub schemas: Vec<Spanned<String>>,
    /// From which severity on a command fails; the command line wins.
    pub fail_on: Option<Spanned<FailOn>>,
    /// The path of the baseline, relative to the settings file.
    pub baseline: Option<Spanned<String>>,
    rules: Vec<Setting>,
    overrides: Vec<Override>,
    exclude: Vec<Glob>,
}

/// Where a rule's level comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The rule itself.
    Default,
    /// A line of `rules:`, or the line of a key that stands for one, for all files.
    Everywhere(Span),
    /// A line of an entry of `overrides:`.
    Override {
        /// The line.
        span: Span,
        /// The glob that the path matches, as it was written.
        glob: Spanned<String>,
    },
}

impl Origin {
    /// The origin in words: `default`, `linkc.yaml:4`, ``linkc.yaml:9 (for `docs/**`)``.
    pub fn describe(&self, sources: &Sources) -> String {
        let line = |span: Span| {
            let source = sources.get(span.source);
            format!("{}:{}", source.name(), source.position(span.start).line)
        };
        match self {
            Self::Default => "default".to_owned(),
            Self::Everywhere(span) => line(*span),
            Self::Override { span, glob } => format!("{} (for `{}`)", line(*span), glob.value),
        }
    }
}

/// The level of one rule for one file, and why.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The rule.
    pub rule: &'static Metadata,
    /// Its level.
    pub level: Level,
    /// Where the level comes from.
    pub origin: Origin,
}

impl Settings {
    /// Reads the settings in `text`, the text of `source`. Everything that is wrong is reported at its place. What is
    /// not wrong applies nevertheless, but a command should not go on with half of its settings: ask whether
    /// `diagnostics` has errors.
    ///
    /// `None` means that there is no map to read.
    pub fn load(source: SourceId, text: &str, diagnostics: &mut crate::diagnostic::Diagnostics) -> Option<Self> {
        load::load(source, text, diagnostics)
    }

    /// As [`Self::load`], from a tree that has been read already.
    pub fn load_document(root: &crate::yaml::Node, diagnostics: &mut crate::diagnostic::Diagnostics) -> Option<Self> {
        load::load_document(root, diagnostics)
    }

    /// The levels that are in force for the file at `path`, which is relative to the settings file's folder.
    pub fn levels_for(&self, path: &str) -> Levels {
        let mut levels = Levels::default();
        let path = glob::normal(path);
        for (setting, _) in self.in_force(&path) {
            // Every setting is of a rule that was found.
            let _ = levels.set(setting.rule.id, setting.level);
        }
        levels
    }

    /// Every rule, sorted by id, with its level for the file at `path` and where that comes from.
    pub fn explain(&self, path: &str) -> Vec<Explained> {
        let path = glob::normal(path);
        let in_force = self.in_force(&path);
        let one = |rule: &'static Metadata| {
            let last = in_force.iter().rev().find(|(setting, _)| setting.rule.id == rule.id);
            let Some((setting, glob)) = last else {
                return Explained { rule, level: rule.level, origin: Origin::Default };
            };
            let origin = match glob {
                None => Origin::Everywhere(setting.span),
                Some(glob) => Origin::Override { span: setting.span, glob: (*glob).clone() },
            };
            Explained { rule, level: setting.level, origin }
        };
        RULES.iter().map(|rule| one(rule.metadata())).collect()
    }

    /// Whether any file is left out.
    pub fn has_exclusions(&self) -> bool {
        !self.exclude.is_empty()
    }

    /// The glob of `exclude:` that leaves the file at `path` out.
    pub fn excluded_by(&self, path: &str) -> Option<&Spanned<String>> {
        let path = glob::normal(path);
        self.exclude.iter().find(|glob| glob.matches(&path)).map(Glob::written)
    }

    /// All settings for the file at `path`, the later ones winning, with the glob that let them in.
    fn in_force(&self, path: &str) -> Vec<(&Setting, Option<&Spanned<String>>)> {
        let everywhere = self.rules.iter().map(|setting| (setting, None));
        let overrides = self.overrides.iter().filter_map(|entry| {
            let glob = entry.files.iter().find(|glob| glob.matches(path))?;
            Some(entry.rules.iter().map(|setting| (setting, Some(glob.written()))))
        });
        everywhere.chain(overrides.flatten()).collect()
    }
}
