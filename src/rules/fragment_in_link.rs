//! The rule `fragment-in-link`.

use super::{Metadata, Report, Rule};
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a `#` and what follows it, in a URL of a page whose links have no such part.
    ///
    /// ## Why is this bad?
    ///
    /// It is mostly a `#` inside a value that was not escaped, and then it depends on the app what becomes of it. One
    /// that follows the standards cuts the value off there. The desktop client of Huawei Cloud Meeting of 2019 does not
    /// know of fragments: `name=Tom#x` joins as `Tom#x`, and behind the last value of a link a fragment becomes part of
    /// it, so that `true#top` is no longer `true`.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Room#7
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Room%237
    /// ```
    FragmentInLink = {
        id: "fragment-in-link",
        summary: "a URL has a `#…` that links of its page do not have",
        level: Warning,
    }
}

impl Rule for FragmentInLink {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(fragment) = link.url().and_then(|url| url.fragment) else { return };
        report.push(
            report
                .finding(format!("links of `{}` have no fragment", link.page.name.value), fragment)
                .label("some apps cut this off, some make it part of the value before it")
                .help("write a `#` inside a value as `%23`; else take the fragment out")
                .about(link.subject_of("#")),
        );
    }
}
