//! The rule `shared-personal`.

use super::outlets::Exposure;
use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that tells who somebody is, such as the name that a meeting shows, where it comes out for other
    /// people: in a mail, a web page, Markdown, a calendar entry, a QR code.
    ///
    /// The links that are found in web pages, in Markdown and in mails count as well; not those in code, in data and in
    /// the code blocks of Markdown.
    ///
    /// The fallback of an input is left alone: it stands for nobody in particular. So are, in a link that was found, the
    /// names that samples use for anybody (`Guest`, `Tom`, `Alice`, `John Doe`, `张三`, `User 1`), and addresses: these say
    /// whom a chat or a call is for, not who opens the link.
    ///
    /// ## Why is this bad?
    ///
    /// Everyone who opens the link is that person: ten guests join the meeting as Tom. And a name that is published stays
    /// with those who have it.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// [Join](cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Maria%20Keller)
    /// ```
    ///
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
    /// ```markdown
    /// [Join](cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Guest)
    /// ```
    ///
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

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        if let Some(exposure) = Exposure::in_text(link) {
            exposure.judge(std::slice::from_ref(link), report, judge);
        }
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        if let Some(exposure) = Exposure::in_public(config, report) {
            exposure.judge(links, report, judge);
        }
    }
}

fn judge(
    exposure: &Exposure<'_>,
    value: &LinkValue<'_>,
    link: &ResolvedLink<'_>,
    report: &Report<'_>,
) -> Option<Diagnostic> {
    let is_personal = value.uses.iter().any(|(_, binding)| binding.parameter.parameter.personal);
    let is_anybody = || exposure.is_found && value.literals().all(|(_, literal)| is_anybody(literal));
    if !is_personal || value.is_secret() || value.is_fallback || !exposure.tells_something(value, link) || is_anybody()
    {
        return None;
    }
    let name = value.name();
    let help = if exposure.is_found {
        "write what fits everybody, such as `Guest`, or lead to a page that asks for it".to_owned()
    } else {
        format!("ask whoever opens the link: `inputs: {{ {name}: {{ fallback: … }} }}`")
    };
    let finding = report
        .finding(format!("`{name}` tells who somebody is, and {}", exposure.how), value.given.span)
        .label(format!("shown to {}", exposure.readers));
    Some(finding.help(help))
}

/// What samples call somebody, in lower case and without a number.
const ANYBODY: [&str; 29] = [
    "alice",
    "anonymous",
    "attendee",
    "bob",
    "demo",
    "example",
    "guest",
    "jane doe",
    "jerry",
    "john doe",
    "me",
    "member",
    "name",
    "participant",
    "sample",
    "somebody",
    "someone",
    "test",
    "tom",
    "user",
    "visitor",
    "来宾",
    "访客",
    "用户",
    "姓名",
    "小明",
    "张三",
    "李四",
    "王五",
];

/// Whether `name` stands for nobody in particular: `Guest`, `User 1`, `Tom & Jerry`, `X`; or is an address.
fn is_anybody(name: &str) -> bool {
    if name.contains('@') {
        return true;
    }
    let folded = name.to_lowercase();
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_known = |word: &str| {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        stem.chars().nth(1).is_none() || ANYBODY.contains(&stem)
    };
    ANYBODY.contains(&folded.trim()) || words.all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_sample_is_nobodys() {
        for name in [
            "Guest",
            "Tom",
            "User 1",
            "user2",
            "test_user",
            "John Doe",
            "张三",
            "TEST",
            "1",
            "Guest User",
            "Tom & Jerry",
            "张 & п",
            "maria@example.com",
        ] {
            assert!(is_anybody(name), "{name}");
        }
        for name in ["Maria Keller", "Tom Sawyer", "Doe", "张三丰", "Ada", "Tomás"] {
            assert!(!is_anybody(name), "{name}");
        }
    }
}
