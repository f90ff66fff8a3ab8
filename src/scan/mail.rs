//! The parts of a mail, their transfer encoding undone.
//!
//! In quoted-printable (RFC 2045, section 6.7) a line may be broken in the middle of a link and every `=` is `=3D`: what
//! is a link there shows only when all of it is decoded. In base64 (section 6.8) nothing shows at all; a finding is then at
//! the very digits that the link is encoded in.

use std::ops::Range;

use super::decoded::Decoded;
use super::syntax::Syntax;
use super::transfer::{base64, quoted_printable};

/// A part of a mail.
#[derive(Debug)]
pub(super) struct MailPart {
    /// Its text, and where in the file it stands.
    pub(super) text: Decoded,
    /// HTML or plain text.
    pub(super) syntax: Syntax,
    /// Whether it is in base64, where a character's last bits are in the digit behind its place.
    pub(super) is_base64: bool,
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

/// The lines that some range of a text is in, and how many bytes the longest of them has, without its line break.
#[derive(Debug, Default)]
pub(super) struct Lines {
    range: Range<usize>,
    pub(super) longest: usize,
}

impl Lines {
    /// The lines of `text` around `range`. Of the same line again, nothing is counted anew: it may be the whole mail.
    pub(super) fn around(self, text: &str, range: Range<usize>) -> Self {
        if self.range.start <= range.start && range.end <= self.range.end && !self.range.is_empty() {
            return self;
        }
        let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length);
        let longest = text[start..end].split('\n').map(|line| line.trim_end_matches('\r').len()).max().unwrap_or(0);
        Self { range: start..end, longest }
    }
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
    let is_base64 = encoding == "base64";
    let text = match encoding.as_str() {
        "base64" => base64(text, start, end)?,
        "quoted-printable" => quoted_printable(text, start, end),
        _ => {
            let mut same = Decoded::default();
            same.push_same(&text[start..end], start);
            same
        }
    };
    Some(MailPart { text, syntax, is_base64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_long_as_it_is_sent() {
        let longest = |text, range| Lines::default().around(text, range).longest;
        assert_eq!(longest("a\r\nbcd efg\r\nh", 4..6), 7);
        assert_eq!(longest("abc=\nde", 1..6), 4);
        assert_eq!(longest("abc", 0..3), 3);
        assert_eq!(Lines::default().around("abc\nde", 0..1).around("abc\nde", 4..5).longest, 2);
    }

    #[test]
    fn a_mail_has_a_part_for_each_boundary() {
        let mail = "Subject: x\nContent-Type: multipart/alternative;\n boundary=\"B\"\n\npreamble\n--B\n\none\n--B\n\
            Content-Type: text/html\n\n<p>two\n--B\nContent-Transfer-Encoding: base64\n\nYQ==\n--B--\n";
        let parts = parts(mail);
        let texts: Vec<&str> = parts.iter().map(|part| part.text.text()).collect();
        assert_eq!(texts, ["one\n", "<p>two\n", "a"]);
    }
}
