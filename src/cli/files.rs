//! Reading files: whole, as UTF-8, up to a limit, with errors that name the file and say what to do.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::Failure;

/// What we read of one file, at most. A text for people is never that long.
const MAX_BYTES: u64 = 64 << 20;

/// Reads `path`; `-` is standard input. A byte order mark in front is no part of the text.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    text(bytes(path)?, path)
}

/// The bytes of `path`; `-` is standard input.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = if path == Path::new("-") {
        read_at_most(std::io::stdin().lock(), path)?
    } else {
        if path.is_dir() {
            return Err(Failure::new(format!("`{}` is a folder where a file belongs", path.display())));
        }
        if is_named_pipe(path) {
            let message = format!("`{}` is a pipe: reading waits until somebody writes into it", path.display());
            return Err(Failure::new(message).help("`-` reads standard input, and that may be a pipe"));
        }
        let file = std::fs::File::open(path).map_err(|error| cannot("read", path, &error))?;
        read_at_most(file, path)?
    };
    Ok(bytes)
}

/// What some editors put in front of a text.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Whether opening `path` may wait for ever. A pipe that a shell gives a name to, as for `<(…)`, has its writer.
fn is_named_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let is_given = path.starts_with("/dev") || path.starts_with("/proc");
        !is_given && std::fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// The bytes of `path` as UTF-8.
pub(crate) fn text(bytes: Vec<u8>, path: &Path) -> Result<String, Failure> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
        let name = shown(path);
        Failure::new(format!("{name} is not UTF-8: line {line} has a byte that is no character"))
            .help("save it as UTF-8")
    })?;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(text)
}

/// The bytes of the file at `path`, `None` when they are more than `most`. What the system says of a file's size is not
/// relied on: there are files that grow, and files of no size that never end.
pub(crate) fn bytes_up_to(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| cannot("read", path, &error))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len().min(most));
    bytes.reserve(usize::try_from(size).unwrap_or_default());
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| cannot("read", path, &error))?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

fn read_at_most(reader: impl Read, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| cannot("read", path, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        let message =
            format!("{} is larger than {} MiB, which is no file that a person wrote", shown(path), MAX_BYTES >> 20);
        return Err(Failure::new(message));
    }
    Ok(bytes)
}

/// "cannot read `links.yaml`: Permission denied".
pub(crate) fn cannot(verb: &str, path: &Path, error: &std::io::Error) -> Failure {
    let name = shown(path);
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => match parent.filter(|parent| !parent.exists()) {
            Some(parent) => format!("there is no folder `{}`", parent.display()),
            None => "there is no such file".to_owned(),
        },
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        // Nobody is helped by the number of an error.
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    };
    Failure::new(format!("cannot {verb} {name}: {reason}"))
}

/// A path in a message.
fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { format!("`{}`", path.display()) }
}

/// `path` without what says nothing: `./a/../b/c` is `b/c`. A folder that is a link stays, for `..` behind it leads
/// elsewhere.
pub(crate) fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        let is_folder = matches!(tidied.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if is_folder && !tidied.is_symlink() => {
                tidied.pop();
            }
            _ => tidied.push(component),
        }
    }
    tidied
}
