//! The values of one link, bound to the parameters of its forms: the strongest layer wins.

use std::sync::Arc;

use crate::config::{Assignment, InputConfig, LinkConfig};
use crate::diagnostic::Diagnostics;
use crate::fields::looks_secret;
use crate::given::{Given, Layer};
use crate::resolved::{Binding, GivenIn, InputBinding, Repeated, ResolvedForm, UnknownParameter};
use crate::schema::{Form, Page, Parameter, ValueType};
use crate::source::Span;

/// Binds the values of one link to the parameters of its forms.
pub(super) struct Binder<'a, 's> {
    pub(super) subject: &'a str,
    pub(super) page: &'s Page,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) unknown: Vec<UnknownParameter>,
    pub(super) repeated: Vec<Repeated>,
}

/// What the strongest layer says of a parameter.
#[derive(Clone)]
enum Said {
    Given(Arc<Given>),
    LeaveOut(Span),
    Unusable,
    Nothing,
}

impl<'s> Binder<'_, 's> {
    pub(super) fn bind(
        &mut self,
        link: &LinkConfig,
        layers: &[(Layer, &[Assignment])],
        forms: &[&'s Form],
    ) -> Vec<ResolvedForm<'s>> {
        self.find_unknown(&link.values, forms, GivenIn::Values);
        self.find_unknown(&link.set, forms, GivenIn::Values);
        for (platform, values) in &link.on {
            let own: Vec<&Form> = forms.iter().copied().filter(|form| form.platform == platform.value).collect();
            // A platform that the link is not for has been reported as a whole.
            if !own.is_empty() {
                self.find_unknown(values, &own, GivenIn::Values);
            }
            self.find_repeated(values, Layer::Platform);
        }
        self.find_repeated(&link.values, Layer::Link);
        self.find_repeated(&link.set, Layer::CommandLine);
        self.find_inputs(link, forms);
        // A value for all platforms is typed once, and shared.
        let mut shared: Vec<(Span, Said)> = Vec::new();
        let mut inputs: Vec<Arc<InputBinding>> = Vec::new();
        let mut resolved: Vec<ResolvedForm<'s>> = Vec::with_capacity(forms.len());
        let mut all = layers.to_vec();
        all.push((Layer::Platform, &[]));
        all.push((Layer::CommandLine, link.set.as_slice()));
        let own = |form: &Form| link.on.iter().find(|(platform, _)| platform.value == form.platform);
        for form in forms {
            let on = own(form);
            all[layers.len()].1 = on.map_or(&[][..], |(_, values)| values.as_slice());
            // Most platforms of a page share their link, and what is bound to it.
            let is_alike = |known: &&ResolvedForm<'_>| {
                Arc::ptr_eq(&known.form.link, &form.link) && own(known.form).is_none() && on.is_none()
            };
            let alike = resolved.iter().find(is_alike).map(|known| known.bindings.as_slice());
            let mut bindings = Vec::with_capacity(form.parameters.len());
            for (index, parameter) in form.parameters.iter().enumerate() {
                let same = alike.and_then(|bindings| bindings.get(index));
                let is_constant = parameter.constant().is_some();
                if let Some(same) = same.filter(|same| same.parameter.constant().is_some() == is_constant) {
                    bindings.push(Binding { parameter, ..same.clone() });
                    continue;
                }
                let mut binding = Binding { parameter, given: None, removed: None, input: None, is_unusable: false };
                match self.strongest(&all, &parameter.parameter, &mut shared) {
                    Said::Given(given) => binding.given = Some(given),
                    Said::LeaveOut(span) => binding.removed = Some(Box::new(span)),
                    Said::Unusable => binding.is_unusable = true,
                    Said::Nothing => {}
                }
                let input = link.inputs.iter().find(|input| input.name.value == parameter.name());
                if let Some(input) = input.filter(|_| !is_constant) {
                    let bound = inputs.iter().find(|bound| bound.span == input.name.span).cloned();
                    let bound = bound.unwrap_or_else(|| {
                        inputs.push(Arc::new(self.input(input, &parameter.parameter)));
                        Arc::clone(&inputs[inputs.len() - 1])
                    });
                    binding.input = Some(bound);
                    binding.given = None;
                }
                bindings.push(binding);
            }
            resolved.push(ResolvedForm { form, bindings });
        }
        resolved
    }

    fn strongest(
        &mut self,
        layers: &[(Layer, &[Assignment])],
        parameter: &Parameter,
        shared: &mut Vec<(Span, Said)>,
    ) -> Said {
        for (layer, values) in layers.iter().rev() {
            let mut named = values.iter().filter(|assignment| assignment.name.value == parameter.name);
            let Some(assignment) = named.next() else { continue };
            if let Some((_, said)) = shared.iter().find(|(span, _)| *span == assignment.name.span) {
                return said.clone();
            }
            let mut said = self.say(assignment, parameter, *layer);
            // `--set users=a --set users=b` are the items of one list.
            if *layer == Layer::CommandLine && matches!(parameter.value_type, ValueType::List { .. }) {
                for more in named {
                    if let (Said::Given(all), Said::Given(item)) = (&said, self.say(more, parameter, *layer)) {
                        let mut all = Given::clone(all);
                        all.texts.extend(item.texts.iter().cloned());
                        said = Said::Given(Arc::new(all));
                    }
                }
            }
            shared.push((assignment.name.span, said.clone()));
            return said;
        }
        Said::Nothing
    }

    fn say(&mut self, assignment: &Assignment, parameter: &Parameter, layer: Layer) -> Said {
        let of_link = self.subject;
        let subject = || format!("{of_link}/values/{}", parameter.name);
        let span = assignment.name.span;
        let given = Given::from_node(&assignment.node, &parameter.value_type, span, layer, &subject, self.diagnostics);
        match given {
            Ok(Some(given)) => {
                if parameter.secret {
                    given.mask(self.diagnostics);
                }
                Said::Given(Arc::new(given))
            }
            Ok(None) => Said::LeaveOut(assignment.node.span),
            Err(_) => {
                if parameter.secret {
                    self.diagnostics.mask(assignment.node.span);
                }
                Said::Unusable
            }
        }
    }

    fn input(&mut self, input: &InputConfig, parameter: &Parameter) -> InputBinding {
        let of_link = self.subject;
        let subject = || format!("{of_link}/inputs/{}", parameter.name);
        let fallback = input.fallback.as_ref().and_then(|node| {
            let (span, layer) = (input.name.span, Layer::Link);
            Given::from_node(node, &parameter.value_type, span, layer, &subject, self.diagnostics).ok()?
        });
        if let Some(fallback) = fallback.as_ref().filter(|_| parameter.secret) {
            fallback.mask(self.diagnostics);
        }
        InputBinding { span: input.name.span, fallback }
    }

    fn find_unknown(&mut self, values: &[Assignment], forms: &[&Form], given_in: GivenIn) {
        for Assignment { name, node } in values {
            let known = forms.iter().any(|form| form.parameter(&name.value).is_some());
            if !known {
                let of_page = self.page.forms.iter().find_map(|form| form.parameter(&name.value));
                if of_page.map_or_else(|| looks_secret(&name.value), |parameter| parameter.parameter.secret) {
                    self.diagnostics.mask(node.span);
                }
                self.unknown.push(UnknownParameter { name: name.clone(), value: Some(node.span), given_in });
            }
        }
    }

    fn find_repeated(&mut self, values: &[Assignment], layer: Layer) {
        for (index, Assignment { name, node }) in values.iter().enumerate() {
            let mut before = values[..index].iter();
            let Some(first) = before.find(|earlier| earlier.name.value == name.value) else { continue };
            let parameter = self.page.forms.iter().find_map(|form| form.parameter(&name.value));
            let is_list = |parameter: &Parameter| matches!(parameter.value_type, ValueType::List { .. });
            if layer == Layer::CommandLine && parameter.is_some_and(|parameter| is_list(&parameter.parameter)) {
                continue;
            }
            if parameter.map_or_else(|| looks_secret(&name.value), |parameter| parameter.parameter.secret) {
                self.diagnostics.mask(node.span);
            }
            let texts = node.as_scalar().zip(first.node.as_scalar());
            let is_same = texts.is_some_and(|(again, first)| again.text == first.text);
            self.repeated.push(Repeated { name: name.clone(), first: first.name.span, is_input: false, is_same });
        }
    }

    fn find_inputs(&mut self, link: &LinkConfig, forms: &[&Form]) {
        for input in &link.inputs {
            let mut parameters = forms.iter().filter_map(|form| form.parameter(&input.name.value));
            // A constant cannot be left open.
            let known = parameters.any(|parameter| parameter.constant().is_none());
            if !known {
                let name = input.name.clone();
                self.unknown.push(UnknownParameter { name, value: None, given_in: GivenIn::Inputs });
            }
            let on = link.on.iter().flat_map(|(_, values)| values);
            let given = link.values.iter().chain(on).find(|assignment| assignment.name.value == input.name.value);
            if let Some(given) = given.filter(|assignment| !assignment.node.is_null()) {
                let (name, first) = (input.name.clone(), given.name.span);
                self.repeated.push(Repeated { name, first, is_input: true, is_same: false });
            }
        }
    }
}
