//! `linkc baseline`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use linkc::baseline::Baseline;
use linkc::diagnostic::Diagnostics;
use linkc::schema::Schema;
use linkc::source::Sources;

use super::args::{BaselineArgs, BaselineCommand, ReportFormat};
use super::check::baseline_path;
use super::checker::{Checker, LazyScanner, context, schemas_of_settings};
use super::discover::discover;
use super::output::Output;
use super::project::{Project, shown};
use super::schemas::Schemas;
use super::session::render;
use super::{Failure, Outcome, files};

/// The name of a baseline that nobody has named.
const BASELINE: &str = "linkc-baseline.yaml";

pub(crate) fn run(args: &BaselineArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let sources = Sources::new();
    let mut found = Diagnostics::new();
    let project = Project::find(None, false, &sources, &mut found)?;
    if found.has_errors() {
        output.notice(&render(ReportFormat::Human, &sources, &found, 1, 0, output.color_notices()))?;
        return Ok(Outcome::Incomplete);
    }
    let (named, is_new) = match &args.command {
        BaselineCommand::Create { file, .. } => (file, true),
        BaselineCommand::Prune { file } => (file, false),
    };
    let path = baseline_path(named.as_deref(), &project).unwrap_or_else(|| project.root.join(BASELINE));
    if let BaselineCommand::Create { force: false, .. } = &args.command
        && path.exists()
    {
        return Err(Failure::new(format!("`{}` is there already", shown(&path))).help(
            "`linkc baseline prune` takes out what is mended; `--force` writes all of today's findings down anew",
        ));
    }
    let all = check_all(&project, args.templates.as_deref(), &sources, output)?;
    let baseline = if is_new {
        Baseline::create(&sources, &all)
    } else {
        let text = files::read(&path)?;
        let mut wrong = Diagnostics::new();
        let source = sources.add(project.relative(&path), text.as_str());
        let Some(baseline) = Baseline::parse(source, &text, &mut wrong) else {
            output.notice(&render(ReportFormat::Human, &sources, &wrong, 1, 0, output.color_notices()))?;
            return Ok(Outcome::Incomplete);
        };
        let before = baseline.len();
        let pruned = baseline.prune(&sources, &all, |_| true);
        output.notice(&format!("{} of {before} findings are mended\n", before - pruned.len()))?;
        pruned
    };
    super::write::replace(&path, &baseline.render())?;
    output.notice(&format!("wrote {} with {}\n", shown(&path), count(baseline.len())))?;
    if is_new && project.settings.baseline.is_none() {
        output.notice(&format!(
            "say `baseline: {}` in `linkc.yaml`, or `--baseline {0}`, so that it counts\n",
            shown(&path)
        ))?;
    }
    Ok(Outcome::Fine)
}

fn count(findings: usize) -> String {
    if findings == 1 { "1 finding".to_owned() } else { format!("{findings} findings") }
}

/// The findings of the whole project.
fn check_all(
    project: &Project,
    templates: Option<&Path>,
    sources: &Sources,
    output: &mut Output,
) -> Result<Diagnostics, Failure> {
    let schemas = Schemas::default();
    let mut all = Diagnostics::new();
    let own: Vec<Arc<Schema>> = schemas_of_settings(project, &schemas, sources, &mut all)?;
    let read_with = OnceLock::new();
    let scanner = LazyScanner::new(&own, &schemas, sources, &read_with);
    let context = context(templates)?;
    let checker = Checker { project, sources, schemas: &schemas, own: &own, scanner: &scanner, context: &context };
    let mut failures = Vec::new();
    let root = if project.root.as_os_str().is_empty() { PathBuf::from(".") } else { project.root.clone() };
    let candidates = discover(&[root], None::<&Path>, project, &mut failures);
    let run = checker.run(candidates);
    for failure in failures.iter().chain(&run.failures) {
        output.failure(failure);
    }
    if let Some(failure) = failures.into_iter().chain(run.failures).next() {
        return Err(Failure::new("the baseline was left as it was: not all files can be checked").help(failure.message));
    }
    all.append(run.diagnostics);
    Ok(all)
}
