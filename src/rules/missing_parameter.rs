//! The rule `missing-parameter`.

use super::pieces::end_of_query;
use super::scope::{distinct, first_sentence, is_typed_now, on, platforms_where};
use super::{Metadata, Report, Rule};
use crate::diagnostic::Diagnostic;
use crate::resolved::{Binding, ResolvedLink};
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a required parameter that a link does not give, or gives as a blank.
    ///
    /// A parameter that is left open under `inputs` counts as given; its fallback must not be blank either.
    ///
    /// ## Why is this bad?
    ///
    /// The app refuses the link, or worse, takes it. The only client of Huawei Cloud Meeting whose code can be read, the
    /// desktop client of 2019, shows a person without a `name` as `undefined` to everybody in the meeting. A link that
    /// is to log somebody in does nothing of the kind without its `nonce`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330 }
    ///   inputs: [name]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Give the parameter under `values`; or, where it is known only when the link is used, name it under `inputs`.
    MissingParameter = {
        id: "missing-parameter",
        summary: "a required parameter is not given, or is blank",
        level: Error,
    }
}

impl Rule for MissingParameter {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let bindings = link.forms.iter().flat_map(|resolved| &resolved.bindings);
        for name in distinct(bindings.filter(|binding| lack_of(binding).is_some()).map(Binding::name)) {
            report_missing(link, name, report);
        }
    }
}

/// In which way a required parameter is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lack {
    Absent,
    /// Somebody wrote that it is to be left out.
    Removed(Span),
    Blank(Span),
    BlankFallback(Span),
}

fn lack_of(binding: &Binding<'_>) -> Option<Lack> {
    if !binding.parameter.is_required() {
        return None;
    }
    if let Some(input) = &binding.input {
        let fallback = input.fallback.as_ref().filter(|fallback| fallback.is_blank());
        return fallback.map(|fallback| Lack::BlankFallback(fallback.span));
    }
    match (&binding.given, binding.removed.as_deref()) {
        (Some(given), _) => given.is_blank().then_some(Lack::Blank(given.span)),
        (None, Some(span)) => Some(Lack::Removed(*span)),
        (None, None) => (!binding.is_given()).then_some(Lack::Absent),
    }
}

fn report_missing(link: &ResolvedLink<'_>, name: &str, report: &mut Report<'_>) {
    let lacking = platforms_where(link, |resolved| resolved.binding(name).is_some_and(|b| lack_of(b).is_some()));
    let Some(platforms) = lacking else { return };
    let mut bindings = link.forms.iter().filter_map(|resolved| resolved.binding(name));
    let Some((binding, lack)) = bindings.find_map(|binding| Some((binding, lack_of(binding)?))) else { return };
    let page = &link.page.name.value;
    let on = on(link, &platforms);
    let requires = format!("and `{page}` requires it{on}");
    let finding = match lack {
        Lack::Absent => absent(link, name, &requires, report),
        Lack::Removed(span) => {
            report.finding(format!("`{name}` is left out, {requires}"), span).label("null leaves it out")
        }
        Lack::Blank(span) => report.finding(format!("`{name}` is blank, {requires}"), span).label("blank"),
        Lack::BlankFallback(span) => {
            report.finding(format!("the fallback of `{name}` is blank, {requires}"), span).label("blank")
        }
    };
    let doc = first_sentence(&binding.parameter.parameter.doc);
    let help = match (lack, link.url()) {
        (Lack::BlankFallback(_), _) => format!("write a fallback that can stand in a link, or none: {doc}"),
        (Lack::Absent, Some(url)) => format!("add `{}{name}=…`: {doc}", end_of_query(url).1),
        (_, Some(_)) => format!("write a value behind `{name}=`: {doc}"),
        (_, None) if is_typed_now(link) => format!("add `--set {name}=…`: {doc}"),
        (_, None) if binding.parameter.parameter.single_use => format!("leave `{name}` open under `inputs`: {doc}"),
        (_, None) => format!("give `{name}` under `values`, or leave it open under `inputs`: {doc}"),
    };
    report.push(finding.help(help).about(link.subject_of(name)));
}

fn absent(link: &ResolvedLink<'_>, name: &str, requires: &str, report: &Report<'_>) -> Diagnostic {
    let message = format!("`{name}` is missing, {requires}");
    match link.url() {
        Some(url) => {
            let (end, sign) = end_of_query(url);
            report.finding(message, end).label(format!("no `{sign}{name}=…`"))
        }
        None => report.finding(message, link.name.span).label(format!("no `{name}`")),
    }
}
