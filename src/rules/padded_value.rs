//! The rule `padded-value`.

use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::given::GivenText;
use crate::resolved::ResolvedLink;
use crate::schema::ValueType;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that begins or ends with white space: a space (in a URL, `%20`), a no-break space, the wide space
    /// of Chinese and Japanese text (U+3000).
    ///
    /// A value that its type does not take with the space is an `invalid-value`, and the end of a line is a
    /// `control-character`.
    ///
    /// ## Why is this bad?
    ///
    /// It came along when the value was copied, and nobody sees it. It goes into the link as a part of the value: a
    /// password with a space behind it is another password, and apps do not trim what a link says.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: "Tom ", open_mic: false, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// ```
    PaddedValue = {
        id: "padded-value",
        summary: "a value begins or ends with white space",
        level: Warning,
    }
}

impl Rule for PaddedValue {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for value in report.values() {
            if matches!(value.value_type(), ValueType::Json) {
                continue;
            }
            let padded = value
                .literals()
                .filter(|(_, literal)| literal.starts_with(is_padding) || literal.ends_with(is_padding));
            for (text, literal) in padded {
                if value.value_type().check(literal).is_ok() {
                    check_text(link, value, text, literal, report);
                }
            }
        }
    }
}

fn is_padding(c: char) -> bool {
    // Line ends and tabs have a rule of their own.
    c.is_whitespace() && !c.is_control()
}

fn check_text(
    link: &ResolvedLink<'_>,
    value: &LinkValue<'_>,
    text: &GivenText,
    literal: &str,
    report: &mut Report<'_>,
) {
    let start = literal.len() - literal.trim_start_matches(is_padding).len();
    let end = literal.trim_end_matches(is_padding).len();
    let name = value.name();
    if start >= end {
        let finding = report.finding(format!("`{name}` is nothing but white space"), text.span).label("looks blank");
        report.push(finding.help("write a value, or leave the parameter out").about(value.subject(link)));
        return;
    }
    let (where_it_is, first) = match (start > 0, end < literal.len()) {
        (true, true) => ("begins and ends", 0..start),
        (true, false) => ("begins", 0..start),
        (false, true) => ("ends", end..literal.len()),
        (false, false) => return,
    };
    let span = text.span_of(first.clone());
    let what = literal[first].chars().next().map_or("white space", name_of);
    let finding = report
        .finding(format!("`{name}` {where_it_is} with {what}"), span)
        .label(if span == text.span { "in here" } else { "here" })
        .help("it goes into the link as a part of the value")
        .about(value.subject(link));
    let ranges = [0..start, end..literal.len()];
    let spans: Vec<_> = ranges.into_iter().filter(|range| !range.is_empty()).map(|range| text.span_of(range)).collect();
    // Where only the place of the whole is known, there is nothing to cut.
    report.push(if spans.contains(&text.span) {
        finding.help("take it out")
    } else {
        finding.fix(spans.into_iter().fold(Fix::safe("take out the white space"), |fix, span| fix.edit(span, "")))
    });
}

fn name_of(c: char) -> &'static str {
    match c {
        ' ' => "a space",
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{3000}' => "an ideographic space (U+3000)",
        _ => "white space",
    }
}
