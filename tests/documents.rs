//! Holds the Huawei Cloud Meeting schema to the vendor's own documents, through the program that a person runs.
//!
//! The documents may not be copied here, so `documents/` has the facts only: link formats, parameter tables and the
//! links of the samples. A schema that drifts from them writes wrong links for everybody; this is where it shows.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::collections::BTreeMap;
use std::process::{Command, Output};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const SCHEMA: &str = "huawei-cloud-meeting";

/// A "Link Format" of the documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkFormat {
    section: String,
    platform: String,
    page: String,
    variant: Option<String>,
    erratum: Option<String>,
    link: String,
}

impl LinkFormat {
    /// The link as the documents mean it.
    fn corrected(&self) -> String {
        match &self.erratum {
            Some(erratum) => self.link.replacen(erratum.as_str(), "page=", 1),
            None => self.link.clone(),
        }
    }
}

/// A "Parameter Description" of the documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    section: String,
    platform: String,
    page: String,
    variant: Option<String>,
    parameters: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    mandatory: String,
    value: Option<String>,
    default: Option<String>,
    #[serde(default)]
    hosts: Vec<String>,
}

/// A link that the documents print outside of a "Link Format".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedLink {
    about: String,
    section: String,
    page: Option<String>,
    #[serde(default)]
    matches: Vec<String>,
    #[serde(default)]
    rules: Vec<String>,
    link: String,
}

#[test]
fn every_link_format_comes_out_to_the_byte() {
    let formats = link_formats();
    assert_eq!(formats.len(), 16, "four platforms with four link formats each");
    for format in &formats {
        let expected = format.corrected();
        let page = format!("{SCHEMA}/{}", format.page);
        let mut arguments = vec!["url".to_owned(), page, "--platform".to_owned(), format.platform.clone()];
        if let Some(variant) = &format.variant {
            arguments.extend(["--variant".to_owned(), variant.clone()]);
        }
        for (name, value) in values(&expected) {
            arguments.extend(["--set".to_owned(), format!("{name}={value}")]);
        }
        let output = linkc(&arguments);
        assert_eq!(text(&output.stdout), format!("{expected}\n"), "section {}: {}", format.section, report(&output));
        assert_eq!(output.status.code(), Some(0), "section {}: {}", format.section, report(&output));
    }
}

#[test]
fn every_parameter_table_agrees_with_the_schema() {
    let tables: Vec<Table> = facts(include_str!("documents/parameter_tables.yaml"));
    assert_eq!(tables.len(), 16, "four platforms with four tables each");
    for table in &tables {
        let shown = json(&["show", &format!("{SCHEMA}/{}", table.page), "--format", "json"]);
        let form = &shown["platforms"][&table.platform];
        let section = &table.section;
        let parameters = form["parameters"].as_array().unwrap_or_else(|| panic!("section {section}: {shown:#}"));
        let names: Vec<_> = parameters.iter().map(|parameter| plain(&parameter["name"])).collect();
        let printed: Vec<_> = table.parameters.iter().map(|row| Some(row.name.clone())).collect();
        assert_eq!(names, printed, "section {section}: the parameters and their order");
        for (row, parameter) in table.parameters.iter().zip(parameters) {
            let place = format!("section {section}, {}", row.name);
            assert_eq!(parameter["required"], Value::Bool(row.mandatory == "Yes"), "{place}: mandatory");
            assert_eq!(plain(&parameter["default"]), row.default, "{place}: the default");
            if table.variant.is_none() {
                assert_eq!(plain(&parameter["constant"]), row.value, "{place}: the value");
            }
            // The tables for macOS list no hosts; the schema then has those of the other platforms.
            if !row.hosts.is_empty() {
                assert_eq!(parameter["known"], serde_json::json!(row.hosts), "{place}: the hosts");
            }
        }
        if let Some(variant) = &table.variant {
            assert!(form["variants"][variant].is_object(), "section {section}: {form:#}");
        }
    }
}

#[test]
fn every_link_format_is_read_back() {
    for format in &link_formats() {
        let link = format.corrected();
        let (parsed, output) = parse(&link);
        let place = format!("section {}: {}", format.section, report(&output));
        assert_eq!(parsed["url"], Value::String(link.clone()), "{place}");
        assert_eq!(parsed["schema"], SCHEMA, "{place}");
        assert_eq!(parsed["page"], Value::String(format.page.clone()), "{place}");
        let matched = match &format.variant {
            Some(variant) => format!("{}/{variant}", format.platform),
            None => format.platform.clone(),
        };
        assert!(matches(&parsed).contains(&matched), "{place}");
        assert_values(&parsed, &link, &place);
        assert_eq!(errors(&parsed), Vec::<String>::new(), "{place}");
        assert_eq!(output.status.code(), Some(0), "{place}");
    }
}

#[test]
fn every_other_printed_link_is_named_and_what_is_wrong_is_said() {
    let links: Vec<PrintedLink> = facts(include_str!("documents/printed_links.yaml"));
    for printed in &links {
        let (parsed, output) = parse(&printed.link);
        let place = format!("section {} ({}): {}", printed.section, printed.about, report(&output));
        if let Some(page) = &printed.page {
            assert_eq!(parsed["page"], Value::String(page.clone()), "{place}");
            assert_eq!(matches(&parsed), printed.matches, "{place}");
        }
        let said = rules(&parsed);
        for rule in &printed.rules {
            assert!(said.contains(rule), "{place}\n`{rule}` is missing");
        }
        if printed.rules.is_empty() {
            assert_eq!(errors(&parsed), Vec::<String>::new(), "{place}");
            assert_values(&parsed, &printed.link, &place);
        }
        let failed = !errors(&parsed).is_empty();
        assert_eq!(output.status.code(), Some(i32::from(failed)), "{place}");
    }
}

fn link_formats() -> Vec<LinkFormat> {
    facts(include_str!("documents/link_formats.yaml"))
}

fn facts<T: DeserializeOwned>(yaml: &str) -> Vec<T> {
    serde_yaml::from_str(yaml).unwrap()
}

/// What the query of a link of the documents says, but for `page`: nothing in them is percent-encoded.
fn values(link: &str) -> BTreeMap<String, String> {
    let (_, query) = link.split_once('?').unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.filter(|(name, _)| *name != "page").map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn linkc<T: AsRef<str>>(arguments: &[T]) -> Output {
    let arguments = arguments.iter().map(AsRef::as_ref);
    Command::new(env!("CARGO_BIN_EXE_linkc")).args(arguments).env("NO_COLOR", "1").output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = linkc(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", report(&output));
    decode(&output)
}

fn parse(link: &str) -> (Value, Output) {
    let output = linkc(&["parse", "--format", "json", link]);
    (decode(&output), output)
}

fn decode(output: &Output) -> Value {
    let value: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", report(output)));
    assert_eq!(value["version"], 1, "{value:#}");
    value
}

/// The platforms whose form the link has, in the schema's order, with the variant where one is needed.
fn matches(parsed: &Value) -> Vec<String> {
    let found = parsed["matches"].as_array().unwrap();
    let name = |found: &Value| match (plain(&found["platform"]), plain(&found["variant"])) {
        (Some(platform), Some(variant)) => format!("{platform}/{variant}"),
        (platform, _) => platform.unwrap(),
    };
    found.iter().map(name).collect()
}

fn rules(parsed: &Value) -> Vec<String> {
    diagnostics(parsed, |_| true)
}

fn errors(parsed: &Value) -> Vec<String> {
    diagnostics(parsed, |diagnostic| diagnostic["severity"] == "error")
}

fn diagnostics(parsed: &Value, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
    let all = parsed["diagnostics"].as_array().unwrap();
    all.iter().filter(|diagnostic| wanted(diagnostic)).filter_map(|diagnostic| plain(&diagnostic["rule"])).collect()
}

fn assert_values(parsed: &Value, link: &str, place: &str) {
    let said = parsed["values"].as_object().unwrap();
    let said = said.iter().filter(|(name, _)| *name != "page");
    let said: BTreeMap<_, _> = said.map(|(name, value)| (name.clone(), plain(value).unwrap_or_default())).collect();
    assert_eq!(said, values(link), "{place}");
}

/// A text, a number or a boolean as it is written in a link; nothing for `null` and for a key that is not there.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn report(output: &Output) -> String {
    format!("{}\n{}\n{}", output.status, text(&output.stdout), text(&output.stderr))
}
