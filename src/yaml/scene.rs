//! What the text looks like around a mistake: lines, words, quotes and brackets.
//!
//! The parser says where it gave up. Where a person went wrong is often a few words before that, and has to be
//! looked for.

use std::ops::Range;

/// What was known when a mistake came up.
#[derive(Debug)]
pub(super) struct Context {
    /// The scalar read last.
    pub(super) scalar: Range<usize>,
    /// Where the content read so far ends.
    pub(super) end: usize,
    /// The innermost `[` or `{` that is open.
    pub(super) bracket: Option<usize>,
}

/// The text around one place in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The place, on a character boundary.
    pub(super) at: usize,
}

impl<'a> Scene<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        Self { text, at }
    }

    /// The same text elsewhere.
    pub(super) fn moved(self, at: usize) -> Self {
        Self::new(self.text, at)
    }

    /// The character here.
    pub(super) fn char(self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character here as a range; empty at the end of the text.
    pub(super) fn char_range(self) -> Range<usize> {
        self.at..self.at + self.char().map_or(0, char::len_utf8)
    }

    /// The text from here on.
    pub(super) fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    /// Where the line begins.
    pub(super) fn line_start(self) -> usize {
        self.text[..self.at].rfind(['\n', '\r']).map_or(0, |newline| newline + 1)
    }

    /// What stands before this place in its line.
    pub(super) fn before(self) -> &'a str {
        &self.text[self.line_start()..self.at]
    }

    /// What stands from here to the end of the line.
    pub(super) fn behind(self) -> &'a str {
        self.rest().split(['\n', '\r']).next().unwrap_or_default()
    }

    /// Whether only indentation stands before this place.
    pub(super) fn is_first(self) -> bool {
        self.before().trim().is_empty()
    }

    /// From here to the next blank, at least one character.
    pub(super) fn word(self) -> Range<usize> {
        let length = self.behind().find([' ', '\t']).unwrap_or(self.behind().len());
        self.at..(self.at + length).max(self.char_range().end)
    }

    /// The name that stands here: what a key is made of, up to the first other character.
    pub(super) fn name(self) -> Range<usize> {
        let quoted = match self.char() {
            Some(quote @ ('"' | '\'')) => self.behind()[1..].find(quote).map(|length| length + 2),
            _ => None,
        };
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let length = quoted.unwrap_or_else(|| self.behind().find(|c| !is_part(c)).unwrap_or(self.behind().len()));
        if length == 0 { self.word() } else { self.at..self.at + length }
    }

    /// The first tab in the indentation of this line or the next that is not blank, else the first tab at all.
    pub(super) fn tab(self) -> Option<usize> {
        let mut at = self.line_start();
        for line in self.text[at..].split_inclusive(['\n', '\r']).take(64) {
            let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line[..indentation].find('\t').filter(|_| !line.trim().is_empty()) {
                return Some(at + tab);
            }
            at += line.len();
            if at > self.at && !line.trim().is_empty() && at - line.len() > self.at {
                break;
            }
        }
        self.rest().find('\t').map(|tab| self.at + tab)
    }

    /// The first quote from here to `end` that opens a text: not inside of a comment or a word.
    pub(super) fn opening_quote(self, end: usize) -> Option<usize> {
        let mut previous = ' ';
        let mut in_comment = false;
        for (at, c) in self.text.get(self.at..end)?.char_indices() {
            match c {
                '\n' | '\r' => in_comment = false,
                '#' if previous.is_whitespace() => in_comment = true,
                '"' | '\'' if !in_comment && (previous.is_whitespace() || "[{,:-?".contains(previous)) => {
                    return Some(self.at + at);
                }
                _ => {}
            }
            previous = c;
        }
        None
    }

    /// The first wrong escape sequence of the double-quoted text that begins here.
    pub(super) fn wrong_escape(self) -> Option<Range<usize>> {
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return None,
                '\\' => {
                    let (_, kind) = chars.next()?;
                    let digits = match kind {
                        'x' => 2,
                        'u' => 4,
                        'U' => 8,
                        _ if "0abt\tnvfe \"/\\N_LP\n\r".contains(kind) => 0,
                        _ => return Some(self.at + at..self.at + at + 1 + kind.len_utf8()),
                    };
                    let from = self.at + at + 2;
                    let written: String = self.text[from.min(self.text.len())..]
                        .chars()
                        .take(digits)
                        .take_while(char::is_ascii_hexdigit)
                        .collect();
                    let value = u32::from_str_radix(&written, 16).ok().and_then(char::from_u32);
                    if written.len() < digits || digits > 0 && value.is_none() {
                        return Some(self.at + at..from + written.len());
                    }
                }
                _ => {}
            }
        }
        None
    }
}
