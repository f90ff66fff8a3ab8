//! Which surroundings a place has, by the kind of its text.

use super::html;
use super::literal::{Line, Literal, line_before};
use super::markdown;
use super::reader::{Backslash, Entities, Frame};
use super::regions::Regions;
use super::syntax::{Language, Syntax};
use crate::surroundings::{Medium, Place};

/// The medium that a text of `syntax` is.
pub(super) fn medium(syntax: Syntax) -> Medium {
    match syntax {
        Syntax::Html => Medium::Page,
        Syntax::Markdown => Medium::Markdown,
        Syntax::Mail => Medium::Mail,
        Syntax::Source(_) => Medium::Source,
        Syntax::Json | Syntax::Yaml | Syntax::Xml | Syntax::Properties | Syntax::Csv => Medium::Data,
        Syntax::Plain => Medium::Text,
    }
}

/// What is around `start` of `text`.
pub(super) fn frame_at(text: &str, start: usize, syntax: Syntax, regions: &Regions<'_>) -> Frame {
    match syntax {
        Syntax::Html => html::frame_at(text, start, regions),
        Syntax::Xml => html::xml_frame_at(text, start, regions),
        Syntax::Markdown => markdown::frame_at(text, start, regions),
        Syntax::Source(Language::Php) if !regions.is_php(start) => html::frame_at(text, start, regions),
        Syntax::Source(language) => in_source(text, start, language),
        Syntax::Json => in_source(text, start, Language::JavaScript),
        // Strings and comments as in a shell: one kind of quotes is raw.
        Syntax::Yaml => in_source(text, start, Language::Shell),
        Syntax::Properties => Frame { backslash: Backslash::Escape, is_prose: false, ..plain(text, start) },
        Syntax::Csv => {
            let frame = plain(text, start);
            Frame { close: frame.close.or(Some(',')), ..frame }
        }
        Syntax::Mail | Syntax::Plain => plain(text, start),
    }
}

/// A text of which nothing is known; a quote or bracket right before the URL has its counterpart behind.
pub(super) fn plain(text: &str, start: usize) -> Frame {
    let close = quote_before(text, start).or_else(|| match text[..start].chars().next_back() {
        Some('<') => Some('>'),
        Some('[') => Some(']'),
        _ => None,
    });
    Frame {
        place: Place::Plain,
        literal: None,
        language: None,
        close,
        backslash: Backslash::Nothing,
        entities: Entities::None,
        has_holes: true,
        is_alone: false,
        is_prose: close.is_none(),
    }
}

/// How far back a line is looked at.
const LONGEST_LINE: usize = 4096;

/// Where the line begins that `start` is in; of a line that is very long, somewhere before.
pub(super) fn line_start(text: &str, start: usize) -> usize {
    let from = (start.saturating_sub(LONGEST_LINE)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    text[from..start].rfind('\n').map_or(from, |newline| from + newline + 1)
}

/// The quote right before `start`.
pub(super) fn quote_before(text: &str, start: usize) -> Option<char> {
    text[..start].chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'))
}

/// Source code of `language`.
pub(super) fn in_source(text: &str, start: usize, language: Language) -> Frame {
    let quote = quote_before(text, start);
    let line = line_start(text, start);
    let (literal, is_comment) = match line_before(text, line, start, language) {
        Line::In(literal) => (Some(literal), false),
        Line::Comment => (None, true),
        // A literal that began on a line before has confused the look at this one.
        Line::Open => (quote.map(|quote| opened(start, quote, language)), false),
    };
    let is_whole = literal.as_ref().is_some_and(|literal| literal.start == start);
    let close = quote.filter(|_| !is_whole);
    let attribute = html::attribute_before(text, start);
    let is_attribute =
        attribute.is_some_and(|quoted| !is_whole || (quoted && html::looks_like_tag(text, start, language)));
    let place = match attribute {
        Some(quoted) if is_attribute => Place::HtmlAttribute { quoted },
        _ if literal.is_some() => Place::StringLiteral,
        _ => Place::Plain,
    };
    let has_literal = literal.is_some();
    Frame {
        place,
        literal,
        language: Some(language),
        close,
        backslash: if has_literal { Backslash::Escape } else { loose_backslash(language) },
        entities: if is_attribute { Entities::Closed } else { Entities::None },
        has_holes: true,
        is_alone: is_whole || close.is_some(),
        is_prose: is_comment || (!is_whole && close.is_none()),
    }
}

/// A backslash outside of literals: in a shell it escapes; elsewhere it is that of a pattern, or nothing known.
fn loose_backslash(language: Language) -> Backslash {
    if language == Language::Shell { Backslash::Punctuation } else { Backslash::Nothing }
}

fn opened(start: usize, quote: char, language: Language) -> Literal {
    Literal { start, close: quote.to_string(), is_raw: language == Language::Go && quote == '`' }
}
