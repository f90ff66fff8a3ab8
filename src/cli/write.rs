//! Writing files: each is old or new, never a part.

use std::io::Write;
use std::path::Path;

use super::{Failure, files};

/// A file that is written beside the one that it will replace.
pub(crate) struct Staged<'p> {
    file: tempfile::NamedTempFile,
    path: &'p Path,
}

/// Writes `contents` beside `path`, whose folder is made where there is none.
/// `is_secret` makes it readable for its owner alone.
pub(crate) fn stage<'p>(path: &'p Path, contents: &[u8], is_secret: bool) -> Result<Staged<'p>, Failure> {
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
    Ok(Staged { file, path })
}

impl Staged<'_> {
    /// Puts the file in its place.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        self.file.persist(self.path).map(drop).map_err(|error| files::cannot("write", self.path, &error.error))
    }
}

/// Writes `contents` to `path`.
pub(crate) fn replace(path: &Path, contents: &str) -> Result<(), Failure> {
    stage(path, contents.as_bytes(), false)?.commit()
}
