//! What git says has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Failure;

/// The files that have changed since a commit, those that git does not track yet among them.
pub(crate) struct Changed {
    files: BTreeSet<PathBuf>,
}

impl Changed {
    /// Whether the file at `path` has changed.
    pub(crate) fn has(&self, path: &Path) -> bool {
        std::fs::canonicalize(path).is_ok_and(|path| self.files.contains(&path))
    }
}

/// What has changed since `reference`, in the work tree, staged or not.
pub(crate) fn since(reference: &str) -> Result<Changed, Failure> {
    if reference.starts_with('-') {
        return Err(Failure::new(format!("`{reference}` is no commit")));
    }
    let root = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?.trim_end_matches('\n'));
    let changed = git(&["-c", "diff.relative=false", "diff", "--name-only", "--diff-filter=d", "-z", reference, "--"])?;
    let untracked = git(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"])?;
    let names = changed.split('\0').chain(untracked.split('\0')).filter(|name| !name.is_empty());
    let files = names.filter_map(|name| std::fs::canonicalize(root.join(name)).ok());
    Ok(Changed { files: files.collect() })
}

fn git(arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").args(arguments).output().map_err(|error| {
        Failure::new(format!("cannot run git: {error}")).help("`--changed` asks git what has changed")
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().next().unwrap_or("it does not say why").trim_start_matches("fatal: ");
    let failure = Failure::new(format!("git cannot say what has changed: {first}"));
    let is_unknown = said.contains("unknown revision") || said.contains("bad revision");
    Err(if is_unknown {
        failure.help("in CI the history may be cut off: fetch more of it, as with `fetch-depth: 0`")
    } else {
        failure
    })
}
