//! A URL in pieces: what stands before its query, each pair of the query, its fragment.
//!
//! Some rules look at how a URL was written, not at what it says: also where no parameter is bound to it.

use std::ops::Range;

use super::Report;
use crate::resolved::{ResolvedLink, UrlText};
use crate::source::Span;

/// A stretch of a URL.
pub(super) struct Piece<'u> {
    /// The bytes of the URL.
    pub(super) range: Range<usize>,
    /// The text.
    pub(super) text: &'u str,
    /// The name of a pair with a `=`, as it stands there.
    name: Option<&'u str>,
    /// Whether it is a part of the query.
    pub(super) is_query: bool,
}

/// The pieces of `url` in their order; without the fragment, when `url` has one that does not belong there.
pub(super) fn pieces(url: &UrlText) -> Vec<Piece<'_>> {
    let text = url.text.as_str();
    let text = &text[..url.fragment.map_or(text.len(), |fragment| fragment.start - url.span.start)];
    let head_end = text.find('?').unwrap_or(text.len());
    let mut pieces = vec![Piece { range: 0..head_end, text: &text[..head_end], name: None, is_query: false }];
    let mut start = head_end + 1;
    for pair in text.get(start..).into_iter().flat_map(|query| query.split('&')) {
        let range = start..start + pair.len();
        start = range.end + 1;
        pieces.push(Piece { range, text: pair, name: pair.split_once('=').map(|(name, _)| name), is_query: true });
    }
    pieces
}

impl<'u> Piece<'u> {
    /// What a message calls the piece. The name of an unknown pair is not repeated: it may be the rest of a secret in
    /// which a `&` was not escaped.
    pub(super) fn describe(&self, link: &ResolvedLink<'_>) -> String {
        match self.known_name(link) {
            Some(name) => format!("`{name}`"),
            None if self.is_query => "a query pair".to_owned(),
            None => "the part before the query".to_owned(),
        }
    }

    /// What a finding about the piece is about.
    pub(super) fn subject(&self, link: &ResolvedLink<'_>) -> String {
        link.subject_of(self.known_name(link).unwrap_or(if self.is_query { "&" } else { "?" }))
    }

    /// Its text, when it may be seen.
    pub(super) fn may_show(&self, url: &UrlText, report: &Report<'_>) -> bool {
        !report.is_masked(url.span_of(self.range.clone()))
    }

    /// The name of the parameter that it gives, when the link's page has it.
    pub(super) fn known_name(&self, link: &ResolvedLink<'_>) -> Option<&'u str> {
        let is_known = |name: &&str| link.forms.iter().any(|resolved| resolved.form.parameter(name).is_some());
        self.name.filter(is_known)
    }
}

/// The bytes of `url` that go when the pair of its query in which `span` lies is taken out. It is looked for from
/// there, not from the beginning: a URL may have a hundred thousand of them.
pub(super) fn cut_of_pair(url: &UrlText, span: Span) -> Option<Span> {
    let at = span.start.checked_sub(url.span.start)?;
    let query_end = url.fragment.map_or(url.text.len(), |fragment| fragment.start - url.span.start);
    let question = url.text.find('?').filter(|question| *question < at && at < query_end)?;
    let before = url.text[question + 1..at].rfind('&').map_or(question, |ampersand| question + 1 + ampersand);
    let end = url.text[at..query_end].find('&').map_or(query_end, |length| at + length);
    // One separator goes with it: the one before, which of the first pair is the `?`.
    let is_first_of_many = before == question && end < query_end;
    Some(url.span_of(if is_first_of_many { before + 1..end + 1 } else { before..end }))
}

/// The place in `url` where another query pair would be added, and the sign that goes before it.
pub(super) fn end_of_query(url: &UrlText) -> (Span, char) {
    let end = url.fragment.map_or(url.span.end, |fragment| fragment.start);
    let sign = if url.text.contains('?') { '&' } else { '?' };
    (Span { start: end, end, ..url.span }, sign)
}

/// The place that makes the link one of its page: of a URL, the value of the first constant in its query, or all
/// before the query; else the link's name.
pub(super) fn place_of_page(link: &ResolvedLink<'_>) -> Span {
    let Some(url) = link.url() else { return link.name.span };
    let is_constant = |name: &str| {
        link.forms
            .iter()
            .any(|resolved| resolved.form.parameter(name).is_some_and(|parameter| parameter.constant().is_some()))
    };
    let pieces = pieces(url);
    let constant = pieces.iter().find_map(|piece| {
        let name = piece.name.filter(|name| is_constant(name))?;
        Some(piece.range.start + name.len() + 1..piece.range.end)
    });
    url.span_of(constant.filter(|range| !range.is_empty()).unwrap_or_else(|| pieces[0].range.clone()))
}
