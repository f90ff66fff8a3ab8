//! What goes by the names of a declaration in one run: credentials, what was generated, the signature, results.
//!
//! All of them are held as secrets, the harmless ones too: nothing here can be printed by mistake, and all of it is
//! wiped when it goes.

use secrecy::{ExposeSecret as _, SecretString};

use super::{Filter, Obtain};

/// What stands for a secret.
const MASKED: &str = "******";

/// Shorter texts are in every other word of a message.
const SHORTEST: usize = 4;

/// Names and their values.
#[derive(Debug, Default)]
pub struct Values {
    list: Vec<(String, SecretString)>,
}

impl Values {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what goes by `name`.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<SecretString>) {
        let (name, value) = (name.into(), value.into());
        self.list.retain(|(known, _)| *known != name);
        self.list.push((name, value));
    }

    /// What goes by `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.list.iter().find(|(known, _)| known == name).map(|(_, value)| value.expose_secret())
    }

    /// Forgets what goes by `name`, and wipes it.
    pub fn forget(&mut self, name: &str) {
        self.list.retain(|(known, _)| known != name);
    }

    /// What goes by `name` as it may be shown.
    pub fn shown(&self, name: &str, obtain: &Obtain) -> Option<&str> {
        let value = self.get(name)?;
        Some(if obtain.is_secret(name) { MASKED } else { value })
    }

    /// `text`, which came from elsewhere, without any secret that is known here: as it is, in base64, percent-encoded.
    pub fn redacted(&self, text: &str, obtain: &Obtain) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.list {
            let value = value.expose_secret();
            if value.len() < SHORTEST || !obtain.is_secret(name) {
                continue;
            }
            let encoded = crate::link_template::percent::encoded(value);
            for spelling in [value, &Filter::Base64.apply(value), &encoded] {
                text = text.replace(spelling, MASKED);
            }
        }
        text
    }
}
