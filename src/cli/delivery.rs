//! Artifacts and what is there in their place: what is new, what has changed, what is not ours.
//!
//! It is found out before anything is written, so that a build that may not write one file writes none.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::Permissions;
use std::path::{Path, PathBuf};

use super::disk::{Disk, is_exposed};
use super::inventory::{INVENTORY, Inventory, Listed, is_marked};
use super::place::{self, Real};
use super::plan::Planned;
use super::{Failure, files};

/// What a build comes to.
pub(super) struct Delivery<'p> {
    pub(super) folders: Vec<Folder<'p>>,
}

/// An output folder.
pub(super) struct Folder<'p> {
    /// Its path, as in messages.
    pub(super) path: PathBuf,
    /// Its artifacts.
    pub(super) items: Vec<Item<'p>>,
    /// Its list of files.
    pub(super) inventory: Item<'p>,
    /// The list once what is left over is gone.
    pub(super) pruned: String,
    /// What linkc has written there, and would not write any more.
    pub(super) left_over: Vec<PathBuf>,
}

/// A file to write.
pub(super) struct Item<'p> {
    pub(super) path: PathBuf,
    pub(super) contents: Cow<'p, [u8]>,
    pub(super) is_secret: bool,
    /// What is there now.
    pub(super) before: Option<Before>,
}

/// A file that is there.
pub(super) struct Before {
    pub(super) contents: Vec<u8>,
    pub(super) permissions: Permissions,
    /// Whether linkc has written it.
    is_own: bool,
}

impl Item<'_> {
    /// Whether what is there is what is to be there.
    pub(super) fn is_unchanged(&self) -> bool {
        match &self.before {
            Some(before) => before.contents == *self.contents,
            None => self.contents.is_empty() && self.path.ends_with(INVENTORY),
        }
    }

    /// Whether somebody else's file is in the way.
    pub(super) fn is_foreign(&self) -> bool {
        self.before.as_ref().is_some_and(|before| !before.is_own)
    }

    /// Whether it holds a secret that others can read.
    pub(super) fn is_exposed(&self) -> bool {
        self.is_secret && self.before.as_ref().is_some_and(|before| is_exposed(&before.permissions))
    }
}

impl<'p> Delivery<'p> {
    /// Looks at what is there where `planned` is to go.
    ///
    /// # Errors
    ///
    /// When something there cannot be read, is no file, leads out of its folder, or comes from two places.
    pub(super) fn survey(planned: &'p [Planned], disk: &impl Disk) -> Result<Self, Failure> {
        let mut groups: Vec<(Real, Vec<&Planned>)> = Vec::new();
        for output in planned {
            let real = Real::new(&output.folder, disk)?;
            match groups.iter_mut().find(|(other, _)| other.path == real.path) {
                Some((_, outputs)) => outputs.push(output),
                None => groups.push((real, vec![output])),
            }
        }
        place::refuse_twice(&groups)?;
        let folders = groups.iter().map(|(real, outputs)| Folder::survey(real, outputs, disk));
        Ok(Self { folders: folders.collect::<Result<_, _>>()? })
    }

    /// All artifacts.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item<'p>> {
        self.folders.iter().flat_map(|folder| &folder.items)
    }

    /// The files of others that are in the way.
    pub(super) fn foreign(&self) -> Vec<&Path> {
        let items = self.folders.iter().flat_map(|folder| folder.items.iter().chain([&folder.inventory]));
        items.filter(|item| item.is_foreign()).map(|item| item.path.as_path()).collect()
    }

    /// What is left over.
    pub(super) fn left_over(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().flat_map(|folder| &folder.left_over).map(PathBuf::as_path)
    }
}

impl<'p> Folder<'p> {
    /// What the list of files is to be, when what is left over goes or stays; nothing where there is to be none.
    pub(super) fn list(&self, prunes: bool) -> &[u8] {
        if prunes { self.pruned.as_bytes() } else { &self.inventory.contents }
    }

    fn survey(real: &Real, outputs: &[&'p Planned], disk: &impl Disk) -> Result<Self, Failure> {
        let path = outputs[0].folder.clone();
        let listed_in = path.join(INVENTORY);
        let old = place::current(real, INVENTORY, &listed_in, disk)?;
        let before = old.as_ref().map(|(contents, _)| Inventory::parse(&String::from_utf8_lossy(contents)));
        let before = before.unwrap_or_default();
        let mut after = BTreeSet::new();
        let mut items = Vec::new();
        for output in outputs {
            for artifact in &output.artifacts {
                let path = files::tidy(&path.join(&artifact.path));
                let origin = before.origin(&artifact.path);
                if let Some(other) = origin.filter(|origin| origin.source != output.origin.source)
                    && outputs.iter().all(|output| output.origin.source != other.source)
                    && real.path.join(&other.source).is_file()
                {
                    let other = files::tidy(&output.folder.join(&other.source));
                    return Err(Failure::new(format!(
                        "`{}` is built from `{}` already",
                        path.display(),
                        other.display()
                    ))
                    .help("give one of them another `dir`, or its links other names"));
                }
                let was = place::current(real, &artifact.path, &path, disk)?.map(|(contents, permissions)| {
                    let is_own = contents == artifact.contents
                        || if is_marked(&artifact.contents) { is_marked(&contents) } else { origin.is_some() };
                    Before { contents, permissions, is_own }
                });
                after.insert(Listed { origin: output.origin.clone(), name: artifact.path.clone() });
                items.push(Item {
                    path,
                    contents: Cow::Borrowed(&artifact.contents),
                    is_secret: artifact.is_secret,
                    before: was,
                });
            }
        }
        let mut left = Vec::new();
        let mut left_over = Vec::new();
        for listed in before.files {
            if after.iter().any(|new| new.name == listed.name) {
                continue;
            }
            let is_ours = |output: &&Planned| output.accounts_for(&listed.origin);
            if !outputs.iter().any(is_ours) {
                after.insert(listed);
            } else if place::has_file(real, &listed.name, disk)? {
                left_over.push(files::tidy(&path.join(&listed.name)));
                left.push(listed);
            }
        }
        let mut inventory = Inventory { files: after };
        let pruned = inventory.render();
        inventory.files.extend(left);
        let before = old.map(|(contents, permissions)| {
            let is_own = is_marked(&contents);
            Before { contents, permissions, is_own }
        });
        let contents = Cow::Owned(inventory.render().into_bytes());
        let inventory = Item { path: files::tidy(&listed_in), contents, is_secret: false, before };
        Ok(Self { path, items, inventory, pruned, left_over })
    }
}
