//! All schemas at hand: the built-in ones, and those that a user's files name.
//!
//! The built-in schemas are the folder `schemas/`, embedded. They are read when they are asked for, so that a run
//! that needs one does not pay for the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::{Schema, load_document};
use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::yaml::Limits;

/// The folder of built-in schemas.
pub static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// The schemas of one run, by name (built in) or by whatever key their user chose (a path).
#[derive(Debug, Default)]
pub struct Catalog {
    schemas: BTreeMap<String, Arc<Schema>>,
}

/// The text of the built-in schema `name`.
pub fn built_in_text(name: &str) -> Option<&'static str> {
    BUILT_IN.get_file(format!("{name}.yaml"))?.contents_utf8()
}

/// What a schema's text must hold to have links like `url`: the host of a web address, else the scheme and its colon.
/// Of a text without a scheme, all of it, which no schema holds.
fn marker(url: &str) -> &str {
    let Some(colon) = url.find(':') else { return url };
    let rest = url[colon..].strip_prefix("://").unwrap_or("");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if matches!(&url[..colon], "http" | "https") && !host.is_empty() { host } else { &url[..=colon] }
}

impl Catalog {
    /// A catalog in which nothing has been read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The names of the built-in schemas, sorted.
    pub fn built_in_names() -> Vec<&'static str> {
        let stems = BUILT_IN.files().filter_map(|file| file.path().file_stem()?.to_str());
        let mut names: Vec<_> = stems.collect();
        names.sort_unstable();
        names
    }

    /// The built-in schema `name`, read into `sources` on first use.
    pub fn built_in(&mut self, name: &str, sources: &Sources) -> Option<Arc<Schema>> {
        if let Some(schema) = self.schemas.get(name) {
            return Some(Arc::clone(schema));
        }
        let text = built_in_text(name)?;
        let source = sources.add(format!("<built-in>/{name}.yaml"), text);
        // A test holds every built-in schema to being without errors.
        let mut unheard = Diagnostics::new();
        let document = crate::yaml::parse_public(source, text, &Limits::default(), &mut unheard)?;
        let schema = Arc::new(load_document(source, &document.root, &mut unheard)?);
        self.schemas.insert(name.to_owned(), Arc::clone(&schema));
        Some(schema)
    }

    /// The names of the built-in schemas that may have links like `urls`, judged by their texts alone: one that does
    /// not mention a URL's scheme, nor the host of a web address, has no such link. All names when that leaves none,
    /// so that a near miss can still be named.
    pub fn built_in_names_for<'u>(urls: impl Iterator<Item = &'u str>) -> Vec<&'static str> {
        let names = Self::built_in_names();
        let mut wanted = std::collections::BTreeSet::new();
        for url in urls {
            let mentions = |name: &&&str| built_in_text(name).is_some_and(|text| text.contains(marker(url)));
            let found: Vec<&str> = names.iter().filter(mentions).copied().collect();
            if found.is_empty() {
                return names;
            }
            wanted.extend(found);
        }
        names.into_iter().filter(|name| wanted.contains(name)).collect()
    }

    /// The schema that was put in under `key`, or the built-in one that has been read already.
    pub fn get(&self, key: &str) -> Option<Arc<Schema>> {
        self.schemas.get(key).cloned()
    }

    /// Puts `schema` in under `key`.
    pub fn insert(&mut self, key: impl Into<String>, schema: Arc<Schema>) {
        self.schemas.insert(key.into(), schema);
    }
}
