//! Secrets, kept out of everything that is shown.
//!
//! A secret is masked where it was marked, and wherever the same text stands again: a passcode in a link config is
//! often in the URL above it, too, raw or percent-encoded.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::source::{Source, SourceId, Sources, Span};
use crate::value::{ValuePart, ValueText};

/// Stands for a character of a secret.
pub(super) const MASK: char = '*';

/// Shorter texts say too little to be looked for: they would mask half of every line.
const SHORTEST: usize = 3;

/// The secrets of one report.
#[derive(Debug, Default)]
pub(super) struct Redaction {
    places: BTreeMap<SourceId, Vec<Range<usize>>>,
    /// What the secrets say, percent-decoding undone and not, by their first byte.
    texts: BTreeMap<u8, Vec<String>>,
    longest: usize,
}

impl Redaction {
    pub(super) fn new(sources: &Sources, diagnostics: &Diagnostics) -> Self {
        let mut redaction = Self::default();
        let mut source: Option<(SourceId, Arc<Source>)> = None;
        for span in diagnostics.secrets() {
            let known = source.take().filter(|(id, _)| *id == span.source);
            let (_, source) = source.insert(known.unwrap_or_else(|| (span.source, sources.get(span.source))));
            let Some(text) = source.text().get(span.range()) else { continue };
            redaction.add(span, text);
        }
        for places in redaction.places.values_mut() {
            *places = merged(std::mem::take(places));
        }
        for texts in redaction.texts.values_mut() {
            texts.sort_unstable();
            texts.dedup();
        }
        redaction
    }

    fn add(&mut self, span: Span, text: &str) {
        let bytes = text.as_bytes();
        let is_quoted = bytes.len() > 1 && matches!(bytes, [b'"', .., b'"'] | [b'\'', .., b'\'']);
        if is_quoted {
            self.add_literals(&unquoted(text));
        }
        let inner = if is_quoted { 1..text.len() - 1 } else { block_header(text)..text.len() };
        let (start, text) = (span.start + inner.start, &text[inner]);
        let value = ValueText::parse(text).unwrap_or_else(|_| ValueText::literal(text));
        // Where a secret is taken from is no secret.
        let mut from = 0;
        let end = text.len()..text.len();
        for reference in value.references().map(|reference| reference.range.clone()).chain(std::iter::once(end)) {
            for line in trimmed_lines(text, from..reference.start) {
                self.add_text(&text[line.clone()]);
                self.places.entry(span.source).or_default().push(start + line.start..start + line.end);
            }
            from = reference.end;
        }
        self.add_literals(text);
    }

    /// Adds what `text` says besides its references.
    fn add_literals(&mut self, text: &str) {
        let value = ValueText::parse(text).unwrap_or_else(|_| ValueText::literal(text));
        for part in value.parts() {
            if let ValuePart::Text(literal) = part {
                trimmed_lines(literal, 0..literal.len()).for_each(|line| self.add_text(&literal[line]));
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        let decoded = percent_decoded(text);
        for text in [Some(text), decoded.as_deref()].into_iter().flatten() {
            if let Some(&first) = text.as_bytes().first()
                && text.chars().count() >= SHORTEST
            {
                self.longest = self.longest.max(text.len());
                self.texts.entry(first).or_default().push(text.to_owned());
            }
        }
    }

    /// `text`, a message, without what any secret says.
    pub(super) fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let found = self.same_texts(text);
        if found.is_empty() {
            return shortened(Cow::Borrowed(text));
        }
        let mut masked = String::with_capacity(text.len());
        let mut from = 0;
        for range in found {
            masked.push_str(&text[from..range.start]);
            masked.extend(text[range.clone()].chars().map(|_| MASK));
            from = range.end;
        }
        masked.push_str(&text[from..]);
        shortened(Cow::Owned(masked))
    }

    /// The fixes of `diagnostic` that a program may be handed: those that write no secret. With the secret masked, they
    /// would write the mask. One without edits is only advice.
    pub(super) fn shown_fixes<'a>(&self, diagnostic: &'a Diagnostic) -> impl Iterator<Item = &'a Fix> {
        let is_open = |text: &str| self.same_texts(text).is_empty();
        diagnostic.fixes.iter().filter(move |fix| {
            let texts = fix.edits.iter().map(|edit| edit.replacement.as_str());
            !fix.edits.is_empty() && texts.chain([fix.message.as_str()]).all(is_open)
        })
    }

    /// The places in `window`, bytes of `text`, the whole text of `source`, that must not be shown: in their order,
    /// apart from each other. `window` has no line end in it.
    pub(super) fn places(&self, source: SourceId, text: &str, window: Range<usize>) -> Vec<Range<usize>> {
        let marked = self.places.get(&source).map_or(&[][..], Vec::as_slice);
        let first = marked.partition_point(|place| place.end <= window.start);
        let here = marked[first..].iter().take_while(|place| place.start < window.end).cloned();
        // A text that the window cuts must be known whole; percent-encoded it takes three times the room.
        let room = self.longest * 3;
        let from = floor(text, window.start.saturating_sub(room));
        let to = floor(text, (window.end + room).min(text.len()));
        let again = self.same_texts(&text[from..to]).into_iter().map(|range| range.start + from..range.end + from);
        merged(here.chain(again).collect())
    }

    /// Where `text` says what a secret says.
    fn same_texts(&self, text: &str) -> Vec<Range<usize>> {
        if self.texts.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (at, _) in text.char_indices() {
            let rest = &text.as_bytes()[at..];
            let firsts = [rest.first().copied(), decoded_byte(rest)];
            let candidates = firsts.into_iter().flatten().filter_map(|first| self.texts.get(&first)).flatten();
            if let Some(length) = candidates.filter_map(|secret| length_of(secret.as_bytes(), rest)).max() {
                found.push(at..at + length);
            }
        }
        merged(found)
    }
}

/// `text`, a message, without the middle of words that nobody would read: a URL of a megabyte is quoted by its ends.
fn shortened(text: Cow<'_, str>) -> Cow<'_, str> {
    const LONG: usize = 240;
    if text.len() <= LONG || text.split_whitespace().all(|word| word.len() <= LONG) {
        return text;
    }
    let words = text.split(' ').map(|word| {
        if word.len() <= LONG {
            return Cow::Borrowed(word);
        }
        let (head, tail) = (floor(word, LONG / 2), floor(word, word.len() - LONG / 4));
        Cow::Owned(format!("{}…{}", &word[..head], &word[tail..]))
    });
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// What a quoted scalar of one line says; a text with escapes that JSON does not have stays as it is.
fn unquoted(text: &str) -> String {
    let inner = &text[1..text.len() - 1];
    if text.starts_with('\'') {
        return inner.replace("''", "'");
    }
    serde_json::from_str(text).unwrap_or_else(|_| inner.to_owned())
}

/// How many bytes at the beginning of `text` say `secret`, each byte raw or percent-encoded.
fn length_of(secret: &[u8], text: &[u8]) -> Option<usize> {
    // A `%` in both can be either: the first of `%25`, or itself.
    if secret.contains(&b'%') {
        walk(secret, text, true).max(walk(secret, text, false))
    } else {
        walk(secret, text, false)
    }
}

fn walk(secret: &[u8], text: &[u8], decode_first: bool) -> Option<usize> {
    let mut at = 0;
    for &byte in secret {
        let rest = text.get(at..)?;
        let is_encoded = decoded_byte(rest) == Some(byte);
        at += match *rest.first()? {
            _ if is_encoded && decode_first => 3,
            raw if raw == byte => 1,
            b'+' if byte == b' ' => 1,
            _ if is_encoded => 3,
            _ => return None,
        };
    }
    Some(at)
}

/// The byte that `text` begins with in percent-encoding.
fn decoded_byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? * 16 + digit(*low)?)
}

/// `text` without its percent-encoding, if it has any and UTF-8 comes out.
fn percent_decoded(text: &str) -> Option<String> {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let Some(&byte) = rest.first() {
        let found = decoded_byte(rest);
        decoded.push(found.unwrap_or(byte));
        rest = &rest[if found.is_some() { 3 } else { 1 }..];
    }
    String::from_utf8(decoded).ok().filter(|decoded| decoded != text)
}

/// The length of the line with the `|` or `>` of a block scalar, which says nothing.
fn block_header(text: &str) -> usize {
    match text.split_once('\n') {
        Some((header, _)) if header.starts_with(['|', '>']) => header.len() + 1,
        _ => 0,
    }
}

/// The lines of `range` without the white space around them, empty ones left out.
fn trimmed_lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text[range].split_inclusive('\n').filter_map(move |line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let trimmed = line.trim();
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    })
}

/// `ranges` in their order, those that meet made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
