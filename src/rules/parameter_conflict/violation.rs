//! What of a form's constraints does not hold.
//!
//! Of each parameter it is asked whether it is there for sure, and whether it is absent for sure. Between the two lies
//! what is known only later, and a value that is no value: neither speaks for or against a constraint. A blank does no
//! harm and satisfies nothing.

use crate::nearest::one_of;
use crate::resolved::{Binding, ResolvedForm};
use crate::rules::scope::all_of;
use crate::schema::{Condition, Constraint, ConstraintKind, Presence, WireValue};
use crate::source::Span;

/// A constraint that does not hold.
#[derive(Debug)]
pub(super) struct Violation {
    /// What is wrong, in one line.
    pub(super) message: String,
    /// Where; `None` where something is missing from the whole.
    pub(super) at: Option<Span>,
    /// A few words for the place.
    pub(super) label: String,
    /// The other place.
    pub(super) also: Option<(Span, String)>,
    /// What to do.
    pub(super) help: String,
    /// The parameter that it is about.
    pub(super) about: String,
}

/// All that does not hold between the values of `resolved`.
pub(super) fn violations(resolved: &ResolvedForm<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for constraint in &resolved.form.constraints {
        match &constraint.kind {
            ConstraintKind::OneOf(names) => {
                violations.extend(too_many(resolved, constraint, names));
                violations.extend(too_few(resolved, constraint, names, "one"));
            }
            ConstraintKind::AnyOf(names) => violations.extend(too_few(resolved, constraint, names, "at least one")),
            ConstraintKind::AtMostOne(names) => violations.extend(too_many(resolved, constraint, names)),
            ConstraintKind::Together(names) => violations.extend(torn_apart(resolved, constraint, names)),
            ConstraintKind::If { when, require, .. } => violations.extend(unmet(resolved, constraint, when, require)),
        }
    }
    violations.extend(out_of_place(resolved));
    violations
}

fn too_many(resolved: &ResolvedForm<'_>, constraint: &Constraint, names: &[String]) -> Option<Violation> {
    let mut given = names.iter().filter_map(|name| Some((name, written_at(resolved.binding(name)?)?)));
    let (first, first_span) = given.next()?;
    let (second, span) = given.next()?;
    Some(Violation {
        message: format!("`{first}` and `{second}` cannot be given together"),
        at: Some(span),
        label: "not beside the other".to_owned(),
        also: Some((first_span, format!("`{first}` is given here"))),
        help: reason(constraint, || format!("keep one of {}", one_of(names.iter().map(String::as_str)))),
        about: second.clone(),
    })
}

fn too_few(
    resolved: &ResolvedForm<'_>,
    constraint: &Constraint,
    names: &[String],
    how_many: &str,
) -> Option<Violation> {
    if names.iter().any(|name| may_be_there(resolved, name)) {
        return None;
    }
    let all = all_of(names.iter().map(String::as_str));
    Some(Violation {
        message: format!("none of {all} is given"),
        at: None,
        label: format!("{how_many} of them is missing"),
        also: None,
        help: reason(constraint, || format!("give {how_many} of them")),
        about: "constraints".to_owned(),
    })
}

fn torn_apart(resolved: &ResolvedForm<'_>, constraint: &Constraint, names: &[String]) -> Option<Violation> {
    let given = names.iter().find_map(|name| Some((name, written_at(resolved.binding(name)?)?)));
    let (first, span) = given?;
    let lacking = names.iter().filter(|name| !may_be_there(resolved, name)).map(String::as_str);
    let lacking: Vec<&str> = lacking.collect();
    let about = (*lacking.first()?).to_owned();
    let lacking = all_of(lacking.into_iter());
    Some(Violation {
        message: format!("`{first}` is given without {lacking}"),
        at: Some(span),
        label: format!("no {lacking} beside it"),
        also: None,
        help: reason(constraint, || {
            format!("give {} together, or none of them", all_of(names.iter().map(String::as_str)))
        }),
        about,
    })
}

fn unmet(
    resolved: &ResolvedForm<'_>,
    constraint: &Constraint,
    when: &[Condition],
    require: &[String],
) -> Vec<Violation> {
    if !when.iter().all(|condition| state(resolved, condition) == State::Holds) {
        return Vec::new();
    }
    let at = when.iter().find_map(|condition| written_at(resolved.binding(&condition.parameter)?));
    let because = describe(when);
    let missing = require.iter().filter(|name| !may_be_there(resolved, name));
    missing
        .map(|name| Violation {
            message: format!("`{name}` is required when {because}"),
            at,
            label: format!("no `{name}` beside it"),
            also: None,
            help: reason(constraint, || format!("give `{name}`")),
            about: name.clone(),
        })
        .collect()
}

/// Values that count only under conditions that do not hold. Where several constraints allow a parameter, one will do.
fn out_of_place(resolved: &ResolvedForm<'_>) -> Vec<Violation> {
    let conditional = |constraint| match constraint {
        &Constraint { kind: ConstraintKind::If { ref when, ref allow, .. }, .. } => Some((constraint, when, allow)),
        _ => None,
    };
    let mut violations = Vec::new();
    for binding in &resolved.bindings {
        let Some(span) = written_at(binding) else { continue };
        let constraints = resolved.form.constraints.iter().filter_map(conditional);
        let allowing: Vec<_> =
            constraints.filter(|(_, _, allow)| allow.iter().any(|name| name == binding.name())).collect();
        let fails = |when: &[Condition]| when.iter().any(|condition| state(resolved, condition) == State::Fails);
        let Some((constraint, _, _)) = allowing.first().filter(|_| allowing.iter().all(|(_, when, _)| fails(when)))
        else {
            continue;
        };
        let conditions: Vec<String> = allowing.iter().map(|(_, when, _)| describe(when)).collect();
        let name = binding.name();
        violations.push(Violation {
            message: format!("`{name}` counts only when {}", conditions.join(", or ")),
            at: Some(span),
            label: "of no effect here".to_owned(),
            also: None,
            help: reason(constraint, || format!("take `{name}` out, or see to it that {}", conditions.join(", or "))),
            about: name.to_owned(),
        });
    }
    violations
}

fn reason(constraint: &Constraint, otherwise: impl FnOnce() -> String) -> String {
    constraint.message.clone().unwrap_or_else(otherwise)
}

fn describe(when: &[Condition]) -> String {
    when.iter().map(Condition::describe).collect::<Vec<_>>().join(" and ")
}

/// Where the parameter's name stands, when there is sure to be a value: one that was given and is not blank, or the
/// fallback of an input.
fn written_at(binding: &Binding<'_>) -> Option<Span> {
    if let Some(input) = &binding.input {
        return input.fallback.as_ref().filter(|fallback| !fallback.is_blank()).map(|_| input.span);
    }
    binding.given.as_ref().filter(|given| !given.is_blank()).map(|given| given.name_span)
}

/// Whether there is a value or one may come: a value that is not blank, an input, or what the app assumes.
fn may_be_there(resolved: &ResolvedForm<'_>, name: &str) -> bool {
    resolved.binding(name).is_some_and(|binding| {
        let is_blank = binding.given.as_ref().is_some_and(|given| given.is_blank());
        let is_assumed = matches!(binding.parameter.presence, Presence::Constant(_) | Presence::Default(_));
        !is_blank && (binding.is_given() || is_assumed)
    })
}

/// What is known of a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Holds,
    Fails,
    Unknown,
}

fn state(resolved: &ResolvedForm<'_>, condition: &Condition) -> State {
    let Some(binding) = resolved.binding(&condition.parameter) else { return State::Fails };
    if binding.input.is_some() {
        return State::Unknown;
    }
    let holds = |holds| if holds { State::Holds } else { State::Fails };
    if condition.values.is_empty() {
        return holds(binding.given.is_some() || binding.parameter.constant().is_some());
    }
    let value_type = &binding.parameter.parameter.value_type;
    // The schema may write `true` where the app says `open`.
    let wanted = |text: &String| {
        condition.values.iter().any(|value| {
            let wire = value_type.check(value).map_or_else(|_| value.clone(), std::borrow::Cow::into_owned);
            wire == *text || value == text
        })
    };
    match binding.effective() {
        Some(WireValue::Text(text)) => holds(wanted(&text)),
        Some(WireValue::List(items)) => holds(items.iter().any(wanted)),
        None if binding.is_given() => State::Unknown,
        None => State::Fails,
    }
}
