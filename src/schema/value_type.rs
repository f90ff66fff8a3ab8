//! The types of values: which texts each takes, and how it is written into a link.
//!
//! A type decides what a typed text means; YAML never does. A value may be secret, so no message here repeats one:
//! [`Invalid::range`] says which bytes are wrong, and whoever knows that the value may be shown can show it.

use std::borrow::Cow;
use std::ops::Range;

use crate::nearest::one_of;

mod choice;
mod date_time;
mod host;
mod json;
mod number;
mod pattern;
mod shape;
mod text;
mod url;

pub use self::pattern::Pattern;
pub(crate) use self::shape::Shape;
pub use self::url::is_dangerous_scheme;

/// What a parameter takes.
#[expect(clippy::large_enum_variant, reason = "there are a few dozen of them, each behind a reference count")]
#[derive(Debug, Clone, PartialEq)]
pub enum ValueType {
    /// Any text, within limits.
    String {
        /// What the whole text must match.
        pattern: Option<Pattern>,
        /// How many characters it may have.
        max_length: Option<usize>,
        /// Characters or texts that must not be in it.
        except: Vec<String>,
    },
    /// A decimal number without a fraction.
    Integer {
        /// The least.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// Yes or no.
    Boolean {
        /// How the app spells true and false, in this order.
        spelling: [String; 2],
    },
    /// One of a few texts.
    Enum {
        /// The texts.
        values: Vec<EnumValue>,
    },
    /// The name or address of a machine, nothing else.
    Host,
    /// A TCP port.
    Port,
    /// An absolute URL.
    Url {
        /// The schemes that it may have; any that is not dangerous, if empty.
        schemes: Vec<String>,
        /// The hosts that it may have; any, if empty.
        hosts: Vec<String>,
    },
    /// A moment, as RFC 3339 writes it.
    DateTime,
    /// Several values of one type.
    List {
        /// The type of each.
        items: Box<ValueType>,
        /// How many there may be.
        max_items: Option<usize>,
    },
    /// A JSON text.
    Json,
}

/// One text of a [`ValueType::Enum`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// The text, as it stands in the link.
    pub name: String,
    /// What it means.
    pub doc: Option<String>,
    /// The version of the app that first takes it.
    pub since: Option<String>,
}

/// Why a text is not a value of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// The bytes of the text that are wrong, when they are not all of it. Empty where something is missing.
    pub range: Option<Range<usize>>,
    /// What is wrong, in one lowercase line that does not repeat the text.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Invalid {
    fn new(message: impl Into<String>) -> Self {
        Self { range: None, message: message.into(), help: None }
    }

    fn at(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range: Some(range), message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl ValueType {
    /// The word that schemas use.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String { .. } => "string",
            Self::Integer { .. } => "integer",
            Self::Boolean { .. } => "boolean",
            Self::Enum { .. } => "enum",
            Self::Host => "host",
            Self::Port => "port",
            Self::Url { .. } => "url",
            Self::DateTime => "date-time",
            Self::List { .. } => "list",
            Self::Json => "json",
        }
    }

    /// Judges `text` and returns what stands for it in a link, not yet percent-encoded. Of a list, `text` is one item.
    ///
    /// Nothing but a string can be empty: whether a parameter may be left blank is not a question of its type, so
    /// callers answer it first. Control characters are a rule's business.
    ///
    /// # Errors
    ///
    /// Which part of `text` is wrong and what would be right.
    pub fn check<'a>(&'a self, text: &'a str) -> Result<Cow<'a, str>, Invalid> {
        match self {
            Self::Boolean { spelling } => return choice::check_boolean(text, spelling).map(Cow::Borrowed),
            Self::List { items, .. } => return items.check(text),
            Self::String { pattern, max_length, except } => {
                text::check(text, pattern.as_ref(), *max_length, except)?;
            }
            Self::Integer { min, max } => number::check_integer(text, *min, *max)?,
            Self::Enum { values } => choice::check_enum(text, values)?,
            Self::Host => host::check(text)?,
            Self::Port => number::check_port(text)?,
            Self::Url { schemes, hosts } => url::check(text, schemes, hosts)?,
            Self::DateTime => date_time::check(text)?,
            Self::Json => json::check(text)?,
        }
        Ok(Cow::Borrowed(text))
    }

    /// How many bytes [`Self::check`] gives back at most of a text that it does not give back as it is.
    pub(crate) fn longest_spelling(&self) -> usize {
        match self {
            Self::Boolean { spelling } => spelling.iter().map(String::len).max().unwrap_or_default(),
            Self::List { items, .. } => items.longest_spelling(),
            _ => 0,
        }
    }

    /// Whether every value is made of characters that mean the same encoded or not, in a path as in a query. Only
    /// then may a link template write it with `{+x}` or `{#x}`.
    pub fn has_closed_alphabet(&self) -> bool {
        match self {
            Self::Integer { .. } | Self::Host | Self::Port => true,
            Self::Boolean { spelling } => spelling.iter().all(|text| is_plain(text)),
            Self::Enum { values } => values.iter().all(|value| is_plain(&value.name)),
            // A date-time looks closed, but the `+` of an offset is a space in many a query.
            Self::DateTime | Self::String { .. } | Self::Url { .. } | Self::List { .. } | Self::Json => false,
        }
    }

    /// What the type takes, with its article: "an integer from 480", "`true` or `false`".
    pub fn describe(&self) -> String {
        match self {
            Self::String { pattern, max_length, except } => text::describe(pattern.as_ref(), *max_length, except),
            Self::Integer { min, max } => number::describe(*min, *max),
            Self::Boolean { spelling } => one_of(spelling.iter().map(String::as_str)),
            Self::Enum { values } => one_of(values.iter().map(|value| value.name.as_str())),
            Self::Host => "a host name or an IP address".into(),
            Self::Port => "a port from 1 to 65535".into(),
            Self::Url { schemes, hosts } => url::describe(schemes, hosts),
            Self::DateTime => format!("a date and time with its offset, such as `{}`", date_time::EXAMPLE),
            Self::List { items, max_items: None } => format!("a list, each item {}", items.describe()),
            Self::List { items, max_items: Some(max) } => {
                format!("a list of at most {max}, each item {}", items.describe())
            }
            Self::Json => "a JSON text".into(),
        }
    }
}

/// Whether `text` is made of RFC 3986 unreserved characters, and `/`, `:` and `@`, which stand for themselves both
/// in a path and in a query.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:@".contains(&byte))
}

/// The run of characters at `start` that are as wrong as the first one.
fn run(text: &str, start: usize, is_wrong: impl Fn(char) -> bool) -> Range<usize> {
    let rest = &text[start..];
    let end = rest.find(|c| !is_wrong(c)).unwrap_or(rest.len());
    start..start + end
}
