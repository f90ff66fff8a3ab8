//! Our tree of YAML as an editor sees the same text: plain scalars typed as the core schema of YAML 1.2 says.

use linkc::yaml::{Content, Node, Scalar, Style};
use serde_json::{Map, Value, json};

/// The JSON that a validator gets for `node`. Of a key that stands twice, the last one counts.
pub(super) fn json_of(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Scalar(scalar) => typed(scalar),
        Content::Sequence(items) => items.iter().map(json_of).collect(),
        Content::Mapping(mapping) => {
            let entries = mapping.entries.iter().map(|entry| (entry.key.value.clone(), json_of(&entry.value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn typed(scalar: &Scalar) -> Value {
    let text = scalar.text.as_str();
    if scalar.style != Style::Plain {
        return json!(text);
    }
    match text {
        "true" | "True" | "TRUE" => return json!(true),
        "false" | "False" | "FALSE" => return json!(false),
        _ => {}
    }
    integer(text).map(Value::from).or_else(|| float(text).map(Value::from)).unwrap_or_else(|| json!(text))
}

fn integer(text: &str) -> Option<i64> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return i64::from_str_radix(digits, radix).ok();
        }
    }
    text.parse().ok()
}

/// `1.5`, `.5`, `1e3`, and digits that are too many for an integer; not the infinities and `.nan`, which JSON lacks.
fn float(text: &str) -> Option<f64> {
    let is_number = text.contains(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    is_number.then(|| text.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

#[test]
fn plain_scalars_are_typed_as_the_core_schema_says() {
    let typed_as = |text: &str| typed(&Scalar { text: text.into(), style: Style::Plain, verbatim: None });
    for (text, value) in [
        ("no", json!("no")),
        ("0123", json!(123)),
        ("0x1F", json!(31)),
        ("1.0", json!(1.0)),
        ("1e3", json!(1000.0)),
        ("True", json!(true)),
        ("2026-11-22", json!("2026-11-22")),
        ("1.2.3", json!("1.2.3")),
        ("e", json!("e")),
    ] {
        assert_eq!(typed_as(text), value, "{text}");
    }
    assert_eq!(typed(&Scalar { text: "1".into(), style: Style::DoubleQuoted, verbatim: None }), json!("1"));
}
