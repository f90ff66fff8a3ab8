//! The rule `reused-nonce`.

use super::{Metadata, Report, Rule};
use crate::obtain::{BoundObtain, GeneratedKind, GivenCredential, ObtainOrigin};
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports the random text of a signature that would be used more than once: one that is typed into a link config, and one
    /// that stands twice in a text.
    ///
    /// This is the text that the caller makes up. The nonce in a link is another one; see `literal-single-use`.
    ///
    /// ## Why is this bad?
    ///
    /// It is there so that a request that somebody has seen cannot be sent again, and must be different for every signature. The
    /// service may refuse the second one.
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
    ///       nonce: EycLQsHwxhzK9OW8UEKWNfH2I3CGR2nINuU1EBpQ
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
    ReusedNonce = {
        id: "reused-nonce",
        summary: "the random text of a signature is used more than once",
        level: Warning,
    }
}

impl Rule for ReusedNonce {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for bound in asked {
            for field in bound.given.iter().filter(|given| is_nonce(bound, given)) {
                let Some(text) = field.literal().filter(|text| !text.is_empty()) else { continue };
                let first = seen.iter().find(|(known, _)| *known == text).map(|(_, span)| *span);
                seen.push((text, field.span));
                let message = match (bound.origin, first) {
                    (_, Some(_)) => format!("`{}` is the same again", field.name.value),
                    (ObtainOrigin::Config, None) => {
                        format!("a `{}` that is typed here would be in every signature", field.name.value)
                    }
                    _ => continue,
                };
                let mut finding = report
                    .finding(message, field.span)
                    .label("used more than once")
                    .help("leave it to linkc, or make a new one for every signature")
                    .about(format!("{}/{}", bound.subject, field.name.value));
                if let Some(first) = first {
                    finding = finding.also(first, "first used here");
                }
                report.push(finding);
            }
        }
    }
}

fn is_nonce(bound: &BoundObtain<'_>, given: &GivenCredential) -> bool {
    let field = bound.obtain.generated(&given.name.value);
    field.is_some_and(|field| matches!(field.kind, GeneratedKind::Nonce { .. }))
}
