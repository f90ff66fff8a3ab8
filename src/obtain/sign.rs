//! Signatures: a pure function of the declaration, the mode, the credentials and a moment.

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

use super::{Algorithm, Encoding, GeneratedKind, Mode, Obtain, SIGNATURE, Values};

/// What is different about every signature.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Now, in seconds since 1970.
    pub at: u64,
    /// A random text, see [`random_nonce`].
    pub nonce: SecretString,
}

impl Obtain {
    /// Signs: sets in `values`, which holds the credentials, the generated fields and the signature. A generated field
    /// that is there already stays as it is.
    pub fn sign(&self, mode: &Mode, values: &mut Values, moment: &Moment) {
        for field in &self.generated {
            if values.get(&field.name.value).is_some() {
                continue;
            }
            let made = match &field.kind {
                GeneratedKind::Expiry { lifetime } => moment.at.saturating_add(*lifetime).to_string(),
                GeneratedKind::Nonce { .. } => moment.nonce.expose_secret().to_owned(),
            };
            values.set(field.name.value.clone(), made);
        }
        let signature = self.signature_of(mode, values);
        values.set(SIGNATURE, signature);
    }

    /// The text that is signed: the fields with the separator between them, empty ones too.
    pub fn signed_text(&self, mode: &Mode, values: &Values) -> String {
        let fields: Vec<&str> = mode.fields.iter().map(|field| values.get(&field.value).unwrap_or_default()).collect();
        fields.join(&self.signature.separator.value)
    }

    fn signature_of(&self, mode: &Mode, values: &Values) -> String {
        let key = values.get(&self.signature.key.value).unwrap_or_default();
        let text = self.signed_text(mode, values);
        let bytes = match self.signature.algorithm {
            Algorithm::HmacSha256 => {
                let mut mac =
                    Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("RFC 2104 takes keys of any length");
                mac.update(text.as_bytes());
                mac.finalize().into_bytes()
            }
        };
        match self.signature.encoding {
            Encoding::Hex => {
                let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
                bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
            }
        }
    }
}

/// A text of `length` characters of `alphabet`, which is ASCII, each as likely as the others; `next_byte` is the
/// system's random source.
///
/// # Errors
///
/// The first error of `next_byte`.
pub fn random_nonce<E>(
    alphabet: &str,
    length: usize,
    mut next_byte: impl FnMut() -> Result<u8, E>,
) -> Result<String, E> {
    let letters = alphabet.as_bytes();
    // A byte at or over the last whole multiple would make the first letters likelier.
    let limit = 256 - 256 % letters.len().max(1);
    let mut text = String::with_capacity(length);
    while text.len() < length && !letters.is_empty() {
        let byte = usize::from(next_byte()?);
        if byte < limit {
            text.push(char::from(letters[byte % letters.len()]));
        }
    }
    Ok(text)
}
