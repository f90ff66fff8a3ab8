//! The rule `overlong-url`.

use super::scope::all_of;
use super::values::{LinkValue, values};
use super::{Metadata, Report, Rule};
use crate::diagnostic::Severity;
use crate::link_template::percent;
use crate::lower::{known_url, most_bytes};
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link of more than 2,048 bytes: as an error where it is opened on Windows, as a warning elsewhere.
    ///
    /// The length is that of the whole link, percent-encoded; a letter beyond ASCII takes six bytes, a Chinese character
    /// nine. An input counts with its fallback, and `${env:…}` with nothing.
    ///
    /// ## Why is this bad?
    ///
    /// Windows hands a link to its app through a call (`ShellExecuteEx`) whose buffer holds 2,083 characters, and the
    /// path of the app counts, too. Microsoft gives 2,048 as the most for the links of its own Teams (1,900 to be safe).
    /// What is longer is cut off, or nothing happens. No limit is documented for the other systems, but chats, mail
    /// programs and QR codes have theirs: a QR code of 2,000 bytes has 149 modules a side, too many for a phone at arm's
    /// length.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: microsoft-teams
    /// links:
    ///   prepare:
    ///     page: chat-new
    ///     values:
    ///       users: [joe@example.com]
    ///       message: >-
    ///         各位同事大家好，为了准备下周三上午的季度评审会议，请各部门在本周五下班之前把以下材料整理好并上传到共享文件夹：
    ///         一、本季度的工作总结，包括主要成果、遇到的问题以及解决办法；二、下季度的工作计划，列出重点项目、时间节点和负责人；
    ///         三、预算执行情况的说明，如有超支请写明原因；四、需要其他部门配合的事项，请尽量具体，方便会前沟通。会议当天请提前十分钟到场，
    ///         演示文稿统一使用公司最新的模板，每个部门的发言时间不超过十五分钟，其中五分钟用于提问。如果不能参加，请提前告诉我，并指定一位同事代替您发言。
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: microsoft-teams
    /// links:
    ///   prepare:
    ///     page: chat-new
    ///     values:
    ///       users: [joe@example.com]
    ///       message: 请在周五之前上传季度评审材料，详见邮件。
    /// ```
    OverlongUrl = {
        id: "overlong-url",
        summary: "a link is longer than 2,048 bytes, which Windows does not open",
        level: Warning,
    }
}

/// The most bytes that Microsoft documents for a link on Windows.
const LIMIT: usize = 2048;

/// The platform with the limit.
const WINDOWS: &str = "windows";

impl Rule for OverlongUrl {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let mut overlong: Vec<(&str, usize)> = Vec::new();
        for resolved in &link.forms {
            if link.url().is_none() && most_bytes(link, resolved) <= LIMIT {
                debug_assert!(known_url(link, resolved).len() <= most_bytes(link, resolved));
                continue;
            }
            let length = link.url().map_or_else(|| known_url(link, resolved).len(), |url| url.text.len());
            let platform = resolved.form.platform.as_str();
            if length > LIMIT && !overlong.iter().any(|(known, _)| *known == platform) {
                overlong.push((platform, length));
            }
        }
        let Some(length) = overlong.iter().map(|(_, length)| *length).max() else { return };
        let on_windows = overlong.iter().any(|(platform, _)| *platform == WINDOWS);
        let all = link.platforms().len();
        let on = if overlong.len() == all || link.url().is_some() {
            String::new()
        } else {
            format!(" on {}", all_of(overlong.iter().map(|(platform, _)| *platform)))
        };
        let message = if on_windows {
            format!("the link has {} bytes{on}, and Windows opens at most {}", thousands(length), thousands(LIMIT))
        } else {
            format!(
                "the link has {} bytes{on}, more than the {} that open everywhere",
                thousands(length),
                thousands(LIMIT)
            )
        };
        let (span, label) = match link.url() {
            Some(url) => (url.span_of(boundary(&url.text, LIMIT)..url.text.len()), "cut off from here"),
            None => (link.name.span, ""),
        };
        let mut finding = report.finding(message, span).label(label).help(help(link)).about(link.subject_of("length"));
        // A level that somebody chose is kept.
        if on_windows && Some(report.severity()) == Self::METADATA.level.severity() {
            finding.severity = Severity::Error;
        }
        report.push(finding);
    }
}

fn help(link: &ResolvedLink<'_>) -> String {
    let longest = values(link).into_iter().map(|value| (encoded_length(link, &value), value.name())).max();
    match longest {
        Some((length, name)) => format!("`{name}` takes {} of them: shorten it", thousands(length)),
        None => "shorten it".to_owned(),
    }
}

/// How many bytes of the link the value takes.
fn encoded_length(link: &ResolvedLink<'_>, value: &LinkValue<'_>) -> usize {
    if link.url().is_some() {
        return value.given.span.end - value.given.span.start;
    }
    let mut encoded = String::new();
    for (_, literal) in value.literals() {
        percent::encode(literal, &mut encoded);
    }
    encoded.len()
}

/// The first place at or behind the byte `at` where `text` can be cut.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// "2,048".
fn thousands(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", thousands(number / 1000), number % 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(2048), "2,048");
        assert_eq!(thousands(1_000_001), "1,000,001");
    }
}
