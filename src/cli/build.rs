//! `linkc build`.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use linkc::config::{self, Config};
use linkc::diagnostic::{Diagnostic, Diagnostics};
use linkc::emit::{Artifact, EmitError, Finding, Job, Target, Targets, emit, plain_url};
use linkc::link::Link;
use linkc::lower::lower;
use linkc::nearest::{did_you_mean, one_of};
use linkc::resolve::pages_as_links;
use linkc::resolved::ResolvedLink;
use linkc::schema::Schema;
use linkc::source::Span;
use serde_json::{Map, Value};

use super::args::BuildArgs;
use super::compare::{Secrets, compare};
use super::discover::{FileKind, Found, configs};
use super::lookup::look_up;
use super::options::{option, typed, wrong_option};
use super::output::Output;
use super::session::Session;
use super::verdict::{Said, Verdict};
use super::{Failure, Outcome, files, write};

/// An artifact and where it goes.
pub(super) struct Planned {
    pub(super) path: PathBuf,
    pub(super) contents: Vec<u8>,
    /// Whether a secret is in it.
    pub(super) is_secret: bool,
}

impl Planned {
    fn new(artifact: Artifact, folder: &Path) -> Self {
        let Artifact { path, contents, is_secret } = artifact;
        Self { path: files::tidy(&folder.join(path)), contents, is_secret }
    }
}

pub(crate) fn run(args: &BuildArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let targets = load_targets(args.templates.as_deref())?;
    for name in &args.target {
        find_target(&targets, name)?;
    }
    let mut session = Session::new();
    let mut planned = Vec::new();
    let mut secrets = Secrets::default();
    if let Some(name) = &args.schema {
        let schema = session.schema_named(name)?;
        plan_schema(args, &schema, &targets, &mut session, &mut planned)?;
    } else {
        let mut failures = Vec::new();
        let files = configs(&args.paths, &mut failures);
        if let Some(failure) = failures.into_iter().next() {
            return Err(failure);
        }
        let verdict = Verdict::new(Said::default(), args.templates.as_deref(), &mut session)?;
        for file in &files {
            plan_file(args, file, (&targets, &verdict), &mut session, (&mut planned, &mut secrets))?;
        }
        if session.files == 0 {
            return Err(Failure::new("there is no link config to build here")
                .help("a link config is called `links.yaml` or `*.links.yaml`; `linkc init` writes one"));
        }
    }
    session.drop_notes(args.fail.fail_on);
    if session.diagnostics.reported().next().is_some() {
        let text = session.render(args.format, output.color_notices());
        output.notice(&text)?;
    }
    if session.diagnostics.has_errors() {
        return Ok(Outcome::Findings);
    }
    let outcome = session.outcome(args.fail.fail_on);
    if outcome != Outcome::Fine {
        return Ok(outcome);
    }
    refuse_twice(&planned)?;
    if args.check { compare(&planned, args, &secrets, output) } else { write_all(&planned, output) }
}

/// Compares the artifacts of all link configs with outputs, for `linkc ci`: findings in the links are not repeated, and
/// where there are errors, nothing can be compared.
pub(crate) fn compare_all(args: &BuildArgs, said: Said<'_>, output: &mut Output) -> Result<Outcome, Failure> {
    let targets = load_targets(args.templates.as_deref())?;
    let mut session = Session::new();
    let mut planned = Vec::new();
    let mut secrets = Secrets::default();
    let mut failures = Vec::new();
    let verdict = Verdict::new(said, args.templates.as_deref(), &mut session)?;
    for file in configs(&args.paths, &mut failures) {
        if file.kind == FileKind::Yaml && file.text.contains("outputs:") {
            plan_file(args, &file, (&targets, &verdict), &mut session, (&mut planned, &mut secrets))?;
        }
    }
    if session.diagnostics.has_errors() {
        output.notice("the artifacts were not compared: the links have errors\n")?;
        return Ok(Outcome::Findings);
    }
    if planned.is_empty() {
        return Ok(Outcome::Fine);
    }
    refuse_twice(&planned)?;
    compare(&planned, args, &secrets, output)
}

/// The targets, with the user's own folder laid over the built-in ones.
pub(crate) fn load_targets(own: Option<&Path>) -> Result<Targets, Failure> {
    let mut folders = BTreeMap::new();
    if let Some(own) = own {
        for folder in read_folder(own)?.into_iter().filter(|path| path.is_dir()) {
            let mut texts = BTreeMap::new();
            for file in read_folder(&folder)?.into_iter().filter(|path| path.is_file()) {
                if let Some(name) = file.file_name().and_then(|name| name.to_str()) {
                    texts.insert(name.to_owned(), files::read(&file)?);
                }
            }
            if let Some(name) = folder.file_name().and_then(|name| name.to_str()) {
                folders.insert(name.to_owned(), texts);
            }
        }
    }
    Targets::new(folders).map_err(|error| Failure::new(format!("the target `{}`: {}", error.target, error.message)))
}

fn read_folder(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| files::cannot("read", folder, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|error| files::cannot("read", folder, &error))?.path());
    }
    paths.sort();
    Ok(paths)
}

pub(crate) fn find_target<'t>(targets: &'t Targets, name: &str) -> Result<&'t Target, Failure> {
    targets.get(name).ok_or_else(|| {
        let names = || targets.all().map(|target| target.name.as_str());
        let help = did_you_mean(name, names()).unwrap_or_else(|| format!("the targets are {}", one_of(names())));
        Failure::new(format!("there is no target `{name}`")).help(help)
    })
}

fn failed(error: &EmitError) -> Failure {
    Failure::new(format!("the target `{}` cannot be filled in: {}: {}", error.target, error.template, error.message))
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
    for artifact in emit(target, &job).map_err(|error| failed(&error))? {
        output.bytes(&artifact.contents)?;
    }
    Ok(())
}

fn plan_schema(
    args: &BuildArgs,
    schema: &Schema,
    targets: &Targets,
    session: &mut Session,
    planned: &mut Vec<Planned>,
) -> Result<(), Failure> {
    let resolved = pages_as_links(schema);
    let links = lower_all(&resolved, Path::new(""), &mut session.diagnostics);
    for name in &args.target {
        let target = find_target(targets, name)?;
        if target.plain {
            return Err(Failure::new(format!(
                "the target `{name}` writes finished links, and a page of a schema is none"
            ))
            .help("give it a link config, which has values; `linkc list targets` lists the others"));
        }
        let options = target.options(&typed(target, &args.option)).map_err(|error| wrong_option(target, error))?;
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
        for artifact in emit(target, &job).map_err(|error| failed(&error))? {
            planned.push(Planned::new(artifact, &args.out));
        }
    }
    Ok(())
}

fn lower_all(resolved: &[ResolvedLink<'_>], folder: &Path, diagnostics: &mut Diagnostics) -> Vec<Link> {
    let links = resolved.iter();
    links.filter_map(|link| lower(link, &mut |reference| look_up(reference, folder), diagnostics)).collect()
}

fn plan_file(
    args: &BuildArgs,
    file: &Found,
    (targets, verdict): (&Targets, &Verdict),
    session: &mut Session,
    (planned, secrets): (&mut Vec<Planned>, &mut Secrets),
) -> Result<(), Failure> {
    if file.kind != FileKind::Yaml {
        return Err(Failure::new(format!("`{}` is no link config", file.name())));
    }
    let source = session.sources.add(verdict.name_of(file), file.text.as_str());
    let Some(document) =
        linkc::yaml::parse(source, &file.text, &linkc::yaml::Limits::default(), &mut session.diagnostics)
    else {
        session.files += 1;
        return Ok(());
    };
    if matches!(config::kind_of(&document.root), Some("schema" | "settings" | "baseline")) {
        return Ok(());
    }
    session.files += 1;
    let Some(config) = config::load_document(source, &document.root, &mut session.diagnostics) else { return Ok(()) };
    session.links += config.links.len();
    let folder = file.folder();
    let Some(schema) = session.schema_of_config(&config.schema, &folder)? else { return Ok(()) };
    let resolved = verdict.check((file, source, &document), &config, &schema, session);
    // An error in a link says it all; looking values up would only add to it.
    let mut links = Vec::new();
    if !session.diagnostics.has_errors() {
        links = lower_all(&resolved, &folder, &mut session.diagnostics);
        secrets.add(&resolved, &folder);
    }
    let outputs = outputs(args, &config, &folder, file, targets, session)?;
    let name = base_name(&file.path);
    let findings = Finding::of_source(&session.diagnostics, source);
    for (target, folder, options) in outputs {
        if target.plain {
            report_open(target, &resolved, &links, &mut session.diagnostics);
        }
        if session.diagnostics.has_errors() {
            continue;
        }
        let source = file_name(&file.path);
        let mut command = format!("linkc build {source}");
        if !args.target.is_empty() {
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
        for artifact in emit(target, &job).map_err(|error| failed(&error))? {
            planned.push(Planned::new(artifact, &folder));
        }
    }
    Ok(())
}

type PlannedOutput<'t> = (&'t Target, PathBuf, Map<String, Value>);

fn outputs<'t>(
    args: &BuildArgs,
    config: &Config,
    folder: &Path,
    file: &Found,
    targets: &'t Targets,
    session: &mut Session,
) -> Result<Vec<PlannedOutput<'t>>, Failure> {
    if !args.target.is_empty() {
        let named = args.target.iter().map(|name| {
            let target = find_target(targets, name)?;
            let options = target.options(&typed(target, &args.option)).map_err(|error| wrong_option(target, error))?;
            Ok((target, args.out.clone(), options))
        });
        return named.collect();
    }
    if config.outputs.is_empty() {
        return Err(Failure::new(format!("`{}` does not say what to build", file.name()))
            .help("add `outputs:` to it, as `- { target: url, dir: build }`, or call `linkc build --target url`"));
    }
    let mut planned = Vec::new();
    for output in &config.outputs {
        let Some(target) = targets.get(&output.target.value) else {
            let names = || targets.all().map(|target| target.name.as_str());
            let help = did_you_mean(&output.target.value, names());
            session.diagnostics.push(
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
                session.diagnostics.push(
                    Diagnostic::error("wrong-option", error.message, span).help(error.help).about("outputs/options"),
                );
            }
        }
    }
    Ok(planned)
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

fn refuse_twice(planned: &[Planned]) -> Result<(), Failure> {
    let mut seen = std::collections::BTreeSet::new();
    match planned.iter().find(|artifact| !seen.insert(&artifact.path)) {
        None => Ok(()),
        Some(artifact) => Err(Failure::new(format!("two outputs would write `{}`", artifact.path.display()))
            .help("give one of them another `dir`")),
    }
}

/// The contents of a file that may be missing.
pub(super) fn current(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(files::cannot("read", path, &error)),
    }
}

/// Writes all artifacts; each is old or new, never a part. What has not changed is not touched.
fn write_all(planned: &[Planned], output: &mut Output) -> Result<Outcome, Failure> {
    let mut staged = Vec::new();
    for artifact in planned {
        if current(&artifact.path)?.as_deref() == Some(&artifact.contents) {
            output.notice(&format!("unchanged {}\n", artifact.path.display()))?;
            continue;
        }
        staged.push((write::stage(&artifact.path, &artifact.contents, artifact.is_secret)?, &artifact.path));
    }
    for (file, path) in staged {
        file.commit()?;
        output.notice(&format!("wrote {}\n", path.display()))?;
    }
    Ok(Outcome::Fine)
}
