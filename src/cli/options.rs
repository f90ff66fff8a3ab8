//! What a target is told: options as a link config or a command line gives them.

use linkc::emit::{OptionError, Target};
use linkc::yaml::{Content, Node};
use serde_json::{Map, Value};

use super::Failure;

/// Options from the command line, each as what the target's own is.
pub(super) fn typed(target: &Target, given: &[(String, String)]) -> Map<String, Value> {
    let typed = given.iter().map(|(name, text)| {
        let default = target.options.get(name).and_then(|option| option.default.as_ref());
        let value = match (default, text.as_str()) {
            (Some(Value::Bool(_)), "true") => Value::Bool(true),
            (Some(Value::Bool(_)), "false") => Value::Bool(false),
            (Some(Value::Array(_)), text) => text.split(',').map(|item| Value::String(item.to_owned())).collect(),
            (_, text) => Value::String(text.to_owned()),
        };
        (name.clone(), value)
    });
    typed.collect()
}

pub(super) fn wrong_option(target: &Target, error: OptionError) -> Failure {
    Failure::new(format!("the target `{}`: {}", target.name, error.message)).help(error.help)
}

/// An option as a target sees it.
pub(super) fn option(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Scalar(scalar) => match scalar.text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => Value::String(text.to_owned()),
        },
        Content::Sequence(items) => items.iter().map(option).collect(),
        Content::Mapping(mapping) => {
            Value::Object(mapping.entries.iter().map(|entry| (entry.key.value.clone(), option(&entry.value))).collect())
        }
    }
}
