//! A link with its secrets masked, for people to look at.

use super::{Written, browser, parts};
use crate::diagnostic::Diagnostics;
use crate::link::{Item, MaskedForm, Part};
use crate::resolved::ResolvedForm;
use crate::schema::WireValue;

/// What stands for a secret, in all that linkc shows.
pub(crate) const MASK: &str = "********";

/// Stands in for a secret while a link is put together: a noncharacter, which no text of a person has. The mask itself
/// would come out encoded.
const PLACE: &str = "\u{fdd0}";

/// `PLACE` in a URL.
const ENCODED_PLACE: &str = "%EF%B7%90";

/// The form with its secrets masked; `None` where it has none.
pub(super) fn masked_form(
    resolved: &ResolvedForm<'_>,
    values: &[Written],
    diagnostics: &mut Diagnostics,
) -> Option<MaskedForm> {
    let is_secret = |index: usize| resolved.bindings[index].parameter.parameter.secret;
    let is_there = |value: &Written| matches!(value, Written::Value(value) if !value.display().is_empty());
    if !values.iter().enumerate().any(|(index, value)| is_secret(index) && is_there(value)) {
        return None;
    }
    let masked: Vec<Written> = values
        .iter()
        .enumerate()
        .map(|(index, value)| match value {
            Written::Value(_) if is_secret(index) && is_there(value) => {
                Written::Value(WireValue::Text(PLACE.to_owned()))
            }
            Written::Value(value) => Written::Value(value.clone()),
            Written::Open => Written::Open,
            Written::Nothing => Written::Nothing,
        })
        .collect();
    let mut parts = parts(resolved, &masked, diagnostics)?;
    for part in &mut parts {
        match part {
            Part::Text(text) => mask(text),
            Part::Run(run) => run.items.iter_mut().for_each(|item| {
                if let Item::Text(text) = item {
                    mask(text);
                }
            }),
        }
    }
    let browser = resolved.form.browser.as_deref().and_then(|template| browser(template, resolved, &masked));
    let browser = browser.map(|mut url| {
        mask(&mut url);
        url
    });
    Some(MaskedForm { parts, browser })
}

fn mask(text: &mut String) {
    *text = text.replace(ENCODED_PLACE, MASK);
}
