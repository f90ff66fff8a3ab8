//! Messages: what a person reads about a broken file, all of it.

use std::fmt::Write as _;

use super::read;

const BROKEN: &[&str] = &[
    "a:\n\tb: 2\n",
    "a:\n  b: 1\n\tc: 2\n",
    "a: 1\nkey:value\nb: 1\n",
    "links:\n  weekly:\n    page>LoginAndJoinConf\n    title: x\n",
    "links:\n  weekly:\n    title: x\n    page>LoginAndJoinConf\n",
    "y: \"abc\nz: \"1\"\nw: 2\n",
    "y: 'it's'\n",
    "y: \"a\" b\n",
    "y: \"C:\\Users\\q\"\n",
    "y: \"\\uD800\"\n",
    "a: 1\n  b: 2\n",
    "a:\n    b: 1\n  c: 2\n  d: 2\ne: 3\n",
    "  a: 1\nb: 2\n",
    "title: Meeting: weekly\n",
    "a: @foo\nb: `foo`\nc: %foo\nd: * foo\ne: ,x\n",
    "%foo: 1\n",
    "%YAML 1.2\na: 1\n",
    "a: *foo bar\n",
    "a: *foo\n",
    "a: {conf_id}/x\n",
    "a: {b\nc: 1\n",
    "a: [b, c\nd: 1\n",
    "a: [b]]\n",
    "a: [b}\n",
    "a: {b: c d: e}\n",
    "a: [b, - c]\n",
    "- a\nb: 1\n",
    "a: 1\n- b\n",
    "a: - b\n",
    "a: |x\n  b\n",
    "a: |\n  b\n c\n",
    "a: \"x\"#c\n",
    "a: x\u{0}y\n",
    "a: !x!y z\n",
    "a: !!int 5\nb: !Ref x\nc: !!seq {}\n",
    ": b\n",
    "{a: 1}: 2\n? [b]\n: c\n",
    "a: 1\n---\nb: 2\n",
    "a: {<<: x, b: 1}\nc: {<<: [{}, 1]}\n",
    "links:\n  one:\n    page>join\n    title: x\n  two:\n    title: a: b\n  three:\n    page: 'x\n  four:\n    page: join\n  five:\n\t  page: y\n",
];

#[test]
fn every_mistake_is_told_in_words_to_act_on() {
    let mut told = String::new();
    for text in BROKEN {
        let shown = text.replace('\t', "→").replace('\0', "␀");
        let _ = writeln!(told, "{}\n{}", shown.trim_end(), read(text).findings());
    }
    insta::with_settings!({
        snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true
    }, { insta::assert_snapshot!("errors", told) });
}

#[test]
fn a_mistake_never_repeats_a_value() {
    for text in [
        "enter_code: 4711 x: y\n",
        "a: b\nenter_code 4711\n",
        "enter_code: \"4711\n",
        "enter_code=4711\nb: c\n",
        "a: '4711'4711\n",
    ] {
        let read = read(text);
        let said = read.diagnostics.iter().map(|finding| format!("{} {:?}", finding.message, finding.help));
        assert!(!said.collect::<String>().contains("4711"), "{text:?}");
    }
}

#[test]
fn a_tree_that_lacks_nothing_is_given_in_spite_of_findings() {
    assert!(read("a: !!int 5\n").document.is_some());
    assert!(read("a: 1\n---\nb: 2\n").document.is_some());
    assert!(read("a: *b\n").document.is_none());
}
