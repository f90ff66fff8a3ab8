//! From a step and values to an HTTP request, as plain texts: sending it is somebody else's job.

use secrecy::SecretString;
use serde_json::{Map, Value as Json};

use super::{Body, Obtain, RequestText, Step, Values};

/// A request that is ready to be sent. Its `Debug` shows no value.
#[derive(Debug)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// The header fields.
    pub headers: Vec<(String, SecretString)>,
    /// The body.
    pub body: Option<SecretString>,
}

impl Step {
    /// The request, to the service at `base`, an address up to the path.
    pub fn request(&self, obtain: &Obtain, base: &str, values: &Values) -> Request {
        let fill = |text: &RequestText| text.fill(|name| values.get(name));
        let path = self.path.fill_path(|name| values.get(name)).unwrap_or_default();
        let headers = self.headers.iter();
        Request {
            method: self.method.clone(),
            url: format!("{}{path}", base.trim_end_matches('/')),
            headers: headers.filter_map(|(name, text)| Some((name.value.clone(), fill(text)?.into()))).collect(),
            body: self.body.as_ref().map(|body| {
                let json = body.json(obtain, &|name| values.get(name)).unwrap_or(Json::Null);
                json.to_string().into()
            }),
        }
    }

    /// The request as it may be shown: lines of text, secrets masked and the path as people read it.
    pub fn shown(&self, obtain: &Obtain, base: &str, values: &Values) -> Vec<String> {
        let fill = |text: &RequestText| text.fill(|name| values.shown(name, obtain));
        let path = fill(&self.path).unwrap_or_default();
        let mut lines = vec![format!("{} {}{path}", self.method, base.trim_end_matches('/'))];
        let headers = self.headers.iter();
        lines.extend(headers.filter_map(|(name, text)| Some(format!("{}: {}", name.value, fill(text)?))));
        let body = self.body.as_ref().and_then(|body| body.json(obtain, &|name| values.shown(name, obtain)));
        lines.extend(body.map(|json| json.to_string()));
        lines
    }

    /// Whether the request carries the signature.
    pub fn is_signed(&self) -> bool {
        self.headers.iter().any(|(_, text)| text.mentions(super::SIGNATURE))
            || self.body.as_ref().is_some_and(|body| body.mentions(super::SIGNATURE))
    }
}

impl Body {
    /// The body with what `look_up` knows; `None` when it is a text that needs what it does not know.
    pub fn json<'v>(&self, obtain: &Obtain, look_up: &dyn Fn(&str) -> Option<&'v str>) -> Option<Json> {
        Some(match self {
            Self::Literal(json) => json.clone(),
            Self::Object(members) => {
                let members = members.iter();
                Json::Object(
                    members
                        .filter_map(|(name, body)| Some((name.clone(), body.json(obtain, look_up)?)))
                        .collect::<Map<_, _>>(),
                )
            }
            Self::List(items) => Json::Array(items.iter().filter_map(|item| item.json(obtain, look_up)).collect()),
            Self::Text(text) => {
                let filled = text.fill(look_up)?;
                match filled.parse::<u64>() {
                    Ok(number)
                        if text.as_reference().is_some_and(|it| it.filter.is_none() && obtain.is_number(&it.name)) =>
                    {
                        number.into()
                    }
                    _ => filled.into(),
                }
            }
        })
    }

    /// All texts in it, in their order.
    pub fn texts(&self) -> Vec<&RequestText> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Text(text) => vec![text],
            Self::Object(members) => members.iter().flat_map(|(_, body)| body.texts()).collect(),
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
        }
    }

    /// Whether it refers to `name`.
    pub fn mentions(&self, name: &str) -> bool {
        self.texts().iter().any(|text| text.mentions(name))
    }
}
