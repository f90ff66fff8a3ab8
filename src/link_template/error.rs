//! The ways in which a link template or a link can be wrong, each with its place.
//!
//! They are values for a caller that turns them into diagnostics; `Display` is the bare message.

use std::error::Error;
use std::fmt;
use std::ops::Range;

/// A text is not a link template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The bytes of the text that are wrong; empty at its end when something is missing there.
    pub range: Range<usize>,
    /// What is wrong: one lowercase line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for SyntaxError {}

/// A value does not fit its place in the link template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpandError {
    /// The name of the variable.
    pub name: String,
    /// What does not fit.
    pub kind: ExpandErrorKind,
}

/// What can fail in an expansion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpandErrorKind {
    /// `{x:3}` with a list: a list has no first characters (RFC 6570, section 2.4.1).
    PrefixOnList,
    /// `{x:3}` with a map.
    PrefixOnMap,
}

impl fmt::Display for ExpandError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ExpandErrorKind::PrefixOnList => "list",
            ExpandErrorKind::PrefixOnMap => "map",
        };
        write!(formatter, "`{}` is a {what}, which has no first characters to take", self.name)
    }
}

impl Error for ExpandError {}

/// A link template can be expanded but not read back: two different sets of values give the same link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguous {
    /// The bytes of the template that make it so.
    pub range: Range<usize>,
    /// Why: one lowercase line.
    pub reason: String,
}

impl fmt::Display for Ambiguous {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl Error for Ambiguous {}

/// A link is none of this link template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The byte of the link up to which it fits.
    pub at: usize,
    /// What should stand there, in words: "`client/h5page`", "the end of the path".
    pub expected: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.expected)
    }
}

impl Error for Mismatch {}
