//! The rule `placeholder-value`.

use super::{Metadata, Report, Rule};
use crate::resolved::ResolvedLink;
use crate::schema::{Schema, ValueType};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that only holds the place of one: `nonce_value`, `<name>`, `{name}`, `$name`, `%@`, `%s`,
    /// `your-passcode`, `xxx`, `CHANGEME`, and what has been masked with `***`.
    ///
    /// ## Why is this bad?
    ///
    /// It was copied out of a document, or a program forgot to fill it in, and it looks right at a glance. Huawei's
    /// reference masks its nonces (`Ey*****pQ`) and fills its links for web pages with `conf_id_value` and
    /// `nonce_value`; its samples for iOS are format strings full of `%@`. An app shows such a name to everybody in the
    /// meeting, and refuses such a nonce.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=name_value
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the value, or leave the parameter open: under `inputs` it is asked for when the link is used, and
    /// `${env:NAME}` takes it from the environment when the link is built.
    PlaceholderValue = {
        id: "placeholder-value",
        summary: "a value only holds the place of one",
        level: Warning,
    }
}

impl Rule for PlaceholderValue {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for value in report.values() {
            // What one of a few words may be is not a placeholder, whatever it looks like.
            if matches!(value.value_type(), ValueType::Enum { .. } | ValueType::Boolean { .. } | ValueType::Json) {
                continue;
            }
            let name = value.name();
            let Some((text, literal)) =
                value.literals().find(|(_, literal)| is_placeholder(literal, name, link.schema))
            else {
                continue;
            };
            let message = match value.quoted(literal) {
                Some(quoted) => format!("{quoted} is a placeholder, not a value for `{name}`"),
                None => format!("this is a placeholder, not a value for `{name}`"),
            };
            let help = match (!link.is_kept() || link.url().is_some() || value.is_fallback, value.is_single_use()) {
                (true, true) => format!("a program puts the value of `{name}` here at the moment it opens the link"),
                (true, false) => format!("write the value of `{name}`"),
                (false, true) => format!("leave it open until the link is used: `inputs: [{name}]`"),
                (false, false) => {
                    format!("write the value of `{name}`, or leave it open until the link is used: `inputs: [{name}]`")
                }
            };
            report.push(
                report
                    .finding(message, text.span)
                    .label("nobody has filled this in")
                    .help(help)
                    .about(value.subject(link)),
            );
        }
    }
}

/// The words after `your` that make a value one to fill in; `Your weekly sync` is a fine title.
const YOURS: [&str; 10] = ["name", "id", "code", "passcode", "password", "token", "nonce", "key", "server", "host"];

/// Words that only ever stand for something else.
const STAND_INS: [&str; 6] = ["TODO", "TBD", "FIXME", "CHANGEME", "...", "…"];

/// Whether `text`, given for the parameter `name`, holds the place of a value.
pub(super) fn is_placeholder(text: &str, name: &str, schema: &Schema) -> bool {
    let text = text.trim();
    let is_word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-. ".contains(c))
    };
    let between = |open: &str, close: &str| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    is_masked(text)
        || [("<", ">"), ("{", "}"), ("{{", "}}"), ("${", "}"), ("%", "%"), ("__", "__")]
            .iter()
            .any(|(open, close)| between(open, close).is_some_and(|inner| is_word(inner.trim())))
        || text.strip_prefix('$').is_some_and(|rest| is_word(rest) && !rest.contains([' ', '.']))
        || is_format(text)
        || is_of_parameter(text, name, schema)
        || is_yours(text)
        || STAND_INS.contains(&text)
        || text.eq_ignore_ascii_case("change-me")
        || text.eq_ignore_ascii_case("changeme")
}

/// `Ey*****pQ`, `****`, `xxx-xxx`.
fn is_masked(text: &str) -> bool {
    let is_x = |c: char| matches!(c, 'x' | 'X');
    let crosses = text.chars().filter(|&c| is_x(c)).count();
    text.contains("***") || (crosses >= 3 && text.chars().all(|c| is_x(c) || "- .".contains(c)))
}

/// `%@` anywhere; `%s`, `%d` and `%1$s` only as the whole: `100%sure` is a fine name.
fn is_format(text: &str) -> bool {
    let whole = text.strip_prefix('%').is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        matches!(rest.strip_prefix('$').unwrap_or(rest), "s" | "d" | "@")
    });
    whole || text.contains("%@")
}

/// `nonce_value`, for any parameter of the schema.
fn is_of_parameter(text: &str, name: &str, schema: &Schema) -> bool {
    let stem = ["_value", "-value", "Value"].iter().find_map(|end| text.strip_suffix(end));
    stem.is_some_and(|stem| stem == name || schema.parameter(stem).is_some())
}

/// `your-passcode`, `YOUR_NAME`, `your name`.
fn is_yours(text: &str) -> bool {
    let Some((_, rest)) = text.split_at_checked(4).filter(|(your, _)| your.eq_ignore_ascii_case("your")) else {
        return false;
    };
    match rest.chars().next() {
        Some('-' | '_') => !rest.contains(' '),
        Some(' ') => YOURS.iter().any(|word| word.eq_ignore_ascii_case(rest.trim())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::schema::{built_in_text, load};
    use crate::source::Sources;

    #[test]
    fn what_stands_for_a_value_is_told_from_one() {
        let text = built_in_text("huawei-cloud-meeting").unwrap();
        let source = Sources::new().add("schema", text);
        let schema = load(source, text, &mut Diagnostics::new()).unwrap();
        for text in [
            "Ey*****pQ",
            "****",
            "xxx",
            "XXX-XXX",
            "nonce_value",
            "conf_id_value",
            "<name>",
            "<meeting id>",
            "{name}",
            "{{ name }}",
            "${name}",
            "$name",
            "%name%",
            "%@",
            "%s",
            "%1$s",
            "__NAME__",
            "your-passcode",
            "YOUR_NAME",
            "Your Name",
            "TODO",
            "changeme",
            "...",
        ] {
            assert!(is_placeholder(text, "name", &schema), "{text}");
        }
        for text in [
            "Tom",
            "X",
            "XX",
            "100%",
            "100%sure",
            "A*B",
            "**",
            "Max",
            "your weekly sync",
            "Yourdon",
            "good_value",
            "$5",
            "$",
            "<3",
            "{}",
            "a < b > c",
            "Todo",
            "R&D",
            "12345",
            "meeting.example.com",
            "%",
            "",
        ] {
            assert!(!is_placeholder(text, "name", &schema), "{text}");
        }
    }
}
