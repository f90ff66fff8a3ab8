//! What a build does with files, an operation a method.
//!
//! All of them pass [`Disk::allow`], so that a test can let any one of them fail, or all from one on, as when the
//! process is killed there.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What the folder of staged files is called, before some random letters.
const STAGING: &str = ".linkc-";

/// A disk.
pub(super) trait Disk {
    /// Whether the next operation may be done; the error is the operation's.
    fn allow(&self) -> io::Result<()>;

    /// What is at `path`, a symbolic link not followed; `None` where nothing is.
    fn look(&self, path: &Path) -> io::Result<Option<Metadata>> {
        self.allow()?;
        match fs::symlink_metadata(path) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `path` without symbolic links.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.allow()?;
        fs::canonicalize(path)
    }

    /// The contents of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.allow()?;
        fs::read(path)
    }

    /// Holds `folder` until the result is dropped, waiting for another build that does; `None` where the system cannot
    /// lock a folder.
    fn lock(&self, folder: &Path) -> io::Result<Option<File>> {
        self.allow()?;
        let locked = File::open(folder).and_then(|file| file.lock().map(|()| file));
        Ok(locked.ok())
    }

    /// Makes a folder in one that is there; says no when it is there already.
    fn make_folder(&self, path: &Path) -> io::Result<bool> {
        self.allow()?;
        match fs::create_dir(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes a folder for staged files in `folder`, for its owner alone.
    fn make_staging(&self, folder: &Path) -> io::Result<PathBuf> {
        self.allow()?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(STAGING);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        Ok(builder.tempdir_in(folder)?.keep())
    }

    /// The folders for staged files that are in `folder`.
    fn stagings(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.allow()?;
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(STAGING));
            if is_ours && entry.file_type()?.is_dir() {
                found.push(entry.path());
            }
        }
        Ok(found)
    }

    /// Writes a new file.
    fn write_new(&self, path: &Path, contents: &[u8], access: &Access) -> io::Result<()> {
        self.allow()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // It is never wider than what comes of it.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(
            &mut options,
            if matches!(access, Access::Usual) { 0o666 } else { 0o600 },
        );
        let mut file = options.open(path)?;
        self.allow()?;
        file.write_all(contents)?;
        if let Access::Like(permissions) = access {
            self.allow()?;
            file.set_permissions(permissions.clone())?;
        }
        Ok(())
    }

    /// Waits until what is in a file has reached the medium.
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.allow()?;
        File::open(path)?.sync_data()
    }

    /// Makes a file readable for its owner alone.
    fn make_private(&self, path: &Path) -> io::Result<()> {
        self.allow()?;
        #[cfg(unix)]
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    /// Puts the file `from` in the place of `to`.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.allow()?;
        fs::rename(from, to)
    }

    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.allow()?;
        fs::remove_file(path)
    }

    /// Removes a folder that is empty.
    fn remove_empty(&self, path: &Path) -> io::Result<()> {
        self.allow()?;
        fs::remove_dir(path)
    }

    /// Removes a folder and what is in it.
    fn remove_all(&self, path: &Path) -> io::Result<()> {
        self.allow()?;
        fs::remove_dir_all(path)
    }
}

/// Who may read a file.
#[derive(Debug, Clone)]
pub(super) enum Access {
    /// Whoever may read new files of this user.
    Usual,
    /// Its owner alone.
    Private,
    /// Whoever may read the one that was there.
    Like(Permissions),
}

/// Whether others than the owner may read a file.
pub(super) fn is_exposed(permissions: &Permissions) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(permissions) & 0o077 != 0;
    #[cfg(not(unix))]
    {
        let _ = permissions;
        false
    }
}

/// The disk of this machine.
#[derive(Debug)]
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn allow(&self) -> io::Result<()> {
        Ok(())
    }
}
