//! Checking files: which ones, side by side, each as what it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use linkc::check::{check_config, check_examples, check_list, list_lines};
use linkc::diagnostic::{Diagnostic, Diagnostics};
use linkc::emit::Targets;
use linkc::rules::{Channel, Channels, Context, Levels};
use linkc::scan::{FoundLink, Scanner, Syntax};
use linkc::schema::Schema;
use linkc::source::{SourceId, Sources};
use linkc::suppression::{CommentSyntax, Suppressions};
use linkc::{baseline, config, rules, schema, settings, yaml};
use rayon::prelude::*;

use super::Failure;
use super::discover::{Candidate, FileKind, Found};
use super::project::Project;
use super::schemas::{Schemas, is_path};
use super::sieve::Sieve;

/// All that checking a file needs; shared by threads.
pub(crate) struct Checker<'a> {
    pub(crate) project: &'a Project,
    pub(crate) sources: &'a Sources,
    pub(crate) schemas: &'a Schemas,
    /// Schemas that were named by the user: lists of URLs are read with them whatever they mention.
    pub(crate) own: &'a [Arc<Schema>],
    pub(crate) scanner: &'a LazyScanner<'a>,
    /// What rules are told beside the texts.
    pub(crate) context: &'a Context,
}

/// The scanner, made when the first text is looked through: it needs every schema, and a run that checks a config does
/// not.
pub(crate) struct LazyScanner<'a> {
    own: &'a [Arc<Schema>],
    schemas: &'a Schemas,
    sources: &'a Sources,
    all: &'a OnceLock<Vec<Arc<Schema>>>,
    scanner: OnceLock<Scanner<'a>>,
}

impl<'a> LazyScanner<'a> {
    /// A scanner for `own` and the built-in schemas, which will be kept in `all`.
    pub(crate) fn new(
        own: &'a [Arc<Schema>],
        schemas: &'a Schemas,
        sources: &'a Sources,
        all: &'a OnceLock<Vec<Arc<Schema>>>,
    ) -> Self {
        Self { own, schemas, sources, all, scanner: OnceLock::new() }
    }

    /// The scanner.
    pub(crate) fn get(&self) -> &Scanner<'a> {
        self.scanner.get_or_init(|| {
            let all = self.all.get_or_init(|| {
                let built_in = self.schemas.all_built_in(self.sources);
                self.own.iter().cloned().chain(built_in).collect()
            });
            let borrowed: Vec<&'a Schema> = all.iter().map(Arc::as_ref).collect();
            Scanner::new(&borrowed)
        })
    }
}

/// What came of one file.
#[derive(Default)]
pub(crate) struct Checked {
    pub(crate) diagnostics: Diagnostics,
    pub(crate) links: usize,
    pub(crate) failure: Option<Failure>,
}

/// What came of all files.
#[derive(Default)]
pub(crate) struct Run {
    pub(crate) diagnostics: Diagnostics,
    pub(crate) files: usize,
    pub(crate) links: usize,
    /// Files that are no text, or larger than a text for people.
    pub(crate) skipped: usize,
    pub(crate) failures: Vec<Failure>,
    /// How many files fixes have changed, or would.
    pub(crate) fixed: usize,
    /// The files that were checked, with their sources, in the order of their names.
    pub(crate) checked: Vec<(Found, SourceId)>,
}

impl Checker<'_> {
    /// Reads and checks `candidates`.
    pub(crate) fn run(&self, candidates: Vec<Candidate>) -> Run {
        let mut run = Run::default();
        let read = |sieve: &mut Sieve, candidate: Candidate| candidate.read(sieve, self.scanner);
        let found: Vec<_> = candidates.into_par_iter().map_init(Sieve::default, read).collect();
        // The ids of the sources, and so the order of what is reported, must not depend on which thread was first.
        let mut all = Vec::new();
        for found in found {
            match found {
                Ok(Some(found)) => {
                    let source = self.sources.add(self.project.relative_or_stdin(&found), found.text.as_str());
                    all.push((found, source));
                }
                Ok(None) => {}
                Err(super::discover::Unread::Skipped) => run.skipped += 1,
                Err(super::discover::Unread::Failed(failure)) => run.failures.push(failure),
            }
        }
        for (found, _) in &all {
            self.read_schema_of(found, &mut run.diagnostics);
        }
        let checked: Vec<Checked> =
            all.par_iter().map(|(found, source)| self.check(found, *source, &found.text)).collect();
        for (checked, (_, source)) in checked.into_iter().zip(&all) {
            run.diagnostics.append(checked.diagnostics);
            run.diagnostics.checked(*source);
            run.links += checked.links;
            run.failures.extend(checked.failure);
        }
        run.files = all.len();
        run.checked = all;
        run
    }

    /// Reads the schema file that a config names before the threads start, for the same reason.
    fn read_schema_of(&self, found: &Found, diagnostics: &mut Diagnostics) {
        let lines = found.text.lines().filter_map(|line| line.strip_prefix("schema:"));
        for name in lines.filter(|_| found.kind == FileKind::Yaml) {
            let name = name.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            if is_path(name) {
                let path = super::files::tidy(&found.folder().join(name));
                let shown = super::project::shown(&path);
                // What cannot be read is reported by the config that names it.
                let _ = self.schemas.file(&path, &shown, self.sources, &Levels::default(), diagnostics);
            }
        }
    }

    /// Checks one file, whose text is `text`: what is in the file, or what fixes have made of it.
    pub(crate) fn check(&self, found: &Found, source: SourceId, text: &str) -> Checked {
        let mut checked = Checked::default();
        let mut levels = self.project.settings.levels_for(&self.project.relative(&found.path));
        levels.context = self.context.clone();
        match found.kind {
            FileKind::Yaml => self.check_yaml(found, source, text, &levels, &mut checked),
            FileKind::List => {
                let lines = list_lines(source, text);
                let built_in =
                    self.schemas.built_in_for(lines.iter().map(|line| line.url.value.as_str()), self.sources);
                let schemas: Vec<&Schema> = self.own.iter().chain(&built_in).map(Arc::as_ref).collect();
                checked.links = check_list(source, text, &schemas, &levels, &mut checked.diagnostics);
                if checked.links == 0 && checked.diagnostics.is_empty() {
                    let message = format!("there is nothing to check in `{}`: no URL", found.name());
                    checked.failure = Some(Failure::new(message));
                }
                let suppressions =
                    Suppressions::in_text(source, text, CommentSyntax::HASH, &[], &mut checked.diagnostics);
                suppressions.apply(self.sources, &mut checked.diagnostics, &levels);
            }
            FileKind::Text => {
                let syntax = Syntax::of(&found.path, text);
                let scanner = self.scanner.get();
                let links = scanner.find(text, syntax);
                checked.links = scanner.check_found(source, text, syntax, &links, &levels, &mut checked.diagnostics);
                if let Some(comments) = CommentSyntax::of(&found.path.display().to_string()) {
                    // A link that is put together over several lines counts as one.
                    let links: Vec<_> = links.iter().map(FoundLink::range).collect();
                    let suppressions = Suppressions::in_text(source, text, comments, &links, &mut checked.diagnostics);
                    suppressions.apply(self.sources, &mut checked.diagnostics, &levels);
                }
            }
        }
        checked
    }

    fn check_yaml(&self, found: &Found, source: SourceId, text: &str, levels: &Levels, checked: &mut Checked) {
        let diagnostics = &mut checked.diagnostics;
        let Some(document) = yaml::parse(source, text, &yaml::Limits::default(), diagnostics) else { return };
        let mut of_comments = Diagnostics::new();
        let suppressions = Suppressions::in_yaml(source, text, &document, &mut of_comments);
        match config::kind_of(&document.root).map(str::to_owned).as_deref() {
            Some("schema") => {
                if let Some(schema) = schema::load_document(source, &document.root, diagnostics) {
                    rules::check_schema(&schema, levels, diagnostics);
                    check_examples(&schema, levels, diagnostics);
                }
            }
            Some("settings") => drop(settings::Settings::load(source, text, diagnostics)),
            Some("baseline") => drop(baseline::Baseline::parse(source, text, diagnostics)),
            Some("links") | None => {
                let Some(config) = config::load_tree(source, document.root, diagnostics) else { return };
                checked.links = config.links.len();
                let schema = self.schemas.of_config(&config.schema, &found.folder(), self.sources, levels, diagnostics);
                match schema {
                    // To give back what was read, piece by piece, would cost more than some of the checks.
                    Ok(Some(schema)) => std::mem::forget(check_config(&config, &schema, levels, diagnostics)),
                    Ok(None) => {}
                    Err(failure) => checked.failure = Some(failure),
                }
                std::mem::forget(config);
            }
            Some(other) => {
                let kind = document.root.as_mapping().and_then(|map| map.get("kind"));
                let span = kind.map_or(document.root.span, |node| node.span);
                diagnostics.push(
                    Diagnostic::error("wrong-value", format!("there is no kind `{other}`"), span)
                        .help("it is `links`, `schema`, `settings` or `baseline`")
                        .about("kind"),
                );
            }
        }
        diagnostics.append(of_comments);
        suppressions.apply(self.sources, diagnostics, levels);
    }
}

impl Project {
    /// The name that a file is reported under: its path from the project's root.
    pub(crate) fn relative_or_stdin(&self, found: &Found) -> String {
        if found.is_unnamed_input() { "<stdin>".to_owned() } else { self.relative(&found.path) }
    }
}

/// What rules are told beside the texts: the day, and where the output of each target goes.
///
/// The manifests of a user's own targets are read at once, so that a wrong one is told; a built-in one when a config
/// names its target.
pub(crate) fn context(templates: Option<&Path>) -> Result<Context, Failure> {
    let day = jiff::Timestamp::now().to_string();
    let channels = if templates.is_some() {
        let channels = super::targets::load_targets(templates)?.channels();
        Channels::new(move |target| channels.get(target).copied())
    } else {
        let known = Mutex::new(BTreeMap::<String, Option<Channel>>::new());
        Channels::new(move |target| {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            *known.entry(target.to_owned()).or_insert_with(|| Targets::built_in_channel(target))
        })
    };
    Ok(Context { today: day.get(..10).map(str::to_owned), channels })
}

/// The schemas that the settings name, read.
pub(crate) fn schemas_of_settings(
    project: &Project,
    schemas: &Schemas,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<Arc<Schema>>, Failure> {
    let mut all = Vec::new();
    for path in &project.settings.schemas {
        let path: PathBuf = project.root.join(Path::new(&path.value));
        all.extend(schemas.file(&path, &super::project::shown(&path), sources, &Levels::default(), diagnostics)?);
    }
    Ok(all)
}
