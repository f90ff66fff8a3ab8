//! Prose in the comments of a target's language.
//!
//! A literal is safe in a comment; a sentence is not one. What a language does not bear in a comment is data in the
//! target's manifest; characters that a reader cannot see are taken out everywhere, for a comment that shows another
//! order than it has deceives whoever reads the code (CVE-2021-42574).

use std::collections::BTreeMap;

use minijinja::value::Kwargs;
use minijinja::{Environment, Error, Value};
use serde::Deserialize;

/// What a language needs in its comments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comments {
    /// What stands for a text that must not be in a comment, such as `*/`; applied in the order of length, longest
    /// first, to the text as it was before.
    #[serde(default)]
    replace: BTreeMap<String, String>,
    /// How many columns a line may have.
    #[serde(default = "usual_width")]
    width: usize,
}

fn usual_width() -> usize {
    100
}

impl Comments {
    /// Puts the filter `comment` into `environment`: `text | comment(prefix)` breaks the text into lines, each but the
    /// first behind the prefix. What it gives needs no escape.
    pub(super) fn register(&self, environment: &mut Environment<'_>) {
        let comments = self.clone();
        environment.add_filter("comment", move |text: &str, prefix: Option<&str>, options: Kwargs| {
            let first: Option<usize> = options.get("first")?;
            options.assert_all_used()?;
            let prefix = prefix.unwrap_or_default();
            Ok::<_, Error>(Value::from_safe_string(comments.lines(text, prefix, first.unwrap_or(prefix.len()))))
        });
    }

    /// `text` in lines: the first begins in column `first`, every other one behind `prefix`.
    fn lines(&self, text: &str, prefix: &str, first: usize) -> String {
        let text = self.harmless(text);
        let mut lines = String::new();
        let mut column = first;
        let mut starts = true;
        for word in text.split_whitespace() {
            let width = word.chars().count();
            if !starts && column + 1 + width > self.width {
                lines.push('\n');
                lines.push_str(prefix);
                column = prefix.len();
                starts = true;
            }
            if !starts {
                lines.push(' ');
                column += 1;
            }
            lines.push_str(word);
            column += width;
            starts = false;
        }
        lines
    }

    fn harmless(&self, text: &str) -> String {
        let mut keys: Vec<&String> = self.replace.keys().collect();
        keys.sort_by_key(|key| std::cmp::Reverse(key.len()));
        let mut out = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(key) = keys.iter().find(|key| rest.starts_with(key.as_str())) {
                out.push_str(&self.replace[*key]);
                rest = &rest[key.len()..];
                continue;
            }
            out.push(match c {
                '\u{2028}' | '\u{2029}' => ' ',
                c if c.is_control() => ' ',
                c if crate::invisible::is_invisible(c) => '\u{fffd}',
                c => c,
            });
            rest = &rest[c.len_utf8()..];
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_comment() {
        let replace = [("*/", "*&#47;"), ("\\u", "\\ u")];
        let replace = replace.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        let comments = Comments { replace, width: 20 };
        assert_eq!(
            comments.lines("ends */ here, \\u000a and\ngoes\u{0} on", " * ", 3),
            "ends *&#47; here,\n * \\ u000a and goes\n * on"
        );
        assert_eq!(comments.lines("a\u{202e}b\u{2028}c", "", 0), "a\u{fffd}b c");
    }
}
