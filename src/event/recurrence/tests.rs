//! What is read as a recurrence, and what is not.

use super::*;

fn read(text: &str) -> Result<Recurrence, String> {
    let zone = crate::event::find_zone("Europe/Berlin").unwrap();
    let said = |error: RecurrenceError| {
        format!("{}: {}; {}", &text[error.range], error.message, error.help.unwrap_or_default())
    };
    // A Monday, the fourth and last but one of its month.
    let start = jiff::civil::date(2026, 11, 23).at(10, 0, 0, 0);
    parse(text, start, &zone).map_err(|errors| errors.into_iter().map(said).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_rule_is_read() {
    let weekly = read("freq=weekly;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270628T080000Z").unwrap();
    assert_eq!(weekly.rule, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270628T080000Z");
    assert_eq!((weekly.frequency, weekly.interval), (Frequency::Weekly, 2));
    assert_eq!(weekly.until.unwrap().local, "20270628T100000");
    for rule in ["FREQ=MONTHLY;BYDAY=4MO", "FREQ=MONTHLY;BYDAY=-2MO;COUNT=3", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=23"] {
        assert_eq!(read(rule).unwrap().rule, rule);
    }
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    for (rule, said) in [
        ("BYDAY=MO", "BYDAY=MO: no `FREQ`; say how often: `FREQ=WEEKLY`, or `DAILY`, `MONTHLY`, `YEARLY`"),
        ("FREQ=WEEKLI", "WEEKLI: no `FREQ`; did you mean `WEEKLY`?"),
        ("FREQ=WEEKLY;BYDAI=MO", "BYDAI: a rule has no such part; did you mean `BYDAY`?"),
        ("RRULE:FREQ=WEEKLY", "RRULE:FREQ: only the rule itself stands here; begin with `FREQ=`"),
        (
            "FREQ=WEEKLY;BYDAY=TU",
            "TU: the start, 2026-11-23, is a `MO` that this does not name; \
          the start is the first time: let it be one that the rule gives",
        ),
        ("FREQ=WEEKLY;BYDAY=2MO", "2MO: a number belongs to months and years; write `MO`, or `FREQ=MONTHLY`"),
        ("FREQ=WEEKLY;UNTIL=20270628", "20270628: not a time in UTC; write it in UTC: `UNTIL=20270628T215959Z`"),
        ("FREQ=WEEKLY;UNTIL=2027", "2027: no time; write it in UTC, as `UNTIL=20261123T090000Z`"),
        ("FREQ=DAILY;COUNT=0", "0: expected a number from 1 to 9999; "),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270628T080000Z", "UNTIL=20270628T080000Z: beside `COUNT`; keep one of the two"),
        ("FREQ=MONTHLY;BYMONTHDAY=24,-8", ""),
        (
            "FREQ=MONTHLY;BYMONTHDAY=24",
            "24: the start is on day 23; \
          the start is the first time: let it be one that the rule gives",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "0: expected 1 to 31, or -1 to -31 from the end; "),
        ("", ": expected `NAME=VALUE`; a rule is written like `FREQ=WEEKLY;BYDAY=MO`"),
    ] {
        assert_eq!(read(rule).err().unwrap_or_default(), said, "{rule}");
    }
}

proptest::proptest! {
    #[test]
    fn no_rule_panics(text in "(FREQ=(WEEKLY|MONTHLY);)?((BYDAY|UNTIL|COUNT|BYMONTHDAY|BYSETPOS)=[-0-9A-Z,é]{0,18};?){0,3}") {
        let zone = TimeZone::UTC;
        if let Err(errors) = parse(&text, jiff::civil::date(2026, 11, 23).at(10, 0, 0, 0), &zone) {
            for error in errors {
                proptest::prop_assert!(text.get(error.range).is_some());
            }
        }
    }
}
