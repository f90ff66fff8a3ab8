//! The `event` of a link: from what was written to what takes place.
//!
//! A time without a zone is a meeting that half of the guests miss, so nothing is guessed: not the zone, not the end,
//! not an hour that the clocks skip. What stands here is checked to the end, for no later phase has its places.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::event::{
    Event, Moment, Organizer, Recurrence, Zone, basic_utc, find_zone, iso_duration, offset, parse_recurrence,
    zone_names,
};
use crate::fields::Fields;
use crate::nearest::did_you_mean;
use crate::source::Spanned;
use crate::yaml::Node;

/// What is wrong with an event.
const INVALID: &str = "invalid-event";

const KEYS: [&str; 7] = ["start", "end", "duration", "time_zone", "recurrence", "organizer", "stamp"];

/// A time as it was written.
#[derive(Clone, Copy)]
enum Written {
    /// What the clocks show.
    Local(DateTime),
    /// With its distance from UTC.
    Instant(Timestamp),
}

/// What an event is read with.
struct Reader<'a> {
    fields: Fields<'a>,
    /// The time zone that it names.
    zone: Option<TimeZone>,
    /// Whether it names one that there is not.
    zone_is_unknown: bool,
    diagnostics: &'a mut Diagnostics,
}

/// Reads the event in `node`, whose document path is `path`; nothing, where something is wrong with it.
pub(super) fn load(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Event> {
    let fields = Fields::new(node, "an event", path, &KEYS, diagnostics)?;
    let mut reader = Reader { fields, zone: None, zone_is_unknown: false, diagnostics };
    let named = reader.zone();
    fields_are_there(&mut reader);
    let start = reader.moment("start");
    let end = reader.end(start.as_ref().map(|(_, at)| *at));
    let stamp = reader.stamp();
    let organizer = reader.organizer();
    let zone = reader.zone.clone().unwrap_or(TimeZone::UTC);
    let recurrence = reader.recurrence(start.as_ref().map(|(_, at)| *at), &zone);
    let ((_, start), (end, duration), stamp) = (start?, end?, stamp?);
    let is_wrong = |key: &str, is_read: bool| reader.fields.get(key).is_some() && !is_read;
    if is_wrong("recurrence", recurrence.is_some()) || is_wrong("organizer", organizer.is_some()) {
        return None;
    }
    let until = match &recurrence {
        Some(own) => own.until.as_ref().map(|until| until.utc.parse().unwrap_or(end)),
        None => Some(end),
    };
    Some(Event {
        start: Moment::new(start, &zone),
        end: Moment::new(end, &zone),
        duration,
        zone: named.map(|named| Zone::new(&named, start, until)),
        recurrence,
        organizer,
        stamp: basic_utc(stamp),
    })
}

/// Reports what has to be there and is not.
fn fields_are_there(reader: &mut Reader<'_>) {
    reader.fields.required("start", reader.diagnostics);
    let end = reader.fields.mapping().entry("end").filter(|entry| !entry.value.is_null());
    let duration = reader.fields.mapping().entry("duration").filter(|entry| !entry.value.is_null());
    match (end, duration) {
        (Some(end), Some(duration)) => reader.diagnostics.push(
            Diagnostic::error(INVALID, "an event has an `end` or a `duration`, not both", duration.key.span)
                .label("beside an `end`")
                .also(end.key.span, "the end")
                .help("keep one of the two")
                .about(reader.fields.path_of("duration")),
        ),
        (None, None) => {
            reader.fields.required("end", reader.diagnostics);
        }
        _ => {}
    }
}

impl Reader<'_> {
    /// The time zone that is named; UTC counts as none.
    fn zone(&mut self) -> Option<TimeZone> {
        let name = self.fields.text("time_zone", self.diagnostics)?;
        self.zone = find_zone(&name.value);
        if self.zone.is_none() {
            self.zone_is_unknown = true;
            let names = zone_names();
            // People name the city.
            let of_city = names.iter().find(|zone| {
                let city = zone.rsplit('/').next().unwrap_or(zone);
                city.replace('_', " ").eq_ignore_ascii_case(&name.value.replace('_', " "))
            });
            let help = of_city.map(|zone| format!("did you mean `{zone}`?"));
            let help = help.or_else(|| did_you_mean(&name.value, names.iter().map(String::as_str)));
            self.diagnostics.push(
                Diagnostic::error(INVALID, format!("there is no time zone `{}`", name.value), name.span)
                    .label("not in the tz database")
                    .help(help.unwrap_or_else(|| "its names are like `Europe/Berlin`".to_owned()))
                    .about(self.fields.path_of("time_zone")),
            );
        }
        let is_utc = |zone: &&TimeZone| matches!(zone.iana_name(), Some("UTC" | "Etc/UTC" | "Zulu" | "Etc/Zulu"));
        self.zone.clone().filter(|zone| !is_utc(&zone))
    }

    /// The text of `key`, and the time in it.
    fn moment(&mut self, key: &str) -> Option<(Spanned<String>, Timestamp)> {
        let text = self.fields.text(key, self.diagnostics)?;
        let Some(written) = written(&text.value) else {
            let day_only = text.value.parse::<jiff::civil::Date>().is_ok();
            let label = if day_only { "no time of day" } else { "expected a time like `2026-11-23T10:00`" };
            let finding = Diagnostic::error(INVALID, format!("`{}` is no time", text.value), text.span).label(label);
            self.report(finding.help("write the day and the time: `2026-11-23T10:00`"), key);
            return None;
        };
        let at = match written {
            Written::Instant(at) => self.agreeing(at, &text, key)?,
            Written::Local(local) => self.in_zone(local, &text, key)?,
        };
        if !(1970..2100).contains(&TimeZone::UTC.to_datetime(at).year()) {
            let finding = Diagnostic::error(INVALID, format!("the year of `{key}` is out of range"), text.span);
            self.report(finding.label("expected a year from 1970 to 2099"), key);
            return None;
        }
        Some((text, at))
    }

    /// A local time, in the event's zone.
    fn in_zone(&mut self, local: DateTime, text: &Spanned<String>, key: &str) -> Option<Timestamp> {
        let Some(zone) = self.zone.clone() else {
            if !self.zone_is_unknown {
                let finding = Diagnostic::error(INVALID, format!("`{key}` does not say in which time zone"), text.span)
                    .label("on whose clock?")
                    .help("add `time_zone: Europe/Berlin`, or write the time in UTC with a `Z` at its end");
                self.report(finding, key);
            }
            return None;
        };
        let ambiguous = zone.to_ambiguous_timestamp(local);
        if let AmbiguousOffset::Gap { before, after } = ambiguous.offset() {
            let name = zone.iana_name().unwrap_or_default();
            let skipped = SignedDuration::from_secs((after.seconds() - before.seconds()).into());
            let next = local.checked_add(skipped).unwrap_or(local);
            let clock = |time: DateTime| format!("{:02}:{:02}", time.hour(), time.minute());
            let finding = Diagnostic::error(
                INVALID,
                format!("in `{name}` there is no {} on {}", clock(local), local.date()),
                text.span,
            )
            .label("the clocks skip this time")
            .help(format!(
                "clocks go forward then: where they would show {}, they show {}",
                clock(local),
                clock(next)
            ));
            self.report(finding, key);
            return None;
        }
        // RFC 5545, section 3.3.5: of two times that the clocks show alike, the first is meant.
        ambiguous.compatible().ok()
    }

    /// An instant, whose distance from UTC is to be that of the event's zone.
    fn agreeing(&mut self, at: Timestamp, text: &Spanned<String>, key: &str) -> Option<Timestamp> {
        let Some(zone) = self.zone.clone().filter(|_| !text.value.ends_with(['Z', 'z'])) else { return Some(at) };
        let own = offset(zone.to_offset(at), ":");
        if text.value.ends_with(&own) {
            return Some(at);
        }
        let name = zone.iana_name().unwrap_or_default();
        let finding = Diagnostic::error(INVALID, format!("`{key}` is not on the clock of `{name}`"), text.span)
            .label(format!("the clocks there are at {own} then"))
            .help("leave the offset out, and let the zone say it");
        self.report(finding, key);
        None
    }

    /// When it ends, and how long it is where the config says that.
    fn end(&mut self, start: Option<Timestamp>) -> Option<(Timestamp, Option<String>)> {
        if self.fields.get("end").is_some() {
            let (text, end) = self.moment("end")?;
            if start.is_some_and(|start| end <= start) {
                let begins = self.fields.get("start").map_or(text.span, |node| node.span);
                let finding = Diagnostic::error(INVALID, "the event ends before it begins", text.span)
                    .label("not after the start")
                    .also(begins, "the start");
                self.report(finding, "end");
                return None;
            }
            return Some((end, None));
        }
        let text = self.fields.text("duration", self.diagnostics)?;
        let Some(length) = length(&text.value) else {
            let finding = Diagnostic::error(INVALID, format!("`{}` is no duration", text.value), text.span)
                .label("expected hours and minutes")
                .help("write it as `1h 30m`, `45m` or `PT1H30M`");
            self.report(finding, "duration");
            return None;
        };
        Some((start?.checked_add(length).ok()?, Some(iso_duration(length))))
    }

    /// How it comes again.
    fn recurrence(&mut self, start: Option<Timestamp>, zone: &TimeZone) -> Option<Recurrence> {
        let node = self.fields.get("recurrence")?;
        let text = self.fields.text("recurrence", self.diagnostics)?;
        let start = start?;
        match parse_recurrence(&text.value, zone.to_datetime(start), zone) {
            Ok(recurrence) => Some(recurrence),
            Err(errors) => {
                for error in errors {
                    let finding =
                        Diagnostic::error(INVALID, "this is no rule of recurrence", node.span_within(error.range))
                            .label(error.message)
                            .help_if(error.help);
                    self.report(finding, "recurrence");
                }
                None
            }
        }
    }

    fn organizer(&mut self) -> Option<Organizer> {
        let node = self.fields.get("organizer")?;
        let path = self.fields.path_of("organizer");
        let fields = Fields::new(node, "an organizer", path, &["name", "email"], self.diagnostics)?;
        let name = fields.text("name", self.diagnostics);
        let email = fields.required_text("email", self.diagnostics)?;
        if !crate::event::is_address(&email.value) {
            let finding = Diagnostic::error(INVALID, format!("`{}` is no mail address", email.value), email.span)
                .label("expected an address like `ada@example.com`");
            self.report(finding, "organizer/email");
            return None;
        }
        if let Some(name) = name.as_ref().filter(|name| name.value.contains(char::is_control)) {
            let finding = Diagnostic::error(INVALID, "a name has no control characters", name.span);
            self.report(finding.label("there is one here"), "organizer/name");
            return None;
        }
        Some(Organizer { name: name.map(|name| name.value), email: email.value })
    }

    /// A day counts as its beginning in UTC.
    fn stamp(&mut self) -> Option<Timestamp> {
        let text = self.fields.required_text("stamp", self.diagnostics)?;
        let day = || Some(text.value.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0));
        let at = match written(&text.value) {
            Some(Written::Instant(at)) => Some(at),
            Some(Written::Local(_)) => None,
            None => day().and_then(|day| TimeZone::UTC.to_timestamp(day).ok()),
        };
        if at.is_none() {
            let finding = Diagnostic::error(INVALID, format!("`{}` is no time stamp", text.value), text.span)
                .label("expected a day, or a time in UTC")
                .help("say when the event was last changed: `2026-11-20`, or `2026-11-20T08:00:00Z`");
            self.report(finding, "stamp");
        }
        at
    }

    fn report(&mut self, finding: Diagnostic, key: &str) {
        self.diagnostics.push(finding.about(self.fields.path_of(key)));
    }
}

/// A time; nothing, if it is a day only, or more than one.
fn written(text: &str) -> Option<Written> {
    let is_plain = text.is_ascii() && !text.contains('[') && text.contains(':');
    let is_whole = |nanosecond: i32| nanosecond == 0;
    if !is_plain {
        return None;
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return is_whole(at.subsec_nanosecond()).then_some(Written::Instant(at));
    }
    let local = text.parse::<DateTime>().ok()?;
    is_whole(local.subsec_nanosecond()).then_some(Written::Local(local))
}

/// A length of time, up to a year.
fn length(text: &str) -> Option<SignedDuration> {
    let length = text.parse::<SignedDuration>().ok()?;
    let fits = length > SignedDuration::ZERO && length <= SignedDuration::from_hours(366 * 24);
    (fits && length.subsec_nanos() == 0).then_some(length)
}
