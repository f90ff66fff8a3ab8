//! The rule `trailing-punctuation`.

use super::scope::{distinct, on};
use super::values::values;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::given::Given;
use crate::link_template::percent;
use crate::lower::known_url;
use crate::resolved::{ResolvedForm, ResolvedLink, UrlText};
use crate::schema::WireValue;
use crate::source::Span;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link that ends in a character which, at the end of a sentence, belongs to the sentence: `.`, `,`, `;`,
    /// `:`, `!`, `?`, `'` or `)`. In a link that linkc writes, only the `.` can stand there as it is.
    ///
    /// ## Why is this bad?
    ///
    /// In plain text, programs guess where a link ends, and leave such a character out: mail programs, chats and
    /// terminals alike. After a sentence nobody misses its full stop; a name, an address or an ID becomes another one.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// prepare:
    ///   page: join
    ///   platforms: [android]
    ///   values: { conf_id: 981924330, name: Tom Jr., open_mic: null, open_camera: null }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// prepare:
    ///   page: join
    ///   platforms: [android]
    ///   values: { conf_id: 981924330, name: Tom Jr, open_mic: null, open_camera: null }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Let the last value end in a letter or a digit, or let another parameter follow. In a URL, the character may be
    /// percent-encoded, for apps that decode what they are given: `%2E`.
    TrailingPunctuation = {
        id: "trailing-punctuation",
        summary: "a link ends in punctuation, which plain text takes for the end of a sentence",
        level: Note,
    }
}

impl Rule for TrailingPunctuation {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        if let Some(url) = link.url() {
            return check_url(link, url, report);
        }
        let forms = link.forms.iter().filter(|resolved| may_end_so(resolved));
        let urls = forms.map(|resolved| (resolved, known_url(link, resolved)));
        let cut: Vec<_> = urls.filter(|(_, url)| url.ends_with('.')).collect();
        let Some((_, url)) = cut.first() else { return };
        let platforms = distinct(cut.iter().map(|(resolved, _)| resolved.form.platform.as_str()));
        // The value is the one with which the link ends.
        let place = values(link).iter().rev().find_map(|value| {
            let mut texts = value.literals();
            texts.find(|(_, literal)| literal.ends_with('.') && url.ends_with(&percent::encoded(literal))).map(
                |(text, _)| {
                    let start = text.span.end.saturating_sub(1).max(text.span.start);
                    (value.name().to_owned(), Span { start, ..text.span }, value.subject(link))
                },
            )
        });
        let message =
            format!("the link ends in `.`{}, which plain text takes for the end of a sentence", on(link, &platforms));
        let finding = match place {
            Some((name, span, subject)) => {
                let help = format!("let `{name}` end in a letter or a digit");
                report.finding(message, span).label("not a part of the link there").help(help).about(subject)
            }
            None => report.finding(message, link.name.span).about(link.subject_of(".")),
        };
        report.push(finding);
    }
}

/// Whether a full stop could be the last of the link: one is the last of something in it. Most links need not be written
/// to know that it is not.
fn may_end_so(resolved: &ResolvedForm<'_>) -> bool {
    let of_schema = |value: &WireValue| match value {
        WireValue::Text(text) => text.ends_with('.'),
        WireValue::List(items) => items.iter().any(|item| item.ends_with('.')),
    };
    let is_typed =
        |given: &Given| given.texts.iter().any(|text| text.literal().is_some_and(|text| text.ends_with('.')));
    resolved.form.link.as_str().ends_with('.')
        || resolved.bindings.iter().any(|binding| {
            let fallback = binding.input.as_ref().and_then(|input| input.fallback.as_ref());
            binding.given.as_deref().is_some_and(is_typed)
                || fallback.is_some_and(is_typed)
                || binding.parameter.constant().or_else(|| binding.parameter.default()).is_some_and(of_schema)
        })
}

/// A URL that was found in a text is what its surroundings make of it; there is nothing to guess.
fn check_url(link: &ResolvedLink<'_>, url: &UrlText, report: &mut Report<'_>) {
    let Some(last) = url.text.chars().next_back().filter(|last| ".,;:!?')".contains(*last)) else { return };
    if url.surroundings.is_some() {
        return;
    }
    let place = url.span_of(url.text.len() - last.len_utf8()..url.text.len());
    if report.is_masked(place) {
        return;
    }
    let code = format!("%{:02X}", u32::from(last));
    let fix = Fix::risky(format!("write `{code}`")).edit(place, code);
    let finding = report
        .finding(format!("the link ends in `{last}`, which plain text takes for the end of a sentence"), place)
        .label("not a part of the link there");
    report.push(finding.fix(fix).about(link.subject_of(".")));
}
