//! The rule `parameter-conflict`.

use super::pieces::end_of_query;
use super::scope::{distinct, is_finding, is_typed_now, on};
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::given::Layer;
use crate::resolved::{Binding, ResolvedForm, ResolvedLink};
use crate::schema::{Form, WireValue};
use crate::source::Span;

mod violation;

use violation::{Violation, violations};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports values that do not go together: two of which only one may be given, one that counts only beside another,
    /// one that another requires. Also a value for a parameter that is a constant of the page, unless it is that very
    /// value.
    ///
    /// Only what is known counts: a value that comes from `${env:…}` or is left open until run time is never wrong here.
    /// What must be there is there when it is left open as an input.
    ///
    /// ## Why is this bad?
    ///
    /// Apps decide silently. Feishu opens a chat with a person (`openId`) or a group (`openChatId`), and with both it is
    /// not said which; its `width` does nothing unless the mode is `window`. Yealink's client joins without signing in
    /// when `authcode` is given without `isneedlogin=true`, or the other way round, so that the person sits in the
    /// meeting as a stranger.
    ///
    /// A constant is what makes a link one of its page: another value makes it another link.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [windows]
    ///   values: { page: launch, conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [windows]
    ///   values: { conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// ```
    ParameterConflict = {
        id: "parameter-conflict",
        summary: "values contradict each other, or a constant",
        level: Error,
    }
}

impl Rule for ParameterConflict {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let mut all: Vec<(Conflict, Vec<&str>)> = Vec::new();
        for resolved in &link.forms {
            let constants = resolved.bindings.iter().filter_map(|binding| of_constant(link, resolved, binding));
            let between = violations(resolved).into_iter().map(|violation| of_violation(link, violation));
            for conflict in constants.chain(between) {
                match all.iter_mut().find(|(known, _)| *known == conflict) {
                    Some((_, platforms)) => platforms.push(&resolved.form.platform),
                    None => all.push((conflict, vec![&resolved.form.platform])),
                }
            }
        }
        for (conflict, platforms) in all.into_iter().filter(|(_, platforms)| is_finding(link, platforms.len())) {
            let on = on(link, &distinct(platforms.into_iter()));
            let mut finding = report.finding(format!("{}{on}", conflict.message), conflict.span).label(conflict.label);
            if let Some((span, text)) = conflict.also {
                finding = finding.also(span, text);
            }
            if let Some((name, cut)) = conflict.cut {
                finding = finding.fix(Fix::risky(format!("take `{name}` out")).edit(cut, ""));
            }
            report.push(finding.help(conflict.help).about(conflict.subject));
        }
    }
}

/// A finding before it is known on which platforms it holds.
#[derive(PartialEq)]
struct Conflict {
    message: String,
    span: Span,
    label: String,
    also: Option<(Span, String)>,
    help: String,
    subject: String,
    /// The name of a value that has no place here, and the bytes that go with it.
    cut: Option<(String, Span)>,
}

/// A value for a constant.
fn of_constant(link: &ResolvedLink<'_>, resolved: &ResolvedForm<'_>, binding: &Binding<'_>) -> Option<Conflict> {
    let constant = binding.parameter.constant()?;
    // A preset is for every page that has the parameter; where the page has decided, it stands back.
    let given = binding.given.as_ref().filter(|given| given.layer != Layer::Preset)?;
    let wire = given.wire(&binding.parameter.parameter.value_type);
    let is_open = given.texts.iter().any(|text| text.literal().is_none());
    if is_open || wire.as_ref() == Some(constant) {
        return None;
    }
    let name = binding.name();
    let variant = wire.and_then(|wire| variant_with(link, resolved.form, name, &wire));
    Some(Conflict {
        message: format!("`{name}` is always `{}`", constant.display()),
        span: given.span,
        label: "another value than the page has".to_owned(),
        also: None,
        help: match variant {
            Some(variant) if is_typed_now(link) => {
                format!("take it out, and add `--variant {variant}` for the form that has this value")
            }
            Some(variant) => format!("take it out, and write `variant: {variant}` for the form that has this value"),
            None => format!("take it out: linkc writes `{name}={}`", constant.display()),
        },
        subject: link.subject_of(name),
        cut: link.layout.cut(given.name_span).map(|cut| (name.to_owned(), cut)),
    })
}

/// The variant of the page on the form's platform in which the constant `name` is `wire`.
fn variant_with<'l>(link: &'l ResolvedLink<'_>, form: &Form, name: &str, wire: &WireValue) -> Option<&'l str> {
    let mut forms = link.page.forms.iter().filter(|other| other.platform == form.platform);
    let found = forms.find(|other| other.parameter(name).and_then(|parameter| parameter.constant()) == Some(wire));
    found?.variant.as_deref()
}

fn of_violation(link: &ResolvedLink<'_>, violation: Violation) -> Conflict {
    let Violation { message, at, label, also, help, about } = violation;
    let end = || link.url().map_or(link.name.span, |url| end_of_query(url).0);
    Conflict { message, span: at.unwrap_or_else(end), label, also, help, subject: link.subject_of(&about), cut: None }
}
