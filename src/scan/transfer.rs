//! The transfer encodings of mail (RFC 2045), undone: each character with the bytes of the file that it was written with.
//!
//! A mail may be in any character set. All that links are made of is written alike in nearly all of them, so what is
//! no UTF-8 is taken for a character that no link has, and the link ends there.

use super::decoded::Decoded;

/// Stands for an octet that is no UTF-8: a noncharacter, which ends a link, and is not the one of a hole.
const UNKNOWN: char = '\u{FDEF}';

/// The longest text in base64 that is decoded, in bytes of the file: what is longer is an attachment, and no message.
const LONGEST_BASE64: usize = 1 << 20;

/// The bytes `start..end` of `text`, their quoted-printable undone. What is malformed stays as it is.
pub(super) fn quoted_printable(text: &str, start: usize, end: usize) -> Decoded {
    let mut decoded = Decoded::default();
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        if !rest.starts_with('=') {
            let length = rest.find('=').unwrap_or(rest.len());
            decoded.push_same(&rest[..length], at);
            at += length;
            continue;
        }
        let line = rest[1..].trim_start_matches([' ', '\t', '\r']);
        if line.starts_with('\n') {
            at += rest.len() - line.len() + 1;
            continue;
        }
        let (octets, length) = octets(rest);
        if let Some(c) = std::str::from_utf8(&octets).ok().and_then(|text| text.chars().next()) {
            let length = length.min(3 * c.len_utf8());
            decoded.push(c, at..at + length);
            at += length;
        } else if length > 0 {
            decoded.push(UNKNOWN, at..at + 3);
            at += 3;
        } else {
            decoded.push_same("=", at);
            at += 1;
        }
    }
    decoded
}

/// The octets of one character, and how many bytes their triplets take.
fn octets(text: &str) -> (Vec<u8>, usize) {
    let octet = |at: usize| {
        let triplet = text.as_bytes().get(at..at + 3)?;
        let digits = std::str::from_utf8(&triplet[1..]).ok()?;
        (triplet[0] == b'=').then(|| u8::from_str_radix(digits, 16).ok())?
    };
    let first = octet(0);
    let count = match first {
        Some(0xC0..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF7) => 4,
        _ => 1,
    };
    let octets: Vec<u8> = (0..count).map_while(|index| octet(3 * index)).collect();
    let length = 3 * octets.len();
    (octets, length)
}

/// The bytes `start..end` of `text`, their base64 undone; `None` when they are too many. What is no digit is passed over,
/// as the standard has it.
///
/// The place of an octet is that of the digit that it begins in, of the last of three that of two digits.
pub(super) fn base64(text: &str, start: usize, end: usize) -> Option<Decoded> {
    let encoded = text.get(start..end).filter(|encoded| encoded.len() <= LONGEST_BASE64)?;
    let mut octets: Vec<u8> = Vec::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    let (mut bits, mut digits, mut last) = (0_u32, 0_u8, start);
    for (at, byte) in (start..).zip(encoded.bytes()) {
        let Some(value) = digit(byte) else {
            // Behind the padding, another text may begin.
            digits = if byte == b'=' { 0 } else { digits };
            continue;
        };
        bits = (bits << 6) | value;
        let octet = match digits {
            0 => None,
            1 => Some((bits >> 4, last + 1)),
            2 => Some((bits >> 2, last + 1)),
            _ => Some((bits, at + 1)),
        };
        if let Some((octet, end)) = octet {
            octets.extend(octet.to_be_bytes().last());
            places.push((last, end));
        }
        digits = (digits + 1) % 4;
        last = at;
    }
    let mut decoded = Decoded::default();
    let mut done = 0;
    for chunk in octets.utf8_chunks() {
        let unknown = (!chunk.invalid().is_empty()).then_some((UNKNOWN, chunk.invalid().len()));
        for (c, length) in chunk.valid().chars().map(|c| (c, c.len_utf8())).chain(unknown) {
            decoded.push(c, places[done].0..places[done + length - 1].1);
            done += length;
        }
    }
    Some(decoded)
}

/// The value of a digit of base64.
fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(decode: impl Fn(&str, usize, usize) -> Decoded, text: &str) -> Decoded {
        decode(text, 0, text.len())
    }

    #[test]
    fn soft_line_breaks_and_triplets_are_undone() {
        let decoded = all(quoted_printable, "a=3Db=\r\nc=E5=BC=A0 50=%\n=A3=AC.");
        assert_eq!(decoded.text(), "a=bc张 50=%\n\u{FDEF}\u{FDEF}.");
    }

    #[test]
    fn base64_is_undone_and_every_character_has_its_digits() {
        let undone = |text: &str| all(|text, start, end| base64(text, start, end).unwrap(), text);
        for (encoded, text) in [("", ""), ("YQ==", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("YWJjZA", "abcd")] {
            assert_eq!(undone(encoded).text(), text);
        }
        let decoded = undone("YWJj\r\nZOW8\r\noGU=\r\nYQ==\r\n");
        assert_eq!(decoded.text(), "abcd张ea");
        assert_eq!(decoded.file_range(0..1), 0..1);
        assert_eq!(decoded.file_range(2..3), 2..4);
        assert_eq!(decoded.file_range(3..7), 6..13);
        assert_eq!(decoded.file_range(8..9), 18..19);
        assert_eq!(undone("o6xh").text(), "\u{FDEF}\u{FDEF}a");
    }

    #[test]
    fn an_attachment_is_no_text() {
        assert_eq!(base64(&"YWJj".repeat(1 << 18), 0, 1 << 20).map(|decoded| decoded.text().len()), Some(3 << 18));
        assert_eq!(base64(&"YWJj".repeat(1 << 19), 0, 1 << 21), None);
    }
}
