//! Where in a text a URL stands, and what that does to it.
//!
//! The same URL is written in one way in HTML and in another in a string literal, and some places cannot carry it at
//! all: a rule that judges a link needs to know where it was found.

use std::ops::Range;

/// Stands in a URL for text that is known only when a program runs: `%@`, `${name}`, a variable between two string
/// literals. It is a noncharacter, which no text that is exchanged may hold, and is as long as [`HOLE_SHOWN`].
pub const HOLE: char = '\u{FDD0}';

/// What stands for a [`HOLE`] where people or rules look at the text of a URL: characters that may stand anywhere in
/// one, as many bytes as the hole.
pub const HOLE_SHOWN: &str = "...";

/// Where a URL was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// What kind of text it is in.
    pub medium: Medium,
    /// What stands right around it.
    pub place: Place,
    /// What the surroundings do to the URL that its writer may not have meant.
    pub problems: Vec<Problem>,
}

/// What kind of text a URL was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medium {
    /// A web page.
    Page,
    /// Markdown.
    Markdown,
    /// A mail, ready to be sent.
    Mail,
    /// The source code of a program.
    Source,
    /// Data or settings: JSON, YAML, XML, properties.
    Data,
    /// Anything else.
    Text,
}

/// What stands right around a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An attribute of a tag.
    HtmlAttribute {
        /// Whether it is quoted; one that is not ends at a space.
        quoted: bool,
    },
    /// The text between tags.
    HtmlText,
    /// Where a Markdown link leads to: `[…](URL)`, `[…]: URL`, `<URL>`.
    MarkdownTarget,
    /// The text of Markdown.
    MarkdownText,
    /// A code span or a code block in Markdown.
    MarkdownCode,
    /// A string literal, or several that the program puts together.
    StringLiteral,
    /// Nothing that has to do with it.
    Plain,
}

/// Something that the surroundings do to a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// The bytes of the URL that it is about.
    pub range: Range<usize>,
}

/// What surroundings can do to a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A `&` of XML that begins no character reference: nothing reads on there. Browsers put up with it in HTML, where it
    /// is no problem.
    BareAmpersand,
    /// A `&` and the start of a name that HTML decodes to this character: of `&copy=2`, in text, is left `©=2`.
    DecodedName(char),
    /// The attribute has no quotes, so that it would end at the first space.
    Unquoted,
    /// It is in a mail, in a line of this many bytes, which is more than 900.
    LongLine(usize),
    /// The attribute has no quotes, and ends at a space behind which there is more of the URL.
    CutOff,
}
