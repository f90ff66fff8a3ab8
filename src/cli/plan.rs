//! What a build writes: the artifacts of link configs and schemas, rendered, and nothing of them written yet.
//!
//! A build is planned to its end before the first file is touched, so that whatever is wrong with a link, an option or
//! an output template costs nothing but a message.

use std::path::{Component, Path, PathBuf};

use linkc::config::{self, Config};
use linkc::diagnostic::{Diagnostic, Diagnostics};
use linkc::emit::{Artifact, Each, EmitError, Finding, Job, Target, Targets, emit, plain_url, snippet};
use linkc::link::Link;
use linkc::lower::lower;
use linkc::nearest::{did_you_mean, one_of};
use linkc::resolve::pages_as_links;
use linkc::resolved::ResolvedLink;
use linkc::schema::Schema;
use linkc::source::Span;
use serde_json::{Map, Value};

use super::args::BuildArgs;
use super::discover::{FileKind, Found};
use super::disk::RealDisk;
use super::inventory::BuiltFrom;
use super::lookup::look_up;
use super::options::{option, typed, wrong_option};
use super::output::Output;
use super::place::Real;
use super::project::SETTINGS;
use super::secrets::Secrets;
use super::session::Session;
use super::targets::{find_target, load_targets, wrong};
use super::verdict::Verdict;
use super::{Failure, unfit};

/// A target, its folder and what it is told.
type PlannedOutput<'t> = (&'t Target, PathBuf, Map<String, Value>);

/// What a target makes of a config or a schema, and where it goes.
pub(super) struct Planned {
    /// The output folder.
    pub(super) folder: PathBuf,
    pub(super) origin: BuiltFrom,
    pub(super) artifacts: Vec<Artifact>,
    /// Whether its source has no other targets in the folder than those that are planned.
    pub(super) is_all: bool,
}

impl Planned {
    /// Whether what comes from `origin` is there because of this output, so that it is left over when this output does
    /// not write it any more.
    pub(super) fn accounts_for(&self, origin: &BuiltFrom) -> bool {
        self.origin.source == origin.source && (self.is_all || self.origin.target == origin.target)
    }
}

/// A build as far as it is known.
pub(super) struct Plan<'a> {
    args: &'a BuildArgs,
    targets: &'a Targets,
    pub(super) session: Session,
    /// All outputs, in the order of the configs.
    pub(super) outputs: Vec<Planned>,
    /// What of them must not be shown.
    pub(super) secrets: Secrets,
}

impl<'a> Plan<'a> {
    pub(super) fn new(args: &'a BuildArgs, targets: &'a Targets) -> Self {
        Self { args, targets, session: Session::new(), outputs: Vec::new(), secrets: Secrets::default() }
    }

    /// Adds what the targets that were named make of every page of a schema.
    pub(super) fn add_schema(&mut self, schema: &Schema) -> Result<(), Failure> {
        let resolved = pages_as_links(schema);
        let links = lower_all(&resolved, Path::new(""), &mut self.session.diagnostics);
        for name in &self.args.target {
            let target = find_target(self.targets, name)?;
            if target.plain {
                return Err(Failure::new(format!(
                    "the target `{name}` writes finished links, and a page of a schema is none"
                ))
                .help("give it a link config, which has values; `linkc list targets` lists the others"));
            }
            needs_obtain(target, schema)?;
            let options =
                target.options(&typed(target, &self.args.option)).map_err(|error| wrong_option(target, error))?;
            let command = format!("linkc build --schema {} --target {name}", schema.name);
            let job = Job {
                name: &schema.name,
                source: &schema.name,
                command: &command,
                schema,
                links: &links,
                options: &options,
                findings: &[],
            };
            let artifacts = emit(target, &job).map_err(|error| failed(&error, self.args.templates.as_deref()))?;
            let origin = BuiltFrom { source: schema.name.clone(), target: name.clone() };
            self.outputs.push(Planned { folder: self.args.out.clone(), origin, artifacts, is_all: false });
        }
        Ok(())
    }

    /// Adds what a link config asks for; what is wrong with it goes to the findings. A file of another kind adds nothing.
    pub(super) fn add_config(&mut self, file: &Found, verdict: &Verdict) -> Result<(), Failure> {
        if file.kind != FileKind::Yaml {
            return Err(Failure::new(format!("`{}` is no link config", file.name())));
        }
        let source = self.session.sources.add(verdict.name_of(file), file.text.as_str());
        let Some(document) =
            linkc::yaml::parse(source, &file.text, &linkc::yaml::Limits::default(), &mut self.session.diagnostics)
        else {
            self.session.files += 1;
            return Ok(());
        };
        if matches!(config::kind_of(&document.root), Some("schema" | "settings" | "baseline")) {
            return Ok(());
        }
        self.session.files += 1;
        let Some(config) = config::load_document(source, &document.root, &mut self.session.diagnostics) else {
            return Ok(());
        };
        self.session.links += config.links.len();
        let folder = file.folder();
        let Some(schema) = self.session.schema_of_config(&config.schema, &folder)? else { return Ok(()) };
        let resolved = verdict.check((file, source, &document), &config, &schema, &mut self.session);
        // An error in a link says it all; looking values up would only add to it.
        let mut links = Vec::new();
        if !self.session.diagnostics.has_errors() {
            links = lower_all(&resolved, &folder, &mut self.session.diagnostics);
            self.secrets.add(&resolved, &folder);
        }
        let outputs = self.outputs(&config, &folder, file)?;
        let name = base_name(&file.path);
        let findings = Finding::of_source(&self.session.diagnostics, source);
        for (target, folder, options) in outputs {
            if target.plain {
                report_open(target, &resolved, &links, &mut self.session.diagnostics);
            }
            unfit::report_without_web(target, &resolved, &links, &mut self.session.diagnostics);
            if self.session.diagnostics.has_errors() {
                continue;
            }
            needs_obtain(target, &schema)?;
            let source = file_name(&file.path);
            let mut command = format!("linkc build {source}");
            if !self.args.target.is_empty() {
                command.push_str(&format!(" --target {}", target.name));
            }
            let job = Job {
                name: &name,
                source: &source,
                command: &command,
                schema: &schema,
                links: &links,
                options: &options,
                findings: &findings,
            };
            let artifacts = emit(target, &job).map_err(|error| failed(&error, self.args.templates.as_deref()))?;
            unfit::refuse_nothing(target, &source, &artifacts)?;
            let origin = BuiltFrom { source: origin_of(&file.path, &folder), target: target.name.clone() };
            self.outputs.push(Planned { folder, origin, artifacts, is_all: self.args.target.is_empty() });
        }
        Ok(())
    }

    /// What the command line or else the config asks for.
    fn outputs(&mut self, config: &Config, folder: &Path, file: &Found) -> Result<Vec<PlannedOutput<'a>>, Failure> {
        if !self.args.target.is_empty() {
            let named = self.args.target.iter().map(|name| {
                let target = find_target(self.targets, name)?;
                let options =
                    target.options(&typed(target, &self.args.option)).map_err(|error| wrong_option(target, error))?;
                Ok((target, self.args.out.clone(), options))
            });
            return named.collect();
        }
        if config.outputs.is_empty() {
            return Err(Failure::new(format!("`{}` does not say what to build", file.name()))
                .help("add `outputs:` to it, as `- { target: url, dir: build }`, or call `linkc build --target url`"));
        }
        let mut planned = Vec::new();
        for output in &config.outputs {
            let Some(target) = self.targets.get(&output.target.value) else {
                let names = || self.targets.all().map(|target| target.name.as_str());
                let help = did_you_mean(&output.target.value, names());
                self.session.diagnostics.push(
                    Diagnostic::error(
                        "unknown-target",
                        format!("there is no target `{}`", output.target.value),
                        output.target.span,
                    )
                    .help(help.unwrap_or_else(|| format!("the targets are {}", one_of(names()))))
                    .about("outputs/target"),
                );
                continue;
            };
            let dir = output.dir.as_ref().map_or("", |dir| dir.value.as_str());
            let given = output.options.iter().map(|(name, node)| (name.value.clone(), option(node))).collect();
            match target.options(&given) {
                Ok(options) => planned.push((target, tidy(&folder.join(dir)), options)),
                Err(error) => {
                    let place = output.options.iter().find(|(name, _)| Some(&name.value) == error.option.as_ref());
                    let span = place.map_or(output.target.span, |(name, _)| name.span);
                    self.session.diagnostics.push(
                        Diagnostic::error("wrong-option", error.message, span)
                            .help(error.help)
                            .about("outputs/options"),
                    );
                }
            }
        }
        Ok(planned)
    }
}

/// Why a target could not be filled in; `own` is the folder of the user's own.
fn failed(error: &EmitError, own: Option<&Path>) -> Failure {
    wrong(&error.target, Some(&error.template), &error.message, own)
}

/// Prints what `target` makes of one link.
pub(crate) fn print_snippet(
    target: &str,
    own: Option<&Path>,
    options: &[(String, String)],
    schema: &Schema,
    link: Link,
    findings: &[Finding],
    output: &mut Output,
) -> Result<(), Failure> {
    let targets = load_targets(own)?;
    let target = find_target(&targets, target)?;
    needs_obtain(target, schema)?;
    let links = [link];
    let source = format!("{}/{}", schema.name, links[0].page);
    let command = format!("linkc url {source} --target {}", target.name);
    let options = target.options(&typed(target, options)).map_err(|error| wrong_option(target, error))?;
    let job = Job {
        name: &links[0].name,
        source: &source,
        command: &command,
        schema,
        links: &links,
        options: &options,
        findings,
    };
    unfit::refuse_without_web(target, &links[0])?;
    let artifacts = snippet(target, &job).map_err(|error| failed(&error, own))?;
    unfit::refuse_nothing(target, &source, &artifacts)?;
    for artifact in artifacts.into_iter().filter(|artifact| !artifact.is_beside) {
        // Of what is made for a terminal, the colours go where there is none; no other text has an escape sequence.
        match std::str::from_utf8(&artifact.contents) {
            Ok(text) if !output.color_results() => output.result(&anstream::adapter::strip_str(text).to_string())?,
            _ => output.bytes(&artifact.contents)?,
        }
    }
    Ok(())
}

fn lower_all(resolved: &[ResolvedLink<'_>], folder: &Path, diagnostics: &mut Diagnostics) -> Vec<Link> {
    let links = resolved.iter();
    links.filter_map(|link| lower(link, &mut |reference| look_up(reference, folder), diagnostics)).collect()
}

/// `path` without the `..` that undo a folder before them, as people write and read it. Behind a link to a folder, `..`
/// leads elsewhere, so it stays.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        let undoes = component == Component::ParentDir
            && matches!(tidy.components().next_back(), Some(Component::Normal(_)))
            && !tidy.is_symlink();
        if undoes {
            tidy.pop();
        } else {
            tidy.push(component);
        }
    }
    tidy
}

/// A target that writes how a parameter is obtained has nothing to write for a schema that does not say it.
fn needs_obtain(target: &Target, schema: &Schema) -> Result<(), Failure> {
    if !schema.obtain.is_empty() || !target.files.iter().any(|file| file.each == Each::Obtain) {
        return Ok(());
    }
    let message = format!(
        "the target `{}` writes how a parameter is obtained, and `{}` says it of no parameter",
        target.name, schema.name
    );
    Err(Failure::new(message).help("it is for schemas with an `obtain:`, such as `huawei-cloud-meeting`"))
}

/// Reports links that a target of finished links cannot write down.
fn report_open(target: &Target, resolved: &[ResolvedLink<'_>], links: &[Link], diagnostics: &mut Diagnostics) {
    for link in links {
        let open = link.platforms.iter().any(|platform| plain_url(link, platform).is_none());
        let place = resolved.iter().find(|resolved| resolved.name.value == link.name);
        let Some(place) = place.filter(|_| open) else { continue };
        let inputs = link.inputs.iter().filter(|input| input.required && input.fallback.is_none());
        let names = one_of(inputs.map(|input| input.name.as_str()));
        let message =
            format!("`{}` leaves {names} open, and the target `{}` has to write it down", link.name, target.name);
        let span: Span = place.name.span;
        diagnostics.push(
            Diagnostic::error("open-input", message, span)
                .label("no finished link")
                .help("give the input a `fallback`, or give the config a `landing` address")
                .about(format!("{}/inputs", place.subject)),
        );
    }
}

/// The link config at `path` as what is built from it in `folder` is listed: relative to the folder where both are in
/// one project, and by its name alone else, for the rest of the path would be this machine's.
fn origin_of(path: &Path, folder: &Path) -> String {
    let Ok(config) = path.canonicalize() else { return file_name(path) };
    let is_root = |folder: &&Path| folder.join(".git").exists() || folder.join(SETTINGS).exists();
    let root = config.ancestors().skip(1).find(is_root).or(config.parent());
    let Some((root, folder)) = root.zip(Real::new(folder, &RealDisk).ok()) else { return file_name(path) };
    let (Ok(config), Ok(folder)) = (config.strip_prefix(root), folder.path.strip_prefix(root)) else {
        return file_name(path);
    };
    let shared = config.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = config.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The name of a file, without the folders that only this machine has.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// `links` of `links.yaml`, `team` of `team.links.yaml`.
fn base_name(path: &Path) -> String {
    if path == Path::new("-") {
        return "links".to_owned();
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("links");
    stem.strip_suffix(".links").unwrap_or(stem).to_owned()
}
