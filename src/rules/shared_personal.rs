//! The rule `shared-personal`.

use super::outlets::{Outlet, outlets, targets_of, tells_something, with_outputs};
use super::values::values;
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that tells who somebody is, such as the name that a meeting shows, where it comes out for other
    /// people: in a mail, a web page, Markdown, a calendar entry, a QR code.
    ///
    /// The fallback of an input is left alone: it stands for nobody in particular.
    ///
    /// ## Why is this bad?
    ///
    /// Everyone who opens the link is that person: ten guests join the meeting as Tom. And a name that is published stays
    /// with those who have it.
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
    ///     values: { conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// outputs:
    ///   - { target: launcher }
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
    ///     inputs: { name: { fallback: Guest } }
    /// outputs:
    ///   - { target: launcher }
    /// ```
    SharedPersonal = {
        id: "shared-personal",
        summary: "a value that tells who somebody is comes out where other people see it",
        level: Warning,
    }
}

impl Rule for SharedPersonal {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        let outlets = outlets(config, report);
        let Some(Outlet { channel, .. }) = outlets.first() else { return };
        let outputs = || outlets.iter().map(|outlet| outlet.output);
        for link in links {
            for value in values(link) {
                let is_personal = value.uses.iter().any(|(_, binding)| binding.parameter.parameter.personal);
                if !is_personal || value.is_secret() || value.is_fallback || !tells_something(&value, link) {
                    continue;
                }
                let name = value.name();
                let message = format!("`{name}` tells who somebody is, and comes out in {}", targets_of(outputs()));
                let finding = report
                    .finding(message, value.given.span)
                    .label(format!("shown to {}", channel.readers()))
                    .help(format!("ask whoever opens the link: `inputs: {{ {name}: {{ fallback: … }} }}`"))
                    .about(value.subject(link));
                report.push(with_outputs(finding, outputs()));
            }
        }
    }
}
