//! Markdown: text that stays text, in CommonMark and in what forges add to it.
//!
//! CommonMark 0.31 lets every ASCII punctuation character have a backslash before it (section 2.4); what could begin
//! something gets one, wherever the output template prints the value. Bare addresses, which GitHub makes links of, are
//! taken apart: the links of a page are those of its template.

use minijinja::{Environment, Error, ErrorKind, Value};

/// `text` as text, on one line.
pub(super) fn text(text: &str) -> String {
    let flat: String = text.chars().map(|c| if is_blank(c) { ' ' } else { c }).collect();
    let trimmed = flat.trim_matches(' ');
    let mut out = String::with_capacity(trimmed.len() + 8);
    // An ordered list begins with digits and a dot or a parenthesis.
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in trimmed.char_indices() {
        let is_first = at == 0;
        let rest = &trimmed[at..];
        let needs = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '$' | '#' | '!' | '@' | '^' => true,
            '-' | '+' | '=' => is_first,
            '.' => (at == digits && digits > 0) || is_after(&trimmed[..at], "www"),
            ')' => at == digits && digits > 0,
            ':' => is_first || rest.starts_with("://"),
            _ => false,
        };
        if needs {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A tab and a line's end are blank here; so is what nobody sees.
fn is_blank(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_after(before: &str, word: &str) -> bool {
    before.len() >= word.len()
        && before.is_char_boundary(before.len() - word.len())
        && before[before.len() - word.len()..].eq_ignore_ascii_case(word)
}

/// Where a link leads (section 6.3): an address as it is, in `<…>` where it has parentheses.
fn destination(url: &str) -> Result<String, String> {
    if let Some(c) = url.chars().find(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '"')) {
        return Err(format!("`{}` cannot stand in an address", c.escape_debug()));
    }
    // A reference such as `&copy;` is one here, too.
    let url = url.replace('&', "&amp;").replace('*', "%2A").replace('_', "\\_").replace('`', "%60");
    Ok(if url.contains(['(', ')']) { format!("<{url}>") } else { url })
}

/// `text` as code (section 6.1), on one line.
fn code(text: &str) -> String {
    let flat: String = text.chars().map(|c| if is_blank(c) { ' ' } else { c }).collect();
    let longest = flat.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Of a space on both sides, one on each is taken away.
    let padded = flat.starts_with('`') || flat.ends_with('`') || (flat.starts_with(' ') && flat.ends_with(' '));
    let pad = if padded && !flat.trim().is_empty() { " " } else { "" };
    if flat.is_empty() { String::new() } else { format!("{fence}{pad}{flat}{pad}{fence}") }
}

/// Puts the filters `destination` and `code` into `environment`. What they give is written as it is.
pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_filter("destination", |url: &str| {
        destination(url).map(Value::from_safe_string).map_err(|reason| Error::new(ErrorKind::BadEscape, reason))
    });
    environment.add_filter("code", |text: &str| Value::from_safe_string(code(text)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_begins_nothing() {
        for (value, expected) in [
            ("Weekly sync, 10-12 (room 3)", "Weekly sync, 10-12 (room 3)"),
            ("# a *b* _c_ [d](e) <f> &amp;", "\\# a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\> \\&amp;"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("12) item", "12\\) item"),
            ("see https://example.com or www.example.com", "see https\\://example.com or www\\.example.com"),
            ("a\n\n    b\r\n# c", "a      b  \\# c"),
            ("    code", "code"),
            ("===", "\\==="),
            ("a\\", "a\\\\"),
        ] {
            assert_eq!(text(value), expected);
        }
    }

    #[test]
    fn a_destination_is_one_word() {
        assert_eq!(destination("https://example.com/a?b=1&copy=2").unwrap(), "https://example.com/a?b=1&amp;copy=2");
        assert_eq!(destination("https://example.com/a_(b)").unwrap(), "<https://example.com/a\\_(b)>");
        assert!(destination("https://example.com/ \"t\"").is_err());
        assert!(destination("https://example.com/\n").is_err());
    }

    #[test]
    fn code_ends_where_it_should() {
        assert_eq!(code("981 924"), "`981 924`");
        assert_eq!(code("a``b"), "```a``b```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "");
    }

    proptest! {
        #[test]
        fn a_text_is_one_line_and_loses_nothing(value in "\\PC{0,40}") {
            let escaped = text(&value);
            prop_assert!(!escaped.contains(char::is_control));
            let mut read = String::new();
            let mut chars = escaped.chars();
            while let Some(c) = chars.next() {
                read.push(if c == '\\' { chars.next().unwrap() } else { c });
            }
            let flat: String = value.chars().map(|c| if is_blank(c) { ' ' } else { c }).collect();
            prop_assert_eq!(read, flat.trim_matches(' '));
        }
    }
}
