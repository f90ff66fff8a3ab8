//! The schemas of one run: built in, named by a config, or named on the command line. Files are read once; several
//! threads may ask.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use linkc::diagnostic::{Diagnostic, Diagnostics};
use linkc::nearest::{did_you_mean, one_of};
use linkc::rules::{self, Levels};
use linkc::schema::{Catalog, Schema};
use linkc::source::{Sources, Spanned};

use super::{Failure, files};

/// The schemas that have been read so far.
#[derive(Default)]
pub(crate) struct Schemas {
    catalog: Mutex<Catalog>,
}

impl Schemas {
    fn catalog(&self) -> std::sync::MutexGuard<'_, Catalog> {
        self.catalog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The built-in schema `name`.
    pub(crate) fn built_in(&self, name: &str, sources: &Sources) -> Option<Arc<Schema>> {
        self.catalog().built_in(name, sources)
    }

    /// All built-in schemas.
    pub(crate) fn all_built_in(&self, sources: &Sources) -> Vec<Arc<Schema>> {
        Catalog::built_in_names().into_iter().filter_map(|name| self.built_in(name, sources)).collect()
    }

    /// The built-in schemas that may have links like `urls`.
    pub(crate) fn built_in_for<'u>(&self, urls: impl Iterator<Item = &'u str>, sources: &Sources) -> Vec<Arc<Schema>> {
        let names = Catalog::built_in_names_for(urls);
        names.into_iter().filter_map(|name| self.built_in(name, sources)).collect()
    }

    /// The schema in the file at `path`, shown as `shown`; what is wrong with it is reported by who asks first.
    pub(crate) fn file(
        &self,
        path: &Path,
        shown: &str,
        sources: &Sources,
        levels: &Levels,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Arc<Schema>>, Failure> {
        let key = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
        let mut catalog = self.catalog();
        if let Some(schema) = catalog.get(&key) {
            return Ok(Some(schema));
        }
        let text = files::read(path)?;
        let source = sources.add(shown, text.as_str());
        let Some(schema) = linkc::schema::load(source, &text, diagnostics) else { return Ok(None) };
        rules::check_schema(&schema, levels, diagnostics);
        let schema = Arc::new(schema);
        catalog.insert(key, Arc::clone(&schema));
        Ok(Some(schema))
    }

    /// The schema that a link config names, relative to the config's `folder`. A name that is none is a finding; a
    /// file that cannot be read is a failure.
    pub(crate) fn of_config(
        &self,
        name: &Spanned<String>,
        folder: &Path,
        sources: &Sources,
        levels: &Levels,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Arc<Schema>>, Failure> {
        if let Some(schema) = self.built_in(&name.value, sources) {
            return Ok(Some(schema));
        }
        if is_path(&name.value) {
            let path = files::tidy(&folder.join(&name.value));
            let shown = super::project::shown(&path);
            return self.file(&path, &shown, sources, levels, diagnostics);
        }
        diagnostics.push(
            Diagnostic::error("unknown-schema", format!("there is no schema `{}`", name.value), name.span)
                .help(known(&name.value))
                .about("schema"),
        );
        Ok(None)
    }

    /// The schema that was named on the command line: a built-in one, or a file; `None` for a file that is none, with
    /// the reason among the findings.
    pub(crate) fn named(
        &self,
        name: &str,
        sources: &Sources,
        levels: &Levels,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Arc<Schema>>, Failure> {
        if let Some(schema) = self.built_in(name, sources) {
            return Ok(Some(schema));
        }
        if !is_path(name) {
            return Err(Failure::new(format!("there is no schema `{name}`")).help(known(name)));
        }
        self.file(Path::new(name), name, sources, levels, diagnostics)
    }
}

/// Whether a schema is named by its path and not by its name.
pub(crate) fn is_path(name: &str) -> bool {
    let is_yaml = Path::new(name).extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    is_yaml || name.contains(['/', '\\'])
}

/// What to do about a schema that there is not.
fn known(name: &str) -> String {
    let names = Catalog::built_in_names();
    did_you_mean(name, names.iter().copied()).unwrap_or_else(|| {
        format!("the built-in ones are {}; a file is named by its path, as `./acme.yaml`", one_of(names.into_iter()))
    })
}
