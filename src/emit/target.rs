//! Targets: a manifest and its output templates, built in or a user's own.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use super::fault;
use super::finish::Rendered;
use super::manifest::{Manifest, OutputFile};
use super::names::{self, Names};
use super::{Artifact, EmitError, filters};
use crate::rules::Channel;

/// The folder of built-in targets.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The folder that is no target: what output templates of several targets include. A file of the same name in a target's
/// own folder goes first.
const SHARED: &str = "shared";

/// The manifest's file name.
const MANIFEST: &str = "target.yaml";

/// A kind of output.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name: that of its folder.
    pub name: String,
    /// What it says of itself.
    manifest: Manifest,
    /// Texts for people in the files `strings.<language>.yaml`, by language.
    pub(super) strings: BTreeMap<String, serde_json::Value>,
    /// The output templates by file name.
    templates: BTreeMap<String, String>,
    /// Those that all targets have.
    shared: Arc<Folder>,
}

impl Deref for Target {
    type Target = Manifest;

    fn deref(&self) -> &Manifest {
        &self.manifest
    }
}

/// A folder that is no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetError {
    /// The target, by its folder's name.
    pub target: String,
    /// The file, with its line behind a colon where that is known.
    pub file: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// The files of one target's folder: file name and text.
pub type Folder = BTreeMap<String, String>;

/// All targets at hand.
#[derive(Debug)]
pub struct Targets {
    targets: BTreeMap<String, Target>,
}

/// The folders of the built-in targets, by target, and the one that they share.
pub fn built_in() -> BTreeMap<String, Folder> {
    let folder = |folder: &Dir<'static>| {
        let files = folder.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.to_owned();
            Some((name, file.contents_utf8()?.to_owned()))
        });
        (folder.path().display().to_string(), files.collect())
    };
    BUILT_IN.dirs().map(folder).collect()
}

impl Targets {
    /// The built-in targets, with `own` laid over them: folders by their name; a file of the same name as a built-in
    /// one's stands in its place.
    ///
    /// # Errors
    ///
    /// When a folder has no manifest, or one that cannot be read or names a template that is not there.
    pub fn new(own: BTreeMap<String, Folder>) -> Result<Self, TargetError> {
        let mut folders = built_in();
        for (name, files) in own {
            folders.entry(name).or_default().extend(files);
        }
        let shared = Arc::new(folders.remove(SHARED).unwrap_or_default());
        let load = |(name, files): (String, Folder)| Ok((name.clone(), Target::load(name, files, &shared)?));
        let targets = folders.into_iter().map(load);
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

    /// Where other people meet what the built-in target `name` writes, without a look at the others.
    pub fn built_in_channel(name: &str) -> Option<Channel> {
        let manifest = BUILT_IN.get_file(format!("{name}/{MANIFEST}"))?.contents_utf8()?;
        serde_yaml::from_str::<Manifest>(manifest).ok()?.channel
    }

    /// All targets, sorted by name.
    pub fn all(&self) -> impl Iterator<Item = &Target> {
        self.targets.values()
    }
}

impl Target {
    fn load(name: String, mut files: Folder, shared: &Arc<Folder>) -> Result<Self, TargetError> {
        let error = |file: Option<String>, message: String| TargetError { target: name.clone(), file, message };
        let broken = |file: &str, reason: &serde_yaml::Error| {
            let line = reason.location().map(|place| format!(":{}", place.line())).unwrap_or_default();
            let message = reason.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            error(Some(format!("{file}{line}")), message)
        };
        let missing = || error(None, format!("there is no {MANIFEST} in its folder"));
        let manifest = files.remove(MANIFEST).ok_or_else(missing)?;
        let mut manifest: Manifest = serde_yaml::from_str(&manifest).map_err(|reason| broken(MANIFEST, &reason))?;
        let mut strings = BTreeMap::new();
        let mut templates = BTreeMap::new();
        for (file, text) in files {
            let language = file.strip_prefix("strings.").and_then(|rest| rest.strip_suffix(".yaml"));
            if let Some(language) = language {
                let texts = serde_yaml::from_str(&text).map_err(|reason| broken(&file, &reason))?;
                strings.insert(language.to_owned(), texts);
            } else {
                templates.insert(file, text);
            }
        }
        for option in manifest.options.values_mut().filter(|option| option.languages) {
            option.choices.extend(strings.keys().cloned());
        }
        let outputs = manifest.files.iter();
        let named = outputs.flat_map(|file| file.parts.values().chain([&file.template]));
        let of_snippet = manifest.snippet.iter().flat_map(|own| own.parts.values().chain([&own.template]));
        let named = named.chain(of_snippet);
        let is_there = |name: &String| templates.contains_key(name) || shared.contains_key(name);
        if let Some(missing) = named.chain(manifest.escapes.keys()).find(|name| !is_there(name)) {
            let near = crate::nearest::did_you_mean(missing, templates.keys().map(String::as_str));
            let message = format!("it names `{missing}`, which is not in the folder");
            let message = near.map_or(message.clone(), |near| format!("{message}\n{near}"));
            return Err(error(Some(MANIFEST.to_owned()), message));
        }
        Ok(Self { name, manifest, strings, templates, shared: Arc::clone(shared) })
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
        let manifest = self.manifest.clone();
        environment.set_formatter(move |out, state, value| {
            if value.is_safe() {
                return out.write_str(value.as_str().unwrap_or_default()).map_err(minijinja::Error::from);
            }
            if value.is_undefined() {
                return Err(minijinja::Error::from(ErrorKind::UndefinedError));
            }
            let escape = manifest.escapes.get(state.name()).unwrap_or(&manifest.escape);
            let literal =
                escape.literal(value).map_err(|reason| minijinja::Error::new(ErrorKind::BadEscape, reason))?;
            out.write_str(&literal).map_err(minijinja::Error::from)
        });
        names::register(&mut environment, self.names.as_ref().unwrap_or(&Names::default()));
        filters::register(&mut environment);
        self.escapes.values().chain([&self.escape]).for_each(|escape| escape.register(&mut environment));
        self.comments.register(&mut environment);
        for (name, text) in self.shared.iter().filter(|(name, _)| !self.templates.contains_key(*name)) {
            environment.add_template(name, text).map_err(|error| self.error(name, &error))?;
        }
        for (name, text) in &self.templates {
            environment.add_template(name, text).map_err(|error| self.error(name, &error))?;
        }
        Ok(environment)
    }

    pub(super) fn error(&self, template: &str, error: &minijinja::Error) -> EmitError {
        let (template, message) = fault::describe(template, error);
        EmitError { target: self.name.clone(), template, message }
    }

    /// As [`Self::error`], where it is known what the template saw.
    fn error_in(&self, template: &str, error: &minijinja::Error, view: &Value) -> EmitError {
        let mut wrong = self.error(template, error);
        if let Some(help) = fault::help(error, view) {
            wrong.message.push('\n');
            wrong.message.push_str(&help);
        }
        wrong
    }

    /// The artifact of `file` for what `view` shows; none where its `when` is not true.
    pub(super) fn render(
        &self,
        environment: &Environment<'_>,
        file: &OutputFile,
        view: &Value,
        is_secret: bool,
    ) -> Result<Option<Artifact>, EmitError> {
        if let Some(when) = &file.when {
            let expression = environment.compile_expression(when).map_err(|error| self.error(MANIFEST, &error))?;
            if !expression.eval(view).map_err(|error| self.error_in(MANIFEST, &error, view))?.is_true() {
                return Ok(None);
            }
        }
        // A path is no text of the target's language: names go through the filters, or are safe by themselves.
        let mut of_paths = Environment::new();
        of_paths.set_undefined_behavior(UndefinedBehavior::Strict);
        names::register(&mut of_paths, &Names::default());
        let path = of_paths.render_str(&file.path, view).map_err(|error| self.error_in(MANIFEST, &error, view))?;
        let wrong = |template: &str, message: String| EmitError {
            target: self.name.clone(),
            template: template.to_owned(),
            message,
        };
        if !is_inside(&path) {
            return Err(wrong(MANIFEST, format!("the path `{}` leaves the output folder", path.escape_debug())));
        }
        let render = |name: &str| {
            let template = environment.get_template(name).map_err(|error| self.error(name, &error))?;
            template.render(view).map_err(|error| self.error_in(name, &error, view))
        };
        let parts = file.parts.iter().map(|(part, name)| Ok((part.clone(), render(name)?)));
        let rendered = Rendered { parts: parts.collect::<Result<_, _>>()?, text: render(&file.template)? };
        let contents = file.finish.apply(rendered).map_err(|message| wrong(&file.template, message))?;
        Ok(Some(Artifact { path, contents, is_secret, is_beside: file.beside }))
    }
}

/// Whether a path stays below the folder that it is relative to.
fn is_inside(path: &str) -> bool {
    let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains(['\\', ':']) && !path.chars().any(char::is_control) && path.split('/').all(is_plain)
}
