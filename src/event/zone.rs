//! The time zone of an event, as a calendar entry carries it along (RFC 5545, section 3.6.5).
//!
//! A calendar entry must bring its zone with it, for the reader may not know it by name. The zones are those of the tz
//! database that is built in, so that the same entry comes out on every machine. Of a zone, only what the event needs
//! is written: the rules in force when it begins and after it. The database has them as points in time; the rules are
//! found in these again, and where there is none (Morocco's clocks followed the moon), the points are listed.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{basic, offset};

/// A time zone, as far as an event needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Zone {
    /// Its name in the tz database: `Europe/Berlin`.
    pub id: String,
    /// What the clocks do, the first in force when the event begins.
    pub observances: Vec<Observance>,
}

/// A time during which the clocks of a zone are at one distance from UTC, and when it begins, again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Observance {
    /// Whether it is daylight saving time.
    pub daylight: bool,
    /// When it first begins, as the clocks show it before: `20261025T030000`.
    pub start: String,
    /// How far the clocks were ahead of UTC before: `+0200`.
    pub from: String,
    /// How far they are from then on.
    pub to: String,
    /// What it is called: `CET`.
    pub name: String,
    /// The rule by which it begins again.
    pub rule: Option<String>,
    /// When else it begins, where there is no rule.
    pub dates: Vec<String>,
}

/// The zone called `name` in the tz database, in whatever case.
pub fn find(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The names of all zones.
pub fn names() -> Vec<String> {
    TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
}

/// Rules are looked for in the changes up to this year: a whole cycle of weekdays (28 years) behind the last year in
/// which an event may begin, and more.
const HORIZON: i16 = 2140;

/// A change of the clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    at: Timestamp,
    /// What the clocks show, before.
    local: DateTime,
    from: Offset,
    to: Offset,
    daylight: bool,
    name: String,
}

impl Zone {
    /// What an event in `zone` needs of it that begins at `from` and is over for good at `until`, if ever.
    pub(crate) fn new(zone: &TimeZone, from: Timestamp, until: Option<Timestamp>) -> Self {
        let changes = changes(zone, from);
        let mut groups: Vec<Vec<&Change>> = Vec::new();
        for change in &changes {
            match groups.iter_mut().find(|group| group.last().is_some_and(|last| is_again(last, change))) {
                Some(group) => group.push(change),
                None => groups.push(vec![change]),
            }
        }
        let (ruled, single): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| rule(group).is_some());
        let mut observances = Vec::new();
        let mut dated: Vec<(&Change, Observance)> = Vec::new();
        let mut single: Vec<&Change> = single.into_iter().flatten().collect();
        single.sort_by_key(|change| change.at);
        let is_needed = |change: &Change| until.is_none_or(|until| change.at <= until);
        for change in single {
            if change.at <= from {
                // When it began does not matter; that it has begun does.
                observances.push(constant(change.to, change.daylight, &change.name));
            } else if is_needed(change) {
                let same = |(first, _): &&mut (&Change, Observance)| {
                    (first.from, first.to, first.daylight, &first.name)
                        == (change.from, change.to, change.daylight, &change.name)
                };
                match dated.iter_mut().find(same) {
                    Some((_, observance)) => observance.dates.push(basic(change.local)),
                    None => dated.push((change, change.observance(None))),
                }
            }
        }
        observances.extend(dated.into_iter().map(|(_, observance)| observance));
        // A year has both of its halves, also when the event sees but one.
        let year = SignedDuration::from_hours(366 * 24);
        for group in ruled.iter().filter(|group| until.is_none_or(|until| group[0].at <= until + year)) {
            observances.push(group[0].observance(rule(group)));
        }
        if changes.first().is_none_or(|first| first.at > from) {
            let info = zone.to_offset_info(from);
            observances.insert(0, constant(info.offset(), info.dst().is_dst(), info.abbreviation()));
        }
        observances.sort_by(|a, b| a.start.cmp(&b.start));
        Self { id: zone.iana_name().unwrap_or("UTC").to_owned(), observances }
    }
}

impl Change {
    fn observance(&self, rule: Option<String>) -> Observance {
        Observance {
            daylight: self.daylight,
            start: basic(self.local),
            from: offset(self.from, ""),
            to: offset(self.to, ""),
            name: self.name.clone(),
            rule,
            dates: Vec::new(),
        }
    }
}

/// Clocks that stand as they have stood for ever.
fn constant(own: Offset, daylight: bool, name: &str) -> Observance {
    Observance {
        daylight,
        start: "19700101T000000".to_owned(),
        from: offset(own, ""),
        to: offset(own, ""),
        name: name.to_owned(),
        rule: None,
        dates: Vec::new(),
    }
}

/// The change that is in force at `from`, and those after it.
fn changes(zone: &TimeZone, from: Timestamp) -> Vec<Change> {
    let second = SignedDuration::from_secs(1);
    let before = zone.preceding(from + second).next();
    let since = before.as_ref().map_or(from, jiff::tz::TimeZoneTransition::timestamp);
    let mut changes = Vec::new();
    for transition in before.into_iter().chain(zone.following(since)) {
        let at = transition.timestamp();
        let earlier = zone.to_offset_info(at - second);
        let local = earlier.offset().to_datetime(at);
        if local.year() > HORIZON {
            break;
        }
        let is_dst = transition.dst().is_dst();
        // Ireland's law has summer as the standard and winter as the exception; calendars expect the other way round.
        let daylight = if is_dst == earlier.dst().is_dst() { is_dst } else { transition.offset() > earlier.offset() };
        let (from, to) = (earlier.offset(), transition.offset());
        changes.push(Change { at, local, from, to, daylight, name: transition.abbreviation().to_owned() });
    }
    changes
}

/// Whether `change` may be what `last` was the year before.
fn is_again(last: &Change, change: &Change) -> bool {
    let rule =
        |change: &Change| (change.from, change.to, change.daylight, change.local.month(), change.local.weekday());
    last.local.year() + 1 == change.local.year()
        && rule(last) == rule(change)
        && last.local.time() == change.local.time()
        && last.name == change.name
}

/// The rule that gives all of `group` and goes on for ever; none, when there is no such rule.
fn rule(group: &[&Change]) -> Option<String> {
    let (first, last) = (group.first()?, group.last()?);
    let days = || group.iter().map(|change| change.local.day());
    let (least, greatest) = (days().min()?, days().max()?);
    // All seven days of a window, and no other: then it is the weekday that decides.
    if last.local.year() != HORIZON || greatest - least != 6 {
        return None;
    }
    let month = first.local.month();
    let day = super::recurrence::CODES[usize::from(first.local.weekday().to_monday_zero_offset().unsigned_abs())];
    let length = first.local.date().days_in_month();
    let by_day = if least == length - 6 && month != 2 {
        format!("BYDAY=-1{day}")
    } else if least % 7 == 1 && least < 28 {
        format!("BYDAY={}{day}", least / 7 + 1)
    } else {
        let days: Vec<String> = (least..=greatest).map(|day| day.to_string()).collect();
        format!("BYMONTHDAY={};BYDAY={day}", days.join(","))
    };
    Some(format!("FREQ=YEARLY;BYMONTH={month};{by_day}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str, from: &str, until: Option<&str>) -> Vec<String> {
        let zone = Zone::new(&find(name).unwrap(), from.parse().unwrap(), until.map(|until| until.parse().unwrap()));
        let line = |own: &Observance| {
            let rule = own.rule.clone().unwrap_or_else(|| own.dates.len().to_string());
            format!(
                "{} {} {}>{} {} {rule}",
                if own.daylight { "D" } else { "S" },
                own.start,
                own.from,
                own.to,
                own.name
            )
        };
        zone.observances.iter().map(line).collect()
    }

    #[test]
    fn a_rule_is_found_in_the_changes() {
        assert_eq!(
            zone("Europe/Berlin", "2026-11-23T09:00:00Z", None),
            [
                "S 20261025T030000 +0200>+0100 CET FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                "D 20270328T020000 +0100>+0200 CEST FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            ]
        );
        assert_eq!(
            zone("America/New_York", "2026-07-01T09:00:00Z", Some("2026-07-01T10:00:00Z")),
            [
                "D 20260308T020000 -0500>-0400 EDT FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
                "S 20261101T020000 -0400>-0500 EST FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
            ]
        );
        // Summer is daylight saving time, whatever the law calls it.
        assert_eq!(zone("Europe/Dublin", "2026-07-01T09:00:00Z", None)[0].chars().next(), Some('D'));
    }

    #[test]
    fn a_zone_whose_clocks_stand_is_one_observance() {
        assert_eq!(zone("Asia/Shanghai", "2026-11-23T09:00:00Z", None), ["S 19700101T000000 +0800>+0800 CST 0"]);
        assert_eq!(zone("Etc/GMT+3", "2026-11-23T09:00:00Z", None), ["S 19700101T000000 -0300>-0300 -03 0"]);
    }

    #[test]
    fn where_there_is_no_rule_the_days_are_listed() {
        assert_eq!(
            zone("Africa/Casablanca", "2025-02-01T09:00:00Z", Some("2025-12-01T09:00:00Z")),
            [
                "D 19700101T000000 +0100>+0100 +01 0",
                "S 20250223T030000 +0100>+0000 +00 0",
                "D 20250406T020000 +0000>+0100 +01 0",
            ]
        );
    }

    #[test]
    fn every_zone_is_written_as_it_is() {
        // What the observances say, worked out again, is what the database says, for 20 years.
        let from: Timestamp = "2026-06-15T12:00:00Z".parse().unwrap();
        for name in names() {
            let tz = find(&name).unwrap();
            let zone = Zone::new(&tz, from, None);
            let onsets = onsets(&zone);
            let end = from + SignedDuration::from_hours(20 * 366 * 24);
            let changes = tz.following(from).map(|change| change.timestamp()).take_while(|at| *at < end);
            let second = SignedDuration::from_secs(1);
            for at in changes.flat_map(|at| [at - second, at]).chain([from, end]) {
                let said = onsets.iter().rev().find(|(since, _)| *since <= at).map(|(_, to)| to.as_str());
                assert_eq!(said, Some(offset(tz.to_offset(at), "").as_str()), "{name} at {at}");
            }
        }
    }

    /// When the clocks change by what the observances say, and where to.
    fn onsets(zone: &Zone) -> Vec<(Timestamp, String)> {
        let mut onsets = Vec::new();
        for own in &zone.observances {
            let seconds = |text: &str| {
                let number = |range: std::ops::Range<usize>| text.get(range).map_or(0, |it| it.parse::<i32>().unwrap());
                let all = number(1..3) * 3600 + number(3..5) * 60 + number(5..7);
                if text.starts_with('-') { -all } else { all }
            };
            let from = Offset::from_seconds(seconds(&own.from)).unwrap();
            let mut add = |local: DateTime| onsets.push((from.to_timestamp(local).unwrap(), own.to.clone()));
            let start: DateTime = own.start.parse().unwrap();
            add(start);
            own.dates.iter().for_each(|date| add(date.parse().unwrap()));
            if let Some(rule) = &own.rule {
                (1..40).for_each(|year| add(in_year(rule, start, year)));
            }
        }
        onsets.sort();
        onsets
    }

    fn in_year(rule: &str, start: DateTime, years: i16) -> DateTime {
        let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        let first = start.date().with().year(start.year() + years).day(1).build().unwrap();
        let weekday = start.weekday();
        let date = if let Some(days) = part("BYMONTHDAY") {
            let day = |day: &str| first.with().day(day.parse().unwrap()).build().unwrap();
            days.split(',').map(day).find(|date| date.weekday() == weekday).unwrap()
        } else {
            let number = part("BYDAY").unwrap();
            first.nth_weekday_of_month(number[..number.len() - 2].parse().unwrap(), weekday).unwrap()
        };
        date.to_datetime(start.time())
    }
}
