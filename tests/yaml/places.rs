//! Places: every key, value and comment, shown by the very source that its span covers.

use std::fmt::Write as _;

use linkc::yaml::{Content, Node, Style};

use super::{read, shape};

const SAMPLE: &str = r#"# 会议 config
links: &all
  周会: {page: join, "title": '周 会', empty: , also}   # 评论
  plain: text with # no comment
  folded: over two
    lines
  literal: |  # a | b
    first
      second

  kept: !!str |+
    last

  fold: >-
    a
    b
  nothing:
  commented: # why
    # not
  items:
  - a
  -   - "b\n"
      - 'it''s'
  -
  - ~
  - {}
  - []
copy: *all
"#;

fn outline(text: &str) -> String {
    let read = read(text);
    let mut lines = String::new();
    outline_node(read.root(), text, 0, &mut lines);
    for comment in &read.document.as_ref().expect("checked").comments {
        let _ = writeln!(lines, "comment {:?} {:?}", &text[comment.span.range()], comment.text);
    }
    lines
}

fn outline_node(node: &Node, text: &str, level: usize, lines: &mut String) {
    let indent = "  ".repeat(level);
    let place = &text[node.span.range()];
    match &node.content {
        Content::Null => {
            let _ = writeln!(lines, "{indent}nothing at {} {place:?}", node.span.start);
        }
        Content::Scalar(scalar) => {
            let verbatim = if scalar.verbatim.is_some() { " verbatim" } else { "" };
            let _ = writeln!(lines, "{indent}{:?} {:?} from {place:?}{verbatim}", scalar.style, scalar.text);
        }
        Content::Sequence(items) => {
            let _ = writeln!(lines, "{indent}list {place:?}");
            for item in items {
                outline_node(item, text, level + 1, lines);
            }
        }
        Content::Mapping(mapping) => {
            let _ = writeln!(lines, "{indent}map {place:?}");
            for entry in &mapping.entries {
                let _ = writeln!(lines, "{indent}  {:?} from {:?}:", entry.key.value, &text[entry.key.span.range()]);
                outline_node(&entry.value, text, level + 2, lines);
            }
        }
    }
}

fn check(name: &str, outline: &str) {
    insta::with_settings!({
        snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true
    }, { insta::assert_snapshot!(name, outline) });
}

#[test]
fn places_are_bytes_and_narrow() {
    check("places", &outline(SAMPLE));
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing_but_the_offsets() {
    let windows = format!("\u{feff}{}", SAMPLE.replace('\n', "\r\n"));
    let expected = shape(read(SAMPLE).root());
    let read = read(&windows);
    assert_eq!(shape(read.root()), expected);
    let document = read.document.as_ref().expect("checked");
    assert!(document.comments.iter().all(|comment| !windows[comment.span.range()].contains('\r')));
    let entry = &read.root().as_mapping().expect("a map").entries[0];
    assert_eq!(&windows[entry.key.span.range()], "links");
}

#[test]
fn the_line_breaks_of_an_old_mac_count() {
    assert_eq!(shape(read("a: 1\rb:\r  - 2\r").root()), r#"{a: "1", b: ["2"]}"#);
}

#[test]
fn only_five_plain_texts_are_nothing() {
    let text = "[~, null, Null, NULL, '', \"\", 'null', nULL, !!str null, !!str , false, 0123, no, 1e3, ! ~]";
    let expected = r#"[~, ~, ~, ~, "", "", "null", "nULL", "null", "", "false", "0123", "no", "1e3", "~"]"#;
    assert_eq!(shape(read(text).root()), expected);
    assert_eq!(shape(read("a:\n").root()), "{a: ~}");
    assert_eq!(shape(read("").root()), "~");
    assert_eq!(shape(read("# nothing\n").root()), "~");
}

#[test]
fn a_key_is_a_text_whatever_it_looks_like() {
    assert_eq!(
        shape(read("{null: 1, ~: 2, 007: 3, no: 4, '': 5}").root()),
        r#"{null: "1", ~: "2", 007: "3", no: "4", : "5"}"#
    );
}

#[test]
fn a_place_inside_of_a_verbatim_text_is_a_place_in_the_source() {
    let text = "a: \"x${env:Y}\"\nb: \"\\x41${env:Y}\"\n";
    let read = read(text);
    let map = read.root().as_mapping().expect("a map");
    assert_eq!(&text[map.get("a").expect("given").span_within(1..9).range()], "${env:Y}");
    assert_eq!(&text[map.get("b").expect("given").span_within(1..9).range()], "\"\\x41${env:Y}\"");
}

#[test]
fn a_backslash_alone_is_not_verbatim() {
    let read = read(r#"["\\", '''', "\"", '\']"#);
    let verbatim =
        read.root().as_sequence().expect("a list").iter().map(|item| item.as_scalar().and_then(|s| s.verbatim));
    assert_eq!(verbatim.collect::<Vec<_>>(), [None, None, None, Some(20)]);
}

#[test]
fn styles_are_kept() {
    let read = read("- a\n- 'a'\n- \"a\"\n- |\n a\n- >\n a\n");
    let styles = read.root().as_sequence().expect("a list").iter().filter_map(|item| item.as_scalar().map(|s| s.style));
    let expected = [Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::Literal, Style::Folded];
    assert_eq!(styles.collect::<Vec<_>>(), expected);
}

#[test]
fn an_alias_stands_where_it_is_written_and_its_inside_where_the_anchor_is() {
    let text = "a: &x {k: [v]}\nb: *x\n";
    let read = read(text);
    let copy = read.root().as_mapping().and_then(|map| map.get("b")).expect("given");
    assert_eq!(&text[copy.span.range()], "*x");
    let inner = copy.as_mapping().and_then(|map| map.get("k")).expect("given");
    assert_eq!(inner.span.range(), 10..13);
}

#[test]
fn aliases_find_texts_keys_lists_and_what_was_named_anew() {
    let text = "&k key: &v [1, &w {x: &n }]\n*k : *v\nw: *w\nn: *n\nv: &v new\nu: *v\nl:\n- &i\n  - a\n- *i\n";
    let expected = concat!(
        r#"{key: ["1", {x: ~}], key: ["1", {x: ~}], w: {x: ~}, n: ~, "#,
        r#"v: "new", u: "new", l: [["a"], ["a"]]}"#
    );
    assert_eq!(shape(read(text).root()), expected);
}

#[test]
fn merge_keys_merge_and_own_entries_win() {
    let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {z: 3, <<: [*a, *b]}\nd: &d\n  <<: *b\n  y: 4\ne: {<<: *d, '<<': q}\n";
    let expected = concat!(
        r#"{a: {x: "1", y: "1"}, b: {y: "2", z: "2"}, c: {z: "3", x: "1", y: "1"}, "#,
        r#"d: {z: "2", y: "4"}, e: {z: "2", y: "4", <<: "q"}}"#
    );
    assert_eq!(shape(read(text).root()), expected);
}

#[test]
fn a_key_given_twice_stays_twice() {
    assert_eq!(shape(read("{a: 1, a: 2}").root()), r#"{a: "1", a: "2"}"#);
}
