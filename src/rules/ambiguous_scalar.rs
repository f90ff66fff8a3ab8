//! The rule `ambiguous-scalar`.

use super::{Metadata, Report, Rule};
use crate::config::{Assignment, Config};
use crate::diagnostic::Fix;
use crate::resolved::ResolvedLink;
use crate::schema::{Schema, ValueType};
use crate::source::{Span, Spanned};
use crate::yaml::{Content, Node, Style};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a text of a link config that stands there without quotes and that other readers of YAML take for
    /// something else: `no`, `on`, `0123`, `1_000`, `1.10`, `12:30:45`, `0x1F`, `1e3`.
    ///
    /// Whole numbers as people write them, `true` and `false` are left alone, and so is every value of a type that is
    /// none for texts.
    ///
    /// ## Why is this bad?
    ///
    /// linkc keeps what was typed: `conf_id: 0123` is `0123`. Other programs do not, and a link config is read by others,
    /// too: an editor that sorts it, a script that fills it in, a tool that turns it into JSON. To a reader of YAML 1.1,
    /// `0123` is the number 83, `no` is false and `12:30:45` is 45045; a reader of YAML 1.2 makes 1.1 of `1.10`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 0123, name: No, open_mic: false, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: "0123", name: "No", open_mic: false, open_camera: false }
    /// ```
    AmbiguousScalar = {
        id: "ambiguous-scalar",
        summary: "a text without quotes is something else to other readers of YAML",
        level: Note,
    }
}

impl Rule for AmbiguousScalar {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        check_values(&config.values, schema, &|| "values".to_owned(), report);
        for link in &config.links {
            let name = &link.name.value;
            check_values(&link.values, schema, &|| format!("links/{name}/values"), report);
            for (platform, values) in &link.on {
                check_values(values, schema, &|| format!("links/{name}/on/{}/values", platform.value), report);
            }
            for input in &link.inputs {
                if let Some(fallback) = &input.fallback {
                    check_value(&input.name, fallback, schema, &|| format!("links/{name}/inputs"), report);
                }
            }
        }
    }
}

fn check_values(values: &[Assignment], schema: &Schema, subject: &dyn Fn() -> String, report: &mut Report<'_>) {
    for Assignment { name, node } in values {
        check_value(name, node, schema, subject, report);
    }
}

fn check_value(
    name: &Spanned<String>,
    node: &Node,
    schema: &Schema,
    subject: &dyn Fn() -> String,
    report: &mut Report<'_>,
) {
    let nodes = match &node.content {
        Content::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    for node in nodes {
        let Some(scalar) = node.as_scalar().filter(|scalar| scalar.style == Style::Plain) else { continue };
        let Some(reading) = reading(&scalar.text) else { continue };
        let parameter = schema.parameter(&name.value).filter(|parameter| is_text(&parameter.value_type));
        let Some(parameter) = parameter else { return };
        // What kind of number it is would tell something of a secret.
        let message = if parameter.secret || report.is_masked(node.span) {
            format!("other readers of YAML take this `{}` for something else than a text", name.value)
        } else {
            format!("other readers of YAML take `{}` for {reading}", scalar.text)
        };
        // Quotes go around the text, so that the fix does not repeat it.
        let behind = Span { start: node.span.end, ..node.span };
        let fix = Fix::safe("put it in quotes").edit(node.span.before(), "\"").edit(behind, "\"");
        let finding = report.finding(message, node.span).label("not in quotes").fix(fix);
        report.push(finding.about(format!("{}/{}", subject(), name.value)));
    }
}

/// Whether a value of the type is a text to whoever reads the link.
fn is_text(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::String { .. } | ValueType::Enum { .. } | ValueType::Host | ValueType::Url { .. } => true,
        ValueType::List { items, .. } => is_text(items),
        // A moment has one form, and is a moment to other readers as well.
        ValueType::Integer { .. }
        | ValueType::Boolean { .. }
        | ValueType::Port
        | ValueType::DateTime
        | ValueType::Json => false,
    }
}

/// What a plain `text` is to a reader of YAML 1.1 or 1.2, when it would not come out again as it was typed.
fn reading(text: &str) -> Option<&'static str> {
    // What is neither a word of five letters nor begins like a number is a text to everybody.
    if text.len() > 5 && !text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
        return None;
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    if is_number || matches!(text, "true" | "false") {
        return None;
    }
    let folded = text.to_ascii_lowercase();
    let is_word = text == folded || is_capitalized(text, &folded);
    if is_word && matches!(folded.as_str(), "no" | "yes" | "on" | "off" | "y" | "n") {
        return Some("true or false");
    }
    if is_word && text != folded && matches!(folded.as_str(), "true" | "false") {
        return Some("true or false");
    }
    if is_word && text != folded && folded == "null" {
        return Some("nothing");
    }
    number(text.strip_prefix(['+', '-']).unwrap_or(text), text.starts_with('+'))
}

/// `No` and `NO`, but not `nO`.
fn is_capitalized(text: &str, folded: &str) -> bool {
    text == folded.to_ascii_uppercase()
        || (text.starts_with(|c: char| c.is_ascii_uppercase()) && text.get(1..) == folded.get(1..))
}

/// What the digits are, when they are a number that is written in more than one way.
fn number(digits: &str, has_plus: bool) -> Option<&'static str> {
    let bytes = digits.as_bytes();
    if bytes.iter().any(|byte| !byte.is_ascii_alphanumeric() && !b"._:+-".contains(byte)) {
        return None;
    }
    let is_all = |text: &str, of: fn(&u8) -> bool| {
        !text.is_empty() && !text.starts_with('_') && text.bytes().all(|byte| of(&byte) || byte == b'_')
    };
    let is_digits = |text: &str| is_all(text, u8::is_ascii_digit);
    if let Some(rest) = digits.strip_prefix("0x").filter(|rest| is_all(rest, u8::is_ascii_hexdigit)) {
        return (!rest.is_empty()).then_some("a hexadecimal number");
    }
    if digits.strip_prefix("0b").is_some_and(|rest| is_all(rest, |byte| matches!(byte, b'0' | b'1'))) {
        return Some("a binary number");
    }
    if digits.strip_prefix("0o").is_some_and(|rest| is_all(rest, |byte| (b'0'..=b'7').contains(byte))) {
        return Some("an octal number");
    }
    if is_digits(digits) {
        return match bytes {
            [b'0', _, ..] if bytes.iter().all(|byte| (b'0'..=b'7').contains(byte)) => Some("an octal number"),
            [b'0', _, ..] => Some("a number without its zeros"),
            _ if digits.contains('_') => Some("a number without its underscores"),
            _ if has_plus => Some("a number without its sign"),
            _ => None,
        };
    }
    if is_sexagesimal(digits) {
        return Some("a number to the base of 60");
    }
    let (mantissa, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(m, e)| (m, Some(e)));
    let exponent_fits =
        exponent.is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_float = (mantissa.contains('.') || exponent.is_some())
        && exponent_fits
        && (is_digits(whole) || (whole.is_empty() && !fraction.is_empty()))
        && (fraction.is_empty() || is_digits(fraction));
    is_float.then_some("a decimal number")
}

/// `12:30:45` and `8080:30`: each part but the first below 60.
fn is_sexagesimal(text: &str) -> bool {
    let mut parts = text.split(':');
    let is_first = parts.next().is_some_and(|first| {
        !first.is_empty() && !first.starts_with('0') && first.bytes().all(|byte| byte.is_ascii_digit())
    });
    let mut rest = parts.peekable();
    is_first
        && rest.peek().is_some()
        && rest.all(|part| match part.as_bytes() {
            [digit] => digit.is_ascii_digit(),
            [ten, digit] => (b'0'..=b'5').contains(ten) && digit.is_ascii_digit(),
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_read_as_something_else_is_told_from_text() {
        for text in [
            "no", "Yes", "ON", "off", "y", "N", "True", "FALSE", "Null", "0123", "089", "1_000", "1.10", "1.5", ".5",
            "5.", "12:30:45", "190:20", "0x1F", "0b101", "0o17", "1e3", "12E+03", "+1", "-0.5",
        ] {
            assert!(reading(text).is_some(), "{text}");
        }
        for text in [
            "true",
            "false",
            "nO",
            "12",
            "-12",
            "0",
            "981924330",
            "Tom",
            "1.2.3",
            "10.0.0.1",
            "a",
            "e3",
            "1e",
            "0xZZ",
            "x1",
            "12:60",
            "::1",
            "2026-11-22",
            "_1",
            "1-2",
            "not",
            "05:30",
            "",
            "+",
            ".",
            "once",
        ] {
            assert!(reading(text).is_none(), "{text}");
        }
    }
}
