//! Filters that turn a name of ours into an identifier: the result is safe wherever an identifier is.

use minijinja::{Environment, Value};

/// Puts the filters `camel`, `pascal`, `snake`, `screaming` and `kebab` into `environment`.
pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_filter("camel", |name: &str| safe(&camel(name)));
    environment.add_filter("pascal", |name: &str| safe(&capitalised(&camel(name))));
    environment.add_filter("snake", |name: &str| safe(&joined(name, "_")));
    environment.add_filter("screaming", |name: &str| safe(&joined(name, "_").to_uppercase()));
    environment.add_filter("kebab", |name: &str| safe(&joined(name, "-")));
}

/// Only ASCII letters, digits and joiners are left, so that it needs no escaping in any language.
fn safe(name: &str) -> Value {
    Value::from_safe_string(name.to_owned())
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
}
