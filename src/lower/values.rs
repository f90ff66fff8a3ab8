//! Which value each parameter of a form gets, references looked up.

use super::{LookUp, Written};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::given::Given;
use crate::resolved::{Binding, ResolvedForm, ResolvedLink};
use crate::schema::WireValue;

/// What is written where nothing is given.
pub(super) fn unasked(link: &ResolvedLink<'_>, binding: &Binding<'_>) -> Written {
    binding.unasked(link.write_defaults).map_or(Written::Nothing, |value| Written::Value(value.clone()))
}

/// The value of every parameter; `None` where one cannot be looked up, or is none when it is: see the diagnostics.
pub(super) fn values_of(
    link: &ResolvedLink<'_>,
    resolved: &ResolvedForm<'_>,
    look_up: &mut LookUp<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Written>> {
    let mut values = Vec::new();
    let mut is_whole = true;
    for binding in &resolved.bindings {
        let written = match &binding.given {
            _ if binding.input.is_some() => Some(Written::Open),
            Some(given) if binding.parameter.constant().is_none() => {
                look_up_value(link, binding, given, look_up, diagnostics).map(Written::Value)
            }
            _ => Some(unasked(link, binding)),
        };
        is_whole &= written.is_some();
        values.extend(written);
    }
    is_whole.then_some(values)
}

/// The wire value of `given`, its references looked up.
pub(super) fn look_up_value(
    link: &ResolvedLink<'_>,
    binding: &Binding<'_>,
    given: &Given,
    look_up: &mut LookUp<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<WireValue> {
    let value_type = &binding.parameter.parameter.value_type;
    if let Some(wire) = given.wire(value_type) {
        return Some(wire);
    }
    let mut items = Vec::new();
    for text in &given.texts {
        let resolved = text.text.resolve(|reference| {
            look_up(reference).map_err(|error| {
                let span = text.span_of_reference(reference);
                diagnostics.push(
                    Diagnostic::error("unset-reference", error.message, span)
                        .help_if(error.help)
                        .about(link.subject_of(binding.name())),
                );
            })
        });
        let resolved = resolved.ok()?;
        if resolved.is_empty() {
            if binding.parameter.is_required() {
                let message = format!("`{}` is required, and what stands here is empty", binding.name());
                diagnostics.push(
                    Diagnostic::error("missing-parameter", message, text.span).about(link.subject_of(binding.name())),
                );
                return None;
            }
            items.push(resolved);
            continue;
        }
        match value_type.check(&resolved) {
            Ok(wire) => items.push(wire.into_owned()),
            Err(invalid) => {
                let message = format!("what stands here is no value for `{}`", binding.name());
                diagnostics.push(
                    Diagnostic::error("invalid-value", message, text.span)
                        .label(invalid.message)
                        .help(format!("`{}` is {}", binding.name(), value_type.describe()))
                        .about(link.subject_of(binding.name())),
                );
                return None;
            }
        }
    }
    match (given.is_list, items.len()) {
        (false, 1) => items.pop().map(WireValue::Text),
        _ => Some(WireValue::List(items)),
    }
}
