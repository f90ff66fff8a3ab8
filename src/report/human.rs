//! The format for people: each finding with the lines that it is about.

use std::ops::Range;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Snippet, Title};

use super::excerpt::Excerpt;
use super::redact::Redaction;
use super::visible::{self, MARK};
use super::{Look, Summary, path, reported};
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics, Edit, Fix, Label, Severity};
use crate::source::{SourceId, Sources};

/// A replacement up to this many characters is told in a line; a longer one, or several, is shown in its place.
const SHORT: usize = 60;

pub(super) fn render(sources: &Sources, diagnostics: &Diagnostics, summary: Summary, look: Look) -> String {
    let redaction = Redaction::new(sources, diagnostics);
    // Excerpts are cut to the width already; what is left, the renderer shall not cut again.
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() }.term_width(1 << 20);
    let mut out = String::new();
    for diagnostic in reported(diagnostics) {
        out.push_str(&one(&renderer, sources, diagnostic, &redaction, look.width));
        out.push_str("\n\n");
    }
    out.push_str(&sentence(summary));
    out.push('\n');
    out
}

fn one(renderer: &Renderer, sources: &Sources, diagnostic: &Diagnostic, redaction: &Redaction, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let words = |text: &str| visible::line(&redaction.mask(text));
    let mut group = Group::with_title(level.primary_title(words(&diagnostic.message)).id(diagnostic.id));
    let mut places = Vec::new();
    for (id, labels) in by_source(diagnostic) {
        let source = sources.get(id);
        let ranges: Vec<Range<usize>> = labels.iter().map(|(label, _)| label.span.range()).collect();
        let excerpt = Excerpt::new(&source, id, &ranges, redaction, width);
        let annotations = labels.iter().zip(excerpt.labels).map(|((label, kind), range)| {
            let text = words(&label.text);
            kind.span(range).label((!text.is_empty()).then_some(text))
        });
        let annotations: Vec<_> = annotations.collect();
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).path(MARK.to_string());
        group = group.element(snippet.annotations(annotations));
        let start = source.position(ranges.first().map_or(0, |range| range.start));
        places.push(format!("{}:{}:{}", visible::line(&path::shown(source.name())), start.line, start.column));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(words(help)));
    }
    let mut shown = Vec::new();
    for fix in &diagnostic.fixes {
        let title = words(&fix.message);
        match fix.edits.as_slice() {
            [] => group = group.element(fix_level(fix).message(title)),
            [Edit { replacement, .. }] if is_short(replacement) => {
                // What joins it to its neighbours, or quotes it, needs no second telling.
                let core = replacement.trim_matches([' ', ',', '&', '?', '\'', '"']);
                let says_it = replacement.is_empty() || fix.message.contains(core);
                let line = if says_it { title } else { format!("{title}: `{}`", words(replacement)) };
                group = group.element(fix_level(fix).message(line));
            }
            edits => shown.push(patched(sources, fix_level(fix).secondary_title(title), edits, redaction, width)),
        }
    }
    let groups: Vec<Group<'_>> = std::iter::once(group).chain(shown).collect();
    with_places(&renderer.render(&groups), &places)
}

/// The word that a fix begins with.
fn fix_level(fix: &Fix) -> Level<'static> {
    Level::HELP.with_name(match fix.applicability {
        Applicability::Safe => "fix",
        Applicability::Unsafe => "unsafe fix",
    })
}

fn is_short(replacement: &str) -> bool {
    !replacement.contains('\n') && replacement.chars().take(SHORT + 1).count() <= SHORT
}

/// The lines before and after `edits`.
fn patched<'a>(sources: &Sources, title: Title<'a>, edits: &[Edit], redaction: &Redaction, width: usize) -> Group<'a> {
    let mut group = Group::with_title(title);
    let mut ids: Vec<SourceId> = edits.iter().map(|edit| edit.span.source).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let source = sources.get(id);
        let mut here: Vec<&Edit> = edits.iter().filter(|edit| edit.span.source == id).collect();
        here.sort_by_key(|edit| edit.span);
        let ranges: Vec<Range<usize>> = here.iter().map(|edit| edit.span.range()).collect();
        let excerpt = Excerpt::new(&source, id, &ranges, redaction, width);
        let mut snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line);
        let mut end = 0;
        for (edit, range) in here.into_iter().zip(excerpt.labels) {
            // What overlaps cannot be shown; nothing of the sort is to come here.
            if range.start >= end {
                end = range.end;
                snippet = snippet.patch(Patch::new(range, visible::lines(&redaction.mask(&edit.replacement))));
            }
        }
        group = group.element(snippet);
    }
    group
}

/// The labels of each source, that of the primary one first, and in it the primary label first.
fn by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, Vec<(&Label, AnnotationKind)>)> {
    let mut sources = vec![(diagnostic.primary.span.source, vec![(&diagnostic.primary, AnnotationKind::Primary)])];
    for label in &diagnostic.secondary {
        let entry = (label, AnnotationKind::Context);
        match sources.iter_mut().find(|(id, _)| *id == label.span.source) {
            Some((_, labels)) => labels.push(entry),
            None => sources.push((label.span.source, vec![entry])),
        }
    }
    sources
}

/// Puts `places` where `rendered` has the marks, one after the other. The renderer has written the line and column
/// of the excerpt behind each; those of the file are other ones where the excerpt is cut or masked.
fn with_places(rendered: &str, places: &[String]) -> String {
    let mut pieces = rendered.split(MARK);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for (piece, place) in pieces.zip(places) {
        out.push_str(place);
        out.push_str(piece.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

/// "2 errors, 1 warning in 1 file with 3 links".
fn sentence(summary: Summary) -> String {
    let Summary { files, links, errors, warnings, notes } = summary;
    let count = |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    let found = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let found: Vec<_> = found.into_iter().filter(|(number, _)| *number > 0).map(|(n, what)| count(n, what)).collect();
    let found = if found.is_empty() { "no problems".into() } else { found.join(", ") };
    let place = match (files, links) {
        (0, 0) => String::new(),
        (0, links) => format!(" in {}", count(links, "link")),
        (files, 0) => format!(" in {}", count(files, "file")),
        (files, links) => format!(" in {} with {}", count(files, "file"), count(links, "link")),
    };
    found + &place
}
