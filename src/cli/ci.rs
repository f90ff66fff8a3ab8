//! `linkc ci`.

use super::args::{BuildArgs, CiArgs, FailArgs, ReportFormat};
use super::output::Output;
use super::verdict::Said;
use super::{Failure, Outcome, build, check};

pub(crate) fn run(args: &CiArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let checked = check::run(&args.check, output)?;
    if args.check.show_files {
        return Ok(checked);
    }
    let on_stdout = args.check.formats().into_iter().find(|wanted| wanted.file.is_none());
    let build = BuildArgs {
        paths: args.check.paths.clone(),
        schema: None,
        target: Vec::new(),
        option: Vec::new(),
        out: ".".into(),
        templates: args.check.templates.clone(),
        check: true,
        force: false,
        prune: false,
        format: on_stdout.map_or(ReportFormat::Human, |wanted| wanted.format),
        fail: FailArgs { fail_on: super::args::FailOn::Error },
    };
    // What is wrong with the links themselves has been said.
    let said = Said {
        config: args.check.config.as_deref(),
        is_isolated: args.check.isolated,
        baseline: args.check.baseline.as_deref(),
    };
    let built = build::compare_all(&build, said, output)?;
    Ok(match (checked, built) {
        (Outcome::Incomplete, _) | (_, Outcome::Incomplete) => Outcome::Incomplete,
        (Outcome::Findings, _) | (_, Outcome::Findings) => Outcome::Findings,
        (Outcome::Fine, Outcome::Fine) => Outcome::Fine,
    })
}
