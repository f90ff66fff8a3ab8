//! The project that a command is called in: its root, and what it has settled in `linkc.yaml`.

use std::path::{Path, PathBuf};

use linkc::diagnostic::Diagnostics;
use linkc::settings::Settings;
use linkc::source::Sources;

use super::{Failure, files};

/// The name of a settings file.
pub(crate) const SETTINGS: &str = "linkc.yaml";

/// A project.
#[derive(Debug, Default)]
pub(crate) struct Project {
    /// The folder of the settings file, else that of the repository, else the current one; as it is reached from here.
    pub(crate) root: PathBuf,
    /// The settings file, if there is one.
    pub(crate) file: Option<PathBuf>,
    /// What it says.
    pub(crate) settings: Settings,
}

impl Project {
    /// Finds the settings from the current folder upward, as far as the repository's root; or reads `file`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read. What is wrong with it goes to `diagnostics`.
    pub(crate) fn find(
        file: Option<&Path>,
        is_isolated: bool,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Failure> {
        let found = match file {
            Some(file) => Some(file.to_owned()),
            None if is_isolated => None,
            None => upward(|folder| folder.join(SETTINGS).is_file()).map(|folder| folder.join(SETTINGS)),
        };
        let Some(file) = found else {
            let root = upward(|folder| folder.join(".git").exists()).unwrap_or_default();
            return Ok(Self { root, ..Self::default() });
        };
        let text = files::read(&file)?;
        let source = sources.add(shown(&file), text.as_str());
        let settings = Settings::load(source, &text, diagnostics).unwrap_or_default();
        let root = file.parent().map(Path::to_owned).unwrap_or_default();
        Ok(Self { root, file: Some(file), settings })
    }

    /// Whether the settings leave the file at `path` out.
    pub(crate) fn excludes(&self, path: &Path) -> bool {
        // To find out where a path lies costs more than to look at a file.
        self.settings.has_exclusions() && self.settings.excluded_by(&self.relative(path)).is_some()
    }

    /// The path of `path` relative to the project's root, with `/` between its parts; as it was given where it lies
    /// outside.
    pub(crate) fn relative(&self, path: &Path) -> String {
        let absolute = |path: &Path| std::path::absolute(path).ok().map(|path| normal(&path));
        let root = if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root };
        match (absolute(path), absolute(root)) {
            (Some(path), Some(root)) if path.starts_with(&root) => {
                path.strip_prefix(&root).unwrap_or(&path).display().to_string().replace('\\', "/")
            }
            _ => shown(path),
        }
    }
}

/// The nearest folder, this one or above it, for which `is_it` says so, as far as the repository's root; as it is
/// reached from here (``, `..`, `../..`).
fn upward(is_it: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut reached = PathBuf::new();
    for folder in here.ancestors() {
        if is_it(folder) {
            return Some(reached);
        }
        if folder.join(".git").exists() {
            return None;
        }
        reached.push("..");
    }
    None
}

/// A path without `.` and what `..` takes back; no link is followed.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// A path as it is shown: without a leading `./`.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
