//! The text of a value and the references in it: `id-${env:MEETING_ID}`.
//!
//! A reference stands for a text that is known only when links are built: an environment variable, a file. Checking
//! goes on without it, so that a secret need not be at hand to lint. Values may be secret, so no message repeats one;
//! the range says where to look.

use std::fmt;
use std::ops::Range;

use crate::nearest::{did_you_mean, one_of};
use crate::surroundings::HOLE;

mod parse;

/// A text of which some parts are known and some are references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueText {
    parts: Vec<ValuePart>,
}

/// A piece of a [`ValueText`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValuePart {
    /// Text that stands for itself, escapes undone; never empty, and never two in a row.
    Text(String),
    /// A text that is known later.
    Reference(Reference),
    /// A text that only a program knows, in a URL that was found in its source.
    Hole,
}

/// Where a part of a value is to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What kind of thing is named.
    pub kind: ReferenceKind,
    /// The name of the variable, or the path of the file as it was typed.
    pub name: String,
    /// The bytes of the parsed text that the reference takes, `${` and `}` included.
    pub range: Range<usize>,
}

/// What a [`Reference`] can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// `${env:NAME}`: an environment variable.
    Env,
    /// `${file:PATH}`: the contents of a file.
    File,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${{{}:{}}}", self.kind.as_str(), self.name)
    }
}

/// Why a text is not a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// The bytes of the text that are wrong.
    pub range: Range<usize>,
    /// What is wrong with them, in one lowercase line that does not repeat the text.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl ReferenceKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Env, Self::File];

    /// The word in front of the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Env => "env",
            Self::File => "file",
        }
    }
}

impl ValueText {
    /// Reads `text` with its references and escapes.
    ///
    /// # Errors
    ///
    /// A `${` that no `}` closes, a kind that does not exist, a name that is empty or cannot be one.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let mut value = Self { parts: Vec::new() };
        parse::parse(text, |part| value.push(part))?;
        Ok(value)
    }

    /// `text` as it stands, with nothing special in it.
    pub fn literal(text: &str) -> Self {
        let mut value = Self { parts: Vec::new() };
        value.push(ValuePart::Text(text.to_owned()));
        value
    }

    /// `text` as it stands, but for every [`HOLE`] in it, which stands for a text that is not known.
    pub fn with_holes(text: &str) -> Self {
        let mut value = Self { parts: Vec::new() };
        for (index, known) in text.split(HOLE).enumerate() {
            if index > 0 {
                value.push(ValuePart::Hole);
            }
            value.push(ValuePart::Text(known.to_owned()));
        }
        value
    }

    fn push(&mut self, part: ValuePart) {
        match (self.parts.last_mut(), part) {
            (Some(ValuePart::Text(last)), ValuePart::Text(text)) => last.push_str(&text),
            (_, ValuePart::Text(text)) if text.is_empty() => {}
            (_, part) => self.parts.push(part),
        }
    }

    /// The pieces in their order.
    pub fn parts(&self) -> &[ValuePart] {
        &self.parts
    }

    /// The whole text, when it has no references and no holes.
    pub fn as_literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [ValuePart::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The references in their order.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.parts.iter().filter_map(|part| match part {
            ValuePart::Reference(reference) => Some(reference),
            ValuePart::Text(_) | ValuePart::Hole => None,
        })
    }

    /// The whole text, with `look_up` asked for what each reference stands for.
    ///
    /// # Errors
    ///
    /// The first error of `look_up`.
    pub fn resolve<E>(&self, mut look_up: impl FnMut(&Reference) -> Result<String, E>) -> Result<String, E> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                ValuePart::Text(literal) => text.push_str(literal),
                ValuePart::Reference(reference) => text.push_str(&look_up(reference)?),
                ValuePart::Hole => text.push(HOLE),
            }
        }
        Ok(text)
    }

    /// How many characters are already known: the text has at least as many.
    pub fn literal_length(&self) -> usize {
        let literals = self.parts.iter().map(|part| match part {
            ValuePart::Text(text) => text.chars().count(),
            ValuePart::Reference(_) | ValuePart::Hole => 0,
        });
        literals.sum()
    }
}

/// `text` so written that [`ValueText::parse`] reads it as `text`: a dollar sign is doubled where it would begin
/// something.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        escaped.push(c);
        if c == '$' && text[at + 1..].starts_with(['$', '{']) {
            escaped.push('$');
        }
    }
    escaped
}

/// What can be written in place of a wrong reference.
const FORMS: &str = "write `${env:NAME}` for an environment variable, `${file:PATH}` for the contents of a file, or \
                     `$${` for the characters `${`";

impl Reference {
    /// Judges the words of a reference; the ranges are those of the whole, of `kind` and of `name`.
    fn new(whole: Range<usize>, kind: (&str, Range<usize>), name: (&str, Range<usize>)) -> Result<Self, ValueError> {
        let (kind, kind_range) = kind;
        let (name, name_range) = name;
        let Some(kind) = ReferenceKind::ALL.into_iter().find(|known| known.as_str() == kind) else {
            let kinds = || ReferenceKind::ALL.into_iter().map(ReferenceKind::as_str);
            return Err(if kind.is_empty() {
                ValueError::new(whole, "a reference does not say where its value comes from", FORMS)
            } else {
                ValueError::new(
                    kind_range,
                    format!("no such kind of reference: expected {}", one_of(kinds())),
                    did_you_mean(kind, kinds()).unwrap_or_else(|| FORMS.into()),
                )
            });
        };
        if name.trim().is_empty() {
            let help = match kind {
                ReferenceKind::Env => "name an environment variable behind the colon: `${env:NAME}`",
                ReferenceKind::File => "name a file behind the colon: `${file:PATH}`",
            };
            return Err(ValueError::new(whole, "a reference has no name", help));
        }
        if kind == ReferenceKind::Env
            && let Some((at, wrong)) = wrong_in_variable(name)
        {
            let start = name_range.start + at;
            let help = if wrong.is_whitespace() {
                "remove the space"
            } else if at == 0 && wrong.is_ascii_digit() {
                "a name begins with a letter or `_`"
            } else {
                "a name has letters of ASCII, digits and `_`"
            };
            let message = "this cannot be in the name of an environment variable";
            return Err(ValueError::new(start..start + wrong.len_utf8(), message, help));
        }
        Ok(Self { kind, name: name.to_owned(), range: whole })
    }
}

/// The first character that cannot stand where it does in the name of an environment variable.
fn wrong_in_variable(name: &str) -> Option<(usize, char)> {
    let fits = |at: usize, c: char| c == '_' || c.is_ascii_alphabetic() || (at > 0 && c.is_ascii_digit());
    name.char_indices().find(|&(at, c)| !fits(at, c))
}

impl ValueError {
    fn new(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: Some(help.into()) }
    }
}

/// A good name for the environment variable that holds a parameter of a link: `WEEKLY_SYNC_ENTER_CODE`.
pub fn environment_name(link: &str, parameter: &str) -> String {
    let name = format!("{link}_{parameter}");
    let name = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    let name: String = name.collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}
