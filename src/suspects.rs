//! Names that sound like those of secrets, and the values under them in a text that nobody has understood yet.
//!
//! What is secret, only a schema knows. But a finding shows the lines around it, and most findings are made where the
//! schema has no say: the YAML is broken, a key is misspelled, a value stands in the wrong place. So a text is looked
//! through once, by name alone, before the first finding (design, section 6).

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::nearest::nearest;
use crate::source::{SourceId, Span};

/// Parts of names that stand for nothing but secrets.
const WORDS: [&str; 6] = ["code", "pass", "pwd", "token", "nonce", "secret"];

/// Whole names, which may be misspelled. Shorter ones are near to too much: `mode` is one letter from `code`.
const NAMES: [&str; 8] = ["nonce", "password", "passcode", "token", "secret", "enter_code", "access_code", "authcode"];

/// Whether a name, also a misspelled one, sounds like that of a secret: its value is then masked.
pub fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word)) || nearest(&name, NAMES.into_iter()).is_some()
}

/// How many names are remembered.
const MOST_NAMES: usize = 64;

/// Which names sound secret, remembered: a file has few names, each many times, and to ask how near one is to another
/// costs more than to look it up.
#[derive(Debug, Default)]
pub(crate) struct Names {
    known: BTreeMap<String, bool>,
}

impl Names {
    /// Whether `name` is secret; of one that was not asked for before, `is_secret` says so.
    pub(crate) fn is_secret(&mut self, name: &str, is_secret: impl FnOnce(&str) -> bool) -> bool {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let is_secret = is_secret(name);
        // The names of links come once each, and would only be in the way.
        if self.known.len() < MOST_NAMES {
            self.known.insert(name.to_owned(), is_secret);
        }
        is_secret
    }
}

/// Masks the values in `text`, YAML right or wrong, that stand behind a name that sounds secret.
pub fn mask(source: SourceId, text: &str, diagnostics: &mut Diagnostics) {
    // The names of rules are no names of values: `literal-secret: off`.
    if text.lines().any(|line| line.trim_end() == "kind: settings") {
        return;
    }
    let mut start = 0;
    let mut names = Names::default();
    // The indent of a key whose value is the lines below it.
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let indent = content.len() - content.trim_start().len();
        if block.is_some_and(|key| indent <= key && !content.is_empty()) {
            block = None;
        }
        if block.is_some() {
            mask_value(source, text, start + indent..start + content.len(), diagnostics);
        } else {
            for (colon, _) in content.match_indices(':') {
                let value = &content[colon + 1..];
                if !(value.is_empty() || value.starts_with([' ', '\t'])) {
                    continue;
                }
                // Nothing stands there, or keys of their own. The names of links are such, each another one.
                if value.trim_start().starts_with(['#', '{']) || value.trim_start().is_empty() {
                    continue;
                }
                let key = key_before(content, colon);
                if !names.is_secret(key, looks_secret) {
                    continue;
                }
                let at = colon + 1 + (value.len() - value.trim_start().len());
                if matches!(content[at..].chars().next(), Some('|' | '>')) {
                    block = Some(indent);
                    continue;
                }
                mask_value(
                    source,
                    text,
                    start + at..start + at + length(&content[..colon], &content[at..]),
                    diagnostics,
                );
            }
        }
        start += line.len();
    }
}

/// The key that ends before the colon at `colon`, without its quotes.
fn key_before(line: &str, colon: usize) -> &str {
    let key = line[..colon].trim_end().trim_end_matches(['"', '\'']);
    let is_key = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    key.rfind(|c| !is_key(c)).map_or(key, |at| key[at..].trim_start_matches(|c| !is_key(c)))
}

/// How far the scalar goes that `value` begins with; nothing for a map, whose own keys are looked at.
fn length(before: &str, value: &str) -> usize {
    match value.chars().next() {
        None | Some('{' | '#') => 0,
        Some('[') => value.find(']').map_or(value.len(), |at| at + 1),
        Some('"') => quoted(value, '\\', '"'),
        Some('\'') => quoted(value, '\'', '\''),
        Some(_) if before.contains(['{', '[']) => {
            let ends = [value.find(", "), value.find('}'), value.find(']')];
            ends.into_iter().flatten().min().unwrap_or(value.len())
        }
        Some(_) => value.find(" #").unwrap_or(value.len()),
    }
}

/// The length of a quoted scalar; all of `value` where nothing closes it.
fn quoted(value: &str, escape: char, quote: char) -> usize {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        if c == escape && (escape != quote || next == Some(quote)) {
            chars.next();
        } else if c == quote {
            return at + quote.len_utf8();
        }
    }
    value.len()
}

fn mask_value(source: SourceId, text: &str, range: std::ops::Range<usize>, diagnostics: &mut Diagnostics) {
    let value = text[range.clone()].trim_matches(['"', '\'']);
    // Where a secret is taken from is no secret, and a switch is none either.
    let is_reference = value.starts_with("${") && value.find('}') == Some(value.len() - 1);
    if !is_reference && !["true", "false", "null", "~", ""].contains(&value) {
        diagnostics.mask(Span::new(source, range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn values_are_found_by_the_sound_of_their_names() {
        for (text, masked) in [
            ("enter_code: abc # why\nname: Tom", vec!["abc"]),
            ("values: { enter_cod: abc, name: Tom }", vec!["abc"]),
            ("  'passcode' : 'it''s, a' ]", vec!["'it''s, a'"]),
            ("passcode: \"a\\\"b\", x: y", vec!["\"a\\\"b\""]),
            ("passcode: \"never closed, x", vec!["\"never closed, x"]),
            ("nonce: [a, b]", vec!["[a, b]"]),
            ("token: |\n  one\n  two\nname: x", vec!["one", "two"]),
            ("passcode: ${env:A}\nmode: window\npasscode: { type: string }\npasscode:", vec![]),
            ("passcode: x${env:A}", vec!["x${env:A}"]),
            ("# old password: abc", vec!["abc"]),
            ("url: https://x/?passcode=1", vec![]),
        ] {
            let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
            let source = sources.add("a.yaml", text);
            mask(source, text, &mut diagnostics);
            assert_eq!(diagnostics.secrets().map(|span| &text[span.range()]).collect::<Vec<_>>(), masked, "{text}");
        }
    }
}
