//! How an event comes again: the rules of RFC 5545, section 3.3.10, as far as invitations need them.
//!
//! What is left out is what calendars do not agree on, and no meeting needs: frequencies below a day, and the parts
//! `BYHOUR`, `BYMINUTE`, `BYSECOND`, `BYWEEKNO` and `BYYEARDAY`.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday as CivilWeekday};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Moment, basic_utc};
use crate::nearest::{did_you_mean, one_of};

/// The days of the week as calendars write them, Monday first.
pub(super) const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// How an event comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recurrence {
    /// The rule as calendars write it: `FREQ=WEEKLY;BYDAY=MO`.
    pub rule: String,
    /// The unit of its steps.
    pub frequency: Frequency,
    /// How many units a step has.
    pub interval: u32,
    /// The days of the week.
    pub days: Vec<WeekdayNumber>,
    /// The days of the month; from its end, if negative.
    pub month_days: Vec<i32>,
    /// The months.
    pub months: Vec<i32>,
    /// How many times it takes place.
    pub count: Option<u32>,
    /// The time after which it does not begin again.
    pub until: Option<Moment>,
}

/// The unit of the steps of a recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// Days.
    Daily,
    /// Weeks.
    Weekly,
    /// Months.
    Monthly,
    /// Years.
    Yearly,
}

/// A day of the week, from 1, which is Monday.
pub type Weekday = i8;

/// A day of the week, or one of those in a month or year: the second, the last but one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WeekdayNumber {
    /// Which one of them; all, when it does not say. From the end, if negative.
    pub nth: Option<i32>,
    /// The day of the week.
    pub weekday: Weekday,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurrenceError {
    /// The bytes of the text that are wrong.
    pub range: Range<usize>,
    /// What is wrong with them, for a label.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl RecurrenceError {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

const PARTS: [&str; 9] = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"];

const FREQUENCIES: [(&str, Frequency); 4] = [
    ("DAILY", Frequency::Daily),
    ("WEEKLY", Frequency::Weekly),
    ("MONTHLY", Frequency::Monthly),
    ("YEARLY", Frequency::Yearly),
];

/// A part of a rule: its name, its value, and where both stand.
struct Part {
    name: String,
    value: String,
    range: Range<usize>,
    at_value: Range<usize>,
}

/// Reads a rule for an event that begins at `start` in `zone`.
///
/// # Errors
///
/// All that is wrong with it, each at its bytes of `text`.
pub fn parse(text: &str, start: DateTime, zone: &TimeZone) -> Result<Recurrence, Vec<RecurrenceError>> {
    let mut errors = Vec::new();
    let parts = split(text, &mut errors);
    let part = |name: &str| parts.iter().find(|part| part.name == name);
    let frequency = match part("FREQ") {
        None => {
            if errors.is_empty() {
                let error = RecurrenceError::new(0..text.len(), "no `FREQ`");
                errors.push(error.help("say how often: `FREQ=WEEKLY`, or `DAILY`, `MONTHLY`, `YEARLY`"));
            }
            None
        }
        Some(part) => word(part, &FREQUENCIES, &mut errors),
    };
    let interval = part("INTERVAL").and_then(|part| number(part, &mut errors));
    let count = part("COUNT").and_then(|part| number(part, &mut errors));
    let until = part("UNTIL").and_then(|part| until(part, start, zone, &mut errors));
    if let (Some(_), Some(until)) = (part("COUNT"), part("UNTIL")) {
        errors.push(RecurrenceError::new(until.range.clone(), "beside `COUNT`").help("keep one of the two"));
    }
    let days = part("BYDAY").map_or(Vec::new(), |part| weekdays(part, frequency, &mut errors));
    let month_days = part("BYMONTHDAY").map_or(Vec::new(), |part| numbers(part, 31, true, &mut errors));
    let months = part("BYMONTH").map_or(Vec::new(), |part| numbers(part, 12, false, &mut errors));
    if let Some(part) = part("BYMONTHDAY").filter(|_| frequency == Some(Frequency::Weekly)) {
        errors.push(RecurrenceError::new(part.range.clone(), "a week has no days of a month"));
    }
    if let Some(part) = part("BYSETPOS") {
        numbers(part, 366, true, &mut errors);
        if !parts.iter().any(|part| matches!(part.name.as_str(), "BYDAY" | "BYMONTHDAY" | "BYMONTH")) {
            let error = RecurrenceError::new(part.range.clone(), "there is nothing to choose from");
            errors.push(error.help("`BYSETPOS` chooses among the days of `BYDAY`, `BYMONTHDAY` or `BYMONTH`"));
        }
    }
    if let Some(part) = part("WKST") {
        let codes = CODES.map(|code| (code, ()));
        word(part, &codes, &mut errors);
    }
    let recurrence = Recurrence {
        rule: parts.iter().map(|part| format!("{}={}", part.name, part.value)).collect::<Vec<_>>().join(";"),
        frequency: frequency.unwrap_or(Frequency::Daily),
        interval: interval.unwrap_or(1),
        days,
        month_days,
        months,
        count,
        until,
    };
    if errors.is_empty() {
        errors.extend(recurrence.check_start(start, &parts));
    }
    if errors.is_empty() { Ok(recurrence) } else { Err(errors) }
}

impl Recurrence {
    /// RFC 5545, section 3.8.5.3: what becomes of a start that the rule does not give is not defined, and calendars
    /// differ.
    fn check_start(&self, start: DateTime, parts: &[Part]) -> Option<RecurrenceError> {
        let date = start.date();
        let at = |name: &str| parts.iter().find(|part| part.name == name).map(|part| part.at_value.clone());
        let number = |number: i32| number.unsigned_abs().to_string();
        let month_days = |&day: &i32| {
            day == i32::from(date.day()) || i32::from(date.days_in_month()) + 1 + day == i32::from(date.day())
        };
        let day_fits = |day: &WeekdayNumber| {
            let weekday = CivilWeekday::from_monday_one_offset(day.weekday);
            weekday.is_ok_and(|weekday| weekday == date.weekday()) && day.nth.is_none_or(|nth| self.is_nth(date, nth))
        };
        let (name, what) = if !self.months.is_empty() && !self.months.contains(&i32::from(date.month())) {
            ("BYMONTH", format!("the start is in month {}", number(date.month().into())))
        } else if !self.month_days.is_empty() && !self.month_days.iter().any(month_days) {
            ("BYMONTHDAY", format!("the start is on day {}", number(date.day().into())))
        } else if !self.days.is_empty() && !self.days.iter().any(day_fits) {
            let code = CODES[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
            ("BYDAY", format!("the start, {date}, is a `{code}` that this does not name"))
        } else {
            return None;
        };
        let error = RecurrenceError::new(at(name)?, what);
        Some(error.help("the start is the first time: let it be one that the rule gives"))
    }

    /// Whether `date` is the nth of its weekday: in its month, or in its year where the rule names no month.
    fn is_nth(&self, date: Date, nth: i32) -> bool {
        let in_year = self.frequency == Frequency::Yearly && self.months.is_empty();
        let (day, length) = if in_year {
            (i32::from(date.day_of_year()), i32::from(date.days_in_year()))
        } else {
            (i32::from(date.day()), i32::from(date.days_in_month()))
        };
        if nth > 0 { (day - 1) / 7 + 1 == nth } else { (length - day) / 7 + 1 == -nth }
    }
}

/// The parts of a rule, in capitals.
fn split(text: &str, errors: &mut Vec<RecurrenceError>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut start = 0;
    for piece in text.split(';') {
        let range = start..start + piece.len();
        start = range.end + 1;
        let Some((name, value)) = piece.split_once('=') else {
            let error = RecurrenceError::new(range, "expected `NAME=VALUE`");
            errors.push(error.help("a rule is written like `FREQ=WEEKLY;BYDAY=MO`"));
            continue;
        };
        let upper = name.trim().to_ascii_uppercase();
        let at_name = range.start..range.start + name.len();
        if let Some(rest) = upper.strip_prefix("RRULE:") {
            let error = RecurrenceError::new(at_name, "only the rule itself stands here");
            errors.push(error.help(format!("begin with `{rest}=`")));
            continue;
        }
        if !PARTS.contains(&upper.as_str()) {
            let help = did_you_mean(&upper, PARTS.iter().copied());
            let help = help.unwrap_or_else(|| format!("a rule has {}", one_of(PARTS.iter().copied())));
            errors.push(RecurrenceError::new(at_name, "a rule has no such part").help(help));
            continue;
        }
        if parts.iter().any(|part| part.name == upper) {
            errors.push(RecurrenceError::new(at_name, "again").help("keep one of them"));
            continue;
        }
        let at = range.end - value.trim_start().len();
        let value = value.trim();
        parts.push(Part { name: upper, value: value.to_ascii_uppercase(), range, at_value: at..at + value.len() });
    }
    parts
}

fn word<T: Copy>(part: &Part, words: &[(&str, T)], errors: &mut Vec<RecurrenceError>) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == part.value).map(|(_, value)| *value);
    if found.is_none() {
        let names = || words.iter().map(|(word, _)| *word);
        let help = did_you_mean(&part.value, names()).unwrap_or_else(|| format!("it is {}", one_of(names())));
        errors.push(RecurrenceError::new(part.at_value.clone(), format!("no `{}`", part.name)).help(help));
    }
    found
}

/// A number from 1; what is longer than four digits is no plan.
fn number(part: &Part, errors: &mut Vec<RecurrenceError>) -> Option<u32> {
    let number = part.value.parse().ok().filter(|number| (1..10_000).contains(number));
    if number.is_none() {
        errors.push(RecurrenceError::new(part.at_value.clone(), "expected a number from 1 to 9999"));
    }
    number
}

/// The items of a list, each with its bytes in the text.
fn items(part: &Part) -> Vec<(&str, Range<usize>)> {
    let mut items = Vec::new();
    let mut start = part.at_value.start;
    for item in part.value.split(',') {
        items.push((item, start..(start + item.len()).min(part.at_value.end)));
        start += item.len() + 1;
    }
    items
}

fn numbers(part: &Part, limit: i32, from_end: bool, errors: &mut Vec<RecurrenceError>) -> Vec<i32> {
    let mut found = Vec::new();
    for (item, range) in items(part) {
        let fits = |number: &i32| (1..=limit).contains(number) || (from_end && (-limit..=-1).contains(number));
        match item.parse().ok().filter(fits) {
            Some(number) => found.push(number),
            None if from_end => {
                errors.push(RecurrenceError::new(
                    range,
                    format!("expected 1 to {limit}, or -1 to -{limit} from the end"),
                ));
            }
            None => errors.push(RecurrenceError::new(range, format!("expected 1 to {limit}"))),
        }
    }
    found
}

fn weekdays(part: &Part, frequency: Option<Frequency>, errors: &mut Vec<RecurrenceError>) -> Vec<WeekdayNumber> {
    let mut found = Vec::new();
    for (item, range) in items(part) {
        let at = item.len().checked_sub(2).filter(|at| item.is_char_boundary(*at)).unwrap_or(0);
        let (nth, code) = item.split_at(at);
        let Some(weekday) = CODES.iter().position(|own| *own == code) else {
            errors.push(RecurrenceError::new(range, format!("expected {}", one_of(CODES.iter().copied()))));
            continue;
        };
        let most = if frequency == Some(Frequency::Yearly) { 53 } else { 5 };
        let number = nth.parse::<i32>().ok().filter(|number| *number != 0 && number.abs() <= most);
        if !nth.is_empty() && !matches!(frequency, Some(Frequency::Monthly | Frequency::Yearly)) {
            let error = RecurrenceError::new(range, "a number belongs to months and years");
            errors.push(error.help(format!("write `{code}`, or `FREQ=MONTHLY`")));
        } else if !nth.is_empty() && number.is_none() {
            errors.push(RecurrenceError::new(range, format!("expected 1 to {most}, or -1 to -{most} from the end")));
        } else {
            found.push(WeekdayNumber { nth: number, weekday: i8::try_from(weekday + 1).unwrap_or(1) });
        }
    }
    found
}

/// RFC 5545, section 3.3.10: of an event with a time zone, the end of the rule is said in UTC.
fn until(part: &Part, start: DateTime, zone: &TimeZone, errors: &mut Vec<RecurrenceError>) -> Option<Moment> {
    let text = part.value.as_str();
    let digits = text.strip_suffix('Z').unwrap_or(text);
    let is_basic = matches!(digits.len(), 8 | 15)
        && digits.bytes().enumerate().all(|(at, byte)| if at == 8 { byte == b'T' } else { byte.is_ascii_digit() });
    let local = if digits.len() == 8 {
        digits.parse::<Date>().ok().map(|date| date.at(23, 59, 59, 0))
    } else {
        digits.parse::<DateTime>().ok()
    };
    let example = || {
        let end = zone.to_timestamp(start).map_or_else(|_| String::new(), basic_utc);
        format!("write it in UTC, as `UNTIL={end}`")
    };
    let Some(local) = local.filter(|_| is_basic) else {
        errors.push(RecurrenceError::new(part.at_value.clone(), "no time").help(example()));
        return None;
    };
    let is_utc = text.ends_with('Z') && digits.len() == 15;
    let own = if is_utc { TimeZone::UTC } else { zone.clone() };
    let at: Timestamp = own.to_timestamp(local).ok()?;
    if !is_utc {
        let error = RecurrenceError::new(part.at_value.clone(), "not a time in UTC");
        errors.push(error.help(format!("write it in UTC: `UNTIL={}`", basic_utc(at))));
        return None;
    }
    if zone.to_timestamp(start).is_ok_and(|start| at < start) {
        errors.push(RecurrenceError::new(part.at_value.clone(), "before the start").help("it never takes place"));
        return None;
    }
    Some(Moment::new(at, zone))
}

#[cfg(test)]
mod tests;
