//! URLs that are no link, and what they were most likely meant to be.

use super::Request;
use super::candidate::{Candidate, value_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::link_template::{LinkTemplate, Matched, Operator, OwnedValue, Part, percent};
use crate::nearest::{certain, nearest, one_of};
use crate::schema::{Page, Schema, WireValue};
use crate::source::{Span, Spanned};
use crate::surroundings::HOLE;

/// The most letters in which a URL that was found may differ from a page's, for it to be a slip and not another app's.
pub(super) const MOST_SLIPS: usize = 3;

/// Whether a URL that was found, and has no page's shape, was meant as a link: it has a query, and the part before it
/// is nearly that of a page. The web has too many addresses to tell.
pub(super) fn is_nearly_link(url: &str, schemas: &[&Schema]) -> bool {
    let head_end = url.find(['?', '#']).unwrap_or(url.len());
    let typed = &url[..head_end];
    if typed.contains(HOLE) || typed.starts_with("http") || !has_pairs(url) {
        return false;
    }
    let forms = schemas.iter().flat_map(|schema| &schema.pages).flat_map(|page| &page.forms);
    let heads: Vec<&str> = forms.map(|form| head(&form.link)).filter(|head| !head.contains('{')).collect();
    heads.into_iter().any(|head| strsim::damerau_levenshtein(typed, head) <= MOST_SLIPS)
}

/// Whether there is a name and a value in the query.
pub(super) fn has_pairs(url: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| pair.find(['=', '>']).is_some_and(|at| at > 0) || pair.contains(HOLE))
}

/// No form's constants are right: reports the constant that is wrong or missing, and returns the form that was most
/// likely meant.
pub(super) fn nearest_constant(
    request: Request<'_>,
    candidates: &[Candidate<'_>],
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let span = |range: std::ops::Range<usize>| {
        Span::new(request.span.source, request.span.start + range.start..request.span.start + range.end)
    };
    let mut known: Vec<(&str, usize)> = Vec::new();
    let mut typed: Option<(&str, &Matched, String)> = None;
    let mut lacking = None;
    for (index, candidate) in candidates.iter().enumerate() {
        for parameter in &candidate.form.parameters {
            let Some(WireValue::Text(constant)) = parameter.constant() else { continue };
            match value_of(candidate.form, &candidate.found, parameter.name()) {
                Some(matched) => {
                    if let OwnedValue::Text(text) = &matched.value
                        && text != constant
                    {
                        known.push((constant, index));
                        typed.get_or_insert((parameter.name(), matched, text.clone()));
                    }
                }
                None => lacking = lacking.or(Some((parameter.name(), index))),
            }
        }
    }
    let Some((name, matched, text)) = typed else {
        let (name, _) = lacking?;
        let values: Vec<&str> = constants_of(candidates, name);
        diagnostics.push(
            Diagnostic::error(
                "missing-parameter",
                format!("the link has no `{name}`, which says what it does"),
                request.span,
            )
            .label(format!("no `{name}=` in here"))
            .help(format!("`{name}` is {}", one_of(values.into_iter())))
            .about(format!("{}/{name}", candidates[0].schema.name)),
        );
        return None;
    };
    let candidate_names = constants_of(candidates, name);
    let meant = nearest(&text, candidate_names.iter().copied());
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("`{name}` is {}", one_of(candidate_names.iter().copied())),
    };
    let mut finding = Diagnostic::error(
        "unknown-page",
        format!("{} has no page with `{name}={text}`", candidates[0].schema.name),
        span(matched.range.clone()),
    )
    .label("no such page: the app would do nothing")
    .help(help)
    .about(format!("{}/{name}", candidates[0].schema.name));
    if let Some(meant) = certain(&text, candidate_names.iter().copied()) {
        let written = percent::encoded(meant);
        finding = finding.fix(Fix::safe(format!("write `{name}={meant}`")).edit(span(matched.range.clone()), written));
    }
    diagnostics.push(finding);
    let index = known.iter().filter(|(constant, _)| Some(*constant) == meant).map(|(_, index)| *index);
    index.max_by_key(|index| (candidates[*index].score, std::cmp::Reverse(*index)))
}

/// All values that the constant `name` has in any of the forms.
pub(super) fn constants_of<'c>(candidates: &'c [Candidate<'_>], name: &str) -> Vec<&'c str> {
    let mut values: Vec<&str> = Vec::new();
    for candidate in candidates {
        if let Some(WireValue::Text(value)) = candidate.form.parameter(name).and_then(|parameter| parameter.constant())
            && !values.contains(&value.as_str())
        {
            values.push(value);
        }
    }
    values
}

pub(super) fn report_wrong_platform(
    platform: &Spanned<String>,
    page: &Page,
    forms: &[&Candidate<'_>],
    request: Request<'_>,
    diagnostics: &mut Diagnostics,
) {
    let others: Vec<&str> = forms.iter().map(|candidate| candidate.form.platform.as_str()).collect();
    let name = &page.name.value;
    let help = match page.form(&platform.value, None) {
        None => format!("`{name}` is on {}", one_of(page.platforms.iter().map(String::as_str))),
        Some(_) => {
            format!("`linkc url … --platform {}` writes the form that this platform understands", platform.value)
        }
    };
    diagnostics.push(
        Diagnostic::error(
            "wrong-platform",
            format!("this is not the form of `{name}` on `{}`", platform.value),
            request.span,
        )
        .label(format!("this form is for {}", one_of(others.into_iter())))
        .also(platform.span, "the platform is named here")
        .help(help)
        .about(format!("{name}/{}", platform.value)),
    );
}

/// The text of a link template up to its query, its expressions as written.
pub(super) fn head(link: &LinkTemplate) -> &str {
    let query = link.parts().iter().find_map(|part| match part {
        Part::Expression(expression) if matches!(expression.operator, Operator::Query) => Some(expression.range.start),
        _ => None,
    });
    let text = &link.as_str()[..query.unwrap_or(link.as_str().len())];
    text.split('?').next().unwrap_or(text)
}

pub(super) fn report_unknown_link(request: Request<'_>, schemas: &[&Schema], diagnostics: &mut Diagnostics) {
    let url = request.url;
    let typed = url.split(['?', '#']).next().unwrap_or(url);
    let mut heads: Vec<&str> = Vec::new();
    for form in schemas.iter().flat_map(|schema| &schema.pages).flat_map(|page| &page.forms) {
        let head = head(&form.link);
        if !heads.contains(&head) {
            heads.push(head);
        }
    }
    let scheme = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    // Of web addresses there are too many to name when none is near.
    let is_web = matches!(scheme(typed).as_str(), "http" | "https");
    let same_scheme = || heads.iter().copied().filter(|head| !is_web && scheme(head) == scheme(typed));
    let meant = nearest(typed, heads.iter().copied());
    let (message, help) = if !typed.contains(':') {
        ("this is not a link: it has no scheme".to_owned(), None)
    } else if let Some(meant) = meant {
        (format!("no page is at `{typed}`"), Some(format!("did you mean `{meant}`?")))
    } else if same_scheme().next().is_some() {
        let help = format!("`{}:` links are at {}", scheme(typed), one_of(same_scheme()));
        (format!("no page is at `{typed}`"), Some(help))
    } else if is_web {
        let host = typed.split(['/', '?']).nth(2).unwrap_or(typed);
        (format!("no schema has links at the host `{host}`"), Some("`--schema FILE` reads another schema".to_owned()))
    } else {
        let mut known: Vec<String> = heads.iter().map(|head| scheme(head)).collect();
        known.sort_unstable();
        known.dedup();
        let known = one_of(known.iter().map(String::as_str));
        (
            format!("no schema has links with the scheme `{}`", scheme(typed)),
            Some(format!("the schemes are {known}; `--schema FILE` reads another schema")),
        )
    };
    let same = meant.map_or(0, |meant| common_prefix(typed, meant));
    let start = request.span.start + same;
    let span = Span::new(request.span.source, start..(request.span.start + typed.len()).max(start));
    let span = if span.start == span.end { request.span } else { span };
    diagnostics.push(Diagnostic::error("unknown-link", message, span).help_if(help).about("url"));
}

pub(super) fn common_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at)
}
