//! How a value becomes a literal of a target's language.

/// A way to write a value down so that it cannot leave its literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// A piece of one line of plain text: control characters, line ends among them, become spaces.
    Line,
    /// A JSON value (RFC 8259).
    Json,
}

impl Escape {
    /// All ways by the names that manifests use.
    pub const ALL: [(&'static str, Self); 2] = [("line", Self::Line), ("json", Self::Json)];

    /// `value` as a literal. `Err` says why it cannot be one.
    ///
    /// # Errors
    ///
    /// When the value is of a kind that the language has no literal for.
    pub fn literal(self, value: &minijinja::Value) -> Result<String, String> {
        match self {
            Self::Line => match value.as_str() {
                Some(text) => Ok(text.chars().map(|c| if is_line_breaking(c) { ' ' } else { c }).collect()),
                None if value.is_number() => Ok(value.to_string()),
                None => Err(format!("{} cannot be written on a line", value.kind())),
            },
            Self::Json => serde_json::to_string(value)
                .map(|json| json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
                .map_err(|error| error.to_string()),
        }
    }
}

/// Control characters, and the separators that some readers take for line ends.
fn is_line_breaking(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_leave_its_literal() {
        let value = minijinja::Value::from("a\"b\\c\r\n</script>\u{2028}");
        assert_eq!(Escape::Json.literal(&value).unwrap(), r#""a\"b\\c\r\n\u003c/script>\u2028""#);
        assert_eq!(Escape::Line.literal(&value).unwrap(), "a\"b\\c  </script> ");
        assert_eq!(Escape::Json.literal(&minijinja::Value::from(())).unwrap(), "null");
        assert!(Escape::Line.literal(&minijinja::Value::from(())).is_err());
    }
}
