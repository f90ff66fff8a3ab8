//! What becomes of the text of an artifact after its output template is filled in: MIME, folding, a picture.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The texts that the output templates of one artifact gave.
#[derive(Debug)]
pub(super) struct Rendered {
    /// That of the file's own template.
    pub(super) text: String,
    /// Those of its parts, by their names in the manifest.
    pub(super) parts: BTreeMap<String, String>,
}

/// A way to finish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finish {
    /// The text is the artifact.
    #[default]
    Text,
}

impl Finish {
    /// The bytes of the artifact.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, in one line.
    pub(super) fn apply(self, rendered: Rendered) -> Result<Vec<u8>, String> {
        match self {
            Self::Text => match rendered.parts.keys().next() {
                None => Ok(rendered.text.into_bytes()),
                Some(part) => Err(format!("a text has no part `{part}`")),
            },
        }
    }
}
