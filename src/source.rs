//! Source texts and places in them.
//!
//! Every text that a person wrote (a schema, a link config, a URL on the command line) is a [`Source`] in a
//! [`Sources`] arena. A [`Span`] is a range of bytes in one of them; lines and columns are computed when a
//! place is shown, never before.

use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

/// Names one [`Source`] of a [`Sources`] arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one source; `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source that the bytes are in.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `range` of `source`.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Self { source, start: range.start, end: range.end }
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The place just before this span, of no length.
    #[must_use]
    pub fn before(self) -> Self {
        Self { end: self.start, ..self }
    }
}

/// A value and the place that it was written at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A line and a column, both counted from 1; the column counts characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One text and the name it is reported under.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name, text, line_starts }
    }

    /// The name to show: a path as the user gave it, or a word in angle brackets such as `<command line>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of the byte at `offset`; an offset past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary_at(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

/// `str::floor_char_boundary`, which is younger than our minimum Rust version.
trait FloorCharBoundary {
    fn floor_char_boundary_at(&self, offset: usize) -> usize;
}

impl FloorCharBoundary for str {
    fn floor_char_boundary_at(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.len());
        while !self.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// All the texts of one run. Texts are only ever added, so an id stays good; adding needs no exclusive access,
/// so files can be read side by side.
#[derive(Debug, Default)]
pub struct Sources {
    list: RwLock<Vec<Arc<Source>>>,
}

impl Sources {
    /// An empty arena.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes `text` in under `name` and returns its id.
    ///
    /// # Panics
    ///
    /// After 2³² texts.
    pub fn add(&self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let source = Arc::new(Source::new(name.into(), text.into()));
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        let id = SourceId(u32::try_from(list.len()).expect("fewer than 2^32 sources"));
        list.push(source);
        id
    }

    /// The source that `id` names.
    ///
    /// # Panics
    ///
    /// When `id` comes from another arena that held more texts.
    pub fn get(&self, id: SourceId) -> Arc<Source> {
        Arc::clone(&self.list.read().unwrap_or_else(PoisonError::into_inner)[id.0 as usize])
    }

    /// The text that `span` covers.
    pub fn slice(&self, span: Span) -> String {
        self.get(span.source).text()[span.range()].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let source = Source::new("a".into(), "ab\n张三x\n".into());
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(9), Position { line: 2, column: 3 });
        assert_eq!(source.position(99), Position { line: 3, column: 1 });
        assert_eq!(source.position(4), Position { line: 2, column: 1 }, "inside a character");
    }
}
