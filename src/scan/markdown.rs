//! Where in Markdown a place is: the target of a link, code, HTML, or text.

use super::frame::{in_source, line_start, plain, quote_before};
use super::html;
use super::reader::{Backslash, Entities, Frame};
use super::regions::Regions;
use super::syntax::{Language, Syntax};
use crate::surroundings::Place;

/// What is around `start` of `text`, which is Markdown.
pub(super) fn frame_at(text: &str, start: usize, regions: &Regions<'_>) -> Frame {
    if let Some(info) = regions.fence(start) {
        return in_code(text, start, info);
    }
    let line_start = line_start(text, start);
    let before = &text[line_start..start];
    if before.starts_with("    ") && is_after_blank(text, line_start) {
        return in_code(text, start, "");
    }
    if before.matches('`').count() % 2 == 1 {
        return Frame { close: Some('`'), ..in_code(text, start, "") };
    }
    if html::attribute_before(text, start).is_some() && before.contains('<') {
        let frame = html::frame_at(text, start, &Regions::default());
        if matches!(frame.place, Place::HtmlAttribute { .. }) {
            return frame;
        }
    }
    let target = Frame {
        place: Place::MarkdownTarget,
        backslash: Backslash::Punctuation,
        // In CommonMark, a name without a semicolon is no reference (section 2.5).
        entities: Entities::Closed,
        is_prose: false,
        is_alone: false,
        ..plain(text, start)
    };
    if before.ends_with("](<") || before.ends_with("]: <") {
        return Frame { close: Some('>'), is_alone: true, ..target };
    }
    if before.ends_with("](") {
        return Frame { close: Some(')'), ..target };
    }
    if before.trim_end().ends_with("]:") {
        return target;
    }
    if before.ends_with('<') {
        return Frame { close: Some('>'), backslash: Backslash::Nothing, ..target };
    }
    // In `[URL](URL)`, the first is text.
    let close = quote_before(text, start).or_else(|| before.ends_with('[').then_some(']'));
    Frame { place: Place::MarkdownText, close, is_prose: close.is_none(), ..target }
}

/// Code in a document: what its language says of it, and holes as documents write them.
fn in_code(text: &str, start: usize, info: &str) -> Frame {
    let language = info.split([' ', ',', '{']).next().unwrap_or_default();
    let path = format!("a.{}", alias(language));
    let frame = match Syntax::of(path.as_ref(), "") {
        Syntax::Source(language) => in_source(text, start, language),
        Syntax::Json => in_source(text, start, Language::JavaScript),
        Syntax::Html => html::frame_at(text, start, &Regions::default()),
        Syntax::Yaml => in_source(text, start, Language::Shell),
        _ if html::attribute_before(text, start).is_some() => match html::frame_at(text, start, &Regions::default()) {
            frame if matches!(frame.place, Place::HtmlAttribute { .. }) => frame,
            frame => Frame { entities: Entities::Closed, ..frame },
        },
        _ if quote_before(text, start).is_some() => in_source(text, start, Language::C),
        _ => plain(text, start),
    };
    Frame { place: Place::MarkdownCode, ..frame }
}

/// The extension for a language's name.
fn alias(language: &str) -> String {
    match language.to_ascii_lowercase().as_str() {
        "javascript" | "typescript" | "arkts" => "js".to_owned(),
        "python" => "py".to_owned(),
        "kotlin" => "kt".to_owned(),
        "objective-c" | "objectivec" | "objc" | "c++" => "m".to_owned(),
        "csharp" | "c#" => "cs".to_owned(),
        "shell" | "console" | "shellsession" => "sh".to_owned(),
        "golang" => "go".to_owned(),
        "rust" => "rs".to_owned(),
        "ruby" => "rb".to_owned(),
        other => other.to_owned(),
    }
}

fn is_after_blank(text: &str, line_start: usize) -> bool {
    text[..line_start].lines().next_back().is_none_or(|line| line.trim().is_empty() || line.starts_with("    "))
}
