//! Filters that turn a name of ours into an identifier: the result is safe wherever an identifier is.

use std::collections::BTreeSet;

use minijinja::{Environment, Error, ErrorKind, Value};
use serde::Deserialize;

/// What a language does not take as an identifier.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The language's own words.
    #[serde(default)]
    reserved: BTreeSet<String>,
    /// How one of them is written all the same, with `{}` in its place: `` `{}` ``, `{}_`.
    #[serde(default = "underscored")]
    instead: String,
    /// What else is called after a link, with its name in the place of `{}`: `open-{}`.
    #[serde(default)]
    also: Vec<String>,
}

fn underscored() -> String {
    "{}_".to_owned()
}

/// Puts the filters `camel`, `pascal`, `snake`, `screaming` and `kebab` into `environment`; what they give is no
/// reserved word of `names`.
pub(super) fn register(environment: &mut Environment<'_>, names: &Names) {
    type Spell = fn(&str) -> String;
    let filters: [(&'static str, Spell); 5] = [
        ("camel", camel),
        ("pascal", |name| capitalised(&camel(name))),
        ("snake", |name| joined(name, "_")),
        ("screaming", |name| joined(name, "_").to_uppercase()),
        ("kebab", |name| joined(name, "-")),
    ];
    for (filter, spell) in filters {
        let names = names.clone();
        environment.add_filter(filter, move |name: &str| names.identifier(&spell(name)));
    }
    let names = names.clone();
    environment.add_filter("qualified", move |name: &str, separator: &str| names.qualified(name, separator));
}

impl Names {
    /// The names of what is called after the link `name`, but for the link's own.
    pub(super) fn after<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        self.also.iter().map(move |form| form.replace("{}", name))
    }

    /// A name that somebody chose, as it is: identifiers with `separator` between them, as `com.example.links`.
    fn qualified(&self, name: &str, separator: &str) -> Result<Value, Error> {
        let is_identifier = |part: &str| {
            !part.is_empty()
                && !part.starts_with(|c: char| c.is_ascii_digit())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                && !self.reserved.contains(part)
        };
        if name.split(separator).all(is_identifier) {
            return Ok(Value::from_safe_string(name.to_owned()));
        }
        let message = format!("`{}` cannot be a name here", name.escape_debug());
        Err(Error::new(ErrorKind::InvalidOperation, message))
    }

    /// Only ASCII letters, digits and joiners are left, so that it needs no escaping in any language. It begins with no
    /// digit, and it is not empty.
    fn identifier(&self, spelled: &str) -> Value {
        Value::from_safe_string(if self.reserved.contains(spelled) {
            self.instead.replace("{}", spelled)
        } else if spelled.starts_with(|c: char| c.is_ascii_digit()) || spelled.is_empty() {
            format!("_{spelled}")
        } else {
            spelled.to_owned()
        })
    }
}

/// The words of a name: `open_mic`, `nonceId` and `weekly-sync` have two each.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last_is_lower = false;
    let mut starts = true;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() {
            starts = true;
            continue;
        }
        if starts || (c.is_ascii_uppercase() && last_is_lower) {
            words.push(String::new());
        }
        starts = false;
        last_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

fn joined(name: &str, joiner: &str) -> String {
    words(name).join(joiner)
}

fn camel(name: &str) -> String {
    let mut words = words(name).into_iter();
    let first = words.next().unwrap_or_default();
    words.fold(first, |text, word| text + &capitalised(&word))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_spelling() {
        for (name, expected) in [
            ("open_mic", "openMic"),
            ("nonceId", "nonceId"),
            ("weekly-sync", "weeklySync"),
            ("LoginAndJoinConf", "loginAndJoinConf"),
            ("a\"b", "aB"),
        ] {
            assert_eq!(camel(name), expected);
        }
        assert_eq!(joined("nonceId", "_"), "nonce_id");
        assert_eq!(capitalised(&camel("weekly-sync")), "WeeklySync");
    }

    #[test]
    fn a_reserved_word_is_written_another_way() {
        let kotlin = Names { reserved: BTreeSet::from(["in".to_owned()]), instead: "`{}`".to_owned(), also: vec![] };
        assert_eq!(kotlin.identifier("in").as_str(), Some("`in`"));
        assert_eq!(kotlin.identifier("2fa").as_str(), Some("_2fa"));
        assert_eq!(kotlin.identifier("").as_str(), Some("_"));
    }

    #[test]
    fn a_name_that_somebody_chose_is_taken_or_refused() {
        let java = Names { reserved: BTreeSet::from(["int".to_owned()]), ..Names::default() };
        assert_eq!(java.qualified("com.example.myLinks_2", ".").unwrap().as_str(), Some("com.example.myLinks_2"));
        for name in ["", ".", "com..example", "com.int", "com.2fa", "a b", "a;b", "a\nb", "é"] {
            assert!(java.qualified(name, ".").is_err(), "{name}");
        }
    }
}
