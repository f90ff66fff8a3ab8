//! The values of one link, bound to the parameters of its forms: the strongest layer wins.

use std::collections::BTreeMap;
use std::rc::Rc;

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
    Given(Rc<Given>),
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
        let mut shared: BTreeMap<Span, Said> = BTreeMap::new();
        let mut inputs: BTreeMap<Span, Rc<InputBinding>> = BTreeMap::new();
        let mut resolved = Vec::new();
        for form in forms {
            let on = link.on.iter().find(|(platform, _)| platform.value == form.platform);
            let mut all = layers.to_vec();
            all.push((Layer::Platform, on.map_or(&[][..], |(_, values)| values.as_slice())));
            all.push((Layer::CommandLine, link.set.as_slice()));
            let mut bindings = Vec::new();
            for parameter in &form.parameters {
                let mut binding = Binding { parameter, given: None, removed: None, input: None, is_unusable: false };
                match self.strongest(&all, &parameter.parameter, &mut shared) {
                    Said::Given(given) => binding.given = Some(given),
                    Said::LeaveOut(span) => binding.removed = Some(span),
                    Said::Unusable => binding.is_unusable = true,
                    Said::Nothing => {}
                }
                let input = link.inputs.iter().find(|input| input.name.value == parameter.name());
                if let Some(input) = input.filter(|_| parameter.constant().is_none()) {
                    let bound = inputs.entry(input.name.span);
                    let bound = bound.or_insert_with(|| Rc::new(self.input(input, &parameter.parameter)));
                    binding.input = Some(Rc::clone(bound));
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
        shared: &mut BTreeMap<Span, Said>,
    ) -> Said {
        for (layer, values) in layers.iter().rev() {
            let mut named = values.iter().filter(|assignment| assignment.name.value == parameter.name);
            let Some(assignment) = named.next() else { continue };
            if let Some(said) = shared.get(&assignment.name.span) {
                return said.clone();
            }
            let mut said = self.say(assignment, parameter, *layer);
            // `--set users=a --set users=b` are the items of one list.
            if *layer == Layer::CommandLine && matches!(parameter.value_type, ValueType::List { .. }) {
                for more in named {
                    if let (Said::Given(all), Said::Given(item)) = (&said, self.say(more, parameter, *layer)) {
                        let mut all = Given::clone(all);
                        all.texts.extend(item.texts.iter().cloned());
                        said = Said::Given(Rc::new(all));
                    }
                }
            }
            shared.insert(assignment.name.span, said.clone());
            return said;
        }
        Said::Nothing
    }

    fn say(&mut self, assignment: &Assignment, parameter: &Parameter, layer: Layer) -> Said {
        let subject = format!("{}/values/{}", self.subject, parameter.name);
        let span = assignment.name.span;
        let given = Given::from_node(&assignment.node, &parameter.value_type, span, layer, &subject, self.diagnostics);
        match given {
            Ok(Some(given)) => {
                if parameter.secret {
                    given.mask(self.diagnostics);
                }
                Said::Given(Rc::new(given))
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
        let subject = format!("{}/inputs/{}", self.subject, parameter.name);
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
