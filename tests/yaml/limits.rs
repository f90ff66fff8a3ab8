//! Limits: whatever a stranger sends, reading it ends soon, and so does dropping the tree.

use std::fmt::Write as _;

use linkc::yaml::Limits;

use super::{read, read_within, shape};

const WIDE: Limits = Limits { bytes: 64 << 20, depth: 64, nodes: 1_000_000, alias_nodes: 100_000 };

#[test]
fn a_large_file_is_refused_unread() {
    let read = read_within("a: 1\n", &Limits { bytes: 4, ..WIDE });
    assert_eq!(
        read.findings(),
        "1:1 \"\" yaml-limit: the file is larger than 4 bytes\n    help: split it into several files\n"
    );
}

#[test]
fn ten_megabytes_of_openers_are_refused_at_once() {
    let openers = ["[", "{", "{a: ", "[a, ", "- ", "? ", "&a "].map(|opener| (opener, 10 << 20));
    // These are read to their end, which takes its time in a build for tests.
    let rows =
        ["*a ", "!a ", "\"", "'", "\t", "|", "%", "a:\n", "\u{feff}", "#\n", "a: 'x\n"].map(|row| (row, 1 << 20));
    for (opener, size) in openers.into_iter().chain(rows) {
        let text = opener.repeat(size / opener.len());
        let read = read_within(&text, &WIDE);
        // A row of single quotes is a text of single quotes; tabs, marks, comments and keys are no mistake either.
        let is_fine = ["'", "\t", "a:\n", "\u{feff}", "#\n"].contains(&opener);
        assert_eq!(read.document.is_some(), is_fine, "{opener:?}");
    }
}

#[test]
fn twenty_thousand_levels_are_refused_at_any_limit() {
    for depth in [64, usize::MAX] {
        let limits = Limits { depth, ..WIDE };
        let mut blocks = String::new();
        for level in 0..3_000 {
            let _ = writeln!(blocks, "{:level$}a:", "");
        }
        for text in [
            "[".repeat(20_000) + &"]".repeat(20_000),
            "- ".repeat(20_000),
            "{a: ".repeat(20_000) + &"}".repeat(20_000),
            blocks,
        ] {
            assert_eq!(read_within(&text, &limits).ids(), ["yaml-limit"]);
        }
    }
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    for (depth, is_read) in [(64, true), (65, false)] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(read(&text).document.is_some(), is_read);
        let mixed = "- ".repeat(depth - 2) + "[[]]";
        assert_eq!(read(&mixed).document.is_some(), is_read, "blocks and brackets count together");
    }
}

#[test]
fn a_bomb_does_not_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{aliases}]");
    }
    let read = read(&text);
    assert_eq!(read.ids(), ["yaml-limit"]);
    assert!(read.findings().contains("aliases add more than 100000 values"), "{}", read.findings());
}

#[test]
fn aliases_of_a_long_text_count_by_its_length() {
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(1_000));
    assert_eq!(read(&text).ids(), ["yaml-limit"]);
}

#[test]
fn aliases_cannot_nest_deeper_than_the_text_may() {
    let mut text = "a0: &a0 []\n".to_owned();
    for level in 1..200 {
        let _ = writeln!(text, "a{level}: &a{level} [*a{}]", level - 1);
    }
    let findings = read(&text).findings();
    assert!(findings.contains("nest more than 64 levels deep"), "{findings}");
}

#[test]
fn too_many_values_are_refused() {
    let limits = Limits { nodes: 3, ..WIDE };
    assert!(read_within("[a, b]", &limits).document.is_some());
    assert_eq!(read_within("[a, b, c]", &limits).ids(), ["yaml-limit"]);
}

#[test]
fn an_anchor_costs_nothing_without_an_alias() {
    let text = format!("{}{}", "&a [".repeat(60), "]".repeat(60)) + "\n";
    let many = format!("- {}", text.replace('\n', "\n- ").repeat(2_000));
    assert!(read(many.trim_end_matches("- ")).document.is_some());
}

#[test]
fn an_alias_inside_of_its_anchor_is_refused() {
    assert_eq!(read("&a [*a]").ids(), ["yaml-unsupported"]);
}

#[test]
fn a_hundred_thousand_bad_tags_are_few_findings() {
    let text = "- !x y\n".repeat(100_000);
    let read = read(&text);
    assert!(read.document.is_some());
    assert!(read.ids().len() <= 50);
}

#[test]
fn strange_characters_are_read_or_refused() {
    for (text, is_read) in [
        ("a: \0", false),
        ("\0", false),
        ("a: \u{7f}", false),
        ("a: \u{2028}b", true),
        ("a: \u{85}b", true),
        ("a: b\u{feff}c", true),
        ("a: 🦀", true),
        ("\r", true),
        ("\t", true),
        ("\u{feff}", true),
    ] {
        assert_eq!(read(text).document.is_some(), is_read, "{text:?}");
    }
    assert_eq!(shape(read("a: b\u{2028}c").root()), r#"{a: "b\u{2028}c"}"#);
}
