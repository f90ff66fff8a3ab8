//! The text form of calendars, RFC 5545: what its values need, and its folded lines.
//!
//! A content line is a name, parameters and a value, and a value's type says what must not stand in it. An output
//! template prints a value as TEXT and asks for the other two types by a filter, so that what it forgets comes out as
//! text: wrong at worst, but never a line of its own.

use minijinja::{Environment, Error, ErrorKind, Value};

/// A value of the type TEXT (section 3.3.11).
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' if last == '\r' => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            // Section 3.1 has no room for other controls.
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
        last = c;
    }
    out
}

/// The value of a parameter, in quotes (section 3.2), as RFC 6868 lets it hold everything.
fn parameter(text: &str) -> String {
    let mut out = String::from("\"");
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '^' => out.push_str("^^"),
            '"' => out.push_str("^'"),
            '\n' if last == '\r' => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("^n"),
            _ if c.is_control() => out.push(' '),
            _ => out.push(c),
        }
        last = c;
    }
    out.push('"');
    out
}

/// A value of the type URI (section 3.3.13), which has no escapes: what is no character of a URI cannot be written.
fn uri(text: &str) -> Result<String, String> {
    let is_of_uri = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    match text.chars().find(|c| !is_of_uri(*c)) {
        None => Ok(text.to_owned()),
        Some(c) => Err(format!("`{}` cannot stand in an address", c.escape_debug())),
    }
}

/// Puts the filters `text`, `parameter` and `uri` into `environment`: the types of values. What they give is written as
/// it is.
pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_filter("text", |value: &str| Value::from_safe_string(text(value)));
    environment.add_filter("parameter", |value: &str| Value::from_safe_string(parameter(value)));
    environment.add_filter("uri", |value: &str| {
        uri(value).map(Value::from_safe_string).map_err(|reason| Error::new(ErrorKind::BadEscape, reason))
    });
}

/// The most octets of a line, its end not counted (section 3.1).
const WIDTH: usize = 75;

/// The lines of `text`, each folded, with the ends that RFC 5545 wants. A line is never cut within a character: section
/// 3.1 allows it, and programs have been seen to fail at it.
pub(super) fn fold(text: &str) -> Vec<u8> {
    let mut out = String::with_capacity(text.len() + text.len() / 30);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > WIDTH {
                out.push_str("\r\n ");
                width = 1;
            }
            out.push(c);
            width += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What RFC 5545 says that a reader does.
    fn unfold(folded: &[u8]) -> String {
        String::from_utf8(folded.to_vec()).unwrap().replace("\r\n ", "").replace("\r\n", "\n")
    }

    fn read_text(escaped: &str) -> String {
        let mut out = String::new();
        let mut chars = escaped.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(c) => out.push(c),
                    None => panic!("`{escaped}` ends with a backslash"),
                },
                ';' | ',' => panic!("`{escaped}` has a bare `{c}`"),
                _ => out.push(c),
            }
        }
        out
    }

    #[test]
    fn values_are_what_their_types_want() {
        assert_eq!(text("a;b,c\\d\r\ne\u{0}"), "a\\;b\\,c\\\\d\\ne ");
        assert_eq!(parameter("Ada \"x\"^\nb:;,"), "\"Ada ^'x^'^^^nb:;,\"");
        assert_eq!(uri("https://example.com/a,b;c?d=%20").as_deref(), Ok("https://example.com/a,b;c?d=%20"));
        assert_eq!(uri("https://x\r\nATTENDEE:").unwrap_err(), "`\\r` cannot stand in an address");
    }

    proptest! {
        #[test]
        fn folding_is_undone_by_unfolding(lines in proptest::collection::vec("[A-Z][^\\pC]{0,200}", 1..4)) {
            let text = lines.join("\n") + "\n";
            let folded = fold(&text);
            for line in folded.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                prop_assert!(line.len() <= WIDTH + 1 && line.ends_with(b"\r"));
                prop_assert!(std::str::from_utf8(line).is_ok());
            }
            prop_assert_eq!(unfold(&folded), text);
        }

        #[test]
        fn a_text_is_read_back_and_stays_on_its_line(value in "(\\PC|[\\r\\n\\t\\\\;,\u{0}\u{85}\u{2028}]){0,60}") {
            let escaped = text(&value);
            let breaks = |c: char| (c.is_control() && c != '\t') || c == '\u{2028}';
            prop_assert!(!escaped.contains(breaks));
            let lines = value.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
            let known: String = lines.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect();
            prop_assert_eq!(read_text(&escaped), known);
        }

        #[test]
        fn a_parameter_stays_within_its_quotes(value in "(\\PC|[\\r\\n\"^;:,]){0,40}") {
            let quoted = parameter(&value);
            let inner = &quoted[1..quoted.len() - 1];
            prop_assert!(!inner.contains('"') && !inner.contains(char::is_control));
        }
    }
}
