//! Percent-encoding (RFC 3986, section 2.1) of UTF-8 text, and back with the places kept.
//!
//! Encoding is the inner loop of everything that linkc writes: a table of 256 bits, clean runs copied whole. Decoding
//! cannot fail, because a link that somebody pasted has to be shown in any case: what is malformed stays as it was
//! typed and is told in [`Decoded::faults`].

use std::borrow::Cow;
use std::ops::Range;

/// The decoded text of what is not UTF-8.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// `unreserved` of RFC 3986, section 2.3: never needs encoding.
const UNRESERVED: [bool; 256] = bytes(b"-._~", true);

/// `unreserved` and `reserved` of RFC 3986, sections 2.2 and 2.3.
const RESERVED_OR_UNRESERVED: [bool; 256] = bytes(b"-._~:/?#[]@!$&'()*+,;=", true);

const HEX_DIGITS: [bool; 256] = bytes(b"0123456789abcdefABCDEF", false);

/// The triplets of all bytes one behind the other: that of byte `b` starts at `3 * b`.
const TRIPLETS: [u8; 768] = triplets();

const fn bytes(list: &[u8], alphanumeric: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = alphanumeric && byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut index = 0;
    while index < list.len() {
        table[list[index] as usize] = true;
        index += 1;
    }
    table
}

const fn triplets() -> [u8; 768] {
    let digits = b"0123456789ABCDEF";
    let mut table = [b'%'; 768];
    let mut byte = 0;
    while byte < 256 {
        table[3 * byte + 1] = digits[byte >> 4];
        table[3 * byte + 2] = digits[byte & 15];
        byte += 1;
    }
    table
}

/// Whether `byte` is `unreserved` (RFC 3986, section 2.3).
pub fn is_unreserved(byte: u8) -> bool {
    UNRESERVED[usize::from(byte)]
}

/// Whether a percent-encoded triplet starts at byte `at` of `text`.
pub fn is_triplet(text: &[u8], at: usize) -> bool {
    matches!(text.get(at..at + 3), Some([b'%', high, low])
        if HEX_DIGITS[usize::from(*high)] && HEX_DIGITS[usize::from(*low)])
}

/// Appends `text` to `out`, everything but `unreserved` characters percent-encoded.
pub fn encode(text: &str, out: &mut String) {
    encode_with(&UNRESERVED, false, text, out);
}

/// `text`, everything but `unreserved` characters percent-encoded; see [`encode`].
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    encode(text, &mut encoded);
    encoded
}

/// Appends `text` to `out`. `reserved` and `unreserved` characters and percent-encoded triplets stay as they are; the
/// rest, a lone `%` included, is percent-encoded: RFC 6570, section 3.2.3.
pub fn encode_reserved(text: &str, out: &mut String) {
    encode_with(&RESERVED_OR_UNRESERVED, true, text, out);
}

#[inline]
fn encode_with(clean: &[bool; 256], keep_triplets: bool, text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().position(|&byte| !clean[usize::from(byte)]).unwrap_or(bytes.len() - at);
        out.push_str(&text[at..at + run]);
        at += run;
        while let Some(&byte) = bytes.get(at).filter(|&&byte| !clean[usize::from(byte)]) {
            if keep_triplets && is_triplet(bytes, at) {
                out.push_str(&text[at..at + 3]);
                at += 3;
            } else {
                push_triplet(byte, out);
                at += 1;
            }
        }
    }
}

/// Appends the triplet of one byte, with capital digits.
#[inline]
fn push_triplet(byte: u8, out: &mut String) {
    let at = 3 * usize::from(byte);
    // The table is ASCII: there is nothing to check, and nothing to fall back to.
    out.push_str(std::str::from_utf8(&TRIPLETS[at..at + 3]).unwrap_or_default());
}

/// What is wrong at a place of percent-encoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A `%` without two hexadecimal digits behind it; it stays a `%`.
    MalformedTriplet,
    /// Triplets that are not UTF-8; each such sequence becomes one U+FFFD.
    InvalidUtf8,
}

/// A malformed place of percent-encoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the encoded text: the `%`, or the triplets.
    pub range: Range<usize>,
    /// What is wrong with them.
    pub kind: FaultKind,
}

/// Decoded text that still knows what it was decoded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    encoded: &'a str,
    text: Cow<'a, str>,
}

impl<'a> Decoded<'a> {
    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The decoded text, borrowed where nothing was encoded.
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The malformed places, in order.
    pub fn faults(&self) -> Vec<Fault> {
        units(self.encoded)
            .filter_map(|unit| unit.fault.map(|kind| Fault { range: unit.range.clone(), kind }))
            .collect()
    }

    /// The bytes of the encoded text that gave the bytes `range` of the decoded text, whole characters at both ends.
    /// An empty range gives the empty range at its place; past the end counts as the end.
    pub fn encoded_range(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (self.encoded.len(), self.encoded.len());
        let mut decoded = 0;
        for unit in units(self.encoded) {
            let next = decoded + unit.character.len_utf8();
            if next > range.start {
                start = start.min(unit.range.start);
            }
            if decoded >= range.end {
                end = unit.range.start;
                break;
            }
            decoded = next;
        }
        start.min(end)..end
    }
}

/// Decodes percent-encoded text; `+` stays `+`, as in RFC 3986.
pub fn decode(encoded: &str) -> Decoded<'_> {
    let text = decode_where(encoded, |unit, _| unit.fault != Some(FaultKind::MalformedTriplet));
    Decoded { encoded, text }
}

/// The inverse of [`encode_reserved`]: decodes only those triplets that it makes, so that encoding again gives the same
/// text. `%2F` stays `%2F`: decoded, it would be written as `/`.
pub fn decode_reserved(encoded: &str) -> Cow<'_, str> {
    decode_where(encoded, |unit, behind| match unit.character {
        _ if unit.fault.is_some() => false,
        '%' => !starts_with_two_digits(behind),
        character => !u8::try_from(character).is_ok_and(|byte| RESERVED_OR_UNRESERVED[usize::from(byte)]),
    })
}

fn starts_with_two_digits(text: &str) -> bool {
    matches!(text.as_bytes(), [high, low, ..] if HEX_DIGITS[usize::from(*high)] && HEX_DIGITS[usize::from(*low)])
}

/// Decodes those units that `wanted` accepts; it sees the text behind the unit, too.
#[inline]
fn decode_where(encoded: &str, wanted: impl Fn(&Unit, &str) -> bool) -> Cow<'_, str> {
    let Some(mut at) = encoded.find('%') else { return Cow::Borrowed(encoded) };
    let mut text = String::with_capacity(encoded.len());
    text.push_str(&encoded[..at]);
    while let Some(unit) = unit(encoded, at) {
        if wanted(&unit, &encoded[unit.range.end..]) {
            text.push(unit.character);
        } else {
            text.push_str(&encoded[unit.range.clone()]);
        }
        at = unit.range.end;
        let run = encoded[at..].find('%').unwrap_or(encoded.len() - at);
        text.push_str(&encoded[at..at + run]);
        at += run;
    }
    Cow::Owned(text)
}

/// The smallest stretch of encoded text that stands for one character.
struct Unit {
    range: Range<usize>,
    character: char,
    fault: Option<FaultKind>,
}

fn units(encoded: &str) -> impl Iterator<Item = Unit> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let unit = unit(encoded, at)?;
        at = unit.range.end;
        Some(unit)
    })
}

fn unit(encoded: &str, at: usize) -> Option<Unit> {
    let first = encoded.get(at..)?.chars().next()?;
    let mut octets = [0; 4];
    let mut count = 0;
    while first == '%' && count < 4 && is_triplet(encoded.as_bytes(), at + 3 * count) {
        octets[count] = octet(&encoded.as_bytes()[at + 3 * count..]);
        count += 1;
    }
    let Some(chunk) = octets[..count].utf8_chunks().next() else {
        let fault = (first == '%').then_some(FaultKind::MalformedTriplet);
        return Some(Unit { range: at..at + first.len_utf8(), character: first, fault });
    };
    Some(match chunk.valid().chars().next() {
        Some(character) => Unit { range: at..at + 3 * character.len_utf8(), character, fault: None },
        None => Unit {
            range: at..at + 3 * chunk.invalid().len(),
            character: REPLACEMENT,
            fault: Some(FaultKind::InvalidUtf8),
        },
    })
}

/// The octet of the triplet that `text` starts with; 0 if it is too short for one.
pub(super) fn octet(text: &[u8]) -> u8 {
    match text {
        [_, high, low, ..] => hex(*high) << 4 | hex(*low),
        _ => 0,
    }
}

/// The value of a hexadecimal digit.
fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20).wrapping_sub(b'a' - 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        encode(text, &mut out);
        out
    }

    fn reserved(text: &str) -> String {
        let mut out = String::new();
        encode_reserved(text, &mut out);
        out
    }

    #[test]
    fn all_but_unreserved_is_encoded() {
        assert_eq!(encoded("aZ09-._~"), "aZ09-._~");
        assert_eq!(encoded(" !%&+/張\0"), "%20%21%25%26%2B%2F%E5%BC%B5%00");
    }

    #[test]
    fn reserved_encoding_keeps_triplets_but_no_lone_percent() {
        assert_eq!(reserved("/a b?%2f%zz%4"), "/a%20b?%2f%25zz%254");
    }

    #[test]
    fn faults_are_told_and_replaced() {
        let decoded = decode("a%zz%E5%BC+%E5%BC%A0%");
        assert_eq!(decoded.text(), "a%zz\u{FFFD}+张%");
        assert_eq!(
            decoded.faults(),
            [
                Fault { range: 1..2, kind: FaultKind::MalformedTriplet },
                Fault { range: 4..10, kind: FaultKind::InvalidUtf8 },
                Fault { range: 20..21, kind: FaultKind::MalformedTriplet },
            ]
        );
    }

    #[test]
    fn a_range_of_the_decoded_text_leads_back() {
        let decoded = decode("a%20%E5%BC%A0z");
        assert_eq!(decoded.text(), "a 张z");
        assert_eq!(decoded.encoded_range(0..1), 0..1);
        assert_eq!(decoded.encoded_range(1..2), 1..4);
        assert_eq!(decoded.encoded_range(2..5), 4..13);
        assert_eq!(decoded.encoded_range(3..4), 4..13, "inside a character");
        assert_eq!(decoded.encoded_range(2..2), 4..4);
        assert_eq!(decoded.encoded_range(5..99), 13..14);
        assert_eq!(decoded.encoded_range(6..6), 14..14);
        assert_eq!(decoded.encoded_range(0..6), 0..14);
    }

    #[test]
    fn reserved_decoding_is_undone_by_reserved_encoding() {
        assert_eq!(decode_reserved("a%20b%2Fc%25zz%2541%FF%E5%BC%A0"), "a b%2Fc%zz%2541%FF张");
    }
}
