//! What a link leaves open: its inputs, and how each is on every platform.

use crate::link::{Choice, Input, InputOn, InputType};
use crate::resolved::{Origin, ResolvedForm, ResolvedLink};

/// Adds the inputs of `resolved` to `inputs`; one that is there already gets this platform.
pub(super) fn collect_inputs(link: &ResolvedLink<'_>, resolved: &ResolvedForm<'_>, inputs: &mut Vec<Input>) {
    for binding in resolved.bindings.iter().filter(|binding| binding.input.is_some()) {
        let parameter = &binding.parameter.parameter;
        let at = inputs.iter().position(|input| input.name == parameter.name);
        let at = at.unwrap_or_else(|| {
            let fallback = binding.input.as_ref().and_then(|input| input.fallback.as_ref());
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
                fallback: fallback.and_then(|given| given.wire(&parameter.value_type)),
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
}
