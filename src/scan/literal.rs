//! String literals: which one a place is in, what its escapes mean, and how programs put several together.
//!
//! No language is parsed. What is looked at is the line up to the place, and from there on only what follows the
//! literal; a guess that is wrong then costs a link that is not found, and nothing elsewhere in the file.

use super::hole::balanced;
use super::syntax::Language;

/// A string literal around a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    /// Where its text starts.
    pub(super) start: usize,
    /// What closes it.
    pub(super) close: String,
    /// Whether a backslash is nothing special in it.
    pub(super) is_raw: bool,
}

/// What a line has before a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The place is in this literal.
    In(Literal),
    /// The place is in a comment.
    Comment,
    /// Neither, as far as the line tells.
    Open,
}

/// What there is around `at` of `text`, as far as the line that begins at `start` tells.
pub(super) fn line_before(text: &str, start: usize, at: usize, language: Language) -> Line {
    let mut here = start;
    while here < at {
        let rest = &text[here..];
        if language.comments().iter().any(|sign| rest.starts_with(sign)) && is_comment(text, start, here, language) {
            match rest.find("*/").filter(|_| rest.starts_with("/*")) {
                Some(end) if here + end + 2 <= at => here += end + 2,
                _ => return Line::Comment,
            }
            continue;
        }
        let Some(literal) = opening(text, here, language) else {
            here += skip_apart(rest, language);
            continue;
        };
        match end_of(text, &literal, at) {
            Some(end) => here = end,
            None if literal.start <= at => return Line::In(literal),
            None => return Line::Open,
        }
    }
    Line::Open
}

/// A `#` begins a comment at the start of a line and behind a space only; a `//` not behind a colon.
fn is_comment(text: &str, start: usize, at: usize, language: Language) -> bool {
    let before = text[start..at].chars().next_back();
    match (language, before) {
        (_, None) => true,
        (_, Some(c)) if text[at..].starts_with('#') => c.is_whitespace(),
        (Language::Batch, Some(_)) => text[start..at].trim().is_empty(),
        (_, Some(c)) => c != ':',
    }
}

/// How many bytes to step over that open no literal: a character literal as a whole, so that `'"'` opens none.
fn skip_apart(rest: &str, language: Language) -> usize {
    let mut chars = rest.chars();
    let first = chars.next().map_or(1, char::len_utf8);
    if !rest.starts_with('\'') || language.quotes().contains(&'\'') {
        return first;
    }
    let inner = match chars.next() {
        Some('\\') => 1 + chars.next().map_or(0, char::len_utf8),
        Some(c) => c.len_utf8(),
        None => return first,
    };
    if rest.get(1 + inner..).is_some_and(|rest| rest.starts_with('\'')) { inner + 2 } else { first }
}

/// The literal that opens at `at`.
pub(super) fn opening(text: &str, at: usize, language: Language) -> Option<Literal> {
    let rest = &text[at..];
    let quote = rest.chars().next().filter(|c| language.quotes().contains(c))?;
    let before = &text[..at];
    let prefix = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || "@$#".contains(c)).len();
    let prefix = &before[before.len() - prefix..];
    let triple = quote.to_string().repeat(3);
    if language.has_triple_quotes() && rest.starts_with(&triple) {
        let is_raw = matches!(language, Language::Kotlin | Language::CSharp | Language::Other)
            || (language == Language::Python && prefix.contains(['r', 'R']));
        return Some(Literal { start: at + 3, close: triple, is_raw });
    }
    let hashes = prefix.len() - prefix.trim_end_matches('#').len();
    let is_raw = match language {
        Language::Python => prefix.len() <= 2 && prefix.contains(['r', 'R']),
        Language::CSharp => prefix.contains('@'),
        Language::Rust => prefix.trim_end_matches('#').ends_with('r'),
        Language::Swift => hashes > 0,
        Language::C => prefix.ends_with('R'),
        Language::Go => quote == '`',
        Language::Dart => prefix.ends_with('r'),
        Language::Ruby | Language::Php | Language::Shell | Language::Other => quote == '\'',
        Language::Batch => true,
        Language::Java | Language::Kotlin | Language::JavaScript => false,
    };
    let close = match language {
        Language::Rust | Language::Swift => format!("{quote}{}", "#".repeat(hashes)),
        _ => quote.to_string(),
    };
    Some(Literal { start: at + 1, close, is_raw })
}

/// Where `literal` ends, when that is at or before `limit`.
fn end_of(text: &str, literal: &Literal, limit: usize) -> Option<usize> {
    let mut at = literal.start;
    while at < limit {
        let rest = &text[at..];
        if rest.starts_with(&literal.close) {
            return Some(at + literal.close.len());
        }
        let is_hole = rest.starts_with("${") || rest.starts_with("#{") || (!literal.is_raw && rest.starts_with("\\("));
        at += match balanced(rest, 1).filter(|length| is_hole && at + length <= limit) {
            Some(length) => length,
            None if !literal.is_raw && rest.starts_with('\\') => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    None
}

/// What a backslash and the characters behind it mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// A character; the escape has this many bytes.
    Char(char, usize),
    /// The end of a line that goes on in the next; with what the next begins with, this many bytes.
    Continued(usize),
    /// A backslash that escapes nothing.
    None,
}

/// The escape at the start of `text`, a backslash.
pub(super) fn escape(text: &str) -> Escape {
    let Some(c) = text[1..].chars().next() else { return Escape::None };
    let simple = |c| Escape::Char(c, 2);
    match c {
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        'b' | 'f' | 'v' | 'a' | 'e' | '0' => simple('\0'),
        'x' => hex(text, 2, 2).map_or(Escape::None, |(code, end)| character(code, end)),
        'U' => hex(text, 2, 8).map_or(Escape::None, |(code, end)| character(code, end)),
        'u' if text[2..].starts_with('{') => {
            let digits = text[3..].bytes().take_while(u8::is_ascii_hexdigit).count();
            let closes = text[3 + digits..].starts_with('}');
            match u32::from_str_radix(&text[3..3 + digits], 16) {
                Ok(code) if closes => character(code, 4 + digits),
                _ => Escape::None,
            }
        }
        'u' => match hex(text, 2, 4) {
            Some((high @ 0xD800..=0xDBFF, end)) if text[end..].starts_with("\\u") => match hex(text, end + 2, 4) {
                Some((low @ 0xDC00..=0xDFFF, end)) => {
                    character(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), end)
                }
                _ => Escape::None,
            },
            Some((code, end)) => character(code, end),
            None => Escape::None,
        },
        '\n' | '\r' => {
            let line_end = if text[1..].starts_with("\r\n") { 3 } else { 2 };
            let indent = text[line_end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            Escape::Continued(line_end + indent)
        }
        _ => Escape::Char(c, 1 + c.len_utf8()),
    }
}

fn hex(text: &str, at: usize, digits: usize) -> Option<(u32, usize)> {
    let digits = text.get(at..at + digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    Some((u32::from_str_radix(digits, 16).ok()?, at + digits.len()))
}

fn character(code: u32, end: usize) -> Escape {
    char::from_u32(code).map_or(Escape::None, |c| Escape::Char(c, end))
}

/// What a program puts behind a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// Another literal.
    Literal(Literal),
    /// Something whose text is not known, at these bytes.
    Unknown(usize, usize),
}

/// The most bytes of an operand that is no literal.
const LONGEST: usize = 400;

/// What is put behind the literal or the operand that ends at `at`; `is_literal` says which of the two.
pub(super) fn next_operand(text: &str, at: usize, language: Language, is_literal: bool) -> Option<Next> {
    let mut here = space(text, at);
    // `_T("…")`: what is put together stands outside of the parentheses.
    let wrapped = is_literal && text[here..].starts_with(')');
    if wrapped {
        here = space(text, here + 1);
    }
    let operator = language.operators().iter().find(|operator| text[here..].starts_with(**operator));
    let mut operand = match operator {
        Some(operator) if !text[here + operator.len()..].starts_with(['=', '+']) => space(text, here + operator.len()),
        None if language.joins_neighbours() && !wrapped => here,
        _ => return None,
    };
    let start = operand;
    // `_T("`, `TEXT("`, `@"`, `L"`, `f"`.
    let word = text[operand..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_@$".contains(byte)).count();
    let behind = operand + word;
    let in_macro = matches!(&text[operand..behind], "_T" | "TEXT" | "_TEXT" | "QStringLiteral" | "QLatin1String");
    if in_macro && text[behind..].starts_with('(') {
        operand = space(text, behind + 1);
    } else if word <= 3 {
        operand = behind;
    }
    if let Some(literal) = opening(text, operand, language) {
        return Some(Next::Literal(literal));
    }
    operator?;
    let end = end_of_operand(text, start, language);
    let what = text[start..end].trim();
    (!what.is_empty() && !what.ends_with("endl"))
        .then(|| Next::Unknown(start, start + text[start..end].trim_end().len()))
}

/// Behind white space, and comments in it.
fn space(text: &str, at: usize) -> usize {
    let mut here = at;
    loop {
        let rest = &text[here..];
        here += rest.len() - rest.trim_start().len();
        let rest = &text[here..];
        if rest.starts_with("//") {
            here += rest.find('\n').unwrap_or(rest.len());
        } else if let Some(end) = rest.find("*/").filter(|_| rest.starts_with("/*")) {
            here += end + 2;
        } else {
            return here;
        }
    }
}

/// Where an expression ends: before an operator that puts texts together, a closing bracket, a `,`, a `;`, or at the
/// end of a line behind which no operator follows.
fn end_of_operand(text: &str, start: usize, language: Language) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at < text.len().min(start + LONGEST) {
        let rest = &text[at..];
        if let Some(literal) = opening(text, at, language) {
            if depth == 0 && at > start && language.joins_neighbours() {
                return at;
            }
            let limit = rest.find('\n').map_or(text.len(), |newline| at + newline);
            at = end_of(text, &literal, limit).unwrap_or(limit).max(at + 1);
            continue;
        }
        let c = rest.chars().next().unwrap_or(' ');
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' | ';' | ',' | '\n' if depth == 0 => return at,
            ')' | ']' | '}' => depth -= 1,
            // A member of PHP and a decimal point are not put together with what follows.
            _ if depth == 0 && language.operators().iter().any(|operator| rest.starts_with(operator)) => return at,
            _ => {}
        }
        at += c.len_utf8();
    }
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at.min(text.len())
}
