//! Types of values: a table for each of what it takes and what it says to the rest.

use linkc::schema::value_type::{EnumValue, Invalid, Pattern, ValueType};
use proptest::prelude::*;

fn string(pattern: Option<&str>, max_length: Option<usize>, except: &[&str]) -> ValueType {
    let pattern = pattern.map(|pattern| Pattern::new(pattern).expect("the pattern is good"));
    ValueType::String { pattern, max_length, except: except.iter().map(ToString::to_string).collect() }
}

fn choice(names: &[&str]) -> ValueType {
    let value = |name: &&str| EnumValue { name: (*name).into(), doc: None, since: None };
    ValueType::Enum { values: names.iter().map(value).collect() }
}

fn boolean(truth: &str, falsehood: &str) -> ValueType {
    ValueType::Boolean { spelling: [truth.into(), falsehood.into()] }
}

fn url(schemes: &[&str], hosts: &[&str]) -> ValueType {
    let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    ValueType::Url { schemes: owned(schemes), hosts: owned(hosts) }
}

fn assert_fine(kind: &ValueType, texts: &[&str]) {
    for text in texts {
        assert_eq!(kind.check(text).as_deref(), Ok(*text), "{}", kind.name());
    }
}

/// Each case is a text, the part of it that is labelled (all of it: `*`), and words of the message and of the help.
fn assert_wrong(kind: &ValueType, cases: &[(&str, &str, &str, &str)]) {
    for (text, label, message, help) in cases {
        let Err(invalid) = kind.check(text) else { panic!("{text:?} is a {}", kind.name()) };
        let Invalid { range, message: said, help: helped } = invalid;
        let labelled = range.map_or("*", |range| &text[range]);
        assert_eq!(labelled, *label, "label of {text:?}: {said}");
        assert!(said.contains(message), "{text:?}: {said}");
        assert!(helped.as_deref().unwrap_or_default().contains(help), "{text:?}: {helped:?}");
    }
}

#[test]
fn a_string_keeps_to_its_pattern_length_and_exceptions() {
    let digits = string(Some("[0-9]+"), None, &[]);
    assert_fine(&digits, &["0", "0123"]);
    assert_wrong(
        &digits,
        &[
            ("12 34-5", " ", "only digits here", "`[0-9]+`"),
            ("a-b1", "a-b", "only digits here", "`[0-9]+`"),
            ("１２", "１２", "only digits here", "`[0-9]+`"),
            ("12\n", "\n", "only digits here", ""),
            ("", "*", "there is nothing", ""),
        ],
    );
    assert_fine(&string(None, None, &[]), &["", "any\n张三"]);
    assert_fine(&string(None, Some(2), &[]), &["张三"]);
    assert_wrong(&string(None, Some(2), &[]), &[("张三丰!", "丰!", "has 4 characters and may have 2", "")]);
    assert_wrong(&string(None, None, &["&", " "]), &[("a b&", " ", "a space", ""), ("a&b ", "&", "`&`", "")]);
    assert_wrong(
        &string(Some("[a-f]{2}"), None, &[]),
        &[("axb", "x", "characters of `[a-f]`", ""), ("a", "*", "`[a-f]{2}`", "")],
    );
    assert_wrong(&string(Some("a|b"), None, &[]), &[("ab", "*", "`a|b`", "")]);
}

#[test]
fn an_integer_is_written_in_one_way() {
    assert_fine(&ValueType::Integer { min: None, max: None }, &["0", "-5", "9223372036854775807"]);
    let from = ValueType::Integer { min: Some(480), max: None };
    assert_fine(&from, &["480"]);
    assert_wrong(
        &from,
        &[
            ("479", "*", "480 or more", ""),
            ("0480", "0", "leading zeros", "remove"),
            ("00", "0", "leading zeros", ""),
            ("+500", "+", "without `+`", "remove"),
            ("1,000", ",", "separators", ""),
            ("1.5", ".5", "no fraction", ""),
            ("12px", "px", "digits only", ""),
            (" 500", " ", "spaces", ""),
            ("５００", "５００", "`0` to `9`", "ASCII"),
            ("99999999999999999999", "*", "64 bits", ""),
            ("-0", "-", "no sign", ""),
            ("-", "*", "no digits", ""),
            ("", "*", "nothing", ""),
        ],
    );
    assert_wrong(
        &ValueType::Integer { min: Some(1), max: Some(9) },
        &[("10", "*", "from 1 to 9", ""), ("0", "*", "small", "")],
    );
    assert_fine(&ValueType::Port, &["1", "443", "65535"]);
    assert_wrong(
        &ValueType::Port,
        &[("0", "*", "from 1 to 65535", ""), ("65536", "*", "65535", ""), ("0443", "0", "zeros", "")],
    );
}

#[test]
fn a_boolean_is_written_as_the_app_spells_it() {
    let spelled = boolean("open", "close");
    for (text, wire) in [("open", "open"), ("true", "open"), ("close", "close"), ("false", "close")] {
        assert_eq!(spelled.check(text).as_deref(), Ok(wire));
    }
    assert_wrong(&spelled, &[("opne", "*", "`open` or `close`", "`open`"), ("0", "*", "", "`close`")]);
    let plain = boolean("true", "false");
    for (text, meant) in [
        ("False", "`false`"),
        ("1", "`true`"),
        ("yes", "`true`"),
        ("ON", "`true`"),
        ("no", "`false`"),
        ("tru", "`true`"),
    ] {
        assert_wrong(&plain, &[(text, "*", "`true` or `false`", meant)]);
    }
    assert_eq!(plain.check("maybe").expect_err("no").help, None);
}

#[test]
fn an_enum_names_what_was_probably_meant() {
    let modes = choice(&["window", "sidebar"]);
    assert_fine(&modes, &["window"]);
    assert_wrong(
        &modes,
        &[
            ("Window", "*", "`window` or `sidebar`", "did you mean `window`?"),
            (" window", "*", "", "`window`"),
            ("tab", "*", "", ""),
        ],
    );
}

#[test]
fn a_host_is_nothing_but_a_host() {
    assert_fine(
        &ValueType::Host,
        &["a.b", "localhost", "x-1.example.com", "192.0.2.1", "[::1]", "[2001:db8::1]", "xn--fiq228c.cn"],
    );
    assert_wrong(
        &ValueType::Host,
        &[
            ("https://a.b/c", "https://", "no scheme", "`://`"),
            ("a.b:443", ":443", "no port", "leave out"),
            ("[::1]:80", ":80", "no port", "leave out"),
            ("a.b/c?d", "/c?d", "no path", "leave out"),
            ("u:p@h", "u:p@", "no user", "leave out"),
            ("::1", "*", "brackets", "[…]"),
            ("[::zz]", "::zz", "not an IPv6 address", ""),
            ("[::1", "[", "expected `]`", ""),
            ("1.2.3", "*", "not an IPv4 address", "four numbers"),
            ("01.2.3.4", "*", "not an IPv4 address", "leading zeros"),
            ("a_b.c", "_", "only", ""),
            ("中文.cn", "中文", "only", "xn--"),
            ("a..b", "", "missing", ""),
            ("a.b.", ".", "does not end", "remove"),
            ("-a.b", "-a", "`-`", ""),
            (" a.b", " ", "no spaces", "remove"),
            ("", "*", "nothing", ""),
        ],
    );
    let label = "a".repeat(64);
    assert_wrong(&ValueType::Host, &[(&format!("{label}.b"), &label, "at most 63", "")]);
}

#[test]
fn a_url_is_absolute_and_as_the_schema_allows() {
    let own = url(&["https"], &["example.com"]);
    assert_fine(&own, &["https://example.com", "HTTPS://Example.com:8443/a?b=%20#c", "https://example.com/中文"]);
    assert_wrong(
        &own,
        &[
            ("http://example.com", "http", "must be `https`", "`https`?"),
            ("example.com/a", "*", "absolute", "`https://`"),
            ("//example.com/a", "*", "absolute", "`https://`"),
            ("example.com:80/a", "example.com", "followed by a port", "`https://`"),
            ("https://exmple.com/a", "exmple.com", "must be `example.com`", "`example.com`?"),
            ("https://u:p@example.com/", "u:p@", "user name", "leave out"),
            ("https:/example.com", ":", "`//`", ""),
            ("https://example.com/a b", " ", "as it is", "`%20`"),
            ("https://example.com/{x}", "{", "as it is", "percent-encode"),
            ("https://example.com\\a", "\\", "`\\`", "`/`"),
            ("https://example.com/%zz", "%", "two hexadecimal digits", "`%25`"),
            (" https://example.com", "*", "absolute", ""),
            ("https://example.com ", " ", "no spaces", "`%20`"),
            ("https://", "*", "empty host", ""),
            ("", "*", "nothing", ""),
        ],
    );
    let any = url(&[], &[]);
    assert_fine(&any, &["myapp://x", "tel:123", "mailto:a@b.c"]);
    for text in ["javascript:alert(1)", "data:,x", "VBScript:x", "file:///etc/passwd", "C:\\x", "localhost:80"] {
        let scheme = &text[..text.find(':').expect("there")];
        assert_wrong(&any, &[(text, scheme, "", "")]);
    }
    assert_fine(&url(&["file"], &[]), &["file:///etc/passwd"]);
}

#[test]
fn a_date_time_has_all_its_parts() {
    assert_fine(
        &ValueType::DateTime,
        &["2026-11-22T09:30:00Z", "2024-02-29T09:30:00.123+08:00", "2026-11-22T09:30:00-00:00"],
    );
    assert_wrong(
        &ValueType::DateTime,
        &[
            ("2026-11-22 09:30:00Z", " ", "expected `T`", "2026-11-22T"),
            ("2026-11-22t09:30:00Z", "t", "capital", ""),
            ("2026-11-22T09:30:00z", "z", "capital", ""),
            ("2026-11-22T09:30:00", "", "offset from UTC is missing", "`Z`"),
            ("2026-11-22T09:30:00+0800", "+0800", "`+08:00`", ""),
            ("2026-11-22T09:30:00+24:00", "+24:00", "so far from UTC", ""),
            ("2026-11-22", "", "time is missing", "T09:30:00Z"),
            ("2026-11-22T09:30Z", "", "seconds are missing", "`:00`"),
            ("2026-11-22T09", "", "break off", ""),
            ("2026-02-30T09:30:00Z", "2026-02-30", "no such day", ""),
            ("2026-13-01T09:30:00Z", "13", "month", ""),
            ("2026-11-22T24:00:00Z", "24", "hour", ""),
            ("2026-11-22T09:30:00.Z", ".", "digits", "remove"),
            ("2026-11-22T09:30:00.1234567890Z", "0", "nine", ""),
            ("22.11.2026", ".", "a date such as", ""),
            ("2026-11-22T9:30:00Z", ":", "a time such as", ""),
            ("9999-12-31T23:59:59-12:00", "9999-12-31", "too far", ""),
            ("", "*", "nothing", ""),
        ],
    );
}

#[test]
fn json_is_judged_where_it_breaks() {
    let deep = |depth: usize| format!("{}\"]\\\"\"{}", "[".repeat(depth), "]".repeat(depth));
    let fine = ["{}", "[1, \"张\"]", "null", "{\"a\": {\"b\": 1}}", "1e999", r#""\ud800""#, &deep(127)];
    assert_fine(&ValueType::Json, &fine);
    assert_wrong(
        &ValueType::Json,
        &[
            ("{'a':1}", "'", "key must be a string", "`\"`"),
            ("{\"a\":}", "}", "expected value", ""),
            ("[1,\n \"张\" 3]", "3", "expected `,` or `]`", ""),
            ("[1,", "", "ends within", ""),
            ("", "", "ends within", ""),
            ("{} x", "x", "trailing", ""),
            (&deep(128), "[", "more than 127", ""),
        ],
    );
}

#[test]
fn a_list_judges_its_items() {
    let list = ValueType::List { items: Box::new(ValueType::Port), max_items: Some(3) };
    assert_fine(&list, &["80"]);
    assert_wrong(&list, &[("x", "x", "port", "")]);
}

#[test]
fn only_a_closed_alphabet_may_be_written_unencoded() {
    for kind in [ValueType::Host, ValueType::Port, boolean("open", "close"), choice(&["a", "b/c"])] {
        assert!(kind.has_closed_alphabet(), "{kind:?}");
    }
    for kind in
        [string(Some("[0-9]+"), None, &[]), url(&[], &[]), ValueType::DateTime, ValueType::Json, choice(&["a", "b&c"])]
    {
        assert!(!kind.has_closed_alphabet(), "{kind:?}");
    }
}

#[test]
fn a_type_describes_itself_in_a_sentence() {
    let cases = [
        (string(Some("[0-9]+"), None, &[]), "a text of digits (`[0-9]+`)"),
        (
            string(Some("[A-Za-z0-9_]+"), Some(8), &[]),
            "a text of letters, digits and `_` (`[A-Za-z0-9_]+`), at most 8 characters",
        ),
        (string(None, Some(8), &["&", " "]), "a text of at most 8 characters without `&`, a space"),
        (string(Some("v[0-9]"), None, &[]), "a text that matches `v[0-9]`"),
        (ValueType::Integer { min: Some(480), max: None }, "an integer from 480"),
        (boolean("true", "false"), "`true` or `false`"),
        (choice(&["a", "b", "c"]), "`a`, `b` or `c`"),
        (url(&["https"], &["a.b", "c.d"]), "a URL with the scheme `https` and the host `a.b` or `c.d`"),
        (
            ValueType::List { items: Box::new(ValueType::Port), max_items: None },
            "a list, each item a port from 1 to 65535",
        ),
    ];
    for (kind, words) in cases {
        assert_eq!(kind.describe(), words);
    }
}

#[test]
fn a_pattern_is_the_same_in_every_language() {
    for good in ["[0-9]+", "(?:a|b)*", "(a)(b)?", "x{2,3}", "[^&\\]]+", "\\.\\-", "[A-Z]{3}-[0-9]{4}", ""] {
        assert!(Pattern::new(good).is_ok(), "{good}");
    }
    for (bad, words) in [
        ("\\d+", "`[0-9]`"),
        ("\\w", "`[A-Za-z0-9_]`"),
        ("\\bx", "not the same"),
        ("(?i)a", "flags"),
        ("(?=x)", "look-around"),
        ("[0-9]{1,1001}", "count to 1000"),
        ("(?P<n>x)", "names"),
        ("[[:alpha:]]", "`\\[`"),
        ("[]a]", "`\\]`"),
        ("[a&&b]", "`\\&\\&`"),
        ("a)(b", ""),
        ("[a", ""),
        ("a{99999}{99999}", ""),
        ("\\", ""),
    ] {
        let error = Pattern::new(bad).expect_err(bad);
        assert!(error.contains(words), "{bad}: {error}");
    }
}

fn every_type() -> Vec<ValueType> {
    vec![
        string(Some("[0-9a-f]{4,}"), Some(20), &["&", "张"]),
        ValueType::Integer { min: Some(-5), max: Some(70_000) },
        boolean("open", "close"),
        choice(&["window", "sidebar"]),
        ValueType::Host,
        ValueType::Port,
        url(&[], &[]),
        url(&["https", "http"], &["example.com"]),
        ValueType::DateTime,
        ValueType::Json,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_places_are_in_it(
        text in "\\PC{0,30}|[0-9TZ:+.-]{0,30}|[a-z0-9.:/@\\[\\]%张 -]{0,40}|https?:[a-z/\\\\@:张.%?# ]{0,30}|[{}\\[\\]\",:'a1 \n]{0,20}|2026-1[0-9]-[0-9T:.+-]{0,20}"
    ) {
        for kind in every_type() {
            if let Err(Invalid { range: Some(range), .. }) = kind.check(&text) {
                prop_assert!(text.get(range.clone()).is_some(), "{} {:?}", kind.name(), range);
            }
        }
    }

    #[test]
    fn no_message_repeats_the_text(text in "[q-z]{6,12}") {
        for kind in every_type() {
            if let Err(invalid) = kind.check(&text) {
                prop_assert!(!invalid.message.contains(&text));
                prop_assert!(!invalid.help.unwrap_or_default().contains(&text));
            }
        }
    }
}
