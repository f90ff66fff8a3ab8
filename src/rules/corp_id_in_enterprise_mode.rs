//! The rule `corp-id-in-enterprise-mode`.

use super::{Metadata, Report, Rule};
use crate::nearest::one_of;
use crate::obtain::BoundObtain;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a credential that a mode neither takes nor signs, though another mode does, such as the ID of an enterprise where
    /// the app belongs to a single one.
    ///
    /// linkc does not send it.
    ///
    /// ## Why is this bad?
    ///
    /// Code that sends it is refused: the service then expects the signature of the other mode. In Huawei Cloud Meeting the ID of
    /// the enterprise (`corp_id`) is for service providers, who have many of them; an app of a single enterprise that sends it
    /// gets a 401, which looks like a wrong key.
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
    ///       corp_id: 900000001
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
    /// Take it out, or choose the mode that takes it.
    CorpIdInEnterpriseMode = {
        id: "corp-id-in-enterprise-mode",
        summary: "a credential is given to a mode that does not know it",
        level: Error,
    }
}

impl Rule for CorpIdInEnterpriseMode {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            let Some(mode) = bound.mode else { continue };
            for given in &bound.given {
                let Some(credential) = bound.obtain.credential(&given.name.value) else { continue };
                if mode.takes(credential) || given.literal() == Some("") {
                    continue;
                }
                let name = &given.name.value;
                let others = bound.obtain.modes.iter().filter(|other| other.takes(credential));
                report.push(
                    report
                        .finding(format!("the mode `{}` knows no `{name}`", mode.name.value), given.name.span)
                        .label("it would make the service expect another signature")
                        .help(format!(
                            "take it out, or use one of the modes {}",
                            one_of(others.map(|it| it.name.value.as_str()))
                        ))
                        .about(format!("{}/{name}", bound.subject)),
                );
            }
        }
    }
}
