//! The rule `dangerous-scheme`.

use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::link_template::LinkTemplate;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;
use crate::schema::value_type::is_dangerous_scheme;
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports an address that linkc would write into pages and mails and whose scheme browsers refuse to open
    /// (`file`, `shell`, `ms-help`, one letter), or run as a program (`javascript`, `vbscript`, `data`): the `landing`
    /// of a link config; a link template, a browser's address or a download of a schema. A scheme that cannot be one
    /// is reported as well.
    ///
    /// A value of the type `url` with such a scheme is an `invalid-value`.
    ///
    /// ## Why is this bad?
    ///
    /// A `javascript:` address in a page is the page's own code. The others lead nowhere: Chromium never hands them to
    /// another program (`external_protocol_handler.cc`), and takes a scheme of one letter for a drive of Windows.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// landing: javascript:open('{link}')
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
    DangerousScheme = {
        id: "dangerous-scheme",
        summary: "an address has a scheme that browsers refuse, or run as a program",
        level: Error,
    }
}

impl Rule for DangerousScheme {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, _schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        if let Some(landing) = &config.landing {
            check(landing.value.as_str(), landing.span, "the landing address", "landing", report);
        }
    }

    fn check_schema(&self, schema: &Schema, report: &mut Report<'_>) {
        for page in &schema.pages {
            let subject = format!("pages/{}", page.name.value);
            for form in &page.forms {
                check(form.link.as_str(), form.span, "the link", &subject, report);
                let browser = form.browser.as_deref().map(LinkTemplate::as_str);
                if let Some(browser) = browser {
                    check(browser, form.span, "the address for browsers", &subject, report);
                }
            }
        }
    }
}

/// The scheme of an address, when it has one of letters that a scheme may have.
pub(super) fn scheme_of(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_part)).then_some(scheme)
}

/// Whether the address begins with a text and a colon of which the text cannot be a scheme. `{scheme}:…` has no scheme
/// yet, and `//host:80` none at all.
pub(super) fn has_broken_scheme(address: &str) -> bool {
    let typed = address.split_once(':').map_or("", |(typed, _)| typed);
    scheme_of(address).is_none() && !typed.is_empty() && !typed.contains(['{', '/', '?', '#'])
}

fn check(address: &str, span: Span, what: &str, subject: &str, report: &mut Report<'_>) {
    let finding = match scheme_of(address) {
        Some(scheme) if is_dangerous_scheme(scheme) => {
            let label = match scheme.to_ascii_lowercase().as_str() {
                "javascript" | "vbscript" | "data" => "browsers run this as a program, or refuse it",
                _ if scheme.len() == 1 => "Windows takes this for a drive",
                _ => "browsers refuse to open this",
            };
            let message = format!("{what} has the scheme `{scheme}`, which is not safe to open");
            report.finding(message, span).label(label).help("use a web address: `https://…`")
        }
        None if has_broken_scheme(address) => report
            .finding(format!("{what} begins with what cannot be a scheme"), span)
            .label("a scheme is a letter, then letters, digits, `+`, `-` and `.`")
            .help("write the address with its scheme: `https://…`"),
        _ => return,
    };
    report.push(finding.about(subject.to_owned()));
}
