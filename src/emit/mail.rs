//! A mail as a file: RFC 5322, with MIME (RFC 2045, 2046, 2047) for all that it has no room for.
//!
//! Programs for mail are old and on the way of every message, so this is on the careful side of what the standards
//! allow: no line over 76 characters, a dot or a `From ` at the beginning of a line encoded, nothing that depends on a
//! clock. There are crates that make messages; they choose encodings and boundaries by themselves, and the bytes of an
//! artifact are to be the same tomorrow.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};

use crate::event::is_address;

/// RFC 2045, section 6.7: no encoded text can have this in it, so no part can end early.
const BOUNDARY: &str = "=_linkc_alternative";

/// The most characters of a line, its end not counted (RFC 2045, section 6.7).
const WIDTH: usize = 76;

/// A piece of a header's value: it has no place for a second line.
///
/// # Errors
///
/// When there is a control character in it: a line break would make a header of what follows it (CWE-93), and what else
/// there could be has no business in a mail.
pub(super) fn header_text(text: &str) -> Result<String, String> {
    match text.chars().find(|c| c.is_control()) {
        None => Ok(text.to_owned()),
        Some(_) => Err(format!(
            "the header of a mail cannot hold \"{}\": there is a control character in it, and a line \
             break would begin another header",
            text.escape_debug()
        )),
    }
}

/// A message of `headers`, a line each, and its parts `text` and `html`: the plain one first, for the last is the one
/// that is preferred (RFC 2046, section 5.1.4).
pub(super) fn message(headers: &str, mut parts: BTreeMap<String, String>) -> Result<Vec<u8>, String> {
    let mut out = String::new();
    for line in headers.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is no header: it has no colon"))?;
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(format!("`{name}` is no name of a header"));
        }
        write_header(name, &value_of(name, value.trim())?, &mut out);
    }
    out.push_str("MIME-Version: 1.0\r\n");
    out.push_str(&format!("Content-Type: multipart/alternative;\r\n boundary=\"{BOUNDARY}\"\r\n\r\n"));
    for (part, kind) in [("text", "text/plain"), ("html", "text/html")] {
        let body = parts.remove(part).ok_or_else(|| format!("a mail needs a part `{part}`"))?;
        out.push_str(&format!("--{BOUNDARY}\r\nContent-Type: {kind}; charset=utf-8\r\n"));
        out.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        quoted_printable(&body, &mut out);
        out.push_str("\r\n");
    }
    out.push_str(&format!("--{BOUNDARY}--\r\n"));
    match parts.keys().next() {
        None => Ok(out.into_bytes()),
        Some(part) => Err(format!("a mail has no part `{part}`")),
    }
}

/// The value as words, between which it may be folded.
fn value_of(name: &str, value: &str) -> Result<Vec<String>, String> {
    match name.to_ascii_lowercase().as_str() {
        "from" | "sender" | "to" | "cc" | "bcc" | "reply-to" => mailboxes(name, value),
        "date" => {
            let wrong = || format!("`{value}` is no time for `{name}`; it is written like `2026-11-20T08:00:00+01:00`");
            let at: Timestamp = value.parse().map_err(|_| wrong())?;
            let offset = jiff::fmt::temporal::Pieces::parse(value).ok().and_then(|pieces| pieces.to_numeric_offset());
            let zoned = at.to_zoned(TimeZone::fixed(offset.unwrap_or(Offset::UTC)));
            rfc2822::to_string(&zoned).map(|date| vec![date]).map_err(|_| wrong())
        }
        "message-id" => {
            let inner = value.strip_prefix('<').unwrap_or(value);
            let inner = inner.strip_suffix('>').unwrap_or(inner);
            if is_address(inner) {
                Ok(vec![format!("<{inner}>")])
            } else {
                Err(format!("`{value}` is no id of a mail; it is written like `<20261120.weekly-sync@example.com>`"))
            }
        }
        _ => Ok(unstructured(value)),
    }
}

/// Words as they are where all is ASCII and none is too long; else all of it in encoded words.
fn unstructured(value: &str) -> Vec<String> {
    // What begins like an encoded word would be decoded.
    let is_plain =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_graphic()) && word.len() <= 60 && !word.contains("=?");
    // A word is a word, a second space between two would be lost in a fold.
    let words: Vec<&str> = value.split(' ').collect();
    if words.iter().all(|word| !word.is_empty() && is_plain(word)) {
        return words.into_iter().map(str::to_owned).collect();
    }
    encoded_words(value)
}

/// RFC 2047, section 2: a line with an encoded word has at most 76 characters, the header's name among them in the first
/// one; and no character is cut in two.
fn encoded_words(text: &str) -> Vec<String> {
    const MOST: usize = (WIDTH - "Message-ID: ".len() - "=?UTF-8?B??=".len()) / 4 * 3;
    let mut words = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        if piece.len() + c.len_utf8() > MOST {
            words.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    words.push(piece);
    words.iter().map(|piece| format!("=?UTF-8?B?{}?=", STANDARD.encode(piece))).collect()
}

/// RFC 5322, section 3.4: `ada@example.com`, `Ada <ada@example.com>`, several of them with commas in between.
fn mailboxes(name: &str, value: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let all = split_mailboxes(value);
    for (at, mailbox) in all.iter().enumerate() {
        let wrong = || format!("`{mailbox}` is no address for `{name}`; it is written like `Ada <ada@example.com>`");
        let (person, address) = match mailbox.split_once('<') {
            Some((person, rest)) => (person.trim(), rest.strip_suffix('>').ok_or_else(wrong)?.trim()),
            None => ("", mailbox.as_str()),
        };
        if !is_address(address) {
            return Err(wrong());
        }
        let person = person.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(person);
        let person = person.replace("\\\"", "\"").replace("\\\\", "\\");
        words.extend(phrase(&person));
        let comma = if at + 1 < all.len() { "," } else { "" };
        words.push(if person.is_empty() { format!("{address}{comma}") } else { format!("<{address}>{comma}") });
    }
    Ok(words)
}

/// The mailboxes of a list: a comma within quotes separates nothing.
fn split_mailboxes(value: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut in_quotes = false;
    let mut last = ' ';
    for c in value.chars() {
        in_quotes ^= c == '"' && last != '\\';
        match all.last_mut() {
            Some(mailbox) if c != ',' || in_quotes => mailbox.push(c),
            _ => all.push(String::new()),
        }
        last = c;
    }
    all.into_iter().map(|mailbox| mailbox.trim().to_owned()).collect()
}

/// A person's name before an address.
fn phrase(name: &str) -> Vec<String> {
    let is_atom = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if name.is_empty() {
        Vec::new()
    } else if name.split(' ').all(is_atom) && name.len() <= 60 {
        name.split(' ').map(str::to_owned).collect()
    } else if name.chars().all(|c| c.is_ascii_graphic() || c == ' ') && name.len() <= 50 && !name.contains("=?") {
        vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))]
    } else {
        encoded_words(name)
    }
}

/// RFC 5322, section 2.2.3: a long header goes on in the next line, behind a space.
fn write_header(name: &str, words: &[String], out: &mut String) {
    out.push_str(name);
    out.push(':');
    let mut width = name.len() + 1;
    for (at, word) in words.iter().enumerate() {
        if width + 1 + word.len() > WIDTH && at > 0 {
            out.push_str("\r\n");
            width = 0;
        }
        out.push(' ');
        out.push_str(word);
        width += 1 + word.len();
    }
    out.push_str("\r\n");
}

/// RFC 2045, section 6.7.
fn quoted_printable(text: &str, out: &mut String) {
    for line in text.lines() {
        let mut width = 0;
        let bytes = line.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            let is_last = at + 1 == bytes.len();
            // A dot alone on its line ends a message on its way (RFC 5321, section 4.5.2), and `From ` begins one in a
            // mailbox file.
            let is_start = width == 0 && (byte == b'.' || bytes[at..].starts_with(b"From "));
            let is_plain = match byte {
                b' ' | b'\t' => !is_last,
                b'=' => false,
                _ => byte.is_ascii_graphic() && !is_start,
            };
            let length = if is_plain { 1 } else { 3 };
            // The last one needs no room for a soft break behind it.
            if width + length > if is_last { WIDTH } else { WIDTH - 1 } {
                out.push_str("=\r\n");
                width = 0;
            }
            let is_start = width == 0 && (byte == b'.' || bytes[at..].starts_with(b"From "));
            if is_plain && !is_start {
                out.push(char::from(byte));
                width += 1;
            } else {
                out.push_str(&format!("={byte:02X}"));
                width += 3;
            }
        }
        out.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        quoted_printable(text, &mut out);
        out
    }

    /// What RFC 2045 says that a reader does.
    fn decoded(encoded: &str) -> Vec<u8> {
        let joined = encoded.replace("=\r\n", "");
        let mut out = Vec::new();
        let mut bytes = joined.bytes();
        while let Some(byte) = bytes.next() {
            if byte == b'=' {
                let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
                out.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            } else {
                out.push(byte);
            }
        }
        out
    }

    fn header(line: &str) -> Result<String, String> {
        let parts = [("text", "a"), ("html", "b")].map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let message = String::from_utf8(message(line, parts)?).unwrap();
        Ok(message.split_once("MIME-Version").unwrap().0.to_owned())
    }

    #[test]
    fn a_line_is_encoded_as_mail_servers_need_it() {
        assert_eq!(encoded("a=b \n.\nFrom me\n中"), "a=3Db=20\r\n=2E\r\n=46rom me\r\n=E4=B8=AD\r\n");
        let long = encoded(&format!("{}.x", "a".repeat(75)));
        assert_eq!(long, format!("{}=\r\n=2Ex\r\n", "a".repeat(75)));
    }

    #[test]
    fn a_header_is_what_its_name_wants() {
        assert_eq!(header("Subject: Weekly sync").unwrap(), "Subject: Weekly sync\r\n");
        assert_eq!(header("Subject: 周会").unwrap(), "Subject: =?UTF-8?B?5ZGo5Lya?=\r\n");
        assert_eq!(header("Subject: =?UTF-8?B?5ZGo?=").unwrap(), "Subject: =?UTF-8?B?PT9VVEYtOD9CPzVaR28/PQ==?=\r\n");
        assert_eq!(
            header("To: Ada <ada@example.com>, \"Doe, J.\" <j@example.com>, 张 <z@example.com>").unwrap(),
            "To: Ada <ada@example.com>, \"Doe, J.\" <j@example.com>, =?UTF-8?B?5byg?=\r\n <z@example.com>\r\n"
        );
        assert_eq!(header("Date: 2026-11-20T08:00:00+01:00").unwrap(), "Date: Fri, 20 Nov 2026 08:00:00 +0100\r\n");
        assert_eq!(header("Message-ID: a.b@example.com").unwrap(), "Message-ID: <a.b@example.com>\r\n");
        for wrong in ["Date: today", "From: Ada", "To: <a@b", "To: a@b,", "Message-ID: x", "no header", "a b: c"] {
            assert!(header(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_line_break_makes_no_header() {
        for text in ["Weekly\r\nBcc: eve@example.com", "Weekly\nBcc: x", "a\rb", "a\u{0}", "a\u{85}b", "a\u{1b}"] {
            assert!(header_text(text).unwrap_err().contains("control character"), "{text:?}");
        }
    }

    #[test]
    fn a_part_that_a_mail_does_not_have_is_an_error() {
        let parts = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), String::new())).collect();
        assert!(message("", parts(&["text", "html"])).is_ok());
        assert_eq!(message("", parts(&["text"])).unwrap_err(), "a mail needs a part `html`");
        assert_eq!(message("", parts(&["text", "html", "amp"])).unwrap_err(), "a mail has no part `amp`");
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read_back(lines in proptest::collection::vec("(\\PC|[ =.\t]|From ){0,120}", 1..4)) {
            let text = lines.join("\n");
            let encoded = encoded(&text);
            for line in encoded.split("\r\n") {
                prop_assert!(line.len() <= WIDTH, "{}", line);
                prop_assert!(!line.starts_with('.') && !line.starts_with("From ") && !line.ends_with(' '));
            }
            let expected: String = text.lines().flat_map(|line| [line, "\r\n"]).collect();
            prop_assert_eq!(decoded(&encoded), expected.into_bytes());
        }

        #[test]
        fn a_subject_stays_in_its_header(title in "(\\PC|=\\?|  ){0,90}") {
            let lines = header(&format!("Subject: {title}")).unwrap();
            let mut own = lines.split_terminator("\r\n");
            prop_assert!(own.next().unwrap().starts_with("Subject:"));
            for line in lines.split_terminator("\r\n") {
                prop_assert!(line.is_ascii() && line.len() <= 76, "{}", line);
            }
            prop_assert!(own.all(|line| line.starts_with(' ')), "{}", lines);
        }
    }
}
