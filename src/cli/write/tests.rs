//! Every operation of a build fails once: alone, and with all that come after it, as when the process is killed there.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;

use linkc::emit::Artifact;

use super::super::disk::RealDisk;
use super::super::inventory::BuiltFrom;
use super::*;

/// A disk on which operations fail from one on: that one alone, or all.
struct Failing {
    /// How many operations go well before.
    left: Cell<usize>,
    for_ever: bool,
    /// Whether one has failed.
    has_failed: Cell<bool>,
}

impl Disk for Failing {
    fn allow(&self) -> io::Result<()> {
        if self.has_failed.get() {
            return if self.for_ever { Err(io::Error::other("the disk is gone")) } else { Ok(()) };
        }
        if self.left.get() == 0 {
            self.has_failed.set(true);
            return Err(io::Error::other("the disk is gone"));
        }
        self.left.set(self.left.get() - 1);
        Ok(())
    }
}

fn artifact(path: &str, contents: &str, is_secret: bool) -> Artifact {
    Artifact { path: path.to_owned(), contents: contents.as_bytes().to_vec(), is_secret, is_beside: false }
}

/// Outputs in two folders, one of them with folders in it; of `new` ones, one file more and one less.
fn outputs(root: &Path, version: &str, is_new: bool) -> Vec<Planned> {
    let long = version.repeat(5000);
    let mut first = vec![
        artifact("a.json", &long, false),
        artifact("same.txt", "the same", false),
        artifact("sub/b.txt", version, true),
    ];
    first.push(if is_new { artifact("new/c.txt", version, false) } else { artifact("old/c.txt", version, false) });
    let planned = |folder: &str, target: &str, artifacts: Vec<Artifact>| Planned {
        folder: root.join(folder),
        origin: BuiltFrom { source: "links.yaml".to_owned(), target: target.to_owned() },
        artifacts,
        is_all: true,
    };
    vec![
        planned("out", "one", first),
        planned("out", "two", vec![artifact("d.csv", version, true)]),
        planned("more/deep", "one", vec![artifact("e.bin", version, false)]),
    ]
}

/// Paths; of files, what is in them and whether others may read them.
type Tree = BTreeMap<String, Option<(Vec<u8>, bool)>>;

/// All files below a folder, and all folders, with their contents and who may read them.
fn tree(root: &Path) -> Tree {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if path.is_dir() {
                found.insert(name, None);
                folders.push(path);
            } else {
                let is_exposed = super::super::disk::is_exposed(&path.metadata().unwrap().permissions());
                found.insert(name, Some((std::fs::read(&path).unwrap(), is_exposed)));
            }
        }
    }
    found
}

fn files(tree: &Tree) -> impl Iterator<Item = (&String, &Option<(Vec<u8>, bool)>)> {
    tree.iter().filter(|(_, file)| file.is_some())
}

const PERMITTED: Permitted = Permitted { force: false, prune: true };

/// Lets every operation of a build fail, over what an older build has written or over nothing.
fn fail_everywhere(has_old: bool, for_ever: bool) {
    // In memory where the system has such a folder: thousands of files are written.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let scene = |name: &str| {
        let root = folder.path().join(name);
        std::fs::create_dir(&root).unwrap();
        if has_old {
            deliver(&outputs(&root, "old", false), PERMITTED, &RealDisk).unwrap();
            // A secret that somebody has made readable is a secret again.
            #[cfg(unix)]
            std::fs::set_permissions(root.join("out/d.csv"), std::os::unix::fs::PermissionsExt::from_mode(0o644))
                .unwrap();
        }
        root
    };
    let root = scene("whole");
    let old = tree(&root);
    deliver(&outputs(&root, "new", true), PERMITTED, &RealDisk).unwrap();
    let new = tree(&root);
    assert!(new.keys().any(|name| name.ends_with("new/c.txt")) && !new.keys().any(|name| name.contains("old")));
    for operation in 0.. {
        let root = scene(&format!("{operation}"));
        let disk = Failing { left: Cell::new(operation), for_ever, has_failed: Cell::new(false) };
        let result = deliver(&outputs(&root, "new", true), PERMITTED, &disk);
        if !disk.has_failed.get() {
            assert!(result.is_ok() && operation > 30, "{operation} operations");
            return;
        }
        // What fails only in cleaning up, or in what can be done without, is no failure.
        if let Err(failure) = &result {
            assert!(failure.message.starts_with("cannot ") && !failure.message.contains('\n'), "{}", failure.message);
            assert!(failure.message.contains('`'), "it names no file: {}", failure.message);
        }
        let now = tree(&root);
        for (name, contents) in &now {
            let is_staged = name.contains("/.linkc-");
            // What cannot be cleaned up is cleaned up the next time; the lists are held to their files at the end.
            if is_staged && (for_ever || result.is_ok()) || name.ends_with(INVENTORY) {
                continue;
            }
            let is_whole = old.get(name) == Some(contents) || new.get(name) == Some(contents);
            assert!(
                is_whole || contents.is_none() && !is_staged,
                "after operation {operation}: {name} is neither old nor new"
            );
        }
        if !for_ever && result.is_err() && now.keys().any(|name| name.ends_with("/c.txt") && name.contains("old")) {
            // Nothing was put in its place yet: what was made for it is gone.
            assert!(now.keys().eq(old.keys()), "after operation {operation}: {:?}", now.keys());
        }
        for name in old.keys().filter(|name| new.contains_key(*name)) {
            assert!(now.contains_key(name), "after operation {operation}: {name} is gone");
        }
        if result.is_ok() && !for_ever {
            assert!(files(&now).eq(files(&new)), "operation {operation} was done without: {:?}", now.keys());
        }
        // The next build makes up for it, whatever it was.
        deliver(&outputs(&root, "new", true), PERMITTED, &RealDisk).unwrap();
        let last = tree(&root);
        assert!(files(&last).eq(files(&new)), "after operation {operation} and another build: {:?}", last.keys());
    }
}

#[test]
fn whatever_fails_each_file_is_old_or_new() {
    fail_everywhere(true, false);
    fail_everywhere(false, false);
}

#[test]
fn wherever_a_build_is_killed_each_file_is_old_or_new() {
    fail_everywhere(true, true);
    fail_everywhere(false, true);
}
