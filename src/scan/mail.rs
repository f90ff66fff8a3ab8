//! The parts of a mail, their transfer encoding undone.
//!
//! In quoted-printable (RFC 2045, section 6.7) a line may be broken in the middle of a link and every `=` is `=3D`: what
//! is a link there shows only when all of it is decoded. What is in base64 is not looked at.

use super::decoded::Decoded;
use super::syntax::Syntax;

/// A part of a mail.
#[derive(Debug)]
pub(super) struct MailPart {
    /// Its text, and where in the file it stands.
    pub(super) text: Decoded,
    /// HTML or plain text.
    pub(super) syntax: Syntax,
}

/// The parts of the mail `text` that hold text.
pub(super) fn parts(text: &str) -> Vec<MailPart> {
    let mut parts = Vec::new();
    let mut boundaries: Vec<String> = Vec::new();
    let mut headers = String::new();
    let mut body: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches(['\r', '\n']);
        let is_boundary = content.strip_prefix("--").is_some_and(|rest| {
            boundaries.iter().any(|boundary| rest.trim_end().strip_suffix("--").unwrap_or(rest.trim_end()) == boundary)
        });
        if is_boundary {
            parts.extend(body.and_then(|body| part(&headers, text, body, start)));
            headers.clear();
            body = None;
        } else if body.is_none() {
            if content.is_empty() {
                boundaries.extend(boundary(&headers));
                body = Some(at);
            } else {
                // A header goes on in lines that begin with a space.
                if !content.starts_with([' ', '\t']) {
                    headers.push('\n');
                }
                headers.push_str(content);
            }
        }
    }
    parts.extend(body.and_then(|body| part(&headers, text, body, text.len())));
    parts
}

/// The value of the header `name`, in lower case.
fn header(headers: &str, name: &str) -> Option<String> {
    headers.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
    })
}

/// The boundary that the headers announce, as it is written.
fn boundary(headers: &str) -> Option<String> {
    let at = headers.to_ascii_lowercase().find("boundary=")? + "boundary=".len();
    let value = &headers[at..];
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([';', '\n', ' ']).next(),
    };
    value.filter(|value| !value.is_empty()).map(str::to_owned)
}

fn part(headers: &str, text: &str, start: usize, end: usize) -> Option<MailPart> {
    let kind = header(headers, "content-type").unwrap_or_else(|| "text/plain".to_owned());
    let encoding = header(headers, "content-transfer-encoding").unwrap_or_default();
    let syntax = match kind.as_str() {
        kind if kind.starts_with("text/html") => Syntax::Html,
        kind if kind.starts_with("text/") => Syntax::Plain,
        _ => return None,
    };
    let text = match encoding.as_str() {
        "base64" => return None,
        "quoted-printable" => quoted_printable(text, start, end),
        _ => {
            let mut same = Decoded::default();
            same.push_same(&text[start..end], start);
            same
        }
    };
    Some(MailPart { text, syntax })
}

/// The bytes `start..end` of `text` decoded. What is malformed stays as it is.
fn quoted_printable(text: &str, start: usize, end: usize) -> Decoded {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_line_breaks_and_triplets_are_undone() {
        let mail =
            "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\na=3Db=\r\nc=E5=BC=A0 50=%\n";
        let parts = parts(mail);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].text.text(), "a=bc张 50=%\n");
        assert_eq!(parts[0].syntax, Syntax::Html);
    }

    #[test]
    fn a_mail_has_a_part_for_each_boundary() {
        let mail = "Subject: x\nContent-Type: multipart/alternative;\n boundary=\"B\"\n\npreamble\n--B\n\none\n--B\n\
            Content-Type: text/html\n\n<p>two\n--B\nContent-Transfer-Encoding: base64\n\nYQ==\n--B--\n";
        let parts = parts(mail);
        let texts: Vec<&str> = parts.iter().map(|part| part.text.text()).collect();
        assert_eq!(texts, ["one\n", "<p>two\n"]);
    }
}
