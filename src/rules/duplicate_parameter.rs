//! The rule `duplicate-parameter`.

use super::pieces::cut_of_pair;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a parameter that a link gives twice: a name that stands twice in a query or under `values`, or a
    /// parameter that has a value and is left open under `inputs`, too.
    ///
    /// ## Why is this bad?
    ///
    /// No standard says which of them counts. In the desktop client of Huawei Cloud Meeting of 2019 the last one does,
    /// so that `name=Tom&name=Eve` joins as Eve; others take the first. Whoever may add text to the end of a link then
    /// decides what it says.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom&name=Eve
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom
    /// ```
    DuplicateParameter = {
        id: "duplicate-parameter",
        summary: "a link gives a parameter more than once",
        level: Error,
    }
}

impl Rule for DuplicateParameter {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for repeated in &link.repeated {
            let name = &repeated.name.value;
            let (message, label, help) = if repeated.is_input {
                let message = format!("`{name}` is given in `values` and left open in `inputs`");
                let help = format!(
                    "keep one of them; a value that another may replace later is a fallback: \
                     `inputs: {{ {name}: {{ fallback: … }} }}`"
                );
                (message, "left open here", help)
            } else if link.url().is_some() {
                let help = format!("keep one `{name}`: some apps take the first, some the last");
                (format!("`{name}` is given twice"), "again", help)
            } else {
                (format!("`{name}` is given twice"), "again", "keep one of them".to_owned())
            };
            let mut finding = report
                .finding(message, repeated.name.span)
                .label(label)
                .also(repeated.first, if repeated.is_input { "given here" } else { "first given here" })
                .help(help)
                .about(link.subject_of(name));
            let cut = match link.url() {
                Some(url) => cut_of_pair(url, repeated.name.span),
                None => link.layout.cut(repeated.name.span),
            };
            if let Some(cut) = cut.filter(|_| repeated.is_same) {
                finding =
                    finding.fix(Fix::safe(format!("take the second `{name}` out, it says the same")).edit(cut, ""));
            }
            report.push(finding);
        }
    }
}
