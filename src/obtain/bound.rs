//! What a link config or a command line says for obtaining a parameter, bound to the schema's declaration: what the
//! rules look at, and what is looked up and sent.

use secrecy::SecretString;

use super::{Mode, Obtain, Values};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lower::LookUpError;
use crate::nearest::{did_you_mean, one_of};
use crate::schema::Schema;
use crate::source::{SourceId, Span, Spanned};
use crate::value::{Reference, ValueText};
use crate::yaml::Node;

const UNKNOWN_NAME: &str = "unknown-name";
const UNKNOWN_MODE: &str = "unknown-mode";
const UNKNOWN_SITE: &str = "unknown-site";

/// The `obtain:` of a link config for one parameter, or flags that say the same. Names are not yet bound.
#[derive(Debug, Clone)]
pub struct ObtainConfig {
    /// The parameter.
    pub parameter: Spanned<String>,
    /// The mode.
    pub mode: Option<Spanned<String>>,
    /// The site.
    pub site: Option<Spanned<String>>,
    /// Credentials, and generated fields that are given instead; with their values.
    pub values: Vec<(Spanned<String>, Node)>,
    /// Who says so.
    pub origin: ObtainOrigin,
}

/// Where it is said how a parameter is obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObtainOrigin {
    /// A link config: it is kept.
    Config,
    /// The command line.
    CommandLine,
    /// A text that holds a signature, or what one is asked with.
    Text,
}

/// An [`ObtainConfig`] or a found text, bound to a declaration.
#[derive(Debug)]
pub struct BoundObtain<'s> {
    /// The declaration.
    pub obtain: &'s Obtain,
    /// The mode, if it is known.
    pub mode: Option<&'s Mode>,
    /// What is given, under names that the declaration has.
    pub given: Vec<GivenCredential>,
    /// A signature that was found, as it stands there.
    pub signature: Option<Spanned<String>>,
    /// A part of a found header that cannot be undone, such as base64 that is none: the name, and the place.
    pub broken: Vec<Spanned<String>>,
    /// Secret credentials that were found in a text, by their names, with their places.
    pub keys: Vec<Spanned<String>>,
    /// Where it comes from.
    pub origin: ObtainOrigin,
    /// The document path, as `obtain/nonce`.
    pub subject: String,
}

/// A value for a credential or a generated field.
#[derive(Debug, Clone)]
pub struct GivenCredential {
    /// The name.
    pub name: Spanned<String>,
    /// The value, its references still open.
    pub text: ValueText,
    /// The place of the value.
    pub span: Span,
    /// Where the text begins in the source, when it stands there byte for byte.
    pub verbatim: Option<usize>,
}

impl GivenCredential {
    /// The value, when nothing in it is open.
    pub fn literal(&self) -> Option<&str> {
        self.text.as_literal()
    }

    /// The place of the bytes `range` of the literal text.
    pub fn span_within(&self, range: std::ops::Range<usize>) -> Span {
        match self.verbatim {
            Some(start) => Span::new(self.span.source, start + range.start..start + range.end),
            None => self.span,
        }
    }
}

impl BoundObtain<'_> {
    /// What is given for `name`.
    pub fn given(&self, name: &str) -> Option<&GivenCredential> {
        self.given.iter().find(|given| given.name.value == name)
    }

    /// What is given as the moment from which the signature is good for nothing.
    pub fn expiries(&self) -> impl Iterator<Item = &GivenCredential> {
        self.given.iter().filter(|given| self.obtain.is_number(&given.name.value))
    }
}

/// Binds `config` to the declaration of `schema`. Reports names that nothing has. A secret that is typed is masked.
pub fn bind<'s>(config: &ObtainConfig, schema: &'s Schema, diagnostics: &mut Diagnostics) -> Option<BoundObtain<'s>> {
    let subject = format!("obtain/{}", config.parameter.value);
    let Some(obtain) = schema.obtain(&config.parameter.value) else {
        let names = || schema.obtain.iter().map(|obtain| obtain.parameter.value.as_str());
        let help = did_you_mean(&config.parameter.value, names()).unwrap_or_else(|| {
            if schema.obtain.is_empty() {
                format!("`{}` says of no parameter how it is obtained", schema.name)
            } else {
                format!("what can be obtained is {}", one_of(names()))
            }
        });
        unknown(
            UNKNOWN_NAME,
            format!("it is not declared how to obtain `{}`", config.parameter.value),
            config.parameter.span,
            help,
            &subject,
            diagnostics,
        );
        return None;
    };
    let mode = config.mode.as_ref().and_then(|name| {
        let mode = obtain.mode(&name.value);
        if mode.is_none() {
            let names = || obtain.modes.iter().map(|mode| mode.name.value.as_str());
            let help =
                did_you_mean(&name.value, names()).unwrap_or_else(|| format!("the modes are {}", one_of(names())));
            unknown(UNKNOWN_MODE, format!("there is no mode `{}`", name.value), name.span, help, &subject, diagnostics);
        }
        mode
    });
    if let Some(site) = config.site.as_ref().filter(|site| obtain.site(&site.value).is_none()) {
        let names = || obtain.sites.iter().map(|site| site.name.value.as_str());
        let help = did_you_mean(&site.value, names()).unwrap_or_else(|| format!("the sites are {}", one_of(names())));
        unknown(UNKNOWN_SITE, format!("there is no site `{}`", site.value), site.span, help, &subject, diagnostics);
    }
    let given = config.values.iter().filter_map(|(name, node)| bind_value(name, node, obtain, &subject, diagnostics));
    let mut bound = BoundObtain {
        given: given.collect(),
        obtain,
        mode,
        signature: None,
        broken: Vec::new(),
        keys: Vec::new(),
        origin: config.origin,
        subject,
    };
    bound.refuse_untaken(diagnostics);
    Some(bound)
}

fn unknown(id: &'static str, message: String, span: Span, help: String, subject: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::error(id, message, span).help(help).about(subject.to_owned()));
}

fn bind_value(
    name: &Spanned<String>,
    node: &Node,
    obtain: &Obtain,
    subject: &str,
    diagnostics: &mut Diagnostics,
) -> Option<GivenCredential> {
    let path = format!("{subject}/{}", name.value);
    let credential = obtain.credential(&name.value);
    if credential.is_none() && obtain.generated(&name.value).is_none() {
        diagnostics.mask(node.span);
        let names = || obtain.credentials.iter().map(|credential| credential.name.value.as_str());
        let help = did_you_mean(&name.value, names()).unwrap_or_else(|| format!("it takes {}", one_of(names())));
        let message = format!("there is no credential `{}`", name.value);
        unknown(UNKNOWN_NAME, message, name.span, help, &path, diagnostics);
        return None;
    }
    let scalar = crate::fields::expect_text(node, &format!("`{}`", name.value), &path, diagnostics)?;
    let text = match ValueText::parse(&scalar.value) {
        Ok(text) => text,
        Err(error) => {
            diagnostics.push(
                Diagnostic::error("value-syntax", error.message, node.span_within(error.range))
                    .help_if(error.help)
                    .about(path),
            );
            return None;
        }
    };
    if obtain.is_secret(&name.value) && text.references().next().is_none() {
        diagnostics.mask(node.span);
    }
    if let (Some(limit), Some(literal)) = (credential.and_then(|it| it.max_length), text.as_literal())
        && literal.chars().count() > limit
    {
        let message = format!("`{}` has at most {limit} characters", name.value);
        diagnostics.push(
            Diagnostic::error("wrong-credential", message, node.span)
                .label(format!("{} characters", literal.chars().count()))
                .about(path),
        );
    }
    let verbatim = node.as_scalar().and_then(|scalar| scalar.verbatim);
    Some(GivenCredential { name: name.clone(), text, span: node.span, verbatim })
}

impl BoundObtain<'_> {
    /// Reports what the mode signs as empty and is given all the same. What it does not sign at all is a rule's
    /// business.
    fn refuse_untaken(&mut self, diagnostics: &mut Diagnostics) {
        let Some(mode) = self.mode else { return };
        let obtain = self.obtain;
        self.given.retain(|given| {
            let Some(credential) = obtain.credential(&given.name.value) else { return true };
            let is_signed_empty = !mode.takes(credential)
                && mode.fields.iter().any(|field| field.value == given.name.value)
                && given.literal() != Some("");
            if is_signed_empty {
                let others = obtain.modes.iter().filter(|other| other.takes(credential));
                let message = format!("the mode `{}` takes no `{}`", mode.name.value, given.name.value);
                diagnostics.push(
                    Diagnostic::error("wrong-credential", message, given.name.span)
                        .label("it is signed as empty")
                        .help(format!("modes that take it are {}", one_of(others.map(|it| it.name.value.as_str()))))
                        .about(self.subject.clone()),
                );
            }
            !is_signed_empty
        });
    }
}

/// Looks up what a reference stands for that is written in a source.
pub type LookUp<'a> = dyn FnMut(&Reference, SourceId) -> Result<String, LookUpError> + 'a;

/// Looks up what is given and what the mode takes. Reports what is missing, at `span`; `ask` is asked for a secret that
/// nobody gave, and may not know it either.
pub fn resolve(
    bound: &BoundObtain<'_>,
    span: Span,
    look_up: &mut LookUp<'_>,
    ask: &mut dyn FnMut(&str) -> Option<SecretString>,
    diagnostics: &mut Diagnostics,
) -> Option<Values> {
    let mode = bound.mode?;
    let mut values = Values::new();
    let mut is_whole = true;
    for given in &bound.given {
        let credential = bound.obtain.credential(&given.name.value);
        if credential.is_some_and(|credential| !mode.takes(credential)) {
            continue;
        }
        match given.text.resolve(|reference| look_up(reference, given.span.source)) {
            // Blank is not given: it is signed as empty, and left out of a body.
            Ok(text) if text.is_empty() => {}
            Ok(text) => values.set(given.name.value.clone(), text),
            Err(error) => {
                is_whole = false;
                diagnostics.push(
                    Diagnostic::error("unset-reference", error.message, given.span)
                        .help_if(error.help)
                        .about(format!("{}/{}", bound.subject, given.name.value)),
                );
            }
        }
    }
    for credential in bound.obtain.credentials.iter().filter(|credential| mode.needs(credential)) {
        let name = &credential.name.value;
        if values.get(name).is_some() || !is_whole {
            continue;
        }
        if let Some(answer) = credential.secret.then(|| ask(name)).flatten() {
            values.set(name.clone(), answer);
            continue;
        }
        is_whole = false;
        let how = match (credential.secret, bound.origin) {
            (true, ObtainOrigin::Config) => format!("`{name}: ${{env:{}}}`", name.to_uppercase()),
            (true, _) => format!("`{name}='${{env:{}}}'` or `{name}='${{file:PATH}}'`", name.to_uppercase()),
            (false, ObtainOrigin::Config) => format!("`{name}: …`"),
            (false, _) => format!("`{name}=…`"),
        };
        diagnostics.push(
            Diagnostic::error("missing-credential", format!("the mode `{}` needs `{name}`", mode.name.value), span)
                .help(format!("give it as {how}: {}", credential.doc.trim_end()))
                .about(format!("{}/{name}", bound.subject)),
        );
    }
    is_whole.then_some(values)
}
