//! Link templates: RFC 6570 URI Templates, level 4, parsed once, expanded often, and read back.
//!
//! A [`LinkTemplate`] keeps its text, its parts with everything precomputed that does not depend on a value (encoded
//! literals, keys with their `=`), and the names of its variables, each once. Whoever expands it knows a variable by
//! its index in that list, so that the hot path looks no name up.
//!
//! [`percent`] is the encoding on its own, both ways.

mod builder;
mod error;
mod expand;
mod matching;
mod operator;
mod parse;
mod pattern;
pub mod percent;
mod reading;
mod split;

use std::ops::Range;

pub use error::{Ambiguous, ExpandError, ExpandErrorKind, Mismatch, SyntaxError};
pub use expand::Value;
pub use matching::{Kind, Match, Matched, Matcher, OwnedValue, UnknownPair};
pub use operator::Operator;
pub use parse::MAX_LENGTH;

/// A parsed URI Template. It keeps the text that it was parsed from.
///
/// ```
/// use linkc::link_template::{LinkTemplate, Value};
///
/// let template = LinkTemplate::parse("cloudlink://welinksoftclient/h5page{?page,name}")?;
/// let mut link = String::new();
/// template.expand_named(
///     |name| match name {
///         "page" => Some(Value::Text("launch")),
///         "name" => Some(Value::Text("张三")),
///         _ => None,
///     },
///     &mut link,
/// )?;
/// assert_eq!(link, "cloudlink://welinksoftclient/h5page?page=launch&name=%E5%BC%A0%E4%B8%89");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LinkTemplate {
    text: String,
    parts: Vec<Part>,
    variables: Vec<String>,
    /// The bytes that the literals and the keys come to: what an expansion needs at least.
    fixed_length: usize,
}

impl LinkTemplate {
    /// Parses `text`.
    ///
    /// # Errors
    ///
    /// When `text` is not a URI Template (RFC 6570, section 2) or is longer than [`MAX_LENGTH`] bytes. The error
    /// has the place in `text`.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let (parts, variables) = parse::parse(text)?;
        let fixed_length = parts.iter().map(Part::fixed_length).sum();
        Ok(Self { text: text.to_owned(), parts, variables, fixed_length })
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Literals and expressions, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The names of the variables, each once, in the order of their first appearance. The index in this list is the
    /// index of the variable everywhere else.
    pub fn variables(&self) -> &[String] {
        &self.variables
    }
}

/// One part of a link template.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Text that stands in every link: already percent-encoded, a triplet of the template kept as it was typed.
    Literal(String),
    /// What stands between braces.
    Expression(Expression),
}

impl Part {
    fn fixed_length(&self) -> usize {
        match self {
            Self::Literal(text) => text.len(),
            Self::Expression(expression) => expression.variables.iter().map(|variable| variable.next_key.len()).sum(),
        }
    }
}

/// An expression such as `{?page,name}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// How the values are written.
    pub operator: Operator,
    /// The variables, one at least.
    pub variables: Vec<Variable>,
    /// The bytes of the template's text, braces included.
    pub range: Range<usize>,
}

/// A variable in an expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its index in [`LinkTemplate::variables`].
    pub index: usize,
    /// Its name, as it was typed.
    pub name: String,
    /// What stands behind the name.
    pub modifier: Modifier,
    /// The bytes of the template's text, the modifier included.
    pub range: Range<usize>,
    /// What stands before a value that is the first one of its expression: `?name=`, or the bare first character of an
    /// operator that writes no names.
    first_key: String,
    /// What stands before a later one: `&name=`.
    next_key: String,
}

impl Variable {
    fn new(index: usize, name: String, modifier: Modifier, range: Range<usize>, operator: Operator) -> Self {
        let key = if operator.named() { format!("{name}=") } else { String::new() };
        let first_key = format!("{}{key}", operator.first());
        let next_key = format!("{}{key}", operator.separator());
        Self { index, name, modifier, range, first_key, next_key }
    }
}

/// What stands behind a variable's name (RFC 6570, section 2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// Nothing.
    None,
    /// `:n`, the first n characters of a text; n is 1 to 9999.
    Prefix(u16),
    /// `*`, a list or a map item by item.
    Explode,
}
