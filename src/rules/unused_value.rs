//! The rule `unused-value`.

use super::{Metadata, Report, Rule};
use crate::config::{Assignment, Config};
use crate::given::Layer;
use crate::resolved::{Binding, ResolvedLink};
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value for all links of a config, or a preset for all of them, that reaches none: no link's page has the
    /// parameter, or every link that has it gives a value of its own or leaves it open.
    ///
    /// ## Why is this bad?
    ///
    /// It reads as if it counted. Whoever changes it changes nothing, and the server or the microphone that it seems to
    /// set is set by somebody else.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// values: { conf_id: 981924330 }
    /// links:
    ///   start: { page: launch }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   start: { page: launch }
    /// ```
    UnusedValue = {
        id: "unused-value",
        summary: "a value or preset for all links of a config reaches none of them",
        level: Warning,
    }
}

impl Rule for UnusedValue {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        // Of a link that could not be bound nobody knows what it uses.
        if links.len() < config.links.len() || links.is_empty() {
            return;
        }
        let bindings = || links.iter().flat_map(|link| &link.forms).flat_map(|resolved| &resolved.bindings);
        for Assignment { name, node } in &config.values {
            let of_name = || bindings().filter(|binding| binding.name() == name.value);
            let is_known = schema.parameter(&name.value).is_some();
            if !is_known || of_name().any(|binding| reaches(binding, name.span, node.span)) {
                continue;
            }
            let is_there = of_name().next().is_some();
            let (label, help) = if is_there {
                ("every link says it for itself", "take it out, or take out what the links say")
            } else {
                ("no link's page has this parameter", "take it out, or add the link that it was meant for")
            };
            let finding = report.finding(format!("no link uses this `{}`", name.value), name.span).label(label);
            report.push(finding.help(help).about(format!("values/{}", name.value)));
        }
        let of_preset =
            |binding: &Binding<'_>| binding.given.as_ref().is_some_and(|given| given.layer == Layer::Preset);
        if let Some(preset) = config.preset.as_ref().filter(|preset| schema.preset(&preset.value).is_some()) {
            let own = |link: &crate::config::LinkConfig| link.preset.is_some();
            if config.links.iter().all(own) || !bindings().any(of_preset) {
                let finding = report
                    .finding(format!("no link uses the preset `{}`", preset.value), preset.span)
                    .label("it has no value that a link takes")
                    .help("take it out, or take out what the links say");
                report.push(finding.about("preset"));
            }
        }
    }
}

/// Whether the value that is named at `name` and stands at `value` is what the binding has.
fn reaches(binding: &Binding<'_>, name: crate::source::Span, value: crate::source::Span) -> bool {
    binding.is_unusable
        || binding.removed.as_deref() == Some(&value)
        || binding.given.as_ref().is_some_and(|given| given.name_span == name)
        // A constant takes no value; that one was given is an error of its own.
        || binding.parameter.constant().is_some()
}
