//! The manifest of a target, `target.yaml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::comment::Comments;
use super::names::Names;
use super::{Escape, Finish};
use crate::rules::Channel;

/// What a target says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What it is, in one line.
    pub summary: String,
    /// What comes out and how it is used, in Markdown: what `linkc explain target/<name>` prints.
    #[serde(default)]
    pub doc: String,
    /// The platforms that it is for; a link that is on none of them is left out. All, if it does not say.
    #[serde(default)]
    pub platforms: Option<Vec<String>>,
    /// How a value becomes a literal.
    pub escape: Escape,
    /// Of output templates in another language: how a value becomes a literal there.
    #[serde(default)]
    pub escapes: BTreeMap<String, Escape>,
    /// What its comments do not bear.
    #[serde(default)]
    pub comments: Comments,
    /// What its identifiers cannot be; names of links and inputs must differ there.
    #[serde(default)]
    pub names: Option<Names>,
    /// Whether every link must be a plain URL, with nothing left open.
    #[serde(default)]
    pub plain: bool,
    /// Whether every link must have an address of the web: its landing page's, or its own.
    #[serde(default)]
    pub web: bool,
    /// Where other people meet what comes out; nowhere, when it is for programs.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// What it can be told.
    #[serde(default)]
    pub options: BTreeMap<String, OptionManifest>,
    /// What comes out.
    pub files: Vec<OutputFile>,
    /// What is made of a single link on the command line; all of the files, if it does not say.
    #[serde(default)]
    pub snippet: Option<Snippet>,
}

/// What a target makes of a single link on the command line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snippet {
    /// The file name of its output template.
    pub template: String,
    /// What becomes of the text.
    #[serde(default)]
    pub finish: Finish,
    /// What else it is made of.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
}

/// Something that a target can be told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionManifest {
    /// What it does.
    pub doc: String,
    /// What it is when nobody says; its kind is the kind that the option has. Without one, the option must be given.
    #[serde(default)]
    pub default: Option<Value>,
    /// What it may be, if not anything.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether it may be a language, too: any that the target has strings for.
    #[serde(default)]
    pub languages: bool,
}

/// A file that a target writes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputFile {
    /// Its path, an output template of its own.
    pub path: String,
    /// The file name of its output template.
    pub template: String,
    /// How many of them there are.
    #[serde(default)]
    pub each: Each,
    /// An expression that is true where there is such a file, as `link.event`; always, if it does not say.
    #[serde(default)]
    pub when: Option<String>,
    /// Whether it is only of use beside the others; where one link goes to stdout, it is left out.
    #[serde(default)]
    pub beside: bool,
    /// What becomes of the text.
    #[serde(default)]
    pub finish: Finish,
    /// What else it is made of: output templates by the names that `finish` knows.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
}

/// How many files an entry of a manifest stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// One.
    #[default]
    Build,
    /// One a link.
    Link,
    /// One for every parameter that the schema says how to obtain; a schema that says it of none is refused.
    Obtain,
}

/// Why a target cannot be told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionError {
    /// The option, where it is one that was given.
    pub option: Option<String>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Manifest {
    /// All options: what was `given`, and the defaults of the others.
    ///
    /// # Errors
    ///
    /// When one is given that the target does not have or cannot take, or one is missing.
    pub fn options(&self, given: &Map<String, Value>) -> Result<Map<String, Value>, OptionError> {
        let mut options = Map::new();
        for (name, value) in given {
            let error = |message: String, help: String| OptionError { option: Some(name.clone()), message, help };
            let Some(own) = self.options.get(name) else {
                let names = || self.options.keys().map(String::as_str);
                let help = crate::nearest::did_you_mean(name, names()).unwrap_or_else(|| match self.options.len() {
                    0 => "it has none".to_owned(),
                    _ => format!("it takes {}", crate::nearest::one_of(names())),
                });
                return Err(error(format!("the target has no option `{name}`"), help));
            };
            let choices = || crate::nearest::one_of(own.choices.iter().map(String::as_str));
            if !own.choices.is_empty() && !value.as_str().is_some_and(|text| own.choices.iter().any(|one| one == text))
            {
                return Err(error(format!("the option `{name}` cannot be this"), format!("it is {}", choices())));
            }
            let kind = own.default.as_ref().map_or("text", kind);
            if kind_of_given(value) != kind {
                return Err(error(format!("the option `{name}` is {kind}"), own.doc.clone()));
            }
            options.insert(name.clone(), value.clone());
        }
        for (name, own) in self.options.iter().filter(|(name, _)| !given.contains_key(*name)) {
            let default = own.default.clone().ok_or_else(|| OptionError {
                option: None,
                message: format!("the target needs the option `{name}`"),
                help: own.doc.clone(),
            })?;
            options.insert(name.clone(), default);
        }
        Ok(options)
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "true or false",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
        Value::Null | Value::Number(_) | Value::String(_) => "text",
    }
}

/// A null counts as no text.
fn kind_of_given(value: &Value) -> &'static str {
    if value.is_null() { "nothing" } else { kind(value) }
}
