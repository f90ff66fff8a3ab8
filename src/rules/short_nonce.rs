//! The rule `short-nonce`.

use super::{Metadata, Report, Rule};
use crate::obtain::{BoundObtain, GeneratedKind, GivenCredential};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports the random text of a signature that is shorter or longer than the service takes.
    ///
    /// ## Why is this bad?
    ///
    /// The service refuses it: Huawei Cloud Meeting takes 32 to 64 characters. A UUID without its hyphens has 32; one with them
    /// has 36. A short text would also come up again sooner than it should.
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
    ///       user_id: alice@ent01
    ///       nonce: 8f14e45fceea
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
    /// Leave it out: linkc takes a new one from the system's random source for every signature.
    ShortNonce = {
        id: "short-nonce",
        summary: "the random text of a signature is shorter or longer than the service takes",
        level: Error,
    }
}

impl Rule for ShortNonce {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            for (field, min, max) in nonces(bound) {
                let Some(length) = field.literal().map(|text| text.chars().count()) else { continue };
                if (min..=max).contains(&length) {
                    continue;
                }
                report.push(
                    report
                        .finding(
                            format!(
                                "`{}` has {length} characters, and the service takes {min} to {max}",
                                field.name.value
                            ),
                            field.span,
                        )
                        .label(if length < min { "too short" } else { "too long" })
                        .help("leave it to linkc, or take that many characters from the system's random source")
                        .about(format!("{}/{}", bound.subject, field.name.value)),
                );
            }
        }
    }
}

/// What is given as the random text, with the lengths that are fine.
fn nonces<'a>(bound: &'a BoundObtain<'_>) -> impl Iterator<Item = (&'a GivenCredential, usize, usize)> {
    bound.given.iter().filter_map(|given| match &bound.obtain.generated(&given.name.value)?.kind {
        GeneratedKind::Nonce { min_length, max_length, .. } => Some((given, *min_length, *max_length)),
        GeneratedKind::Expiry { .. } => None,
    })
}
