//! [`Operator`]: the table of RFC 6570, appendix A, as functions.
//!
//! Expansion, matching and code generation all ask it, so that the table is written down once.

/// The sign behind an opening brace, which says how values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `{x}`, section 3.2.2.
    Simple,
    /// `{+x}`, section 3.2.3.
    Reserved,
    /// `{#x}`, section 3.2.4.
    Fragment,
    /// `{.x}`, section 3.2.5.
    Label,
    /// `{/x}`, section 3.2.6.
    PathSegment,
    /// `{;x}`, section 3.2.7.
    PathParameter,
    /// `{?x}`, section 3.2.8.
    Query,
    /// `{&x}`, section 3.2.9.
    Continuation,
}

impl Operator {
    /// The operator that is typed as `sign`; the empty text is [`Operator::Simple`].
    pub fn from_sign(sign: &str) -> Option<Self> {
        Some(match sign {
            "" => Self::Simple,
            "+" => Self::Reserved,
            "#" => Self::Fragment,
            "." => Self::Label,
            "/" => Self::PathSegment,
            ";" => Self::PathParameter,
            "?" => Self::Query,
            "&" => Self::Continuation,
            _ => return None,
        })
    }

    /// The sign itself; empty for [`Operator::Simple`].
    pub fn sign(self) -> &'static str {
        match self {
            Self::Reserved => "+",
            _ => self.first(),
        }
    }

    /// What stands before the first defined value.
    pub fn first(self) -> &'static str {
        match self {
            Self::Simple | Self::Reserved => "",
            Self::Fragment => "#",
            Self::Label => ".",
            Self::PathSegment => "/",
            Self::PathParameter => ";",
            Self::Query => "?",
            Self::Continuation => "&",
        }
    }

    /// What stands between two values.
    pub fn separator(self) -> &'static str {
        match self {
            Self::Simple | Self::Reserved | Self::Fragment => ",",
            Self::Label => ".",
            Self::PathSegment => "/",
            Self::PathParameter => ";",
            Self::Query | Self::Continuation => "&",
        }
    }

    /// Whether a value stands behind its name and a `=`.
    pub fn named(self) -> bool {
        matches!(self, Self::PathParameter | Self::Query | Self::Continuation)
    }

    /// What stands behind the name of a value that is empty: `=` or nothing.
    pub fn empty_form(self) -> &'static str {
        match self {
            Self::Query | Self::Continuation => "=",
            _ => "",
        }
    }

    /// Whether reserved characters and percent-encoded triplets of a value are copied as they are.
    pub fn allows_reserved(self) -> bool {
        matches!(self, Self::Reserved | Self::Fragment)
    }
}
