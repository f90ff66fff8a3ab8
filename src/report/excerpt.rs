//! The lines of a source that labels point at, fit to be shown.
//!
//! What is shown is not what is in the file: secrets are masked, control characters are made visible, long lines are
//! cut around the labels. So the labels move along, and places in the file are never computed from an excerpt.

use std::ops::Range;

use super::redact::{MASK, Redaction, floor};
use super::visible;
use crate::source::{Source, SourceId};

/// Stands for what was cut out of a line.
const CUT: &str = "...";
/// How many lines around the beginning and the end of a label are kept; what is further away is never shown.
const NEAR: usize = 5;

/// A part of a source, made presentable.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The lines; those that no label is near are empty.
    pub(super) text: String,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// Where the labels are in `text`, in the order in which they were asked for.
    pub(super) labels: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines of `source` from the first to the last of `labels`. Lines longer than `width` are cut.
    pub(super) fn new(
        source: &Source,
        id: SourceId,
        labels: &[Range<usize>],
        redaction: &Redaction,
        width: usize,
    ) -> Self {
        let text = source.text();
        let labels: Vec<_> = labels.iter().map(|label| fitted(text, label)).collect();
        let mut points: Vec<usize> = labels.iter().flat_map(|label| [label.start, label.end]).collect();
        points.sort_unstable();
        points.dedup();
        let first = points.first().copied().unwrap_or_default();
        let last = points.last().copied().unwrap_or_default();
        let start = text[..first].rfind('\n').map_or(0, |at| at + 1);

        let mut writer = Writer { out: String::new(), points: &points, moved: Vec::with_capacity(points.len()) };
        let near = near_lines(text, start, &points);
        let mut at = start;
        for line in 0.. {
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
            if near.iter().any(|lines| lines.contains(&line)) {
                // A carriage return that ends the line with the line feed is not shown.
                let shown_end = if text[at..end].ends_with('\r') && end < text.len() { end - 1 } else { end };
                let mut from = at;
                for kept in kept_of(text, at..shown_end, &points, width) {
                    if from < kept.start {
                        writer.out.push_str(CUT);
                    }
                    from = kept.end;
                    let masked = redaction.places(id, text, kept.clone());
                    writer.write(text, kept, &masked);
                }
                if from < shown_end {
                    writer.out.push_str(CUT);
                }
            }
            writer.reach(end);
            if end >= last {
                break;
            }
            writer.out.push('\n');
            at = end + 1;
        }

        let place = |point: usize| points.binary_search(&point).ok().and_then(|index| writer.moved.get(index).copied());
        let moved = |label: &Range<usize>| {
            let start = place(label.start).unwrap_or_default();
            start..place(label.end).unwrap_or(start).max(start)
        };
        let labels = labels.iter().map(moved).collect();
        Self { first_line: source.position(start).line, labels, text: writer.out }
    }
}

/// Writes what may be shown and notes where the points come to lie.
struct Writer<'a> {
    out: String,
    points: &'a [usize],
    moved: Vec<usize>,
}

impl Writer<'_> {
    fn write(&mut self, text: &str, range: Range<usize>, masked: &[Range<usize>]) {
        let start = range.start;
        let mut masked = masked.iter().peekable();
        for (at, c) in text[range].char_indices().map(|(at, c)| (start + at, c)) {
            self.reach(at);
            while masked.next_if(|place| place.end <= at).is_some() {}
            if masked.peek().is_some_and(|place| place.start <= at) {
                self.out.push(MASK);
            } else if at > 0 || c != '\u{feff}' {
                // A byte order mark is visible nowhere else.
                visible::push(&mut self.out, c);
            }
        }
    }

    /// All points up to `at` are here.
    fn reach(&mut self, at: usize) {
        while self.points.get(self.moved.len()).is_some_and(|&point| point <= at) {
            self.moved.push(self.out.len());
        }
    }
}

/// `label` on character boundaries and without the line end that it may end in: the next line is not meant.
fn fitted(text: &str, label: &Range<usize>) -> Range<usize> {
    let start = floor(text, label.start);
    let end = floor(text, label.end).max(start);
    let length = text[start..end].trim_end_matches(['\n', '\r', ' ']).len();
    start..if text[start..end].contains('\n') { start + length } else { end }
}

/// The lines, counted from that at `start`, that are near a point.
fn near_lines(text: &str, start: usize, points: &[usize]) -> Vec<Range<usize>> {
    let mut line = 0;
    let mut from = start;
    let mut near: Vec<Range<usize>> = Vec::new();
    for &point in points {
        line += text[from..point].bytes().filter(|&byte| byte == b'\n').count();
        from = point;
        near.push(line.saturating_sub(NEAR)..line + NEAR + 1);
    }
    near.dedup();
    near
}

/// The parts of `line` to show: all of it if it is not longer than `width`, else what is around the points.
fn kept_of(text: &str, line: Range<usize>, points: &[usize], width: usize) -> Vec<Range<usize>> {
    let width = width.max(40);
    if forward(text, line.start, width, line.end) == line.end {
        return vec![line];
    }
    let first = points.partition_point(|&point| point < line.start);
    let here = points[first..].iter().copied().take_while(|&point| point <= line.end);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for point in here {
        let start = backward(text, point, width / 4, line.start);
        let end = forward(text, point, width / 3, line.end);
        match kept.last_mut() {
            Some(last) if start <= last.end => last.end = end,
            _ => kept.push(start..end),
        }
    }
    if kept.is_empty() {
        kept.push(line.start..forward(text, line.start, width / 2, line.end));
    }
    kept
}

/// The byte `count` characters behind `at`, or `end`.
fn forward(text: &str, at: usize, count: usize, end: usize) -> usize {
    let at = at.min(end);
    text[at..end].char_indices().nth(count).map_or(end, |(length, _)| at + length)
}

/// The byte `count` characters before `at`, or `start`.
fn backward(text: &str, at: usize, count: usize, start: usize) -> usize {
    let Some(last) = count.checked_sub(1) else { return at };
    text[start..at].char_indices().rev().nth(last).map_or(start, |(length, _)| start + length)
}
