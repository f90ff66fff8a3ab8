//! Changing a YAML text without writing it anew: where an entry can be put in or taken out, and how a text is written.
//!
//! A file belongs to who wrote it. What is changed is changed in place, byte by byte: layout and comments stay, and where
//! that cannot be promised there is no place to change. The places are found while the tree is built, because only then
//! the text is at hand.

use std::ops::Range;

use super::{Content, Entry, Node, Style};
use crate::source::{SourceId, Span};

/// Where the text of a map can be changed.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Where it takes another entry.
    pub slot: Option<Slot>,
    /// The places of the keys whose entries can be taken out, and the bytes that go with each and are nothing else's.
    pub cuts: Vec<(Span, Span)>,
}

/// Where a map takes another entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    span: Span,
    shape: Shape,
    /// The key of a map that has to be made first.
    under: Option<&'static str>,
}

/// What stands around a new entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// In the place of `{}`.
    Braces,
    /// Behind the `:` of a key without a value.
    Value,
    /// Behind the last entry of a `{ … }`.
    Comma,
    /// On a line of its own behind an entry of a block.
    Line { indent: usize, crlf: bool },
}

impl Slot {
    /// The place of a map whose key has no value yet; `span` is that of the null.
    pub fn of_null(span: Span) -> Self {
        let shape = if span.start == span.end { Shape::Value } else { Shape::Braces };
        Self { span, shape, under: None }
    }

    /// The same place for an entry of a new map under `key`.
    #[must_use]
    pub fn under(self, key: &'static str) -> Self {
        Self { under: Some(key), ..self }
    }

    /// Where it is.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What is to be written at [`Self::span`] for `key: value`, both as YAML has them; see [`scalar`].
    pub fn written(&self, key: &str, value: &str) -> String {
        let entry = match self.under {
            Some(under) => format!("{under}: {{ {key}: {value} }}"),
            None => format!("{key}: {value}"),
        };
        match self.shape {
            Shape::Braces => format!("{{ {entry} }}"),
            Shape::Value => format!(" {{ {entry} }}"),
            Shape::Comma => format!(", {entry}"),
            Shape::Line { indent, crlf } => {
                let end = if crlf { "\r\n" } else { "\n" };
                format!("{end}{:indent$}{entry}", "")
            }
        }
    }
}

impl Places {
    /// The places of a map that is complete; `range` is that of the map in `text`.
    pub(super) fn find(source: SourceId, text: &str, range: Range<usize>, entries: &[Entry]) -> Self {
        let is_flow = text.get(range.start..).is_some_and(|rest| rest.starts_with('{'));
        let cut = |at: usize| if is_flow { flow_cut(text, entries, at) } else { block_cut(text, &entries[at]) };
        let cuts = (0..entries.len()).filter_map(|at| Some((entries[at].key.span, Span::new(source, cut(at)?))));
        let slot = if is_flow { flow_slot(text, range, entries) } else { block_slot(text, entries) };
        let slot = slot.map(|(place, shape)| Slot { span: Span::new(source, place), shape, under: None });
        Self { slot, cuts: cuts.collect() }
    }
}

fn flow_slot(text: &str, range: Range<usize>, entries: &[Entry]) -> Option<(Range<usize>, Shape)> {
    let Some(last) = entries.last() else {
        let inner = text.get(range.start + 1..range.end.checked_sub(1)?)?;
        return inner.trim().is_empty().then_some((range, Shape::Braces));
    };
    let end = last.value.span.end;
    Some((end..end, Shape::Comma))
}

/// Behind the last entry: not before the first, whose comment stands above it, and not behind a block scalar, to which
/// the blank lines behind it may belong.
fn block_slot(text: &str, entries: &[Entry]) -> Option<(Range<usize>, Shape)> {
    // Anything else there, such as an anchor, is in the way.
    let indent = indent_before(text, entries.first()?.key.span.start)?.len();
    let last = entries.iter().rfind(|entry| !ends_in_block_scalar(&entry.value))?;
    let end = last.value.span.end;
    let line = line_behind(text, end);
    let crlf = text.get(end + line.len()..)?.starts_with('\r');
    let place = end + line.len();
    (is_blank(line) || is_comment(line)).then_some((place..place, Shape::Line { indent, crlf }))
}

fn ends_in_block_scalar(node: &Node) -> bool {
    match &node.content {
        Content::Null => false,
        Content::Scalar(scalar) => matches!(scalar.style, Style::Literal | Style::Folded),
        Content::Sequence(items) => items.last().is_some_and(ends_in_block_scalar),
        Content::Mapping(mapping) => mapping.entries.last().is_some_and(|entry| ends_in_block_scalar(&entry.value)),
    }
}

/// The lines of an entry in a block; of a line with a comment at its end, all but the comment.
fn block_cut(text: &str, entry: &Entry) -> Option<Range<usize>> {
    let start = entry.key.span.start;
    let before = indent_before(text, start).filter(|before| is_blank(before))?;
    let end = single_end(text, entry)?;
    let behind = line_behind(text, end);
    if is_comment(behind) {
        return Some(start..end + behind.find('#')?);
    }
    let line_end = text.get(end + behind.len()..)?;
    let newline = if line_end.starts_with("\r\n") { 2 } else { usize::from(!line_end.is_empty()) };
    is_blank(behind).then(|| start - before.len()..end + behind.len() + newline)
}

/// An entry in `{ … }` and one of the commas beside it.
fn flow_cut(text: &str, entries: &[Entry], at: usize) -> Option<Range<usize>> {
    let start = entries[at].key.span.start;
    let end = single_end(text, &entries[at])?;
    let is_comma = |range: Range<usize>| text.get(range).is_some_and(|between| between.trim() == ",");
    if let Some(before) = at.checked_sub(1).map(|before| entries[before].value.span.end) {
        return is_comma(before..start).then_some(before..end);
    }
    match entries.get(at + 1) {
        Some(next) => is_comma(end..next.key.span.start).then_some(start..next.key.span.start),
        // The only entry takes the comma behind it along: `{ , }` is no YAML.
        None => match text.get(end..)?.trim_start().as_bytes().first()? {
            b',' => Some(start..end + text[end..].find(',')? + 1),
            b'}' => Some(start..end),
            _ => None,
        },
    }
}

/// The end of an entry whose value is a text or nothing, and which no alias refers to.
fn single_end(text: &str, entry: &Entry) -> Option<usize> {
    let is_single = match &entry.value.content {
        Content::Null => true,
        Content::Scalar(scalar) => !matches!(scalar.style, Style::Literal | Style::Folded),
        Content::Sequence(_) | Content::Mapping(_) => false,
    };
    let between = text.get(entry.key.span.end..entry.value.span.start)?;
    (is_single && between.chars().all(|c| c == ':' || c.is_whitespace())).then_some(entry.value.span.end)
}

/// What stands before `at` on its line, when that is white space and the `- ` of list items. It is not looked at further:
/// there may be a million maps on one line.
fn indent_before(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let rest = before.trim_end_matches([' ', '-']);
    (rest.is_empty() || rest.ends_with(['\n', '\r'])).then(|| &before[rest.len()..])
}

/// What stands behind `at` on its line.
fn line_behind(text: &str, at: usize) -> &str {
    let behind = text.get(at..).unwrap_or_default();
    &behind[..behind.find(['\n', '\r']).unwrap_or(behind.len())]
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t'))
}

fn is_comment(text: &str) -> bool {
    text.starts_with([' ', '\t']) && text.trim_start_matches([' ', '\t']).starts_with('#')
}

/// `text` as a scalar that stands for it in any place of a YAML text: in `style` where that can hold it, a block scalar's
/// excepted, else in quotes. Plain only where every reader of YAML takes it for the same.
pub fn scalar(text: &str, style: Style) -> String {
    let is_single_line = text.chars().all(|c| !c.is_control() && is_printable(c));
    match style {
        Style::Plain if is_plain(text) => text.to_owned(),
        Style::Plain | Style::SingleQuoted if is_single_line => format!("'{}'", text.replace('\'', "''")),
        _ => double_quoted(text),
    }
}

fn double_quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            _ if !c.is_control() && is_printable(c) => written.push(c),
            _ => written.push_str(&escape(u32::from(c))),
        }
    }
    written.push('"');
    written
}

fn escape(code: u32) -> String {
    match code {
        0..=0xFF => format!("\\x{code:02X}"),
        0x100..=0xFFFF => format!("\\u{code:04X}"),
        _ => format!("\\U{code:08X}"),
    }
}

/// Whether a character may stand in a scalar as it is; YAML 1.1 breaks lines at two that look like nothing.
fn is_printable(c: char) -> bool {
    !matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether `text` may stand without quotes, in a block as in `{ … }`. What looks like a number, a date or a truth to
/// some reader is quoted; a decimal number and `true` and `false` look alike to all.
fn is_plain(text: &str) -> bool {
    if matches!(text, "true" | "false") {
        return true;
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return text == "0" || !text.is_empty() && !text.starts_with('0');
    }
    let Some(first) = text.chars().next() else { return false };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | ' ' | '$');
    // Digits, signs and dots may begin a number, a date or a time.
    (first.is_alphabetic() || first == '_')
        && !text.ends_with(' ')
        && text.chars().all(|c| is_word(c) && is_printable(c) && (c == ' ' || !c.is_whitespace()))
        && !is_reserved(text)
}

/// Whether some version of YAML gives the word a meaning.
fn is_reserved(text: &str) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}
