//! The official `uritemplate-test` suites: every case passes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use linkc::link_template::{LinkTemplate, Value};
use serde_json::Value as Json;

/// A JSON value as an owned [`Value`]; numbers are their text.
enum Owned {
    Text(String),
    List(Vec<String>),
    Map(Vec<(String, String)>),
}

fn text(json: &Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn owned(json: &Json) -> Option<Owned> {
    Some(match json {
        Json::Array(items) => Owned::List(items.iter().filter_map(text).collect()),
        Json::Object(pairs) => {
            Owned::Map(pairs.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect())
        }
        other => Owned::Text(text(other)?),
    })
}

fn expand(template: &str, variables: &Json) -> Result<String, String> {
    let template = LinkTemplate::parse(template).map_err(|error| format!("{error} at {:?}", error.range))?;
    let values: Vec<_> = template.variables().iter().map(|name| variables.get(name).and_then(owned)).collect();
    let lists: Vec<Vec<&str>> = values
        .iter()
        .map(|value| match value {
            Some(Owned::List(items)) => items.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
        .collect();
    let maps: Vec<Vec<(&str, &str)>> = values
        .iter()
        .map(|value| match value {
            Some(Owned::Map(pairs)) => pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            _ => Vec::new(),
        })
        .collect();
    let value = |index: usize| {
        Some(match values[index].as_ref()? {
            Owned::Text(text) => Value::Text(text),
            Owned::List(_) => Value::List(&lists[index]),
            Owned::Map(_) => Value::Map(&maps[index]),
        })
    };
    let mut link = String::new();
    template.expand(value, &mut link).map_err(|error| error.to_string())?;
    Ok(link)
}

#[test]
fn every_case_of_the_official_suites_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/link_template/uritemplate-test");
    let files = ["spec-examples.json", "spec-examples-by-section.json", "extended-tests.json", "negative-tests.json"];
    let mut count = 0;
    let mut failures = String::new();
    for file in files {
        let suite: Json = serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        for (group, content) in suite.as_object().unwrap() {
            for case in content["testcases"].as_array().unwrap() {
                count += 1;
                let template = case[0].as_str().unwrap();
                let got = expand(template, &content["variables"]);
                let passes = match (&case[1], &got) {
                    (Json::Bool(false), Err(_)) => true,
                    (Json::String(expected), Ok(link)) => expected == link,
                    (Json::Array(expected), Ok(link)) => expected.iter().any(|one| one == link),
                    _ => false,
                };
                if !passes {
                    writeln!(
                        failures,
                        "suite:     {file}, {group}\ntemplate:  {template}\nvariables: {}\nexpected:  {}\ngot:       {got:?}\n",
                        content["variables"], case[1]
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert_eq!(count, 252, "the suites as they were published");
}
