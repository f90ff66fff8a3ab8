//! From YAML to an [`Obtain`], and to an [`ObtainConfig`].
//!
//! A declaration is read in full before its names are judged, so that each wrong one is named once, at its place.

use super::{
    Algorithm, Credential, Encoding, Generated, GeneratedKind, Mode, Obtain, ObtainConfig, ObtainOrigin, Signature,
    Site,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, looks_secret};
use crate::schema::{FACT_KEYS, Facts, check_name};
use crate::source::Spanned;
use crate::yaml::{Entry, Node};

mod names;
mod step;

/// The random characters that are common to all services.
const LONGEST_NONCE: usize = 1024;

/// Reads how the parameter `name` is obtained from `node`; `sources` are the ids of the schema's documents.
pub(crate) fn load(
    name: &Spanned<String>,
    node: &Node,
    sources: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Obtain> {
    let path = format!("obtain/{}", name.value);
    let keys = keys(&[
        "doc",
        "sites",
        "credentials",
        "generated",
        "signature",
        "modes",
        "steps",
        "result",
        "failures",
        "notes",
    ]);
    let fields = Fields::new(node, "a way to obtain a parameter", path, &keys, diagnostics)?;
    let doc = fields.required_text("doc", diagnostics).map(|doc| doc.value).unwrap_or_default();
    for key in ["sites", "credentials", "modes", "steps"] {
        fields.required(key, diagnostics);
    }
    let sites = load_sites(&fields, diagnostics);
    let credentials = each(&fields, "credentials", diagnostics, |entry, path, diagnostics| {
        load_credential(entry, path, sources, diagnostics)
    });
    let generated = each(&fields, "generated", diagnostics, |entry, path, diagnostics| {
        load_generated(entry, path, sources, diagnostics)
    });
    let signature = fields.required("signature", diagnostics);
    let signature = signature.and_then(|node| load_signature(&fields, node, sources, diagnostics));
    let modes = each(&fields, "modes", diagnostics, |entry, path, diagnostics| {
        check_name(&entry.key, "a mode", diagnostics);
        load_mode(entry, path, sources, diagnostics)
    });
    let steps =
        each(&fields, "steps", diagnostics, |entry, path, diagnostics| step::load(entry, path, sources, diagnostics));
    let result = fields.required_text("result", diagnostics);
    let obtain = Obtain {
        parameter: name.clone(),
        doc,
        sites,
        credentials,
        generated,
        signature: signature?,
        modes,
        steps,
        result: result?,
        failures: step::load_failures(&fields, diagnostics),
        notes: texts(&fields, "notes", diagnostics),
        facts: Facts::load(&fields, sources, diagnostics),
    };
    names::check(&obtain, diagnostics);
    Some(obtain)
}

/// `own` and the keys of facts.
fn keys<'k>(own: &[&'k str]) -> Vec<&'k str> {
    own.iter().copied().chain(FACT_KEYS).collect()
}

fn texts(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    fields.texts(key, diagnostics).into_iter().map(|text| text.value).collect()
}

fn text(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    fields.text(key, diagnostics).map(|text| text.value)
}

fn required(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> String {
    fields.required_text(key, diagnostics).map(|text| text.value).unwrap_or_default()
}

/// What `load` makes of every entry of the map of `key`, with its document path.
fn each<T>(
    fields: &Fields<'_>,
    key: &str,
    diagnostics: &mut Diagnostics,
    mut load: impl FnMut(&Entry, String, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let path = fields.path_of(key);
    let entries = fields.entries(key, diagnostics).iter();
    entries.filter_map(|entry| load(entry, format!("{path}/{}", entry.key.value), diagnostics)).collect()
}

fn load_sites(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Site> {
    each(fields, "sites", diagnostics, |Entry { key, value }, path, diagnostics| {
        check_name(key, "a site", diagnostics);
        let fields = Fields::new(value, "a site", path, &["url", "doc"], diagnostics)?;
        let doc = text(&fields, "doc", diagnostics);
        let address = fields.required_text("url", diagnostics)?;
        let parsed = url::Url::parse(&address.value).ok();
        let is_base = parsed.is_some_and(|url| {
            url.scheme() == "https"
                && url.has_host()
                && url.path() == "/"
                && url.query().is_none()
                && url.fragment().is_none()
        });
        if !is_base {
            let message = format!("`{}` is not the address of a service", address.value);
            diagnostics.push(
                Diagnostic::error("wrong-address", message, address.span)
                    .help("it is `https://` and a host; the path is that of a step")
                    .about(fields.path_of("url")),
            );
            return None;
        }
        Some(Site { name: key.clone(), url: address.value.trim_end_matches('/').to_owned(), doc })
    })
}

fn load_credential(
    Entry { key, value }: &Entry,
    path: String,
    sources: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Credential> {
    let keys = keys(&["doc", "secret", "personal", "required", "max_length"]);
    let fields = Fields::new(value, "a credential", path, &keys, diagnostics)?;
    Some(Credential {
        name: key.clone(),
        doc: required(&fields, "doc", diagnostics),
        secret: fields.flag("secret", diagnostics),
        personal: fields.flag("personal", diagnostics),
        required: fields.flag("required", diagnostics),
        max_length: fields.number("max_length", diagnostics),
        facts: Facts::load(&fields, sources, diagnostics),
    })
}

fn load_generated(
    Entry { key, value }: &Entry,
    path: String,
    sources: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Generated> {
    let kind = value.as_mapping().and_then(|mapping| mapping.get("kind")).and_then(Node::as_scalar);
    let own: &[&str] = match kind.map(|kind| kind.text.as_str()) {
        Some("expiry") => &["kind", "doc", "lifetime"],
        _ => &["kind", "doc", "min_length", "max_length", "length", "alphabet"],
    };
    let fields = Fields::new(value, "a generated field", path, &keys(own), diagnostics)?;
    let doc = required(&fields, "doc", diagnostics);
    fields.required("kind", diagnostics);
    let is_expiry = fields.choice("kind", &[("expiry", true), ("nonce", false)], diagnostics)?;
    let kind = if is_expiry {
        fields.required("lifetime", diagnostics);
        GeneratedKind::Expiry { lifetime: fields.number("lifetime", diagnostics)? }
    } else {
        load_nonce(&fields, diagnostics)?
    };
    Some(Generated { name: key.clone(), doc, kind, facts: Facts::load(&fields, sources, diagnostics) })
}

fn load_nonce(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<GeneratedKind> {
    for key in ["min_length", "max_length", "length"] {
        fields.required(key, diagnostics);
    }
    let alphabet = fields.required_text("alphabet", diagnostics);
    let min_length = fields.number("min_length", diagnostics)?;
    let max_length = fields.number("max_length", diagnostics)?;
    let length = fields.number("length", diagnostics)?;
    let alphabet = alphabet?;
    let mut letters: Vec<char> = alphabet.value.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    let is_fine = letters.len() >= 2
        && letters.len() == alphabet.value.chars().count()
        && letters.iter().all(char::is_ascii_graphic);
    if !is_fine || !(min_length..=max_length).contains(&length) || max_length > LONGEST_NONCE || min_length == 0 {
        let (message, span) = if is_fine {
            (
                format!("`length` is one from `min_length` to `max_length`, and these are from 1 to {LONGEST_NONCE}"),
                fields.span(),
            )
        } else {
            ("an alphabet is two or more visible characters of ASCII, each once".to_owned(), alphabet.span)
        };
        diagnostics.push(Diagnostic::error("wrong-nonce", message, span).about(fields.path_of("length")));
        return None;
    }
    Some(GeneratedKind::Nonce { min_length, max_length, length, alphabet: alphabet.value })
}

fn load_signature(
    parent: &Fields<'_>,
    node: &Node,
    sources: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Signature> {
    let keys = keys(&["algorithm", "key", "separator", "encoding"]);
    let fields = Fields::new(node, "a signature", parent.path_of("signature"), &keys, diagnostics)?;
    for key in ["algorithm", "encoding"] {
        fields.required(key, diagnostics);
    }
    let algorithm = fields.choice("algorithm", &[("hmac-sha256", Algorithm::HmacSha256)], diagnostics);
    let encoding = fields.choice("encoding", &[("hex", Encoding::Hex)], diagnostics);
    let key = fields.required_text("key", diagnostics);
    let separator = fields.required_text("separator", diagnostics);
    let facts = Facts::load(&fields, sources, diagnostics);
    Some(Signature { algorithm: algorithm?, key: key?, separator: separator?, encoding: encoding?, facts })
}

fn load_mode(
    Entry { key, value }: &Entry,
    path: String,
    sources: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Mode> {
    let keys = keys(&["title", "doc", "needs", "allows", "fields"]);
    let fields = Fields::new(value, "a mode", path, &keys, diagnostics)?;
    fields.required("fields", diagnostics);
    Some(Mode {
        name: key.clone(),
        title: required(&fields, "title", diagnostics),
        doc: text(&fields, "doc", diagnostics),
        needs: fields.texts("needs", diagnostics),
        allows: fields.texts("allows", diagnostics),
        fields: fields.texts("fields", diagnostics),
        facts: Facts::load(&fields, sources, diagnostics),
    })
}

/// Reads the `obtain:` of a link config for the parameter `name`.
pub(crate) fn load_config(name: &Spanned<String>, node: &Node, diagnostics: &mut Diagnostics) -> Option<ObtainConfig> {
    let path = format!("obtain/{}", name.value);
    let fields = Fields::new(node, "an `obtain`", path, &["mode", "site", "credentials"], diagnostics)?;
    let mode = fields.required_text("mode", diagnostics);
    let mut values = Vec::new();
    for Entry { key, value } in fields.entries("credentials", diagnostics) {
        // Which are secret, the schema knows; it may not be at hand.
        let text = value.as_scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
        if (looks_secret(&key.value) || key.value.contains("key")) && !(text.starts_with("${") && text.ends_with('}')) {
            diagnostics.mask(value.span);
        }
        if value.is_null() {
            continue;
        }
        values.push((key.clone(), value.clone()));
    }
    Some(ObtainConfig {
        parameter: name.clone(),
        mode: Some(mode?),
        site: fields.text("site", diagnostics),
        values,
        origin: ObtainOrigin::Config,
    })
}
