//! What links begin with: the few texts that are looked for in every file.
//!
//! Most files hold none, so this decides how fast a scan is: one pass over the bytes for all schemas at once, before
//! anything else is asked of the file, even whether it is text.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::link_template::{LinkTemplate, Part};
use crate::schema::{Form, Schema, ValueType};

/// The beginnings of the links of some schemas.
#[derive(Debug)]
pub(super) struct Beginnings {
    search: Option<AhoCorasick>,
    /// The same order as in the search.
    list: Vec<Beginning>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Beginning {
    /// `cloudlink:`, the colon perhaps escaped.
    Scheme(String),
    /// A host of `https:` links.
    Host(String),
    /// No beginning, but a text whose lines may be broken in the middle of one, or that may be encoded as a whole.
    Broken(&'static str),
    /// No beginning, but a part of a signature, or of what one is asked with.
    Signature(String),
}

/// The place of what may be a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Where its scheme starts.
    pub(super) start: usize,
    /// Behind what was found.
    pub(super) end: usize,
}

impl Beginnings {
    pub(super) fn new(schemas: &[&Schema]) -> Self {
        let forms = schemas.iter().flat_map(|schema| &schema.pages).flat_map(|page| &page.forms);
        let list: BTreeSet<Beginning> = forms.flat_map(of_form).collect();
        let mut list: Vec<Beginning> = list.into_iter().collect();
        let obtained = schemas.iter().flat_map(|schema| &schema.obtain).flat_map(crate::obtain::markers);
        list.extend(obtained.map(|marker| Beginning::Signature(marker.as_str().to_owned())));
        list.push(Beginning::Broken("quoted-printable"));
        list.push(Beginning::Broken("Quoted-Printable"));
        list.extend(["-Encoding: base64", "-encoding: base64", "-Encoding: BASE64"].map(Beginning::Broken));
        let escaped = list.iter().filter_map(|beginning| match beginning {
            Beginning::Scheme(scheme) => Some(Beginning::Scheme(scheme.replace(':', "\\:"))),
            _ => None,
        });
        let escaped: Vec<Beginning> = escaped.collect();
        list.extend(escaped);
        let patterns = list.iter().map(|beginning| match beginning {
            Beginning::Scheme(text) | Beginning::Host(text) | Beginning::Signature(text) => text.as_str(),
            Beginning::Broken(text) => text,
        });
        // Only a set of texts of gigabytes could fail.
        let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(patterns).ok();
        Self { search, list }
    }

    /// Whether there may be a link in `bytes`.
    pub(super) fn may_be_in(&self, bytes: &[u8]) -> bool {
        self.search.as_ref().is_some_and(|search| search.is_match(bytes))
    }

    /// The length of the longest text that is looked for.
    pub(super) fn longest(&self) -> usize {
        self.search.as_ref().map_or(0, AhoCorasick::max_pattern_len)
    }

    /// Where links may begin in `text`, in their order.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Candidate> + 't {
        let found = self.search.iter().flat_map(move |search| search.find_iter(text));
        found.filter_map(move |found| {
            let start = match self.list.get(found.pattern().as_usize())? {
                Beginning::Scheme(_) => {
                    let after = &text[found.end()..];
                    after.starts_with(['/', '\\', '&']).then_some(found.start())?
                }
                Beginning::Host(_) => {
                    let after = &text[found.end()..];
                    after.starts_with(['/', '\\', '?']).then_some(())?;
                    start_of_web(text, found.start())?
                }
                Beginning::Broken(_) | Beginning::Signature(_) => return None,
            };
            is_start(text, start).then_some(Candidate { start, end: found.end() })
        })
    }
}

/// Where the `https://` starts that ends at `host`; its slashes may be escaped.
fn start_of_web(text: &str, host: usize) -> Option<usize> {
    let before = &text[..host];
    let scheme = before.trim_end_matches(['/', '\\']);
    let name = scheme.strip_suffix("https:").or_else(|| scheme.strip_suffix("https\\:"))?;
    (before.len() - scheme.len() >= 2).then_some(name.len())
}

/// How far back the start of an address is looked for.
const LONGEST_ADDRESS: usize = 512;

/// Whether a scheme can start here: `hwcloudlink:` is another one, and a link in the query of an address is a part of
/// that address, written by other rules.
fn is_start(text: &str, start: usize) -> bool {
    let before = &text[..start];
    let mut chars = before.chars().rev();
    if let Some(c) = chars.next() {
        let is_escape = matches!(c, 'n' | 'r' | 't') && chars.next() == Some('\\');
        if (c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')) && !is_escape {
            return false;
        }
    }
    let from = (start.saturating_sub(LONGEST_ADDRESS)..=start).find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let token = text[from..start].rsplit(|c: char| c.is_whitespace() || "\"'`<>()[]{},;|".contains(c)).next();
    !token.is_some_and(|token| token.contains("://"))
}

/// What the links of a form begin with.
fn of_form(form: &Form) -> Vec<Beginning> {
    let literal = leading_text(&form.link);
    let Some((scheme, rest)) = literal.split_once(':') else { return Vec::new() };
    if scheme != "https" && scheme != "http" {
        return vec![Beginning::Scheme(format!("{scheme}:"))];
    }
    let host = rest.trim_start_matches('/');
    if let Some((host, _)) = host.split_once('/') {
        return vec![Beginning::Host(host.to_owned())];
    }
    // `https://{host}/…`: only hosts that are known can be looked for.
    let first = form.link.parts().iter().find_map(|part| match part {
        Part::Expression(expression) => expression.variables.first(),
        Part::Literal(_) => None,
    });
    let parameter = first.filter(|_| host.is_empty()).and_then(|variable| form.parameter(&variable.name));
    match parameter.map(|parameter| &parameter.parameter.value_type) {
        Some(ValueType::Enum { values }) => values
            .iter()
            .filter(|value| value.name.contains('.'))
            .map(|value| Beginning::Host(value.name.clone()))
            .collect(),
        _ => Vec::new(),
    }
}

fn leading_text(link: &LinkTemplate) -> &str {
    match link.parts().first() {
        Some(Part::Literal(text)) => text,
        _ => "",
    }
}
