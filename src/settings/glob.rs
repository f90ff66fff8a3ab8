//! The globs of settings: as in a `.gitignore`, without its negations.
//!
//! A glob with a `/` inside is relative to the settings file; one without is a name, in any folder. A glob that matches
//! a folder matches all that is in it. `*` and `?` stay within a folder, `**` does not.

use std::borrow::Cow;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// A glob that is none.
pub(super) const WRONG_GLOB: &str = "wrong-glob";

/// A glob and what was written.
#[derive(Debug, Clone)]
pub(super) struct Glob {
    written: Spanned<String>,
    set: GlobSet,
}

impl Glob {
    /// The glob that is `written`; the diagnostic is not yet about anything.
    ///
    /// # Errors
    ///
    /// What is wrong with it, when it cannot be a glob or cannot match any file of the project.
    pub(super) fn new(written: Spanned<String>) -> Result<Self, Box<Diagnostic>> {
        let wrong = |message: String, help: &str| {
            Box::new(Diagnostic::error(WRONG_GLOB, message, written.span).help(help.to_owned()))
        };
        let text = written.value.trim();
        let pattern = text.strip_prefix("./").unwrap_or(text);
        let is_anchored = pattern.trim_end_matches('/').contains('/');
        let pattern = pattern.trim_matches('/');
        if pattern.is_empty() || pattern == "." {
            return Err(wrong("the glob matches no file".to_owned(), "write `**` for all files"));
        }
        if text.starts_with('!') {
            let help = "a glob cannot take files out again: name those that are meant, or add an override after it";
            return Err(wrong("a glob cannot begin with `!`".to_owned(), help));
        }
        if text.contains('\\') {
            let message = "a glob has `/` between folders, on every system".to_owned();
            return Err(wrong(message, "write `/` for the `\\`"));
        }
        if pattern.split('/').any(|folder| folder == "..") {
            let message = "the glob leads out of the folder of the settings".to_owned();
            return Err(wrong(message, "settings are for the files below them; move them up, or leave the `..` out"));
        }
        let pattern = if is_anchored { pattern.to_owned() } else { format!("**/{pattern}") };
        match compile(&pattern) {
            Ok(set) => Ok(Self { written, set }),
            Err(error) => Err(wrong(
                format!("this is not a glob: {}", error.kind()),
                "put a character that is meant as itself into `[…]`",
            )),
        }
    }

    /// Whether it matches `path`, which [`normal`] has been at.
    pub(super) fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// What was written.
    pub(super) fn written(&self) -> &Spanned<String> {
        &self.written
    }
}

fn compile(pattern: &str) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
        set.add(GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(false).build()?);
    }
    set.build()
}

/// A path as globs see it: with `/` on every system, without `.` at its beginning.
pub(super) fn normal(path: &str) -> Cow<'_, str> {
    let path: Cow<'_, str> = if path.contains('\\') { path.replace('\\', "/").into() } else { path.into() };
    match path {
        Cow::Borrowed(path) => path.trim_start_matches("./").into(),
        Cow::Owned(path) => path.trim_start_matches("./").to_owned().into(),
    }
}
