//! The link as plain data: what targets read.
//!
//! No places, no schema, no borrowed text: what is left to do is to write it down. A link without inputs is one text
//! per platform; an input leaves a [`Part::Run`] open, which every language can close at run time with the right `?`
//! and `&`.

use serde::Serialize;

use crate::schema::{Constraint, ConstraintKind};

/// A link, ready to be written down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Its name, as `weekly-sync`.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// What it is for.
    pub summary: Option<String>,
    /// The schema's name.
    pub schema: String,
    /// The page's name.
    pub page: String,
    /// All its platforms, in the schema's order.
    pub platforms: Vec<String>,
    /// What it is on each group of platforms; the first is the base link.
    pub forms: Vec<LinkForm>,
    /// The address of its launcher page.
    pub landing: Option<String>,
    /// What is left open, in the order of the link; the same for every form, as far as the form has it.
    pub inputs: Vec<Input>,
    /// What must hold between parameters, of those that are left open.
    pub constraints: Vec<ConstraintKind>,
}

/// A link on the platforms where it is the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkForm {
    /// The platforms, in the schema's order.
    pub platforms: Vec<String>,
    /// The parts of the URL.
    pub parts: Vec<Part>,
    /// The same thing without the app.
    pub browser: Option<String>,
}

/// A part of a URL.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Text that is already encoded.
    Text(String),
    /// An expression of which some items are still open.
    Run(Run),
}

/// An RFC 6570 expression, section 3.2.1: `first` stands before the first item that is there, `separator` before every
/// other one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// What stands before the first item.
    pub first: String,
    /// What stands before every other item.
    pub separator: String,
    /// Whether an item is written `name=value`.
    pub named: bool,
    /// What follows the name of an item whose value is empty: `=`, or nothing in a `;` expression.
    pub empty: String,
    /// The items in the order of the link.
    pub items: Vec<Item>,
}

/// An item of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Text that is already encoded, its name and `=` included.
    Text(String),
    /// The value of the input with this name.
    Input(String),
}

/// A parameter that is left open until run time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// The parameter's name.
    pub name: String,
    /// Its type's name in a schema, as `boolean`.
    #[serde(rename = "type")]
    pub value_type: String,
    /// What it is.
    pub doc: String,
    /// Whether a value must be given.
    pub required: bool,
    /// Whether its value must not be seen by everyone.
    pub secret: bool,
    /// What is written when no value is given, by platform: what the app assumes there.
    pub defaults: Vec<(String, String)>,
    /// What stands in where something must be written down now.
    pub fallback: Option<String>,
    /// The values of an enum; of a boolean, its two spellings, that of true first.
    pub choices: Vec<String>,
}

impl Link {
    /// The URL on `platform`, its inputs closed by `value`: an encoded text for the input's name, or nothing where it
    /// is left out. `None` where the link is not on the platform.
    pub fn url(&self, platform: &str, mut value: impl FnMut(&str) -> Option<String>) -> Option<String> {
        let form = self.forms.iter().find(|form| form.platforms.iter().any(|name| name == platform))?;
        Some(form.url(&mut value))
    }

    /// Whether nothing is left open.
    pub fn is_closed(&self) -> bool {
        self.inputs.is_empty()
    }
}

impl LinkForm {
    /// The URL, its inputs closed by `value`; see [`Link::url`].
    pub fn url(&self, mut value: impl FnMut(&str) -> Option<String>) -> String {
        let mut url = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => url.push_str(text),
                Part::Run(run) => run.write(&mut value, &mut url),
            }
        }
        url
    }
}

impl Run {
    fn write(&self, value: &mut impl FnMut(&str) -> Option<String>, url: &mut String) {
        let mut is_first = true;
        let mut start = |url: &mut String| {
            url.push_str(if std::mem::take(&mut is_first) { &self.first } else { &self.separator });
        };
        for item in &self.items {
            match item {
                Item::Text(text) => {
                    start(url);
                    url.push_str(text);
                }
                Item::Input(name) => {
                    let Some(text) = value(name) else { continue };
                    start(url);
                    if self.named {
                        url.push_str(name);
                        url.push_str(if text.is_empty() { &self.empty } else { "=" });
                    }
                    url.push_str(&text);
                }
            }
        }
    }
}

/// The constraints in which one of `inputs` has a part.
pub(crate) fn open_constraints(constraints: &[Constraint], inputs: &[Input]) -> Vec<ConstraintKind> {
    let open = |name: &String| inputs.iter().any(|input| input.name == *name);
    let concerns = |kind: &ConstraintKind| match kind {
        ConstraintKind::OneOf(names)
        | ConstraintKind::AnyOf(names)
        | ConstraintKind::AtMostOne(names)
        | ConstraintKind::Together(names) => names.iter().any(open),
        ConstraintKind::If { when, require, allow } => {
            when.iter().map(|condition| &condition.parameter).chain(require).chain(allow).any(open)
        }
    };
    constraints.iter().map(|constraint| &constraint.kind).filter(|kind| concerns(kind)).cloned().collect()
}
