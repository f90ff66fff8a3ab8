//! JSON Schemas of the files that people write, for editors: completion, documentation, mistakes while typing.
//!
//! They are draft 7, the newest that the YAML language server reads. The compiler stays the judge: a JSON Schema sees
//! values as YAML types them and not as they were typed, and it knows no names that another file declares. What it can
//! say is held to what the compiler says by a test. What is a list in this program (rules, schemas, targets) is put in
//! here, so that nothing is written down twice.

use serde_json::{Value, json};

use crate::emit::Targets;
use crate::rules::{Level, RULES};
use crate::schema::Catalog;

mod completed;
mod value_schema;

pub use completed::links_for;

/// The kinds of file that there is a JSON Schema for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Link configs, `links.yaml`.
    Links,
    /// Settings, `linkc.yaml`.
    Settings,
    /// Schemas.
    Schema,
}

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Links, Self::Settings, Self::Schema];

    /// The word after `kind:`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Settings => "settings",
            Self::Schema => "schema",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Links => include_str!("links.json"),
            Self::Settings => include_str!("settings.json"),
            Self::Schema => include_str!("schema.json"),
        }
    }
}

/// The JSON Schema of files of `kind`.
pub fn json_schema(kind: FileKind) -> Value {
    // A test reads all three; one that is no JSON would say nothing, which is what `{}` says.
    let mut root = serde_json::from_str(kind.text()).unwrap_or_else(|_| json!({}));
    match kind {
        FileKind::Links => {
            set(&mut root, "/properties/schema", "examples", json!(Catalog::built_in_names()));
            if let Ok(targets) = Targets::new(std::collections::BTreeMap::new()) {
                let names: Vec<&str> = targets.all().map(|target| target.name.as_str()).collect();
                set(&mut root, "/definitions/output/properties/target", "examples", json!(names));
            }
        }
        FileKind::Settings => {
            for place in ["/properties/rules", "/definitions/override/properties/rules"] {
                set(&mut root, place, "properties", rules());
                set(&mut root, place, "additionalProperties", Value::Bool(false));
            }
        }
        FileKind::Schema => {}
    }
    root
}

/// Every rule by its id, with what it finds and its level when nothing is said.
fn rules() -> Value {
    let levels = [Level::Error, Level::Warning, Level::Note, Level::Off].map(Level::as_str);
    let one = |metadata: &crate::rules::Metadata| {
        let schema = json!({ "description": metadata.summary, "enum": levels, "default": metadata.level.as_str() });
        (metadata.id.to_owned(), schema)
    };
    Value::Object(RULES.iter().map(|rule| one(rule.metadata())).collect())
}

/// Sets `key` of the object at `pointer`; nothing when there is none.
fn set(root: &mut Value, pointer: &str, key: &str, value: Value) {
    if let Some(object) = root.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(key.to_owned(), value);
    }
}
