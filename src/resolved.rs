//! A link with its names bound and its values typed, per platform: what the rules look at.
//!
//! It comes from a link config, from the command line, or out of a URL that was read back; the rules are the same for
//! all three.

use std::sync::Arc;

use crate::config::Layout;
use crate::event::Event;
use crate::given::Given;
use crate::schema::{Form, FormParameter, Page, Presence, Schema, WireValue};
use crate::source::{Span, Spanned};
use crate::surroundings::Surroundings;

/// A link, bound to its schema's page.
#[derive(Debug)]
pub struct ResolvedLink<'s> {
    /// The schema.
    pub schema: &'s Schema,
    /// The page.
    pub page: &'s Page,
    /// Its name: that of the config's link, else that of the page; the span is where the link is spoken of as a whole.
    pub name: Spanned<String>,
    /// Its name for people.
    pub title: Option<String>,
    /// What it is for.
    pub summary: Option<String>,
    /// The address of its launcher page.
    pub landing: Option<String>,
    /// When what it leads to takes place.
    pub event: Option<Event>,
    /// Whether the app's defaults are written out.
    pub write_defaults: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// The page on each platform, in the schema's order; of a URL, all forms that it fits.
    pub forms: Vec<ResolvedForm<'s>>,
    /// What was given under a name that no form has.
    pub unknown: Vec<UnknownParameter>,
    /// What was given more than once.
    pub repeated: Vec<Repeated>,
    /// The document path, as `links/weekly-sync`; empty for a URL.
    pub subject: String,
    /// Where the text of a config's link can be changed.
    pub layout: Layout,
}

/// Where a link comes from.
#[derive(Debug)]
pub enum Origin {
    /// A link config: it is kept, and other people see it.
    Config,
    /// The command line: it lives as long as the command.
    CommandLine,
    /// A page of a schema, all of its parameters left open.
    Page,
    /// A URL.
    Url(UrlText),
}

/// A URL as it was found.
#[derive(Debug)]
pub struct UrlText {
    /// The text, with [`HOLE_SHOWN`](crate::surroundings::HOLE_SHOWN) for what is not known of it.
    pub text: String,
    /// Where it stands; of the same length as the text.
    pub span: Span,
    /// A `#…` that the page's link does not have.
    pub fragment: Option<Span>,
    /// Whether it stands in a file, where others see it, and not on a command line.
    pub is_kept: bool,
    /// What it stands in, when it was found in a text.
    pub surroundings: Option<Surroundings>,
    /// Whether somebody said which platform it is for.
    pub is_for_platform: bool,
    /// What of it was read in another case than it has.
    pub wrong_case: Vec<WrongCase>,
}

/// A part of a URL that has the wrong case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCase {
    /// The bytes of the URL.
    pub range: std::ops::Range<usize>,
    /// What belongs there; as long as the range.
    pub right: String,
    /// What kind of part it is.
    pub part: Cased,
}

/// The parts of a URL that a link template writes, and that have a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cased {
    /// The scheme, which the URL Standard makes lower case.
    Scheme,
    /// The host of a web address, likewise.
    WebHost,
    /// What else stands before the query.
    Head,
    /// The name of a parameter.
    Name,
}

impl UrlText {
    /// The place of the bytes `range` of the text.
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.span.source, self.span.start + range.start..self.span.start + range.end)
    }
}

/// A form and what its parameters are bound to, in the order of the form's parameters.
#[derive(Debug)]
pub struct ResolvedForm<'s> {
    /// The form.
    pub form: &'s Form,
    /// The bindings.
    pub bindings: Vec<Binding<'s>>,
}

/// A parameter of a form and what it is bound to.
#[derive(Debug, Clone)]
pub struct Binding<'s> {
    /// The parameter.
    pub parameter: &'s FormParameter,
    /// The strongest value that was given.
    pub given: Option<Arc<Given>>,
    /// Where somebody wrote that it is to be left out.
    pub removed: Option<Box<Span>>,
    /// That it is left open.
    pub input: Option<Arc<InputBinding>>,
    /// Whether something was given that cannot be understood, which is reported already.
    pub is_unusable: bool,
}

/// A parameter that is left open until run time.
#[derive(Debug)]
pub struct InputBinding {
    /// Where this is said.
    pub span: Span,
    /// What stands in where something must be written down now.
    pub fallback: Option<Given>,
}

/// A value under a name that no form has.
#[derive(Debug, Clone)]
pub struct UnknownParameter {
    /// The name.
    pub name: Spanned<String>,
    /// The place of its value, when it has one.
    pub value: Option<Span>,
    /// Who gave it.
    pub given_in: GivenIn,
}

/// Where an unknown parameter was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenIn {
    /// In `values`, for all platforms.
    Values,
    /// In `inputs`.
    Inputs,
    /// In a query.
    Query,
    /// In a query, without a `=`.
    BareQuery,
}

/// A parameter that was given more than once.
#[derive(Debug, Clone)]
pub struct Repeated {
    /// The name, at the place of the repetition.
    pub name: Spanned<String>,
    /// Where it was given first.
    pub first: Span,
    /// Whether the two places are `values` and `inputs`.
    pub is_input: bool,
    /// Whether it says the same again.
    pub is_same: bool,
}

impl<'s> ResolvedLink<'s> {
    /// The platforms, each once.
    pub fn platforms(&self) -> Vec<&'s str> {
        let mut platforms: Vec<&'s str> = Vec::new();
        for resolved in &self.forms {
            if !platforms.contains(&resolved.form.platform.as_str()) {
                platforms.push(&resolved.form.platform);
            }
        }
        platforms
    }

    /// The URL that this was read from.
    pub fn url(&self) -> Option<&UrlText> {
        match &self.origin {
            Origin::Url(url) => Some(url),
            _ => None,
        }
    }

    /// Whether what is written here stays and is seen by others: a config, or a URL in a file.
    pub fn is_kept(&self) -> bool {
        match &self.origin {
            Origin::Config => true,
            Origin::CommandLine | Origin::Page => false,
            Origin::Url(url) => url.is_kept,
        }
    }

    /// The document path of a value of this link.
    pub fn subject_of(&self, parameter: &str) -> String {
        if self.subject.is_empty() {
            format!("{}/{}/{parameter}", self.schema.name, self.page.name.value)
        } else {
            format!("{}/values/{parameter}", self.subject)
        }
    }
}

impl ResolvedForm<'_> {
    /// The binding of `name`.
    pub fn binding(&self, name: &str) -> Option<&Binding<'_>> {
        self.bindings.iter().find(|binding| binding.parameter.name() == name)
    }
}

impl Binding<'_> {
    /// The parameter's name.
    pub fn name(&self) -> &str {
        self.parameter.name()
    }

    /// Whether a value is there or will be: given, or left open as an input. A blank counts as given, and so does what
    /// cannot be understood.
    pub fn is_given(&self) -> bool {
        self.given.is_some() || self.input.is_some() || self.is_unusable
    }

    /// The value that the app will see, as far as it is known now: what was given, a constant, or what the app assumes.
    pub fn effective(&self) -> Option<WireValue> {
        if let Some(given) = &self.given {
            return given.wire(&self.parameter.parameter.value_type);
        }
        match &self.parameter.presence {
            Presence::Default(_) if self.is_unusable => None,
            Presence::Constant(value) | Presence::Default(value) => Some(value.clone()),
            Presence::Required | Presence::Optional => None,
        }
    }

    /// What is written into the link for a parameter that was not given: a constant always, a default when
    /// `write_defaults` says so and nobody asked for it to be left out, or where it cannot be left out.
    pub fn unasked(&self, write_defaults: bool) -> Option<&WireValue> {
        match &self.parameter.presence {
            Presence::Constant(value) => Some(value),
            Presence::Default(value) if self.parameter.structural => Some(value),
            Presence::Default(value) if write_defaults && self.removed.is_none() => Some(value),
            _ => None,
        }
    }
}
