//! From a `parameters:` entry to a [`Parameter`].

use std::collections::BTreeMap;

use super::fact::FACT_KEYS;
use super::value_type::{EnumValue, Pattern, ValueType};
use super::{Facts, Parameter};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, WRONG_VALUE, expect_text};
use crate::nearest::{did_you_mean, one_of};
use crate::source::Spanned;
use crate::yaml::{Content, Entry, Node};

const TYPES: [&str; 10] = ["string", "integer", "boolean", "enum", "host", "port", "url", "date-time", "list", "json"];

/// The keys that every parameter takes.
const COMMON: [&str; 10] =
    ["type", "doc", "secret", "single_use", "personal", "known", "example", "platforms", "notes", "title"];

/// The keys of a type's own.
fn keys_of(value_type: &str) -> &'static [&'static str] {
    match value_type {
        "string" => &["pattern", "max_length", "except"],
        "integer" => &["min", "max"],
        "boolean" => &["spelling"],
        "enum" => &["values"],
        "url" => &["schemes", "hosts"],
        "list" => &["items", "max_items"],
        _ => &[],
    }
}

/// What a schema's loader knows that every parameter needs.
pub(super) struct Vocabulary<'a> {
    /// The ids of the schema's sources.
    pub(super) sources: &'a [String],
    /// The ids of the schema's platforms.
    pub(super) platforms: &'a [String],
}

/// Reads the parameter `name` from `node`.
pub(super) fn load(
    name: &Spanned<String>,
    node: &Node,
    path: &str,
    vocabulary: &Vocabulary<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Parameter> {
    let type_name = node.as_mapping().and_then(|mapping| mapping.get("type")).and_then(Node::as_scalar);
    let own = type_name.map_or(&[][..], |scalar| keys_of(&scalar.text));
    let keys: Vec<&str> = COMMON.iter().chain(&FACT_KEYS).chain(own).copied().collect();
    let fields = Fields::new(node, "a parameter", path, &keys, diagnostics)?;
    let value_type = load_type(&fields, vocabulary.sources, diagnostics);
    let doc = fields.required_text("doc", diagnostics).map(|doc| doc.value).unwrap_or_default();
    let platforms = fields.texts("platforms", diagnostics);
    for platform in &platforms {
        check_platform(platform, vocabulary.platforms, &fields.path_of("platforms"), diagnostics);
    }
    let texts = |list: Vec<Spanned<String>>| list.into_iter().map(|text| text.value).collect::<Vec<_>>();
    Some(Parameter {
        name: name.value.clone(),
        value_type: value_type?,
        titles: load_titles(&fields, diagnostics),
        doc,
        secret: fields.flag("secret", diagnostics),
        single_use: fields.flag("single_use", diagnostics),
        personal: fields.flag("personal", diagnostics),
        known: texts(fields.texts("known", diagnostics)),
        example: fields.text("example", diagnostics).map(|text| text.value),
        platforms: texts(platforms),
        notes: texts(fields.texts("notes", diagnostics)),
        facts: Facts::load(&fields, vocabulary.sources, diagnostics),
        span: name.span,
    })
}

/// One text, which is English, or a map from the language to the text.
fn load_titles(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    if fields.get("title").is_some_and(|node| node.as_mapping().is_none()) {
        let title = fields.text("title", diagnostics);
        return title.map(|title| ("en".to_owned(), title.value)).into_iter().collect();
    }
    let titles = fields.entries("title", diagnostics).iter().filter_map(|Entry { key, value }| {
        let text = expect_text(value, "a title", &fields.path_of("title"), diagnostics)?;
        Some((key.value.clone(), text.value))
    });
    titles.collect()
}

/// Reports a platform that the schema does not have.
pub(super) fn check_platform(
    platform: &Spanned<String>,
    platforms: &[String],
    path: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    let known = platforms.contains(&platform.value);
    if !known {
        let ids = || platforms.iter().map(String::as_str);
        diagnostics.push(
            Diagnostic::error("unknown-platform", format!("there is no platform `{}`", platform.value), platform.span)
                .help(did_you_mean(&platform.value, ids()).unwrap_or_else(|| format!("there are {}", one_of(ids()))))
                .about(path.to_owned()),
        );
    }
    known
}

fn load_type(fields: &Fields<'_>, sources: &[String], diagnostics: &mut Diagnostics) -> Option<ValueType> {
    fields.required("type", diagnostics)?;
    let names = TYPES.map(|name| (name, name));
    Some(match fields.choice("type", &names, diagnostics)? {
        "string" => ValueType::String {
            pattern: load_pattern(fields, diagnostics),
            max_length: fields.number("max_length", diagnostics),
            except: fields.texts("except", diagnostics).into_iter().map(|text| text.value).collect(),
        },
        "integer" => {
            ValueType::Integer { min: fields.number("min", diagnostics), max: fields.number("max", diagnostics) }
        }
        "boolean" => ValueType::Boolean { spelling: load_spelling(fields, diagnostics) },
        "enum" => ValueType::Enum { values: load_enum(fields, sources, diagnostics) },
        "host" => ValueType::Host,
        "port" => ValueType::Port,
        "url" => {
            let texts = |key, diagnostics: &mut Diagnostics| {
                fields.texts(key, diagnostics).into_iter().map(|text| text.value).collect()
            };
            ValueType::Url { schemes: texts("schemes", diagnostics), hosts: texts("hosts", diagnostics) }
        }
        "date-time" => ValueType::DateTime,
        "list" => ValueType::List {
            items: Box::new(load_items(fields, sources, diagnostics)),
            max_items: fields.number("max_items", diagnostics),
        },
        _ => ValueType::Json,
    })
}

fn load_items(fields: &Fields<'_>, sources: &[String], diagnostics: &mut Diagnostics) -> ValueType {
    let any = ValueType::String { pattern: None, max_length: None, except: Vec::new() };
    let Some(node) = fields.get("items") else { return any };
    let type_name = node.as_mapping().and_then(|mapping| mapping.get("type")).and_then(Node::as_scalar);
    let own = type_name.map_or(&[][..], |scalar| keys_of(&scalar.text));
    let keys: Vec<&str> = ["type"].iter().chain(own).copied().collect();
    let Some(fields) = Fields::new(node, "the items of a list", fields.path_of("items"), &keys, diagnostics) else {
        return any;
    };
    match load_type(&fields, sources, diagnostics) {
        Some(ValueType::List { .. } | ValueType::Json) => {
            diagnostics.push(
                Diagnostic::error(WRONG_VALUE, "an item of a list is a single text", fields.span())
                    .help("RFC 6570 has no lists of lists; use the type `json`")
                    .about(fields.path_of("type")),
            );
            any
        }
        found => found.unwrap_or(any),
    }
}

fn load_pattern(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    let text = fields.text("pattern", diagnostics)?;
    match Pattern::new(&text.value) {
        Ok(pattern) => Some(pattern),
        Err(reason) => {
            diagnostics.push(
                Diagnostic::error(WRONG_VALUE, "`pattern` is not a regular expression", text.span)
                    .label(reason)
                    .about(fields.path_of("pattern")),
            );
            None
        }
    }
}

fn load_spelling(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> [String; 2] {
    let plain = ["true".to_owned(), "false".to_owned()];
    let Some(node) = fields.get("spelling") else { return plain };
    let path = fields.path_of("spelling");
    let Some(fields) = Fields::new(node, "a spelling", path, &["true", "false"], diagnostics) else { return plain };
    let on = fields.required_text("true", diagnostics).map(|text| text.value);
    let off = fields.required_text("false", diagnostics).map(|text| text.value);
    match (on, off) {
        (Some(on), Some(off)) if on != off => [on, off],
        (Some(_), Some(_)) => {
            diagnostics.push(Diagnostic::error(WRONG_VALUE, "both spellings are the same", node.span));
            plain
        }
        _ => plain,
    }
}

fn load_enum(fields: &Fields<'_>, sources: &[String], diagnostics: &mut Diagnostics) -> Vec<EnumValue> {
    let Some(node) = fields.required("values", diagnostics) else { return Vec::new() };
    let path = fields.path_of("values");
    let plain = |name: String| EnumValue { name, doc: None, since: None };
    match &node.content {
        Content::Mapping(mapping) => mapping
            .entries
            .iter()
            .map(|entry| {
                let mut value = plain(entry.key.value.clone());
                if entry.value.is_null() {
                    return value;
                }
                if let Some(scalar) = entry.value.as_scalar() {
                    value.doc = Some(scalar.text.clone());
                    return value;
                }
                let keys = ["doc", "since", "status", "source", "contested"];
                let path = format!("{path}/{}", entry.key.value);
                if let Some(fields) = Fields::new(&entry.value, "a value of an enum", path, &keys, diagnostics) {
                    value.doc = fields.text("doc", diagnostics).map(|text| text.value);
                    value.since = Facts::load(&fields, sources, diagnostics).since.map(|since| since.version);
                }
                value
            })
            .collect(),
        _ => fields.texts("values", diagnostics).into_iter().map(|text| plain(text.value)).collect(),
    }
}
