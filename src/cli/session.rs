//! What the commands share: the texts read so far, the schemas, and how findings are printed and counted.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use linkc::diagnostic::{Diagnostics, Severity};
use linkc::report::{self, Look, Summary};
use linkc::rules::Levels;
use linkc::schema::Schema;
use linkc::source::{Sources, Spanned};

use super::args::{FailOn, ReportFormat};
use super::output::Output;
use super::project::shown;
use super::schemas::{Schemas, is_path};
use super::{Failure, Outcome};

/// One run.
#[derive(Default)]
pub(crate) struct Session {
    pub(crate) sources: Sources,
    pub(crate) schemas: Schemas,
    pub(crate) levels: Levels,
    pub(crate) diagnostics: Diagnostics,
    /// How many files were checked.
    pub(crate) files: usize,
    /// How many links were checked.
    pub(crate) links: usize,
}

impl Session {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// All built-in schemas.
    pub(crate) fn built_in(&self) -> Vec<Arc<Schema>> {
        self.schemas.all_built_in(&self.sources)
    }

    /// The built-in schemas that may have links like `urls`.
    pub(crate) fn built_in_for<'u>(&self, urls: impl Iterator<Item = &'u str>) -> Vec<Arc<Schema>> {
        self.schemas.built_in_for(urls, &self.sources)
    }

    /// The schema in the file at `path`; what is wrong with it goes to the findings.
    pub(crate) fn schema_file(&mut self, path: &Path) -> Result<Option<Arc<Schema>>, Failure> {
        self.schemas.file(path, &shown(path), &self.sources, &self.levels, &mut self.diagnostics)
    }

    /// The schema that a link config names; see [`Schemas::of_config`].
    pub(crate) fn schema_of_config(
        &mut self,
        name: &Spanned<String>,
        folder: &Path,
    ) -> Result<Option<Arc<Schema>>, Failure> {
        self.schemas.of_config(name, folder, &self.sources, &self.levels, &mut self.diagnostics)
    }

    /// The schema that was named on the command line: a built-in one, or a file.
    pub(crate) fn schema_named(&mut self, name: &str) -> Result<Arc<Schema>, Failure> {
        let schema = self.schemas.named(name, &self.sources, &self.levels, &mut self.diagnostics)?;
        schema.ok_or_else(|| self.no_schema(name))
    }

    /// Why the file `name` is no schema.
    fn no_schema(&self, name: &str) -> Failure {
        let failure = Failure::new(format!("`{name}` is no schema"));
        failure.findings(self.render(ReportFormat::Human, false))
    }

    /// The schema and page that `SCHEMA/PAGE`, or a file and `PAGE`, name.
    pub(crate) fn schema_and_rest(
        &mut self,
        named: &str,
        file: Option<&PathBuf>,
    ) -> Result<(Arc<Schema>, Option<String>), Failure> {
        if let Some(file) = file {
            let schema = self.schema_file(file)?;
            let schema = schema.ok_or_else(|| self.no_schema(&shown(file)))?;
            return Ok((schema, (!named.is_empty()).then(|| named.to_owned())));
        }
        match split_page(named) {
            Some((schema, page)) => Ok((self.schema_named(schema)?, Some(page.to_owned()))),
            None => Ok((self.schema_named(named)?, None)),
        }
    }

    /// The findings as text, in `format`.
    pub(crate) fn render(&self, format: ReportFormat, color: bool) -> String {
        render(format, &self.sources, &self.diagnostics, self.files, self.links, color)
    }

    /// Forgets the notes, for a command whose results are something else; not when it fails on them.
    pub(crate) fn drop_notes(&mut self, fail_on: FailOn) {
        if fail_on != FailOn::Note {
            self.diagnostics.retain(|diagnostic| diagnostic.severity != Severity::Note);
        }
    }

    /// Prints the findings to stderr, for a command whose results are something else; those below a warning only
    /// when the command fails on them.
    pub(crate) fn print_notices(&mut self, fail_on: FailOn, output: &mut Output) -> Result<(), Failure> {
        self.drop_notes(fail_on);
        if self.diagnostics.reported().next().is_none() {
            return Ok(());
        }
        let text = self.render(ReportFormat::Human, output.color_notices());
        output.notice(&text)
    }

    /// Whether there is a finding at or above `fail_on`.
    pub(crate) fn outcome(&self, fail_on: FailOn) -> Outcome {
        outcome(&self.diagnostics, fail_on)
    }
}

/// `SCHEMA/PAGE` in its two parts. The path of a file has slashes of its own.
fn split_page(named: &str) -> Option<(&str, &str)> {
    let ends = [".yaml", ".yml"].iter().filter_map(|end| named.rfind(&format!("{end}/")).map(|at| at + end.len()));
    match ends.max() {
        Some(at) => Some((&named[..at], &named[at + 1..])),
        None if is_path(named.rsplit('/').next().unwrap_or(named)) => None,
        None => named.split_once('/'),
    }
}

/// `diagnostics` as text, in `format`.
pub(crate) fn render(
    format: ReportFormat,
    sources: &Sources,
    diagnostics: &Diagnostics,
    files: usize,
    links: usize,
    color: bool,
) -> String {
    let format = match format {
        ReportFormat::Human => report::Format::Human,
        ReportFormat::Concise => report::Format::Concise,
        ReportFormat::Json => report::Format::Json,
        ReportFormat::Sarif => report::Format::Sarif,
        ReportFormat::Github => report::Format::Github,
        ReportFormat::Gitlab => report::Format::Gitlab,
        ReportFormat::Junit => report::Format::Junit,
    };
    let look = Look { width: terminal_width(), color };
    report::render(format, sources, diagnostics, Summary::new(files, links, diagnostics), look)
}

/// Whether there is a finding at or above `fail_on`.
pub(crate) fn outcome(diagnostics: &Diagnostics, fail_on: FailOn) -> Outcome {
    let threshold = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Note => Severity::Note,
        FailOn::Never => return Outcome::Fine,
    };
    // Severities are ordered from bad to mild.
    let fails = diagnostics.reported().any(|diagnostic| diagnostic.severity <= threshold);
    if fails { Outcome::Findings } else { Outcome::Fine }
}

/// The width that findings are laid out for: that of the terminal where it says so, else what CI logs show.
fn terminal_width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| (40..=400).contains(columns))
        .unwrap_or(120)
}
