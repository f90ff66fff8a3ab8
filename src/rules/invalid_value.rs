//! The rule `invalid-value`.

use std::sync::Arc;

use super::scope::{all_of, distinct, is_finding, on};
use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::given::{GivenText, Layer};
use crate::nearest::certain;
use crate::resolved::ResolvedLink;
use crate::schema::{Parameter, ValueType};
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that its parameter's type does not take: a word where `true` or `false` belongs, a letter in a
    /// meeting ID, a port of 84430, an address where a host belongs.
    ///
    /// A blank is left alone (`enter_code=` says that there is no password), and so is what is known only later:
    /// `${env:…}`, `${file:…}` and inputs.
    ///
    /// ## Why is this bad?
    ///
    /// Apps do not complain about such values; they make something of them. The desktop client of Huawei Cloud Meeting
    /// of 2019 turns the microphone on for everything but the very text `false`: `False`, `0`, `no` and `off` all let
    /// the meeting hear the user. It uses `enter_code` as it stands in the link, without decoding it, so that a password
    /// that needs encoding is a wrong password.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: Tom, open_mic: off, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// ```
    InvalidValue = {
        id: "invalid-value",
        summary: "a value is none that its parameter takes",
        level: Error,
    }
}

impl Rule for InvalidValue {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for value in report.values() {
            report_invalid(link, value, report);
        }
    }
}

/// What is wrong with a value on some platforms.
struct Wrong<'l> {
    message: String,
    span: Span,
    label: String,
    help: String,
    fix: Option<Fix>,
    platforms: Vec<&'l str>,
}

fn report_invalid(link: &ResolvedLink<'_>, value: &LinkValue<'_>, report: &mut Report<'_>) {
    let mut all: Vec<Wrong<'_>> = Vec::new();
    let mut right: Option<&Arc<Parameter>> = None;
    for (resolved, binding) in &value.uses {
        let parameter = &binding.parameter.parameter;
        if right.is_some_and(|right| Arc::ptr_eq(right, parameter)) {
            continue;
        }
        let found = wrong_with(value, &parameter.value_type);
        // Most platforms share their parameters.
        right = found.is_empty().then_some(parameter).or(right);
        for (message, span, label, help, fix) in found {
            let same = |wrong: &&mut Wrong<'_>| wrong.span == span && wrong.message == message && wrong.label == label;
            match all.iter_mut().find(same) {
                Some(wrong) => {
                    wrong.platforms.push(&resolved.form.platform);
                    wrong.fix = wrong.fix.take().filter(|known| Some(known) == fix.as_ref());
                }
                None => all.push(Wrong { message, span, label, help, fix, platforms: vec![&resolved.form.platform] }),
            }
        }
    }
    if link.url().is_some() {
        all = on_all_platforms(link, all);
    }
    for Wrong { message, span, label, help, fix, platforms } in all {
        let on = on(link, &distinct(platforms.into_iter()));
        let mut finding = report.finding(format!("{message}{on}"), span).label(label).help(help);
        finding.fixes.extend(fix);
        report.push(finding.about(value.subject(link)));
    }
}

/// Of what is wrong with a value of a URL, what is wrong with it wherever the link may be opened; what would be right
/// may differ, and is told for each.
fn on_all_platforms<'l>(link: &ResolvedLink<'_>, all: Vec<Wrong<'l>>) -> Vec<Wrong<'l>> {
    let mut merged: Vec<(Wrong<'l>, Vec<String>)> = Vec::new();
    for wrong in all {
        let own = format!("{} on {}", wrong.label, all_of(distinct(wrong.platforms.iter().copied()).into_iter()));
        match merged.iter_mut().find(|(known, _)| known.message == wrong.message) {
            Some((known, labels)) => {
                known.platforms.extend(wrong.platforms);
                known.fix = known.fix.take().filter(|fix| Some(fix) == wrong.fix.as_ref());
                labels.push(own);
            }
            None => merged.push((wrong, vec![own])),
        }
    }
    let merged = merged.into_iter().filter(|(wrong, _)| is_finding(link, wrong.platforms.len()));
    merged
        .map(|(wrong, labels)| {
            if labels.len() == 1 {
                return wrong;
            }
            let help = "write one that the app takes on all of them, or say which platform the link is for".to_owned();
            Wrong { label: labels.join("; "), help, ..wrong }
        })
        .collect()
}

/// Message, place, label, help and fix of something that is wrong with a value.
type Mistake = (String, Span, String, String, Option<Fix>);

/// Everything that is wrong with the value.
fn wrong_with(value: &LinkValue<'_>, value_type: &ValueType) -> Vec<Mistake> {
    if value.given.is_blank() {
        return Vec::new();
    }
    let name = value.name();
    let mut wrong: Vec<_> = value.given.texts.iter().filter_map(|text| wrong_text(value, text, value_type)).collect();
    if let ValueType::List { max_items: Some(max), .. } = value_type
        && let Some(first) = value.given.texts.get(*max)
    {
        let count = value.given.texts.len();
        let message = format!("`{name}` has {count} items and may have {max}");
        wrong.push((message, first.span, "the first one too many".to_owned(), "shorten the list".to_owned(), None));
    }
    wrong
}

fn wrong_text(value: &LinkValue<'_>, text: &GivenText, value_type: &ValueType) -> Option<Mistake> {
    let name = value.name();
    let literal = text.literal()?;
    let message = || match value.quoted(literal) {
        Some(quoted) => format!("{quoted} is no value for `{name}`"),
        None => format!("`{name}` does not take this value"),
    };
    match text.check(value_type) {
        Err((span, invalid)) => {
            let closed = closed_up(literal, value_type);
            let help = closed.as_ref().map(|closed| match value.quoted(closed) {
                Some(quoted) => format!("write it without gaps: {quoted}"),
                None => "write it without gaps".to_owned(),
            });
            let help = help.or(invalid.help).unwrap_or_else(|| format!("`{name}` is {}", value_type.describe()));
            let fix = match closed {
                Some(closed) => value.rewriting(Fix::safe("write it without gaps"), text, &closed),
                None => correction(value, text, literal, value_type),
            };
            Some((message(), span, invalid.message, help, fix))
        }
        // What linkc would put right in a config is wrong where it stands in a link already.
        Ok(Some(wire)) if value.given.layer == Layer::Url && wire != literal => {
            let help = format!("write `{name}={wire}`");
            let fix = value.rewriting(Fix::safe(help.clone()), text, &wire);
            Some((message(), text.span, format!("the app spells it `{wire}`"), help, fix))
        }
        Ok(_) => None,
    }
}

/// A number that was set in groups, as people copy it out of an invitation, as it should be.
fn closed_up(literal: &str, value_type: &ValueType) -> Option<String> {
    let closed: String = literal.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let is_number = closed.len() < literal.len() && closed.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !closed.is_empty() && value_type.check(&closed).is_ok()).then_some(closed)
}

/// Writes the one of a few texts that was meant: for sure, when only the case of letters or white space differs.
fn correction(value: &LinkValue<'_>, text: &GivenText, literal: &str, value_type: &ValueType) -> Option<Fix> {
    let (texts, other_words) = match item_type(value_type) {
        ValueType::Boolean { spelling } => (spelling.iter().map(String::as_str).collect::<Vec<_>>(), true),
        ValueType::Enum { values } => (values.iter().map(|value| value.name.as_str()).collect(), false),
        _ => return None,
    };
    let typed = literal.trim();
    let mut same = texts.iter().copied().filter(|text| text.eq_ignore_ascii_case(typed));
    if let (Some(meant), None) = (same.next(), same.next()) {
        return value.rewriting(Fix::safe(format!("write `{meant}`")), text, meant);
    }
    let word = |words: [&str; 5]| words.iter().any(|word| word.eq_ignore_ascii_case(typed));
    let meant = match texts.as_slice() {
        [truth, _] if other_words && word(["1", "yes", "y", "on", "t"]) => Some(*truth),
        [_, falsehood] if other_words && word(["0", "no", "n", "off", "f"]) => Some(*falsehood),
        _ => certain(typed, texts.iter().copied()),
    }?;
    value.rewriting(Fix::risky(format!("write `{meant}`")), text, meant)
}

/// The type of a value, or of the items of a list.
fn item_type(value_type: &ValueType) -> &ValueType {
    match value_type {
        ValueType::List { items, .. } => item_type(items),
        _ => value_type,
    }
}
