//! The texts of a request, with references to what goes into them: `signature=${signature},access=${base64:app_id}`.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::link_template::percent;
use crate::value::ValueError;

mod parse;

/// A text of which some parts are known and some are references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestText {
    parts: Vec<RequestPart>,
}

/// A piece of a [`RequestText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestPart {
    /// Text that stands for itself; never empty.
    Text(String),
    /// What goes by a name.
    Reference(RequestReference),
}

/// A name in a text, and how its value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestReference {
    /// The name of a credential, a generated field, the signature or a result.
    pub name: String,
    /// How the value is written; as it is when there is none.
    pub filter: Option<Filter>,
    /// The bytes of the parsed text that the name takes.
    pub range: Range<usize>,
}

/// A way to write a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// In base64 with padding (RFC 4648, section 4), of its UTF-8.
    Base64,
}

impl Filter {
    /// All filters.
    pub const ALL: [Self; 1] = [Self::Base64];

    /// The word in front of the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
        }
    }

    /// `text`, written so.
    pub fn apply(self, text: &str) -> String {
        match self {
            Self::Base64 => STANDARD.encode(text),
        }
    }

    /// The text that was written so, if `written` is such a one.
    pub fn undo(self, written: &str) -> Option<String> {
        match self {
            Self::Base64 => String::from_utf8(STANDARD.decode(written).ok()?).ok(),
        }
    }
}

impl RequestText {
    /// Reads `text` with its references and escapes.
    ///
    /// # Errors
    ///
    /// A `${` that no `}` closes, a filter that does not exist, a reference without a name.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        parse::parse(text).map(|parts| Self { parts })
    }

    /// The pieces in their order.
    pub fn parts(&self) -> &[RequestPart] {
        &self.parts
    }

    /// The references in their order.
    pub fn references(&self) -> impl Iterator<Item = &RequestReference> {
        self.parts.iter().filter_map(|part| match part {
            RequestPart::Reference(reference) => Some(reference),
            RequestPart::Text(_) => None,
        })
    }

    /// The reference that is the whole text, if it is one.
    pub fn as_reference(&self) -> Option<&RequestReference> {
        match self.parts.as_slice() {
            [RequestPart::Reference(reference)] => Some(reference),
            _ => None,
        }
    }

    /// Whether the text refers to `name`.
    pub fn mentions(&self, name: &str) -> bool {
        self.references().any(|reference| reference.name == name)
    }

    /// The whole text, with `look_up` asked for what goes by each name; `None` when it does not know one.
    pub fn fill<'v>(&self, look_up: impl FnMut(&str) -> Option<&'v str>) -> Option<String> {
        self.fill_with(look_up, |value, text| text.push_str(value))
    }

    /// As [`Self::fill`], for the path of a URL: each value is percent-encoded, so that it stays one segment of it.
    pub fn fill_path<'v>(&self, look_up: impl FnMut(&str) -> Option<&'v str>) -> Option<String> {
        self.fill_with(look_up, percent::encode)
    }

    fn fill_with<'v>(
        &self,
        mut look_up: impl FnMut(&str) -> Option<&'v str>,
        write: impl Fn(&str, &mut String),
    ) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                RequestPart::Text(literal) => text.push_str(literal),
                RequestPart::Reference(reference) => {
                    let value = look_up(&reference.name)?;
                    match reference.filter {
                        Some(filter) => write(&filter.apply(value), &mut text),
                        None => write(value, &mut text),
                    }
                }
            }
        }
        Some(text)
    }
}

impl std::fmt::Display for RequestText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in &self.parts {
            match part {
                RequestPart::Text(text) => f.write_str(&text.replace("${", "$${"))?,
                RequestPart::Reference(RequestReference { name, filter: Some(filter), .. }) => {
                    write!(f, "${{{}:{name}}}", filter.as_str())?;
                }
                RequestPart::Reference(RequestReference { name, .. }) => write!(f, "${{{name}}}")?,
            }
        }
        Ok(())
    }
}
