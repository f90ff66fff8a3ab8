//! The rule `eternal-signature`.

use super::{Metadata, Report, Rule};
use crate::obtain::{BoundObtain, GeneratedKind};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a signature whose time of expiry is 0: it is good for ever.
    ///
    /// It looks at the `obtain:` of a link config, at what `linkc sign` is told, and in any text at a JSON body of the form that
    /// a schema declares.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever sees the request once, in a log or a proxy, can send it again and is given a token each time. The developer guide
    /// of Huawei Cloud Meeting says that 0 means "does not expire", and asks not to use it for that reason.
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
    ///       expire_time: 0
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
    /// Leave it out: linkc writes the moment at which the documented lifetime is over.
    EternalSignature = {
        id: "eternal-signature",
        summary: "a signature is made to be good for ever",
        level: Error,
    }
}

impl Rule for EternalSignature {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            for field in bound.expiries().filter(|field| field.literal().is_some_and(is_zero)) {
                let lifetime = bound.obtain.generated(&field.name.value).map(|field| &field.kind);
                let Some(GeneratedKind::Expiry { lifetime }) = lifetime else { continue };
                report.push(
                    report
                        .finding(format!("with `{}` 0 the signature is good for ever", field.name.value), field.span)
                        .label("it never expires")
                        .help(format!(
                            "write the seconds since 1970 of now and {lifetime}; linkc does, when it is left out"
                        ))
                        .about(format!("{}/{}", bound.subject, field.name.value)),
                );
            }
        }
    }
}

fn is_zero(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'0')
}
