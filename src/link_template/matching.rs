//! Reading a link back: which templates can be, and what comes out.
//!
//! # The class
//!
//! A link template can be read back when one look from left to right tells where each value ends, so that no two
//! different sets of values give the same link. In detail:
//!
//! - **A value ends** where a character follows that is never in it: an encoded value is made of letters, digits,
//!   `-._~` and `%`, so any other character ends it, and so does the end of the path, of a query pair or of the link.
//!   What the template has between the value and that character must be there, too: `{x}.html` at the end of a path
//!   is fine, `{x}{y}` and `{x}-{y}` are not.
//! - **`{/x}`, `{/x*}`, `{/x,y}`** have `/` among their characters and **`{;x,y}`** has `;` and `=`, so these do not end
//!   them: best at the end of the path. `{;…}` is read in any order. A list or a map has its `,` and `=`, too.
//! - **`{.x}`** is fine with one variable, for a value may hold dots.
//! - **`{x,y}`** and the like fill from the left: a link that leaves out an earlier one cannot be told from a link that
//!   leaves out a later one. A list or a map is possible as the last.
//! - **`{+x}`** with one text is fine at the very end, behind it at most a literal without `?` and `#`; `{#x}` with one
//!   text at the very end. Such a value may hold anything. It is decoded only where the expansion would encode it
//!   again: `%2F` stays.
//! - **Queries** (`{?…}`, `{&…}`, literal pairs such as `?a=1&b=x{c}`, also within a fragment) are read pair by pair,
//!   in any order. Literal pairs must be there. Unknown ones are kept, unless an exploded map takes them.
//! - **A name given twice** in one query is outside; elsewhere, both places must have the same value.
//! - **Prefixes** (`{x:3}`) are outside: the rest of the value is not in the link.
//! - **`*`** asks for a [`Kind`] that says whether it is a list or a map.
//!
//! Literals are compared exactly, letter case included, for app routers do so, too. Only the digits of a triplet may
//! have either case, and characters beyond ASCII may stand unencoded. The names and the literal values of query pairs
//! are compared decoded.
//!
//! In values, what should have been encoded but is not is taken as it was typed. `+` is a plus sign.
//!
//! What is undefined where the template has a fixed place, such as the `{x}` of `/j/{x}/y`, cannot be told from an empty
//! value; it is read as an empty one.

use std::ops::Range;

use super::pattern::Pattern;
use super::reading;
use super::{Ambiguous, LinkTemplate, Mismatch};

/// What a variable holds. Text and lists look alike in a link, so whoever knows must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A text; a raw `,` in it is part of it.
    Text,
    /// A list, even of one item.
    List,
    /// Names and values.
    Map,
    /// A text, or a list if there is a raw `,`. Behind `+` and `#`, where a `,` may be part of a text, always a text.
    Any,
}

/// Reads links of one template. Made by [`LinkTemplate::matcher`].
#[derive(Debug, Clone)]
pub struct Matcher {
    pattern: Pattern,
}

/// What a link says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Match {
    /// The values in the order of the link. A name given twice is here twice.
    pub values: Vec<Matched>,
    /// The query pairs of no variable and no literal, in the order of the link.
    pub unknown: Vec<UnknownPair>,
    /// The bytes of a fragment that the template does not have, `#` included.
    pub fragment: Option<Range<usize>>,
}

/// A value in a link. Ranges are bytes of the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The index of the variable in [`LinkTemplate::variables`].
    pub variable: usize,
    /// The name, where the link gives it: in a query and behind `;`.
    pub name_range: Option<Range<usize>>,
    /// The value as it stands in the link, still encoded. Empty where the name stands alone. For an exploded list or
    /// map, all from the first item to the last, with whatever pairs stand between them.
    pub range: Range<usize>,
    /// The value, decoded.
    pub value: OwnedValue,
    /// Whether the name was given before, so that it is up to the app which of the values counts.
    pub repeated: bool,
}

/// A decoded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnedValue {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Names and texts, in the order of the link.
    Map(Vec<(String, String)>),
}

/// A query pair that the template knows nothing of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPair {
    /// The name, decoded.
    pub name: String,
    /// The name as it stands in the link.
    pub name_range: Range<usize>,
    /// The value, decoded, and as it stands in the link; `None` without a `=`.
    pub value: Option<(String, Range<usize>)>,
}

impl LinkTemplate {
    /// Prepares to read links of this template back. `kind` says what a variable holds, by name.
    ///
    /// A template can be read back when it is plain where each value ends:
    ///
    /// - `{x}` before a character that is never in an encoded value (any but letters, digits, `-._~%`), or before an
    ///   end; a fixed text may stand between (`{x}.html`);
    /// - `{/x}`, `{/x*}` and `{/x,y}` at the end of the path, `{;x,y}` where no `;` or `=` follows, `{.x}` with one
    ///   variable;
    /// - `{+x}` and `{#x}` with one text, at the very end;
    /// - any `{?…}{&…}` and literal query text (`?a=1&b={x}{&c,d}`), each name once.
    ///
    /// Prefixes (`{x:3}`) are outside, and `*` with [`Kind::Any`].
    ///
    /// # Errors
    ///
    /// When the template is not one of these, with the place that makes it ambiguous, and why.
    ///
    /// ```
    /// use linkc::link_template::{Kind, LinkTemplate, OwnedValue};
    ///
    /// let template = LinkTemplate::parse("cloudlink://welinksoftclient/h5page{?page,name}")?;
    /// let matcher = template.matcher(|_| Kind::Text)?;
    /// let link = matcher.read("cloudlink://welinksoftclient/h5page?name=%E5%BC%A0&page=launch&from=mail")?;
    /// assert_eq!(template.variables()[link.values[0].variable], "name");
    /// assert_eq!(link.values[0].value, OwnedValue::Text("张".into()));
    /// assert_eq!(link.unknown[0].name, "from");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn matcher(&self, kind: impl Fn(&str) -> Kind) -> Result<Matcher, Ambiguous> {
        Pattern::new(self, &kind).map(|pattern| Matcher { pattern })
    }
}

impl Matcher {
    /// Reads `url` back. A malformed `%` in a value stays as it was typed; triplets that are not UTF-8 become U+FFFD.
    ///
    /// # Errors
    ///
    /// When `url` is no link of the template, with the first byte that does not fit.
    pub fn read(&self, url: &str) -> Result<Match, Mismatch> {
        reading::read(&self.pattern, url)
    }
}
