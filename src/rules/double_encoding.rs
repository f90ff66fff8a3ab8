//! The rule `double-encoding`.

use std::ops::Range;

use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::link_template::percent::{self, FaultKind};
use crate::resolved::ResolvedLink;
use crate::schema::ValueType;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that is percent-encoded once too often: `%E5%BC%A0` in a link config, where plain text belongs, and
    /// `%25E5%25BC%25A0` in a URL.
    ///
    /// Values that are themselves URLs or JSON are left alone: what is encoded inside of them is encoded again with the
    /// whole, and that is right.
    ///
    /// ## Why is this bad?
    ///
    /// The app decodes once, and shows the rest: a person called 张 joins as `%E5%BC%A0`. That is what Huawei's reference
    /// means by "no second encoding". The vendor's samples for iOS and macOS make this mistake, in that they encode the
    /// whole link behind its values; iOS 17 makes it by itself where a link has both encoded and raw characters.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: "%E5%BC%A0%E4%B8%89", open_mic: false, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: 张三, open_mic: false, open_camera: false }
    /// ```
    DoubleEncoding = {
        id: "double-encoding",
        summary: "a value is percent-encoded once too often",
        level: Warning,
    }
}

impl Rule for DoubleEncoding {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for value in report.values() {
            if matches!(value.value_type(), ValueType::Url { .. } | ValueType::Json) {
                continue;
            }
            let found = value.literals().find_map(|(text, literal)| {
                let range = encoded_run(literal)?;
                let decoded = percent::decode(literal);
                let is_whole = decoded.faults().iter().all(|fault| fault.kind != FaultKind::InvalidUtf8);
                let decoded = decoded.into_text();
                let fix = Fix::risky("decode it once");
                let fix = is_whole.then(|| value.rewriting(fix, text, &decoded)).flatten();
                Some((text.span_of(range), decoded, fix))
            });
            let Some((span, decoded, fix)) = found else { continue };
            let help = help(link, value, &decoded);
            let message = if link.url().is_some() {
                format!("`{}` is percent-encoded twice", value.name())
            } else {
                format!("`{}` is percent-encoded already, and linkc encodes every value", value.name())
            };
            let mut finding = report
                .finding(message, span)
                .label("an app would show this as it stands")
                .help(help)
                .about(value.subject(link));
            finding.fixes.extend(fix);
            report.push(finding);
        }
    }
}

fn help(link: &ResolvedLink<'_>, value: &LinkValue<'_>, decoded: &str) -> String {
    match (value.quoted(decoded), link.url().is_some()) {
        (Some(quoted), false) => format!("write the text itself: {quoted}"),
        (Some(quoted), true) => {
            format!("encode {quoted} once: `{}`", percent::encoded(decoded))
        }
        (None, false) => "write the text itself".to_owned(),
        (None, true) => "encode the text once: take the `25` out behind each `%`".to_owned(),
    }
}

/// The first run of percent-encoded triplets that is UTF-8.
fn encoded_run(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = text.find('%')?;
    while at < bytes.len() {
        let start = at;
        while percent::is_triplet(bytes, at) {
            at += 3;
        }
        if at > start && percent::decode(&text[start..at]).faults().is_empty() {
            return Some(start..at);
        }
        at = at.max(start + 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_runs_that_are_utf_8_are_found() {
        for (text, found) in [
            ("%E5%BC%A0", Some(0..9)),
            ("a%20b", Some(1..4)),
            ("张%41", Some(3..6)),
            ("100%", None),
            ("5%ab", None),
            ("%E5%BC", None),
            ("%%20", Some(1..4)),
            ("", None),
        ] {
            assert_eq!(encoded_run(text), found, "{text}");
        }
    }
}
