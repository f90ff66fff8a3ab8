//! The rule `divergent-default`.

use super::pieces::end_of_query;
use super::scope::{all_of, distinct, is_typed_now};
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::nearest::one_of;
use crate::resolved::{Binding, ResolvedLink};
use crate::schema::{Parameter, ValueType};
use crate::yaml::{Style, edit};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a parameter that a link leaves to the app, where the app assumes one thing on one of the link's platforms
    /// and another thing on another.
    ///
    /// A parameter that is set to null is left alone: somebody has decided that each platform may do as it likes. A URL
    /// whose platform is known (`windows`, a tab, the URL) is left alone, too.
    ///
    /// ## Why is this bad?
    ///
    /// The same link does different things. According to Huawei's reference, who joins a meeting by link on Windows or
    /// HarmonyOS is heard and seen at once, while on Android, iOS and macOS microphone and camera stay off; and on
    /// Windows again they stay off when the link logs the user in first. Nobody expects that who tried the link on a
    /// phone.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: Tom }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// ```
    DivergentDefault = {
        id: "divergent-default",
        summary: "a parameter is left out, and the link's platforms assume different values for it",
        level: Warning,
    }
}

impl Rule for DivergentDefault {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let bindings = link.forms.iter().flat_map(|resolved| &resolved.bindings);
        let bindings = bindings.filter(|binding| assumes(binding));
        for name in distinct(bindings.map(Binding::name)) {
            let assumed = assumed(link, name);
            if assumed.len() > 1 {
                report_divergent(link, name, &assumed, report);
            }
        }
    }
}

/// Whether the app is left to assume its default.
fn assumes(binding: &Binding<'_>) -> bool {
    !binding.is_given() && binding.removed.is_none() && binding.parameter.default().is_some()
}

/// The values that the app assumes for `name`, each with the platforms on which it does.
fn assumed<'l>(link: &'l ResolvedLink<'_>, name: &str) -> Vec<(String, Vec<&'l str>)> {
    let mut assumed: Vec<(String, Vec<&str>)> = Vec::new();
    for resolved in &link.forms {
        let Some(binding) = resolved.binding(name).filter(|binding| assumes(binding)) else { continue };
        let Some(default) = binding.parameter.default() else { continue };
        let (default, platform) = (default.display(), resolved.form.platform.as_str());
        match assumed.iter_mut().find(|(value, _)| *value == default) {
            Some((_, platforms)) if platforms.contains(&platform) => {}
            Some((_, platforms)) => platforms.push(platform),
            None => assumed.push((default, vec![platform])),
        }
    }
    assumed
}

fn report_divergent(link: &ResolvedLink<'_>, name: &str, assumed: &[(String, Vec<&str>)], report: &mut Report<'_>) {
    let Some(parameter) = link.forms.iter().find_map(|resolved| resolved.form.parameter(name)) else { return };
    let each = assumed.iter().map(|(value, platforms)| format!("`{value}` on {}", all_of(platforms.iter().copied())));
    let each = each.collect::<Vec<_>>().join(", ");
    let message = format!("`{name}` is left out, and the platforms assume different values");
    let (span, help) = match link.url() {
        Some(url) => {
            let (end, sign) = end_of_query(url);
            (end, format!("say it: {}", choices(&parameter.parameter, &format!("{sign}{name}="))))
        }
        None if is_typed_now(link) => {
            (link.name.span, format!("say it: {}", choices(&parameter.parameter, &format!("--set {name}="))))
        }
        None => {
            (link.name.span, format!("say it under `values`: {}", choices(&parameter.parameter, &format!("{name}: "))))
        }
    };
    let mut finding = report.finding(message, span).label(each).help(help).about(link.subject_of(name));
    finding.fixes.extend(writing_down(link, name, &parameter.parameter, assumed));
    report.push(finding);
}

/// Writes a boolean down as most of the platforms assume it; where as many assume the other, as false, which is what
/// nobody is surprised by. No one value is what all platforms do today, so somebody has to look.
fn writing_down(
    link: &ResolvedLink<'_>,
    name: &str,
    parameter: &Parameter,
    assumed: &[(String, Vec<&str>)],
) -> Option<Fix> {
    let ValueType::Boolean { spelling } = &parameter.value_type else { return None };
    let platforms = |text: &String| assumed.iter().find(|(value, _)| value == text).map_or(0, |(_, list)| list.len());
    let [truth, falsehood] = spelling;
    let value = if platforms(truth) > platforms(falsehood) { truth } else { falsehood };
    if let Some(url) = link.url() {
        // What stands behind a `#` was most likely meant to be part of the query.
        let (end, sign) = Some(end_of_query(url)).filter(|_| url.fragment.is_none())?;
        return Some(Fix::risky(format!("write `{name}={value}`")).edit(end, format!("{sign}{name}={value}")));
    }
    let slot = link.layout.slot?;
    let (key, written) = (edit::scalar(name, Style::Plain), edit::scalar(value, Style::Plain));
    Some(Fix::risky(format!("write `{name}: {value}`")).edit(slot.span(), slot.written(&key, &written)))
}

/// What can be written, behind `before`.
fn choices(parameter: &Parameter, before: &str) -> String {
    let each = |names: Vec<&str>| {
        let written: Vec<String> = names.iter().map(|name| format!("{before}{name}")).collect();
        one_of(written.iter().map(String::as_str))
    };
    match &parameter.value_type {
        ValueType::Boolean { spelling } => each(spelling.iter().map(String::as_str).collect()),
        ValueType::Enum { values } => each(values.iter().map(|value| value.name.as_str()).collect()),
        _ => format!("`{before}…`"),
    }
}
