//! `linkc check`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use linkc::baseline::Baseline;
use linkc::diagnostic::Diagnostics;
use linkc::schema::Schema;
use linkc::source::Sources;

use super::args::{CheckArgs, FailOn, FormatAndFile, ReportFormat};
use super::checker::{Checker, LazyScanner, Run, context, schemas_of_settings};
use super::discover::{Candidate, FileKind, Found, Origin, discover};
use super::output::Output;
use super::project::{Project, shown};
use super::schemas::Schemas;
use super::session::{outcome, render};
use super::{Failure, Outcome, changed, files, fix};

pub(crate) fn run(args: &CheckArgs, output: &mut Output) -> Result<Outcome, Failure> {
    if let Some((mistake, help)) = args.mistake() {
        return Err(Failure::new(mistake).help(help));
    }
    let sources = Sources::new();
    let mut settings_found = Diagnostics::new();
    let project = Project::find(args.config.as_deref(), args.isolated, &sources, &mut settings_found)?;
    if settings_found.has_errors() {
        output.notice(&render(ReportFormat::Human, &sources, &settings_found, 1, 0, output.color_notices()))?;
        return Ok(Outcome::Incomplete);
    }
    let schemas = Schemas::default();
    let mut found = Diagnostics::new();
    let mut own: Vec<Arc<Schema>> = Vec::new();
    for path in &args.schema {
        own.extend(schemas.file(path, &shown(path), &sources, &project.settings.levels_for(""), &mut found)?);
    }
    own.extend(schemas_of_settings(&project, &schemas, &sources, &mut found)?);
    let read_with = OnceLock::new();
    let scanner = LazyScanner::new(&own, &schemas, &sources, &read_with);
    let context = context(args.templates.as_deref())?;
    let checker = Checker {
        project: &project,
        sources: &sources,
        schemas: &schemas,
        own: &own,
        scanner: &scanner,
        context: &context,
    };

    let mut failures = Vec::new();
    let candidates = candidates(args, &project, &mut failures)?;
    if args.show_files {
        for candidate in &candidates {
            output.line(&candidate.path().display().to_string())?;
        }
        return Ok(Outcome::Fine);
    }
    let is_whole = args.paths.is_empty() && !args.is_changed_only() && project.relative(Path::new(".")).is_empty();
    let mut run = checker.run(candidates);
    run.failures.splice(0..0, failures);
    if args.fixes() {
        fix::fix(args, &checker, &mut run, output)?;
        if args.diff {
            return ended_with_diff(args, &found, &sources, &run, output);
        }
    }
    let mut diagnostics = found;
    diagnostics.append(std::mem::take(&mut run.diagnostics));
    apply_baseline(args, &project, &sources, &run, is_whole, &mut diagnostics)?;
    let fail_on = fail_on(args, &project);
    let is_idle = is_idle(args, &run, !diagnostics.is_empty());
    // Where nothing was looked at, nothing is called right.
    let is_vain = is_idle || run.files == 0 || (run.links == 0 && !run.failures.is_empty());
    if !is_vain || args.is_changed_only() || !diagnostics.is_empty() {
        report(args, &sources, &diagnostics, &mut run, output)?;
    }
    for failure in &run.failures {
        output.failure(failure);
    }
    if run.skipped > 0 && args.prints_human() {
        let files = if run.skipped == 1 { "1 file" } else { &format!("{} files", run.skipped) };
        output.notice(&format!("skipped {files}: no text, or larger than 8 MiB\n"))?;
    }
    if is_idle {
        return Err(nothing_to_check(args));
    }
    let ended = ended(&run, outcome(&diagnostics, fail_on));
    // What was read is not needed any more; giving it back piece by piece would cost more than some of the checks.
    std::mem::forget((run, sources, diagnostics));
    Ok(ended)
}

/// What is left to say behind the diffs: of what was put right nothing else is reported.
fn ended_with_diff(
    args: &CheckArgs,
    found: &Diagnostics,
    sources: &Sources,
    run: &Run,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    if found.has_errors() {
        output.notice(&render(ReportFormat::Human, sources, found, 1, 0, output.color_notices()))?;
    }
    for failure in &run.failures {
        output.failure(failure);
    }
    if is_idle(args, run, found.has_errors()) {
        return Err(nothing_to_check(args));
    }
    let has_findings = run.fixed > 0 || found.has_errors();
    Ok(ended(run, if has_findings { Outcome::Findings } else { Outcome::Fine }))
}

/// Whether there was nothing to judge, and nothing stood in the way: no file that was named or is one of ours, and no
/// link in the others.
fn is_idle(args: &CheckArgs, run: &Run, has_findings: bool) -> bool {
    let is_something = |found: &Found| found.is_named || found.kind == FileKind::Yaml;
    let has_something = run.checked.iter().any(|(found, _)| is_something(found));
    run.links == 0
        && run.failures.is_empty()
        && !(has_something || has_findings || !run.diagnostics.is_empty() || args.is_changed_only())
}

fn ended(run: &Run, outcome: Outcome) -> Outcome {
    if run.failures.is_empty() { outcome } else { Outcome::Incomplete }
}

/// The files to check: those that were named, those below the folders that were named, those that have changed.
fn candidates(args: &CheckArgs, project: &Project, failures: &mut Vec<Failure>) -> Result<Vec<Candidate>, Failure> {
    let mut candidates = discover(&args.paths, args.stdin_filename.as_deref(), project, failures);
    if args.is_changed_only() {
        let changed = changed::since(args.since.as_deref().unwrap_or("HEAD"))?;
        candidates.retain(|candidate| changed.has(candidate.path()));
    }
    // The reports of the last run are none of this one's business.
    let written = args.format.iter().filter_map(|wanted| std::path::absolute(wanted.file.as_ref()?).ok());
    let written: Vec<PathBuf> = written.collect();
    if !written.is_empty() {
        let is_written = |path: &Path| std::path::absolute(path).is_ok_and(|path| written.contains(&path));
        candidates.retain(|candidate| candidate.is_named() || !is_written(candidate.path()));
    }
    Ok(candidates)
}

/// The level that fails: the command line's, else that of the settings, else `error`.
pub(crate) fn fail_on(args: &CheckArgs, project: &Project) -> FailOn {
    use linkc::settings::FailOn as Settled;
    args.fail_on.unwrap_or_else(|| match project.settings.fail_on.as_ref().map(|fail_on| fail_on.value) {
        None | Some(Settled::Error) => FailOn::Error,
        Some(Settled::Warning) => FailOn::Warning,
        Some(Settled::Note) => FailOn::Note,
        Some(Settled::Never) => FailOn::Never,
    })
}

/// The path of the baseline: that of the command line, else that of the settings.
pub(crate) fn baseline_path(named: Option<&Path>, project: &Project) -> Option<PathBuf> {
    let settled = project.settings.baseline.as_ref().map(|path| project.root.join(&path.value));
    named.map(Path::to_owned).or(settled)
}

/// The baseline that was named on the command line or in the settings; `None` without one, and when it is wrong, which
/// is reported.
pub(crate) fn load_baseline(
    named: Option<&Path>,
    project: &Project,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Baseline>, Failure> {
    let Some(path) = baseline_path(named, project) else { return Ok(None) };
    if !path.exists() && named.is_none() {
        return Err(Failure::new(format!(
            "the settings name the baseline `{}`, and there is no such file",
            shown(&path)
        ))
        .help("`linkc baseline create` writes it"));
    }
    let text = files::read(&path)?;
    let source = sources.add(project.relative(&path), text.as_str());
    Ok(Baseline::parse(source, &text, diagnostics))
}

/// Marks what the baseline knows.
fn apply_baseline(
    args: &CheckArgs,
    project: &Project,
    sources: &Sources,
    run: &Run,
    is_whole: bool,
    diagnostics: &mut Diagnostics,
) -> Result<(), Failure> {
    let Some(baseline) = load_baseline(args.baseline.as_deref(), project, sources, diagnostics)? else { return Ok(()) };
    let checked: Vec<String> = run.checked.iter().map(|(found, _)| project.relative(&found.path)).collect();
    baseline.apply(sources, diagnostics, |path| is_whole || checked.iter().any(|checked| checked == path));
    Ok(())
}

/// Prints the findings in every format that was asked for.
fn report(
    args: &CheckArgs,
    sources: &Sources,
    diagnostics: &Diagnostics,
    run: &mut Run,
    output: &mut Output,
) -> Result<(), Failure> {
    // A text from standard input that was fixed is what stdout is for.
    let is_text_out = args.fixes() && run.checked.iter().any(|(found, _)| found.origin != Origin::File);
    if run.files == 0 && !run.failures.is_empty() && args.prints_human() {
        return Ok(());
    }
    for FormatAndFile { format, file } in &args.formats() {
        let color = if is_text_out { output.color_notices() } else { output.color_results() };
        let color = file.is_none() && color;
        let text = render(*format, sources, diagnostics, run.files, run.links, color);
        match file {
            None if is_text_out => output.notice(&text)?,
            None => output.result(&text)?,
            Some(path) => {
                let written = std::fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
                run.failures.extend(written.err().map(|error| files::cannot("write", path, &error)));
            }
        }
    }
    Ok(())
}

fn nothing_to_check(args: &CheckArgs) -> Failure {
    let place = match args.paths.as_slice() {
        [] => "here".to_owned(),
        [one] => format!("in `{}`", one.display()),
        _ => "in the paths given".to_owned(),
    };
    Failure::new(format!("there is nothing to check {place}: no link config, no schema, no link in any text")).help(
        "a link config is called `links.yaml` or `*.links.yaml`; `linkc init` writes one, and any file can be named",
    )
}
