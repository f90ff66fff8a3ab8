//! From what was found in a URL to bindings, each value with its place.

use std::ops::Range;
use std::sync::Arc;

use super::candidate::{Candidate, open_end, value_of};
use crate::given::{Given, GivenText, Layer};
use crate::link_template::{Match, Matched, OwnedValue};
use crate::resolved::{Binding, GivenIn, InputBinding, Repeated, ResolvedForm, UnknownParameter};
use crate::schema::Form;
use crate::source::{Span, Spanned};
use crate::surroundings::HOLE;

/// Binds what was found in a URL.
pub(super) struct UrlBinder<'u> {
    pub(super) url: &'u str,
    pub(super) span: Span,
}

impl UrlBinder<'_> {
    pub(super) fn span_of(&self, range: Range<usize>) -> Span {
        Span::new(self.span.source, self.span.start + range.start..self.span.start + range.end)
    }

    /// Where more pairs may come from; see [`open_end`].
    pub(super) fn open_end(&self, found: &Match) -> Option<Arc<InputBinding>> {
        open_end(found).map(|range| Arc::new(InputBinding { span: self.span_of(range), fallback: None }))
    }

    /// What is not in the URL is left open when `open` says where it may come from.
    pub(super) fn bind<'s>(&self, candidate: &Candidate<'s>, open: Option<&Arc<InputBinding>>) -> ResolvedForm<'s> {
        let form = candidate.form;
        let bindings = form.parameters.iter().map(|parameter| {
            // A constant that is wrong has been reported; a value equal to it says nothing new.
            let of_constant = parameter.constant().is_some();
            let matched = value_of(form, &candidate.found, parameter.name()).filter(|_| !of_constant);
            let given = matched.map(|_| Arc::new(self.given(form, &candidate.found, parameter.name())));
            let input = open.filter(|_| !of_constant && given.is_none()).cloned();
            Binding { parameter, given, removed: None, input, is_unusable: false }
        });
        ResolvedForm { form, bindings: bindings.collect() }
    }

    /// The value of `name`, which was found: its first pair, or all pairs of an exploded list.
    pub(super) fn given(&self, form: &Form, found: &Match, name: &str) -> Given {
        let index = form.link.variables().iter().position(|variable| variable == name);
        let all = found.values.iter().filter(|matched| Some(matched.variable) == index && !matched.repeated);
        let mut texts = Vec::new();
        let mut place: Option<(Span, Span)> = None;
        let mut is_list = false;
        for matched in all {
            let span = self.span_of(matched.range.clone());
            let name_span = matched.name_range.clone().map_or(span, |range| self.span_of(range));
            place.get_or_insert((name_span, span));
            let raw = &self.url[matched.range.clone()];
            match &matched.value {
                OwnedValue::Text(text) => texts.push(GivenText::from_url(text, raw, span)),
                OwnedValue::List(items) => {
                    is_list = true;
                    let raws: Vec<&str> = raw.split(',').collect();
                    let mut start = span.start;
                    if raws.len() != items.len() {
                        // Exploded: its items stand in pairs of their own.
                        texts.extend(items.iter().map(|item| GivenText::at(item, span)));
                        continue;
                    }
                    for (item, raw_item) in items.iter().zip(&raws) {
                        let span = Span::new(span.source, start..start + raw_item.len());
                        texts.push(GivenText::from_url(item, raw_item, span));
                        start += raw_item.len() + 1;
                    }
                }
                OwnedValue::Map(_) => texts.push(GivenText::from_url(raw, raw, span)),
            }
        }
        let (name_span, span) = place.unwrap_or((self.span, self.span));
        Given { texts, is_list, name_span, span, layer: Layer::Url }
    }

    pub(super) fn repeated(&self, found: &Match, names: &[String]) -> Vec<Repeated> {
        let place =
            |matched: &Matched| self.span_of(matched.name_range.clone().unwrap_or_else(|| matched.range.clone()));
        let repeated = found.values.iter().filter(|matched| matched.repeated);
        repeated
            .filter_map(|matched| {
                let first = found.values.iter().find(|other| other.variable == matched.variable)?;
                let name = Spanned::new(names[matched.variable].clone(), place(matched));
                Some(Repeated { name, first: place(first), is_input: false, is_same: matched.value == first.value })
            })
            .collect()
    }

    pub(super) fn unknown(&self, found: &Match) -> Vec<UnknownParameter> {
        let pairs = found.unknown.iter().filter(|pair| !pair.name.contains(HOLE));
        pairs
            .map(|pair| UnknownParameter {
                name: Spanned::new(pair.name.clone(), self.span_of(pair.name_range.clone())),
                value: pair.value.as_ref().map(|(_, range)| self.span_of(range.clone())),
                given_in: if pair.value.is_some() { GivenIn::Query } else { GivenIn::BareQuery },
            })
            .collect()
    }
}
