//! `linkc build`.

use super::args::BuildArgs;
use super::compare::compare;
use super::discover::{FileKind, configs};
use super::disk::RealDisk;
use super::output::Output;
use super::plan::Plan;
use super::targets::{find_target, load_targets};
use super::verdict::{Said, Verdict};
use super::write::{self, Permitted};
use super::{Failure, Outcome};

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
    if args.check {
        return compare(&plan, args, output);
    }
    let told = write::deliver(&plan.outputs, Permitted { force: args.force, prune: args.prune }, &RealDisk)?;
    output.notice(&told)?;
    Ok(Outcome::Fine)
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
    if plan.outputs.is_empty() {
        return Ok(Outcome::Fine);
    }
    compare(&plan, args, output)
}
