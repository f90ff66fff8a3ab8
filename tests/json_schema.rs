//! The JSON Schemas and the compiler agree: on every YAML file of the repository, on small ones of their own, and on
//! every change of those.
//!
//! They agree on what a JSON Schema can see. [`STRUCTURAL`] are the errors that it has to find; [`UNSEEN`] are those of a
//! text for which no tree of JSON stands. All other findings are the compiler's alone: a file that has only them passes.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use linkc::diagnostic::Diagnostics;
use linkc::json_schema::{FileKind, json_schema, links_for};
use linkc::schema::{self, Catalog};
use linkc::settings::Settings;
use linkc::source::{SourceId, Sources};
use linkc::yaml::{self, Limits, Node};
use linkc::{check, config, rules};
use serde_json::Value;

mod mutation;
mod tree;

/// What both say.
const STRUCTURAL: [&str; 5] = ["unknown-key", "missing-key", "wrong-value", "malformed-name", "unknown-rule"];
/// What is gone when a text has become JSON.
const UNSEEN: [&str; 4] = ["yaml-syntax", "yaml-limit", "yaml-unsupported", "duplicate-key"];

/// A YAML file of ours.
struct Fixture {
    path: PathBuf,
    kind: FileKind,
    source: SourceId,
    text: String,
    root: Node,
    sources: Sources,
}

impl Fixture {
    /// `None` when the file is not of ours, or when its text is no tree of JSON.
    fn read(path: &Path) -> Option<Self> {
        let text = fs::read_to_string(path).unwrap();
        let sources = Sources::new();
        let source = sources.add(path.display().to_string(), text.as_str());
        let mut diagnostics = Diagnostics::new();
        let root = yaml::parse(source, &text, &Limits::default(), &mut diagnostics)?.root;
        let name = path.file_name().unwrap().to_str().unwrap();
        let word = config::kind_of(&root);
        let kind = FileKind::ALL.into_iter().find(|kind| match name.split_once('-') {
            Some((prefix, _)) if path.starts_with(folder("tests/json_schema")) => prefix == kind.as_str(),
            _ => word == Some(kind.as_str()),
        })?;
        let fixture = Self { path: path.to_owned(), kind, source, text, root, sources };
        let ids: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.id).collect();
        let ids = &ids | &fixture.compile(&fixture.root);
        (!ids.iter().any(|id| UNSEEN.contains(id))).then_some(fixture)
    }

    /// The ids of what the compiler finds in `root` when it reads it as this file.
    fn compile(&self, root: &Node) -> BTreeSet<&'static str> {
        let mut diagnostics = Diagnostics::new();
        match self.kind {
            FileKind::Links => drop(config::load_document(self.source, root, &mut diagnostics)),
            FileKind::Schema => drop(schema::load_document(self.source, root, &mut diagnostics)),
            FileKind::Settings => drop(Settings::load_document(root, &mut diagnostics)),
        }
        diagnostics.iter().map(|diagnostic| diagnostic.id).collect()
    }

    fn name(&self) -> String {
        self.path.strip_prefix(folder("")).unwrap().display().to_string()
    }
}

/// The validators of all kinds of file.
struct Judge(Vec<(FileKind, Validator)>);

impl Judge {
    fn new() -> Self {
        Self(FileKind::ALL.into_iter().map(|kind| (kind, validator(&json_schema(kind)))).collect())
    }

    fn is_valid(&self, kind: FileKind, root: &Node) -> bool {
        let (_, validator) = self.0.iter().find(|(of, _)| *of == kind).unwrap();
        validator.is_valid(&tree::json_of(root))
    }

    fn errors(&self, kind: FileKind, root: &Node) -> String {
        let (_, validator) = self.0.iter().find(|(of, _)| *of == kind).unwrap();
        errors(validator, root)
    }
}

fn validator(schema: &Value) -> Validator {
    assert!(jsonschema::draft7::meta::is_valid(schema), "this is not draft 7");
    jsonschema::draft7::new(schema).unwrap()
}

fn errors(validator: &Validator, root: &Node) -> String {
    let json = tree::json_of(root);
    let lines = validator.iter_errors(&json).map(|error| format!("  {}: {error}\n", error.instance_path()));
    lines.collect()
}

fn is_structural(ids: &BTreeSet<&'static str>) -> bool {
    ids.iter().any(|id| STRUCTURAL.contains(id))
}

#[test]
fn every_file_of_the_repository_is_judged_as_the_compiler_judges_it() {
    let judge = Judge::new();
    let mut wrong = Vec::new();
    let mut seen = 0;
    let files = ["schemas", "examples", "tests"].into_iter().flat_map(|name| yaml_below(&folder(name)));
    for path in files.filter(|path| !path.starts_with(folder("tests/json_schema"))) {
        let Some(fixture) = Fixture::read(&path) else { continue };
        let ids = fixture.compile(&fixture.root);
        if is_structural(&ids) == judge.is_valid(fixture.kind, &fixture.root) {
            wrong.push(format!("{}: {ids:?}\n{}", fixture.name(), judge.errors(fixture.kind, &fixture.root)));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
    assert!(seen > 30, "only {seen} files");
}

#[test]
fn what_is_valid_is_valid_for_both() {
    let judge = Judge::new();
    for fixture in own("valid") {
        let ids = fixture.compile(&fixture.root);
        assert!(!is_structural(&ids), "{}: {ids:?}", fixture.name());
        let errors = judge.errors(fixture.kind, &fixture.root);
        assert!(errors.is_empty(), "{}\n{errors}", fixture.name());
    }
}

#[test]
fn what_is_invalid_is_invalid_for_both() {
    let judge = Judge::new();
    for fixture in own("invalid") {
        let ids = fixture.compile(&fixture.root);
        assert!(is_structural(&ids), "{}: {ids:?}", fixture.name());
        assert!(!judge.is_valid(fixture.kind, &fixture.root), "{} is valid", fixture.name());
    }
}

/// Each says in its first line what a JSON Schema cannot say.
#[test]
fn what_is_beyond_json_schema_is_invalid_for_the_compiler_alone() {
    let judge = Judge::new();
    for fixture in own("beyond") {
        let ids = fixture.compile(&fixture.root);
        assert!(is_structural(&ids), "{}: {ids:?}", fixture.name());
        assert!(judge.is_valid(fixture.kind, &fixture.root), "{} is invalid", fixture.name());
        assert!(fixture.text.starts_with("# "), "{} does not say what it shows", fixture.name());
    }
}

/// A change may also give an error of another kind, on which they need not agree: a name that is not declared.
#[test]
fn they_agree_on_every_change_of_a_valid_file() {
    let judge = Judge::new();
    let mut wrong = Vec::new();
    let mut seen = 0;
    let files = own("valid").into_iter().filter(|fixture| fixture.compile(&fixture.root).is_empty());
    for fixture in files {
        for (what, root) in mutation::mutations(&fixture.root) {
            let ids = fixture.compile(&root);
            let is_valid = judge.is_valid(fixture.kind, &root);
            let agree = if is_structural(&ids) { !is_valid } else { is_valid || !ids.is_empty() };
            if !agree && !is_beyond(&what) {
                wrong.push(format!("{}: {what}: {ids:?}\n{}", fixture.name(), judge.errors(fixture.kind, &root)));
            }
            seen += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
    assert!(seen > 3000, "only {seen} changes");
}

/// Whether a change does what only the compiler can judge; see the folder `beyond`.
fn is_beyond(what: &str) -> bool {
    let takes_a_link = ["/platforms =", "/pages/join without link", "/pages/open/on"];
    let is_change = what.contains("/parameters/") && what.starts_with("/pages/");
    takes_a_link.iter().any(|start| what.starts_with(start))
        || what.ends_with("/link = null")
        // Laid over what is declared, a null is gone whatever its key, and an enum without values is one too.
        || is_change && (what.ends_with(" = { x: ~ }") || what.ends_with("/mode/values = null"))
}

#[test]
fn every_key_stands_in_a_valid_file() {
    let mut written = BTreeSet::new();
    for fixture in own("valid") {
        keys_of(&tree::json_of(&fixture.root), &mut written);
    }
    for kind in FileKind::ALL {
        let mut unwritten = BTreeSet::new();
        each_property(&json_schema(kind), &mut |key, _| {
            if !written.contains(key) && rules::find(key).is_none() {
                unwritten.insert(key.to_owned());
            }
        });
        assert!(unwritten.is_empty(), "{kind:?}: {unwritten:?}");
    }
}

#[test]
fn every_key_is_described() {
    for kind in FileKind::ALL {
        let root = json_schema(kind);
        let mut bare = BTreeSet::new();
        each_property(&root, &mut |key, schema| {
            let target = schema.get("$ref").and_then(Value::as_str).and_then(|name| root.pointer(&name[1..]));
            let described = target.unwrap_or(schema).get("description").is_some_and(Value::is_string);
            if !described && !schema.is_boolean() {
                bare.insert(key.to_owned());
            }
        });
        assert!(bare.is_empty(), "{kind:?}: {bare:?}");
        assert!(root["title"].is_string() && root["description"].is_string());
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_definition_is_used() {
    let names = Catalog::built_in_names();
    let completed = names.iter().map(|name| links_for(&Catalog::new().built_in(name, &Sources::new()).unwrap()));
    for root in FileKind::ALL.into_iter().map(json_schema).chain(completed) {
        let text = root.to_string();
        let used: BTreeSet<&str> =
            text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        for pointer in &used {
            assert!(root.pointer(pointer).is_some(), "{pointer}");
        }
        for name in root["definitions"].as_object().unwrap().keys() {
            let pointer = format!("/definitions/{name}");
            let is_parameter = name.starts_with("parameter.");
            assert!(used.contains(pointer.as_str()) || is_parameter, "{pointer} is not used");
        }
    }
}

/// For every built-in schema: what the compiler takes without an error, the schema's own JSON Schema takes.
#[test]
fn a_link_config_without_errors_fits_the_json_schema_of_its_schema() {
    let mut seen = 0;
    for path in ["examples", "tests"].into_iter().flat_map(|name| yaml_below(&folder(name))) {
        let Some(fixture) = Fixture::read(&path).filter(|fixture| fixture.kind == FileKind::Links) else { continue };
        let mut diagnostics = Diagnostics::new();
        let Some(config) = config::load_document(fixture.source, &fixture.root, &mut diagnostics) else { continue };
        let Some(schema) = Catalog::new().built_in(&config.schema.value, &fixture.sources) else { continue };
        check::check_config(&config, &schema, &rules::Levels::default(), &mut diagnostics);
        let validator = validator(&links_for(&schema));
        if !diagnostics.has_errors() {
            let errors = errors(&validator, &fixture.root);
            assert!(errors.is_empty(), "{}\n{errors}", fixture.name());
            seen += 1;
        }
        let wrong_names = ["unknown-page", "unknown-platform", "unknown-preset", "unknown-parameter"];
        if let Some(found) = diagnostics.iter().find(|diagnostic| wrong_names.contains(&diagnostic.id)) {
            let is_valid = validator.is_valid(&tree::json_of(&fixture.root));
            // A parameter of the page that the link's platforms do not have, a platform that the link leaves out:
            // that is more than one condition can say.
            let may_pass = ["unknown-parameter", "unknown-platform"].contains(&found.id);
            assert!(!is_valid || may_pass, "{}: {}", fixture.name(), found.message);
        }
    }
    assert!(seen > 20, "only {seen} files");
}

#[test]
fn the_examples_of_every_schema_fit_its_json_schema() {
    for name in Catalog::built_in_names() {
        let schema = Catalog::new().built_in(name, &Sources::new()).unwrap();
        let validator = validator(&links_for(&schema));
        let config = |page: &str, values: Value| {
            let link = serde_json::json!({ "page": page, "values": values });
            serde_json::json!({ "linkc": 1, "kind": "links", "schema": name, "links": { "a": link } })
        };
        for page in &schema.pages {
            for example in page.examples.iter().filter(|example| example.error.is_none()) {
                let values =
                    example.values.iter().flatten().map(|(name, node)| (name.value.clone(), tree::json_of(node)));
                let config = config(&page.name.value, Value::Object(values.collect()));
                let errors: Vec<String> = validator.iter_errors(&config).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{name}/{}: {config}\n{errors:?}", page.name.value);
            }
            let unknown = config(&page.name.value, serde_json::json!({ "no-parameter": 1 }));
            assert!(!validator.is_valid(&unknown), "{name}/{}", page.name.value);
        }
        assert!(!validator.is_valid(&config("no-page", serde_json::json!({}))), "{name}");
    }
}

#[test]
fn what_is_there_for_ci_is_yaml_and_calls_linkc() {
    for name in [
        ".pre-commit-hooks.yaml",
        ".github/actions/linkc/action.yml",
        "examples/ci/github.yml",
        "examples/ci/gitlab-ci.yml",
    ] {
        let text = fs::read_to_string(folder(name)).unwrap();
        let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(value.to_string().contains("linkc"), "{name}");
    }
}

/// Calls `see` with every key that a map may have, and what is said of its value.
fn each_property(schema: &Value, see: &mut impl FnMut(&str, &Value)) {
    match schema {
        Value::Object(object) => {
            let is_condition = object.contains_key("required") && !object.contains_key("description");
            if let Some(Value::Object(properties)) = object.get("properties").filter(|_| !is_condition) {
                properties.iter().for_each(|(key, schema)| see(key, schema));
            }
            object.values().for_each(|value| each_property(value, see));
        }
        Value::Array(items) => items.iter().for_each(|item| each_property(item, see)),
        _ => {}
    }
}

fn keys_of(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                keys.insert(key.clone());
                keys_of(value, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys_of(item, keys)),
        _ => {}
    }
}

/// The fixtures of one of our own folders.
fn own(name: &str) -> Vec<Fixture> {
    let paths = yaml_below(&folder(&format!("tests/json_schema/{name}")));
    assert!(paths.len() > 5, "{name}");
    let read = |path: &PathBuf| Fixture::read(path).unwrap_or_else(|| panic!("{} is not to be read", path.display()));
    paths.iter().map(read).collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The YAML files below `folder`, sorted; none when it is not there.
fn yaml_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(yaml_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found
}
