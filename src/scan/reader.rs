//! Reading one URL out of its surroundings: from its scheme to where it ends, with what it means.
//!
//! All surroundings share this one loop. They differ in what a backslash and a `&` mean, in what ends the URL and in
//! whether it may go on behind a quote; a [`Frame`] says so.

use std::collections::BTreeSet;
use std::ops::Range;

use super::decoded::Decoded;
use super::entity::{Entity, entity, old_entity};
use super::hole::hole_at;
use super::literal::{Escape, Literal, Next, escape, next_operand};
use super::syntax::Language;
use crate::surroundings::{HOLE, Place, ProblemKind};

/// What is known of the surroundings of a URL.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) place: Place,
    /// The string literal that it is in.
    pub(super) literal: Option<Literal>,
    /// The language of that literal.
    pub(super) language: Option<Language>,
    /// What ends it besides what always does.
    pub(super) close: Option<char>,
    pub(super) backslash: Backslash,
    /// Whether character references of HTML are decoded, and if so, as in an attribute or as in text.
    pub(super) entities: Entities,
    /// Whether some of it may be left open; not in what is ready to be sent.
    pub(super) has_holes: bool,
    /// Whether it is all that stands between two quotes, so that a space in it is a part of it.
    pub(super) is_alone: bool,
    /// Whether it stands in a sentence, whose punctuation does not belong to it.
    pub(super) is_prose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslash {
    /// Itself.
    Nothing,
    /// Escapes of programming languages and properties.
    Escape,
    /// Makes punctuation plain, as in Markdown and shells.
    Punctuation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entities {
    None,
    /// Those that end with a semicolon: Markdown, JSX.
    Closed,
    /// The same, and a `&` is nothing else: XML.
    Xml,
    /// An attribute of HTML.
    Attribute,
    /// The text of HTML.
    Text,
}

/// A URL as it was read.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) decoded: Decoded,
    pub(super) problems: Vec<(ProblemKind, Range<usize>)>,
    /// Where the reading stopped, behind the quote that closes it.
    pub(super) end: usize,
    /// Whether a space has ended it, behind which there are more pairs.
    pub(super) is_cut_off: bool,
}

/// The longest URL that is read.
const LONGEST: usize = 1 << 16;

/// The most operands that are put together to one URL.
const MOST_OPERANDS: usize = 256;

/// Reads the URL at `start` of `text`. `None` when it is a pattern for URLs and not one itself.
pub(super) fn read(text: &str, start: usize, frame: &Frame, names: &BTreeSet<String>) -> Option<Reading> {
    let mut reader = Reader { text, at: start, frame, names, decoded: Decoded::default(), problems: Vec::new() };
    let mut literal = frame.literal.clone();
    let mut operands = 0;
    while reader.decoded.text().len() < LONGEST {
        if let Some(close) = literal.as_ref().map(|literal| literal.close.as_str())
            && reader.rest().starts_with(close)
        {
            operands += 1;
            reader.at += close.len();
            literal = reader.next_literal(operands);
            match &literal {
                Some(next) => reader.at = next.start,
                None => break,
            }
            continue;
        }
        let is_raw = literal.as_ref().is_some_and(|literal| literal.is_raw);
        match reader.step(is_raw) {
            Step::On => {}
            Step::End => break,
            Step::Pattern => return None,
        }
    }
    let is_cut_off = reader.rest().starts_with([' ', '\t']) && reader.has_more_pairs();
    let Reader { at, decoded, problems, .. } = reader;
    Some(Reading { decoded, problems, end: at, is_cut_off })
}

enum Step {
    On,
    End,
    Pattern,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    frame: &'t Frame,
    names: &'t BTreeSet<String>,
    decoded: Decoded,
    problems: Vec<(ProblemKind, Range<usize>)>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Takes `c` for the next `length` bytes.
    fn take(&mut self, c: char, length: usize) -> Step {
        if ends_url(c) {
            return Step::End;
        }
        self.decoded.push(c, self.at..self.at + length);
        self.at += length;
        Step::On
    }

    /// Takes the next character as it stands.
    fn take_same(&mut self, c: char) -> Step {
        self.decoded.push_same(c.encode_utf8(&mut [0; 4]), self.at);
        self.at += c.len_utf8();
        Step::On
    }

    fn step(&mut self, is_raw: bool) -> Step {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return Step::End };
        if self.frame.close == Some(c) && !self.is_slip(c) {
            return Step::End;
        }
        if let Some(length) = self.hole(c) {
            self.decoded.push(HOLE, self.at..self.at + length);
            self.at += length;
            return Step::On;
        }
        match c {
            '{' if rest[1..].starts_with(['?', '&', '+', '#', '/', ';', '.']) => Step::Pattern,
            '\\' => self.backslash(is_raw),
            '&' if self.frame.entities != Entities::None => self.ampersand(),
            '%' if self.is_doubled_percent() => self.take('%', 2),
            '^' if self.frame.language == Some(Language::Batch) => {
                self.at += 1;
                Step::On
            }
            _ if c.is_whitespace() => self.white_space(c),
            '>' if self.is_slip(c) => self.take_same(c),
            '|' if matches!(self.frame.place, Place::MarkdownText) => Step::End,
            _ if ends_url(c) || is_wide_punctuation(c) => Step::End,
            _ => self.take_same(c),
        }
    }

    /// The length of the hole here.
    fn hole(&self, c: char) -> Option<usize> {
        if !self.frame.has_holes {
            return None;
        }
        let length = hole_at(self.text, self.at, self.frame.language)?;
        let url = self.decoded.text();
        let fits = match c {
            '\\' => self.frame.language == Some(Language::Swift),
            '<' if !self.rest().starts_with("<%") && !self.rest().starts_with("<?") => {
                url.ends_with(['=', '/', '&', '?']) && self.frame.entities == Entities::None
            }
            _ => true,
        };
        fits.then_some(length)
    }

    /// In a format string, `%%` is a percent sign.
    fn is_doubled_percent(&self) -> bool {
        let bytes = self.rest().as_bytes();
        self.frame.language.is_some()
            && bytes.get(1) == Some(&b'%')
            && bytes.get(2..4).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    }

    /// Whether the `>` stands where the `=` of a pair belongs: a slip of a document, that is to be found.
    fn is_slip(&self, c: char) -> bool {
        let url = self.decoded.text();
        c == '>'
            && self.rest()[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
            && url.contains('?')
            && url.rsplit(['?', '&']).next().is_some_and(|name| self.names.contains(name))
    }

    fn backslash(&mut self, is_raw: bool) -> Step {
        let rest = self.rest();
        match self.frame.backslash {
            // In a text of which nothing is known, `\/` is what some writers of JSON make of `/`.
            _ if rest.starts_with("\\/") && !is_raw => self.take('/', 2),
            Backslash::Escape if !is_raw => match escape(rest) {
                Escape::Char(c, length) => self.take(c, length),
                Escape::Continued(length) => {
                    self.at += length;
                    Step::On
                }
                Escape::None => self.take_same('\\'),
            },
            Backslash::Punctuation => match rest[1..].chars().next() {
                Some(c) if c.is_ascii_punctuation() => self.take(c, 2),
                _ => Step::End,
            },
            _ => self.take_same('\\'),
        }
    }

    fn ampersand(&mut self) -> Step {
        if let Some(entity) = entity(self.rest()) {
            return if entity.c.is_whitespace() { Step::End } else { self.take(entity.c, entity.length) };
        }
        let at = self.decoded.text().len();
        match self.frame.entities {
            Entities::None | Entities::Closed => {}
            Entities::Xml => self.problems.push((ProblemKind::BareAmpersand, at..at + 1)),
            Entities::Attribute | Entities::Text => {
                match old_entity(self.rest(), self.frame.entities == Entities::Attribute) {
                    Some(Entity { c: '&', length }) => return self.take('&', length),
                    Some(Entity { c, length }) => {
                        self.problems.push((ProblemKind::DecodedName(c), at..at + length));
                    }
                    None => {}
                }
            }
        }
        self.take_same('&')
    }

    fn white_space(&mut self, c: char) -> Step {
        if let Some(next) = self.next_line() {
            self.at = next;
            return Step::On;
        }
        // A raw space in a value: the URL goes on when what follows is more of its query.
        if self.frame.is_alone && c != '\n' && self.has_more_pairs() { self.take_same(c) } else { Step::End }
    }

    /// Whether there are more pairs of the query before the line or the quotes end.
    fn has_more_pairs(&self) -> bool {
        let more = self.rest().split(['"', '\'', '`', '<', '>', '\n']).next().unwrap_or_default();
        more.split(['&', ';']).skip(1).any(|pair| self.name_at(pair).is_some())
    }

    /// The name of a parameter at the start of `text`, with what makes it a pair.
    fn name_at<'p>(&self, text: &'p str) -> Option<&'p str> {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
        (text[end..].starts_with(['=', '>']) && self.names.contains(&text[..end])).then(|| &text[..end])
    }

    /// Where the URL goes on in the next line, when it was broken there: what stands there is more of its query.
    fn next_line(&self) -> Option<usize> {
        let url = self.decoded.text();
        let rest = self.rest();
        let line_end = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        let line = rest[line_end..].strip_prefix('\n')?;
        let token = line.trim_start_matches([' ', '\t']);
        if !url.contains('?') || matches!(self.frame.place, Place::MarkdownTarget) {
            return None;
        }
        let pair_of = |text: &'t str| self.name_at(text.strip_prefix("amp;").unwrap_or(text));
        let goes_on = match token.strip_prefix('&') {
            Some(pair) => pair_of(pair).is_some(),
            None if url.ends_with(['?', '&']) => self.name_at(token).is_some(),
            None => {
                let value = token.find(|c: char| !(c.is_ascii_alphanumeric() || "._~%@-".contains(c)));
                let pair = value.and_then(|end| token[end..].strip_prefix('&'));
                value.is_some_and(|end| end < 64) && pair.is_some_and(|pair| pair_of(pair).is_some())
            }
        };
        goes_on.then(|| self.at + (rest.len() - token.len()))
    }

    /// Behind a literal: the next literal that is put to it, with holes for all that stands between.
    fn next_literal(&mut self, operands: usize) -> Option<Literal> {
        let language = self.frame.language?;
        let mut end = self.at;
        for index in 0..MOST_OPERANDS.saturating_sub(operands) {
            match next_operand(self.text, end, language, index == 0) {
                Some(Next::Literal(literal)) => return Some(literal),
                Some(Next::Unknown(start, until)) => {
                    self.decoded.push(HOLE, start..until);
                    self.at = until;
                    end = until;
                }
                None => break,
            }
        }
        None
    }
}

/// What is never in a URL, and what its surroundings begin with.
fn ends_url(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`' | '\u{FDD0}'..='\u{FDEF}')
}

/// Punctuation of Chinese, Japanese and typographers, which people put right behind a URL.
fn is_wide_punctuation(c: char) -> bool {
    matches!(c,
        '\u{2018}'..='\u{201F}' | '\u{2026}' | '\u{2039}' | '\u{203A}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{301F}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF5B}'..='\u{FF65}'
        | '«' | '»')
}
