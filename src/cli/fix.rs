//! `linkc check --fix`, `--unsafe-fixes` and `--diff`.

use linkc::fix::{Fixed, fix_until_stable};

use super::args::CheckArgs;
use super::checker::{Checker, Run};
use super::discover::Origin;
use super::output::Output;
use super::{Failure, files, write};

/// Puts right what is found in the files of `run`, or shows what that would change; what is left is what `run` then
/// says was found.
pub(crate) fn fix(args: &CheckArgs, checker: &Checker<'_>, run: &mut Run, output: &mut Output) -> Result<(), Failure> {
    let wanted: Vec<usize> = (0..run.checked.len())
        .filter(|index| {
            let source = run.checked[*index].1;
            run.diagnostics.reported().any(|finding| !finding.fixes.is_empty() && finding.primary.span.source == source)
        })
        .collect();
    let mut changed = Vec::new();
    for index in wanted {
        let (found, _) = &run.checked[index];
        let name = found.name();
        let fixed = fix_until_stable(&found.text, args.unsafe_fixes, |text| {
            // The same name as before: it is a part of every fingerprint.
            let source = checker.sources.add(checker.project.relative_or_stdin(found), text);
            (checker.check(found, source, text).diagnostics, source)
        });
        match fixed {
            Ok(fixed) if fixed.fixed.is_empty() => {}
            Ok(fixed) => changed.push((index, fixed)),
            Err(error) => run.failures.push(Failure::new(format!("`{name}`: {error}"))),
        }
    }
    if args.diff {
        run.fixed = changed.len();
        for (index, fixed) in &changed {
            let (found, _) = &run.checked[*index];
            let diff = similar::TextDiff::from_lines(found.text.as_str(), fixed.text.as_str());
            output.result(&diff.unified_diff().header(&found.name(), &found.name()).to_string())?;
        }
        if changed.is_empty() && !run.checked.is_empty() {
            output.notice("there is nothing that can be put right\n")?;
        }
        return Ok(());
    }
    // All are written beside their files before the first takes its place.
    let mut staged = Vec::new();
    for (index, fixed) in changed {
        let (found, _) = &run.checked[index];
        if found.origin == Origin::File {
            match write::stage_over(&found.path, &found.text, &fixed.text) {
                Ok(file) => staged.push((index, fixed, Some(file))),
                Err(failure) => run.failures.push(failure),
            }
        } else {
            staged.push((index, fixed, None));
        }
    }
    let mut settled = Vec::new();
    for (index, fixed, file) in staged {
        match file.map_or(Ok(()), write::Staged::commit) {
            Ok(()) => settled.push((index, fixed)),
            Err(failure) => run.failures.push(failure),
        }
    }
    // Who gives a text to standard input wants it back, whether there was anything to put right or not.
    for (index, (found, _)) in run.checked.iter().enumerate() {
        if let Origin::Stdin { has_mark } = found.origin {
            let text =
                settled.iter().find(|(settled, _)| *settled == index).map_or(&found.text, |(_, fixed)| &fixed.text);
            output.result(if has_mark { files::BYTE_ORDER_MARK } else { "" })?;
            output.result(text)?;
        }
    }
    run.fixed = settled.len();
    for (index, fixed) in settled {
        report(&run.checked[index].0.name(), &fixed, output)?;
        let source = run.checked[index].1;
        run.diagnostics.retain(|finding| finding.primary.span.source != source);
        run.diagnostics.append(fixed.remaining);
    }
    Ok(())
}

/// Says what was put right in a file.
fn report(name: &str, fixed: &Fixed, output: &mut Output) -> Result<(), Failure> {
    let count = if fixed.fixed.len() == 1 { "1 fix".to_owned() } else { format!("{} fixes", fixed.fixed.len()) };
    output.notice(&format!("{name}: {count}\n"))?;
    for repair in &fixed.fixed {
        output.notice(&format!("  {}: {}\n", repair.rule, repair.fix))?;
    }
    Ok(())
}
