//! Writing files: each is old or new, never a part.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::delivery::{Delivery, Folder, Item};
use super::disk::{Access, Disk};
use super::inventory::INVENTORY;
use super::place::Real;
use super::plan::Planned;
use super::{Failure, files};

/// A file that is written beside the one that it will replace.
pub(crate) struct Staged {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

/// Writes `contents` beside `path`, whose folder is made where there is none. Where a symbolic link leads to a file,
/// that file is the one, and the link stays. `is_secret` makes it readable for its owner alone.
pub(crate) fn stage(path: &Path, contents: &[u8], is_secret: bool) -> Result<Staged, Failure> {
    let end = path.is_symlink().then(|| std::fs::canonicalize(path).ok()).flatten();
    let path = end.as_deref().unwrap_or(path);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|error| files::cannot("make", folder, &error))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".linkc-");
    // A temporary file is for its owner alone; what comes of it is a file like any other, or like the one before.
    #[cfg(unix)]
    {
        let before = std::fs::metadata(path).map(|metadata| metadata.permissions());
        let own = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        let usual = std::os::unix::fs::PermissionsExt::from_mode(0o644);
        builder.permissions(if is_secret { own } else { before.unwrap_or(usual) });
    }
    let mut file = builder.tempfile_in(folder).map_err(|error| files::cannot("write", path, &error))?;
    file.write_all(contents).map_err(|error| files::cannot("write", path, &error))?;
    Ok(Staged { file, path: path.to_owned() })
}

/// As [`stage`], over a file that was read as `before`: not when it is another one by now.
pub(crate) fn stage_over(path: &Path, before: &str, contents: &str) -> Result<Staged, Failure> {
    let bytes = files::bytes(path)?;
    let mark = if bytes.starts_with(files::BYTE_ORDER_MARK.as_bytes()) { files::BYTE_ORDER_MARK } else { "" };
    if bytes.get(mark.len()..) != Some(before.as_bytes()) {
        let message = format!("`{}` has changed while it was checked; it was left as it is", path.display());
        return Err(Failure::new(message).help("run the command again"));
    }
    stage(path, format!("{mark}{contents}").as_bytes(), false)
}

impl Staged {
    /// Puts the file in its place.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        let path = self.path;
        self.file.persist(&path).map(drop).map_err(|error| files::cannot("write", &path, &error.error))
    }
}

/// Writes `contents` to `path`.
pub(crate) fn replace(path: &Path, contents: &str) -> Result<(), Failure> {
    stage(path, contents.as_bytes(), false)?.commit()
}

/// What a build may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permitted {
    /// Overwrite files that linkc has not written.
    pub(super) force: bool,
    /// Remove files that linkc has written and would not write any more.
    pub(super) prune: bool,
}

/// Writes what is `planned`: every file is old or new at any time, never a part, and nothing is written when one of
/// them may not be. What has not changed is not touched. Returns what there is to tell, in lines.
///
/// # Errors
///
/// When a file is not ours, or an operation fails; what was staged until then is removed.
pub(super) fn deliver(planned: &[Planned], permitted: Permitted, disk: &impl Disk) -> Result<String, Failure> {
    let mut scaffold = Scaffold { disk, stagings: Vec::new(), made: Vec::new() };
    // The folders first: what is in one is only known while nobody else can build there.
    for output in planned.iter().filter(|output| !output.artifacts.is_empty() && !output.folder.exists()) {
        scaffold.make(&output.folder)?;
    }
    let _locks = hold(planned, disk)?;
    let delivery = Delivery::survey(planned, disk)?;
    let foreign = delivery.foreign();
    if !foreign.is_empty() && !permitted.force {
        return Err(refusal(&foreign));
    }
    let mut staged = Vec::new();
    for folder in &delivery.folders {
        scaffold.stage(folder, permitted, &mut staged)?;
    }
    // A rename must not reach the medium before what is in the file does. Waiting for all of them after the last is
    // written takes a fraction of the time that waiting for each would.
    for (from, to) in &staged {
        disk.sync(from).map_err(|error| files::cannot("write", to, &error))?;
    }
    let mut told = String::new();
    if permitted.prune {
        for folder in &delivery.folders {
            prune(folder, disk, &mut told)?;
        }
    }
    for list in delivery.folders.iter().filter(|folder| folder.list(permitted.prune).is_empty()) {
        let list = &list.inventory;
        if list.before.is_some() {
            disk.remove_file(&list.path).map_err(|error| files::cannot("remove", &list.path, &error))?;
        }
    }
    // Lists first: that a file is ours must be known when it is there.
    staged.sort_by_key(|(_, to)| !to.ends_with(INVENTORY));
    for (from, to) in &staged {
        disk.rename(from, to).map_err(|error| files::cannot("write", to, &error))?;
    }
    for item in delivery.items() {
        if !item.is_unchanged() {
            told.push_str(&format!("wrote {}\n", item.path.display()));
            continue;
        }
        told.push_str(&format!("unchanged {}", item.path.display()));
        if item.is_exposed() {
            disk.make_private(&item.path).map_err(|error| files::cannot("protect", &item.path, &error))?;
            told.push_str(", which only its owner can read now");
        }
        told.push('\n');
    }
    if !permitted.prune {
        for path in delivery.left_over() {
            told.push_str(&format!("left over: {}, which no link asks for; `--prune` removes it\n", path.display()));
        }
    }
    Ok(told)
}

/// Removes what is left over in `folder`, and the folders in it that are empty then.
fn prune(folder: &Folder<'_>, disk: &impl Disk, told: &mut String) -> Result<(), Failure> {
    for path in &folder.left_over {
        disk.remove_file(path).map_err(|error| files::cannot("remove", path, &error))?;
        told.push_str(&format!("removed {}\n", path.display()));
        let inner = path.ancestors().skip(1).take_while(|parent| *parent != folder.path);
        // One that has something in it stays, and so do those that it is in.
        inner.map(|parent| disk.remove_empty(parent)).take_while(Result::is_ok).for_each(drop);
    }
    Ok(())
}

/// Holds the output folders that are there, so that two builds do not disturb each other, and removes what one that was
/// killed has left in them.
fn hold(planned: &[Planned], disk: &impl Disk) -> Result<Vec<File>, Failure> {
    let folders: BTreeSet<PathBuf> =
        planned.iter().map(|output| Ok(Real::new(&output.folder, disk)?.path)).collect::<Result<_, Failure>>()?;
    let mut locks = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let lock = disk.lock(folder).map_err(|error| files::cannot("lock", folder, &error))?;
        if lock.is_some() {
            for staging in disk.stagings(folder).map_err(|error| files::cannot("read", folder, &error))? {
                disk.remove_all(&staging).map_err(|error| files::cannot("remove", &staging, &error))?;
            }
        }
        locks.extend(lock);
    }
    Ok(locks)
}

fn refusal(foreign: &[&Path]) -> Failure {
    let names: Vec<String> = foreign.iter().map(|path| format!("`{}`", path.display())).collect();
    let (verb, it) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
    let names = match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    Failure::new(format!("{names} {verb} there already, and linkc did not write {it}"))
        .help(format!("delete {it}, build into another folder, or overwrite {it} with `--force`"))
}

/// What stands only until all files are in their places.
struct Scaffold<'d, D: Disk> {
    disk: &'d D,
    /// The folders of staged files.
    stagings: Vec<PathBuf>,
    /// The folders that were made for files, outer ones first.
    made: Vec<PathBuf>,
}

impl<D: Disk> Scaffold<'_, D> {
    /// Writes what has changed in `folder` beside its place: from where and to where goes to `staged`.
    fn stage(
        &mut self,
        folder: &Folder<'_>,
        permitted: Permitted,
        staged: &mut Vec<(PathBuf, PathBuf)>,
    ) -> Result<(), Failure> {
        let mut wanted: Vec<(&Item<'_>, &[u8])> =
            folder.items.iter().filter(|item| !item.is_unchanged()).map(|item| (item, &*item.contents)).collect();
        let list = folder.list(permitted.prune);
        let was = folder.inventory.before.as_ref().map(|before| before.contents.as_slice());
        if !list.is_empty() && was != Some(list) {
            wanted.push((&folder.inventory, list));
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let path = if folder.path.as_os_str().is_empty() { Path::new(".") } else { &folder.path };
        let staging = self.disk.make_staging(path).map_err(|error| files::cannot("write to", path, &error))?;
        self.stagings.push(staging.clone());
        for (number, (item, contents)) in wanted.into_iter().enumerate() {
            if let Some(parent) = item.path.parent() {
                self.make(parent)?;
            }
            let access = match &item.before {
                _ if item.is_secret => Access::Private,
                Some(before) => Access::Like(before.permissions.clone()),
                None => Access::Usual,
            };
            let from = staging.join(number.to_string());
            let written = self.disk.write_new(&from, contents, &access);
            written.map_err(|error| files::cannot("write", &item.path, &error))?;
            staged.push((from, item.path.clone()));
        }
        Ok(())
    }

    /// Makes a folder, and those that it is in.
    fn make(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing = folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.is_dir());
        for path in missing.collect::<Vec<_>>().into_iter().rev() {
            if self.disk.make_folder(path).map_err(|error| files::cannot("make", path, &error))? {
                self.made.push(path.to_owned());
            }
        }
        Ok(())
    }
}

impl<D: Disk> Drop for Scaffold<'_, D> {
    /// What cannot be removed now is removed by the next build.
    fn drop(&mut self) {
        for staging in &self.stagings {
            let _ = self.disk.remove_all(staging);
        }
        // A folder that has come to hold something stays.
        for folder in self.made.iter().rev() {
            let _ = self.disk.remove_empty(folder);
        }
    }
}

#[cfg(test)]
mod tests;
