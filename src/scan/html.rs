//! Where in HTML, or something like it, a place is: in an attribute, in text, or in a script.

use super::frame::{in_source, plain, quote_before};
use super::reader::{Backslash, Entities, Frame};
use super::regions::Regions;
use super::syntax::Language;
use crate::surroundings::Place;

/// How far back the start of a tag is looked for.
const LONGEST_TAG: usize = 8192;

/// What is around `start` of `text`, which is HTML.
pub(super) fn frame_at(text: &str, start: usize, regions: &Regions<'_>) -> Frame {
    if regions.is_script(start) {
        return in_source(text, start, Language::JavaScript);
    }
    let tag = open_tag(text, start);
    let quote = quote_before(text, start);
    let outer = tag.and_then(|tag| open_quote(&text[tag..start]));
    let place = match (tag, outer) {
        (Some(_), Some(_)) => Place::HtmlAttribute { quoted: true },
        (Some(_), None) if attribute_before(text, start).is_some() => Place::HtmlAttribute { quoted: false },
        _ => Place::HtmlText,
    };
    let is_attribute = matches!(place, Place::HtmlAttribute { .. });
    // In `onclick="location.href='…'"`, the inner quote ends the URL.
    let close = if is_attribute { quote.or(outer) } else { plain(text, start).close };
    Frame {
        place,
        literal: None,
        language: None,
        close,
        backslash: Backslash::Nothing,
        entities: match is_attribute {
            _ if regions.is_comment(start) => Entities::Closed,
            true => Entities::Attribute,
            false => Entities::Text,
        },
        has_holes: true,
        is_alone: is_attribute && quote.is_some(),
        is_prose: !is_attribute && close.is_none(),
    }
}

/// What is around `start` of `text`, which is XML.
pub(super) fn xml_frame_at(text: &str, start: usize, regions: &Regions<'_>) -> Frame {
    let frame = frame_at(text, start, regions);
    let entities = match frame.entities {
        _ if regions.is_plain(start) => Entities::None,
        Entities::Attribute | Entities::Text => Entities::Xml,
        other => other,
    };
    Frame { entities, ..frame }
}

/// Where the tag begins that is still open at `start`.
fn open_tag(text: &str, start: usize) -> Option<usize> {
    let from = (start.saturating_sub(LONGEST_TAG)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let before = &text[from..start];
    let mut end = before.len();
    // A `>` may stand in an attribute; the last `<` that begins a tag decides.
    while let Some(at) = before[..end].rfind('<') {
        if before[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = &before[at..];
            return (!tag.contains('>') || open_quote(tag).is_some()).then_some(from + at);
        }
        end = at;
    }
    None
}

/// The quote that is open at the end of `tag`.
fn open_quote(tag: &str) -> Option<char> {
    let mut open = None;
    let mut before = ' ';
    for c in tag.chars() {
        match open {
            Some(quote) if c == quote => open = None,
            // A quote opens a value behind `=` only.
            None if matches!(c, '"' | '\'') && before == '=' => open = Some(c),
            None if c == '>' => return None,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    open
}

/// Whether an attribute's name and `=` stand right before `start`, and if so, whether a quote stands between.
pub(super) fn attribute_before(text: &str, start: usize) -> Option<bool> {
    let before = &text[..start];
    let unquoted = before.trim_end_matches(['"', '\'', '\\']);
    let name = unquoted.strip_suffix('=')?;
    name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-').then_some(unquoted.len() < before.len())
}

/// Whether the attribute before `start` is one of a tag in the source code, as JSX has, and no variable or argument.
pub(super) fn looks_like_tag(text: &str, start: usize, language: Language) -> bool {
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let name = text[..start].trim_end_matches(['"', '\'', '=']);
    let is_link = ["href", "to", "src"].iter().any(|known| name.ends_with(known));
    let has_tag = text[line..start]
        .match_indices('<')
        .any(|(at, _)| text[line + at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
    has_tag || (language == Language::JavaScript && is_link && text[line..start].trim_start().len() <= 8)
}
