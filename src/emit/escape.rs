//! How a value becomes a literal of a target's language.

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};
use serde::Deserialize;

use super::literal::Literals;
use super::{calendar, mail, markdown};

/// A way to write a value down so that it cannot leave its literal: one of ours by its name, or a programming language
/// as a manifest describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Described")]
pub enum Escape {
    /// A piece of one line of plain text: control characters, line ends among them, become spaces.
    Line,
    /// A JSON value (RFC 8259), safe in a `<script>` too.
    Json,
    /// Text of HTML, or the value of a quoted attribute (HTML Standard, section 13.3).
    Html,
    /// Text in Markdown (CommonMark), on one line.
    Markdown,
    /// A field of CSV (RFC 4180), in quotes, that no spreadsheet takes for a formula; nothing is an empty field.
    Csv,
    /// A text of a calendar (RFC 5545, section 3.3.11).
    Calendar,
    /// A piece of the header of a mail (RFC 5322); control characters are an error.
    Header,
    /// A literal of a programming language.
    Code(Box<Literals>),
}

/// An [`Escape`] as it stands in a manifest.
#[derive(Deserialize)]
#[serde(untagged)]
enum Described {
    Named(String),
    Code(Box<Literals>),
}

impl TryFrom<Described> for Escape {
    type Error = String;

    fn try_from(described: Described) -> Result<Self, String> {
        match described {
            Described::Code(literals) => Ok(Self::Code(literals)),
            Described::Named(name) => {
                let escape = Self::NAMED.iter().find(|(own, _)| *own == name).map(|(_, escape)| escape.clone());
                let names = || Self::NAMED.iter().map(|(name, _)| *name);
                escape.ok_or_else(|| {
                    format!("there is no way to escape called `{name}`; it is {}", crate::nearest::one_of(names()))
                })
            }
        }
    }
}

impl Escape {
    /// The ways that have a name.
    pub const NAMED: [(&'static str, Self); 7] = [
        ("line", Self::Line),
        ("json", Self::Json),
        ("html", Self::Html),
        ("markdown", Self::Markdown),
        ("csv", Self::Csv),
        ("calendar", Self::Calendar),
        ("header", Self::Header),
    ];

    /// `value` as a literal. `Err` says why it cannot be one.
    ///
    /// # Errors
    ///
    /// When the value is of a kind that the language has no literal for.
    pub fn literal(&self, value: &Value) -> Result<String, String> {
        match self {
            Self::Line => text_of(value, "on a line").map(|text| line(&text)),
            Self::Html => text_of(value, "in HTML").map(|text| html(&text)),
            Self::Json => serde_json::to_string(value)
                .map(|json| json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
                .map_err(|error| error.to_string()),
            Self::Markdown => text_of(value, "in Markdown").map(|text| markdown::text(&text)),
            Self::Csv => match value.kind() {
                ValueKind::None => Ok(csv("")),
                ValueKind::Bool => Ok(csv(if value.is_true() { "true" } else { "false" })),
                _ => text_of(value, "in CSV").map(|text| csv(&text)),
            },
            Self::Calendar => text_of(value, "in a calendar").map(|text| calendar::text(&text)),
            Self::Header => mail::header_text(&text_of(value, "in a header")?),
            Self::Code(literals) => literals.literal(value),
        }
    }

    /// Puts the filters that belong to this way into `environment`: values of another kind than a text.
    pub(super) fn register(&self, environment: &mut Environment<'_>) {
        match self {
            Self::Calendar => calendar::register(environment),
            Self::Markdown => markdown::register(environment),
            Self::Line | Self::Json | Self::Html | Self::Csv | Self::Header | Self::Code(_) => {}
        }
    }
}

/// A field, in quotes. Spreadsheets run what begins like a formula (CWE-1236); as OWASP advises, an apostrophe before it
/// makes it a text. No URL begins like that, so that programs read the URLs as they are.
fn csv(text: &str) -> String {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let guard = if text.starts_with(starts) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('\0', "\u{fffd}").replace('"', "\"\""))
}

/// The text of a text or a number.
fn text_of(value: &Value, place: &str) -> Result<String, String> {
    match value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None if value.is_number() => Ok(value.to_string()),
        None => Err(format!("{} cannot be written {place}", value.kind())),
    }
}

fn line(text: &str) -> String {
    text.chars().map(|c| if is_line_breaking(c) { ' ' } else { c }).collect()
}

/// Control characters, and the separators that some readers take for line ends.
fn is_line_breaking(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What may not stand in HTML even as a reference (control characters and noncharacters, HTML Standard, section
/// 13.1.4) becomes U+FFFD.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            _ if c.is_control() || is_noncharacter(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spreadsheet_runs_a_field() {
        for (text, field) in [
            ("a,\"b\"", "\"a,\"\"b\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-1", "\"'-1\""),
            ("＝1", "\"'＝1\""),
            ("https://example.com", "\"https://example.com\""),
        ] {
            assert_eq!(Escape::Csv.literal(&Value::from(text)).unwrap(), field);
        }
        assert_eq!(Escape::Csv.literal(&Value::from(())).unwrap(), "\"\"");
        assert_eq!(Escape::Csv.literal(&Value::from(true)).unwrap(), "\"true\"");
    }

    #[test]
    fn a_value_cannot_leave_its_literal() {
        let value = Value::from("a\"b\\c\r\n</script>\u{2028}");
        assert_eq!(Escape::Json.literal(&value).unwrap(), r#""a\"b\\c\r\n\u003c/script>\u2028""#);
        assert_eq!(Escape::Line.literal(&value).unwrap(), "a\"b\\c  </script> ");
        assert_eq!(
            Escape::Html.literal(&Value::from("<a b='c'>&\"\u{0}")).unwrap(),
            "&lt;a b=&#39;c&#39;&gt;&amp;&quot;\u{fffd}"
        );
        assert_eq!(Escape::Json.literal(&Value::from(())).unwrap(), "null");
        assert!(Escape::Line.literal(&Value::from(())).is_err());
        assert!(Escape::Html.literal(&Value::from(())).is_err());
    }
}
