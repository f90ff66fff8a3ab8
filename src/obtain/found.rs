//! Signatures and what they are asked with, in any text: headers and JSON bodies of a declared form, and keys in code.
//!
//! A header is looked for by the text before its signature, a body by the host and the path that it is sent to. What a program or a
//! reader is to fill in is not known and counts for nothing; where in doubt, nothing is said.

use std::ops::Range;

use super::{BoundObtain, GivenCredential, Obtain, ObtainOrigin, RequestPart, RequestText, SIGNATURE};
use crate::source::{SourceId, Span, Spanned};
use crate::value::ValueText;

/// The shortest beginning of a header that says what it is.
const SHORTEST_MARKER: usize = 8;
/// The shortest run of letters that is meant to be a signature: anything else is a word that stands for one.
const SHORTEST_SIGNATURE: usize = 16;
/// The shortest literal that can be a key.
const SHORTEST_KEY: usize = 8;

/// What a text with a signature, or a request for one, holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker(String);

impl Marker {
    /// The text to look for.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text to look through.
#[derive(Debug, Clone, Copy)]
pub struct FoundText<'t> {
    /// The source.
    pub source: SourceId,
    /// All of it.
    pub text: &'t str,
    /// Whether it is a part of a program or a page that runs at a user's.
    pub is_client: bool,
    /// Whether it has a link of the declaration's schema.
    pub has_link: bool,
}

/// The texts of which one is in every file that has something for [`find`].
pub fn markers(obtain: &Obtain) -> Vec<Marker> {
    let hosts = obtain.sites.iter().map(|site| site.url.trim_start_matches("https://"));
    let mut markers: Vec<Marker> = hosts.map(|host| Marker(host.to_owned())).collect();
    for step in obtain.steps.iter().filter(|step| step.is_signed()) {
        markers.extend(step.headers.iter().filter_map(|(_, text)| beginning(text)).map(|text| Marker(text.to_owned())));
        if let [RequestPart::Text(path)] = step.path.parts()
            && path.len() >= SHORTEST_MARKER
        {
            markers.push(Marker(path.clone()));
        }
    }
    markers
}

/// The text in front of the signature.
fn beginning(text: &RequestText) -> Option<&str> {
    match text.parts() {
        [RequestPart::Text(first), RequestPart::Reference(reference), ..]
            if reference.name == SIGNATURE && first.len() >= SHORTEST_MARKER =>
        {
            Some(first)
        }
        _ => None,
    }
}

/// All that is in `found` of what `obtain` declares, in its order.
pub fn find<'s>(found: FoundText<'_>, obtain: &'s Obtain) -> Vec<BoundObtain<'s>> {
    let mut all: Vec<(usize, BoundObtain<'s>)> = Vec::new();
    let is_marked = markers(obtain).iter().any(|marker| found.text.contains(marker.as_str()));
    if is_marked {
        for step in obtain.steps.iter().filter(|step| step.is_signed()) {
            for (_, text) in &step.headers {
                headers(found, obtain, text, &mut all);
            }
            bodies(found, obtain, step, &mut all);
        }
    }
    if found.is_client && (is_marked || found.has_link) {
        keys(found, obtain, &mut all);
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, bound)| bound).collect()
}

fn bound(obtain: &Obtain) -> BoundObtain<'_> {
    BoundObtain {
        obtain,
        mode: None,
        given: Vec::new(),
        signature: None,
        broken: Vec::new(),
        keys: Vec::new(),
        origin: ObtainOrigin::Text,
        subject: format!("obtain/{}", obtain.parameter.value),
    }
}

fn given(found: FoundText<'_>, name: &str, at: Range<usize>, value: &str) -> GivenCredential {
    let span = Span::new(found.source, at.clone());
    let verbatim = (found.text.get(at.clone()) == Some(value)).then_some(at.start);
    GivenCredential { name: Spanned::new(name.to_owned(), span), text: ValueText::literal(value), span, verbatim }
}

/// Headers like `text`.
fn headers<'s>(found: FoundText<'_>, obtain: &'s Obtain, text: &RequestText, all: &mut Vec<(usize, BoundObtain<'s>)>) {
    let Some(first) = beginning(text) else { return };
    for (at, _) in found.text.match_indices(first) {
        let mut bound = bound(obtain);
        let mut end = at + first.len();
        for part in &text.parts()[1..] {
            match part {
                RequestPart::Text(literal) if found.text[end..].starts_with(literal.as_str()) => end += literal.len(),
                RequestPart::Text(_) => break,
                RequestPart::Reference(reference) => {
                    let is_signature = reference.name == SIGNATURE;
                    let value = run(&found.text[end..], is_signature);
                    let place = end..end + value.len();
                    end = place.end;
                    // Behind a letter that none can have, it was a part of something else: `<hex>`, `abc***`.
                    if found.text[end..].starts_with(['*', '<', '$', '{', '%', '…', '.', '[', '_']) || value.is_empty()
                    {
                        break;
                    }
                    let written = Spanned::new(value.to_owned(), Span::new(found.source, place.clone()));
                    if is_signature {
                        bound.signature = (value.len() >= SHORTEST_SIGNATURE).then_some(written);
                    } else if let Some(filter) = reference.filter {
                        match filter.undo(value) {
                            Some(undone) => bound.given.push(given(found, &reference.name, place, &undone)),
                            None if value.len() >= SHORTEST_KEY => {
                                bound.broken.push(Spanned::new(reference.name.clone(), written.span));
                            }
                            None => {}
                        }
                    } else {
                        bound.given.push(given(found, &reference.name, place, value));
                    }
                }
            }
        }
        // A word in place of the signature makes an example of the rest.
        if bound.signature.is_some() {
            all.push((at, bound));
        }
    }
}

/// The letters that `text` begins with and that a value can have: a signature's only letters and digits, for wrong ones
/// too.
fn run(text: &str, is_signature: bool) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || (!is_signature && "+/=-".contains(c));
    &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())]
}

/// JSON objects with two or more members of the step's body.
fn bodies<'s>(found: FoundText<'_>, obtain: &'s Obtain, step: &super::Step, all: &mut Vec<(usize, BoundObtain<'s>)>) {
    let Some(super::Body::Object(members)) = &step.body else { return };
    let mut objects: Vec<(Range<usize>, BoundObtain<'s>)> = Vec::new();
    for (member, body) in members {
        let super::Body::Text(text) = body else { continue };
        let Some(reference) = text.as_reference().filter(|reference| reference.filter.is_none()) else { continue };
        for (at, _) in found.text.match_indices(member.as_str()) {
            let Some((place, value)) = member_value(found.text, at, member.len()) else { continue };
            let Some(object) = around(found.text, at) else { continue };
            let value = given(found, &reference.name, place, value);
            if let Some((_, bound)) = objects.iter_mut().find(|(range, _)| *range == object) {
                bound.given.push(value);
            } else {
                let mut bound = bound(obtain);
                bound.given.push(value);
                objects.push((object, bound));
            }
        }
    }
    all.extend(
        objects.into_iter().filter(|(_, bound)| bound.given.len() > 1).map(|(range, bound)| (range.start, bound)),
    );
}

/// The literal value of the quoted member whose name stands at `at`; the quotes may be escaped.
fn member_value(text: &str, at: usize, length: usize) -> Option<(Range<usize>, &str)> {
    let is_quoted = text[..at].ends_with('"');
    let rest = text[at + length..].trim_start_matches('\\').strip_prefix('"').filter(|_| is_quoted)?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let start = text.len() - rest.len();
    let unescaped = rest.trim_start_matches('\\');
    if let Some(inner) = unescaped.strip_prefix('"') {
        let start = text.len() - inner.len();
        let value = &inner[..inner.find(['"', '\\', '\n'])?];
        let is_known = !value.contains(['$', '{', '<', '%', '*', '…']) && !value.is_empty();
        return is_known.then_some((start..start + value.len(), value));
    }
    let value = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    let ends = rest[value.len()..].trim_start().chars().next();
    (!value.is_empty() && matches!(ends, None | Some(',' | '}' | '\\' | '\'')))
        .then_some((start..start + value.len(), value))
}

/// How far an object is looked for around one of its members.
const LONGEST_OBJECT: usize = 4096;

/// The innermost braces around `at`.
fn around(text: &str, at: usize) -> Option<Range<usize>> {
    let open = text[..at].rfind(['{', '}']).filter(|&open| text[open..].starts_with('{'))?;
    let close = at + text[at..].find(['{', '}']).filter(|&close| text[at + close..].starts_with('}'))?;
    (close - open <= LONGEST_OBJECT).then_some(open..close + 1)
}

/// Secret credentials that a program has as literals: `appKey = "…"`.
fn keys<'s>(found: FoundText<'_>, obtain: &'s Obtain, all: &mut Vec<(usize, BoundObtain<'s>)>) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let secrets: Vec<(String, &str)> = obtain
        .credentials
        .iter()
        .filter(|credential| credential.secret)
        .map(|credential| (folded(&credential.name.value), credential.name.value.as_str()))
        .collect();
    let mut at = 0;
    for word in found.text.split_inclusive(|c| !is_word(c)) {
        let start = at;
        at += word.len();
        let name = word.trim_end_matches(|c| !is_word(c));
        let Some((_, credential)) = secrets.iter().find(|(secret, _)| folded(name) == *secret) else { continue };
        if let Some(place) = literal_after(found.text, start + name.len()) {
            let mut bound = bound(obtain);
            bound.keys.push(Spanned::new((*credential).to_owned(), Span::new(found.source, place)));
            all.push((start, bound));
        }
    }
}

/// `appKey`, `APP_KEY` and `app-key` are one name.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The string literal that is given to the name that ends at `at`, on the same line; as an attribute or an element's
/// text, too: `<string name="app_key">…</string>`.
fn literal_after(text: &str, at: usize) -> Option<Range<usize>> {
    let line = text[at..].lines().next()?;
    let rest = line.trim_start_matches(['"', '\'']);
    let value = if let Some(inner) = rest.strip_prefix('>') {
        inner.split('<').next()?
    } else {
        let given = rest.find([':', '='])?;
        // Only a type may stand between: `appKey: String = "…"`.
        let between = &rest[..given];
        if !between.trim().is_empty() {
            return None;
        }
        let opening = rest.find(['"', '\''])?;
        let between = &rest[given..opening];
        let is_plain = |c: char| c.is_alphanumeric() || " :=?@".contains(c);
        if !between.chars().all(is_plain) {
            return None;
        }
        let quote = rest[opening..].chars().next()?;
        rest[opening + 1..].split(quote).next()?
    };
    let is_key = value.len() >= SHORTEST_KEY
        && value.chars().all(|c| c.is_ascii_graphic())
        && !value.contains(['$', '{', '<', '%', '*', '@'])
        && !value.to_ascii_lowercase().starts_with("your");
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    is_key.then_some(start..start + value.len())
}
