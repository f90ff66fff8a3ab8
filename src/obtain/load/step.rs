//! From YAML to a [`Step`], its texts parsed.

use serde_json::Value as Json;

use super::{each, keys, required, text, texts};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, expect_text};
use crate::obtain::{Body, DocumentedError, Failures, RequestText, Step, StepResult};
use crate::schema::{Facts, check_name};
use crate::source::Spanned;
use crate::yaml::{Content, Entry, Node, Style};

/// Reads one step.
pub(super) fn load(
    Entry { key, value }: &Entry,
    path: String,
    sources: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Step> {
    check_name(key, "a step", diagnostics);
    let keys = keys(&["title", "method", "path", "headers", "body", "consumes", "results", "errors", "notes"]);
    let fields = Fields::new(value, "a step", path, &keys, diagnostics)?;
    let title = required(&fields, "title", diagnostics);
    fields.required("method", diagnostics);
    let methods = ["GET", "POST", "PUT"].map(|method| (method, method));
    let method = fields.choice("method", &methods, diagnostics);
    let step_path =
        fields.required("path", diagnostics).and_then(|node| request_text(node, &fields, "path", diagnostics));
    if let (Some(node), Some(Some(scalar))) = (fields.get("path"), fields.get("path").map(Node::as_scalar))
        && !scalar.text.starts_with('/')
    {
        let message = "the path of a step begins with `/`".to_owned();
        diagnostics.push(Diagnostic::error("wrong-address", message, node.span).about(fields.path_of("path")));
    }
    let headers = each(&fields, "headers", diagnostics, |Entry { key, value }, _, diagnostics| {
        check_header(key, &fields, diagnostics);
        Some((key.clone(), request_text(value, &fields, "headers", diagnostics)?))
    });
    let results = each(&fields, "results", diagnostics, |Entry { key, value }, path, diagnostics| {
        let text = expect_text(value, "a result", &path, diagnostics)?;
        let pointer = pointer(text, &path, diagnostics)?;
        Some(StepResult { name: key.clone(), pointer })
    });
    fields.required("results", diagnostics);
    Some(Step {
        name: key.clone(),
        title,
        method: method?.to_owned(),
        path: step_path?,
        headers,
        body: fields.get("body").and_then(|node| body(node, &fields, diagnostics)),
        consumes: text(&fields, "consumes", diagnostics),
        results,
        errors: errors(&fields, "errors", diagnostics),
        notes: texts(&fields, "notes", diagnostics),
        facts: Facts::load(&fields, sources, diagnostics),
        span: key.span,
    })
}

/// Reads where answers say what went wrong.
pub(super) fn load_failures(parent: &Fields<'_>, diagnostics: &mut Diagnostics) -> Failures {
    let keys = ["code", "message", "codes"];
    let Some(node) = parent.get("failures") else { return Failures::default() };
    let path = parent.path_of("failures");
    let Some(fields) = Fields::new(node, "a `failures`", path, &keys, diagnostics) else { return Failures::default() };
    let place = |key: &str, diagnostics: &mut Diagnostics| {
        fields.text(key, diagnostics).and_then(|text| pointer(text, &fields.path_of(key), diagnostics))
    };
    Failures {
        code: place("code", diagnostics),
        message: place("message", diagnostics),
        codes: errors(&fields, "codes", diagnostics),
    }
}

fn errors(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<DocumentedError> {
    each(fields, key, diagnostics, |Entry { key, value }, path, diagnostics| {
        let fields = Fields::new(value, "an error", path, &["meaning", "help", "clock"], diagnostics)?;
        Some(DocumentedError {
            code: key.clone(),
            meaning: required(&fields, "meaning", diagnostics),
            help: text(&fields, "help", diagnostics),
            clock: fields.flag("clock", diagnostics),
        })
    })
}

/// A JSON Pointer (RFC 6901) to something in an answer.
fn pointer(text: Spanned<String>, path: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    if text.value.starts_with('/') {
        return Some(text.value);
    }
    let message = format!("`{}` is not a JSON Pointer", text.value);
    diagnostics.push(
        Diagnostic::error("wrong-address", message, text.span)
            .help(format!("it begins with `/`, as `/{}`", text.value.replace('.', "/")))
            .about(path.to_owned()),
    );
    None
}

/// A header field is a token (RFC 9110, section 5.6.2).
fn check_header(name: &Spanned<String>, fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.value.is_empty() || !name.value.chars().all(is_token) {
        let message = format!("`{}` cannot name a header field", name.value);
        diagnostics.push(
            Diagnostic::error("wrong-address", message, name.span)
                .help("it is letters, digits and hyphens, as `X-Request-ID`")
                .about(fields.path_of("headers")),
        );
    }
}

fn request_text(node: &Node, fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<RequestText> {
    let text = expect_text(node, &format!("`{key}`"), &fields.path_of(key), diagnostics)?;
    match RequestText::parse(&text.value) {
        Ok(text) => Some(text),
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("request-syntax", error.message, node.span_within(error.range))
                    .help_if(error.help)
                    .about(fields.path_of(key)),
            );
            None
        }
    }
}

fn body(node: &Node, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Body> {
    Some(match &node.content {
        Content::Null => Body::Literal(Json::Null),
        Content::Sequence(items) => {
            Body::List(items.iter().filter_map(|item| body(item, fields, diagnostics)).collect())
        }
        Content::Mapping(mapping) => {
            crate::fields::report_duplicates(mapping, &fields.path_of("body"), diagnostics);
            let members = mapping.entries.iter();
            Body::Object(
                members
                    .filter_map(|Entry { key, value }| Some((key.value.clone(), body(value, fields, diagnostics)?)))
                    .collect(),
            )
        }
        Content::Scalar(scalar) => {
            let literal =
                (scalar.style == Style::Plain).then(|| serde_json::from_str::<Json>(&scalar.text).ok()).flatten();
            match literal {
                Some(json) => Body::Literal(json),
                None if scalar.text.chars().any(char::is_control) => {
                    let message = "there is a control character in this text";
                    let finding = Diagnostic::error("request-syntax", message, node.span);
                    diagnostics.push(finding.about(fields.path_of("body")));
                    return None;
                }
                None => Body::Text(request_text(node, fields, "body", diagnostics)?),
            }
        }
    })
}
