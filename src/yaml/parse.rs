//! From text to tree: drives the parser, keeps its limits, and looks on behind a mistake for the next one.
//!
//! The parser gives events, one at a time, so its own memory is small and a limit stops it at once. It gives up at the
//! first mistake; a person wants to hear of all of them. So the lines of a mistake are blanked out and the text
//! is read again, for its mistakes only: no tree is made of a broken text.

use std::sync::mpsc::{SyncSender, sync_channel};

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError};

use super::builder::{Builder, RawScalar, Stop, Tag};
use super::syntax::Mistake;
use super::{Document, Style, repair, syntax};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use crate::suspects;

/// How many mistakes of syntax are looked for in one text. Each costs another reading.
const MISTAKES: usize = 8;

/// Texts above this size, in bytes, are read once: their first mistake is reported, and no further ones looked for.
const REREAD: usize = 1 << 20;

/// Texts from this size on, in bytes, are parsed on one thread while the tree grows on another: of a short one, starting
/// a thread would cost more.
const AHEAD: usize = 1 << 17;

/// How many events are handed from one to the other at once, and how often the parser may do so before it has to wait.
const CHUNK: usize = 512;
const CHUNKS: usize = 64;

/// The nesting that no limit can exceed: what can be cloned and dropped on the smallest stack in use.
const DEEPEST: usize = 512;

/// What a text may cost. A text is the work of a stranger as soon as it is checked in a pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The size of the text in bytes.
    pub bytes: usize,
    /// How deep maps and lists may nest, what aliases stand for included. At most 512 counts.
    pub depth: usize,
    /// How many values the text may hold.
    pub nodes: usize,
    /// How many values all aliases together may add. A text counts once more for every 256 bytes.
    pub alias_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8 << 20, depth: 64, nodes: 1_000_000, alias_nodes: 100_000 }
    }
}

/// Reads `text`, which is the text of `source`.
///
/// `None` means that something is wrong with the text as a whole, or missing in the tree, and that it was reported:
/// a mistake of syntax, a limit, an alias or key that stands for nothing. A tag or a second document is reported too,
/// but the tree does not suffer from it and is returned.
pub fn parse(source: SourceId, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Option<Document> {
    if text.len() > limits.bytes {
        let message = format!("the file is larger than {} bytes", limits.bytes);
        let problem = Diagnostic::error("yaml-limit", message, Span::new(source, 0..0));
        diagnostics.push(problem.help("split it into several files"));
        return None;
    }
    if text.len() < AHEAD {
        suspects::mask(source, text, diagnostics);
        return parse_public(source, text, limits, diagnostics);
    }
    let mut suspected = Diagnostics::new();
    let parse = || parse_public(source, text, limits, diagnostics);
    let (document, ()) = rayon::join(parse, || suspects::mask(source, text, &mut suspected));
    diagnostics.append(suspected);
    document
}

/// As [`parse`], of a text that everybody may see: nothing in it is looked for to be masked.
pub(crate) fn parse_public(
    source: SourceId,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let limits = Limits { depth: limits.depth.min(DEEPEST), ..*limits };
    match read(source, text, &limits, diagnostics) {
        Ok(document) => document,
        Err(mistake) => {
            report_all(source, text, &limits, *mistake, diagnostics);
            None
        }
    }
}

/// Reports the mistake `first` and those behind it.
fn report_all(source: SourceId, text: &str, limits: &Limits, first: Mistake, diagnostics: &mut Diagnostics) {
    let mut blanked = text.to_owned();
    let mut mistake = first;
    let mut behind = 0;
    for _ in 0..MISTAKES {
        let problem = syntax::describe(source, &blanked, limits.depth, &mistake);
        let place = problem.primary.span;
        let goes_on = problem.id == "yaml-syntax" && text.len() <= REREAD;
        let is_indentation = syntax::is_indentation(mistake.error.kind());
        if place.start >= behind {
            diagnostics.push(problem);
        }
        if !goes_on {
            return;
        }
        let Some(end) = repair::blank(&mut blanked, place.range(), is_indentation) else { return };
        behind = behind.max(end);
        match read(source, &blanked, limits, &mut Diagnostics::new()) {
            Ok(_) => return,
            Err(next) => mistake = *next,
        }
    }
}

/// Reads `text` once. The error is a mistake of syntax, not yet reported.
fn read(
    source: SourceId,
    text: &str,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Document>, Box<Mistake>> {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.max_buffered_comment_events = usize::MAX;
    options.flow_nesting_limit = limits.depth;
    options.block_nesting_limit = limits.depth;
    let builder = Builder::new(source, text, limits, diagnostics);
    let parser = || Parser::new_from_str_with_options(text, options.clone());
    if text.len() < AHEAD {
        return build(parser(), builder);
    }
    let (send, receive) = sync_channel(CHUNKS);
    std::thread::scope(|scope| {
        match std::thread::Builder::new().spawn_scoped(scope, move || hand_over(parser(), &send)) {
            Ok(_) => build(receive.into_iter().flatten(), builder),
            // Not every system has threads.
            Err(_) => build(parser(), builder),
        }
    })
}

/// Hands the events on in chunks, until there are no more or nobody wants them.
fn hand_over<T>(events: impl Iterator<Item = T>, to: &SyncSender<Vec<T>>) {
    let mut chunk = Vec::with_capacity(CHUNK);
    for event in events {
        chunk.push(event);
        if chunk.len() == CHUNK && to.send(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK))).is_err() {
            return;
        }
    }
    // Who wants no more has what it needs.
    let _ = to.send(chunk);
}

/// Makes the tree of `events`.
fn build<'t>(
    events: impl Iterator<Item = Result<(Event<'t>, granit_parser::Span), ScanError>>,
    mut builder: Builder<'_>,
) -> Result<Option<Document>, Box<Mistake>> {
    for next in events {
        let (event, place) = next.map_err(|error| Box::new(Mistake { error, context: builder.context() }))?;
        // The parser promises byte offsets for a text in memory.
        let range = place.byte_range().unwrap_or(0..0);
        let tag = event.tag().map(|tag| {
            let range = place.tag_span().and_then(|span| span.byte_range()).unwrap_or(range.clone());
            Tag::new(tag.core_suffix(), range)
        });
        let step = match event {
            Event::DocumentStart(..) => builder.document(range),
            Event::Comment(text, _) => builder.comment(range, &text),
            Event::Scalar(text, style, anchor, _) => {
                builder.scalar(range, RawScalar { text: text.into_owned(), style: style_of(style), anchor, tag })
            }
            Event::SequenceStart(_, anchor, _) => builder.open(range, false, anchor, tag),
            Event::MappingStart(_, anchor, _) => builder.open(range, true, anchor, tag),
            Event::SequenceEnd | Event::MappingEnd => builder.close(range),
            Event::Alias(anchor) => builder.alias(range, Some(anchor)),
            Event::UnresolvedAlias(_) => builder.alias(range, None),
            _ => Ok(()),
        };
        match step {
            Ok(()) => {}
            Err(Stop::Done) => break,
            Err(Stop::Limit) => return Ok(None),
        }
    }
    Ok(builder.finish())
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
