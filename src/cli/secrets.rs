//! The secrets of a build, and diffs of artifacts that show none.
//!
//! `build --check` runs where everybody reads along, in the logs of a CI. An artifact may hold a secret, for that is
//! where the user wants it; its diff must not. What is new is known: it is masked in every spelling that a target could
//! have written. What was there before may be a secret that nobody here knows: of what is removed, only words show that
//! are in the new artifact as well.

use std::collections::BTreeSet;
use std::path::Path;

use linkc::link_template::percent;
use linkc::resolved::ResolvedLink;
use similar::{ChangeTag, TextDiff};

use super::delivery::Item;
use super::lookup::look_up;

const MASK: &str = "********";

/// What must not be seen of artifacts.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// The names of secret parameters.
    names: BTreeSet<String>,
    /// Their values, in all spellings.
    values: BTreeSet<String>,
}

impl Secrets {
    /// Adds the secrets of `links`, which stand in a file in `folder`.
    pub(super) fn add(&mut self, links: &[ResolvedLink<'_>], folder: &Path) {
        for link in links {
            let parameters = link.schema.parameters.iter().filter(|parameter| parameter.secret);
            self.names.extend(parameters.map(|parameter| parameter.name.clone()));
            for binding in link.forms.iter().flat_map(|resolved| &resolved.bindings) {
                let given = binding.given.iter().filter(|_| binding.parameter.parameter.secret);
                for text in given.flat_map(|given| &given.texts) {
                    let Ok(value) = text.text.resolve(|reference| look_up(reference, folder)) else { continue };
                    self.values.extend(spellings(&value));
                }
            }
        }
        self.values.remove("");
    }

    /// What a build would change in a file, as a diff.
    pub(super) fn diff(&self, item: &Item<'_>) -> String {
        let shown = item.path.display().to_string();
        let before = item.before.as_ref();
        let old_name = if before.is_some() { shown.as_str() } else { "/dev/null" };
        let old = before.map(|before| before.contents.as_slice()).unwrap_or_default();
        let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(&item.contents)) else {
            return format!("Binary files {old_name} and {shown} differ\n");
        };
        if item.is_secret && (self.is_broken_in(new) || self.is_broken_in(old)) {
            return format!("Files {old_name} and {shown} differ, and may not be shown: a secret is all over them\n");
        }
        let (old, new) = (self.mask(old), self.mask(new));
        let words: BTreeSet<&str> = if item.is_secret { words(&new).collect() } else { BTreeSet::new() };
        let old = if item.is_secret { mask_words(&old, &words) } else { old };
        let header = format!("--- {old_name}\n+++ {shown}\n");
        if old == new {
            return format!("{header}@@ only secrets differ @@\n");
        }
        let diff = TextDiff::from_lines(old.as_str(), new.as_str());
        let mut text = header;
        for hunk in diff.unified_diff().iter_hunks() {
            text.push_str(&hunk.header().to_string());
            text.push('\n');
            for change in hunk.iter_changes() {
                text.push(match change.tag() {
                    ChangeTag::Delete => '-',
                    ChangeTag::Insert => '+',
                    ChangeTag::Equal => ' ',
                });
                text.push_str(change.value());
                if change.missing_newline() {
                    text.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
        text
    }

    /// `text` without them.
    fn mask(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        // The longest first: a short one may be a part of it.
        let mut values: Vec<&String> = self.values.iter().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        for name in &self.names {
            masked = mask_pairs(&masked, name);
        }
        for value in values {
            masked = masked.replace(value.as_str(), MASK);
        }
        masked
    }

    /// Whether a line was broken within one, as mails and calendars break theirs: then no search finds it.
    fn is_broken_in(&self, text: &str) -> bool {
        let joined = without_breaks(text);
        let is_broken =
            |value: &String| joined.matches(&without_breaks(value)).count() > text.matches(value.as_str()).count();
        self.values.iter().filter(|value| without_breaks(value).len() > 2).any(is_broken)
    }
}

fn without_breaks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '=').collect()
}

/// The ways in which a target may have written `value`.
fn spellings(value: &str) -> BTreeSet<String> {
    let encoded = percent::encoded(value);
    let mut spelled: BTreeSet<String> =
        [value.to_owned(), encoded.to_ascii_lowercase(), encoded.replace("%20", "+")].into();
    spelled.insert(encoded.replace('%', "="));
    spelled.insert(encoded);
    let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for (double, single) in
        [("&quot;", "'"), ("&quot;", "&#39;"), ("&quot;", "&#x27;"), ("&quot;", "&apos;"), ("&#34;", "&#39;")]
    {
        let quoted = html.replace('"', double).replace('\'', single);
        spelled.insert(quoted.replace('/', "&#x2f;"));
        spelled.insert(quoted);
    }
    spelled.insert(html);
    spelled.insert(value.replace('\'', "''"));
    spelled.insert(value.replace('"', "\"\""));
    spelled.insert(value.replace('\'', "\\'").replace('$', "\\$"));
    let json = serde_json::to_string(value).unwrap_or_default();
    let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned();
    spelled.insert(escaped(&json, |c| !c.is_ascii()));
    spelled.insert(escaped(&json, |c| !c.is_ascii() || "<>&'/".contains(c)));
    spelled.insert(escaped(&json, |c| "<>&'/".contains(c)));
    spelled.insert(json.replace('/', "\\/"));
    spelled.insert(json.replace('$', "\\$"));
    spelled.insert(json);
    // What is too short for one says nothing.
    spelled.extend(base64_forms(value.as_bytes()).into_iter().filter(|form| form.len() > 3));
    spelled
}

/// `text` with the UTF-16 escapes of JSON and JavaScript for some characters.
fn escaped(text: &str, which: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if which(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// What base64 makes of `bytes` wherever they begin in a longer text: the digits that depend on nothing else.
fn base64_forms(bytes: &[u8]) -> Vec<String> {
    let digits = |table: &[u8; 64], skipped: usize| -> String {
        let bit = |at: usize| bytes.get((at - skipped * 8) / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
        // The first digit that is ours alone, and the end of the last.
        let first = (skipped * 8).div_ceil(6);
        let last = (skipped + bytes.len()) * 8 / 6;
        let digit = |at: usize| (at * 6..at * 6 + 6).fold(0, |digit, at| digit << 1 | bit(at));
        (first..last).map(|at| char::from(table[usize::from(digit(at))])).collect()
    };
    let standard = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let of_urls = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    (0..3).flat_map(|skipped| [digits(standard, skipped), digits(of_urls, skipped)]).collect()
}

/// The runs of letters and digits in `text`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// `text` with every run of letters and digits masked that is not one of `known`.
fn mask_words(text: &str, known: &BTreeSet<&str>) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        masked.push_str(&rest[..start]);
        let word = &rest[start..];
        let word = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
        masked.push_str(if known.contains(word) { word } else { MASK });
        rest = &rest[start + word.len()..];
    }
    masked.push_str(rest);
    masked
}

/// `text` with the values of the pairs `name=value` masked.
fn mask_pairs(text: &str, name: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    // What is unreserved, or encodes something; an artifact's own syntax is neither.
    let is_value = |c: char| c.is_ascii_alphanumeric() || "-._~%+".contains(c);
    let mut pieces = text.split(name);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let starts = !masked.ends_with(is_word);
        masked.push_str(name);
        match piece.strip_prefix('=').filter(|_| starts) {
            Some(rest) => {
                let end = rest.find(|c| !is_value(c)).unwrap_or(rest.len());
                masked.push('=');
                masked.push_str(if end == 0 { "" } else { MASK });
                masked.push_str(&rest[end..]);
            }
            None => masked.push_str(piece),
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_base64_makes_of_a_secret_is_known_wherever_it_begins() {
        // By `base64`: "a", "ab" and "abc" before "hunter2hunter2", and something behind.
        for text in
            ["aHVudGVyMmh1bnRlcjIu", "YWh1bnRlcjJodW50ZXIyLg==", "YWJodW50ZXIyaHVudGVyMi4=", "YWJjaHVudGVyMmh1bnRlcjIu"]
        {
            let forms = base64_forms(b"hunter2hunter2");
            let longest = forms.iter().filter(|form| text.contains(form.as_str())).map(String::len).max();
            assert!(longest.is_some_and(|length| length >= 17), "{text}: {forms:?}");
        }
    }

    #[test]
    fn a_word_that_nobody_knows_is_masked() {
        let known = ["room", "passcode", "Join"].into();
        assert_eq!(
            mask_words("Join: room=7&passcode=x%2By\n", &known),
            format!("Join: room={MASK}&passcode={MASK}%{MASK}\n")
        );
    }

    #[test]
    fn pairs_are_masked_by_their_name() {
        assert_eq!(mask_pairs("a?code=1&encode=2&code=", "code"), format!("a?code={MASK}&encode=2&code="));
    }
}
