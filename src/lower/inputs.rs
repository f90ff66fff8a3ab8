//! What a link leaves open: its inputs, and how each is on every platform.

use super::LookUp;
use super::values::look_up_value;
use crate::diagnostic::Diagnostics;
use crate::link::{Choice, Input, InputOn, InputType};
use crate::resolved::{Origin, ResolvedForm, ResolvedLink};

/// Adds the inputs of `resolved` to `inputs`; one that is there already gets this platform. Whether all fallbacks could
/// be looked up: the others are among the diagnostics.
pub(super) fn collect_inputs(
    link: &ResolvedLink<'_>,
    resolved: &ResolvedForm<'_>,
    look_up: &mut LookUp<'_>,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut is_whole = true;
    for binding in resolved.bindings.iter().filter(|binding| binding.input.is_some()) {
        let parameter = &binding.parameter.parameter;
        let at = inputs.iter().position(|input| input.name == parameter.name);
        let at = at.unwrap_or_else(|| {
            let given = binding.input.as_ref().and_then(|input| input.fallback.as_ref());
            let fallback = given.and_then(|given| look_up_value(link, binding, given, look_up, diagnostics));
            is_whole &= fallback.is_some() == given.is_some();
            inputs.push(Input {
                name: parameter.name.clone(),
                titles: parameter.titles.clone(),
                value_type: InputType::of(&parameter.value_type),
                doc: parameter.doc.clone(),
                required: false,
                secret: parameter.secret,
                personal: parameter.personal,
                single_use: parameter.single_use,
                on: Vec::new(),
                fallback,
                known: parameter.known.clone(),
                example: parameter.example.clone(),
            });
            inputs.len() - 1
        });
        let input = &mut inputs[at];
        let own = InputType::of(&parameter.value_type).choices;
        let choices = own.iter().map(|choice| choice.name.clone()).collect();
        Choice::add_all(&mut input.value_type.choices, own);
        let has_fallback = input.fallback.is_some() && !matches!(link.origin, Origin::Page);
        let required = binding.parameter.is_required() && !has_fallback;
        input.required |= required;
        input.on.push(InputOn {
            platform: resolved.form.platform.clone(),
            required,
            default: binding.unasked(link.write_defaults).cloned(),
            choices,
        });
    }
    is_whole
}
