//! The rule `insecure-landing`.

use super::dangerous_scheme::{has_broken_scheme, scheme_of};
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::diagnostic::Fix;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;
use crate::schema::value_type::is_dangerous_scheme;
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a `landing` address that does not begin with `https:`.
    ///
    /// `http:` is left alone on this machine (`localhost`, `127.0.0.1`, `[::1]`), where pages are tried out.
    ///
    /// ## Why is this bad?
    ///
    /// The landing page is what goes into mails, calendars and Markdown in the place of a link that they would drop, so
    /// it has to be a web address itself. Over `http:`, everybody on the way can read what the link says, the password
    /// of a meeting included, and can put another link in its place; browsers warn of such pages or do not open them.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// landing: http://go.example.com/m/{link}
    /// links:
    ///   start: { page: launch }
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
    /// ```
    InsecureLanding = {
        id: "insecure-landing",
        summary: "the address of the landing pages is not an `https:` one",
        level: Error,
    }
}

impl Rule for InsecureLanding {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, _schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        let Some(landing) = &config.landing else { return };
        let address = landing.value.as_str();
        let scheme = scheme_of(address).map(str::to_ascii_lowercase);
        let finding = match scheme.as_deref() {
            Some("https") => return,
            Some("http") if is_local(address) => return,
            Some("http") => {
                let finding = report
                    .finding("the landing pages are at an `http:` address", landing.span)
                    .label("anyone on the way can read and change it")
                    .help("serve the pages over `https:`");
                // The text stands there byte for byte, in quotes or without.
                let quote = match (landing.span.end - landing.span.start).checked_sub(address.len()) {
                    Some(0) => 0,
                    Some(2) => 1,
                    _ => return report.push(finding.about("landing")),
                };
                let start = landing.span.start + quote;
                let scheme = Span { start, end: start + "http".len(), ..landing.span };
                finding.fix(Fix::risky("write `https`").edit(scheme, "https"))
            }
            // This is said by `dangerous-scheme`.
            Some(scheme) if is_dangerous_scheme(scheme) => return,
            Some(scheme) if !looks_like_host(scheme) => report
                .finding(format!("the landing pages are at `{scheme}:`, which is no address of the web"), landing.span)
                .label("mail and calendars drop it")
                .help("a landing page is what a browser opens: `https://go.example.com/m/{link}`"),
            None if has_broken_scheme(address) => return,
            _ => report
                .finding("the landing address has no scheme", landing.span)
                .label("expected `https://…`")
                .help("write the whole address: `https://go.example.com/m/{link}`"),
        };
        report.push(finding.about("landing"));
    }
}

/// `example.com:443/a` has the shape of a scheme and a path.
fn looks_like_host(scheme: &str) -> bool {
    scheme.contains('.') || scheme == "localhost"
}

fn is_local(address: &str) -> bool {
    let rest = address.get("http://".len()..).unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| {
        rest.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':', '?', '#', '{']))
    })
}
