//! A declaration as plain data, for output templates: what code in another language needs to do the same.

use serde::Serialize;

use super::{
    Algorithm, Body, DocumentedError, Encoding, Filter, GeneratedKind, Mode, Obtain, RequestPart, RequestText,
    SIGNATURE, Step,
};

/// An [`Obtain`] without places.
#[derive(Debug, Serialize)]
pub struct ObtainView<'s> {
    parameter: &'s str,
    doc: &'s str,
    sites: Vec<SiteView<'s>>,
    credentials: Vec<CredentialView<'s>>,
    generated: Vec<GeneratedView<'s>>,
    signature: SignatureView<'s>,
    modes: Vec<ModeView<'s>>,
    steps: Vec<StepView<'s>>,
    /// The name of the result that is the parameter's value.
    result: &'s str,
    failure_code: Option<&'s str>,
    failure_message: Option<&'s str>,
    /// The same, as the steps from the root of the answer; no steps where it is not said.
    failure_code_path: Vec<String>,
    failure_message_path: Vec<String>,
    codes: Vec<ErrorView<'s>>,
    notes: &'s [String],
    source: Vec<&'s str>,
    contested: Vec<&'s str>,
}

#[derive(Debug, Serialize)]
struct SiteView<'s> {
    name: &'s str,
    url: &'s str,
    doc: Option<&'s str>,
}

#[derive(Debug, Serialize)]
struct CredentialView<'s> {
    name: &'s str,
    doc: &'s str,
    secret: bool,
    personal: bool,
    required: bool,
    max_length: Option<usize>,
}

#[derive(Debug, Serialize)]
struct GeneratedView<'s> {
    name: &'s str,
    doc: &'s str,
    #[serde(flatten)]
    kind: KindView<'s>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum KindView<'s> {
    Expiry { lifetime: u64 },
    Nonce { min_length: usize, max_length: usize, length: usize, alphabet: &'s str },
}

#[derive(Debug, Serialize)]
struct SignatureView<'s> {
    algorithm: Algorithm,
    encoding: Encoding,
    key: &'s str,
    separator: &'s str,
    length: usize,
}

#[derive(Debug, Serialize)]
struct ModeView<'s> {
    name: &'s str,
    title: &'s str,
    doc: Option<&'s str>,
    /// The credentials that it cannot do without, the key and those of all modes among them.
    needs: Vec<&'s str>,
    /// All credentials that it takes.
    takes: Vec<&'s str>,
    fields: Vec<FieldView<'s>>,
    contested: Vec<&'s str>,
}

#[derive(Debug, Serialize)]
struct FieldView<'s> {
    name: &'s str,
    /// Whether it is always empty in this mode; its separators stay.
    empty: bool,
}

#[derive(Debug, Serialize)]
struct StepView<'s> {
    name: &'s str,
    title: &'s str,
    method: &'s str,
    path: Vec<PartView<'s>>,
    headers: Vec<HeaderView<'s>>,
    body: Option<BodyView<'s>>,
    consumes: Option<&'s str>,
    results: Vec<ResultView<'s>>,
    errors: Vec<ErrorView<'s>>,
}

#[derive(Debug, Serialize)]
struct HeaderView<'s> {
    name: &'s str,
    parts: Vec<PartView<'s>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum PartView<'s> {
    Text { text: &'s str },
    Reference { name: &'s str, filter: Option<Filter>, signature: bool, number: bool },
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum BodyView<'s> {
    Object { members: Vec<MemberView<'s>> },
    List { items: Vec<BodyView<'s>> },
    Literal { json: String },
    Text { parts: Vec<PartView<'s>>, number: bool },
}

#[derive(Debug, Serialize)]
struct MemberView<'s> {
    name: &'s str,
    value: BodyView<'s>,
}

#[derive(Debug, Serialize)]
struct ResultView<'s> {
    name: &'s str,
    pointer: &'s str,
    /// The pointer as the steps from the root of the answer.
    path: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ErrorView<'s> {
    code: &'s str,
    meaning: &'s str,
    help: Option<&'s str>,
    clock: bool,
}

impl Obtain {
    /// The declaration as plain data.
    pub fn view(&self) -> ObtainView<'_> {
        ObtainView {
            parameter: &self.parameter.value,
            doc: &self.doc,
            sites: self
                .sites
                .iter()
                .map(|site| SiteView { name: &site.name.value, url: &site.url, doc: site.doc.as_deref() })
                .collect(),
            credentials: self
                .credentials
                .iter()
                .map(|credential| CredentialView {
                    name: &credential.name.value,
                    doc: &credential.doc,
                    secret: credential.secret,
                    personal: credential.personal,
                    required: credential.required,
                    max_length: credential.max_length,
                })
                .collect(),
            generated: self
                .generated
                .iter()
                .map(|field| GeneratedView {
                    name: &field.name.value,
                    doc: &field.doc,
                    kind: match &field.kind {
                        GeneratedKind::Expiry { lifetime } => KindView::Expiry { lifetime: *lifetime },
                        GeneratedKind::Nonce { min_length, max_length, length, alphabet } => KindView::Nonce {
                            min_length: *min_length,
                            max_length: *max_length,
                            length: *length,
                            alphabet,
                        },
                    },
                })
                .collect(),
            signature: SignatureView {
                algorithm: self.signature.algorithm,
                encoding: self.signature.encoding,
                key: &self.signature.key.value,
                separator: &self.signature.separator.value,
                length: self.signature.length(),
            },
            modes: self.modes.iter().map(|mode| self.mode_view(mode)).collect(),
            steps: self.steps.iter().map(|step| self.step_view(step)).collect(),
            result: &self.result.value,
            failure_code: self.failures.code.as_deref(),
            failure_message: self.failures.message.as_deref(),
            failure_code_path: self.failures.code.as_deref().map(path_of).unwrap_or_default(),
            failure_message_path: self.failures.message.as_deref().map(path_of).unwrap_or_default(),
            codes: self.failures.codes.iter().map(error_view).collect(),
            notes: &self.notes,
            source: values_of(&self.facts.source),
            contested: values_of(&self.facts.contested),
        }
    }

    fn mode_view<'s>(&'s self, mode: &'s Mode) -> ModeView<'s> {
        let named = |keep: &dyn Fn(&super::Credential) -> bool| -> Vec<&'s str> {
            let credentials = self.credentials.iter().filter(|credential| keep(credential));
            credentials.map(|credential| credential.name.value.as_str()).collect()
        };
        ModeView {
            name: &mode.name.value,
            title: &mode.title,
            doc: mode.doc.as_deref(),
            needs: named(&|credential| mode.needs(credential)),
            takes: named(&|credential| mode.takes(credential)),
            fields: mode
                .fields
                .iter()
                .map(|field| FieldView {
                    name: &field.value,
                    empty: self.credential(&field.value).is_some_and(|credential| !mode.takes(credential)),
                })
                .collect(),
            contested: values_of(&mode.facts.contested),
        }
    }

    fn step_view<'s>(&'s self, step: &'s Step) -> StepView<'s> {
        StepView {
            name: &step.name.value,
            title: &step.title,
            method: &step.method,
            path: self.part_views(&step.path),
            headers: step
                .headers
                .iter()
                .map(|(name, text)| HeaderView { name: &name.value, parts: self.part_views(text) })
                .collect(),
            body: step.body.as_ref().map(|body| self.body_view(body)),
            consumes: step.consumes.as_deref(),
            results: step
                .results
                .iter()
                .map(|result| ResultView {
                    name: &result.name.value,
                    pointer: &result.pointer,
                    path: path_of(&result.pointer),
                })
                .collect(),
            errors: step.errors.iter().map(error_view).collect(),
        }
    }

    fn part_views<'s>(&self, text: &'s RequestText) -> Vec<PartView<'s>> {
        let parts = text.parts().iter().map(|part| match part {
            RequestPart::Text(text) => PartView::Text { text },
            RequestPart::Reference(reference) => PartView::Reference {
                name: &reference.name,
                filter: reference.filter,
                signature: reference.name == SIGNATURE,
                number: self.is_number(&reference.name),
            },
        });
        parts.collect()
    }

    fn body_view<'s>(&self, body: &'s Body) -> BodyView<'s> {
        match body {
            Body::Object(members) => BodyView::Object {
                members: members.iter().map(|(name, body)| MemberView { name, value: self.body_view(body) }).collect(),
            },
            Body::List(items) => BodyView::List { items: items.iter().map(|item| self.body_view(item)).collect() },
            Body::Literal(json) => BodyView::Literal { json: json.to_string() },
            Body::Text(text) => BodyView::Text {
                parts: self.part_views(text),
                number: text.as_reference().is_some_and(|it| it.filter.is_none() && self.is_number(&it.name)),
            },
        }
    }
}

fn values_of(list: &[crate::source::Spanned<String>]) -> Vec<&str> {
    list.iter().map(|text| text.value.as_str()).collect()
}

/// The tokens of a JSON Pointer (RFC 6901, section 4).
fn path_of(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

fn error_view(error: &DocumentedError) -> ErrorView<'_> {
    ErrorView { code: &error.code.value, meaning: &error.meaning, help: error.help.as_deref(), clock: error.clock }
}
