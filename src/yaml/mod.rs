//! YAML as a spanned tree.
//!
//! The tree keeps what a compiler needs and serde would drop: the typed text of every scalar (`0123` stays `0123`,
//! `no` stays `no`), the places of keys and values, the comments. What a scalar means is decided by whoever knows its
//! type, never here. The parser's own types leave no file but `parse` and `syntax`.

use crate::source::{Span, Spanned};

mod alias;
mod builder;
pub mod edit;
mod merge;
mod parse;
mod place;
mod repair;
mod scene;
mod syntax;

pub(crate) use parse::parse_public;
pub use parse::{Limits, parse};

/// A file's only document.
#[derive(Debug, Clone)]
pub struct Document {
    /// The root; a null node where the document is empty.
    pub root: Node,
    /// All comments in the order of the text.
    pub comments: Vec<Comment>,
}

/// A comment, `#` included, without the line's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the end of the line.
    pub span: Span,
    /// The text behind the `#`, trimmed.
    pub text: String,
}

/// A value and its place. Of an alias, the span is that of the alias, and of what is inside it that of the anchor.
#[derive(Debug, Clone)]
pub struct Node {
    /// From the first to behind the last byte of the node, quotes and block indicators included.
    pub span: Span,
    /// What it is.
    pub content: Content,
}

/// The kinds of node.
#[derive(Debug, Clone)]
pub enum Content {
    /// Nothing, `~` or `null` in plain style.
    Null,
    /// A text.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// A map in the order of the text.
    Mapping(Mapping),
}

/// A text as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text, escapes and folding undone, type never guessed.
    pub text: String,
    /// How it was written.
    pub style: Style,
    /// Where `text` begins in the source, when it stands there byte for byte (plain or quoted on one line, without
    /// escapes): a place inside the text is then a place in the source.
    pub verbatim: Option<usize>,
}

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'`.
    SingleQuoted,
    /// In `"`.
    DoubleQuoted,
    /// A `|` block.
    Literal,
    /// A `>` block.
    Folded,
}

/// The entries of a map. A key may stand more than once: whoever reads the map reports that, in its own words.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The entries in the order of the text.
    pub entries: Vec<Entry>,
    /// Where its text can be changed.
    pub places: Box<edit::Places>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key; its span covers quotes.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The text and its place, when the node is a scalar.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.content {
            Content::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The entries, when the node is a map.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.content {
            Content::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The items, when the node is a list.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.content {
            Content::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// Whether nothing was written.
    pub fn is_null(&self) -> bool {
        matches!(self.content, Content::Null)
    }

    /// What the node is, with its article: "a map", "a list", "a text", "nothing".
    pub fn kind(&self) -> &'static str {
        match self.content {
            Content::Null => "nothing",
            Content::Scalar(_) => "a text",
            Content::Sequence(_) => "a list",
            Content::Mapping(_) => "a map",
        }
    }

    /// The place of the bytes `range` of a scalar's text: those very bytes where the text is verbatim, else the
    /// whole node.
    pub fn span_within(&self, range: std::ops::Range<usize>) -> Span {
        match self.as_scalar().and_then(|scalar| scalar.verbatim) {
            Some(start) => Span::new(self.span.source, start + range.start..start + range.end),
            None => self.span,
        }
    }
}

impl Mapping {
    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The first entry of `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }

    /// `base` with `overlay` laid over it: maps merge by key, lists and texts replace, null removes.
    #[must_use]
    pub fn overlaid(&self, overlay: &Self) -> Self {
        let entries = Vec::with_capacity(self.entries.len() + overlay.entries.len());
        let mut merged = Self { entries, ..Self::default() };
        for entry in &self.entries {
            let Some(over) = overlay.entry(&entry.key.value) else {
                merged.entries.push(entry.clone());
                continue;
            };
            let value = match (&entry.value.content, &over.value.content) {
                (_, Content::Null) => continue,
                (Content::Mapping(base), Content::Mapping(over_map)) => {
                    Node { span: over.value.span, content: Content::Mapping(base.overlaid(over_map)) }
                }
                _ => over.value.clone(),
            };
            merged.entries.push(Entry { key: over.key.clone(), value });
        }
        let is_new = |over: &&Entry| self.entry(&over.key.value).is_none() && !over.value.is_null();
        merged.entries.extend(overlay.entries.iter().filter(is_new).cloned());
        merged
    }
}
