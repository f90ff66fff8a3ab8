//! The rule `millisecond-expiry`.

use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::obtain::BoundObtain;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a time of expiry that is written in milliseconds where the service counts seconds.
    ///
    /// ## Why is this bad?
    ///
    /// 1604020600000 seconds after 1970 is in the year 52800. The signature is then refused, or good for ever. It comes from
    /// `Date.now()` in JavaScript and `System.currentTimeMillis()` in Java. The answers of the same service to some requests count
    /// milliseconds, which makes the mistake easy.
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
    ///       expire_time: 1604020600000
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
    /// Divide by 1000, or leave it out: linkc writes the moment at which the documented lifetime is over.
    MillisecondExpiry = {
        id: "millisecond-expiry",
        summary: "the time of expiry of a signature is in milliseconds",
        level: Error,
    }
}

impl Rule for MillisecondExpiry {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked {
            for field in bound.expiries() {
                let number = field.literal().and_then(|text| text.parse::<u64>().ok());
                let Some(number) = number.filter(|&number| number >= LATEST) else { continue };
                let seconds = (number / 1000).to_string();
                let finding = report
                    .finding(format!("`{}` is in seconds, and this is in milliseconds", field.name.value), field.span)
                    .label("a year that nobody will see")
                    .help(format!("write `{seconds}`"))
                    .about(format!("{}/{}", bound.subject, field.name.value));
                let fix = Fix::safe(format!("write `{seconds}`")).edit(field.span, seconds);
                report.push(finding.fix(fix));
            }
        }
    }
}

/// The seconds of the year 5138, which are the milliseconds of 1973: no number is both in use.
const LATEST: u64 = 100_000_000_000;
