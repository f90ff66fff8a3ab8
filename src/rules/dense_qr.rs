//! The rule `dense-qr`.

use super::outlets::{Outlet, outlets};
use super::{Channel, Metadata, Report, Rule};
use crate::config::{Config, Output};
use crate::diagnostic::Severity;
use crate::lower::known_url;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link that makes a dense QR code: a note from 181 bytes on, a warning from 301 on, and an error above
    /// 2,331, the most that a code can hold at the level of correction that linkc uses (M).
    ///
    /// What counts is what the code says: the landing page's address, if there is one, unless the output says
    /// `payload: link`.
    ///
    /// ## Why is this bad?
    ///
    /// A code of 180 bytes has 53 modules on a side, one of 300 bytes has 69. On a poster, or on a screen across the
    /// room, a phone at arm's length can no longer tell them apart, and people give up. The two limits are a judgement;
    /// the third is the standard's (ISO/IEC 18004, table 7).
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   weekly-sync:
    ///     page: join
    ///     values:
    ///       conf_id: 981924330
    ///       name: 周会的时候请大家把摄像头打开并且准备好上周的数据
    ///       open_mic: false
    ///       open_camera: false
    /// outputs:
    ///   - { target: qr }
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
    ///     values:
    ///       conf_id: 981924330
    ///       name: 周会的时候请大家把摄像头打开并且准备好上周的数据
    ///       open_mic: false
    ///       open_camera: false
    /// outputs:
    ///   - { target: qr }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Give the config a short `landing` address, which the code carries instead of the link; or shorten the values.
    DenseQr = {
        id: "dense-qr",
        summary: "a link is so long that its QR code is hard to read",
        level: Warning,
    }
}

/// From here on, a code is worth a note, a warning, an error.
const LIMITS: [(usize, Severity); 3] = [(2332, Severity::Error), (301, Severity::Warning), (181, Severity::Note)];

/// The option of an output that says what the code carries, and its value for the link itself.
const LINK_ITSELF: (&str, &str) = ("payload", "link");

impl Rule for DenseQr {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        let outlets = outlets(config, report);
        let codes: Vec<&Output> = outlets
            .iter()
            .filter(|outlet| outlet.channel == Channel::Print)
            .map(|Outlet { output, .. }| *output)
            .collect();
        for link in links {
            let longest = codes.iter().copied().max_by_key(|output| payload(link, output).len());
            let Some(output) = longest else { return };
            let length = payload(link, output).len();
            let Some((_, severity)) = LIMITS.iter().find(|(limit, _)| length >= *limit) else { continue };
            let message = match severity {
                Severity::Error => {
                    format!("the QR code of `{}` would need {length} bytes, and holds at most 2331", link.name.value)
                }
                _ => format!("the QR code of `{}` has {length} bytes, and is hard to read", link.name.value),
            };
            let finding = report.finding(message, link.name.span).label(label(*severity)).help(help(link, output));
            let finding = finding.also(output.target.span, "comes out here");
            let mut finding = finding.about(format!("{}/qr", link.subject));
            // A level that somebody chose is kept.
            if Some(report.severity()) == Self::METADATA.level.severity() {
                finding.severity = *severity;
            }
            report.push(finding);
        }
    }
}

/// What the code says, as far as it is known before anything is looked up.
fn payload(link: &ResolvedLink<'_>, output: &Output) -> String {
    let landing = link.landing.as_ref().filter(|_| !is_link_itself(output));
    landing.cloned().unwrap_or_else(|| link.forms.first().map(|form| known_url(link, form)).unwrap_or_default())
}

fn is_link_itself(output: &Output) -> bool {
    let text = |node: &crate::yaml::Node| node.as_scalar().map(|scalar| scalar.text.clone());
    output
        .options
        .iter()
        .any(|(name, node)| name.value == LINK_ITSELF.0 && text(node).as_deref() == Some(LINK_ITSELF.1))
}

fn label(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "too long for any code",
        Severity::Warning => "too dense for a phone at arm's length",
        Severity::Note => "dense",
    }
}

fn help(link: &ResolvedLink<'_>, output: &Output) -> &'static str {
    if link.landing.is_none() {
        "a short address in its place: `landing: https://go.example.com/m/{link}`"
    } else if is_link_itself(output) {
        "leave out `payload: link`: the address of the landing page is shorter"
    } else {
        "a shorter `landing` address makes a coarser code"
    }
}
