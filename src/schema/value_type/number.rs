//! Integers and ports: decimal digits in the one way to write them.
//!
//! Apps read digits with different functions; `007`, `+7` and `7.0` mean seven to some of them only.

use std::ops::RangeInclusive;

use super::{Invalid, run};

const PORTS: RangeInclusive<i64> = 1..=65535;

pub(super) fn check_integer(text: &str, min: Option<i64>, max: Option<i64>) -> Result<(), Invalid> {
    let number = read(text, "an integer")?;
    let allowed = match (min, max) {
        _ if min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max) => return Ok(()),
        (Some(min), Some(max)) => format!("from {min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => return Ok(()),
    };
    let side = if min.is_some_and(|min| number < min) { "small" } else { "large" };
    Err(Invalid::new(format!("the number is too {side}: it must be {allowed}")))
}

pub(super) fn check_port(text: &str) -> Result<(), Invalid> {
    let port = read(text, "a port")?;
    if PORTS.contains(&port) {
        return Ok(());
    }
    Err(Invalid::new(format!("no port has this number: it must be from {} to {}", PORTS.start(), PORTS.end())))
}

pub(super) fn describe(min: Option<i64>, max: Option<i64>) -> String {
    match (min, max) {
        (None, None) => "an integer".into(),
        (Some(min), None) => format!("an integer from {min}"),
        (None, Some(max)) => format!("an integer up to {max}"),
        (Some(min), Some(max)) => format!("an integer from {min} to {max}"),
    }
}

fn read(text: &str, what: &str) -> Result<i64, Invalid> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let start = text.len() - digits.len();
    if text.is_empty() {
        return Err(Invalid::new(format!("expected {what}, but there is nothing")));
    }
    if text.starts_with('+') && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Invalid::at(0..1, format!("{what} is written without `+`")).help("remove the `+`"));
    }
    if digits.is_empty() {
        return Err(Invalid::new(format!("expected {what}, but there are no digits")));
    }
    if let Some(at) = digits.find(|c: char| !c.is_ascii_digit()) {
        return Err(not_a_digit(text, start + at, what));
    }
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    if zeros > 0 && digits.len() > 1 {
        let range = start..start + zeros.min(digits.len() - 1);
        return Err(Invalid::at(range, format!("{what} is written without leading zeros")).help("remove the zeros"));
    }
    if text == "-0" {
        return Err(Invalid::at(0..1, "zero has no sign").help("remove the `-`"));
    }
    text.parse().map_err(|_| Invalid::new("the number does not fit into 64 bits"))
}

fn not_a_digit(text: &str, at: usize, what: &str) -> Invalid {
    let range = run(text, at, |c| !c.is_ascii_digit());
    let rest = &text[at..];
    let first = rest.chars().next().unwrap_or_default();
    let next_is_digit = rest[first.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    let in_number = at > 0 && next_is_digit;
    match first {
        '.' if in_number => {
            Invalid::at(at..text.len(), format!("{what} has no fraction")).help("write whole numbers only")
        }
        ',' | '_' | '\'' if in_number => {
            Invalid::at(range, format!("{what} is written without separators")).help("write the digits only")
        }
        c if c.is_whitespace() => {
            Invalid::at(range, format!("{what} is written without spaces")).help("write the digits only")
        }
        c if c.is_numeric() => Invalid::at(range, format!("expected {what} in the digits `0` to `9`"))
            .help("write ASCII digits, not full-width ones or those of another script"),
        _ => Invalid::at(range, format!("expected {what}, in digits only")),
    }
}
