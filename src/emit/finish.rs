//! What becomes of the text of an artifact after its output template is filled in: MIME, folding, a picture.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::qr::Qr;
use super::{calendar, mail};

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
    /// The lines end with CR LF.
    Crlf,
    /// The lines are the headers of a mail, the parts `text` and `html` its body.
    Mail,
    /// The lines are those of a calendar (RFC 5545): folded, ending with CR LF.
    Calendar,
    /// The text is what a QR code says; a PNG picture of it.
    QrPng,
    /// The same, for a terminal.
    QrTerminal,
}

impl Finish {
    /// The bytes of the artifact.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, in one line.
    pub(super) fn apply(self, rendered: Rendered) -> Result<Vec<u8>, String> {
        let Rendered { text, parts } = rendered;
        if let (false, Some(part)) = (self == Self::Mail, parts.keys().next()) {
            return Err(format!("only a mail has parts, and this has the part `{part}`"));
        }
        match self {
            Self::Text => Ok(text.into_bytes()),
            Self::Crlf => Ok(text.lines().flat_map(|line| [line, "\r\n"]).collect::<String>().into_bytes()),
            Self::Mail => mail::message(&text, parts),
            Self::Calendar => Ok(calendar::fold(&text)),
            Self::QrPng => Qr::new(text.trim_end())?.png(),
            Self::QrTerminal => Ok(Qr::new(text.trim_end())?.terminal().into_bytes()),
        }
    }
}
