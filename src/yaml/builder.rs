//! The tree while it grows: takes the parser's events, finds the places, keeps the limits.
//!
//! Nothing here recurses over what the text nests: open maps and lists lie on a stack of their own, whose height is a
//! limit.

use std::collections::BTreeMap;
use std::ops::Range;

use super::scene::Context;
use super::{Comment, Content, Document, Entry, Limits, Mapping, Node, Scalar, Style, alias, edit, merge, place};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span, Spanned};

/// How many findings one text gives before the rest is left out: a million bad tags are one mistake.
const FINDINGS: usize = 50;

/// Why reading ends before the text does. What there is to say has been reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The document is complete; what follows is not read.
    Done,
    /// A limit is exceeded: there is no tree.
    Limit,
}

/// A tag: the core schema's name for it, if it is one of those, and its place.
#[derive(Debug)]
pub(super) struct Tag {
    core: Option<String>,
    range: Range<usize>,
}

impl Tag {
    pub(super) fn new(core: Option<&str>, range: Range<usize>) -> Self {
        Self { core: core.map(str::to_owned), range }
    }
}

/// A scalar as the parser gives it; `anchor` is 0 without one.
#[derive(Debug)]
pub(super) struct RawScalar {
    pub(super) text: String,
    pub(super) style: Style,
    pub(super) anchor: usize,
    pub(super) tag: Option<Tag>,
}

/// An open map or list.
#[derive(Debug)]
pub(super) struct Frame {
    /// Where it begins.
    pub(super) start: usize,
    /// The values so far.
    pub(super) children: Children,
    anchor: usize,
}

/// The values of an open map or list so far.
#[derive(Debug)]
pub(super) enum Children {
    /// Of a list.
    Items(Vec<Node>),
    /// Of a map, and the key whose value is awaited.
    Entries(Vec<Entry>, Option<Spanned<String>>),
}

/// See the module.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    source: SourceId,
    text: &'a str,
    limits: &'a Limits,
    diagnostics: &'a mut Diagnostics,
    frames: Vec<Frame>,
    root: Option<Node>,
    comments: Vec<Comment>,
    anchors: BTreeMap<usize, alias::Anchor>,
    /// Whether the text can hold an alias at all. Without one, no anchor is worth a copy.
    has_aliases: bool,
    has_merges: bool,
    nodes: usize,
    alias_nodes: usize,
    documents: usize,
    findings: usize,
    /// Whether the tree lacks nothing.
    whole: bool,
    /// Where the last piece of content ends.
    end: usize,
    /// The place of the last scalar.
    scalar: Range<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: SourceId, text: &'a str, limits: &'a Limits, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            source,
            text,
            limits,
            diagnostics,
            frames: Vec::new(),
            root: None,
            comments: Vec::new(),
            anchors: BTreeMap::new(),
            has_aliases: text.contains('*'),
            has_merges: false,
            nodes: 0,
            alias_nodes: 0,
            documents: 0,
            findings: 0,
            whole: true,
            end: 0,
            scalar: 0..0,
        }
    }

    /// A document begins.
    pub(super) fn document(&mut self, range: Range<usize>) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let problem = self.unsupported(range, "a second document begins here");
        self.report(problem.help("put it into a file of its own: a file holds one document"));
        Err(Stop::Done)
    }

    /// A comment; the parser gives some of them late, so [`Self::finish`] sorts them.
    #[allow(clippy::unnecessary_wraps, reason = "all events give the same")]
    pub(super) fn comment(&mut self, range: Range<usize>, text: &str) -> Result<(), Stop> {
        self.comments.push(Comment { span: self.span(range), text: text.trim().to_owned() });
        Ok(())
    }

    /// A scalar, as a key or a value.
    pub(super) fn scalar(&mut self, range: Range<usize>, scalar: RawScalar) -> Result<(), Stop> {
        let RawScalar { text, style, anchor, tag } = scalar;
        let (is_written, range) = place::scalar(self.text, self.end, range, &text, style, self.awaits_key());
        let must_be_text = self.check_tag(tag, None);
        let content = if !must_be_text && style == Style::Plain && (!is_written || is_null(&text)) {
            Content::Null
        } else {
            let verbatim = place::verbatim(self.text, &range, &text, style);
            Content::Scalar(Scalar { text, style, verbatim })
        };
        if anchor != 0 && self.has_aliases {
            self.anchors.insert(anchor, alias::Anchor::Leaf(content.clone()));
        }
        self.end = self.end.max(range.end);
        self.scalar = range.clone();
        if self.awaits_key() {
            self.scalar_key(range, content);
            return Ok(());
        }
        self.value(Node { span: self.span(range), content })
    }

    /// A map or a list begins.
    pub(super) fn open(
        &mut self,
        range: Range<usize>,
        is_map: bool,
        anchor: usize,
        tag: Option<Tag>,
    ) -> Result<(), Stop> {
        self.check_tag(tag, Some(if is_map { "map" } else { "seq" }));
        if self.frames.len() >= self.limits.depth {
            return Err(self.too_deep(range));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, alias::Anchor::Open);
        }
        let children = if is_map { Children::Entries(Vec::new(), None) } else { Children::Items(Vec::new()) };
        let is_value = matches!(self.frames.last(), Some(Frame { children: Children::Entries(_, Some(_)), .. }));
        let start = if is_value && !is_map { place::list_start(self.text, self.end, range.start) } else { range.start };
        self.end = self.end.max(range.end);
        self.frames.push(Frame { start, children, anchor });
        Ok(())
    }

    /// The innermost map or list ends.
    pub(super) fn close(&mut self, range: Range<usize>) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        if !range.is_empty() {
            self.end = self.end.max(range.end);
        }
        let content = match frame.children {
            Children::Items(items) => Content::Sequence(items),
            Children::Entries(entries, _) => {
                let range = frame.start..self.end.max(frame.start);
                let places = Box::new(edit::Places::find(self.source, self.text, range, &entries));
                Content::Mapping(Mapping { entries, places })
            }
        };
        if frame.anchor != 0 {
            self.anchors.insert(frame.anchor, alias::Anchor::Closed(frame.start));
        }
        let span = self.span(frame.start..self.end.max(frame.start));
        if self.awaits_key() {
            self.complex_key(span);
            return Ok(());
        }
        self.value(Node { span, content })
    }

    /// An alias; `anchor` is what it stands for.
    pub(super) fn alias(&mut self, range: Range<usize>, anchor: Option<usize>) -> Result<(), Stop> {
        let span = self.span(range.clone());
        self.end = self.end.max(range.end);
        let content = match anchor.and_then(|anchor| self.anchors.get(&anchor)) {
            None => {
                let problem = self.unsupported(range, "the alias stands for nothing");
                self.report(problem.help(
                    "quote the text if it begins with a `*`, or mark a value before it with `&` and the same name",
                ));
                self.whole = false;
                Content::Null
            }
            Some(alias::Anchor::Open) => {
                let problem = self.unsupported(range, "the alias stands inside of what it stands for");
                self.report(problem.help("write the value out, or move its anchor"));
                self.whole = false;
                Content::Null
            }
            Some(anchor) => {
                let left = self.limits.alias_nodes - self.alias_nodes;
                let levels = self.limits.depth - self.frames.len();
                // A key that is a map was reported, and is not in the tree.
                let value = alias::value(&self.frames, anchor).unwrap_or(&Content::Null);
                let Some(copy) = alias::copy(value, left) else {
                    let message = format!("aliases add more than {} values", self.limits.alias_nodes);
                    return Err(self.exceeded(range, message, "write fewer aliases, or aliases of less"));
                };
                self.alias_nodes += copy.cost;
                if copy.levels > levels {
                    return Err(self.too_deep(range));
                }
                copy.content
            }
        };
        if !self.awaits_key() {
            return self.value(Node { span, content });
        }
        match content {
            Content::Mapping(_) | Content::Sequence(_) => self.complex_key(span),
            content => self.scalar_key(span.range(), content),
        }
        Ok(())
    }

    /// The document, if nothing is missing in it.
    pub(super) fn finish(mut self) -> Option<Document> {
        let mut root = self.root.take().unwrap_or(Node { span: self.span(0..0), content: Content::Null });
        if self.has_merges && self.whole {
            let mut wrong = Vec::new();
            merge::merge(&mut root, self.text, &mut wrong);
            self.whole = wrong.is_empty();
            for problem in wrong {
                self.report(problem);
            }
        }
        self.comments.sort_by_key(|comment| comment.span);
        self.whole.then_some(Document { root, comments: self.comments })
    }

    /// Where reading stands.
    pub(super) fn context(&self) -> Context {
        let is_bracket = |&start: &usize| self.text[start..].starts_with(['[', '{']);
        let bracket = self.frames.iter().rev().map(|frame| frame.start).find(is_bracket);
        Context { scalar: self.scalar.clone(), end: self.end, bracket }
    }

    fn awaits_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { children: Children::Entries(_, None), .. }))
    }

    fn key(&mut self, key: Spanned<String>) {
        if let Some(Frame { children: Children::Entries(_, awaited), .. }) = self.frames.last_mut() {
            *awaited = Some(key);
        }
    }

    fn scalar_key(&mut self, range: Range<usize>, content: Content) {
        let written = &self.text[range.clone()];
        let key = match content {
            Content::Scalar(scalar) => scalar.text,
            _ if written.is_empty() => {
                let colon = range.end + usize::from(self.text[range.end..].starts_with(':'));
                let problem = self.error("yaml-syntax", range.start..colon, "a key is missing");
                self.report(problem.help("write the key before the `:`, or quote the text if it begins with a `:`"));
                self.whole = false;
                String::new()
            }
            // `null` and `~` are names like others where a name is wanted.
            _ => written.to_owned(),
        };
        self.has_merges |= written == merge::KEY;
        let span = self.span(range);
        self.key(Spanned::new(key, span));
    }

    fn complex_key(&mut self, span: Span) {
        let problem = self.unsupported(span.range(), "a key is a text, never a map or a list");
        self.report(problem.help("quote the text if it begins with `{`, `[` or `?`"));
        self.whole = false;
        self.key(Spanned::new(String::new(), span));
    }

    fn value(&mut self, node: Node) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let message = format!("the file holds more than {} values", self.limits.nodes);
            return Err(self.exceeded(node.span.range(), message, "split it into several files"));
        }
        match self.frames.last_mut() {
            None => self.root = Some(node),
            Some(Frame { children: Children::Items(items), .. }) => items.push(node),
            Some(Frame { children: Children::Entries(entries, key), .. }) => {
                if let Some(key) = key.take() {
                    entries.push(Entry { key, value: node });
                }
            }
        }
        Ok(())
    }

    /// Whether `tag` makes a text of its node. `wanted` is the tag of the map or list that it stands at.
    fn check_tag(&mut self, tag: Option<Tag>, wanted: Option<&str>) -> bool {
        let Some(Tag { core, range }) = tag else { return false };
        let written = &self.text[range.clone()];
        match core.as_deref() {
            Some("str") if wanted.is_none() => return true,
            None if wanted.is_none() && written == "!" => return true,
            Some(core) if wanted == Some(core) => return false,
            _ => {}
        }
        let message = match core.as_deref() {
            Some(name) => format!("the tag `!!{name}` has no meaning here"),
            // It may as well be a password that begins with a `!`.
            None => "the tag has no meaning here".to_owned(),
        };
        let problem = self.unsupported(range, message);
        self.report(problem.help(match core.as_deref() {
            Some("str" | "map" | "seq") => "leave the tag out: it does not fit its value",
            Some(_) => "leave the tag out: the type of the parameter decides",
            None => "leave the tag out, or quote the text if it begins with a `!`",
        }));
        false
    }

    fn too_deep(&mut self, range: Range<usize>) -> Stop {
        let message = format!("maps and lists nest more than {} levels deep", self.limits.depth);
        self.exceeded(range, message, "nest less")
    }

    fn exceeded(&mut self, range: Range<usize>, message: String, help: &str) -> Stop {
        let problem = self.error("yaml-limit", range, message);
        self.diagnostics.push(problem.help(help));
        Stop::Limit
    }

    fn unsupported(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        self.error("yaml-unsupported", range, message)
    }

    fn error(&self, id: &'static str, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(id, message, self.span(range))
    }

    fn report(&mut self, problem: Diagnostic) {
        self.findings += 1;
        if self.findings <= FINDINGS {
            self.diagnostics.push(problem);
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }
}

/// The plain texts that stand for nothing, as YAML's core schema has them.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
