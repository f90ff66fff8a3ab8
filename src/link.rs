//! The link as plain data: what targets read.
//!
//! No places, no schema, no borrowed text: what is left to do is to write it down. A link without inputs is one text
//! per platform; an input leaves a [`Part::Run`] open, which every language can close at run time with the right `?`
//! and `&`.

mod choice;
mod refusal;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

pub use self::choice::Choice;
pub use self::refusal::{Asked, Refusal, Test};
use crate::event::Event;
use crate::link_template::percent;
use crate::schema::{Constraint, ConstraintKind, Shape, ValueType, WireValue};

/// A link, ready to be written down.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Its name, as `weekly-sync`.
    pub name: String,
    /// What tells it from every other link, and stays the same while the link does: a hash that no secret is in.
    pub id: String,
    /// Its name for people.
    pub title: Option<String>,
    /// What it is for.
    pub summary: Option<String>,
    /// The schema's name.
    pub schema: String,
    /// The page's name.
    pub page: String,
    /// The page's name for people.
    pub page_title: String,
    /// What the page does.
    pub doc: Option<String>,
    /// Whether a value that must not be seen by everyone is in it.
    pub is_secret: bool,
    /// The values of the base link that people read.
    pub shown: Vec<ShownValue>,
    /// What the user will see, by platform, by the state that the app is in.
    pub behaviour: Vec<(String, Vec<(String, String)>)>,
    /// All its platforms, in the schema's order.
    pub platforms: Vec<String>,
    /// What it is on each group of platforms; the first is the base link.
    pub forms: Vec<LinkForm>,
    /// The address of its launcher page.
    pub landing: Option<String>,
    /// When what it leads to takes place.
    pub event: Option<Event>,
    /// What is left open, in the order of the link; the same for every form, as far as the form has it.
    pub inputs: Vec<Input>,
    /// What must hold between parameters, of those that are left open.
    pub constraints: Vec<ConstraintKind>,
    /// The same as conditions on the inputs, by platform.
    pub refusals: Vec<(String, Vec<Refusal>)>,
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
    /// The same with its secrets masked, where there are any.
    pub masked: Option<MaskedForm>,
}

/// A form as anyone may see it: `********` stands for every secret value. It is to be looked at, not to be opened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MaskedForm {
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
    /// Whether a value keeps what RFC 3986 reserves, and a triplet `%41`, as they are (`{+x}`, `{#x}`).
    pub reserved: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts of a parameter")]
pub struct Input {
    /// The parameter's name.
    pub name: String,
    /// What people call it, by language.
    pub titles: BTreeMap<String, String>,
    /// Its type.
    #[serde(flatten)]
    pub value_type: InputType,
    /// What it is.
    pub doc: String,
    /// Whether a value must be given on one of the platforms, there being no fallback.
    pub required: bool,
    /// Whether its value must not be seen by everyone.
    pub secret: bool,
    /// Whether its value tells who somebody is.
    pub personal: bool,
    /// Whether its value works only once.
    pub single_use: bool,
    /// How it is on the platforms whose form has it.
    pub on: Vec<InputOn>,
    /// What stands in where something must be written down now.
    #[serde(serialize_with = "displayed")]
    pub fallback: Option<WireValue>,
    /// Values that are known, of a type that has others too.
    pub known: Vec<String>,
    /// A value to show in examples.
    pub example: Option<String>,
}

/// An input on a platform.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InputOn {
    /// The platform.
    pub platform: String,
    /// Whether a value must be given there, there being no fallback.
    pub required: bool,
    /// What is written when no value is given: what the app assumes there.
    #[serde(serialize_with = "displayed")]
    pub default: Option<WireValue>,
    /// The values of an enum that it has there; [`InputType::choices`] are those of all platforms.
    pub choices: Vec<String>,
}

/// Output templates see one text.
#[expect(clippy::ref_option, reason = "serde calls it so")]
fn displayed<S: Serializer>(value: &Option<WireValue>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(WireValue::display).serialize(serializer)
}

/// Which values an input takes; see [`ValueType`]. What its type does not have is empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct InputType {
    /// The type's name in a schema, as `boolean`.
    #[serde(rename = "type")]
    pub name: String,
    /// A regular expression for the whole text, in the part of the language that all share.
    pub pattern: Option<String>,
    /// What a stub checks of a text that is not empty: a regular expression that the whole text must match. It is that of
    /// the type, the pattern included, and every language reads it alike.
    pub regex: Option<String>,
    /// And one that must be found nowhere in the text; `^` is the beginning and `$` the end of the text.
    pub refused: Option<String>,
    /// How many characters (code points) it may have.
    pub max_length: Option<usize>,
    /// Texts that must not be in it.
    pub except: Vec<String>,
    /// The least number.
    pub min: Option<i64>,
    /// The greatest number.
    pub max: Option<i64>,
    /// How the app spells true and false, in this order.
    pub spelling: Option<[String; 2]>,
    /// The values of an enum.
    pub choices: Vec<Choice>,
    /// The schemes that a URL may have; any that is not dangerous, if empty.
    pub schemes: Vec<String>,
    /// The hosts that a URL may have; any, if empty.
    pub hosts: Vec<String>,
    /// The type of a list's items.
    pub items: Option<Box<InputType>>,
    /// How many items a list may have.
    pub max_items: Option<usize>,
}

/// A value of a link that people read, as the number of a meeting: its parameter has a title.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShownValue {
    /// The parameter's name.
    pub name: String,
    /// What people call it, by language.
    pub titles: BTreeMap<String, String>,
    /// The value, not encoded.
    pub value: String,
    /// Whether it must not be seen by everyone.
    pub secret: bool,
    /// Whether it tells who somebody is.
    pub personal: bool,
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
    pub fn url(&self, value: impl FnMut(&str) -> Option<String>) -> String {
        closed(&self.parts, value)
    }

    /// The URL with its secrets masked; see [`Self::url`].
    pub fn masked_url(&self, value: impl FnMut(&str) -> Option<String>) -> String {
        closed(self.masked.as_ref().map_or(&self.parts, |masked| &masked.parts), value)
    }
}

/// `value` of the input `name` as it stands in the URL of `parts`; `None` for an empty list, which is left out
/// (RFC 6570, section 3.2.1).
pub(crate) fn encoded(parts: &[Part], name: &str, value: &WireValue) -> Option<String> {
    let is_reserved = parts.iter().any(|part| match part {
        Part::Run(run) => run.reserved && run.items.iter().any(|item| matches!(item, Item::Input(own) if own == name)),
        Part::Text(_) => false,
    });
    let write = if is_reserved { percent::encode_reserved } else { percent::encode };
    let mut url = String::new();
    match value {
        WireValue::Text(text) => write(text, &mut url),
        WireValue::List(items) => {
            let (first, others) = items.split_first()?;
            write(first, &mut url);
            for item in others {
                url.push(',');
                write(item, &mut url);
            }
        }
    }
    Some(url)
}

fn closed(parts: &[Part], mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut url = String::new();
    for part in parts {
        match part {
            Part::Text(text) => url.push_str(text),
            Part::Run(run) => run.write(&mut value, &mut url),
        }
    }
    url
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

impl InputType {
    /// What an input of `value_type` takes.
    pub(crate) fn of(value_type: &ValueType) -> Self {
        let Shape { regex, refused, max_length } = value_type.shape();
        let mut own = Self { name: value_type.name().to_owned(), regex, refused, max_length, ..Self::default() };
        match value_type {
            ValueType::String { pattern, except, .. } => {
                own.pattern = pattern.as_ref().map(|pattern| pattern.as_str().to_owned());
                own.except.clone_from(except);
            }
            ValueType::Integer { min, max } => (own.min, own.max) = (*min, *max),
            // A TCP port (RFC 9293, section 3.1); 0 cannot be connected to.
            ValueType::Port => (own.min, own.max) = (Some(1), Some(65535)),
            ValueType::Boolean { spelling } => own.spelling = Some(spelling.clone()),
            ValueType::Enum { values } => own.choices = Choice::all(values),
            ValueType::Url { schemes, hosts } => {
                own.schemes.clone_from(schemes);
                own.hosts.clone_from(hosts);
            }
            ValueType::List { items, max_items } => {
                own.items = Some(Box::new(Self::of(items)));
                own.max_items = *max_items;
            }
            ValueType::Host | ValueType::DateTime | ValueType::Json => {}
        }
        own
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
