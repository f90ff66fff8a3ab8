//! Where artifacts go: below their output folder and nowhere else, each in a place of its own.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::inventory::INVENTORY;
use super::plan::Planned;
use super::{Failure, files};

/// An output folder as the system knows it, whatever it is called.
#[derive(Debug, Clone)]
pub(super) struct Real {
    /// Its path without symbolic links, as far as it is there.
    pub(super) path: PathBuf,
}

impl Real {
    /// `folder`, which need not be there yet.
    pub(super) fn new(folder: &Path, disk: &impl Disk) -> Result<Self, Failure> {
        let failed = |error| files::cannot("find", folder, &error);
        let mut there = std::path::absolute(folder).map_err(failed)?;
        let mut rest = Vec::new();
        loop {
            match disk.canonical(&there) {
                Ok(path) => {
                    let path = rest.iter().rev().fold(path, |path, part| path.join(part));
                    return Ok(Self { path: files::tidy(&path) });
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    let Some(last) = there.components().next_back() else { return Err(failed(error)) };
                    rest.push(last.as_os_str().to_owned());
                    if !there.pop() {
                        return Err(failed(error));
                    }
                }
                Err(error) if error.kind() == ErrorKind::NotADirectory => {
                    return Err(Failure::new(format!(
                        "`{}` cannot be a folder: there is a file in its place",
                        folder.display()
                    )));
                }
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// What is the same for the same folder; also where the system takes `Out` and `out` for the same.
    pub(super) fn key(&self) -> String {
        self.path.to_string_lossy().to_lowercase()
    }
}

/// Refuses two artifacts in one place, two folders that are one on some systems, and an artifact in the place of a folder or of our own list.
pub(super) fn refuse_twice(groups: &[(Real, Vec<&Planned>)]) -> Result<(), Failure> {
    let mut folders = BTreeMap::new();
    for (real, outputs) in groups {
        if let Some(other) = folders.insert(real.key(), &outputs[0].folder) {
            return Err(same(other, &outputs[0].folder, "folder"));
        }
    }
    let mut seen: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for (real, outputs) in groups {
        for output in outputs {
            for artifact in &output.artifacts {
                let path = files::tidy(&output.folder.join(&artifact.path));
                let first = artifact.path.split('/').next().unwrap_or_default().to_lowercase();
                if first == INVENTORY || first.starts_with(".linkc-") {
                    let message = format!("the target `{}` would write `{}`", output.origin.target, path.display());
                    return Err(Failure::new(message).help("names like this are linkc's own; call the file otherwise"));
                }
                let key = PathBuf::from(real.path.join(&artifact.path).to_string_lossy().to_lowercase());
                let Some(other) = seen.insert(key, path.clone()) else { continue };
                if other == path {
                    return Err(Failure::new(format!("two outputs would write `{}`", path.display()))
                        .help("give one of them another `dir`"));
                }
                return Err(same(&other, &path, "file"));
            }
        }
    }
    for (key, path) in &seen {
        if let Some(folder) = key.ancestors().skip(1).find_map(|folder| seen.get(folder)) {
            return Err(Failure::new(format!(
                "`{}` would be a file, and a folder for `{}`",
                folder.display(),
                path.display()
            ))
            .help("give one of the outputs another `dir`"));
        }
    }
    Ok(())
}

fn same(one: &Path, other: &Path, kind: &str) -> Failure {
    Failure::new(format!("`{}` and `{}` are the same {kind} on many systems", one.display(), other.display()))
        .help("give one of the outputs another `dir`")
}

/// The contents of the file `name` in `folder`, shown as `path`; `None` where there is none.
///
/// # Errors
///
/// When it is no file, or a symbolic link leads out of the folder: what is written there would be written elsewhere.
pub(super) fn current(
    folder: &Real,
    name: &str,
    path: &Path,
    disk: &impl Disk,
) -> Result<Option<(Vec<u8>, Permissions)>, Failure> {
    let failed = |error| files::cannot("read", path, &error);
    let mut at = folder.path.clone();
    let mut parts = name.split('/').peekable();
    // The folder itself may be anything that leads to one.
    if let Some(metadata) = disk.look(&at).map_err(failed)?
        && !metadata.is_dir()
    {
        let shown = path.ancestors().nth(name.split('/').count()).unwrap_or(path);
        return Err(Failure::new(format!("`{}` is a file where a folder belongs", shown.display())));
    }
    while let Some(part) = parts.next() {
        at.push(part);
        let Some(metadata) = disk.look(&at).map_err(failed)? else { return Ok(None) };
        let is_last = parts.peek().is_none();
        let shown = || path.ancestors().nth(parts.clone().count()).unwrap_or(path).display().to_string();
        if metadata.is_symlink() {
            return Err(Failure::new(format!("`{}` is a symbolic link, which linkc does not follow", shown()))
                .help("remove it, or give the output the folder that it leads to as its `dir`"));
        } else if is_last && metadata.is_dir() {
            return Err(Failure::new(format!("`{}` is a folder where a file belongs", shown())));
        } else if is_last && !metadata.is_file() {
            return Err(Failure::new(format!("`{}` is no file that can be replaced", shown())));
        } else if is_last {
            return Ok(Some((disk.read(&at).map_err(failed)?, metadata.permissions())));
        } else if !metadata.is_dir() {
            return Err(Failure::new(format!("`{}` is a file where a folder belongs", shown())));
        }
    }
    Ok(None)
}

/// Whether `name` in `folder` is a file there, as linkc writes them: one, and not behind a symbolic link.
pub(super) fn has_file(folder: &Real, name: &str, disk: &impl Disk) -> Result<bool, Failure> {
    let mut at = folder.path.clone();
    let mut is_file = false;
    for part in name.split('/') {
        at.push(part);
        match disk.look(&at).map_err(|error| files::cannot("read", &at, &error))? {
            Some(metadata) if metadata.is_dir() => is_file = false,
            Some(metadata) if metadata.is_file() => is_file = true,
            _ => return Ok(false),
        }
    }
    Ok(is_file)
}
