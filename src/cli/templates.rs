//! `linkc templates`.

use std::path::Path;

use linkc::emit::{Folder, built_in};
use linkc::nearest::{did_you_mean, one_of};
use serde_json::json;

use super::args::{TableFormat, TemplatesArgs, TemplatesCommand};
use super::output::Output;
use super::table::table;
use super::targets::own_folders;
use super::{Failure, Outcome, write};

/// Where a file of the program itself comes from.
const BUILT_IN: &str = "built in";

pub(crate) fn run(args: &TemplatesArgs, output: &mut Output) -> Result<Outcome, Failure> {
    match &args.command {
        TemplatesCommand::List { format, templates } => list(*format, templates.as_deref(), output)?,
        TemplatesCommand::Show { target, file, templates } => {
            show(target, file.as_deref(), templates.as_deref(), output)?;
        }
        TemplatesCommand::Eject { target, to, force } => eject(target, to, *force, output)?,
    }
    Ok(Outcome::Fine)
}

/// A file of a target, as it counts: a user's own lies over a built-in one.
struct File {
    target: String,
    name: String,
    text: String,
    /// Its path, or that it is built in.
    from: String,
}

fn files(own: Option<&Path>) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    let mut add = |folders: Vec<(String, Folder)>, path: Option<&Path>| {
        for (target, folder) in folders {
            for (name, text) in folder {
                let from = path.map(|path| path.join(&target).join(&name).display().to_string());
                let from = from.unwrap_or_else(|| BUILT_IN.to_owned());
                files.retain(|file: &File| (&file.target, &file.name) != (&target, &name));
                files.push(File { target: target.clone(), name, text, from });
            }
        }
    };
    add(built_in().into_iter().collect(), None);
    if let Some(own) = own {
        add(own_folders(own)?.into_iter().collect(), Some(own));
    }
    files.sort_by(|one, other| (&one.target, &one.name).cmp(&(&other.target, &other.name)));
    Ok(files)
}

fn list(format: TableFormat, own: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
    let files = files(own)?;
    match format {
        TableFormat::Human => {
            let row = |file: File| vec![file.target, file.name, file.from];
            let rows: Vec<Vec<String>> = files.into_iter().map(row).collect();
            output.result(&table(&["target", "file", "from"], &rows))
        }
        TableFormat::Json => {
            let entry = |file: &File| json!({ "target": file.target, "file": file.name, "from": file.from });
            let files: Vec<_> = files.iter().map(entry).collect();
            output.line(&json!({ "version": 1, "files": files }).to_string())
        }
    }
}

/// The files of `target`.
fn files_of(target: &str, own: Option<&Path>) -> Result<Vec<File>, Failure> {
    let files = files(own)?;
    if files.iter().any(|file| file.target == target) {
        return Ok(files.into_iter().filter(|file| file.target == target).collect());
    }
    let mut names: Vec<&str> = files.iter().map(|file| file.target.as_str()).collect();
    names.dedup();
    let help = did_you_mean(target, names.iter().copied());
    Err(Failure::new(format!("there is no target `{target}`"))
        .help(help.unwrap_or_else(|| format!("the targets are {}", one_of(names.into_iter())))))
}

fn show(target: &str, named: Option<&str>, own: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
    let files = files_of(target, own)?;
    let Some(named) = named else {
        for (number, file) in files.iter().enumerate() {
            // As `head` and `tail` show more than one file.
            let gap = if number == 0 { "" } else { "\n" };
            output.result(&format!("{gap}==> {} <==\n{}", file.name, file.text))?;
        }
        return Ok(());
    };
    let file = files.iter().find(|file| file.name == named).ok_or_else(|| {
        let names = || files.iter().map(|file| file.name.as_str());
        let help = did_you_mean(named, names()).unwrap_or_else(|| format!("it has {}", one_of(names())));
        Failure::new(format!("the target `{target}` has no file `{named}`")).help(help)
    })?;
    output.result(&file.text)
}

fn eject(target: &str, to: &Path, force: bool, output: &mut Output) -> Result<(), Failure> {
    let files = files_of(target, None)?;
    let paths: Vec<_> = files.iter().map(|file| to.join(target).join(&file.name)).collect();
    let there: Vec<String> = paths
        .iter()
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| format!("`{}`", path.display()))
        .collect();
    if !there.is_empty() && !force {
        let verb = if there.len() == 1 { "is" } else { "are" };
        return Err(Failure::new(format!("{} {verb} there already", there.join(", ")))
            .help("name another folder with `--to`, or overwrite with `--force`"));
    }
    // All are written beside their places before the first takes its own.
    let staged = files.iter().zip(&paths).map(|(file, path)| write::stage(path, file.text.as_bytes(), false));
    for staged in staged.collect::<Result<Vec<_>, _>>()? {
        staged.commit()?;
    }
    for path in &paths {
        output.notice(&format!("wrote {}\n", path.display()))?;
    }
    let to = super::compare::quoted(&to.display().to_string());
    output.notice(&format!("`linkc build --templates {to}` takes it in place of the built-in one\n"))
}
