//! A value that somebody wrote for a parameter, and where each of its characters stands.
//!
//! A value comes from a YAML file, from the command line, or out of a URL. [`Given`] makes them alike: one or more
//! texts, each of which can say where a part of it was written, so that a label sits under the very characters.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link_template::percent;
use crate::schema::{Invalid, ValueType, WireValue};
use crate::source::Span;
use crate::value::{Reference, ValuePart, ValueText};
use crate::yaml::{Content, Node, Style, edit};

/// A value as it was given.
#[derive(Debug, Clone)]
pub struct Given {
    /// The texts: one, or the items of a list.
    pub texts: Vec<GivenText>,
    /// Whether the value was written as a list.
    pub is_list: bool,
    /// The place of the name that it was given under.
    pub name_span: Span,
    /// The place of the whole value.
    pub span: Span,
    /// Who gave it.
    pub layer: Layer,
}

/// Who gave a value, from weak to strong; the order is that of precedence (design, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// A preset of the schema.
    Preset,
    /// The `values` of a whole link config.
    Config,
    /// The `values` of a link.
    Link,
    /// The `values` of a link on one platform.
    Platform,
    /// `--set`.
    CommandLine,
    /// A URL that was read.
    Url,
}

/// One text of a value.
#[derive(Debug, Clone)]
pub struct GivenText {
    /// The text, its references still open.
    pub text: ValueText,
    /// The place of the whole text.
    pub span: Span,
    /// How it was written in YAML; nothing in a URL.
    style: Option<Style>,
    place: Place,
}

/// How a range of the text's bytes is found again.
#[derive(Debug, Clone)]
enum Place {
    /// The text stands in the source byte for byte, from this offset.
    Verbatim(usize),
    /// It stands percent-encoded at `span`; this is the raw text there.
    Encoded(String),
    /// Only the whole is known.
    Whole,
}

/// A value that cannot be understood; already reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unusable;

impl GivenText {
    /// A text out of a URL: `raw`, which stands at `span`, means `decoded`.
    pub fn from_url(decoded: &str, raw: &str, span: Span) -> Self {
        Self { text: ValueText::with_holes(decoded), span, style: None, place: Place::Encoded(raw.to_owned()) }
    }

    /// A text out of a URL of which only the place of the whole is known.
    pub fn at(decoded: &str, span: Span) -> Self {
        Self { text: ValueText::with_holes(decoded), span, style: None, place: Place::Whole }
    }

    /// The place of the bytes `range` of the literal text.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        match &self.place {
            Place::Verbatim(start) => Span::new(self.span.source, start + range.start..start + range.end),
            Place::Encoded(raw) => {
                let range = percent::decode(raw).encoded_range(range);
                Span::new(self.span.source, self.span.start + range.start..self.span.start + range.end)
            }
            Place::Whole => self.span,
        }
    }

    /// What has to stand at [`Self::span`] for the text to be `literal`: encoded or quoted as its place wants it. `None`
    /// where the text is not there in one piece, or in a block scalar, whose layout belongs to its writer.
    pub fn written(&self, literal: &str) -> Option<String> {
        match (&self.place, self.style) {
            (Place::Encoded(_), _) => Some(percent::encoded(literal)),
            (_, None | Some(Style::Literal | Style::Folded)) => None,
            (_, Some(style)) => Some(edit::scalar(&with_dollars(literal), style)),
        }
    }

    /// The text, when nothing of it is left open.
    pub fn literal(&self) -> Option<&str> {
        self.text.as_literal()
    }

    /// Whether some of it was typed, and not only named by a reference.
    fn has_own_text(&self) -> bool {
        self.text.parts().iter().any(|part| matches!(part, ValuePart::Text(_)))
    }

    /// The place of one of its references.
    pub fn span_of_reference(&self, reference: &Reference) -> Span {
        match &self.place {
            Place::Verbatim(_) => self.span_of(reference.range.clone()),
            _ => self.span,
        }
    }

    /// Whether the text is empty.
    pub fn is_blank(&self) -> bool {
        self.literal().is_some_and(str::is_empty)
    }

    /// What is written into the link for this text, when it is known; see [`ValueType::check`].
    ///
    /// # Errors
    ///
    /// The place and the reason, when the type does not take the text.
    pub fn check<'t>(&'t self, value_type: &'t ValueType) -> Result<Option<Cow<'t, str>>, (Span, Invalid)> {
        let Some(text) = self.literal() else { return Ok(None) };
        match value_type.check(text) {
            Ok(wire) => Ok(Some(wire)),
            Err(invalid) => {
                let span = invalid.range.clone().map_or(self.span, |range| self.span_of(range));
                Err((span, invalid))
            }
        }
    }
}

impl Given {
    /// A value that is one text.
    pub fn single(text: GivenText, name_span: Span, layer: Layer) -> Self {
        Self { span: text.span, texts: vec![text], is_list: false, name_span, layer }
    }

    /// The value in `node`, given for a parameter of `value_type` under the name at `name_span`; `None` for null.
    ///
    /// # Errors
    ///
    /// When the node is of a kind that the type does not take, or a reference in it is malformed; both are reported,
    /// about `subject`.
    pub fn from_node(
        node: &Node,
        value_type: &ValueType,
        name_span: Span,
        layer: Layer,
        subject: &dyn Fn() -> String,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Self>, Unusable> {
        let (texts, is_list) = match (&node.content, value_type) {
            (Content::Null, _) => return Ok(None),
            (Content::Mapping(_) | Content::Sequence(_), ValueType::Json) => {
                let json = json_of(node, subject, diagnostics)?.to_string();
                (
                    vec![GivenText {
                        text: ValueText::literal(&json),
                        span: node.span,
                        style: None,
                        place: Place::Whole,
                    }],
                    false,
                )
            }
            (Content::Sequence(items), ValueType::List { .. }) => {
                let texts = items.iter().map(|item| text_of(item, subject, diagnostics)).collect::<Vec<_>>();
                (texts.into_iter().collect::<Result<_, _>>()?, true)
            }
            _ => (vec![text_of(node, subject, diagnostics)?], matches!(value_type, ValueType::List { .. })),
        };
        Ok(Some(Self { texts, is_list, name_span, span: node.span, layer }))
    }

    /// Marks the value as secret. A text that is nothing but a reference says nothing and stays visible.
    pub fn mask(&self, diagnostics: &mut Diagnostics) {
        for text in self.texts.iter().filter(|text| text.has_own_text()) {
            diagnostics.mask(text.span);
        }
    }

    /// Whether the value is an empty text.
    pub fn is_blank(&self) -> bool {
        matches!(self.texts.as_slice(), [text] if text.is_blank())
    }

    /// The whole value as it is written into a link, when all of it is known and the type takes it.
    pub fn wire(&self, value_type: &ValueType) -> Option<WireValue> {
        if self.is_blank() {
            return Some(WireValue::Text(String::new()));
        }
        let mut items = Vec::new();
        for text in &self.texts {
            items.push(text.check(value_type).ok()??.into_owned());
        }
        match (self.is_list, items.len()) {
            (false, 1) => items.pop().map(WireValue::Text),
            _ => Some(WireValue::List(items)),
        }
    }
}

/// The value in `node` of a schema's own (a constant, a default): no references, and reported when the type does not
/// take it.
pub fn wire_value(node: &Node, value_type: &ValueType, diagnostics: &mut Diagnostics) -> Option<WireValue> {
    let given = Given::from_node(node, value_type, node.span, Layer::Preset, &String::new, diagnostics).ok()??;
    for text in &given.texts {
        if text.is_blank() {
            continue;
        }
        if let Err((span, invalid)) = text.check(value_type) {
            diagnostics.push(
                Diagnostic::error("invalid-value", "the type does not take this value", span)
                    .label(invalid.message)
                    .help_if(invalid.help),
            );
            return None;
        }
    }
    given.wire(value_type)
}

/// `literal` as a text of a link config: `$` doubled where it would begin something.
fn with_dollars(literal: &str) -> String {
    let mut text = String::with_capacity(literal.len());
    let mut rest = literal.chars().peekable();
    while let Some(c) = rest.next() {
        text.push(c);
        if c == '$' && matches!(rest.peek(), Some('$' | '{')) {
            text.push(c);
        }
    }
    text
}

fn text_of(node: &Node, subject: &dyn Fn() -> String, diagnostics: &mut Diagnostics) -> Result<GivenText, Unusable> {
    let Some(scalar) = node.as_scalar() else {
        diagnostics.push(
            Diagnostic::error("invalid-value", format!("the value has to be a text, not {}", node.kind()), node.span)
                .about(subject()),
        );
        return Err(Unusable);
    };
    let text = ValueText::parse(&scalar.text).map_err(|error| {
        diagnostics.push(
            Diagnostic::error("value-syntax", error.message, node.span_within(error.range))
                .help_if(error.help)
                .about(subject()),
        );
        Unusable
    })?;
    // `$$` stands for one character: behind it, the places of text and source differ.
    let same = !scalar.text.contains("$$");
    let place = scalar.verbatim.filter(|_| same).map_or(Place::Whole, Place::Verbatim);
    Ok(GivenText { text, span: node.span, style: Some(scalar.style), place })
}

/// A YAML tree as JSON: of plain scalars, those that JSON knows (`true`, `12`, `null`) become what they look like.
fn json_of(
    node: &Node,
    subject: &dyn Fn() -> String,
    diagnostics: &mut Diagnostics,
) -> Result<serde_json::Value, Unusable> {
    Ok(match &node.content {
        Content::Null => serde_json::Value::Null,
        Content::Scalar(scalar) => {
            let text = text_of(node, subject, diagnostics)?;
            let Some(literal) = text.literal() else {
                diagnostics.push(
                    Diagnostic::error("value-syntax", "a reference cannot stand inside a map of JSON", node.span)
                        .help("write the whole JSON as one text, or keep it in a file: `${file:context.json}`")
                        .about(subject()),
                );
                return Err(Unusable);
            };
            match serde_json::from_str::<serde_json::Value>(literal) {
                Ok(value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_)))
                    if scalar.style == Style::Plain =>
                {
                    value
                }
                _ => serde_json::Value::String(literal.to_owned()),
            }
        }
        Content::Sequence(items) => {
            items.iter().map(|item| json_of(item, subject, diagnostics)).collect::<Result<Vec<_>, _>>()?.into()
        }
        Content::Mapping(mapping) => {
            let mut object = serde_json::Map::new();
            for entry in &mapping.entries {
                object.insert(entry.key.value.clone(), json_of(&entry.value, subject, diagnostics)?);
            }
            object.into()
        }
    })
}
