//! The rule `unknown-parameter`.

use super::pieces::pieces;
use super::scope::{all_of, distinct, is_typed_now};
use super::{Metadata, Report, Rule};
use crate::diagnostic::{Diagnostic, Fix};
use crate::link_template::percent;
use crate::nearest::{certain, did_you_mean, nearest, one_of};
use crate::resolved::{Binding, GivenIn, ResolvedLink, UnknownParameter as Unknown};
use crate::schema::{Form, FormParameter, WireValue};
use crate::yaml::{Style, edit};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a parameter that the page of a link does not have.
    ///
    /// ## Why is this bad?
    ///
    /// The app drops it without a word. A near miss (`conf-id`) means that the value never arrives: the names are
    /// compared letter by letter, capitals included, in the desktop client of 2019 as in any other that is known. A
    /// parameter of another page (a `nonce` on a link that only joins) means that the link was copied from the wrong
    /// sample; the vendor's own sample for iOS has this mistake.
    ///
    /// A piece without a `=` is mostly the rest of a value in which a `&` was not escaped: the name of `R&D` arrives as
    /// `R`.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=A&B
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=A%26B
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the name, or take the parameter out. In a URL, write `&` inside a value as `%26`; in a link config,
    /// write the value as it is, and linkc encodes it.
    UnknownParameter = {
        id: "unknown-parameter",
        summary: "a link gives a parameter that its page does not have",
        level: Error,
    }
}

impl Rule for UnknownParameter {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        if link.unknown.is_empty() {
            return;
        }
        // Both stand in the order of the URL: one walk finds what is before each.
        let url = link.url();
        let mut pieces = url.map(pieces).unwrap_or_default().into_iter().peekable();
        let names = names_of(link);
        let mut before = None;
        for unknown in &link.unknown {
            let start = url.map_or(0, |url| unknown.name.span.start.saturating_sub(url.span.start));
            while let Some(piece) = pieces.next_if(|piece| piece.range.end <= start) {
                before = piece.known_name(link).filter(|name| names.contains(name)).or(before);
            }
            report_unknown(link, unknown, before, report);
        }
    }
}

fn report_unknown(link: &ResolvedLink<'_>, unknown: &Unknown, before: Option<&str>, report: &mut Report<'_>) {
    let page = &link.page.name.value;
    let name = &unknown.name.value;
    let is_bare = unknown.given_in == GivenIn::BareQuery;
    let is_rest =
        report.is_masked(unknown.name.span) || (is_bare && did_you_mean(name, names_of(link).into_iter()).is_none());
    let finding = if is_rest {
        // Its text is not repeated: it may be the rest of a secret.
        let message = match before {
            Some(before) => format!("a `&` ends `{before}` here, and `{page}` has no parameter like what follows"),
            None => format!("`{page}` has no parameter like this"),
        };
        report
            .finding(message, unknown.name.span)
            .label(if is_bare { "a piece without `=`" } else { "unknown parameter" })
            .help("write a `&` inside a value as `%26`; if this is no part of the value before it, take it out")
            .about(link.subject_of("&"))
    } else if let Some(constant) = constant_of(link, name) {
        report
            .finding(format!("`{name}` cannot be left open: it is always `{constant}`"), unknown.name.span)
            .label("a constant")
            .help(format!("take `{name}` out of `inputs`"))
            .about(link.subject_of(name))
    } else {
        report
            .finding(format!("`{page}` has no parameter `{name}`"), unknown.name.span)
            .label("unknown parameter")
            .help(help(link, name))
            .help_if(
                before
                    .filter(|_| is_foreign(link, name))
                    .map(|before| format!("if it is a part of `{before}`, write the `&` before it as `%26`")),
            )
            .about(link.subject_of(name))
    };
    let fix = if is_rest || is_bare { None } else { renaming(link, unknown) };
    let finding = Diagnostic { fixes: fix.into_iter().collect(), ..finding };
    report.push(finding);
}

/// Writes the name that was most likely meant, where nothing has that name yet. Of two names that would become the same,
/// none does.
fn renaming(link: &ResolvedLink<'_>, unknown: &Unknown) -> Option<Fix> {
    let name = &unknown.name.value;
    let is_known = |form: &Form| form.parameter(name).is_some();
    if is_typed_now(link) || link.page.forms.iter().any(is_known) {
        return None;
    }
    let names = names_of(link);
    let sure = certain(name, names.iter().copied());
    let meant = sure.or_else(|| nearest(name, names.iter().copied()))?;
    let is_given = link.forms.iter().any(|resolved| resolved.binding(meant).is_some_and(Binding::is_given));
    let mut others = link.unknown.iter().filter(|other| other.name != unknown.name);
    if is_given || others.any(|other| nearest(&other.name.value, names.iter().copied()) == Some(meant)) {
        return None;
    }
    let message = format!("write `{meant}`");
    let fix = if sure.is_some() { Fix::safe(message) } else { Fix::risky(message) };
    let written = match link.url() {
        Some(_) => percent::encoded(meant),
        None => edit::scalar(meant, Style::Plain),
    };
    Some(fix.edit(unknown.name.span, written))
}

/// Whether no page has a parameter of this name, or one like it.
fn is_foreign(link: &ResolvedLink<'_>, name: &str) -> bool {
    link.schema.parameter(name).is_none() && did_you_mean(name, names_of(link).into_iter()).is_none()
}

/// What `name` is always, where an input of this name was asked for.
fn constant_of(link: &ResolvedLink<'_>, name: &str) -> Option<String> {
    let mut parameters = link.forms.iter().filter_map(|resolved| resolved.form.parameter(name));
    parameters.find_map(|parameter| parameter.constant()).map(WireValue::display)
}

/// The parameters that the link could give.
fn names_of<'l>(link: &'l ResolvedLink<'_>) -> Vec<&'l str> {
    let parameters = link.forms.iter().flat_map(|resolved| &resolved.form.parameters);
    distinct(parameters.filter(|parameter| parameter.constant().is_none()).map(FormParameter::name))
}

fn help(link: &ResolvedLink<'_>, name: &str) -> String {
    let page = &link.page.name.value;
    let there = link.page.forms.iter().filter(|form| form.parameter(name).is_some());
    let there = distinct(there.map(|form| form.platform.as_str()));
    if !there.is_empty() {
        return format!("take it out: `{page}` has `{name}` on {} only", all_of(there.into_iter()));
    }
    let names = names_of(link);
    if let Some(help) = did_you_mean(name, names.iter().copied()) {
        return help;
    }
    let others = link.schema.pages.iter().filter(|page| page.forms.iter().any(|form| form.parameter(name).is_some()));
    let others: Vec<&str> = others.map(|page| page.name.value.as_str()).collect();
    match (others.is_empty(), names.is_empty()) {
        (false, _) => format!("take it out, or use the page that has it: {}", one_of(others.into_iter())),
        (true, false) => format!("`{page}` takes {}", one_of(names.into_iter())),
        (true, true) => format!("take it out: `{page}` has no parameters"),
    }
}
