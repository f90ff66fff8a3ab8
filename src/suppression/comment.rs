//! Where comments stand that speak to linkc.
//!
//! Of YAML the parser knows. Of other files no parser is at hand for every language, and none is needed: what is looked
//! for is rare and can be told from a string by the line that it stands on.

use std::ops::Range;

use super::syntax::{CommentSyntax, ahead, back};
use crate::yaml::Document;

/// How a comment to linkc begins.
pub(super) const MARK: &str = "linkc";

/// How much of a line is looked at before a comment, in bytes.
const LINE: usize = 1024;

/// How long an opener may be with its decoration.
const DECORATION: usize = 8;

/// A comment, or the line of one, that begins with [`MARK`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    /// All of the comment, with what opens and closes it.
    pub(super) whole: Range<usize>,
    /// From the mark to the end of its line in the comment, trimmed.
    pub(super) line: Range<usize>,
}

/// The comments of a YAML document.
pub(super) fn of_document(text: &str, document: &Document) -> Vec<Comment> {
    let marked = document.comments.iter().filter(|comment| comment.text.starts_with(MARK));
    let comments = marked.filter_map(|comment| {
        let whole = comment.span.range();
        let start = whole.start + text.get(whole.clone())?.find(MARK)?;
        Some(Comment { line: trimmed(text, start..whole.end), whole })
    });
    comments.collect()
}

/// The comments of a `text` in `syntax`; what is in `fences` is text.
pub(super) fn of_text(text: &str, syntax: CommentSyntax, fences: &[Range<usize>]) -> Vec<Comment> {
    let marks = text.match_indices(MARK).map(|(at, _)| at);
    let is_fenced = |at: usize| {
        let before = fences.partition_point(|fence| fence.start <= at);
        fences[..before].last().is_some_and(|fence| fence.contains(&at))
    };
    let marks = marks.filter(|at| !is_fenced(*at));
    let mut comments: Vec<Comment> = Vec::new();
    for mark in marks {
        // What looks like a comment inside of another is a part of its text.
        let is_inside = |last: &Comment, at: usize| last.whole.start < at && at < last.whole.end;
        if comments.last().is_some_and(|last| mark < last.line.end) {
            continue;
        }
        let comment = at_mark(text, syntax, mark);
        comments.extend(comment.filter(|new| comments.last().is_none_or(|last| !is_inside(last, new.whole.start))));
    }
    comments
}

fn at_mark(text: &str, syntax: CommentSyntax, mark: usize) -> Option<Comment> {
    let (from, to) = (back(text, mark, LINE), ahead(text, mark));
    let line_start = text[from..mark].rfind('\n').map_or(from, |at| from + at + 1);
    let line_end = text[mark..to].find('\n').map_or(to, |length| mark + length);
    let before = text[line_start..mark].trim_end();
    // `/**`, `///` and `//!` are comments too.
    let bare = before.trim_end_matches(['*', '!', '/', '#', '-', ';', '%']);
    for length in bare.len().max(before.len().saturating_sub(DECORATION))..=before.len() {
        let Some((code, tail)) = before.split_at_checked(length) else { continue };
        let start = line_start + length;
        let close = syntax.block_close(tail);
        if close.is_none() && !syntax.opens_line(code, tail) {
            continue;
        }
        let line = &text[start..line_end];
        if syntax.is_in_string(code, line) || close.is_none() && syntax.closes_block(line) {
            return None;
        }
        return Some(match close {
            Some(close) => block(text, start, mark, line_end, close),
            None => Comment { whole: trimmed(text, start..line_end), line: trimmed(text, mark..line_end) },
        });
    }
    // `<!--` leaves nothing that could be cut off, and a line inside of a comment has no opener.
    let opened = syntax.block_before(&text[..mark])?;
    let inside = text.get(opened.start + opened.open.len()..mark)?;
    let last = inside.rsplit('\n').next().unwrap_or_default();
    let is_first = last.trim_matches(|c: char| c.is_whitespace() || c == '*').is_empty();
    let line_before = text[from.min(opened.start)..opened.start].rsplit('\n').next().unwrap_or_default();
    if !is_first || syntax.is_in_string(line_before, &text[opened.start..line_end]) {
        return None;
    }
    Some(block(text, opened.start, mark, line_end, opened.close))
}

/// The comment that begins at `start` and ends with `close`, which may be missing.
fn block(text: &str, start: usize, mark: usize, line_end: usize, close: &str) -> Comment {
    let reach = ahead(text, mark);
    let content_end = text[mark..reach].find(close).map_or(reach, |length| mark + length);
    let end = if text[content_end..].starts_with(close) { content_end + close.len() } else { content_end };
    Comment { whole: start..end, line: trimmed(text, mark..content_end.min(line_end)) }
}

/// `range` without white space at its end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].trim_end().len()
}

/// How a comment shares its lines with what is no comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Whether there is code before it on its first line.
    pub(super) is_behind: bool,
    /// Whether there is code behind it on its last line.
    pub(super) is_before: bool,
}

impl Place {
    pub(super) fn of(text: &str, comment: &Comment) -> Self {
        let Range { start, end } = comment.whole;
        let before = text[..start].rsplit('\n').next().unwrap_or_default();
        let after = text[end..].split('\n').next().unwrap_or_default();
        // JSX has its comments in braces.
        let is_code =
            |piece: &str| !piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '}')).is_empty();
        let has_braces = before.trim_end().ends_with('{') && after.trim_start().starts_with('}');
        let is_blank = |piece: &str| piece.trim_start_matches('\u{feff}').trim().is_empty();
        if has_braces {
            return Self { is_behind: is_code(before), is_before: is_code(after) };
        }
        Self { is_behind: !is_blank(before), is_before: !is_blank(after) }
    }

    /// What has to go when `comment`, whose only purpose is the `directive`, goes.
    pub(super) fn removal(self, text: &str, comment: &Comment, directive: Range<usize>) -> Range<usize> {
        let whole = &text[comment.whole.clone()];
        let is_all = |piece: &str| !piece.contains(char::is_alphanumeric);
        let inner = directive.start - comment.whole.start..directive.end - comment.whole.start;
        if !is_all(&whole[..inner.start]) || !is_all(&whole[inner.end..]) {
            // Other lines of the comment stay.
            return directive;
        }
        let line_start = text[..comment.whole.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[comment.whole.end..].find('\n').map_or(text.len(), |length| comment.whole.end + length + 1);
        match (self.is_behind, self.is_before) {
            (false, false) => line_start + bom(text, line_start)..line_end,
            (true, false) => text[..comment.whole.start].trim_end_matches([' ', '\t']).len()..comment.whole.end,
            _ => {
                let rest = &text[comment.whole.end..];
                comment.whole.start..comment.whole.end + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
            }
        }
    }
}

/// The length of a byte order mark at `start`, which stays.
fn bom(text: &str, start: usize) -> usize {
    if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}
