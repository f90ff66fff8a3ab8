//! The rule `unlisted-host`.

use super::scope::all_of;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::nearest::nearest;
use crate::resolved::ResolvedLink;
use crate::schema::ValueType;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a host that is not among those that the app's documents list.
    ///
    /// ## Why is this bad?
    ///
    /// The link decides where the app connects to, and with what the user types there. The desktop client of Huawei Cloud
    /// Meeting of 2019 switches the check of the server's certificate off when it joins by link. A misspelled host, or
    /// one that somebody else chose, gets the password of the meeting; one with a capital letter is another host to
    /// code that compares letter by letter.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [android]
    ///   values: { server_url: meeting.huawei-cloud.com, conf_id: 981924330, name: Tom }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [android]
    ///   values: { server_url: meeting.huaweicloud.com, conf_id: 981924330, name: Tom }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the host. If the server is your own, switch the rule off in the settings of your project.
    UnlistedHost = {
        id: "unlisted-host",
        summary: "a host is none of those that the app's documents list",
        level: Warning,
    }
}

impl Rule for UnlistedHost {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for value in report.values() {
            let parameter = &value.uses[0].1.parameter.parameter;
            if !matches!(parameter.value_type, ValueType::Host) || parameter.known.is_empty() {
                continue;
            }
            for (text, literal) in value.literals() {
                let known = || parameter.known.iter().map(String::as_str);
                if known().any(|host| host == literal) || parameter.value_type.check(literal).is_err() {
                    continue;
                }
                let same = known().find(|host| host.eq_ignore_ascii_case(literal));
                let help = match (same, nearest(literal, known())) {
                    (Some(host), _) => format!("write it in lower case: `{host}`"),
                    (None, Some(host)) => format!("did you mean `{host}`?"),
                    (None, None) => format!("{} lists {}", link.schema.title, all_of(known())),
                };
                let message = match value.quoted(literal) {
                    Some(quoted) => format!("{quoted} is not among the hosts that {} lists", link.schema.title),
                    None => {
                        format!("the host in `{}` is not among those that {} lists", value.name(), link.schema.title)
                    }
                };
                let mut finding = report.finding(message, text.span).label("unlisted host").help(help);
                if let Some(host) = same {
                    let fix = Fix::safe(format!("write `{host}`"));
                    finding.fixes.extend(value.rewriting(fix, text, host));
                }
                report.push(finding.about(value.subject(link)));
            }
        }
    }
}
