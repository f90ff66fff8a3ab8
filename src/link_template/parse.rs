//! Text to parts: the only file that knows pest.
//!
//! The grammar says what is right; this file turns its pairs into our types, and its failures into sentences: what was
//! found at the very byte, what could have stood there instead, and what to do about it.

use std::collections::BTreeMap;

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::{Expression, Modifier, Operator, Part, SyntaxError, Variable, percent};

use grammar::{Grammar, Rule};

/// The derive makes public items without documentation, and a `Rule` that is not that of a linter.
mod grammar {
    #![allow(missing_docs, unreachable_pub)]

    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/link_template.pest"]
    pub struct Grammar;
}

/// The longest text that is parsed, in bytes: far more than any platform opens as a link, little enough to be parsed at
/// once whatever it holds.
pub const MAX_LENGTH: usize = 64 * 1024;

/// The parts of `text`, and the names of its variables in the order of their first appearance.
pub(super) fn parse(text: &str) -> Result<(Vec<Part>, Vec<String>), SyntaxError> {
    if text.len() > MAX_LENGTH {
        return Err(SyntaxError {
            range: 0..text.chars().next().map_or(0, char::len_utf8),
            message: format!("a link template has at most {MAX_LENGTH} bytes, this one has {}", text.len()),
            help: None,
        });
    }
    let pairs = Grammar::parse(Rule::template, text).map_err(|error| syntax_error(text, &error))?;
    let mut names = Names::default();
    let parts = pairs
        .filter_map(|pair| match pair.as_rule() {
            Rule::literal => Some(Part::Literal(literal(pair.as_str()))),
            Rule::expression => Some(Part::Expression(expression(pair, &mut names))),
            _ => None,
        })
        .collect();
    Ok((parts, names.list))
}

/// Variable names, each with the index that it got when it first appeared.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    indices: BTreeMap<String, usize>,
}

impl Names {
    fn index(&mut self, name: &str) -> usize {
        if let Some(&index) = self.indices.get(name) {
            return index;
        }
        let index = self.list.len();
        self.list.push(name.to_owned());
        self.indices.insert(name.to_owned(), index);
        index
    }
}

/// What the literal comes out as: section 3.1 encodes what is not allowed in a URI, and leaves triplets alone.
fn literal(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    percent::encode_reserved(text, &mut encoded);
    encoded
}

fn expression(pair: Pair<'_, Rule>, names: &mut Names) -> Expression {
    let span = pair.as_span();
    let mut operator = Operator::Simple;
    let mut variables = Vec::new();
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::operator => operator = Operator::from_sign(inner.as_str()).unwrap_or(operator),
            Rule::variable => variables.push(variable(inner, operator, names)),
            _ => {}
        }
    }
    Expression { operator, variables, range: span.start()..span.end() }
}

fn variable(pair: Pair<'_, Rule>, operator: Operator, names: &mut Names) -> Variable {
    let span = pair.as_span();
    let mut name = "";
    let mut modifier = Modifier::None;
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::name => name = inner.as_str(),
            Rule::explode => modifier = Modifier::Explode,
            Rule::prefix => {
                let digits = inner.as_str().trim_start_matches(':');
                modifier = digits.parse().map_or(Modifier::None, Modifier::Prefix);
            }
            _ => {}
        }
    }
    Variable::new(names.index(name), name.to_owned(), modifier, span.start()..span.end(), operator)
}

fn syntax_error(text: &str, error: &pest::error::Error<Rule>) -> SyntaxError {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let expected: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    };
    let place = Place { text, at, found: text[at..].chars().next() };
    if expected.contains(&Rule::EOI) { place.in_literal() } else { place.in_expression(expected) }
}

/// Where a text stops being a link template.
struct Place<'t> {
    text: &'t str,
    at: usize,
    found: Option<char>,
}

impl Place<'_> {
    /// An error whose range is the character that was found.
    fn error(&self, message: String, help: Option<String>) -> SyntaxError {
        let range = self.at..self.at + self.found.map_or(0, char::len_utf8);
        SyntaxError { range, message, help }
    }

    /// A character that cannot stand between the expressions.
    fn in_literal(&self) -> SyntaxError {
        let found = self.found.unwrap_or_default();
        match found {
            '}' => {
                self.error("`}` without a `{` before it".into(), Some("write `%7D` for the character itself".into()))
            }
            '%' => self.error(
                "`%` without two hexadecimal digits behind it".into(),
                Some("write `%25` for the character itself".into()),
            ),
            _ => {
                let mut triplets = String::new();
                percent::encode(found.encode_utf8(&mut [0; 4]), &mut triplets);
                self.error(format!("{} cannot stand in a link", shown(found)), Some(format!("write `{triplets}`")))
            }
        }
    }

    /// A character that cannot stand between the braces, or the end of the text there.
    fn in_expression(&self, expected: &[Rule]) -> SyntaxError {
        let open = self.text[..self.at].rfind('{').unwrap_or(self.at);
        let inside = &self.text[open..self.at];
        let begins = inside == "{";
        let digits = inside.bytes().rev().take_while(u8::is_ascii_digit).count();
        let after_prefix = digits > 0 && inside[..inside.len() - digits].ends_with(':');
        let Some(found) = self.found else {
            return self.error(
                format!("expected {}, found the end", words(expected)),
                Some("the last `{` has no `}`; write `%7B` for the character itself".into()),
            );
        };
        if begins && "=,!@|".contains(found) {
            return self.error(
                format!("`{found}` is an operator that RFC 6570 reserves and gives no meaning"),
                Some("the operators are `+`, `#`, `.`, `/`, `;`, `?` and `&`".into()),
            );
        }
        if expected == [Rule::max_length] || (after_prefix && found.is_ascii_digit()) {
            let start = self.at - digits;
            let end = self.at + self.text[self.at..].bytes().take_while(u8::is_ascii_digit).count();
            if start < end {
                let message = format!("`{}` is not the length of a prefix", &self.text[start..end]);
                let help = Some("a prefix takes 1 to 9999 characters, without leading zeros: `{x:3}`".into());
                return SyntaxError { range: start..end, message, help };
            }
        }
        let help = match found {
            _ if expected.contains(&Rule::max_length) => "a prefix takes 1 to 9999 characters: `{x:3}`",
            '{' => "an expression cannot stand in another; is a `}` missing before it?",
            '}' => "an expression names a variable, such as `{x}`",
            ' ' => "no spaces between the braces",
            '*' | ':' if inside.ends_with('*') || after_prefix => "a variable has one modifier at most",
            '*' | ':' => "a modifier stands behind the name: `{x*}`, `{x:3}`",
            '=' | '|' => "a link template has no default values",
            '+' | '#' | '/' | ';' | '?' | '&' if inside.len() == 2 && !expected.contains(&Rule::close) => {
                "an expression has one operator at most"
            }
            '+' | '#' | '/' | ';' | '?' | '&' => "an operator stands behind the `{`; is a `}` missing before it?",
            '.' => "in a name, a dot stands between two other characters",
            '%' => "in a name, `%` stands before two hexadecimal digits",
            _ => "a variable name is made of ASCII letters, digits, `_` and `%XX`, with single dots between them",
        };
        self.error(format!("expected {}, found {}", words(expected), shown(found)), Some(help.into()))
    }
}

/// How a character is named in a sentence.
fn shown(character: char) -> String {
    match character {
        ' ' => "a space".into(),
        '`' => "a backquote".into(),
        '\n' => "a line break".into(),
        _ if character.is_control() || character.is_whitespace() => {
            format!("the character U+{:04X}", u32::from(character))
        }
        _ => format!("`{character}`"),
    }
}

/// The expected rules as words: "`}` or `,`".
fn words(expected: &[Rule]) -> String {
    // The order in which a person looks for them, whatever order the parser tried them in.
    const WORDS: [(Rule, &str); 7] = [
        (Rule::operator, "an operator"),
        (Rule::name, "a variable name"),
        (Rule::max_length, "a number from 1 to 9999"),
        (Rule::close, "`}`"),
        (Rule::comma, "`,`"),
        (Rule::colon, "`:`"),
        (Rule::star, "`*`"),
    ];
    let covers = |rule: Rule| match rule {
        Rule::variable => Rule::name,
        Rule::prefix => Rule::colon,
        Rule::explode => Rule::star,
        _ => rule,
    };
    let words: Vec<&str> = WORDS
        .iter()
        .filter(|(rule, _)| expected.iter().any(|&wanted| covers(wanted) == *rule))
        .map(|&(_, word)| word)
        .collect();
    match words.split_last() {
        None => "something else".into(),
        Some((last, [])) => (*last).into(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
