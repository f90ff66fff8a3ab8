//! Writing files: each is old or new, never a part.

use std::io::Write;
use std::path::{Path, PathBuf};

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
