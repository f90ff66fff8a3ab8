//! The targets at hand: the built-in ones, and a user's own from a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linkc::emit::{Folder, Target, Targets};
use linkc::nearest::{did_you_mean, one_of};

use super::{Failure, files};

/// The targets, with the user's own folder laid over the built-in ones.
pub(crate) fn load_targets(own: Option<&Path>) -> Result<Targets, Failure> {
    let folders = own.map(own_folders).transpose()?.unwrap_or_default();
    Targets::new(folders.clone()).map_err(|error| {
        let (place, message) = (error.file.as_deref(), error.message.as_str());
        wrong(&error.target, place, message, own.filter(|_| folders.contains_key(&error.target)))
    })
}

/// A failure of a target's author: where the mistake is, what it is, and in further lines of `message` what to do.
pub(super) fn wrong(target: &str, place: Option<&str>, message: &str, own: Option<&Path>) -> Failure {
    let (message, help) = message.split_once('\n').map_or((message, None), |(first, rest)| (first, Some(rest)));
    let place = place.map(|place| {
        let (file, line) = place.split_once(':').map_or((place, ""), |(file, line)| (file, line));
        let path = own.map(|own| own.join(target).join(file)).filter(|path| path.exists());
        let file = path.map_or_else(|| format!("{target}/{file}"), |path| path.display().to_string());
        if line.is_empty() { format!("{file}: ") } else { format!("{file}:{line}: ") }
    });
    let failure = Failure::new(format!("{}the target `{target}`: {message}", place.unwrap_or_default()));
    match help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// The user's own targets, by name: folders in `own`, each with its files.
pub(super) fn own_folders(own: &Path) -> Result<BTreeMap<String, Folder>, Failure> {
    let mut folders = BTreeMap::new();
    for folder in read_folder(own)?.into_iter().filter(|path| path.is_dir()) {
        let mut texts = BTreeMap::new();
        for file in read_folder(&folder)?.into_iter().filter(|path| path.is_file()) {
            if let Some(name) = file.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) {
                texts.insert(name.to_owned(), files::read(&file)?);
            }
        }
        let name = folder.file_name().and_then(|name| name.to_str());
        if let Some(name) = name.filter(|name| !name.starts_with('.')) {
            folders.insert(name.to_owned(), texts);
        }
    }
    Ok(folders)
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
