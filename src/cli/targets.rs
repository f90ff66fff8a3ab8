//! The targets at hand: the built-in ones, and a user's own from a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linkc::emit::{Target, Targets};
use linkc::nearest::{did_you_mean, one_of};

use super::{Failure, files};

/// The targets, with the user's own folder laid over the built-in ones.
pub(crate) fn load_targets(own: Option<&Path>) -> Result<Targets, Failure> {
    let mut folders = BTreeMap::new();
    if let Some(own) = own {
        for folder in read_folder(own)?.into_iter().filter(|path| path.is_dir()) {
            let mut texts = BTreeMap::new();
            for file in read_folder(&folder)?.into_iter().filter(|path| path.is_file()) {
                if let Some(name) = file.file_name().and_then(|name| name.to_str()) {
                    texts.insert(name.to_owned(), files::read(&file)?);
                }
            }
            if let Some(name) = folder.file_name().and_then(|name| name.to_str()) {
                folders.insert(name.to_owned(), texts);
            }
        }
    }
    Targets::new(folders).map_err(|error| Failure::new(format!("the target `{}`: {}", error.target, error.message)))
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
