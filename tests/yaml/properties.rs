//! Properties: no text panics, every place is a place, and `serde_yaml` sees the same tree.

use linkc::yaml::{Content, Node, Style};
use proptest::prelude::*;
use serde_yaml::Value;

use super::read;

/// Texts that look like YAML often enough to get past the first line.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => proptest::sample::select(vec![
            "a", "b: ", "c:\n", "\n", "\n  ", "\n    ", "- ", "\n- ", "\n  - ", ": ", ", ", "[", "]", "{", "}", "'", "\"", "# c", " #x\n",
            "|\n", ">-\n  ", "&x ", "*x", "!!str ", "? ", "\t", "\r\n", "\\n", "''", "~", "null", "周", "---\n", "...\n", "%", "@", "<<: ",
            "\u{feff}", "\u{2028}", "1", "no", "x: y\n", "x:\n  - y\n", "k: {a: 1}\n", "\0",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| c.to_string()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Trees as text: what a person would write who keeps to the rules.
fn tidy() -> impl Strategy<Value = String> {
    let scalar = proptest::sample::select(vec![
        "a",
        "text of words",
        "'it''s'",
        "\"x\\n\\u4f1a\"",
        "12",
        "1.5",
        "0x1f",
        "0123",
        "true",
        "no",
        "~",
        "null",
        "''",
        "\"\"",
        "周会",
        "a#b",
        "http://x/{?a}",
        "2026-11-22",
        "- 1",
        "*x",
        "x: y",
    ])
    .prop_map(|text| if matches!(text, "- 1" | "*x" | "x: y") { format!("'{text}'") } else { text.to_owned() });
    let leaf = scalar.prop_map(|text| vec![text]);
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..5).prop_map(|items| block(items, |_| "-".to_owned())),
            proptest::collection::vec(inner.clone(), 1..5).prop_map(|items| block(items, |at| format!("k{at}:"))),
            proptest::collection::vec(inner, 0..4).prop_map(|items| {
                let flat: Vec<String> = items
                    .into_iter()
                    .filter(|item| item.len() == 1 && !item[0].starts_with(['-', 'k']) && !item[0].contains('{'))
                    .map(|item| item.concat())
                    .collect();
                vec![format!("[{}]", flat.join(", "))]
            }),
        ]
    })
    .prop_map(|lines| lines.join("\n") + "\n")
}

fn block(items: Vec<Vec<String>>, head: impl Fn(usize) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        // A line that holds an entry of its own goes below.
        if item.len() == 1 && !item[0].starts_with("- ") && !item[0].starts_with('k') {
            lines.push(format!("{} {}", head(at), item[0]));
        } else {
            lines.push(head(at));
            lines.extend(item.into_iter().map(|line| format!("  {line}")));
        }
    }
    lines
}

fn check_places(node: &Node, text: &str) {
    assert!(text.get(node.span.range()).is_some(), "{:?}", node.span);
    match &node.content {
        Content::Null => {}
        Content::Scalar(scalar) => {
            if let Some(start) = scalar.verbatim {
                assert_eq!(&text[start..start + scalar.text.len()], scalar.text);
            }
        }
        Content::Sequence(items) => items.iter().for_each(|item| check_places(item, text)),
        Content::Mapping(mapping) => {
            for entry in &mapping.entries {
                assert!(text.get(entry.key.span.range()).is_some(), "{:?}", entry.key);
                check_places(&entry.value, text);
            }
        }
    }
}

/// Where the two differ. Known and meant: `serde_yaml` gives numbers and booleans their type; it leaves merge keys
/// alone; it refuses a key given twice; it breaks lines at U+0085, U+2028 and U+2029, as YAML 1.1 did; it reads a byte
/// order mark before `---` as text; it ends the name of an anchor at a `:`; it takes keys of any kind; and a block scalar
/// means another text to it when the file lacks its last newline, or holds nothing else.
fn difference(ours: &Node, theirs: &Value) -> Option<String> {
    match (&ours.content, theirs) {
        (Content::Null, Value::Null) => None,
        (Content::Scalar(scalar), Value::String(text)) if scalar.text == *text => None,
        (Content::Scalar(scalar), Value::Bool(_) | Value::Number(_)) if scalar.style == Style::Plain => None,
        (Content::Sequence(items), Value::Sequence(values)) if items.len() == values.len() => {
            items.iter().zip(values).find_map(|(item, value)| difference(item, value))
        }
        (Content::Mapping(mapping), Value::Mapping(values)) if mapping.entries.len() == values.len() => {
            mapping.entries.iter().zip(values).find_map(|(entry, (key, value))| match key {
                Value::String(key) if *key != entry.key.value => Some(format!("{key:?} and {:?}", entry.key.value)),
                _ => difference(&entry.value, value),
            })
        }
        _ => Some(format!("{ours:?} and {theirs:?}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_every_place_is_in_it(text in yamlish()) {
        let read = read(&text);
        for finding in read.diagnostics.iter() {
            prop_assert!(text.get(finding.primary.span.range()).is_some(), "{finding:?}");
            prop_assert!(!finding.help.is_empty(), "{finding:?}");
        }
        if let Some(document) = &read.document {
            check_places(&document.root, &text);
            for comment in &document.comments {
                prop_assert!(text[comment.span.range()].starts_with('#'));
            }
        }
    }

    #[test]
    fn any_characters_do_not_panic(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn serde_yaml_sees_the_same_tree_in_any_text(text in yamlish()) {
        let text = text.replace(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}', '<'], "") + "\n";
        let has_odd_anchor = text.split_whitespace().any(|word| word.contains(['&', '*']) && word.contains(':'));
        let read = read(&text);
        if let (Some(document), Ok(value)) = (&read.document, serde_yaml::from_str::<Value>(&text))
            && read.diagnostics.is_empty()
            && !has_odd_anchor
            && document.root.as_scalar().is_none()
        {
            prop_assert_eq!(difference(&document.root, &value), None, "{:?}", text);
        }
    }

    #[test]
    fn serde_yaml_sees_the_same_tree_in_a_tidy_text(text in tidy()) {
        let read = read(&text);
        let value = serde_yaml::from_str::<Value>(&text);
        prop_assert!(value.is_ok(), "{value:?}");
        prop_assert_eq!(difference(read.root(), &value.unwrap_or(Value::Null)), None);
    }
}
