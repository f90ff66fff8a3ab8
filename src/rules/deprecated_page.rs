//! The rule `deprecated-page`.

use super::pieces::place_of_page;
use super::scope::{distinct, is_finding, on};
use super::{Metadata, Report, Rule};
use crate::resolved::{ResolvedForm, ResolvedLink};
use crate::schema::Status;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link of a page that its vendor does not document: because it is on its way out (`deprecated`), or because
    /// it is known only from code (`observed`).
    ///
    /// ## Why is this bad?
    ///
    /// Nobody promises that the next version of the app still knows it, and an app that does not know a page mostly does
    /// nothing at all. `page=ssoLogin` of Huawei Cloud Meeting is in the vendor's demo programs of 2019 and 2020 and in
    /// no document of today; `/page/link` is in a demo, while the document that describes the steps does not print the
    /// link.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// portal:
    ///   page: temp-join
    ///   values: { site_address: meeting.huaweicloud.com, confid: 981924330 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// portal:
    ///   page: join
    ///   platforms: [android, ios]
    ///   values: { conf_id: 981924330, name: Tom }
    /// ```
    ///
    /// ## See also
    ///
    /// `linkc list pages` tells the status of every page.
    DeprecatedPage = {
        id: "deprecated-page",
        summary: "a link is of a page that its vendor does not document, or no longer",
        level: Warning,
    }
}

impl Rule for DeprecatedPage {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for status in [Status::Deprecated, Status::Observed] {
            let forms = link.forms.iter().filter(|resolved| resolved.form.facts.status == status);
            let forms: Vec<&ResolvedForm<'_>> = forms.collect();
            if is_finding(link, forms.len()) {
                report_page(link, status, &forms, report);
            }
        }
    }
}

fn report_page(link: &ResolvedLink<'_>, status: Status, forms: &[&ResolvedForm<'_>], report: &mut Report<'_>) {
    let page = &link.page.name.value;
    let app = &link.schema.title;
    let on = on(link, &distinct(forms.iter().map(|resolved| resolved.form.platform.as_str())));
    let source = sources(link, forms);
    let (message, label, help) = match status {
        Status::Deprecated => (
            format!("`{page}` is deprecated{on}"),
            "deprecated",
            format!("do not write new links of this kind: the next version of the app may not know it{source}"),
        ),
        _ => (
            format!("{app} does not document `{page}`{on}: it is known only from code"),
            "not documented",
            format!("the next version of the app may not know it{source}"),
        ),
    };
    report.push(report.finding(message, place_of_page(link)).label(label).help(help).about(link.subject_of("page")));
}

/// The most places that a help line names.
const MOST_PLACES: usize = 2;

/// Where the page is known from, behind what was said before.
fn sources(link: &ResolvedLink<'_>, forms: &[&ResolvedForm<'_>]) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in forms.iter().flat_map(|resolved| &resolved.form.facts.source) {
        let (id, within) = place.value.split_once(' ').unwrap_or((&place.value, ""));
        let Some(source) = link.schema.sources.iter().find(|source| source.id == id) else { continue };
        let place = if within.is_empty() { source.title.clone() } else { format!("{}, {within}", source.title) };
        if !places.contains(&place) && places.len() < MOST_PLACES {
            places.push(place);
        }
    }
    if places.is_empty() { String::new() } else { format!("; see {}", places.join("; ")) }
}
