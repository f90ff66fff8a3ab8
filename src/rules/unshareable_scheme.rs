//! The rule `unshareable-scheme`.

use super::dangerous_scheme::scheme_of;
use super::outlets::outlets;
use super::scope::{all_of, distinct};
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports an output for mails, calendars or Markdown while the links are no web addresses and the link config has
    /// no `landing` address to put in their place. For links that stand in mails or Markdown already, there is
    /// `dropped-link`.
    ///
    /// ## Why is this bad?
    ///
    /// The link does not arrive. Gmail and Outlook on the web take the address out of `<a href="cloudlink:…">` and leave
    /// the text; senders such as SendGrid do so before the mail is sent; sites that show Markdown keep `http:`, `https:`
    /// and `mailto:`. The answer in nearly every report is the same: the mail carries a web address, and the page there
    /// opens the app.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   start: { page: launch }
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
    ///   start: { page: launch }
    /// outputs:
    ///   - { target: email }
    ///   - { target: launcher, dir: public/m }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Build the landing pages with the target `launcher`, put them on a web server, and write their address under
    /// `landing`.
    UnshareableScheme = {
        id: "unshareable-scheme",
        summary: "links that are no web addresses go where such links are dropped",
        level: Error,
    }
}

impl Rule for UnshareableScheme {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        // A landing address that does not do is said by `insecure-landing`.
        if config.landing.is_some() {
            return;
        }
        let of_apps: Vec<_> = links.iter().filter_map(|link| Some((link, scheme_of_app(link)?))).collect();
        let Some((_, scheme)) = of_apps.first() else { return };
        let names = distinct(of_apps.iter().map(|(link, _)| link.name.value.as_str()));
        let what = match names.as_slice() {
            [_, _, _, _, ..] => format!("{} links", names.len()),
            _ => all_of(names.into_iter()),
        };
        for outlet in outlets(config, report).into_iter().filter(|outlet| outlet.channel.drops_schemes()) {
            let target = &outlet.output.target;
            let programs = outlet.channel.programs();
            report.push(
                report
                    .finding(
                        format!("{programs} drop `{scheme}:` links, and `{}` is made for them", target.value),
                        target.span,
                    )
                    .label(format!("this is to carry {what}"))
                    .help("say where the landing pages will be: `landing: https://go.example.com/m/{link}`")
                    .about(format!("outputs/{}", target.value)),
            );
        }
    }
}

/// The scheme of a link that is no web address on some platform.
fn scheme_of_app<'l>(link: &'l ResolvedLink<'_>) -> Option<&'l str> {
    let mut schemes = link.forms.iter().filter_map(|resolved| scheme_of(resolved.form.link.as_str()));
    schemes.find(|scheme| !is_of_web(scheme))
}

/// Whether `scheme` is that of web addresses.
pub(super) fn is_of_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}
