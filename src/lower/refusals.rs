//! Constraints become conditions on what is left open; see [`Refusal`].
//!
//! The meaning is that of the rule `parameter-conflict`: a value counts that was given and is not blank, a blank does no
//! harm and satisfies nothing, and what the app assumes satisfies a demand but never offends.

use super::Written;
use crate::link::{Asked, Input, Refusal, Test};
use crate::nearest::one_of;
use crate::resolved::{Binding, ResolvedForm};
use crate::schema::{Condition, ConstraintKind, Presence, WireValue};

/// Something that is known now, or when the inputs are.
#[derive(Clone)]
enum Fact {
    Always,
    Never,
    Open(Test),
}

/// The refusals of `resolved`, whose bindings are written as `values`.
pub(super) fn refusals(resolved: &ResolvedForm<'_>, values: &[Written]) -> Vec<Refusal> {
    let form = Bound { resolved, values };
    let mut refusals = Vec::new();
    let mut refuse = |facts: Vec<Fact>, message: String| {
        let open = all(facts).map(|when| Refusal { when, message });
        refusals.extend(open.filter(|refusal| !refusal.when.is_empty()));
    };
    for constraint in &resolved.form.constraints {
        let because = |otherwise: String| constraint.message.clone().unwrap_or(otherwise);
        match &constraint.kind {
            ConstraintKind::OneOf(names) | ConstraintKind::AtMostOne(names) => {
                for (index, later) in names.iter().enumerate() {
                    for earlier in &names[..index] {
                        let together = vec![form.given(earlier), form.given(later)];
                        refuse(together, because(format!("`{earlier}` and `{later}` cannot be given together")));
                    }
                }
            }
            ConstraintKind::Together(names) => {
                for first in names {
                    for other in names.iter().filter(|other| *other != first) {
                        let mut torn = vec![form.given(first)];
                        torn.extend(form.lacks(other));
                        refuse(torn, because(format!("`{first}` is given without `{other}`")));
                    }
                }
            }
            ConstraintKind::If { when, require, .. } => {
                for name in require {
                    let mut unmet: Vec<Fact> = when.iter().map(|condition| form.holds(condition)).collect();
                    unmet.extend(form.lacks(name));
                    refuse(unmet, because(format!("`{name}` is required when {}", describe(when))));
                }
            }
            ConstraintKind::AnyOf(_) => {}
        }
        if let ConstraintKind::OneOf(names) | ConstraintKind::AnyOf(names) = &constraint.kind {
            let none = names.iter().flat_map(|name| form.lacks(name)).collect();
            let how_many = if matches!(constraint.kind, ConstraintKind::OneOf(_)) { "one" } else { "at least one" };
            refuse(none, because(format!("{how_many} of {} must be given", one_of(names.iter().map(String::as_str)))));
        }
    }
    for binding in &resolved.bindings {
        for (facts, message) in form.out_of_place(binding) {
            refuse(facts, message);
        }
    }
    refusals
}

/// Values of enums that other platforms have and `platform` does not.
pub(super) fn of_choices(platform: &str, inputs: &[Input]) -> Vec<Refusal> {
    let refusals = inputs.iter().filter_map(|input| {
        let here = &input.on.iter().find(|on| on.platform == platform)?.choices;
        let all = input.value_type.choices.iter().map(|choice| &choice.name);
        let foreign: Vec<String> = all.filter(|name| !here.contains(name)).cloned().collect();
        let message = format!("`{}` must be {} here", input.name, one_of(here.iter().map(String::as_str)));
        let test = Test { values: foreign, ..open(&input.name, Asked::OneOf) };
        (!test.values.is_empty()).then(|| Refusal { when: vec![test], message })
    });
    refusals.collect()
}

/// `facts` without those that are sure; `None` where they cannot all hold.
fn all(facts: Vec<Fact>) -> Option<Vec<Test>> {
    let mut tests: Vec<Test> = Vec::new();
    for fact in facts {
        match fact {
            Fact::Always => {}
            Fact::Never => return None,
            Fact::Open(test) if tests.contains(&test) => {}
            Fact::Open(test) if tests.contains(&test.clone().negated()) => return None,
            Fact::Open(test) => tests.push(test),
        }
    }
    Some(tests)
}

fn describe(when: &[Condition]) -> String {
    when.iter().map(Condition::describe).collect::<Vec<_>>().join(" and ")
}

fn sure(holds: bool) -> Fact {
    if holds { Fact::Always } else { Fact::Never }
}

fn open(name: &str, is: Asked) -> Test {
    Test { input: name.to_owned(), is, values: Vec::new(), or_absent: false, not: false }
}

/// A form and what is written for its bindings.
struct Bound<'a> {
    resolved: &'a ResolvedForm<'a>,
    values: &'a [Written],
}

impl<'a> Bound<'a> {
    fn binding(&self, name: &str) -> Option<(&'a Binding<'a>, &'a Written)> {
        self.resolved.bindings.iter().zip(self.values).find(|(binding, _)| binding.name() == name)
    }

    /// Whether there is a value that somebody gave.
    fn given(&self, name: &str) -> Fact {
        match self.binding(name) {
            Some((binding, _)) if binding.input.is_some() => Fact::Open(open(name, Asked::Given)),
            Some((binding, _)) => sure(binding.given.as_ref().is_some_and(|given| !given.is_blank())),
            None => Fact::Never,
        }
    }

    /// Whether there is no value, none that the app assumes either; all of these must hold.
    fn lacks(&self, name: &str) -> Vec<Fact> {
        let Some((binding, _)) = self.binding(name) else { return vec![Fact::Always] };
        let is_assumed = matches!(binding.parameter.presence, Presence::Constant(_) | Presence::Default(_));
        if binding.input.is_some() {
            let mut facts = vec![Fact::Open(open(name, Asked::Given).negated())];
            if is_assumed {
                facts.push(Fact::Open(open(name, Asked::Present)));
            }
            return facts;
        }
        let is_blank = binding.given.as_ref().is_some_and(|given| given.is_blank());
        vec![sure(is_blank || !(binding.is_given() || is_assumed))]
    }

    fn holds(&self, condition: &Condition) -> Fact {
        let Some((binding, written)) = self.binding(&condition.parameter) else { return Fact::Never };
        let is_open = binding.input.is_some();
        if condition.values.is_empty() {
            return if is_open {
                Fact::Open(open(&condition.parameter, Asked::Present))
            } else {
                sure(binding.given.is_some() || binding.parameter.constant().is_some())
            };
        }
        let value_type = &binding.parameter.parameter.value_type;
        let mut values = condition.values.clone();
        // The schema may write `true` where the app says `open`.
        let wire = condition.values.iter().filter_map(|value| value_type.check(value).ok());
        values.extend(wire.map(std::borrow::Cow::into_owned));
        values.sort();
        values.dedup();
        let has = |value: &WireValue| match value {
            WireValue::Text(text) => values.contains(text),
            WireValue::List(items) => items.iter().any(|item| values.contains(item)),
        };
        let or_absent = matches!(&binding.parameter.presence, Presence::Default(value) if has(value));
        if is_open {
            let test = Test { values, or_absent, ..open(&condition.parameter, Asked::OneOf) };
            return Fact::Open(test);
        }
        match written {
            Written::Value(value) => sure(has(value)),
            Written::Open | Written::Nothing => sure(binding.given.is_none() && or_absent),
        }
    }

    /// When a value that counts only under conditions is given and they do not hold. Where several constraints allow a
    /// parameter, one will do; a condition of each must fail.
    fn out_of_place(&self, binding: &Binding<'_>) -> Vec<(Vec<Fact>, String)> {
        let name = binding.name();
        let allowing = self.resolved.form.constraints.iter().filter_map(|constraint| match &constraint.kind {
            ConstraintKind::If { when, allow, .. } if allow.iter().any(|own| own == name) => Some((constraint, when)),
            _ => None,
        });
        let allowing: Vec<_> = allowing.collect();
        let Some((first, _)) = allowing.first() else { return Vec::new() };
        let conditions: Vec<String> = allowing.iter().map(|(_, when)| describe(when)).collect();
        let otherwise = || format!("`{name}` counts only when {}", conditions.join(", or "));
        let message = first.message.clone().unwrap_or_else(otherwise);
        let mut ways = vec![vec![self.given(name)]];
        for (_, when) in &allowing {
            let fails = when.iter().map(|condition| match self.holds(condition) {
                Fact::Always => Fact::Never,
                Fact::Never => Fact::Always,
                Fact::Open(test) => Fact::Open(test.negated()),
            });
            let fails: Vec<Fact> = fails.collect();
            let longer = |way: &Vec<Fact>| {
                fails.iter().map(|fact| [way.as_slice(), std::slice::from_ref(fact)].concat()).collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(longer).collect();
        }
        ways.into_iter().map(|facts| (facts, message.clone())).collect()
    }
}
