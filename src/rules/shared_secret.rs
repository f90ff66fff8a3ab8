//! The rule `shared-secret`.

use super::outlets::Exposure;
use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a secret of a link config that comes out where other people see it: in a mail, a web page, Markdown, a
    /// calendar entry, a QR code. The links that are found in web pages, in Markdown and in mails count as well; elsewhere
    /// it is `literal-secret`.
    ///
    /// It does not matter how the secret gets into the config: `${env:…}` keeps it out of the file (see
    /// `literal-secret`), not out of what is built. A secret that is left open under `inputs` is asked for when the link
    /// is used, and does not come out.
    ///
    /// ## Why is this bad?
    ///
    /// A mail is forwarded, a calendar is shared, a page is indexed, a QR code is photographed. Of Huawei Cloud Meeting,
    /// the `enter_code` in the link is the very password that people would type, and that of the host makes whoever
    /// opens the link the host.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// landing: https://go.example.com/m/{link}
    /// links:
    ///   weekly-sync:
    ///     page: join
    ///     values: { conf_id: 981924330, enter_code: "${env:WEEKLY_SYNC_CODE}", open_mic: false, open_camera: false }
    ///     inputs: { name: { fallback: Guest } }
    /// outputs:
    ///   - { target: email }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// landing: https://go.example.com/m/{link}
    /// links:
    ///   weekly-sync:
    ///     page: join
    ///     values: { conf_id: 981924330, open_mic: false, open_camera: false }
    ///     inputs: { enter_code: , name: { fallback: Guest } }
    /// outputs:
    ///   - { target: email }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave the parameter open under `inputs`, and tell the password in another way. If everyone who gets the link is
    /// meant to come in with it, and the meeting has a waiting room, allow it: suppress the finding with that reason.
    SharedSecret = {
        id: "shared-secret",
        summary: "a secret comes out where other people see it",
        level: Warning,
    }
}

impl Rule for SharedSecret {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        if let Some(exposure) = Exposure::in_text(link) {
            exposure.judge(std::slice::from_ref(link), report, judge);
        }
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        if let Some(exposure) = Exposure::in_public(config, report) {
            exposure.judge(links, report, judge);
        }
    }
}

fn judge(
    exposure: &Exposure<'_>,
    value: &LinkValue<'_>,
    link: &ResolvedLink<'_>,
    report: &Report<'_>,
) -> Option<Diagnostic> {
    if !value.is_secret() || value.is_single_use() || !exposure.tells_something(value, link) {
        return None;
    }
    let name = value.name();
    let help = if exposure.is_found {
        format!("take `{name}` out of the link, and tell it in another way")
    } else if value.is_fallback {
        format!("leave it open, without a fallback: `inputs: [{name}]`")
    } else {
        format!("leave it open, and tell it in another way: `inputs: [{name}]`")
    };
    let finding = report
        .finding(format!("the secret `{name}` {}", exposure.how), value.given.span)
        .label(format!("shown to {}", exposure.readers));
    Some(finding.help(help))
}
