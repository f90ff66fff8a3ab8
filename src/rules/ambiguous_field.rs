//! The rule `ambiguous-field`.

use super::{Metadata, Report, Rule};
use crate::obtain::BoundObtain;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a field of a signature that has the separator of the fields in it, such as a colon in a user ID.
    ///
    /// ## Why is this bad?
    ///
    /// The fields are signed as one text with the separator between them. A separator in a field makes two callers' texts the
    /// same: `app:corp:alice` is the user `corp:alice` of one enterprise and the user `alice` of the enterprise `corp`. Whoever can
    /// choose a user ID could then be somebody else.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   sign-in: { page: login, inputs: [nonce] }
    /// obtain:
    ///   nonce:
    ///     mode: enterprise-user
    ///     site: international
    ///     credentials:
    ///       app_id: 00112233445566778899aabbccddeeff
    ///       app_key: ${env:APP_KEY}
    ///       user_id: "900000001:alice"
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   sign-in: { page: login, inputs: [nonce] }
    /// obtain:
    ///   nonce:
    ///     mode: enterprise-user
    ///     site: international
    ///     credentials:
    ///       app_id: 00112233445566778899aabbccddeeff
    ///       app_key: ${env:APP_KEY}
    ///       user_id: alice@ent01
    /// ```
    ///
    /// ## How to fix
    ///
    /// Choose IDs without the separator. `linkc show` prints the separator of a schema.
    AmbiguousField = {
        id: "ambiguous-field",
        summary: "a field of a signature has the separator of the fields in it",
        level: Error,
    }
}

impl Rule for AmbiguousField {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            let separator = bound.obtain.signature.separator.value.as_str();
            for given in bound.given.iter().filter(|given| is_signed(bound, &given.name.value)) {
                let Some(at) = given.literal().and_then(|text| text.find(separator)) else { continue };
                let name = &given.name.value;
                report.push(
                    report
                        .finding(
                            format!("`{name}` has a `{separator}` in it, which separates the fields of a signature"),
                            given.span_within(at..at + separator.len()),
                        )
                        .label("the field seems to end here")
                        .help(format!(
                            "choose a `{name}` without `{separator}`, or one caller's signature is another's"
                        ))
                        .about(format!("{}/{name}", bound.subject)),
                );
            }
        }
    }
}

/// Whether the mode, or any mode where it is not known, signs what goes by `name`.
fn is_signed(bound: &BoundObtain<'_>, name: &str) -> bool {
    let mut modes = bound.obtain.modes.iter().filter(|mode| bound.mode.is_none_or(|known| known.name == mode.name));
    modes.any(|mode| mode.fields.iter().any(|field| field.value == name))
}
