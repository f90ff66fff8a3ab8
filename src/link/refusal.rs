//! What must not come together in the values of a link: its constraints, as conditions on what is still open.
//!
//! A stub does not know the values that a link config has given, nor what a platform's form assumes; here they are known,
//! so every constraint becomes conditions on inputs alone. A language then needs one loop and three tests, and none of
//! what the kinds of constraint mean.

use serde::Serialize;

/// Values are refused when all of these conditions hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The conditions; one at least.
    pub when: Vec<Test>,
    /// What is wrong then, in one lowercase line.
    pub message: String,
}

/// A condition on one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Test {
    /// The input.
    pub input: String,
    /// What is asked of it.
    pub is: Asked,
    /// The texts, of [`Asked::OneOf`]; as they stand in the link, not encoded.
    pub values: Vec<String>,
    /// Of [`Asked::OneOf`], whether it holds too when the caller gave nothing: the app assumes one of them.
    pub or_absent: bool,
    /// Whether the condition holds when the answer is no.
    pub not: bool,
}

/// What can be asked of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Whether the caller gave a value, an empty text included.
    Present,
    /// Whether the caller gave a value that is not empty.
    Given,
    /// Whether the caller gave one of the values; of a list, whether one of its items is among them.
    OneOf,
}

impl Test {
    /// The opposite.
    pub(crate) fn negated(mut self) -> Self {
        self.not = !self.not;
        self
    }
}
