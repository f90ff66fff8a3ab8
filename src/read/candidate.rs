//! The forms that a URL may be of: those whose shape it has, and how well each fits.

use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::link_template::{LinkTemplate, Match, Matched, OwnedValue};
use crate::schema::{Form, Page, Presence, Schema, ValueType, WireValue};
use crate::surroundings::HOLE;

/// A form whose shape the URL has.
pub(super) struct Candidate<'s> {
    pub(super) schema: &'s Schema,
    pub(super) page: &'s Page,
    pub(super) form: &'s Form,
    pub(super) found: Rc<Match>,
    pub(super) score: Score,
}

/// How well a form fits, the better the greater (design, section 4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    pub(super) constants_wrong: Reverse<usize>,
    pub(super) constants_right: usize,
    pub(super) required_given: usize,
    pub(super) required_missing: Reverse<usize>,
    pub(super) unknown: Reverse<usize>,
}

impl Candidate<'_> {
    /// Whether no constant speaks against the form.
    pub(super) fn is_fit(&self) -> bool {
        self.score.constants_wrong.0 == 0
    }
}

pub(super) fn candidates<'s>(url: &str, schemas: &[&'s Schema]) -> Vec<Candidate<'s>> {
    // The platforms and pages of an app mostly share a link template; it is tried once.
    let mut tried: Vec<(&Arc<LinkTemplate>, Option<Rc<Match>>)> = Vec::new();
    let mut candidates = Vec::new();
    for &schema in schemas {
        for page in &schema.pages {
            for form in &page.forms {
                let known = tried.iter().find(|(link, _)| Arc::ptr_eq(link, &form.link));
                let found = if let Some((_, found)) = known {
                    found.clone()
                } else {
                    let found = form.matcher().ok().and_then(|matcher| matcher.read(url).ok()).map(Rc::new);
                    tried.push((&form.link, found.clone()));
                    found
                };
                let Some(found) = found else { continue };
                if let Some(score) = score(form, &found) {
                    candidates.push(Candidate { schema, page, form, found, score });
                }
            }
        }
    }
    candidates
}

/// The names of all variables of the candidates.
pub(super) fn names_of<'s>(candidates: &[Candidate<'s>]) -> Vec<&'s str> {
    let mut names: Vec<&str> = Vec::new();
    let mut seen: Vec<&Arc<LinkTemplate>> = Vec::new();
    for candidate in candidates {
        if seen.iter().any(|link| Arc::ptr_eq(link, &candidate.form.link)) {
            continue;
        }
        seen.push(&candidate.form.link);
        for name in candidate.form.link.variables() {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
    }
    names
}

/// The text of the variable called `name`, when it was found.
pub(super) fn value_of<'m>(form: &Form, found: &'m Match, name: &str) -> Option<&'m Matched> {
    let index = form.link.variables().iter().position(|variable| variable == name)?;
    found.values.iter().find(|matched| matched.variable == index)
}

pub(super) fn equals(value: &OwnedValue, wire: &WireValue) -> bool {
    match (value, wire) {
        (OwnedValue::Text(text), WireValue::Text(wire)) => text == wire,
        (OwnedValue::List(items), WireValue::List(wire)) => items == wire,
        (OwnedValue::List(items), WireValue::Text(wire)) => items.as_slice() == [wire.clone()],
        _ => false,
    }
}

/// `None` when a part of the authority or path has a value that its enumeration does not have: another shape.
pub(super) fn score(form: &Form, found: &Match) -> Option<Score> {
    let (mut right, mut wrong, mut given, mut missing) = (0, 0, 0, 0);
    for parameter in &form.parameters {
        let value = value_of(form, found, parameter.name());
        if parameter.structural
            && matches!(parameter.parameter.value_type, ValueType::Enum { .. })
            && let Some(Matched { value: OwnedValue::Text(text), .. }) = value
            && !text.contains(HOLE)
            && parameter.parameter.value_type.check(text).is_err()
        {
            return None;
        }
        match (&parameter.presence, value) {
            (Presence::Constant(constant), Some(matched)) if equals(&matched.value, constant) => right += 1,
            (Presence::Constant(_), _) => wrong += 1,
            (Presence::Required, Some(_)) => given += 1,
            (Presence::Required, None) => missing += 1,
            _ => {}
        }
    }
    Some(Score {
        constants_wrong: Reverse(wrong),
        constants_right: right,
        required_given: given,
        required_missing: Reverse(missing),
        unknown: Reverse(found.unknown.len()),
    })
}

/// The constants of a form, name and value.
pub(super) fn constants(form: &Form) -> impl Iterator<Item = (&str, &WireValue)> {
    form.parameters.iter().filter_map(|parameter| Some((parameter.name(), parameter.constant()?)))
}

/// The best form whose constants are right; of equal ones the first.
pub(super) fn choose(candidates: &[Candidate<'_>]) -> Option<usize> {
    let fits = candidates.iter().enumerate().filter(|(_, candidate)| candidate.is_fit());
    fits.rev().max_by_key(|(_, candidate)| candidate.score).map(|(index, _)| index)
}

/// Whether it depends on a hole which page the link is of: one is in the value of a constant, or stands where the
/// constant may be.
pub(super) fn hole_decides(candidates: &[Candidate<'_>]) -> bool {
    candidates.iter().any(|candidate| {
        let is_open = open_end(&candidate.found).is_some();
        // Whether each constant is right, where that is known. One that is wrong does not become right by what is added.
        let known = constants(candidate.form).map(|(name, constant)| {
            match value_of(candidate.form, &candidate.found, name).map(|matched| &matched.value) {
                Some(OwnedValue::Text(text)) if text.contains(HOLE) => None,
                Some(OwnedValue::Text(text)) => Some(matches!(constant, WireValue::Text(constant) if constant == text)),
                Some(_) => Some(false),
                None => (!is_open).then_some(false),
            }
        });
        let known: Vec<Option<bool>> = known.collect();
        !known.contains(&Some(false)) && (is_open || known.contains(&None))
    })
}

/// The place of a hole that may hold more pairs: where a pair should be, or behind the text of a value.
pub(super) fn open_end(found: &Match) -> Option<Range<usize>> {
    let unknown = found.unknown.iter().filter(|pair| pair.name.contains(HOLE)).map(|pair| &pair.name_range);
    let behind_text = found.values.iter().filter(|matched| match &matched.value {
        OwnedValue::Text(text) => text.find(HOLE).is_some_and(|at| at > 0),
        OwnedValue::List(items) => items.iter().any(|item| item.contains(HOLE)),
        OwnedValue::Map(_) => false,
    });
    let of_unknown = found.unknown.iter().filter_map(|pair| pair.value.as_ref());
    let of_unknown = of_unknown.filter(|(text, _)| text.find(HOLE).is_some_and(|at| at > 0)).map(|(_, range)| range);
    unknown.chain(behind_text.map(|matched| &matched.range)).chain(of_unknown).next().cloned()
}
