//! Edits of YAML: an entry goes in and comes out again, and a text is written so that it is read as itself.

use linkc::diagnostic::Diagnostics;
use linkc::source::Sources;
use linkc::yaml::edit::scalar;
use linkc::yaml::{self, Document, Limits, Mapping, Style};
use proptest::prelude::*;

fn read(text: &str) -> Option<Document> {
    let source = Sources::new().add("case", text);
    let mut diagnostics = Diagnostics::new();
    yaml::parse(source, text, &Limits::default(), &mut diagnostics).filter(|_| diagnostics.is_empty())
}

/// The map under `m`.
fn map(document: &Document) -> &Mapping {
    document.root.as_mapping().unwrap().get("m").unwrap().as_mapping().unwrap()
}

/// The text with `new: x` in the map under `m`.
fn with_entry(text: &str) -> Option<String> {
    let document = read(text).unwrap();
    let slot = map(&document).places.slot?;
    let mut text = text.to_owned();
    text.replace_range(slot.span().range(), &slot.written("new", "x"));
    let again = read(&text).unwrap_or_else(|| panic!("this cannot be read:\n{text}"));
    assert_eq!(map(&again).get("new").unwrap().as_scalar().unwrap().text, "x");
    assert_eq!(map(&again).entries.len(), map(&document).entries.len() + 1);
    Some(text)
}

/// The text without `a` in the map under `m`.
fn without_entry(text: &str) -> Option<String> {
    let document = read(text).unwrap();
    let key = map(&document).entry("a").unwrap().key.span;
    let (_, cut) = map(&document).places.cuts.iter().find(|(of, _)| *of == key)?;
    let mut text = text.to_owned();
    text.replace_range(cut.range(), "");
    assert!(read(&text).is_some(), "this cannot be read:\n{text}");
    Some(text)
}

#[test]
fn an_entry_goes_where_its_siblings_are() {
    for (text, expected) in [
        ("m:\n  a: 1\n", "m:\n  a: 1\n  new: x\n"),
        ("m:\n  a: 1", "m:\n  a: 1\n  new: x"),
        ("m:\r\n    a: 1 # why\r\nz: 1\r\n", "m:\r\n    a: 1 # why\r\n    new: x\r\nz: 1\r\n"),
        ("m:\n  a: 1\n  b:\n    - 1\n    - 2\n# end\n", "m:\n  a: 1\n  b:\n    - 1\n    - 2\n  new: x\n# end\n"),
        ("m:\n  a: 1\n  b: |+\n    text\n\nz: 1\n", "m:\n  a: 1\n  new: x\n  b: |+\n    text\n\nz: 1\n"),
        ("m:\n  a: { b: 1 }\n", "m:\n  a: { b: 1 }\n  new: x\n"),
        ("m:\n  a:\nz: 1\n", "m:\n  a:\n  new: x\nz: 1\n"),
        ("m: { a: 1 }\n", "m: { a: 1, new: x }\n"),
        ("m: {a: 1, b: }\n", "m: {a: 1, b:, new: x }\n"),
        ("m: { a: 1, } # c\n", "m: { a: 1, new: x, } # c\n"),
        ("m: {\n  a: 1 # one\n}\n", "m: {\n  a: 1, new: x # one\n}\n"),
        ("m: {}\n", "m: { new: x }\n"),
        ("m: { }\n", "m: { new: x }\n"),
        ("m: { a }\n", "m: { a, new: x }\n"),
    ] {
        assert_eq!(with_entry(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["m: { # empty\n  }\n", "m:\n  # why\n  a: |\n    text\n", "m:\n  &k a: 1\n", "m:\n  ? a\n  : 1\n"] {
        assert_eq!(with_entry(text), None, "{text}");
    }
}

#[test]
fn an_entry_leaves_and_its_comment_stays() {
    for (text, expected) in [
        ("m:\n  a: 1\n  b: 2\n", "m:\n  b: 2\n"),
        ("m:\n  b: 2\n  a: 1", "m:\n  b: 2\n"),
        ("m:\r\n  a: 1\r\n  b: 2\r\n", "m:\r\n  b: 2\r\n"),
        ("m:\n  a: 1   # why\n  b: 2\n", "m:\n  # why\n  b: 2\n"),
        ("m:\n  a: one\n    two\n  b: 2\n", "m:\n  b: 2\n"),
        ("m: { a: 1, b: 2 }\n", "m: { b: 2 }\n"),
        ("m: { b: 2, a: 1 }\n", "m: { b: 2 }\n"),
        ("m: { b: 2, a: 1, c: 3 }\n", "m: { b: 2, c: 3 }\n"),
        ("m: { a: '1' }\n", "m: {  }\n"),
        ("m: { a: 1, }\n", "m: {  }\n"),
        ("m: { a: 1\n  , }\n", "m: {  }\n"),
        ("m: { b: 2, a: 1, }\n", "m: { b: 2, }\n"),
    ] {
        assert_eq!(without_entry(text).as_deref(), Some(expected), "{text}");
    }
    for text in [
        "m:\n  a: &x 1\n  b: *x\n",
        "m:\n  a: |\n    text\n",
        "m:\n  a:\n    # why\n    b: 1\n",
        "m: { b: 1, # why\n  a: 1 }\n",
        "m: { a: 1 # why\n  , }\n",
    ] {
        assert_eq!(without_entry(text), None, "{text}");
    }
}

#[test]
fn a_text_stays_plain_where_every_reader_takes_it_for_itself() {
    for (text, written) in [
        ("false", "false"),
        ("981924330", "981924330"),
        ("0123", "'0123'"),
        ("0", "0"),
        ("no", "'no'"),
        ("Null", "'Null'"),
        ("~", "'~'"),
        ("", "''"),
        ("1.10", "'1.10'"),
        ("12:30:45", "'12:30:45'"),
        ("2026-11-22", "'2026-11-22'"),
        ("Tom Smith", "Tom Smith"),
        ("Tom: x", "'Tom: x'"),
        ("a #b", "'a #b'"),
        ("it's", "'it''s'"),
        ("a, b", "'a, b'"),
        ("张三", "张三"),
        ("two\nlines", "\"two\\nlines\""),
        ("\u{feff}x\u{2028}", "\"\\uFEFFx\\u2028\""),
        ("=", "'='"),
        ("- a", "'- a'"),
    ] {
        assert_eq!(scalar(text, Style::Plain), written);
    }
    assert_eq!(scalar("false", Style::SingleQuoted), "'false'");
    assert_eq!(scalar("a\"\\b", Style::DoubleQuoted), "\"a\\\"\\\\b\"");
}

#[test]
fn many_maps_on_one_line_cost_no_more_than_on_many() {
    let list = "a: 1, ".repeat(100_000);
    let start = std::time::Instant::now();
    assert!(read(&format!("[{list}]\n")).is_some());
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_itself(
        text in prop_oneof!["[ -~]{0,12}", any::<String>()],
        style in proptest::sample::select(vec![Style::Plain, Style::SingleQuoted, Style::DoubleQuoted]),
    ) {
        let written = scalar(&text, style);
        for (document, is_list) in [(format!("m:\n  a: {written} # c\n"), false), (format!("m: {{ a: {written}, b: 1 }}"), false), (format!("- {written}\n"), true)] {
            let read = read(&document);
            prop_assert!(read.is_some(), "{document}");
            let read = read.unwrap();
            let node = if is_list { read.root.as_sequence().unwrap()[0].clone() } else { map(&read).get("a").unwrap().clone() };
            prop_assert_eq!(node.as_scalar().map(|scalar| scalar.text.as_str()), Some(text.as_str()), "{}", document);
        }
    }
}
