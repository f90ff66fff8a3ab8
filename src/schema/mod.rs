//! Schemas: an app's pages, their parameters, and the platforms they are opened on.
//!
//! A schema is data that its vendor's reference justifies (see the folder `schemas/`). Reading one resolves all
//! inheritance: for every page, platform and variant there is a [`Form`], the page as it is there, so that no later
//! phase knows of overlays.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::link_template::{Ambiguous, Kind, LinkTemplate, Matcher};
use crate::source::{SourceId, Span, Spanned};

mod catalog;
mod constraint;
mod fact;
mod load;
mod load_page;
mod load_parameter;
pub mod value_type;

pub use catalog::{BUILT_IN, Catalog, built_in_text};
pub use constraint::{Condition, Constraint, ConstraintKind};
pub(crate) use fact::FACT_KEYS;
pub use fact::{Facts, Since, Status};
pub(crate) use load::{check_name, check_version};
pub use load::{load, load_document};
pub(crate) use value_type::Shape;
pub use value_type::{EnumValue, Invalid, Pattern, ValueType};

/// An app's links.
#[derive(Debug)]
pub struct Schema {
    /// The name that link configs and commands use, as `huawei-cloud-meeting`.
    pub name: String,
    /// The app's name for people.
    pub title: String,
    /// What there is to say about the whole.
    pub doc: Option<String>,
    /// Where the app is at home.
    pub homepage: Option<String>,
    /// The day on which the facts were last compared with their sources, as YYYY-MM-DD.
    pub checked_on: Option<Spanned<String>>,
    /// The documents that the facts come from.
    pub sources: Vec<SourceDocument>,
    /// The platforms in the order of output.
    pub platforms: Vec<Platform>,
    /// The vocabulary that pages pick from.
    pub parameters: Vec<Arc<Parameter>>,
    /// Named sets of values.
    pub presets: Vec<Preset>,
    /// The pages in the order of the file.
    pub pages: Vec<Page>,
    /// How parameters are obtained from the app's service.
    pub obtain: Vec<crate::obtain::Obtain>,
    /// What else a reader should know.
    pub notes: Vec<String>,
    /// The text that this was read from.
    pub source: SourceId,
}

/// A document that facts come from.
#[derive(Debug, Clone)]
pub struct SourceDocument {
    /// The word that `source:` entries begin with.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its issue, as printed.
    pub issue: Option<String>,
    /// Its date, as printed.
    pub date: Option<String>,
    /// Where it is to be had.
    pub url: Option<String>,
    /// What else there is to say.
    pub doc: Option<String>,
}

/// A platform and what is known of the app there.
#[derive(Debug, Clone)]
pub struct Platform {
    /// The word for it, as `ios`.
    pub id: String,
    /// Its name for people.
    pub title: Option<String>,
    /// The app's package name or bundle identifier.
    pub app: Option<String>,
    /// URL schemes that a calling app must declare before it may ask whether they can be opened.
    pub queries: Vec<String>,
    /// The app's number in the platform's store.
    pub store: Option<String>,
    /// Where the app can be had.
    pub download: Option<String>,
    /// How many characters a link may have there.
    pub max_length: Option<usize>,
    /// What else there is to say.
    pub doc: Option<String>,
}

/// A named, typed value of a page.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name in the link template.
    pub name: String,
    /// Which values it takes.
    pub value_type: ValueType,
    /// What people call it, by language (BCP 47): a value with a title is shown to them beside the link, as the number
    /// of a meeting is.
    pub titles: BTreeMap<String, String>,
    /// What it is.
    pub doc: String,
    /// Whether its value must not be seen by everyone.
    pub secret: bool,
    /// Whether its value works only once.
    pub single_use: bool,
    /// Whether its value tells who somebody is.
    pub personal: bool,
    /// Values that are known, of a type that has others too.
    pub known: Vec<String>,
    /// A value to show in examples.
    pub example: Option<String>,
    /// The platforms that read it; all when empty. A value that is given is written for every platform, for one link
    /// may go to all of them; where nobody reads it, it is not required and has no default.
    pub platforms: Vec<String>,
    /// What else a reader should know.
    pub notes: Vec<String>,
    /// Where this is known from.
    pub facts: Facts,
    /// The place of its name.
    pub span: Span,
}

impl Parameter {
    /// Whether `platform` reads the parameter.
    pub fn is_on(&self, platform: &str) -> bool {
        self.platforms.is_empty() || self.platforms.iter().any(|id| id == platform)
    }
}

/// A named set of values, for every page that has the parameters.
#[derive(Debug, Clone)]
pub struct Preset {
    /// Its name.
    pub name: Spanned<String>,
    /// Parameter, value as typed, in the order of the file.
    pub values: Vec<(Spanned<String>, crate::yaml::Node)>,
}

/// One kind of link that the app understands.
#[derive(Debug)]
pub struct Page {
    /// The word for it, as `join`.
    pub name: Spanned<String>,
    /// Its name for people.
    pub title: String,
    /// What it does.
    pub doc: Option<String>,
    /// The platforms that have it, in the schema's order.
    pub platforms: Vec<String>,
    /// The page on every platform, each platform's plain form first, then its variants.
    pub forms: Vec<Form>,
    /// The schema's own tests.
    pub examples: Vec<Example>,
    /// Where this is known from.
    pub facts: Facts,
}

impl Page {
    /// The page as it is on `platform`; `None` for the plain form.
    pub fn form(&self, platform: &str, variant: Option<&str>) -> Option<&Form> {
        self.forms.iter().find(|form| form.platform == platform && form.variant.as_deref() == variant)
    }

    /// The names of all variants, in the order of the file.
    pub fn variants(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for form in &self.forms {
            if let Some(name) = form.variant.as_deref()
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }
}

/// A page as it is on one platform, plain or in one variant, everything inherited.
#[derive(Debug)]
pub struct Form {
    /// The platform.
    pub platform: String,
    /// The variant; `None` for the plain form.
    pub variant: Option<String>,
    /// The link.
    pub link: Arc<LinkTemplate>,
    /// One for every variable of `link`, by its index.
    pub parameters: Vec<FormParameter>,
    /// What must hold between parameters.
    pub constraints: Vec<Constraint>,
    /// The same thing without the app, where there is one.
    pub browser: Option<Arc<LinkTemplate>>,
    /// What the user will see, by the state that the app is in.
    pub behaviour: Vec<(String, String)>,
    /// What else a reader should know.
    pub notes: Vec<String>,
    /// Where this is known from.
    pub facts: Facts,
    /// The place that says what is special here: the platform's or variant's key, or the page's name.
    pub span: Span,
    matcher: OnceLock<Result<Matcher, Ambiguous>>,
}

impl Form {
    /// The parameter called `name`.
    pub fn parameter(&self, name: &str) -> Option<&FormParameter> {
        self.parameters.iter().find(|parameter| parameter.name() == name)
    }

    /// The same form on another platform, of which nothing else is said.
    fn on(&self, platform: &str) -> Self {
        Self {
            platform: platform.to_owned(),
            variant: self.variant.clone(),
            link: Arc::clone(&self.link),
            parameters: self.parameters.clone(),
            constraints: self.constraints.clone(),
            browser: self.browser.clone(),
            behaviour: self.behaviour.clone(),
            notes: self.notes.clone(),
            facts: self.facts.clone(),
            span: self.span,
            matcher: OnceLock::new(),
        }
    }

    /// The machine that reads links of this form; made on first use.
    ///
    /// # Errors
    ///
    /// When the link template cannot be read back; a schema that has been loaded without errors has none such.
    pub fn matcher(&self) -> Result<&Matcher, &Ambiguous> {
        self.matcher
            .get_or_init(|| {
                self.link.matcher(|name| match self.parameter(name).map(|p| &p.parameter.value_type) {
                    Some(ValueType::List { .. }) => Kind::List,
                    _ => Kind::Text,
                })
            })
            .as_ref()
    }
}

/// A parameter as a form uses it.
#[derive(Debug, Clone)]
pub struct FormParameter {
    /// The parameter, with what the page changes of it.
    pub parameter: Arc<Parameter>,
    /// Whether it must be given.
    pub presence: Presence,
    /// Whether it stands where it cannot be left out: anywhere but in a query.
    pub structural: bool,
}

impl FormParameter {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.parameter.name
    }

    /// The value of a constant.
    pub fn constant(&self) -> Option<&WireValue> {
        match &self.presence {
            Presence::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// What the app assumes when the parameter is absent.
    pub fn default(&self) -> Option<&WireValue> {
        match &self.presence {
            Presence::Default(value) => Some(value),
            _ => None,
        }
    }

    /// Whether a value must be given.
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }
}

/// Whether a parameter must be given, and what stands for it when it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// Always this value.
    Constant(WireValue),
    /// Must be given.
    Required,
    /// The app assumes this value.
    Default(WireValue),
    /// May be left out.
    Optional,
}

/// A value as it goes into a link, not yet percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum WireValue {
    /// One text.
    Text(String),
    /// The items of a list.
    List(Vec<String>),
}

impl WireValue {
    /// The value for people; items are joined by commas.
    pub fn display(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(","),
        }
    }
}

/// A test that a schema carries: values and the URL they give, or a wrong link and what is wrong with it.
#[derive(Debug)]
pub struct Example {
    /// The platforms it is about; all of the page's when empty.
    pub platforms: Vec<String>,
    /// The variant.
    pub variant: Option<String>,
    /// The preset.
    pub preset: Option<String>,
    /// Parameter, value as typed.
    pub values: Option<Vec<(Spanned<String>, crate::yaml::Node)>>,
    /// The URL.
    pub url: Option<Spanned<String>>,
    /// The rule that a wrong example breaks.
    pub error: Option<Spanned<String>>,
    /// What it shows.
    pub doc: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl Schema {
    /// The page called `name`.
    pub fn page(&self, name: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.name.value == name)
    }

    /// The platform called `id`.
    pub fn platform(&self, id: &str) -> Option<&Platform> {
        self.platforms.iter().find(|platform| platform.id == id)
    }

    /// The parameter of the vocabulary called `name`.
    pub fn parameter(&self, name: &str) -> Option<&Arc<Parameter>> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// How the parameter `name` is obtained.
    pub fn obtain(&self, name: &str) -> Option<&crate::obtain::Obtain> {
        self.obtain.iter().find(|obtain| obtain.parameter.value == name)
    }

    /// The preset called `name`.
    pub fn preset(&self, name: &str) -> Option<&Preset> {
        self.presets.iter().find(|preset| preset.name.value == name)
    }
}
