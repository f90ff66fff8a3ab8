//! `linkc build`.

use std::path::Path;

use super::args::BuildArgs;
use super::compare::compare;
use super::discover::{FileKind, configs};
use super::output::Output;
use super::plan::{Plan, Planned};
use super::targets::{find_target, load_targets};
use super::verdict::{Said, Verdict};
use super::{Failure, Outcome, files, write};

pub(crate) fn run(args: &BuildArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let targets = load_targets(args.templates.as_deref())?;
    for name in &args.target {
        find_target(&targets, name)?;
    }
    let mut plan = Plan::new(args, &targets);
    if let Some(name) = &args.schema {
        let schema = plan.session.schema_named(name)?;
        plan.add_schema(&schema)?;
    } else {
        let mut failures = Vec::new();
        let files = configs(&args.paths, &mut failures);
        if let Some(failure) = failures.into_iter().next() {
            return Err(failure);
        }
        let verdict = Verdict::new(Said::default(), args.templates.as_deref(), &mut plan.session)?;
        for file in &files {
            plan.add_config(file, &verdict)?;
        }
        if plan.session.files == 0 {
            return Err(Failure::new("there is no link config to build here")
                .help("a link config is called `links.yaml` or `*.links.yaml`; `linkc init` writes one"));
        }
    }
    plan.session.drop_notes(args.fail.fail_on);
    if plan.session.diagnostics.reported().next().is_some() {
        let text = plan.session.render(args.format, output.color_notices());
        output.notice(&text)?;
    }
    if plan.session.diagnostics.has_errors() {
        return Ok(Outcome::Findings);
    }
    let outcome = plan.session.outcome(args.fail.fail_on);
    if outcome != Outcome::Fine {
        return Ok(outcome);
    }
    refuse_twice(&plan.artifacts)?;
    if args.check { compare(&plan, args, output) } else { write_all(&plan.artifacts, output) }
}

/// Compares the artifacts of all link configs with outputs, for `linkc ci`: findings in the links are not repeated, and
/// where there are errors, nothing can be compared.
pub(crate) fn compare_all(args: &BuildArgs, said: Said<'_>, output: &mut Output) -> Result<Outcome, Failure> {
    let targets = load_targets(args.templates.as_deref())?;
    let mut plan = Plan::new(args, &targets);
    let mut failures = Vec::new();
    let verdict = Verdict::new(said, args.templates.as_deref(), &mut plan.session)?;
    for file in configs(&args.paths, &mut failures) {
        if file.kind == FileKind::Yaml && file.text.contains("outputs:") {
            plan.add_config(&file, &verdict)?;
        }
    }
    if plan.session.diagnostics.has_errors() {
        output.notice("the artifacts were not compared: the links have errors\n")?;
        return Ok(Outcome::Findings);
    }
    if plan.artifacts.is_empty() {
        return Ok(Outcome::Fine);
    }
    refuse_twice(&plan.artifacts)?;
    compare(&plan, args, output)
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
