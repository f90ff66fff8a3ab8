//! Reading a value's text with pest.
//!
//! pest's pairs and rules stay in here; what goes out are parts and errors at bytes.

use pest::Parser as _;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;

use self::grammar::{Grammar, Rule};
use super::{FORMS, Reference, ReferenceKind, ValueError, ValuePart, wrong_in_variable};

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/value.pest"]
    pub(super) struct Grammar;
}

/// Hands the parts of `text` to `push`, in their order.
pub(super) fn parse(text: &str, mut push: impl FnMut(ValuePart)) -> Result<(), ValueError> {
    // Most values hold no `$`, and the longest ones do not.
    if !text.contains('$') {
        push(ValuePart::Text(text.to_owned()));
        return Ok(());
    }
    if let Some(reference) = variable(text) {
        push(ValuePart::Reference(reference));
        return Ok(());
    }
    let value = Grammar::parse(Rule::value, text).map_err(|error| explain(text, &error))?;
    for pair in value.flat_map(Pair::into_inner) {
        match pair.as_rule() {
            Rule::text => push(ValuePart::Text(pair.as_str().to_owned())),
            Rule::dollar => push(ValuePart::Text("$".to_owned())),
            Rule::reference => push(ValuePart::Reference(reference(pair)?)),
            _ => {}
        }
    }
    Ok(())
}

/// The reference in a `text` that is `${env:NAME}` and nothing else, as most texts with a `$` are: the grammar would say
/// the same.
fn variable(text: &str) -> Option<Reference> {
    let name = text.strip_prefix("${env:")?.strip_suffix('}')?;
    let is_name = !name.is_empty() && wrong_in_variable(name).is_none();
    is_name.then(|| Reference { kind: ReferenceKind::Env, name: name.to_owned(), range: 0..text.len() })
}

fn reference(pair: Pair<'_, Rule>) -> Result<Reference, ValueError> {
    let whole = pair.as_span().start()..pair.as_span().end();
    let (mut kind, mut name) = (("", whole.clone()), ("", whole.clone()));
    for word in pair.into_inner() {
        let range = word.as_span().start()..word.as_span().end();
        match word.as_rule() {
            Rule::kind => kind = (word.as_str(), range),
            Rule::name => name = (word.as_str(), range),
            _ => {}
        }
    }
    Reference::new(whole, kind, name)
}

/// What is wrong at the byte that pest could not get past. It always stands behind a `${`: everything else is text.
fn explain(text: &str, error: &Error<Rule>) -> ValueError {
    let stop = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let start = text[..stop].rfind("${").unwrap_or(stop);
    let expects =
        |rule| matches!(&error.variant, ErrorVariant::ParsingError { positives, .. } if positives.contains(&rule));
    if expects(Rule::closing) {
        let help = "close the reference behind its name; the characters `${` themselves are written `$${`";
        return ValueError::new(start..stop, "expected `}` at the end of a reference", help);
    }
    let end = text[stop..].chars().next().filter(|&c| c == '}').map_or(stop, |_| stop + 1);
    ValueError::new(start..end, "expected a kind and `:` behind `${`", FORMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_to_a_variable_leads_to_the_same_reference() {
        for text in ["${env:A}", "${env:_a_1}", "${env:WEEKLY_SYNC_CODE}"] {
            let pair = Grammar::parse(Rule::value, text).unwrap().flat_map(Pair::into_inner).next().unwrap();
            assert_eq!(variable(text), Some(reference(pair).unwrap()), "{text}");
        }
        for text in ["${env:}", "${env:1}", "${env: A}", "${env:A}}", "${env:A}${env:B}", "x${env:A}", "${file:A}"] {
            assert_eq!(variable(text), None, "{text}");
        }
    }
}
