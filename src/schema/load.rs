//! From YAML to a [`Schema`].

use std::sync::Arc;

use super::load_page::PageLoader;
use super::load_parameter::{self, Vocabulary};
use super::{Platform, Preset, Schema, SourceDocument};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, WRONG_VALUE, expect_mapping, report_duplicates};
use crate::nearest::did_you_mean;
use crate::source::{SourceId, Spanned};
use crate::yaml::{self, Entry, Limits, Node};

const KEYS: [&str; 14] = [
    "linkc",
    "kind",
    "name",
    "title",
    "doc",
    "homepage",
    "checked_on",
    "sources",
    "platforms",
    "parameters",
    "presets",
    "pages",
    "obtain",
    "notes",
];

/// Reads the schema in `text`, the contents of `source`. Everything that is wrong is reported, each at its place; a
/// schema with errors may still come out, with the broken parts left out, so that its users can be checked too.
pub fn load(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Schema> {
    let document = yaml::parse(source, text, &Limits::default(), diagnostics)?;
    load_document(source, &document.root, diagnostics)
}

/// As [`load`], from a tree that has been read already.
pub fn load_document(source: SourceId, root: &Node, diagnostics: &mut Diagnostics) -> Option<Schema> {
    let fields = Fields::new(root, "a schema", "", &KEYS, diagnostics)?;
    check_version(&fields, "schema", diagnostics);
    let name = fields.required_text("name", diagnostics)?;
    check_name(&name, "a schema", diagnostics);
    let title = fields.required_text("title", diagnostics).map_or_else(|| name.value.clone(), |title| title.value);
    let sources = load_sources(&fields, diagnostics);
    let platforms = load_platforms(&fields, diagnostics);
    fields.required("platforms", diagnostics);
    fields.required("pages", diagnostics);
    let source_ids: Vec<String> = sources.iter().map(|source| source.id.clone()).collect();
    let platform_ids: Vec<String> = platforms.iter().map(|platform| platform.id.clone()).collect();
    let vocabulary = Vocabulary { sources: &source_ids, platforms: &platform_ids };
    let mut parameters = Vec::new();
    for Entry { key, value } in fields.entries("parameters", diagnostics) {
        let path = format!("parameters/{}", key.value);
        parameters.extend(load_parameter::load(key, value, &path, &vocabulary, diagnostics).map(Arc::new));
    }
    let presets = load_presets(&fields, &parameters, diagnostics);
    let mut loader = PageLoader::new(&vocabulary, &parameters, fields.map("parameters", diagnostics), &presets);
    let pages = fields
        .entries("pages", diagnostics)
        .iter()
        .filter_map(|Entry { key, value }| loader.load(key, value, diagnostics))
        .collect();
    let mut obtain = Vec::new();
    for Entry { key, value } in fields.entries("obtain", diagnostics) {
        if !parameters.iter().any(|parameter| parameter.name == key.value) {
            diagnostics.push(
                Diagnostic::error("unknown-name", format!("there is no parameter `{}`", key.value), key.span)
                    .help_if(did_you_mean(&key.value, parameters.iter().map(|p| p.name.as_str())))
                    .about(format!("obtain/{}", key.value)),
            );
        }
        obtain.extend(crate::obtain::load(key, value, &source_ids, diagnostics));
    }
    let optional = |key, diagnostics: &mut Diagnostics| fields.text(key, diagnostics).map(|text| text.value);
    Some(Schema {
        doc: optional("doc", diagnostics),
        homepage: optional("homepage", diagnostics),
        checked_on: fields.text("checked_on", diagnostics),
        notes: fields.texts("notes", diagnostics).into_iter().map(|text| text.value).collect(),
        name: name.value,
        title,
        sources,
        platforms,
        parameters,
        presets,
        pages,
        obtain,
        source,
    })
}

/// Checks `linkc:` and `kind:`, which open every file of ours.
pub(crate) fn check_version(fields: &Fields<'_>, kind: &str, diagnostics: &mut Diagnostics) {
    fields.required("linkc", diagnostics);
    if let Some(version) = fields.text("linkc", diagnostics)
        && version.value != "1"
    {
        diagnostics.push(
            Diagnostic::error(
                WRONG_VALUE,
                format!("`linkc: {}` is not a format that this linkc reads", version.value),
                version.span,
            )
            .help("it reads `linkc: 1`; a newer file needs a newer linkc")
            .about("linkc"),
        );
    }
    if let Some(found) = fields.text("kind", diagnostics)
        && found.value != kind
    {
        diagnostics.push(
            Diagnostic::error(WRONG_VALUE, format!("`kind: {}` where `kind: {kind}` belongs", found.value), found.span)
                .about("kind"),
        );
    }
}

/// Most characters of a name of ours: with the ending of any artifact it is still the name of a file, of which most file
/// systems allow 255 bytes.
const LONGEST_NAME: usize = 100;

/// Checks that a name of ours is lower-case words joined by hyphens: it becomes a file name, a flag, a function.
pub(crate) fn check_name(name: &Spanned<String>, what: &str, diagnostics: &mut Diagnostics) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let fine = name.value.split('-').all(word) && name.value.starts_with(|c: char| c.is_ascii_lowercase());
    let length = name.value.chars().count();
    let diagnostic = if length > LONGEST_NAME {
        Diagnostic::error("malformed-name", format!("a name of {length} characters cannot name {what}"), name.span)
            .help(format!("a name becomes the name of files, and has at most {LONGEST_NAME} characters"))
    } else if !fine {
        Diagnostic::error("malformed-name", format!("`{}` cannot name {what}", name.value), name.span)
            .help("a name is lower-case letters and digits, its words joined by hyphens, as `weekly-sync`")
    } else {
        return true;
    };
    diagnostics.push(diagnostic.about(name.value.clone()));
    false
}

fn load_sources(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<SourceDocument> {
    let mut sources = Vec::new();
    for Entry { key, value } in fields.entries("sources", diagnostics) {
        let path = format!("sources/{}", key.value);
        let keys = ["title", "issue", "date", "url", "doc"];
        let Some(fields) = Fields::new(value, "a source", path, &keys, diagnostics) else { continue };
        let text = |key, diagnostics: &mut Diagnostics| fields.text(key, diagnostics).map(|text| text.value);
        sources.push(SourceDocument {
            id: key.value.clone(),
            title: fields.required_text("title", diagnostics).map(|title| title.value).unwrap_or_default(),
            issue: text("issue", diagnostics),
            date: text("date", diagnostics),
            url: text("url", diagnostics),
            doc: text("doc", diagnostics),
        });
    }
    sources
}

fn load_platforms(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Platform> {
    let mut platforms = Vec::new();
    for Entry { key, value } in fields.entries("platforms", diagnostics) {
        check_name(key, "a platform", diagnostics);
        let path = format!("platforms/{}", key.value);
        let empty = yaml::Node { span: value.span, content: yaml::Content::Mapping(yaml::Mapping::default()) };
        let node = if value.is_null() { &empty } else { value };
        let keys = ["title", "app", "queries", "store", "download", "max_length", "doc"];
        let Some(fields) = Fields::new(node, "a platform", path, &keys, diagnostics) else { continue };
        let text = |key, diagnostics: &mut Diagnostics| fields.text(key, diagnostics).map(|text| text.value);
        platforms.push(Platform {
            id: key.value.clone(),
            title: text("title", diagnostics),
            app: text("app", diagnostics),
            queries: fields.texts("queries", diagnostics).into_iter().map(|text| text.value).collect(),
            store: text("store", diagnostics),
            download: text("download", diagnostics),
            max_length: fields.number("max_length", diagnostics),
            doc: text("doc", diagnostics),
        });
    }
    platforms
}

fn load_presets(
    fields: &Fields<'_>,
    parameters: &[Arc<super::Parameter>],
    diagnostics: &mut Diagnostics,
) -> Vec<Preset> {
    let mut presets = Vec::new();
    for Entry { key, value } in fields.entries("presets", diagnostics) {
        let path = format!("presets/{}", key.value);
        let Some(mapping) = expect_mapping(value, "a preset", &path, diagnostics) else { continue };
        report_duplicates(mapping, &path, diagnostics);
        for entry in &mapping.entries {
            if !parameters.iter().any(|parameter| parameter.name == entry.key.value) {
                diagnostics.push(
                    Diagnostic::error(
                        "unknown-name",
                        format!("there is no parameter `{}`", entry.key.value),
                        entry.key.span,
                    )
                    .help_if(did_you_mean(&entry.key.value, parameters.iter().map(|p| p.name.as_str())))
                    .about(format!("{path}/{}", entry.key.value)),
                );
            }
        }
        let values = mapping.entries.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect();
        presets.push(Preset { name: key.clone(), values });
    }
    presets
}
