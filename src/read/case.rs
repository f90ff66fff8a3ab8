//! Reading a URL whose letters are of the wrong case.
//!
//! A link that differs from a page's in its case alone is read as that page's, so that everything else that is wrong
//! with it can be said. The case of an ASCII letter changes no length: what is read stands where the URL stands.

use std::ops::Range;

use crate::link_template::{LinkTemplate, Part};
use crate::resolved::{Cased, WrongCase};
use crate::schema::Schema;

/// `url` with the scheme, authority and path in the case of the link template that it is a link of, when it is one
/// but for its case.
pub(super) fn mend_head(url: &str, schemas: &[&Schema]) -> Option<(String, Vec<WrongCase>)> {
    let forms = schemas.iter().flat_map(|schema| &schema.pages).flat_map(|page| &page.forms);
    let mut tried: Vec<&str> = Vec::new();
    for form in forms {
        let literal = first_literal(&form.link);
        let Some(typed) = url.get(..literal.len()) else { continue };
        if typed == literal || !typed.eq_ignore_ascii_case(literal) || tried.contains(&form.link.as_str()) {
            continue;
        }
        tried.push(form.link.as_str());
        let mended = format!("{literal}{}", &url[literal.len()..]);
        if form.matcher().ok().is_some_and(|matcher| matcher.read(&mended).is_ok()) {
            let wrong = differences(typed, literal);
            return Some((mended, wrong));
        }
    }
    None
}

/// The text that every link of the template begins with.
fn first_literal(link: &LinkTemplate) -> &str {
    match link.parts().first() {
        Some(Part::Literal(text)) => text,
        _ => "",
    }
}

/// Where `typed` differs from `literal`: in its scheme, in the host of a web address, and behind these.
fn differences(typed: &str, literal: &str) -> Vec<WrongCase> {
    let scheme_end = literal.find(':').unwrap_or(0);
    let is_web = matches!(&literal[..scheme_end], "http" | "https");
    let host = literal.find("://").filter(|_| is_web).map_or(scheme_end, |at| at + "://".len());
    let host_end = if is_web { literal[host..].find('/').map_or(literal.len(), |at| host + at) } else { scheme_end };
    let parts =
        [(0..scheme_end, Cased::Scheme), (host..host_end, Cased::WebHost), (host_end..literal.len(), Cased::Head)];
    parts
        .into_iter()
        .filter_map(|(range, part)| {
            let differs = |at: &usize| typed.as_bytes()[*at] != literal.as_bytes()[*at];
            let first = range.clone().find(differs)?;
            let last = range.clone().rev().find(differs)?;
            // A scheme and a host are shown as a whole; of a path, the steps that differ.
            let range = if part == Cased::Head { step_around(literal, first..last + 1, &range) } else { range };
            Some(WrongCase { right: literal[range.clone()].to_owned(), range, part })
        })
        .collect()
}

/// `range`, widened to the `/` on both sides.
fn step_around(text: &str, range: Range<usize>, limits: &Range<usize>) -> Range<usize> {
    let is_end = |c: char| matches!(c, '/' | '?' | ':');
    let start = text[limits.start..range.start].rfind(is_end).map_or(limits.start, |at| limits.start + at + 1);
    let end = text[range.end..limits.end].find(is_end).map_or(limits.end, |at| range.end + at);
    start..end
}

/// `url` with the names of its query in the case that one of `names` has, for those that have no such name as they
/// stand, and of which there is no more than one.
pub(super) fn mend_names(url: &str, names: &[&str]) -> Option<(String, Vec<WrongCase>)> {
    let query = url.find('?')? + 1;
    let end = url[query..].find('#').map_or(url.len(), |at| query + at);
    let mut mended: Option<String> = None;
    let mut wrong = Vec::new();
    let mut at = query;
    let typed: Vec<&str> = url[query..end].split('&').map(|pair| pair.split('=').next().unwrap_or(pair)).collect();
    for pair in url[query..end].split('&') {
        let start = at;
        at += pair.len() + 1;
        let Some((name, _)) = pair.split_once('=') else { continue };
        if names.contains(&name) {
            continue;
        }
        let mut meant = names.iter().filter(|known| known.eq_ignore_ascii_case(name));
        let (Some(right), None) = (meant.next(), meant.next()) else { continue };
        // Where the right name is given too, this one is no slip of the same.
        if typed.contains(right) {
            continue;
        }
        let range = start..start + name.len();
        mended.get_or_insert_with(|| url.to_owned()).replace_range(range.clone(), right);
        wrong.push(WrongCase { range, right: (*right).to_owned(), part: Cased::Name });
    }
    mended.map(|mended| (mended, wrong))
}
