//! What an alias stands for: finds it in the growing tree, and copies it within limits.
//!
//! An anchored map or list is not copied until an alias asks for it: it lies in the tree already, and its first byte
//! leads there. So anchors cost nothing, however deep they nest.

use super::builder::{Children, Frame};
use super::{Content, Node};

/// What an anchor marks.
#[derive(Debug)]
pub(super) enum Anchor {
    /// A map or a list that has not ended yet.
    Open,
    /// A map or a list that begins at this byte.
    Closed(usize),
    /// A text, or nothing.
    Leaf(Content),
}

/// A copy of an anchor's value.
#[derive(Debug)]
pub(super) struct Copy {
    /// The value.
    pub(super) content: Content,
    /// What it counts against the limit.
    pub(super) cost: usize,
    /// How deep it nests: 0 for a text.
    pub(super) levels: usize,
}

/// What `anchor` marks; nothing while that is open, or when it was a key that no tree can hold.
pub(super) fn value<'a>(frames: &'a [Frame], anchor: &'a Anchor) -> Option<&'a Content> {
    match anchor {
        Anchor::Leaf(content) => Some(content),
        Anchor::Closed(start) => find(frames, *start).map(|node| &node.content),
        Anchor::Open => None,
    }
}

/// Copies `content`; nothing when that costs more than `budget`.
pub(super) fn copy(content: &Content, budget: usize) -> Option<Copy> {
    let mut cost = 0;
    let levels = measure(content, &mut cost, budget)?;
    Some(Copy { content: content.clone(), cost, levels })
}

/// How deep `content` nests. Adds to `cost`, and gives up as soon as that exceeds `budget`.
fn measure(content: &Content, cost: &mut usize, budget: usize) -> Option<usize> {
    *cost += 1;
    let mut levels = 0;
    match content {
        Content::Null => {}
        Content::Scalar(scalar) => *cost += scalar.text.len() / 256,
        Content::Sequence(items) => {
            levels = 1;
            for item in items {
                levels = levels.max(1 + measure(&item.content, cost, budget)?);
            }
        }
        Content::Mapping(mapping) => {
            levels = 1;
            for entry in &mapping.entries {
                *cost += entry.key.value.len() / 256;
                levels = levels.max(1 + measure(&entry.value.content, cost, budget)?);
            }
        }
    }
    (*cost <= budget).then_some(levels)
}

/// The map or list that begins at `start`. It has ended, so it lies below one of the open ones.
fn find(frames: &[Frame], start: usize) -> Option<&Node> {
    let deepest = frames.iter().rposition(|frame| frame.start < start)?;
    let mut node = match &frames[deepest].children {
        Children::Items(items) => nearest(items, start, |item| item)?,
        Children::Entries(entries, _) => nearest(entries, start, |entry| &entry.value)?,
    };
    loop {
        node = match &node.content {
            Content::Sequence(_) | Content::Mapping(_) if node.span.start == start => return Some(node),
            Content::Sequence(items) => nearest(items, start, |item| item)?,
            Content::Mapping(mapping) => nearest(&mapping.entries, start, |entry| &entry.value)?,
            Content::Null | Content::Scalar(_) => return None,
        };
    }
}

/// The last of `list` that begins at `start` or before. The values of a text are in its order.
fn nearest<T>(list: &[T], start: usize, value: impl Fn(&T) -> &Node) -> Option<&Node> {
    let behind = list.partition_point(|item| value(item).span.start <= start);
    behind.checked_sub(1).map(|at| value(&list[at]))
}
