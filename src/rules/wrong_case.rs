//! The rule `wrong-case`.

use super::{Metadata, Report, Rule};
use crate::diagnostic::{Fix, Severity};
use crate::resolved::{Cased, ResolvedLink};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a part of a URL that differs from the link of a page in nothing but its case: the scheme, the host or
    /// path (`cloudlink://WelinkSoftClient/…`), the name of a parameter (`Conf_ID=`).
    ///
    /// The link is read as it was meant, so that whatever else is wrong with it is said as well. The host of a web
    /// address, and a scheme, count as a warning only: browsers make them lower case. The value that selects a page
    /// (`page=Launch`) is no question of case: there is no such page (`unknown-page`).
    ///
    /// ## Why is this bad?
    ///
    /// Apps compare letter by letter. The desktop client of Huawei Cloud Meeting of 2019 looks `conf_id` up in a table,
    /// and `Conf_ID` is not in it; Android compares the scheme and host of a link with those of the app exactly. The
    /// link does nothing, or what it says does not arrive.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://WelinkSoftClient/h5page?page=joinConfByLink&Conf_ID=981924330&name=Tom
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom
    /// ```
    WrongCase = {
        id: "wrong-case",
        summary: "a part of a link differs from what the app knows in its case",
        level: Error,
    }
}

impl Rule for WrongCase {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        for wrong in &url.wrong_case {
            let typed = url.text.get(wrong.range.clone()).unwrap_or_default();
            let right = &wrong.right;
            let (what, subject) = match wrong.part {
                Cased::Scheme => ("the scheme ", "scheme"),
                Cased::WebHost => ("the host ", "host"),
                Cased::Head => ("", "?"),
                Cased::Name => ("the parameter ", right.as_str()),
            };
            let mut finding = report
                .finding(format!("{what}`{typed}` is written `{right}`"), url.span_of(wrong.range.clone()))
                .label("upper and lower case differ")
                .about(link.subject_of(subject))
                .fix(Fix::safe(format!("write `{right}`")).edit(url.span_of(wrong.range.clone()), right.clone()));
            if matches!(wrong.part, Cased::Scheme | Cased::WebHost) {
                finding.severity = finding.severity.max(Severity::Warning);
            }
            report.push(finding);
        }
    }
}
