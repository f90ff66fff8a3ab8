//! Reading a value's text with pest.
//!
//! pest's pairs and rules stay in here; what goes out are parts and errors at bytes.

use pest::Parser as _;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;

use self::grammar::{Grammar, Rule};
use super::{FORMS, Reference, ValueError, ValuePart};

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
