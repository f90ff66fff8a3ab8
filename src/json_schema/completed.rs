//! The JSON Schema of link configs for one schema: its pages, and on every page the parameters that it has.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::value_schema::value_schema;
use super::{FileKind, json_schema, set};
use crate::schema::{Page, Parameter, Schema};

/// The JSON Schema of link configs that use `schema`. It completes pages, platforms, variants, presets and parameters,
/// each with its documentation; names that the schema does not have are mistakes. That a parameter is required is left
/// to the compiler: its value may come from a preset, from the whole file, or at run time.
pub fn links_for(schema: &Schema) -> Value {
    let mut root = json_schema(FileKind::Links);
    set(&mut root, "", "title", json!(format!("linkc link config for {}", schema.title)));
    let presets: Vec<&str> = schema.presets.iter().map(|preset| preset.name.value.as_str()).collect();
    for place in ["/properties/preset", "/definitions/link/properties/preset"] {
        set(&mut root, place, "enum", json!(or_null(&presets)));
    }
    let vocabulary = schema.parameters.iter().map(|parameter| (parameter.name.clone(), reference(&parameter.name)));
    set(&mut root, "/properties/values", "properties", Value::Object(vocabulary.collect()));
    set(&mut root, "/properties/values", "additionalProperties", json!(false));
    let names: Vec<&str> = schema.pages.iter().map(|page| page.name.value.as_str()).collect();
    let titles: Vec<&str> = schema.pages.iter().map(|page| page.title.as_str()).collect();
    set(&mut root, "/definitions/link/properties/page", "enum", json!(names));
    // Not of draft 7, which lets unknown words pass: editors show it beside the names.
    set(&mut root, "/definitions/link/properties/page", "enumDescriptions", json!(titles));
    let conditions: Vec<Value> = schema.pages.iter().map(condition).collect();
    set(&mut root, "/definitions/link", "allOf", json!(conditions));
    for page in &schema.pages {
        let values = json!({ "properties": values(page, schema), "additionalProperties": false });
        set(&mut root, "/definitions", &format!("values.{}", page.name.value), values);
    }
    for parameter in &schema.parameters {
        let described = described(parameter, value_schema(&parameter.value_type));
        set(&mut root, "/definitions", &format!("parameter.{}", parameter.name), described);
    }
    root
}

/// "If the page is this one, then these are its platforms, variants and parameters."
fn condition(page: &Page) -> Value {
    let values = json!({ "$ref": format!("#/definitions/values.{}", page.name.value) });
    let open = page.forms.iter().flat_map(|form| &form.parameters);
    let open = open.map(|open| (open.name().to_owned(), json!({ "description": open.parameter.doc })));
    let inputs: Map<String, Value> = open.collect();
    let names: Vec<&String> = inputs.keys().collect();
    let on = page.platforms.iter().map(|id| (id.clone(), json!({ "properties": { "values": values } })));
    let on: Map<String, Value> = on.collect();
    let platform = json!({ "enum": page.platforms });
    let then = json!({
        "platforms": { "items": platform, "anyOf": [platform, { "type": ["array", "null"] }] },
        "variant": { "enum": or_null(&page.variants()) },
        "inputs": { "properties": inputs, "propertyNames": { "enum": names }, "items": { "enum": names } },
        "on": { "properties": on, "propertyNames": platform },
        "values": values,
    });
    json!({
        "if": { "properties": { "page": { "const": page.name.value } }, "required": ["page"] },
        "then": { "properties": then },
    })
}

/// The parameters of a page, on whatever platform and in whatever variant.
fn values(page: &Page, schema: &Schema) -> Map<String, Value> {
    let mut values = Map::new();
    for form_parameter in page.forms.iter().flat_map(|form| &form.parameters) {
        let name = form_parameter.name();
        if values.contains_key(name) {
            continue;
        }
        let parameter = &form_parameter.parameter;
        let mut alike = page.forms.iter().filter_map(|form| form.parameter(name)).map(|other| &other.parameter);
        let is_as_declared =
            schema.parameter(name).is_some_and(|declared| alike.clone().all(|other| Arc::ptr_eq(other, declared)));
        let value = if is_as_declared {
            reference(name)
        } else if alike.all(|other| other.value_type == parameter.value_type) {
            described(parameter, value_schema(&parameter.value_type))
        } else {
            described(parameter, json!({}))
        };
        values.insert(name.to_owned(), value);
    }
    values
}

/// `schema` with the parameter's documentation, which editors show.
fn described(parameter: &Parameter, schema: Value) -> Value {
    let mut doc = parameter.doc.clone();
    if parameter.secret {
        doc.push_str(" Secret: write `${env:NAME}` or `${file:PATH}`.");
    }
    if parameter.single_use {
        doc.push_str(" Works once: leave it open under `inputs`.");
    }
    let mut described = Map::new();
    described.insert("description".to_owned(), json!(doc));
    if !parameter.known.is_empty() {
        described.insert("examples".to_owned(), json!(parameter.known));
    }
    if let Value::Object(schema) = schema {
        described.extend(schema);
    }
    Value::Object(described)
}

fn or_null(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| json!(name)).chain([Value::Null]).collect()
}

/// A parameter's name is that of a variable of RFC 6570, in which nothing has to be escaped but `%`.
fn reference(parameter: &str) -> Value {
    json!({ "$ref": format!("#/definitions/parameter.{}", parameter.replace('%', "%25")) })
}
