//! The entries of a map, read by key.
//!
//! Schemas, link configs, settings and target manifests are all maps with known keys. [`Fields`] reads one: what is
//! unknown, given twice, missing or of the wrong kind is reported where it stands, and reading goes on.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link_template::LinkTemplate;
use crate::nearest::{did_you_mean, one_of};
use crate::source::{Span, Spanned};
pub use crate::suspects::looks_secret;
use crate::yaml::{Content, Entry, Mapping, Node};

/// A key that nothing reads.
pub const UNKNOWN_KEY: &str = "unknown-key";
/// A key that stands twice in one map.
pub const DUPLICATE_KEY: &str = "duplicate-key";
/// A key that has to be there and is not.
pub const MISSING_KEY: &str = "missing-key";
/// A list where a text belongs, and the like; also a text that is none of the allowed ones.
pub const WRONG_VALUE: &str = "wrong-value";

/// A map whose keys are known, the place it stands at, and its document path.
#[derive(Debug, Clone)]
pub struct Fields<'a> {
    mapping: &'a Mapping,
    span: Span,
    path: String,
    what: &'static str,
}

impl<'a> Fields<'a> {
    /// Reads `node` as a map with `keys`; `what` names it with its article ("a page"), `path` is its document path
    /// (`pages/join`). Reports what is not a map, keys that are not in `keys`, and keys given twice.
    pub fn new(
        node: &'a Node,
        what: &'static str,
        path: impl Into<String>,
        keys: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let path = path.into();
        let mapping = expect_mapping(node, what, &path, diagnostics)?;
        let fields = Self { mapping, span: node.span, path, what };
        fields.report_unknown(keys, diagnostics);
        Some(fields)
    }

    /// As [`Self::new`], for a map that is already at hand and stands at `span`.
    pub fn of_mapping(
        mapping: &'a Mapping,
        span: Span,
        what: &'static str,
        path: impl Into<String>,
        keys: &[&str],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let fields = Self { mapping, span, path: path.into(), what };
        fields.report_unknown(keys, diagnostics);
        fields
    }

    fn report_unknown(&self, keys: &[&str], diagnostics: &mut Diagnostics) {
        report_duplicates(self.mapping, &self.path, diagnostics);
        for Entry { key, value } in &self.mapping.entries {
            if keys.contains(&key.value.as_str()) {
                continue;
            }
            if looks_secret(&key.value) {
                diagnostics.mask(value.span);
            }
            let help = did_you_mean(&key.value, keys.iter().copied())
                .unwrap_or_else(|| format!("{} takes {}", self.what, one_of(keys.iter().copied())));
            diagnostics.push(
                Diagnostic::error(UNKNOWN_KEY, format!("{} has no key `{}`", self.what, key.value), key.span)
                    .label("unknown key")
                    .help(help)
                    .about(format!("{}/{}", self.path, key.value)),
            );
        }
    }

    /// Where the map stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The document path of `key`.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}/{key}", self.path) }
    }

    /// The entries.
    pub fn mapping(&self) -> &'a Mapping {
        self.mapping
    }

    /// The value of `key`; an explicit null counts as left out.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.mapping.get(key).filter(|node| !node.is_null())
    }

    /// The value of `key`, which has to be there.
    pub fn required(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a Node> {
        let node = self.get(key);
        if node.is_none() {
            let span = self.mapping.entry(key).map_or_else(|| self.first_place(), |entry| entry.key.span);
            diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("{} needs a `{key}`", self.what), span)
                    .label(format!("no `{key}` here"))
                    .about(self.path_of(key)),
            );
        }
        node
    }

    /// A place to point at when something is missing: the first key, or the map itself when it is empty.
    fn first_place(&self) -> Span {
        self.mapping.entries.first().map_or(self.span, |entry| entry.key.span)
    }

    /// The text of `key`.
    pub fn text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        self.text_in(self.get(key)?, key, "", diagnostics)
    }

    /// The text of `key`, which has to be there and must not be blank.
    pub fn required_text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        let node = self.required(key, diagnostics)?;
        let text = self.text_in(node, key, "", diagnostics)?;
        if text.value.trim().is_empty() {
            diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("`{key}` of {} is blank", self.what), text.span)
                    .about(self.path_of(key)),
            );
            return None;
        }
        Some(text)
    }

    /// The list or single text of `key`, as texts.
    pub fn texts(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        match &node.content {
            Content::Sequence(items) => {
                items.iter().filter_map(|item| self.text_in(item, key, "an item of ", diagnostics)).collect()
            }
            _ => self.text_in(node, key, "", diagnostics).into_iter().collect(),
        }
    }

    /// The text in `node`, which is the value of `key` or in it. Words for what is wrong are made when something is: a
    /// schema has thousands of texts.
    fn text_in(&self, node: &Node, key: &str, part: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        if node.as_scalar().is_none() {
            wrong_kind(node, &format!("{part}`{key}`"), "a text", &self.path_of(key), diagnostics);
        }
        node.as_scalar().map(|scalar| Spanned::new(scalar.text.clone(), node.span))
    }

    /// The list of `key`; nothing when it is left out.
    pub fn items(&self, key: &str, diagnostics: &mut Diagnostics) -> &'a [Node] {
        let Some(node) = self.get(key) else { return &[] };
        node.as_sequence().unwrap_or_else(|| {
            wrong_kind(node, &format!("`{key}`"), "a list", &self.path_of(key), diagnostics);
            &[]
        })
    }

    /// The map of `key`, its duplicates reported.
    pub fn map(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a Mapping> {
        let node = self.get(key)?;
        let Some(mapping) = node.as_mapping() else {
            wrong_kind(node, &format!("`{key}`"), "a map", &self.path_of(key), diagnostics);
            return None;
        };
        if has_duplicates(mapping) {
            report_duplicates(mapping, &self.path_of(key), diagnostics);
        }
        Some(mapping)
    }

    /// The entries of the map of `key`.
    pub fn entries(&self, key: &str, diagnostics: &mut Diagnostics) -> &'a [Entry] {
        self.map(key, diagnostics).map_or(&[], |mapping| &mapping.entries)
    }

    /// `true` or `false`; false when left out.
    pub fn flag(&self, key: &str, diagnostics: &mut Diagnostics) -> bool {
        self.flag_or(key, false, diagnostics)
    }

    /// `true` or `false`; `default` when left out.
    pub fn flag_or(&self, key: &str, default: bool, diagnostics: &mut Diagnostics) -> bool {
        match self.text(key, diagnostics) {
            None => default,
            Some(text) if text.value == "true" => true,
            Some(text) if text.value == "false" => false,
            Some(text) => {
                diagnostics.push(
                    Diagnostic::error(WRONG_VALUE, format!("`{key}` is `true` or `false`"), text.span)
                        .label("neither")
                        .about(self.path_of(key)),
                );
                default
            }
        }
    }

    /// A number; nothing when left out or when it is none.
    pub fn number<T: std::str::FromStr>(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        let text = self.text(key, diagnostics)?;
        let number = text.value.parse().ok();
        if number.is_none() {
            diagnostics.push(
                Diagnostic::error(WRONG_VALUE, format!("`{key}` is a whole number"), text.span)
                    .label("no such number")
                    .about(self.path_of(key)),
            );
        }
        number
    }

    /// One of `choices` by its name.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)], diagnostics: &mut Diagnostics) -> Option<T> {
        let text = self.text(key, diagnostics)?;
        let found = choices.iter().find(|(name, _)| *name == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let names = || choices.iter().map(|(name, _)| *name);
            diagnostics.push(
                Diagnostic::error(WRONG_VALUE, format!("`{key}` cannot be `{}`", text.value), text.span)
                    .help(did_you_mean(&text.value, names()).unwrap_or_else(|| format!("it is {}", one_of(names()))))
                    .about(self.path_of(key)),
            );
        }
        found
    }
}

/// The map in `node`, or a report that there is none.
pub fn expect_mapping<'a>(
    node: &'a Node,
    what: &str,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'a Mapping> {
    let mapping = node.as_mapping();
    if mapping.is_none() {
        wrong_kind(node, what, "a map", path, diagnostics);
    }
    mapping
}

/// The text in `node`, or a report that there is none.
pub fn expect_text(node: &Node, what: &str, path: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    let scalar = node.as_scalar();
    if scalar.is_none() {
        wrong_kind(node, what, "a text", path, diagnostics);
    }
    scalar.map(|scalar| Spanned::new(scalar.text.clone(), node.span))
}

/// Reports that `node` is not what it has to be.
pub fn wrong_kind(node: &Node, what: &str, wanted: &str, path: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::error(WRONG_VALUE, format!("{what} has to be {wanted}, not {}", node.kind()), first_line(node))
            .label(format!("this is {}", node.kind()))
            .about(path.to_owned()),
    );
}

/// Whether a key stands twice. Most maps are too short for anything cleverer.
fn has_duplicates(mapping: &Mapping) -> bool {
    match mapping.entries.as_slice() {
        short if short.len() <= 16 => {
            let is_first = |at: usize| short[..at].iter().all(|before| before.key.value != short[at].key.value);
            !(0..short.len()).all(is_first)
        }
        long => long.iter().map(|entry| &entry.key.value).collect::<BTreeSet<_>>().len() < long.len(),
    }
}

/// Reports keys that stand twice.
pub fn report_duplicates(mapping: &Mapping, path: &str, diagnostics: &mut Diagnostics) {
    if !has_duplicates(mapping) {
        return;
    }
    let mut first = BTreeMap::new();
    for Entry { key, value } in &mapping.entries {
        if let Some(&at) = first.get(key.value.as_str()) {
            if looks_secret(&key.value) {
                diagnostics.mask(value.span);
            }
            diagnostics.push(
                Diagnostic::error(DUPLICATE_KEY, format!("the key `{}` stands here twice", key.value), key.span)
                    .label("again")
                    .also(at, "first given here")
                    .help("keep one of them")
                    .about(format!("{path}/{}", key.value)),
            );
        } else {
            first.insert(key.value.as_str(), key.span);
        }
    }
}

/// A place for a whole node: of a map or a list only its first key or item, which reads better than a page of carets.
fn first_line(node: &Node) -> Span {
    match &node.content {
        Content::Mapping(mapping) => mapping.entries.first().map_or(node.span, |entry| entry.key.span),
        Content::Sequence(items) => items.first().map_or(node.span, first_line),
        _ => node.span,
    }
}

/// The link template in `node`, or a report of what is wrong with it, at the very byte.
pub fn expect_link_template(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<LinkTemplate> {
    let text = expect_text(node, "a link template", path, diagnostics)?;
    match LinkTemplate::parse(&text.value) {
        Ok(template) => Some(template),
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("link-template-syntax", "this is not a link template", node.span_within(error.range))
                    .label(error.message)
                    .help_if(error.help)
                    .about(path.to_owned()),
            );
            None
        }
    }
}
