//! What `${env:…}` and `${file:…}` stand for.

use std::path::{Path, PathBuf};

use linkc::lower::LookUpError;
use linkc::value::{Reference, ReferenceKind};

use super::files;

/// Looks `reference` up; a file's path is relative to `folder`, and one line's end at its end is no part of it.
pub(crate) fn look_up(reference: &Reference, folder: &Path) -> Result<String, LookUpError> {
    let name = &reference.name;
    match reference.kind {
        ReferenceKind::Env => std::env::var(name).map_err(|error| {
            let message = match error {
                std::env::VarError::NotPresent => format!("the environment variable `{name}` is not set"),
                std::env::VarError::NotUnicode(_) => format!("the environment variable `{name}` is not UTF-8"),
            };
            LookUpError { message, help: Some(format!("set it for this command: `{name}=… linkc …`")) }
        }),
        ReferenceKind::File => {
            let path = folder.join(PathBuf::from(name));
            let text = files::read(&path).map_err(|failure| LookUpError {
                message: failure.message,
                help: Some("the path is relative to the file that it stands in".to_owned()),
            })?;
            let text = text.strip_suffix('\n').unwrap_or(&text);
            Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
        }
    }
}
