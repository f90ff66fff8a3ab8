//! Link configs as they were written: names not yet bound, values not yet typed.

use std::sync::Arc;

use crate::batch::in_owned_batches;
use crate::diagnostic::Diagnostics;
use crate::event::Event;
use crate::fields::{Fields, expect_link_template, expect_mapping, expect_text, looks_secret, report_duplicates};
use crate::link_template::LinkTemplate;
use crate::obtain::{self, ObtainConfig};
use crate::schema::{check_name, check_version};
use crate::source::{SourceId, Span, Spanned};
use crate::suspects::Names;
use crate::yaml::edit::Slot;
use crate::yaml::{self, Content, Entry, Limits, Node};

mod event;

/// A link config.
#[derive(Debug, Clone)]
pub struct Config {
    /// The schema: the name of a built-in one, or a path.
    pub schema: Spanned<String>,
    /// Where launcher pages will live; its only variable is `link`.
    pub landing: Option<Spanned<LinkTemplate>>,
    /// The preset for every link that has its parameters.
    pub preset: Option<Spanned<String>>,
    /// Whether the app's defaults are written out.
    pub write_defaults: bool,
    /// Values for every link that has the parameter.
    pub values: Vec<Assignment>,
    /// The links in the order of the file.
    pub links: Vec<LinkConfig>,
    /// What is to be built.
    pub outputs: Vec<Output>,
    /// How parameters are obtained.
    pub obtain: Vec<ObtainConfig>,
    /// The text that this was read from.
    pub source: SourceId,
}

/// A parameter and the value that was typed for it.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The parameter's name.
    pub name: Spanned<String>,
    /// The value; null means "leave it out".
    pub node: Node,
}

/// One link of a config.
#[derive(Debug, Clone)]
pub struct LinkConfig {
    /// Its name.
    pub name: Spanned<String>,
    /// The schema's page.
    pub page: Spanned<String>,
    /// Its name for people.
    pub title: Option<Spanned<String>>,
    /// What it is for.
    pub summary: Option<Spanned<String>>,
    /// The platforms; all of the page's when left out.
    pub platforms: Option<Vec<Spanned<String>>>,
    /// The variant, on the platforms that have it.
    pub variant: Option<Spanned<String>>,
    /// A preset of its own, instead of the config's.
    pub preset: Option<Spanned<String>>,
    /// Its values.
    pub values: Vec<Assignment>,
    /// What is left open until run time.
    pub inputs: Vec<InputConfig>,
    /// When what it leads to takes place.
    pub event: Option<Event>,
    /// Its values on single platforms.
    pub on: Vec<(Spanned<String>, Vec<Assignment>)>,
    /// Values from the command line; they win.
    pub set: Vec<Assignment>,
    /// Where its text can be changed.
    pub layout: Layout,
}

impl LinkConfig {
    /// What is said of the link to people, with the key that it stands under.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        let words = [("title", &self.title), ("summary", &self.summary)];
        words.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?)))
    }
}

/// Where the text of a link can be changed: what fixes are made of.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The place for another value.
    pub slot: Option<Slot>,
    /// The place of the name of a value, and the bytes that go when the value is taken out.
    cuts: Arc<[(Span, Span)]>,
}

impl Layout {
    /// The bytes that go when the value whose name stands at `name` is taken out, when nothing else goes with them.
    pub fn cut(&self, name: Span) -> Option<Span> {
        self.cuts.iter().find(|(of, _)| *of == name).map(|(_, cut)| *cut)
    }
}

/// A parameter that is left open until run time.
#[derive(Debug, Clone)]
pub struct InputConfig {
    /// The parameter's name.
    pub name: Spanned<String>,
    /// What stands in where something must be written down now.
    pub fallback: Option<Node>,
}

/// Something to build.
#[derive(Debug, Clone)]
pub struct Output {
    /// The target.
    pub target: Spanned<String>,
    /// The folder that its artifacts go to, relative to the config.
    pub dir: Option<Spanned<String>>,
    /// What the target is told.
    pub options: Vec<(Spanned<String>, Node)>,
    /// Where it stands.
    pub span: Span,
}

const CONFIG_KEYS: [&str; 10] =
    ["linkc", "kind", "schema", "landing", "preset", "write_defaults", "values", "links", "outputs", "obtain"];
const LINK_KEYS: [&str; 10] =
    ["page", "title", "summary", "platforms", "variant", "preset", "values", "inputs", "event", "on"];

/// Reads the link config in `text`, the contents of `source`. Everything that is wrong is reported, each at its place;
/// a config with errors still comes out where its schema is known, so that the rest can be checked too.
pub fn load(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Config> {
    let document = yaml::parse(source, text, &Limits::default(), diagnostics)?;
    load_tree(source, document.root, diagnostics)
}

/// As [`load`], from a tree that has been read already.
pub fn load_document(source: SourceId, root: &Node, diagnostics: &mut Diagnostics) -> Option<Config> {
    load_tree(source, root.clone(), diagnostics)
}

/// As [`load_document`], of a tree that nobody else needs: its values become those of the config, without a copy.
pub fn load_tree(source: SourceId, mut root: Node, diagnostics: &mut Diagnostics) -> Option<Config> {
    let fields = Fields::new(&root, "a link config", "", &CONFIG_KEYS, diagnostics)?;
    check_version(&fields, "links", diagnostics);
    let landing = fields.get("landing").and_then(|node| load_landing(node, diagnostics));
    fields.required("links", diagnostics);
    fields.entries("links", diagnostics);
    let schema = fields.required_text("schema", diagnostics);
    mask_likely(&fields, "values", &mut Names::default(), diagnostics);
    let obtain = fields.entries("obtain", diagnostics).iter();
    let mut config = Config {
        schema: schema.clone().unwrap_or_else(|| Spanned::new(String::new(), root.span)),
        landing,
        preset: fields.text("preset", diagnostics),
        write_defaults: fields.flag_or("write_defaults", true, diagnostics),
        values: Vec::new(),
        links: Vec::new(),
        outputs: load_outputs(&fields, diagnostics),
        obtain: obtain.filter_map(|entry| obtain::load_config(&entry.key, &entry.value, diagnostics)).collect(),
        source,
    };
    config.values = take_assignments(&mut root, "values");
    config.links = load_links(take_entries(&mut root, "links"), diagnostics);
    schema.map(|_| config)
}

/// Reads a `landing` address; reports what is wrong with it.
pub fn load_landing(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<LinkTemplate>> {
    let template = expect_link_template(node, "landing", diagnostics)?;
    for name in template.variables().iter().filter(|name| *name != "link") {
        diagnostics.push(
            crate::diagnostic::Diagnostic::error(
                "unknown-name",
                format!("a landing address has no variable `{name}`"),
                node.span,
            )
            .help("its only variable is `{link}`, the name of the link")
            .about("landing"),
        );
    }
    Some(Spanned::new(template, node.span))
}

fn load_links(entries: Vec<Entry>, diagnostics: &mut Diagnostics) -> Vec<LinkConfig> {
    in_owned_batches(entries, diagnostics, |entries, diagnostics| {
        let mut names = Names::default();
        let mut links = Vec::with_capacity(entries.len());
        for Entry { key, value } in entries {
            check_name(&key, "a link", diagnostics);
            links.extend(load_link(key, value, &mut names, diagnostics));
        }
        links
    })
}

fn load_link(
    name: Spanned<String>,
    mut node: Node,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> Option<LinkConfig> {
    let path = format!("links/{}", name.value);
    let fields = Fields::new(&node, "a link", path, &LINK_KEYS, diagnostics)?;
    let mut is_map = Vec::new();
    for Entry { key, value } in fields.entries("on", diagnostics) {
        let path = format!("{}/{}", fields.path_of("on"), key.value);
        let over = Fields::new(value, "a platform's part of a link", path, &["values"], diagnostics);
        is_map.push(over.is_some());
        if let Some(over) = over {
            mask_likely(&over, "values", names, diagnostics);
        }
    }
    let platforms = fields.get("platforms").map(|_| fields.texts("platforms", diagnostics));
    let page = fields.required_text("page", diagnostics);
    mask_likely(&fields, "values", names, diagnostics);
    let mut link = LinkConfig {
        page: page.clone().unwrap_or_else(|| name.clone()),
        title: fields.text("title", diagnostics),
        summary: fields.text("summary", diagnostics),
        platforms,
        variant: fields.text("variant", diagnostics),
        preset: fields.text("preset", diagnostics),
        values: Vec::new(),
        inputs: load_inputs(&fields, diagnostics),
        event: fields.get("event").and_then(|node| event::load(node, &fields.path_of("event"), diagnostics)),
        on: Vec::new(),
        set: Vec::new(),
        layout: layout(&node),
        name,
    };
    link.values = take_assignments(&mut node, "values");
    let on = take_entries(&mut node, "on").into_iter().zip(is_map).filter(|(_, is_map)| *is_map);
    link.on = on.map(|(mut entry, _)| (entry.key, take_assignments(&mut entry.value, "values"))).collect();
    // Without a page, all that can be said is said.
    page.map(|_| link)
}

/// Where the link in `node` can be changed. What an alias or a merge key brought stands elsewhere, for others too: always
/// before it.
fn layout(node: &Node) -> Layout {
    let is_own = |inner: Span, outer: Span| outer.start <= inner.start;
    let Some(link) = node.as_mapping() else { return Layout::default() };
    let values = link.entry("values");
    let slot = match values {
        None => link.places.slot.map(|slot| slot.under("values")),
        Some(Entry { value, .. }) => match &value.content {
            Content::Null => Some(Slot::of_null(value.span)),
            Content::Mapping(values) => values.places.slot.filter(|slot| is_own(slot.span(), value.span)),
            _ => None,
        },
    };
    let on = link.get("on").and_then(Node::as_mapping).into_iter().flat_map(|on| &on.entries);
    let on = on.filter_map(|platform| platform.value.as_mapping()?.get("values"));
    let mut cuts = Vec::new();
    for values in values.map(|entry| &entry.value).into_iter().chain(on) {
        let own = values.as_mapping().into_iter().flat_map(|mapping| &mapping.places.cuts);
        cuts.extend(own.filter(|(key, _)| is_own(*key, values.span) && is_own(*key, node.span)));
    }
    Layout { slot: slot.filter(|slot| is_own(slot.span(), node.span)), cuts: cuts.into() }
}

/// Reports what is under `key` and is no map of values, and masks what looks like a secret in it.
fn mask_likely(fields: &Fields<'_>, key: &str, names: &mut Names, diagnostics: &mut Diagnostics) {
    let Some(node) = fields.get(key) else { return };
    let Some(mapping) = node.as_mapping() else {
        expect_mapping(node, &format!("`{key}`"), &fields.path_of(key), diagnostics);
        return;
    };
    for Entry { key, value } in &mapping.entries {
        mask_if_likely(key, value, names, diagnostics);
    }
}

/// The values under `key`. A parameter that stands twice is kept twice: a rule reports it.
fn take_assignments(node: &mut Node, key: &str) -> Vec<Assignment> {
    let entries = take_entries(node, key).into_iter();
    entries.map(|Entry { key, value }| Assignment { name: key, node: value }).collect()
}

/// The entries of the map under `key`, out of the tree.
fn take_entries(node: &mut Node, key: &str) -> Vec<Entry> {
    let Content::Mapping(mapping) = &mut node.content else { return Vec::new() };
    let entry = mapping.entries.iter_mut().find(|entry| entry.key.value == key);
    match entry.map(|entry| &mut entry.value.content) {
        Some(Content::Mapping(mapping)) => std::mem::take(&mut mapping.entries),
        _ => Vec::new(),
    }
}

/// Masks a value whose name looks like that of a secret. Which names are, only the schema knows, and it may not be
/// there; what is wrong beside the value is shown all the same. A reference says nothing and stays visible.
fn mask_if_likely(name: &Spanned<String>, node: &Node, names: &mut Names, diagnostics: &mut Diagnostics) {
    let is_reference =
        node.as_scalar().is_some_and(|scalar| scalar.text.starts_with("${") && scalar.text.ends_with('}'));
    if names.is_secret(&name.value, looks_secret) && !is_reference {
        diagnostics.mask(node.span);
    }
}

/// `[a, b]`, or a map from the name to nothing, to a fallback, or to `{ fallback: … }`.
fn load_inputs(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<InputConfig> {
    let Some(node) = fields.get("inputs") else { return Vec::new() };
    let path = fields.path_of("inputs");
    match &node.content {
        Content::Sequence(items) => items
            .iter()
            .filter_map(|item| expect_text(item, "an input", &path, diagnostics))
            .map(|name| InputConfig { name, fallback: None })
            .collect(),
        Content::Mapping(mapping) => {
            report_duplicates(mapping, &path, diagnostics);
            let entries = mapping.entries.iter();
            entries
                .map(|entry| InputConfig {
                    name: entry.key.clone(),
                    fallback: load_fallback(entry, &path, diagnostics),
                })
                .collect()
        }
        _ => {
            crate::fields::wrong_kind(node, "`inputs`", "a list of names or a map", &path, diagnostics);
            Vec::new()
        }
    }
}

fn load_fallback(entry: &Entry, path: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    match &entry.value.content {
        Content::Null => None,
        Content::Mapping(_) => {
            let path = format!("{path}/{}", entry.key.value);
            Fields::new(&entry.value, "an input", path, &["fallback"], diagnostics)?.get("fallback").cloned()
        }
        _ => Some(entry.value.clone()),
    }
}

fn load_outputs(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Output> {
    let mut outputs = Vec::new();
    for node in fields.items("outputs", diagnostics) {
        let keys = ["target", "dir", "options"];
        let Some(output) = Fields::new(node, "an output", "outputs", &keys, diagnostics) else { continue };
        let Some(target) = output.required_text("target", diagnostics) else { continue };
        let options = output.entries("options", diagnostics).iter();
        outputs.push(Output {
            options: options.map(|entry| (entry.key.clone(), entry.value.clone())).collect(),
            dir: output.text("dir", diagnostics),
            target,
            span: node.span,
        });
    }
    outputs
}

/// What a file of ours says it is, by its `kind:`; read from a tree so that a broken file can still be told apart.
pub fn kind_of(root: &Node) -> Option<&str> {
    root.as_mapping()?.get("kind")?.as_scalar().map(|scalar| scalar.text.as_str())
}
