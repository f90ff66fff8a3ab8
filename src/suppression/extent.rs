//! Which lines a suppression counts for.

use std::ops::{Range, RangeInclusive};

use super::comment::{Comment, Place};
use super::lines::Lines;
use super::syntax::CommentSyntax;
use crate::yaml::{Content, Entry, Node};

/// The texts of a YAML tree that go over several lines, each with its key: no comment can stand inside.
pub(super) fn of_yaml(text: &str, root: &Node) -> Vec<Range<usize>> {
    let mut extents = Vec::new();
    let mut open = vec![(root, root.span.start)];
    while let Some((node, start)) = open.pop() {
        match &node.content {
            Content::Mapping(mapping) => {
                open.extend(mapping.entries.iter().map(|Entry { key, value }| (value, key.span.start)));
            }
            Content::Sequence(items) => open.extend(items.iter().map(|item| (item, item.span.start))),
            Content::Scalar(_) => {
                // What an alias stands for is elsewhere than its key.
                let range = start.min(node.span.start)..node.span.end;
                if node.span.start >= start && text.get(range.clone()).is_some_and(|piece| piece.contains('\n')) {
                    extents.push(range);
                }
            }
            Content::Null => {}
        }
    }
    extents
}

/// The lines that a suppression in `comment` counts for, from 0: its own when there is code on them, else the next one
/// that is no comment; and all of an extent that has a part in these.
pub(super) fn covered(
    text: &str,
    lines: &Lines,
    syntax: CommentSyntax,
    comment: &Comment,
    place: Place,
    extents: &[Range<usize>],
) -> RangeInclusive<usize> {
    let first = lines.at(comment.whole.start);
    let last = lines.at(comment.whole.end);
    let (from, to) = match (place.is_behind, place.is_before) {
        (true, true) => (first, last),
        (true, false) => (first, first),
        (false, true) => (last, last),
        (false, false) => {
            let next = next_line(text, lines, syntax, last + 1);
            (next, next)
        }
    };
    let of_extent = |extent: &Range<usize>| lines.at(extent.start)..=lines.at(extent.end.saturating_sub(1));
    let met = extents.iter().map(of_extent).filter(|extent| *extent.start() <= to && from <= *extent.end());
    let (from, to) = met.fold((from, to), |(a, b), extent| (a.min(*extent.start()), b.max(*extent.end())));
    from..=to
}

/// The first line from `line` on that is not a comment alone.
fn next_line(text: &str, lines: &Lines, syntax: CommentSyntax, mut line: usize) -> usize {
    while line < lines.count() {
        let range = lines.range(line);
        let content = &text[range.clone()];
        let start = range.start + (content.len() - content.trim_start().len());
        match syntax.comment_end(&text[start..]) {
            Some(length) => {
                let end = lines.at(start + length);
                let behind = &text[start + length..lines.range(end).end];
                if !behind.trim_matches(|c: char| c.is_whitespace() || c == '}').is_empty() {
                    return end;
                }
                line = end + 1;
            }
            None => return line,
        }
    }
    line
}
