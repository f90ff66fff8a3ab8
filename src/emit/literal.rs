//! The literals of a programming language, as a target's manifest describes them.
//!
//! A language is data, so a target for another one needs no Rust. What is not known to be harmless is written as an
//! escape: characters outside the printable part of ASCII always, so that no compiler's idea of an encoding and no
//! bidirectional text changes what a literal says, and whatever would end a comment around it.

use minijinja::Value;
use minijinja::value::ValueKind;
use serde::Deserialize;

/// How a language writes values down.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Literals {
    /// What opens and closes a string.
    quotes: [String; 2],
    /// Characters with an escape of their own: the text that stands for each.
    #[serde(default)]
    escapes: std::collections::BTreeMap<char, String>,
    /// Sequences that must not stand in a literal, such as `*/`: their last character is escaped.
    #[serde(default)]
    never: Vec<String>,
    /// The escapes of all other characters, the first that fits.
    other: Vec<Coded>,
    /// The words for true and false.
    #[serde(default = "booleans")]
    booleans: [String; 2],
    /// The word for nothing; a language without one cannot write it.
    #[serde(default)]
    null: Option<String>,
    /// What opens, separates and closes a list; a language without one cannot write it.
    #[serde(default)]
    list: Option<[String; 3]>,
}

/// An escape that gives a character by its number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Coded {
    /// Only characters below this one.
    #[serde(default)]
    below: Option<u32>,
    /// What the numbers are of.
    #[serde(default)]
    unit: Unit,
    /// The text, with `{04x}` (`o` octal, `x` small and `X` capital hexadecimal, `d` decimal) in place of a number.
    form: Form,
}

/// What an escape counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unit {
    /// Code points.
    #[default]
    Scalar,
    /// Code units of UTF-16.
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
}

/// A text with a place for a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
struct Form {
    before: String,
    width: usize,
    radix: Radix,
    after: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Radix {
    Octal,
    Decimal,
    Hexadecimal,
    Capitals,
}

fn booleans() -> [String; 2] {
    ["true".to_owned(), "false".to_owned()]
}

impl TryFrom<String> for Form {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` has no place for a number, as `{{04x}}`");
        // The last one: `\u{{x}}` has braces of its own.
        let start = text.rfind('{').ok_or_else(wrong)?;
        let end = start + text[start..].find('}').ok_or_else(wrong)?;
        let inner = &text[start + 1..end];
        let (width, radix) = inner.split_at(inner.len().saturating_sub(1));
        let radix = match radix {
            "o" => Radix::Octal,
            "d" => Radix::Decimal,
            "x" => Radix::Hexadecimal,
            "X" => Radix::Capitals,
            _ => return Err(wrong()),
        };
        let width = if width.is_empty() { 0 } else { width.parse().map_err(|_| wrong())? };
        Ok(Self { before: text[..start].to_owned(), width, radix, after: text[end + 1..].to_owned() })
    }
}

impl Form {
    fn write(&self, number: u32, out: &mut String) {
        let width = self.width;
        out.push_str(&self.before);
        out.push_str(&match self.radix {
            Radix::Octal => format!("{number:0width$o}"),
            Radix::Decimal => format!("{number:0width$}"),
            Radix::Hexadecimal => format!("{number:0width$x}"),
            Radix::Capitals => format!("{number:0width$X}"),
        });
        out.push_str(&self.after);
    }
}

impl Literals {
    /// `value` as a literal.
    ///
    /// # Errors
    ///
    /// When the language has no literal for it.
    pub(super) fn literal(&self, value: &Value) -> Result<String, String> {
        if let Some(text) = value.as_str() {
            return self.string(text);
        }
        match value.kind() {
            ValueKind::Bool => Ok(self.booleans[usize::from(!value.is_true())].clone()),
            ValueKind::Number if value.is_integer() => Ok(value.to_string()),
            ValueKind::None => self.null.clone().ok_or_else(|| "the language has no word for nothing".to_owned()),
            ValueKind::Seq => {
                let [open, separator, close] = self.list.as_ref().ok_or("the language has no literal for a list")?;
                let items = value.try_iter().map_err(|error| error.to_string())?;
                let items: Vec<String> = items.map(|item| self.literal(&item)).collect::<Result<_, _>>()?;
                Ok(format!("{open}{}{close}", items.join(separator)))
            }
            kind => Err(format!("{kind} has no literal")),
        }
    }

    fn string(&self, text: &str) -> Result<String, String> {
        let [open, close] = &self.quotes;
        let mut out = open.clone();
        for c in text.chars() {
            let mut is_plain = (' '..='~').contains(&c) && !self.escapes.contains_key(&c);
            if is_plain {
                out.push(c);
                is_plain = !self.never.iter().any(|sequence| out[open.len()..].ends_with(sequence.as_str()));
                if !is_plain {
                    out.pop();
                }
            }
            if !is_plain {
                self.escape(c, &mut out)?;
            }
        }
        out.push_str(close);
        Ok(out)
    }

    fn escape(&self, c: char, out: &mut String) -> Result<(), String> {
        if let Some(escape) = self.escapes.get(&c) {
            out.push_str(escape);
            return Ok(());
        }
        let fits = |coded: &&Coded| coded.below.is_none_or(|limit| u32::from(c) < limit);
        let coded = self
            .other
            .iter()
            .find(fits)
            .ok_or_else(|| format!("the language has no escape for the character U+{:04X}", u32::from(c)))?;
        match coded.unit {
            Unit::Scalar => coded.form.write(u32::from(c), out),
            Unit::Utf16 => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| coded.form.write((*unit).into(), out)),
            Unit::Utf8 => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| coded.form.write(byte.into(), out)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(yaml: &str) -> Literals {
        serde_yaml::from_str(yaml).unwrap()
    }

    #[test]
    fn a_language_is_data() {
        let kotlin = literals(
            r#"
            quotes: ['"', '"']
            escapes: { '"': '\"', '\': '\\', '$': '\$', "\n": '\n' }
            never: ["*/"]
            other: [{ unit: utf16, form: '\u{04x}' }]
            "null": "null"
            list: ["listOf(", ", ", ")"]
            "#,
        );
        let write = |value: Value| kotlin.literal(&value).unwrap();
        assert_eq!(write(Value::from("a\"$x\\\n*/\u{0}中😀")), r#""a\"\$x\\\n*\u002f\u0000\u4e2d\ud83d\ude00""#);
        assert_eq!(write(Value::from(vec!["a", "b"])), r#"listOf("a", "b")"#);
        assert_eq!(write(Value::from(true)), "true");
        assert_eq!(write(Value::from(())), "null");
        assert!(kotlin.literal(&Value::from(1.5)).is_err());
    }

    #[test]
    fn an_escape_may_depend_on_the_character() {
        let java = literals(
            r#"
            quotes: ['"', '"']
            other: [{ below: 256, form: '\{03o}' }, { unit: utf16, form: '\u{04X}' }]
            "#,
        );
        assert_eq!(java.literal(&Value::from("\n\u{ff}中")).unwrap(), r#""\012\377\u4E2D""#);
        let swift = literals(r#"{ quotes: ['"', '"'], other: [{ form: '\u{{x}}' }] }"#);
        assert_eq!(swift.literal(&Value::from("\n")).unwrap(), r#""\u{a}""#);
        assert!(serde_yaml::from_str::<Literals>(r#"{ quotes: ['"', '"'], other: [{ form: '\u' }] }"#).is_err());
    }
}
