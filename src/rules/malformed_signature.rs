//! The rule `malformed-signature`.

use std::ops::Range;

use super::{Metadata, Report, Rule};
use crate::obtain::BoundObtain;
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a signature that cannot be one: it is too short or too long, has a character that its encoding does not have, or
    /// stands in a header of which another part is not what it has to be.
    ///
    /// It looks in any text for a header of the form that a schema declares. A name or a blank in place of the signature is left
    /// alone.
    ///
    /// ## Why is this bad?
    ///
    /// The service refuses it, and says no more than 401. Digits are lost when a byte under 16 is written as one digit: the
    /// sample of the vendor's own documents has 60 of the 64.
    ///
    /// ## Example
    ///
    /// ```http
    /// Authorization: HMAC-SHA256 signature=580eab09ce5d21163f0d1e2d07093149140c2b0d7898476cb3ff8c9086a1,access=MDAxMTIy
    /// ```
    ///
    /// Use instead:
    ///
    /// ```http
    /// Authorization: HMAC-SHA256 signature=580eab09ce5d21163f0d1e2d07093149140c2b0d7898476cb3ff8c9086a174f8,access=MDAxMTIy
    /// ```
    ///
    /// ## How to fix
    ///
    /// Compare with `linkc sign`, with the same credentials, `--at` and `--nonce`.
    MalformedSignature = {
        id: "malformed-signature",
        summary: "a signature has a length or a character that none can have",
        level: Error,
    }
}

impl Rule for MalformedSignature {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            if let Some(signature) = &bound.signature
                && let Some((wrong, range)) = fault(&signature.value, bound.obtain.signature.length())
            {
                let start = signature.span.start;
                let place = Span::new(signature.span.source, start + range.start..start + range.end);
                report.push(
                    report
                        .finding("this is not a signature that the service takes", place)
                        .label(wrong)
                        .help("compare with what `linkc sign` prints for the same credentials, `--at` and `--nonce`")
                        .about(bound.subject.clone()),
                );
            }
            for broken in &bound.broken {
                report.push(
                    report
                        .finding(format!("the `{}` beside the signature is not base64", broken.value), broken.span)
                        .label("it cannot be read back")
                        .help("encode the text as it is, with the padding, and nothing else")
                        .about(format!("{}/{}", bound.subject, broken.value)),
                );
            }
        }
    }
}

/// What is wrong with a signature in hexadecimal, and where.
fn fault(text: &str, length: usize) -> Option<(String, Range<usize>)> {
    if let Some((at, wrong)) = text.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
        return Some((format!("`{wrong}` is not hexadecimal"), at..at + wrong.len_utf8()));
    }
    let count = text.len();
    (count != length).then(|| (format!("{count} digits, and a signature has {length}"), 0..count))
}
