//! The rule `dropped-link`.

use super::dangerous_scheme::scheme_of;
use super::outlets::channel_of;
use super::unshareable_scheme::is_of_web;
use super::{Channel, Metadata, Report, Rule};
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link that is no web address where it is found in a mail, in Markdown or in HTML; not in the code blocks
    /// of Markdown.
    ///
    /// It is off as long as the settings do not turn it on. Most mails and Markdown files in a repository are samples,
    /// documentation and tests, and a link in them may be just right: the documents of the apps themselves are full of
    /// them. And HTML may be a web page, where such a link works, or the template of a mail. Turn it on for what is sent
    /// and published from there. What linkc builds itself is the business of `unshareable-scheme`, which is always on.
    ///
    /// ```text
    /// linkc: 1
    /// kind: settings
    /// overrides:
    ///   - { files: ["mail/**", "README.md"], rules: { dropped-link: error } }
    /// ```
    ///
    /// ## Why is this bad?
    ///
    /// The link does not arrive. Gmail and Outlook on the web take the address out of `<a href="cloudlink:…">` and leave
    /// the text; senders such as SendGrid do so before the mail is sent; GitHub and other sites that show Markdown keep
    /// `http:`, `https:` and `mailto:`.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// [Open the app](cloudlink://welinksoftclient/h5page?page=launch)
    /// ```
    ///
    /// Use instead:
    ///
    /// ```markdown
    /// [Open the app](https://go.example.com/m/start)
    /// ```
    ///
    /// ## How to fix
    ///
    /// Lead to a web page that opens the app. A link config with a `landing` address has one for each of its links.
    DroppedLink = {
        id: "dropped-link",
        summary: "a link in a mail, Markdown or HTML is no web address, and is dropped on the way",
        level: Off,
    }
}

impl Rule for DroppedLink {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        let Some(scheme) = scheme_of(&url.text).filter(|scheme| !is_of_web(scheme)) else { return };
        let programs = match channel_of(url) {
            // Who turns the rule on for HTML says that it is mailed.
            Some(Channel::Page) => Channel::Mail.programs(),
            Some(channel) if channel.drops_schemes() => channel.programs(),
            _ => return,
        };
        report.push(
            report
                .finding(format!("{programs} drop `{scheme}:` links"), url.span_of(0..scheme.len()))
                .label("leads nowhere there")
                .help("lead to a web page that opens the app")
                .about(link.subject_of("scheme")),
        );
    }
}
