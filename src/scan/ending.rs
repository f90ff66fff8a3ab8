//! What a URL that was read ends with: punctuation of the sentence around it, a value that a program adds later, or
//! nothing, when it is only a mention.

use std::ops::Range;

use super::decoded::Decoded;
use super::syntax::Language;
use crate::surroundings::HOLE;

/// Cuts the punctuation of a sentence off, as linkifiers do: a bracket stays when it is opened in the URL. `before` is
/// the text before the URL.
pub(super) fn trim_prose(decoded: &mut Decoded, before: &str) {
    loop {
        let url = decoded.text();
        let Some(last) = url.chars().next_back() else { return };
        let opened = |open: char, close: char| url.matches(open).count() >= url.matches(close).count();
        let is_punctuation = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '\\' => true,
            ')' => !opened('(', ')'),
            ']' => !opened('[', ']'),
            '}' => !opened('{', '}'),
            // Emphasis of Markdown goes around the URL.
            '*' | '_' | '~' => before.ends_with(last),
            _ => false,
        };
        if !is_punctuation {
            return;
        }
        decoded.truncate(url.len() - last.len_utf8());
    }
}

/// Leaves the end of the URL open: what follows at `at` may add anything.
pub(super) fn leave_open(decoded: &mut Decoded, at: usize) {
    if decoded.text().ends_with('=') {
        decoded.push(HOLE, at..at);
    }
    let url = decoded.text();
    if url.contains('?') && !url.ends_with(['?', '&']) {
        decoded.push('&', at..at);
    }
    decoded.push(HOLE, at..at);
}

/// A pair of which nothing is known.
const HOLE_ONLY: &str = "\u{FDD0}";

/// Whether `url` is a pattern for URLs, the beginning of one, or something else that nobody opens.
pub(super) fn is_mention(url: &str) -> bool {
    let head_end = url.find(['?', '#']).unwrap_or(url.len());
    let (head, query) = url.split_at(head_end);
    let Some((scheme, rest)) = head.split_once("://") else { return true };
    let is_odd = |c: char| "*\\^|()[]+$".contains(c);
    let is_pattern =
        [".*", ".+", "(?", "[^", "[0-9", "[a-z", "[A-Z", "(.", "(\\", "|"].iter().any(|sign| query.contains(sign));
    // `?number=&password=` says what there is, not what it is.
    let mut pairs = query.trim_start_matches('?').split('&').peekable();
    let is_form = query.contains('&') && pairs.all(|pair| pair.ends_with('=') || pair == HOLE_ONLY);
    is_form || rest.is_empty() || scheme.contains(HOLE) || head.contains(is_odd) || is_pattern || url.contains('\\')
}

/// Whether the program adds to the literal that ended at `range.end`, in a way that is no operator: by a method, or
/// through the variable that it is given to. `range` is the URL's place in `text`.
pub(super) fn is_added_to(text: &str, range: Range<usize>, language: Language) -> bool {
    let behind = &text[range.end..];
    if language == Language::Shell {
        return behind.starts_with(|c: char| c.is_ascii_alphanumeric() || "$\"'{".contains(c));
    }
    let statement = &behind[..behind.floor_char_boundary_at(400)];
    let end = statement.find(';').into_iter().chain(statement.find("\n\n")).min();
    let statement = &statement[..end.unwrap_or(statement.len())];
    let adds = |text: &str| ADDERS.iter().any(|adder| text.contains(adder));
    let calls = statement.trim_start_matches([')', ' ', '\t', '\n', '"', '\'']);
    if calls.starts_with('.') && adds(statement) {
        return true;
    }
    let Some(name) = assigned_to(&text[..range.start]) else { return false };
    uses(&behind[..behind.floor_char_boundary_at(FARTHEST_USE)], name).any(|(before, after)| {
        let after = after.trim_start_matches([' ', ')', '}', '!']);
        after.starts_with("+=")
            || after.starts_with("<<")
            || (after.starts_with('+') && !after.starts_with("++"))
            || (language == Language::Php && after.starts_with('.'))
            || (after.starts_with('.') && ADDERS.iter().any(|adder| after.starts_with(adder)))
            || (before.ends_with(['{', '(']) && after.starts_with(['&', '"', '?']) && !after.starts_with("&&"))
            || (before.ends_with('$') && after.starts_with('&'))
    })
}

/// How far behind the literal a use of its variable is looked for.
const FARTHEST_USE: usize = 32 * 1024;

/// Methods and members that put more into a URL.
const ADDERS: [&str; 11] = [
    ".append",
    ".concat",
    ".plus",
    ".add",
    ".push",
    ".buildUpon",
    ".searchParams",
    ".queryItems",
    ".query_pairs",
    ".setQuery",
    ".with",
];

/// The name that the value behind `before` is given to: `let url = "`.
fn assigned_to(before: &str) -> Option<&str> {
    let line = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim_start();
    let left = &line[..line.find('=').filter(|&at| !line[at..].starts_with("=="))?];
    let left = left.trim_end_matches([' ', ':']);
    let left = left.split([':', '<']).next().unwrap_or(left).trim_end();
    let start = left
        .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
        .map_or(0, |at| at + left[at..].chars().next().map_or(1, char::len_utf8));
    Some(&left[start..]).filter(|name| !name.is_empty())
}

/// Where `name` is used: what stands before and what behind.
fn uses<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).filter_map(move |(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        (!before.ends_with(is_word) && !after.starts_with(is_word)).then_some((before, after))
    })
}

/// `str::floor_char_boundary`, which is younger than our minimum Rust version.
trait FloorCharBoundary {
    fn floor_char_boundary_at(&self, at: usize) -> usize;
}

impl FloorCharBoundary for str {
    fn floor_char_boundary_at(&self, at: usize) -> usize {
        (0..=at.min(self.len())).rev().find(|&at| self.is_char_boundary(at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_a_value_is_given_to_is_found() {
        for before in
            ["let url = \"", "String url = \"", "val url: String = \"", "url := \"", "this.url = f(\"", "$url='"]
        {
            assert_eq!(assigned_to(before), Some("url"), "{before}");
        }
        assert_eq!(assigned_to("if (a == \""), None);
        assert_eq!(assigned_to("open(\""), None);
    }

    #[test]
    fn patterns_and_beginnings_are_mentions() {
        for url in ["a://", "a://.*", "a://b/c\\?x", "a://b/c?x=.*", "a://b/*", "a:b", "a://b?c=&d=", "a://b(/c)?"] {
            assert!(is_mention(url), "{url}");
        }
        for url in ["a://b", "a://b/c?d=e", "a://b/c?d=(e)", "a://b:8443/c?d=1.2*3"] {
            assert!(!is_mention(url), "{url}");
        }
    }
}
