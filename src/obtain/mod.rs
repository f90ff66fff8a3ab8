//! How a parameter is obtained from its vendor's service: the credentials, the signature, the HTTP steps.
//!
//! Some parameters are given out by a service, to a server that proves who it is: the nonce of a login link is one. A
//! schema *declares* how ([`Obtain`]), so that no vendor is known here. What a declaration is used for is pure:
//! [`sign`](Obtain::sign) and [`request`](Step::request) make texts from texts, [`read`](Step::read) reads an answer.
//! The clock, the random source and the network belong to the command line.

use serde_json::Value as Json;

use crate::schema::Facts;
use crate::source::{Span, Spanned};

mod answer;
mod bound;
mod found;
mod load;
mod request;
mod request_text;
mod sign;
mod values;
mod view;

pub use answer::{Answer, Refused};
pub use bound::{BoundObtain, GivenCredential, LookUp, ObtainConfig, ObtainOrigin, bind, resolve};
pub use found::{FoundText, Marker, find, markers};
pub(crate) use load::{load, load_config};
pub use request::Request;
pub use request_text::{Filter, RequestPart, RequestReference, RequestText};
pub use sign::{Moment, random_nonce};
pub use values::Values;
pub use view::ObtainView;

/// The name that a signature goes by in the texts of a request.
pub const SIGNATURE: &str = "signature";

/// How one parameter is obtained.
#[derive(Debug)]
pub struct Obtain {
    /// The parameter.
    pub parameter: Spanned<String>,
    /// What there is to say about the whole.
    pub doc: String,
    /// Where the service is, by the region that the caller belongs to.
    pub sites: Vec<Site>,
    /// What the caller has to know.
    pub credentials: Vec<Credential>,
    /// What is made up anew for every signature.
    pub generated: Vec<Generated>,
    /// How the caller proves that it knows the key.
    pub signature: Signature,
    /// Who can ask, each with what it takes.
    pub modes: Vec<Mode>,
    /// The requests, in their order.
    pub steps: Vec<Step>,
    /// The result of a step that is the parameter's value.
    pub result: Spanned<String>,
    /// Where an answer says what went wrong.
    pub failures: Failures,
    /// What else a reader should know.
    pub notes: Vec<String>,
    /// Where this is known from.
    pub facts: Facts,
}

/// A place where the service is.
#[derive(Debug, Clone)]
pub struct Site {
    /// The word for it, as `international`.
    pub name: Spanned<String>,
    /// Its address up to the path, as `https://api.example.com`.
    pub url: String,
    /// What else there is to say.
    pub doc: Option<String>,
}

/// Something that the caller has to know.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is, and where it is to be had.
    pub doc: String,
    /// Whether it must not be seen by anyone.
    pub secret: bool,
    /// Whether its value tells who somebody is.
    pub personal: bool,
    /// Whether every mode needs it.
    pub required: bool,
    /// How many characters it has, at most.
    pub max_length: Option<usize>,
    /// Where this is known from.
    pub facts: Facts,
}

/// Something that is made up for every signature.
#[derive(Debug, Clone)]
pub struct Generated {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is.
    pub doc: String,
    /// How it is made.
    pub kind: GeneratedKind,
    /// Where this is known from.
    pub facts: Facts,
}

/// How a generated field is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneratedKind {
    /// The moment from which the signature is good for nothing, in seconds since 1970.
    Expiry {
        /// How long a signature is good, in seconds.
        lifetime: u64,
    },
    /// A random text that no other signature has.
    Nonce {
        /// The fewest characters that the service takes.
        min_length: usize,
        /// The most characters that the service takes.
        max_length: usize,
        /// How many are made.
        length: usize,
        /// What it is made of; all of ASCII, each once.
        alphabet: String,
    },
}

/// How a signature is made of its fields.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The credential that is the key.
    pub key: Spanned<String>,
    /// What stands between the fields, around empty ones too.
    pub separator: Spanned<String>,
    /// How the bytes are written.
    pub encoding: Encoding,
    /// Where this is known from.
    pub facts: Facts,
}

/// What computes a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4); key and fields as UTF-8.
    HmacSha256,
}

/// How the bytes of a signature are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Lower-case hexadecimal.
    Hex,
}

impl Signature {
    /// How many characters a signature has.
    pub fn length(&self) -> usize {
        match (self.algorithm, self.encoding) {
            (Algorithm::HmacSha256, Encoding::Hex) => 64,
        }
    }
}

/// A way to ask, for one kind of caller.
#[derive(Debug, Clone)]
pub struct Mode {
    /// The word for it, as `enterprise-user`.
    pub name: Spanned<String>,
    /// Its name for people.
    pub title: String,
    /// What it is for.
    pub doc: Option<String>,
    /// The credentials that it needs, beside those that all modes need.
    pub needs: Vec<Spanned<String>>,
    /// The credentials that it takes and does not need.
    pub allows: Vec<Spanned<String>>,
    /// What is signed, in its order; what is not given counts as empty.
    pub fields: Vec<Spanned<String>>,
    /// Where this is known from.
    pub facts: Facts,
}

impl Mode {
    /// Whether it takes the credential.
    pub fn takes(&self, credential: &Credential) -> bool {
        let names = |list: &[Spanned<String>]| list.iter().any(|name| name.value == credential.name.value);
        credential.required || names(&self.needs) || names(&self.allows)
    }

    /// Whether it cannot do without the credential.
    pub fn needs(&self, credential: &Credential) -> bool {
        credential.required || self.needs.iter().any(|name| name.value == credential.name.value)
    }
}

/// One request to the service.
#[derive(Debug)]
pub struct Step {
    /// The word for it, as `authenticate`.
    pub name: Spanned<String>,
    /// What it does.
    pub title: String,
    /// The HTTP method.
    pub method: String,
    /// The path on the site.
    pub path: RequestText,
    /// The header fields; one that needs what is not given is left out.
    pub headers: Vec<(Spanned<String>, RequestText)>,
    /// The body, JSON.
    pub body: Option<Body>,
    /// What a request uses up once it has been sent. Without it, it may be sent again.
    pub consumes: Option<String>,
    /// What the answer holds: a name, and the JSON Pointer (RFC 6901) of its value.
    pub results: Vec<StepResult>,
    /// What the documents say of answers that are errors.
    pub errors: Vec<DocumentedError>,
    /// What else a reader should know.
    pub notes: Vec<String>,
    /// Where this is known from.
    pub facts: Facts,
    /// The place of its name.
    pub span: Span,
}

/// A value of an answer.
#[derive(Debug, Clone)]
pub struct StepResult {
    /// Its name.
    pub name: Spanned<String>,
    /// Where it is in the answer, a JSON Pointer.
    pub pointer: String,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub enum Body {
    /// An object. A member that needs what is not given is left out.
    Object(Vec<(String, Body)>),
    /// A list. An item that needs what is not given is left out.
    List(Vec<Body>),
    /// A number, `true`, `false` or `null`, as it stands.
    Literal(Json),
    /// A text; a number where it is a lone reference to an expiry.
    Text(RequestText),
}

/// An answer that is an error.
#[derive(Debug, Clone)]
pub struct DocumentedError {
    /// The status, as `401`, or the code that the service gives in its answer.
    pub code: Spanned<String>,
    /// What it means.
    pub meaning: String,
    /// What to do.
    pub help: Option<String>,
    /// Whether clocks that differ are a cause of it.
    pub clock: bool,
}

/// Where an answer says what went wrong, and what its own codes mean.
#[derive(Debug, Clone, Default)]
pub struct Failures {
    /// The JSON Pointer of the service's own code.
    pub code: Option<String>,
    /// The JSON Pointer of its own words.
    pub message: Option<String>,
    /// The codes that are known.
    pub codes: Vec<DocumentedError>,
}

impl Obtain {
    /// The mode called `name`.
    pub fn mode(&self, name: &str) -> Option<&Mode> {
        self.modes.iter().find(|mode| mode.name.value == name)
    }

    /// The site called `name`.
    pub fn site(&self, name: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.name.value == name)
    }

    /// The credential called `name`.
    pub fn credential(&self, name: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.name.value == name)
    }

    /// The generated field called `name`.
    pub fn generated(&self, name: &str) -> Option<&Generated> {
        self.generated.iter().find(|field| field.name.value == name)
    }

    /// Whether what goes by `name` is a number.
    pub fn is_number(&self, name: &str) -> bool {
        matches!(self.generated(name).map(|field| &field.kind), Some(GeneratedKind::Expiry { .. }))
    }

    /// Whether what goes by `name` must not be shown: secret credentials, whatever is random or signed, and all that
    /// the service gives out.
    pub fn is_secret(&self, name: &str) -> bool {
        match self.credential(name) {
            Some(credential) => credential.secret,
            None => !self.is_number(name),
        }
    }
}
