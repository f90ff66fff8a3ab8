//! A value of an enum, as targets see it.

use serde::Serialize;

use crate::schema::EnumValue;

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The text, as it stands in the link.
    pub name: String,
    /// A name to make an identifier of, which no other value of the enum shares in any spelling; as a rule the text.
    pub key: String,
    /// What it means.
    pub doc: Option<String>,
    /// The version of the app that first takes it.
    pub since: Option<String>,
}

impl Choice {
    /// The choices of an enum with `values`.
    pub(crate) fn all(values: &[EnumValue]) -> Vec<Self> {
        let mut choices = Vec::new();
        for value in values {
            let (name, doc, since) = (value.name.clone(), value.doc.clone(), value.since.clone());
            Self { key: name.clone(), name, doc, since }.add_to(&mut choices);
        }
        choices
    }

    /// Adds those of `more` to `choices` that are not there.
    pub(crate) fn add_all(choices: &mut Vec<Self>, more: Vec<Self>) {
        for choice in more {
            if !choices.iter().any(|known| known.name == choice.name) {
                choice.add_to(choices);
            }
        }
    }

    /// Adds it under a key of its own.
    fn add_to(mut self, choices: &mut Vec<Self>) {
        // What has no letter or digit of ASCII has no identifier of its own.
        let own = if letters(&self.name).is_empty() { "value" } else { self.name.as_str() };
        let is_taken = |key: &str| choices.iter().any(|choice| letters(&choice.key) == letters(key));
        let mut key = own.to_owned();
        let mut count = 1;
        while is_taken(&key) {
            count += 1;
            key = format!("{own}-{count}");
        }
        self.key = key;
        choices.push(self);
    }
}

/// What is left of `name` in an identifier, whatever the case.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_name_of_its_own() {
        let names = ["a-b", "a_b", "中", "文", "aB2", ""];
        let values = names.map(|name| EnumValue { name: name.to_owned(), doc: None, since: None });
        let keys: Vec<String> = Choice::all(&values).into_iter().map(|choice| choice.key).collect();
        assert_eq!(keys, ["a-b", "a_b-2", "value", "value-2", "aB2-2", "value-3"]);
    }
}
