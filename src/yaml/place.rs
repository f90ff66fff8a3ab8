//! Where exactly a scalar stands, which is not always where the parser says.
//!
//! The parser gives the content of a block scalar without its indicator and with the newlines behind it, and for a
//! value that was not written sometimes the indicator that it was expected behind.

use std::ops::Range;

use super::Style;

/// Whether the scalar was written at all, and its place. `before` is where the content before it ends.
///
/// A value that was not written stands behind its `:` or `-`.
pub(super) fn scalar(
    source: &str,
    before: usize,
    range: Range<usize>,
    text: &str,
    style: Style,
    is_key: bool,
) -> (bool, Range<usize>) {
    let before = before.min(range.start);
    match style {
        Style::Literal | Style::Folded => (true, block(source, before, range)),
        // The parser writes `~` for what is not there.
        Style::Plain if range.is_empty() || text == "~" && source[range.clone()] != *"~" => {
            let mut at = written_end(source, before, range.end);
            if !is_key && range.is_empty() && source[at..].starts_with(':') {
                at += 1;
            }
            (false, at..at)
        }
        _ => (true, range),
    }
}

/// Where the list that is a key's value begins. The parser places one that is not indented behind its first `- `.
pub(super) fn list_start(source: &str, before: usize, start: usize) -> usize {
    let mut at = before;
    for line in source.get(before..start).unwrap_or_default().split_inclusive(['\n', '\r']) {
        let content = line.trim_start();
        if content.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            return at + line.len() - content.len();
        }
        at += line.len();
    }
    start
}

/// The end of what is written in `source[start..end]`, blanks and comments left out.
fn written_end(source: &str, start: usize, end: usize) -> usize {
    let mut piece = &source[start..end];
    loop {
        piece = piece.trim_end();
        let line = piece.rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        let comment = piece[line..].match_indices('#').map(|(at, _)| line + at);
        let mut comment = comment.filter(|&at| piece[..at].ends_with(char::is_whitespace));
        match comment.next() {
            Some(at) => piece = &piece[..at],
            None => return start + piece.len(),
        }
    }
}

/// Where `text` begins, when it stands in the source byte for byte.
pub(super) fn verbatim(source: &str, range: &Range<usize>, text: &str, style: Style) -> Option<usize> {
    let inner = match style {
        Style::Plain => range.clone(),
        Style::SingleQuoted | Style::DoubleQuoted => range.start + 1..range.end - 1,
        Style::Literal | Style::Folded => return None,
    };
    (source.get(inner.clone()) == Some(text)).then_some(inner.start)
}

/// From the `|` or `>` to the end of the last line with content.
fn block(source: &str, before: usize, content: Range<usize>) -> Range<usize> {
    let head = source[before..content.start].trim_end();
    let line = head.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indicator = indicator(&head[line..]).map_or(head.len(), |at| line + at);
    let header = head[indicator..].find(|c: char| c.is_whitespace()).map_or(head.len(), |length| indicator + length);
    let body = &source[content.clone()];
    let last = body.trim_end().len();
    if last == 0 {
        return before + indicator..before + header;
    }
    let blanks = body[last..].find(['\n', '\r']).unwrap_or(body.len() - last);
    before + indicator..content.start + last + blanks
}

/// The place of a block scalar's header in its line. An anchor, a tag and a comment can hold a `|` too.
fn indicator(line: &str) -> Option<usize> {
    line.match_indices(['|', '>']).map(|(at, _)| at).find(|&at| {
        let stands_alone = line[..at].chars().next_back().is_none_or(char::is_whitespace);
        let rest = line[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        stands_alone
            && (rest.is_empty()
                || rest.starts_with([' ', '\t']) && matches!(rest.trim_start().chars().next(), None | Some('#')))
    })
}
