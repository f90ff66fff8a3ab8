//! `linkc check --fix`, `--unsafe-fixes` and `--diff`.

use linkc::fix::{Fixed, fix_until_stable};

use super::args::CheckArgs;
use super::checker::{Checker, Run};
use super::output::Output;
use super::{Failure, write};

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
            let source = checker.sources.add(name.as_str(), text);
            (checker.check(found, source, text).diagnostics, source)
        });
        match fixed {
            Ok(fixed) if fixed.fixed.is_empty() => {}
            Ok(fixed) => changed.push((index, fixed)),
            Err(error) => run.failures.push(Failure::new(format!("`{name}`: {error}"))),
        }
    }
    run.fixed = changed.len();
    if args.diff {
        for (index, fixed) in &changed {
            let (found, _) = &run.checked[*index];
            let diff = similar::TextDiff::from_lines(found.text.as_str(), fixed.text.as_str());
            output.result(&diff.unified_diff().header(&found.name(), &found.name()).to_string())?;
        }
        if changed.is_empty() {
            output.notice("there is nothing that can be put right\n")?;
        }
        return Ok(());
    }
    // All are written beside their files before the first takes its place.
    let mut staged = Vec::new();
    for (index, fixed) in &changed {
        let (found, _) = &run.checked[*index];
        if found.is_unnamed_input() || args.stdin_filename.as_deref() == Some(found.path.as_path()) {
            output.result(&fixed.text)?;
        } else {
            staged.push(write::stage(&found.path, fixed.text.as_bytes(), false)?);
        }
    }
    for staged in staged {
        staged.commit()?;
    }
    for (index, fixed) in changed {
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
