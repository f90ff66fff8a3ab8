//! `linkc build --check`: what a build would change.

use std::path::Path;

use super::args::{BuildArgs, ReportFormat};
use super::delivery::Delivery;
use super::disk::RealDisk;
use super::output::Output;
use super::plan::Plan;
use super::{Failure, Outcome};

/// Says what is not up to date; writes nothing.
pub(super) fn compare(plan: &Plan<'_>, args: &BuildArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let delivery = Delivery::survey(&plan.outputs, &RealDisk)?;
    // Between the lines of a report that a program reads, a diff would be a mistake.
    let is_result = matches!(args.format, ReportFormat::Human | ReportFormat::Concise);
    let show = |text: &str, output: &mut Output| if is_result { output.result(text) } else { output.notice(text) };
    let mut stale = 0;
    for folder in &delivery.folders {
        let before = stale;
        for item in folder.items.iter().filter(|item| !item.is_unchanged()) {
            stale += 1;
            show(&plan.secrets.diff(item), output)?;
        }
        for path in &folder.left_over {
            stale += 1;
            show(&format!("Left over: {}\n", path.display()), output)?;
        }
        // The list of files goes with the files; by itself it is seen where nothing else is.
        if stale == before && !folder.inventory.is_unchanged() {
            stale += 1;
            show(&plan.secrets.diff(&folder.inventory), output)?;
        }
    }
    if stale == 0 {
        output.notice(&format!("{} up to date\n", count(delivery.items().count())))?;
        return Ok(Outcome::Fine);
    }
    let foreign = delivery.foreign();
    for path in &foreign {
        output.notice(&format!("linkc did not write {}, and overwrites it with `--force` alone\n", path.display()))?;
    }
    let mends = command(args, !foreign.is_empty(), delivery.left_over().next().is_some());
    output.notice(&format!("{} not up to date; `{mends}` mends that\n", count(stale)))?;
    Ok(Outcome::Findings)
}

/// The command that writes what was compared, for a shell.
fn command(args: &BuildArgs, force: bool, prune: bool) -> String {
    let mut words = vec!["linkc".to_owned(), "build".to_owned()];
    let mut add = |option: &str, value: String| {
        // What looks like an option is none behind its own option's `=`, or behind `./`.
        match (option, value.starts_with('-') && value != "-") {
            ("", true) => words.push(quoted(&format!("./{value}"))),
            ("", false) => words.push(quoted(&value)),
            (option, true) => words.push(format!("{option}={}", quoted(&value))),
            (option, false) => words.extend([option.to_owned(), quoted(&value)]),
        }
    };
    args.paths.iter().for_each(|path| add("", path.display().to_string()));
    args.schema.iter().for_each(|schema| add("--schema", schema.clone()));
    if !args.target.is_empty() {
        add("--target", args.target.join(","));
    }
    if args.out != Path::new(".") {
        add("--out", args.out.display().to_string());
    }
    args.templates.iter().for_each(|folder| add("--templates", folder.display().to_string()));
    args.option.iter().for_each(|(name, value)| add("--option", format!("{name}={value}")));
    words.extend(force.then(|| "--force".to_owned()));
    words.extend(prune.then(|| "--prune".to_owned()));
    words.join(" ")
}

/// `word` as a shell takes it for one word, and as what it is.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:=@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn count(artifacts: usize) -> String {
    if artifacts == 1 { "1 artifact is".to_owned() } else { format!("{artifacts} artifacts are") }
}
