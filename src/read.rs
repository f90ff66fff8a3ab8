//! Reading a link back: which page of which schema a URL is, and what it says.
//!
//! Two steps (design, section 4): first the shape, scheme, authority and path; then the constants. What is nearly
//! right is named, and read as what it was most likely meant to be, so that the rules can say what else is wrong.

use crate::config::Layout;
use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::fields::looks_secret;
use crate::link_template::percent;
use crate::nearest::nearest;
use crate::resolved::{Origin, ResolvedForm, ResolvedLink, UrlText};
use crate::schema::Schema;
use crate::source::{Span, Spanned};
use crate::surroundings::{HOLE, HOLE_SHOWN, Surroundings};

mod bind;
mod candidate;
mod case;
mod near_miss;

use bind::UrlBinder;
use candidate::{Candidate, candidates, choose, constants, hole_decides, names_of};
use near_miss::{has_pairs, is_nearly_link, nearest_constant, report_unknown_link, report_wrong_platform};

/// A URL to read, and what is known of it beforehand.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The URL; it stands in its source byte for byte.
    pub url: &'a str,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands in a file, where others see it.
    pub is_kept: bool,
    /// The platform that it is for, when that is known.
    pub platform: Option<&'a Spanned<String>>,
}

/// Reads `request.url` as a link of one of `schemas`. `None` when it is a link of none of them, which is reported.
pub fn read<'s>(
    request: Request<'_>,
    schemas: &[&'s Schema],
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    read_link(request, None, schemas, diagnostics)
}

/// Reads a URL that was found in a text, with a [`HOLE`] for each part that is not known.
///
/// Nobody said that it is a link of one of `schemas`, so that it is reported only where it is nearly one: a mere
/// mention of an app's scheme is `None` and no finding. So is a URL of which a hole decides what it is.
pub fn read_found<'s>(
    request: Request<'_>,
    surroundings: &Surroundings,
    schemas: &[&'s Schema],
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    read_link(request, Some(surroundings), schemas, diagnostics)
}

fn read_link<'s>(
    request: Request<'_>,
    surroundings: Option<&Surroundings>,
    schemas: &[&'s Schema],
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    mask_pairs(request, schemas, diagnostics);
    let mended = mend_pair(request, schemas, diagnostics);
    let is_found = surroundings.is_some();
    let mut url = mended.unwrap_or_else(|| request.url.to_owned());
    let mut candidates = candidates(&url, schemas);
    let mut wrong_case = Vec::new();
    if candidates.is_empty()
        && let Some((mended, wrong)) = case::mend_head(&url, schemas)
    {
        wrong_case = wrong;
        url = mended;
        candidates = self::candidates(&url, schemas);
    }
    if let Some((mended, wrong)) = case::mend_names(&url, &names_of(&candidates)) {
        wrong_case.extend(wrong);
        url = mended;
        candidates = self::candidates(&url, schemas);
    }
    let url = url.as_str();
    if candidates.is_empty() {
        if !is_found || is_nearly_link(url, schemas) {
            report_unknown_link(request, schemas, diagnostics);
        }
        return None;
    }
    let best = match choose(&candidates) {
        Some(best) => best,
        None if hole_decides(&candidates) || (is_found && !has_pairs(url)) => return None,
        None => nearest_constant(request, &candidates, diagnostics)?,
    };
    let (schema, page) = (candidates[best].schema, candidates[best].page);
    let best = &candidates[best];
    // A form that leaves more of the URL unread is another variant; so is one that more constants speak against.
    let fits = |candidate: &&Candidate<'s>| {
        std::ptr::eq(candidate.page, page)
            && candidate.score.constants_wrong >= best.score.constants_wrong
            && constants(candidate.form).eq(constants(best.form))
            && candidate.score.unknown >= best.score.unknown
    };
    let mut forms: Vec<&Candidate<'s>> = candidates.iter().filter(fits).collect();
    if let Some(platform) = request.platform {
        let there: Vec<_> = forms.iter().copied().filter(|form| form.form.platform == platform.value).collect();
        if there.is_empty() {
            report_wrong_platform(platform, page, &forms, request, diagnostics);
        } else {
            forms = there;
        }
    }
    let first = forms.first()?;
    let names = first.form.link.variables();
    let binder = UrlBinder { url, span: request.span };
    let repeated = binder.repeated(&first.found, names);
    let unknown = binder.unknown(&first.found);
    let fragment = first.found.fragment.clone().map(|range| binder.span_of(range));
    let open = binder.open_end(&first.found);
    let resolved: Vec<ResolvedForm<'s>> = forms.iter().map(|candidate| binder.bind(candidate, open.as_ref())).collect();
    for binding in resolved.iter().flat_map(|resolved| &resolved.bindings) {
        // Also those that stand in a path.
        if let Some(given) = binding.given.as_ref().filter(|_| binding.parameter.parameter.secret) {
            given.mask(diagnostics);
        }
    }
    Some(ResolvedLink {
        schema,
        page,
        name: Spanned::new(page.name.value.clone(), request.span),
        title: None,
        summary: None,
        landing: None,
        event: None,
        write_defaults: false,
        origin: Origin::Url(UrlText {
            text: request.url.replace(HOLE, HOLE_SHOWN),
            span: request.span,
            fragment,
            is_kept: request.is_kept,
            surroundings: surroundings.cloned(),
            is_for_platform: request.platform.is_some(),
            wrong_case,
        }),
        forms: resolved,
        unknown,
        repeated,
        subject: String::new(),
        layout: Layout::default(),
    })
}

/// Finds a pair whose `=` was mistyped, as in `page>launch`, reports it and returns the URL as it was meant.
fn mend_pair(request: Request<'_>, schemas: &[&Schema], diagnostics: &mut Diagnostics) -> Option<String> {
    let query = request.url.find('?')? + 1;
    let mut mended: Option<String> = None;
    let mut at = query;
    for pair in request.url[query..].split('&') {
        let start = at;
        at += pair.len() + 1;
        if pair.contains('=') {
            continue;
        }
        let name_end = pair.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').unwrap_or(pair.len());
        let name = &pair[..name_end];
        let known = schemas.iter().any(|schema| schema.parameter(name).is_some());
        let wrong = pair[name_end..].chars().next().filter(char::is_ascii);
        if let (true, Some(wrong)) = (known, wrong) {
            let offset = request.span.start + start + name_end;
            let value = &pair[name_end + 1..];
            let span = Span::new(request.span.source, offset..offset + 1);
            let help = if looks_secret(name) {
                format!("write `{name}=…`")
            } else {
                format!("write `{name}={}`", value.replace(HOLE, HOLE_SHOWN))
            };
            diagnostics.push(
                Diagnostic::error(
                    "malformed-pair",
                    format!("`{name}` is followed by `{wrong}` where `=` belongs"),
                    span,
                )
                .label("expected `=`")
                .help(help)
                .fix(Fix::safe(format!("write `=` behind `{name}`")).edit(span, "="))
                .about(name.to_owned()),
            );
            let text = mended.get_or_insert_with(|| request.url.to_owned());
            text.replace_range(start + name_end..=start + name_end, "=");
        }
    }
    mended
}

/// Masks the values of secret parameters, and of parameters that look secret, wherever in the URL they stand: before
/// anything is known of the link, so that no finding can show them. A piece behind a secret whose name is nobody's, and
/// near to nobody's, may be the rest of it: a `&` that was not escaped.
fn mask_pairs(request: Request<'_>, schemas: &[&Schema], diagnostics: &mut Diagnostics) {
    let names = || schemas.iter().flat_map(|schema| &schema.parameters).map(|parameter| parameter.name.as_str());
    // A hole is no secret; what is typed beside it may be.
    let mut mask = |start: usize, text: &str| {
        let mut at = request.span.start + start;
        for known in text.split(HOLE) {
            diagnostics.mask(Span::new(request.span.source, at..at + known.len()));
            at += known.len() + HOLE.len_utf8();
        }
    };
    let mut at = 0;
    let mut behind_secret = false;
    for pair in request.url.split(['?', '&', '#', ';']) {
        let start = at;
        at += pair.len() + 1;
        let (name, value) = pair.split_once(['=', '>', ':']).map_or((pair, None), |(name, value)| (name, Some(value)));
        let written = name.len();
        let name = &*percent::decode(name).into_text();
        let declared = schemas.iter().filter_map(|schema| schema.parameter(name)).any(|parameter| parameter.secret);
        if let Some(value) = value.filter(|_| declared || looks_secret(name)) {
            mask(start + written + 1, value);
            behind_secret = true;
        } else if names().any(|known| known == name) {
            behind_secret = false;
        } else if behind_secret && (name.len() < 4 || nearest(name, names()).is_none()) {
            mask(start, pair);
        }
    }
}
