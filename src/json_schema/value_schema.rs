//! The JSON Schema of a parameter's value.
//!
//! It is made for the typed text as YAML sees it: `5` is a number and `5 ` in quotes is a text, and both are fine for an
//! integer. A text with a `$` in it may hold a reference and passes; so does a blank one. What JSON Schema cannot say
//! without doubt (a host, a URL, a moment) is left to the compiler.

use serde_json::{Value, json};

use crate::schema::ValueType;

/// What YAML makes of a scalar.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

/// The values that linkc takes for a parameter of `value_type`, null ("leave it out") and references included.
pub(super) fn value_schema(value_type: &ValueType) -> Value {
    match value_type {
        ValueType::Json => json!(true),
        ValueType::List { items, .. } => {
            let item = text_schema(items).unwrap_or_else(|| json!({ "type": SCALAR }));
            let list = json!({ "type": "array", "items": { "anyOf": [item, { "type": "string", "pattern": OPEN }] } });
            json!({ "anyOf": [list, item, open()] })
        }
        _ => text_schema(value_type).map_or_else(
            || json!({ "type": [SCALAR[0], SCALAR[1], SCALAR[2], "null"] }),
            |schema| json!({ "anyOf": [schema, open()] }),
        ),
    }
}

/// One text of the type, all of it typed; `None` where any scalar passes.
fn text_schema(value_type: &ValueType) -> Option<Value> {
    Some(match value_type {
        ValueType::Enum { values } => {
            let spellings = values.iter().flat_map(|value| spellings(&value.name));
            json!({ "enum": spellings.collect::<Vec<_>>() })
        }
        ValueType::Boolean { spelling } => {
            let mut texts: Vec<Value> = vec![json!(true), json!(false), json!("true"), json!("false")];
            for spelling in spelling.iter().flat_map(|text| spellings(text)) {
                if !texts.contains(&spelling) {
                    texts.push(spelling);
                }
            }
            json!({ "enum": texts })
        }
        ValueType::Integer { min, max } => whole_number(*min, *max),
        ValueType::Port => whole_number(Some(1), Some(65535)),
        // Of a number, the typed text is lost: `0123` is 123. Only a text can be held to a pattern.
        ValueType::String { pattern: Some(pattern), .. } => {
            json!({ "type": SCALAR, "pattern": format!("^(?:{})$", pattern.as_str()) })
        }
        _ => return None,
    })
}

fn whole_number(min: Option<i64>, max: Option<i64>) -> Value {
    let mut number = json!({ "type": ["integer", "string"], "pattern": "^-?[0-9]+$" });
    for (key, limit) in [("minimum", min), ("maximum", max)] {
        if let Some(limit) = limit {
            number[key] = json!(limit);
        }
    }
    number
}

/// A text, and what YAML makes of it without quotes when that is something else.
fn spellings(text: &str) -> Vec<Value> {
    let typed = serde_json::from_str::<Value>(text).ok();
    let typed = typed.filter(|value| value.is_number() || value.is_boolean());
    [Some(json!(text)), typed].into_iter().flatten().collect()
}

/// A text that is blank or may hold a reference.
const OPEN: &str = "^$|\\$";

/// Blank, with a reference, or left out.
fn open() -> Value {
    json!({ "type": ["string", "null"], "pattern": OPEN })
}
