//! Booleans and enums: one of a few texts.

use super::{EnumValue, Invalid};
use crate::nearest::{did_you_mean, nearest, one_of};

/// The words that other formats and people use for true and false.
const TRUTHS: [[&str; 6]; 2] = [["true", "1", "yes", "y", "on", "t"], ["false", "0", "no", "n", "off", "f"]];

/// Takes the app's own spelling, and `true` and `false` whatever that is; returns the app's.
pub(super) fn check_boolean<'a>(text: &str, spelling: &'a [String; 2]) -> Result<&'a str, Invalid> {
    let exact = |[truth, falsehood]: [&str; 2]| match text {
        _ if text == truth => Some(0),
        _ if text == falsehood => Some(1),
        _ => None,
    };
    let [own_true, own_false] = spelling;
    // An app that spells true as `false` is not believed to exist, but its spelling would win.
    if let Some(at) = exact([own_true, own_false]).or_else(|| exact(["true", "false"])) {
        return Ok(&spelling[at]);
    }
    let folded = text.trim().to_ascii_lowercase();
    let meant = TRUTHS.iter().position(|words| words.contains(&folded.as_str())).map(|at| spelling[at].as_str());
    let meant = meant.or_else(|| nearest(&folded, spelling.iter().map(String::as_str)));
    let choices = one_of(spelling.iter().map(String::as_str));
    let invalid = Invalid::new(format!("expected {choices}"));
    Err(match meant {
        Some(meant) => invalid.help(format!("did you mean `{meant}`?")),
        None => invalid,
    })
}

pub(super) fn check_enum(text: &str, values: &[EnumValue]) -> Result<(), Invalid> {
    let names = || values.iter().map(|value| value.name.as_str());
    if names().any(|name| name == text) {
        return Ok(());
    }
    let invalid = Invalid::new(format!("expected {}", one_of(names())));
    Err(match did_you_mean(text.trim(), names()) {
        Some(help) => invalid.help(help),
        None => invalid,
    })
}
