//! When something takes place: what a calendar entry and an invitation say beside the link.
//!
//! Plain data, worked out to the end: a target writes it down and needs to know nothing of time zones. All of it comes
//! from the link config; there is no clock in it.

use serde::Serialize;

mod recurrence;
mod zone;

pub use recurrence::{Frequency, Recurrence, RecurrenceError, Weekday, WeekdayNumber, parse as parse_recurrence};
pub use zone::{Observance, Zone, find as find_zone, names as zone_names};

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// When something takes place, how often, and who calls for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// When it begins.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
    /// How long it is, as RFC 5545, section 3.3.6, writes it (`PT1H30M`), where the config says that and no end.
    pub duration: Option<String>,
    /// The time zone that it is planned in; none, when it is planned in UTC.
    pub zone: Option<Zone>,
    /// How it comes again.
    pub recurrence: Option<Recurrence>,
    /// Who calls for it.
    pub organizer: Option<Organizer>,
    /// When this was last changed: `20261120T080000Z`.
    pub stamp: String,
}

/// A point in time, as the clocks of the event's zone show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// What the clocks show, as RFC 5545 writes it: `20261123T100000`.
    pub local: String,
    /// The same in UTC: `20261123T090000Z`.
    pub utc: String,
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day of the month.
    pub day: i8,
    /// The day of the week, from 1, which is Monday.
    pub weekday: i8,
    /// The hour, `09`.
    pub hour: String,
    /// The minute, `05`.
    pub minute: String,
    /// How far the clocks are ahead of UTC: `+01:00`.
    pub offset: String,
}

/// Who calls for an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organizer {
    /// The name.
    pub name: Option<String>,
    /// The mail address.
    pub email: String,
}

impl Moment {
    /// `at`, as the clocks of `zone` show it.
    pub fn new(at: Timestamp, zone: &TimeZone) -> Self {
        let local = zone.to_datetime(at);
        Self {
            local: basic(local),
            utc: basic_utc(at),
            year: local.year(),
            month: local.month(),
            day: local.day(),
            weekday: local.weekday().to_monday_one_offset(),
            hour: format!("{:02}", local.hour()),
            minute: format!("{:02}", local.minute()),
            offset: offset(zone.to_offset(at), ":"),
        }
    }
}

/// `20261123T100000`: RFC 5545, section 3.3.5.
pub(crate) fn basic(time: DateTime) -> String {
    let (date, clock) = (time.date(), time.time());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}

/// `20261123T090000Z`.
pub(crate) fn basic_utc(at: Timestamp) -> String {
    basic(TimeZone::UTC.to_datetime(at)) + "Z"
}

/// `+0100` with nothing between hours and minutes; seconds where a zone has them.
pub(crate) fn offset(offset: Offset, separator: &str) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let mut text = format!("{sign}{:02}{separator}{:02}", all / 3600, all / 60 % 60);
    if !all.is_multiple_of(60) {
        text.push_str(&format!("{separator}{:02}", all % 60));
    }
    text
}

/// `PT1H30M`: RFC 5545, section 3.3.6. Hours, not days, so that it is the same length on the day on which clocks change.
pub(crate) fn iso_duration(length: SignedDuration) -> String {
    let seconds = length.as_secs();
    let mut text = String::from("PT");
    for (number, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')] {
        if number != 0 {
            text.push_str(&format!("{number}{unit}"));
        }
    }
    text
}

/// Whether `text` is an address that every mail program takes: the dot-atom form of RFC 5322, section 3.4.1.
pub(crate) fn is_address(text: &str) -> bool {
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let is_dotted = |part: &str, fits: &dyn Fn(char) -> bool| {
        part.split('.').all(|atom| !atom.is_empty() && atom.chars().all(fits))
    };
    let is_host = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.rsplit_once('@').is_some_and(|(local, host)| is_dotted(local, &is_atom) && is_dotted(host, &is_host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_what_the_clocks_show() {
        let berlin = find_zone("europe/berlin").unwrap();
        let moment = Moment::new("2026-07-06T08:05:00Z".parse().unwrap(), &berlin);
        assert_eq!((moment.local.as_str(), moment.utc.as_str()), ("20260706T100500", "20260706T080500Z"));
        assert_eq!((moment.weekday, moment.hour.as_str(), moment.minute.as_str()), (1, "10", "05"));
        assert_eq!(moment.offset, "+02:00");
    }

    #[test]
    fn an_address_is_one_that_every_mail_program_takes() {
        for address in ["ada@example.com", "a.b+c@xn--bcher-kva.example"] {
            assert!(is_address(address), "{address}");
        }
        for text in
            ["", "ada", "ada@", "@example.com", "a b@example.com", "a..b@c", "a@b\r\nBcc: c@d", "a@b,c@d", "a@b>"]
        {
            assert!(!is_address(text), "{text}");
        }
    }

    #[test]
    fn durations_and_offsets_are_written_as_calendars_want_them() {
        assert_eq!(iso_duration(SignedDuration::from_secs(90 * 60)), "PT1H30M");
        assert_eq!(iso_duration(SignedDuration::from_secs(2 * 86400 + 5)), "PT48H5S");
        assert_eq!(offset(Offset::from_seconds(-34200).unwrap(), ""), "-0930");
        assert_eq!(offset(Offset::from_seconds(3208).unwrap(), ""), "+005328");
    }
}
