//! Targets: a manifest and its output templates, built in or a user's own.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Deserialize;

use super::{Artifact, EmitError, Escape, filters};
use crate::rules::Channel;

/// The folder of built-in targets.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The manifest's file name.
const MANIFEST: &str = "target.yaml";

/// A kind of output.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name: that of its folder.
    pub name: String,
    /// What it is, in one line.
    pub summary: String,
    /// How a value becomes a literal.
    pub escape: Escape,
    /// Whether every link must be a plain URL, with nothing left open.
    pub plain: bool,
    /// Where other people meet what comes out; nowhere, when it is for programs.
    pub channel: Option<Channel>,
    /// What comes out.
    pub files: Vec<OutputFile>,
    /// The output templates by file name.
    templates: BTreeMap<String, String>,
}

/// A file that a target writes.
#[derive(Debug, Clone)]
pub struct OutputFile {
    /// Its path, an output template of its own.
    pub path: String,
    /// The file name of its output template.
    pub template: String,
    /// How many of them there are.
    pub each: Each,
}

/// How many files an entry of a manifest stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Each {
    /// One.
    #[default]
    Build,
    /// One a link.
    Link,
}

/// A folder that is no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetError {
    /// The target, by its folder's name.
    pub target: String,
    /// What is wrong.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    summary: String,
    escape: String,
    #[serde(default)]
    plain: bool,
    #[serde(default)]
    channel: Option<Channel>,
    files: Vec<ManifestFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestFile {
    path: String,
    template: String,
    #[serde(default)]
    each: Each,
}

/// The files of one target's folder: file name and text.
pub type Folder = BTreeMap<String, String>;

/// All targets at hand.
#[derive(Debug)]
pub struct Targets {
    targets: BTreeMap<String, Target>,
}

impl Targets {
    /// The built-in targets, with `own` laid over them: folders by their name; a file of the same name as a built-in
    /// one's stands in its place.
    ///
    /// # Errors
    ///
    /// When a folder has no manifest, or one that cannot be read or names a template that is not there.
    pub fn new(own: BTreeMap<String, Folder>) -> Result<Self, TargetError> {
        let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
        for folder in BUILT_IN.dirs() {
            let name = folder.path().display().to_string();
            let files = folder.files().filter_map(|file| {
                let name = file.path().file_name()?.to_str()?.to_owned();
                Some((name, file.contents_utf8()?.to_owned()))
            });
            folders.insert(name, files.collect());
        }
        for (name, files) in own {
            folders.entry(name).or_default().extend(files);
        }
        let targets = folders.into_iter().map(|(name, files)| Ok((name.clone(), Target::load(name, files)?)));
        Ok(Self { targets: targets.collect::<Result<_, _>>()? })
    }

    /// The target called `name`.
    pub fn get(&self, name: &str) -> Option<&Target> {
        self.targets.get(name)
    }

    /// Where other people meet what targets write, by target; see [`crate::rules::Context`].
    pub fn channels(&self) -> BTreeMap<String, Channel> {
        self.all().filter_map(|target| Some((target.name.clone(), target.channel?))).collect()
    }

    /// All targets, sorted by name.
    pub fn all(&self) -> impl Iterator<Item = &Target> {
        self.targets.values()
    }
}

impl Target {
    fn load(name: String, mut files: Folder) -> Result<Self, TargetError> {
        let error = |message: String| TargetError { target: name.clone(), message };
        let manifest = files.remove(MANIFEST).ok_or_else(|| error(format!("there is no {MANIFEST}")))?;
        let manifest: Manifest =
            serde_yaml::from_str(&manifest).map_err(|reason| error(format!("{MANIFEST} is wrong: {reason}")))?;
        let escapes = || Escape::ALL.iter().map(|(name, _)| *name);
        let escape = Escape::ALL.iter().find(|(name, _)| *name == manifest.escape).map(|(_, escape)| *escape);
        let escape = escape.ok_or_else(|| {
            error(format!(
                "{MANIFEST} has no way to escape called `{}`; it is {}",
                manifest.escape,
                crate::nearest::one_of(escapes())
            ))
        })?;
        for file in &manifest.files {
            if !files.contains_key(&file.template) {
                return Err(error(format!("{MANIFEST} names `{}`, which is not in the folder", file.template)));
            }
        }
        let outputs = manifest.files.into_iter();
        Ok(Self {
            summary: manifest.summary,
            escape,
            plain: manifest.plain,
            channel: manifest.channel,
            files: outputs
                .map(|file| OutputFile { path: file.path, template: file.template, each: file.each })
                .collect(),
            templates: files,
            name,
        })
    }

    /// The target's templates, compiled.
    pub(super) fn environment(&self) -> Result<Environment<'_>, EmitError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut syntax = SyntaxConfig::builder();
        syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
        environment.set_syntax(syntax.build().map_err(|error| self.error("", &error))?);
        // Escaping is ours alone: what it is asked for is every value that an output template prints.
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("linkc".into()));
        let escape = self.escape;
        environment.set_formatter(move |out, _, value| {
            if value.is_safe() {
                return out.write_str(value.as_str().unwrap_or_default()).map_err(minijinja::Error::from);
            }
            if value.is_undefined() {
                return Err(minijinja::Error::from(ErrorKind::UndefinedError));
            }
            let literal =
                escape.literal(value).map_err(|reason| minijinja::Error::new(ErrorKind::BadEscape, reason))?;
            out.write_str(&literal).map_err(minijinja::Error::from)
        });
        filters::register(&mut environment);
        for (name, text) in &self.templates {
            environment.add_template(name, text).map_err(|error| self.error(name, &error))?;
        }
        Ok(environment)
    }

    fn error(&self, template: &str, error: &minijinja::Error) -> EmitError {
        let mut message = error.to_string();
        if let Some(line) = error.line() {
            message = format!("line {line}: {message}");
        }
        EmitError { target: self.name.clone(), template: template.to_owned(), message }
    }

    pub(super) fn render(
        &self,
        environment: &Environment<'_>,
        file: &OutputFile,
        view: &minijinja::Value,
    ) -> Result<Artifact, EmitError> {
        // A path is no text of the target's language: names go through the filters, or are safe by themselves.
        let mut of_paths = Environment::new();
        of_paths.set_undefined_behavior(UndefinedBehavior::Strict);
        filters::register(&mut of_paths);
        let path = of_paths.render_str(&file.path, view).map_err(|error| self.error("target.yaml", &error))?;
        if !is_inside(&path) {
            let message = format!("the path `{}` leaves the output folder", path.escape_debug());
            return Err(EmitError { target: self.name.clone(), template: MANIFEST.to_owned(), message });
        }
        let template = environment.get_template(&file.template).map_err(|error| self.error(&file.template, &error))?;
        let contents = template.render(view).map_err(|error| self.error(&file.template, &error))?;
        Ok(Artifact { path, contents })
    }
}

/// Whether a path stays below the folder that it is relative to.
fn is_inside(path: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(['\\', ':']) && !path.chars().any(char::is_control) && path.split('/').all(is_plain)
}
