//! Moments as RFC 3339 writes them: `2026-11-22T09:30:00+08:00`.
//!
//! The shape is judged here, character by character, because it is where people slip and where a parser's message
//! helps least. Whether the calendar has the day is jiff's question.

use super::Invalid;

/// How a moment is written.
pub(super) const EXAMPLE: &str = "2026-11-22T09:30:00+08:00";

/// The part that every moment has; `0` stands for a digit.
const SHAPE: &str = "0000-00-00T00:00:00";
const DATE: usize = "0000-00-00".len();
const MINUTES: usize = "0000-00-00T00:00".len();

pub(super) fn check(text: &str) -> Result<(), Invalid> {
    for (at, expected) in SHAPE.char_indices() {
        match text[at..].chars().next() {
            Some(c) if c == expected || (expected == '0' && c.is_ascii_digit()) => {}
            found => return Err(off_shape(text, at, found)),
        }
    }
    let offset = after_fraction(text)?;
    check_offset(text, offset)?;
    check_fields(text)?;
    if text[..DATE].parse::<jiff::civil::Date>().is_err() {
        return Err(Invalid::at(0..DATE, "the calendar has no such day"));
    }
    match text.parse::<jiff::Timestamp>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Invalid::at(0..DATE, "this moment is too far from now")),
    }
}

/// `text` is as it must be up to `at`, which is not behind the seconds.
fn off_shape(text: &str, at: usize, found: Option<char>) -> Invalid {
    let here = at..found.map_or(at, |c| at + c.len_utf8());
    let rest = &text[at..];
    match found {
        Some('t') if at == DATE => {
            Invalid::at(here, "the `T` before the time is a capital").help("not every app reads a small one")
        }
        Some(' ' | '_') if at == DATE => {
            Invalid::at(here, "expected `T` between the date and the time").help(format!("write it as `{EXAMPLE}`"))
        }
        None if at == DATE => Invalid::at(here, "the time is missing behind the date")
            .help("add it with its offset, such as `T09:30:00+08:00`, or `T09:30:00Z` for UTC"),
        _ if at == MINUTES && (found.is_none() || rest.starts_with(['Z', '+', '-'])) => {
            Invalid::at(at..at, "the seconds are missing").help("write `:00` behind the minutes")
        }
        None if at == 0 => Invalid::new("expected a date and time, but there is nothing").help(usual_form()),
        None => Invalid::at(here, "the date and time break off").help(usual_form()),
        Some(_) if at < DATE => Invalid::at(here, "expected a date such as `2026-11-22`").help(usual_form()),
        Some(_) => Invalid::at(here, "expected a time such as `09:30:00`").help(usual_form()),
    }
}

fn usual_form() -> String {
    format!("a moment is written as `{EXAMPLE}`, or with `Z` in place of the offset for UTC")
}

/// Where the offset begins: behind the seconds or their fraction.
fn after_fraction(text: &str) -> Result<usize, Invalid> {
    let rest = &text[SHAPE.len()..];
    let Some(fraction) = rest.strip_prefix('.') else { return Ok(SHAPE.len()) };
    let digits = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
    let start = SHAPE.len();
    match digits {
        0 => Err(Invalid::at(start..start + 1, "a fraction of a second has digits").help("remove the `.`")),
        1..=9 => Ok(start + 1 + digits),
        _ => Err(Invalid::at(start + 10..start + 1 + digits, "a fraction of a second has at most nine digits")),
    }
}

fn check_offset(text: &str, at: usize) -> Result<(), Invalid> {
    let offset = &text[at..];
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let wrong = |message: &str| Invalid::at(at..text.len(), message);
    match offset {
        "Z" => return Ok(()),
        "" => {
            return Err(wrong("the offset from UTC is missing")
                .help("add `Z` for UTC, or an offset such as `+08:00`: without it the moment depends on the reader"));
        }
        "z" => return Err(wrong("the `Z` for UTC is a capital").help("not every app reads a small one")),
        _ => {}
    }
    let parts = offset.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    let Some((hours, minutes)) = parts.filter(|(hours, minutes)| digits(hours) && digits(minutes)) else {
        return Err(wrong("expected `Z` or an offset such as `+08:00`"));
    };
    if hours > "23" || minutes > "59" {
        return Err(wrong("no clock is so far from UTC: an offset has hours up to 23 and minutes up to 59"));
    }
    Ok(())
}

/// The clock's part; digits of equal length compare as numbers do.
fn check_fields(text: &str) -> Result<(), Invalid> {
    let fields = [
        (5..7, "01", "12", "a month is from `01` to `12`"),
        (8..10, "01", "31", "a day is from `01` to `31`"),
        (11..13, "00", "23", "an hour is from `00` to `23`"),
        (14..16, "00", "59", "a minute is from `00` to `59`"),
        // RFC 3339 section 5.6 has room for a leap second; what apps read dates with seldom has.
        (17..19, "00", "59", "a second is from `00` to `59`"),
    ];
    for (range, least, greatest, message) in fields {
        let field = &text[range.clone()];
        if field < least || field > greatest {
            return Err(Invalid::at(range, message));
        }
    }
    Ok(())
}
