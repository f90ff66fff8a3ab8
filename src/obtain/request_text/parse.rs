//! Reading the text of a request with pest; its pairs and rules stay in here.

use pest::Parser as _;
use pest::error::InputLocation;
use pest::iterators::Pair;

use self::grammar::{Grammar, Rule};
use super::{Filter, RequestPart, RequestReference};
use crate::nearest::{did_you_mean, one_of};
use crate::value::ValueError;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/request.pest"]
    pub(super) struct Grammar;
}

/// What can be written in place of a wrong reference.
const FORMS: &str = "write `${name}` for a value, `${base64:name}` for its base64, or `$${` for the characters `${`";

/// The parts of `text`, in their order; texts that meet are one.
pub(super) fn parse(text: &str) -> Result<Vec<RequestPart>, ValueError> {
    let pairs = Grammar::parse(Rule::request, text).map_err(|error| {
        let stop = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let start = text[..stop].rfind("${").unwrap_or(stop);
        ValueError {
            range: start..stop,
            message: "expected `}` at the end of a reference".to_owned(),
            help: Some(FORMS.to_owned()),
        }
    })?;
    let mut parts: Vec<RequestPart> = Vec::new();
    for pair in pairs.flat_map(Pair::into_inner) {
        let piece = match pair.as_rule() {
            Rule::text => pair.as_str(),
            Rule::dollar => "$",
            Rule::reference => {
                parts.push(RequestPart::Reference(reference(pair)?));
                continue;
            }
            _ => continue,
        };
        match parts.last_mut() {
            Some(RequestPart::Text(last)) => last.push_str(piece),
            _ => parts.push(RequestPart::Text(piece.to_owned())),
        }
    }
    Ok(parts)
}

fn reference(pair: Pair<'_, Rule>) -> Result<RequestReference, ValueError> {
    let whole = pair.as_span().start()..pair.as_span().end();
    let mut filter = None;
    let mut name = (String::new(), whole.clone());
    for word in pair.into_inner() {
        let range = word.as_span().start()..word.as_span().end();
        match word.as_rule() {
            Rule::filter => {
                let names = || Filter::ALL.into_iter().map(Filter::as_str);
                let found = Filter::ALL.into_iter().find(|filter| filter.as_str() == word.as_str());
                filter = Some(found.ok_or_else(|| ValueError {
                    range,
                    message: format!("there is no way to write a value called `{}`", word.as_str()),
                    help: Some(
                        did_you_mean(word.as_str(), names()).unwrap_or_else(|| format!("it is {}", one_of(names()))),
                    ),
                })?);
            }
            Rule::name => name = (word.as_str().to_owned(), range),
            _ => {}
        }
    }
    if name.0.trim().is_empty() {
        let message = "a reference has no name".to_owned();
        return Err(ValueError { range: whole, message, help: Some(FORMS.to_owned()) });
    }
    Ok(RequestReference { name: name.0, filter, range: name.1 })
}
