//! A text that was decoded out of another, and where each of its bytes came from.
//!
//! A finding is about a place in the URL; a reader needs the place in the file. The map between the two is a list of
//! pieces in their order: most are the same bytes in both, the others stand for one character each.

use std::ops::Range;

use crate::surroundings::HOLE;

/// What was decoded, and from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where the piece starts in the text; it ends where the next one starts.
    start: usize,
    /// The bytes of the file that it came from. They never go back.
    file: Range<usize>,
    /// Whether it is the same bytes there; if not, it is a single character.
    is_same: bool,
}

impl Decoded {
    /// What was decoded.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds `text`, the very bytes at `at` of the file.
    pub(super) fn push_same(&mut self, text: &str, at: usize) {
        match self.pieces.last_mut() {
            Some(last) if last.is_same && last.file.end == at => last.file.end += text.len(),
            _ if text.is_empty() => return,
            _ => self.pieces.push(Piece { start: self.text.len(), file: at..at + text.len(), is_same: true }),
        }
        self.text.push_str(text);
    }

    /// Adds `c`, which the file writes in another way at `file`.
    pub(super) fn push(&mut self, c: char, file: Range<usize>) {
        self.pieces.push(Piece { start: self.text.len(), file, is_same: false });
        self.text.push(c);
    }

    /// Cuts the text off at `length`, a character boundary.
    pub(super) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.pieces.retain(|piece| piece.start < length);
        if let Some(last) = self.pieces.last_mut().filter(|last| last.is_same) {
            last.file.end = last.file.start + (length - last.start);
        }
    }

    /// Whether the text stands in the file byte for byte.
    pub(super) fn is_verbatim(&self) -> bool {
        matches!(self.pieces.as_slice(), [piece] if piece.is_same)
    }

    /// The bytes of the file that `range` of the text came from.
    pub(super) fn file_range(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let at = self.boundary(range.start);
            return at..at;
        }
        let start = self.piece_at(range.start).map_or(0, |piece| piece.file_offset(range.start));
        let end = self.piece_at(range.end - 1).map_or(start, |piece| piece.file_end(range.end));
        start..end.max(start)
    }

    /// The bytes of the file that are `range` of the text and nothing else, so that other text can be put in their
    /// place; for an empty range, the one place between its neighbours. What a program fills in is not touched, nor is
    /// what stands next to it.
    pub(super) fn exact_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        let is_known = |at: Option<usize>| at.and_then(|at| self.piece_at(at)).is_none_or(|piece| !self.is_hole(piece));
        let before = range.start.checked_sub(1);
        let behind = (range.end < self.text.len()).then_some(range.end);
        if !is_known(before) || !is_known(behind) {
            return None;
        }
        if range.is_empty() {
            let left = before.and_then(|at| self.piece_at(at)).map(|piece| piece.file_end(range.start));
            let right = behind.and_then(|at| self.piece_at(at)).map(|piece| piece.file_offset(range.start));
            let at = left.or(right)?;
            return (right.is_none_or(|right| right == at)).then_some(at..at);
        }
        let first = self.pieces.partition_point(|piece| piece.start <= range.start).checked_sub(1)?;
        let last = self.pieces.partition_point(|piece| piece.start < range.end);
        let pieces = self.pieces.get(first..last)?;
        let is_whole = |piece: &Piece| piece.start >= range.start && piece.start + self.length_at(piece) <= range.end;
        let is_exact = pieces.iter().all(|piece| (piece.is_same || is_whole(piece)) && !self.is_hole(piece));
        let is_joined = pieces.windows(2).all(|pair| pair[0].file.end == pair[1].file.start);
        (is_exact && is_joined).then(|| self.file_range(range))
    }

    fn is_hole(&self, piece: &Piece) -> bool {
        !piece.is_same && self.text[piece.start..].starts_with(HOLE)
    }

    /// How long the character is that `piece` starts with.
    fn length_at(&self, piece: &Piece) -> usize {
        self.text[piece.start..].chars().next().map_or(0, char::len_utf8)
    }

    /// The place in the file just before the byte `at` of the text; for the end, behind the last.
    fn boundary(&self, at: usize) -> usize {
        match self.pieces.last() {
            None => 0,
            Some(last) if at >= self.text.len() => last.file.end,
            Some(_) => self.piece_at(at).map_or(0, |piece| piece.file_offset(at)),
        }
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= at);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// The same text, its places given in the file that `outer` was decoded from: `self` was decoded from its text.
    pub(super) fn within(&self, outer: &Self) -> Self {
        let mut mapped = Self::default();
        for (index, piece) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.start);
            let mut at = piece.file.start;
            for c in self.text[piece.start..end].chars() {
                let inner = if piece.is_same { at..at + c.len_utf8() } else { piece.file.clone() };
                let is_same = piece.is_same && outer.is_same(inner.clone());
                let file = outer.file_range(inner);
                if is_same {
                    mapped.push_same(c.encode_utf8(&mut [0; 4]), file.start);
                } else {
                    mapped.push(c, file);
                }
                at += c.len_utf8();
            }
        }
        mapped
    }

    /// Whether all of `range` came from the same bytes in one go.
    pub(super) fn is_same(&self, range: Range<usize>) -> bool {
        let piece = self.piece_at(range.start);
        piece.is_some_and(|piece| piece.is_same && piece.file_end(range.end) <= piece.file.end)
    }
}

impl Piece {
    fn file_offset(&self, at: usize) -> usize {
        if self.is_same { (self.file.start + (at - self.start)).min(self.file.end) } else { self.file.start }
    }

    fn file_end(&self, end: usize) -> usize {
        if self.is_same { self.file.start + (end - self.start) } else { self.file.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Decoded {
        // `ab&amp;cd` at byte 10.
        let mut decoded = Decoded::default();
        decoded.push_same("a", 10);
        decoded.push_same("b", 11);
        decoded.push('&', 12..17);
        decoded.push_same("cd", 17);
        decoded
    }

    #[test]
    fn a_range_comes_back_as_the_bytes_it_was_written_with() {
        let decoded = sample();
        assert_eq!(decoded.text(), "ab&cd");
        assert_eq!(decoded.file_range(1..3), 11..17);
        assert_eq!(decoded.file_range(3..5), 17..19);
        assert_eq!(decoded.file_range(5..5), 19..19);
        assert_eq!(decoded.file_range(2..2), 12..12);
        assert_eq!(decoded.file_range(0..5), 10..19);
    }

    #[test]
    fn what_can_be_replaced_is_exact() {
        let mut decoded = sample();
        assert_eq!(decoded.exact_range(0..2), Some(10..12));
        assert_eq!(decoded.exact_range(1..4), Some(11..18));
        assert_eq!(decoded.exact_range(3..3), Some(17..17));
        assert_eq!(decoded.exact_range(5..5), Some(19..19));
        decoded.push(HOLE, 19..25);
        decoded.push_same("ef", 25);
        assert_eq!(decoded.exact_range(5..5), None, "next to what is not known");
        assert_eq!(decoded.exact_range(3..10), None, "with what is not known in it");
        assert_eq!(decoded.exact_range(3..4), Some(17..18));
        decoded.push_same("gh", 40);
        assert_eq!(decoded.exact_range(9..11), None, "with something else between");
        assert_eq!(decoded.exact_range(10..10), None, "at one of two places");
        assert_eq!(decoded.exact_range(10..12), Some(40..42));
    }

    #[test]
    fn what_is_cut_off_is_gone_from_both_sides() {
        let mut decoded = sample();
        decoded.truncate(2);
        assert_eq!(decoded.file_range(0..2), 10..12);
        assert!(decoded.is_verbatim());
    }

    #[test]
    fn two_decodings_are_one() {
        let mut outer = Decoded::default();
        outer.push_same("xa", 0);
        outer.push('=', 2..5);
        outer.push_same("bc", 5);
        let mut inner = Decoded::default();
        inner.push_same("a=bc", 1);
        let mapped = inner.within(&outer);
        assert_eq!(mapped.text(), "a=bc");
        assert_eq!(mapped.file_range(0..1), 1..2);
        assert_eq!(mapped.file_range(1..2), 2..5);
        assert_eq!(mapped.file_range(2..4), 5..7);
    }
}
