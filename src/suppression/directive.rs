//! What a suppression says: its rules and its reason.

use std::ops::Range;

use super::SUPPRESSION_SYNTAX;
use super::comment::{Comment, MARK};
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::source::{SourceId, Span, Spanned};

/// How far a suppression reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// One line.
    Line,
    /// The file.
    File,
}

impl Scope {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Line => "ignore",
            Self::File => "ignore-file",
        }
    }
}

/// Why a finding may stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// In words.
    Given(String),
    /// In words that say nothing, and where they stand.
    Placeholder(String, Span),
    /// Not at all.
    Missing,
}

impl Reason {
    /// What was written; may be empty.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Given(text) | Self::Placeholder(text, _) => text,
            Self::Missing => "",
        }
    }
}

/// A suppression as it was written.
#[derive(Debug)]
pub(super) struct Directive {
    pub(super) scope: Scope,
    /// The rules that it names, known or not.
    pub(super) rules: Vec<Spanned<String>>,
    /// What stands between the brackets.
    pub(super) list: Range<usize>,
    pub(super) reason: Reason,
    /// From `linkc` to the end of the reason.
    pub(super) span: Span,
}

/// What other linters call it.
const OTHER_WORDS: [&str; 8] = ["allow", "disable", "expect", "noqa", "nolint", "off", "skip", "suppress"];

/// Words that fill in for a reason.
const PLACEHOLDERS: [&str; 10] =
    ["because", "explanation", "fixme", "ignore", "none", "reason", "tbd", "todo", "why", "xxx"];

impl Directive {
    /// The directive in `comment` of `text`; `None` when the comment only speaks of linkc.
    pub(super) fn parse(source: SourceId, text: &str, comment: &Comment) -> Option<Result<Self, Box<Diagnostic>>> {
        let line = &text[comment.line.clone()];
        let start = comment.line.start;
        let behind = line.strip_prefix(MARK)?;
        let span = |range: Range<usize>| Span::new(source, start + range.start..start + range.end);
        let whole = span(0..line.len());
        let Some(body) = behind.strip_prefix(':') else {
            let word = behind.trim_start_matches(['-', ' ', '\t']);
            let is_meant = ["ignore[", "ignore-file["].iter().any(|begin| word.starts_with(begin));
            let colon =
                || wrong("there is no `:` behind `linkc`", span(0..MARK.len())).help("write `linkc: ignore[…]`");
            return is_meant.then(|| Err(Box::new(colon())));
        };
        let body = body.trim_start();
        let at = line.len() - body.len();
        let length = body.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(body.len());
        let (word, rest) = body.split_at(length);
        let scope = match word {
            "ignore" => Scope::Line,
            "ignore-file" => Scope::File,
            _ => return unknown_word(word, rest, span(at..at + length)).map(|problem| Err(Box::new(problem))),
        };
        let example = format!("write `linkc: {word}[RULE] because …`");
        let Some(list) = rest.trim_start().strip_prefix('[') else {
            let problem = wrong("the suppression names no rule", span(at..at + length)).label("which rule?");
            return Some(Err(Box::new(problem.help(format!("{example}; `linkc list rules` lists the rules")))));
        };
        let list_start = line.len() - list.len();
        let Some(length) = list.find(']') else {
            let problem = wrong("the list of rules has no end", span(list_start - 1..list_start));
            return Some(Err(Box::new(problem.label("no `]` on this line").help(example))));
        };
        let rules = names(source, &list[..length], start + list_start);
        if rules.is_empty() {
            let problem = wrong("the suppression names no rule", span(list_start - 1..list_start + length + 1));
            let help = format!("{example}; `linkc list rules` lists the rules");
            return Some(Err(Box::new(problem.label("which rule?").help(help))));
        }
        let reason = reason(source, &list[length + 1..], start + list_start + length + 1);
        let list = start + list_start..start + list_start + length;
        Some(Ok(Self { scope, rules, list, reason, span: whole }))
    }
}

fn wrong(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(SUPPRESSION_SYNTAX, message, span).about("suppression")
}

/// A word that is no directive: prose, unless it has a list behind it, or stands alone and looks like one.
fn unknown_word(word: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let rest = rest.trim_start();
    let meant = nearest(word, ["ignore", "ignore-file"].into_iter());
    let is_other = OTHER_WORDS.contains(&word.to_ascii_lowercase().as_str());
    let is_meant = !word.is_empty() && rest.starts_with('[') || rest.is_empty() && (meant.is_some() || is_other);
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write `ignore[RULE]` for a line, `ignore-file[RULE]` for the file".to_owned(),
    };
    is_meant.then(|| wrong(format!("a comment cannot tell linkc to `{word}`"), span).help(help))
}

fn names(source: SourceId, list: &str, start: usize) -> Vec<Spanned<String>> {
    let mut names = Vec::new();
    let mut at = start;
    for item in list.split(',') {
        let name = item.trim();
        let from = at + (item.len() - item.trim_start().len());
        if !name.is_empty() {
            names.push(Spanned::new(name.to_owned(), Span::new(source, from..from + name.len())));
        }
        at += item.len() + 1;
    }
    names
}

/// The reason in `rest`, what stands behind the list: with or without `because`, a colon or a dash before it.
fn reason(source: SourceId, rest: &str, start: usize) -> Reason {
    let text = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—'));
    let text = match text.strip_prefix("because") {
        Some(reason) if reason.is_empty() || reason.starts_with(char::is_whitespace) => reason,
        _ => text,
    };
    let text = text.trim();
    if text.is_empty() {
        return Reason::Missing;
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if bare.is_empty() || PLACEHOLDERS.contains(&bare.as_str()) {
        let from = start + rest.rfind(text).unwrap_or(0);
        return Reason::Placeholder(text.to_owned(), Span::new(source, from..from + text.len()));
    }
    Reason::Given(text.to_owned())
}
