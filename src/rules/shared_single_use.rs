//! The rule `shared-single-use`.

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
    /// Reports a value that works only once, such as a `nonce`, and that a link config takes from the environment or a
    /// file to write it into an output, whichever it is; and one in a link that is found in a web page, in Markdown or in
    /// a mail.
    ///
    /// Where it is typed into the config, and in the links of code and data, it is `literal-single-use`.
    ///
    /// ## Why is this bad?
    ///
    /// What is built is kept: a page, a list of links, the source code of a program. The value in it is spent with the
    /// first use, which may be nobody's (mail scanners open links, and one has been seen to send the page's form), and
    /// until then whoever reads the file can be logged in as the owner of the token that it was asked for with.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   portal:
    ///     page: login
    ///     values: { nonce: "${env:NONCE}" }
    /// outputs:
    ///   - { target: json }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   portal:
    ///     page: login
    ///     inputs: [nonce]
    /// outputs:
    ///   - { target: json }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave the parameter open under `inputs`: a program fills it in at the moment at which it opens the link. For a
    /// single link now, there is `linkc url`.
    SharedSingleUse = {
        id: "shared-single-use",
        summary: "a value that works once is written where it is kept for others",
        level: Error,
    }
}

impl Rule for SharedSingleUse {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        if let Some(exposure) = Exposure::in_text(link) {
            exposure.judge(std::slice::from_ref(link), report, |exposure, value, link, report| {
                let is_minded = exposure.tells_something(value, link);
                is_minded.then(|| judge(exposure, value, report)).flatten()
            });
        }
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        if let Some(exposure) = Exposure::in_any(config) {
            exposure.judge(links, report, |exposure, value, _, report| {
                is_looked_up(value).then(|| judge(exposure, value, report)).flatten()
            });
        }
    }
}

fn judge(exposure: &Exposure<'_>, value: &LinkValue<'_>, report: &Report<'_>) -> Option<Diagnostic> {
    if !value.is_single_use() {
        return None;
    }
    let name = value.name();
    let help = if exposure.is_found {
        format!("take the link out: a program asks for a fresh `{name}` each time, at the moment it opens the link")
    } else {
        format!("leave it open until the link is used: `inputs: [{name}]`")
    };
    let finding = report
        .finding(format!("`{name}` works only once, and {}", exposure.how), value.given.span)
        .label("spent with its first use");
    Some(finding.help(help))
}

/// Whether some of the value comes from elsewhere when links are built.
fn is_looked_up(value: &LinkValue<'_>) -> bool {
    value.given.texts.iter().any(|text| text.literal().is_none())
}
