//! What a person sees of every rule and phase error: each case of `rules/` and `phase/` as the report shows it.
//!
//! A case is a link config (`.yaml`), a list of URLs (`.txt`) or any other text; its snapshot lies beside it. The folders are held to
//! the registry in both directions, and the examples on a rule's page are run, so that no page can say what is not so.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use linkc::check::{check_config, check_list};
use linkc::diagnostic::Diagnostics;
use linkc::report::{Format, Look, Summary, render};
use linkc::rules::{self, Channel, Channels, Context, Level, Levels, RULES};
use linkc::scan::{Syntax, check_text};
use linkc::schema::{self, Catalog, Schema};
use linkc::source::Sources;
use linkc::suppression::{CommentSyntax, Suppressions};
use linkc::{config, phase_errors, yaml};
use proptest::prelude::*;

/// A `.yaml` or `.txt` file and what the report says about it.
struct Outcome {
    report: String,
    ids: BTreeSet<&'static str>,
}

#[test]
fn every_rule_finds_what_its_cases_show() {
    let mut wrong = Vec::new();
    for folder in subfolders("rules") {
        let rule = name_of(&folder);
        let cases = snapshots_of(&folder);
        wrong.extend(misses(&rule, &cases));
        assert!(cases.iter().any(|(case, _)| is_ok(case)), "{rule} has no `ok` case");
        assert!(cases.iter().any(|(case, _)| !is_ok(case)), "{rule} has no failing case");
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn every_phase_error_is_what_its_cases_show() {
    let mut wrong = Vec::new();
    for folder in subfolders("phase") {
        let id = name_of(&folder);
        assert!(phase_errors::find(&id).is_some(), "`{id}` is no phase error");
        wrong.extend(misses(&id, &snapshots_of(&folder)));
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// The failing cases that do not give `id`, and the `ok` cases that do.
fn misses(id: &str, cases: &[(String, Outcome)]) -> Vec<String> {
    let wrong = cases.iter().filter(|(case, outcome)| outcome.ids.contains(id) == is_ok(case));
    wrong.map(|(case, outcome)| format!("{id}/{case}\n{}\n", outcome.report)).collect()
}

#[test]
fn every_rule_has_a_folder_and_every_folder_a_rule() {
    let folders: Vec<String> = subfolders("rules").iter().map(|folder| name_of(folder)).collect();
    let ids: Vec<String> = RULES.iter().map(|rule| rule.metadata().id.to_owned()).collect();
    assert_eq!(folders, ids);
}

#[test]
fn rules_are_sorted_and_their_pages_are_whole() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.metadata().id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "sorted, each once: {ids:?}");
    for metadata in RULES.iter().map(|rule| rule.metadata()) {
        let mut rest = metadata.page;
        for part in ["## What it does\n", "## Why is this bad?\n", "## Example\n", "Use instead:\n"] {
            let at = rest.find(part);
            assert!(at.is_some(), "`{}` has no `{}` where it belongs", metadata.id, part.trim());
            rest = &rest[at.unwrap_or_default()..];
        }
        let summary = metadata.summary;
        assert!(summary.starts_with(|c: char| c.is_lowercase()) && !summary.ends_with('.'), "{summary}");
        assert!(summary.len() <= 100, "{summary}");
    }
}

#[test]
fn the_bad_example_of_a_page_is_bad_and_the_good_one_is_good() {
    for metadata in RULES.iter().map(|rule| rule.metadata()) {
        let (_, examples) = metadata.page.split_once("## Example\n").unwrap();
        let (bad, good) = examples.split_once("Use instead:\n").unwrap();
        for (part, is_bad) in [(bad, true), (good, false)] {
            let blocks = blocks(part);
            assert!(!blocks.is_empty(), "{}: no example", metadata.id);
            for block in blocks {
                let outcome = block.check(metadata.id);
                assert_eq!(outcome.ids.contains(metadata.id), is_bad, "{}\n{}", metadata.id, outcome.report);
                if !is_bad {
                    // A good example that is wrong in another way is none.
                    assert!(!outcome.report.contains("error["), "{}\n{}", metadata.id, outcome.report);
                }
            }
        }
    }
}

#[test]
fn a_built_in_schema_grows_old_where_it_is_used() {
    let (sources, schemas) = &*BUILT_IN;
    let schema = schemas.iter().find(|schema| schema.name == "huawei-cloud-meeting").unwrap();
    let text = "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nlinks: { start: { page: launch } }\n";
    for (today, is_old) in [("2026-11-23", false), ("2036-01-01", true)] {
        let mut diagnostics = Diagnostics::new();
        let source = sources.add("links.yaml", text);
        let config = config::load(source, text, &mut diagnostics).unwrap();
        let levels = Levels::new(Context { today: Some(today.to_owned()), ..Context::default() });
        check_config(&config, schema, &levels, &mut diagnostics);
        let found = diagnostics.iter().find(|diagnostic| diagnostic.id == "stale-schema");
        assert_eq!(found.is_some(), is_old, "{today}");
        assert!(found.is_none_or(|found| sources.slice(found.primary.span) == "huawei-cloud-meeting"));
    }
}

#[test]
fn no_finding_says_what_a_secret_is() {
    let secret = "hunter2secretvalue0123456789abcdefghijklm";
    let encoded = "hunter2%73ecretvalue0123456789abcdefghijklm";
    for value in [secret, encoded, "hunter2secretvalue+01 <x>", "hunter2secretvalue%zz", "hunter2secretvalue&rest=1"] {
        for (page, name) in [("joinConfByLink", "enter_code"), ("LoginAndJoinConf", "nonce"), ("launch", "nonce")] {
            let url =
                format!("cloudlink://welinksoftclient/h5page?page={page}&conf_id=1x&{name}={value}&{name}={value}");
            assert_quiet(&check_urls("links.txt", &url));
            assert_quiet(&check_urls("links.txt", &url.replace('_', "%5F")));
            assert_quiet(&check_urls("links.txt", &url.replace("enter_c", "Enter_C").replace("nonce=", "NONCE=")));
            let config = format!(
                "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nlinks:\n  a:\n    page: login-and-join\n    \
                 values: {{ conf_id: 1, {name}: \"{value}\", {name}: '{value}' }}\n    \
                 inputs: {{ name: , {name}: {{ fallback: \"{value}\" }} }}\n\
                 outputs: [{{ target: email }}, {{ target: json }}]\n"
            );
            assert_quiet(&check_links(Path::new("."), "links.yaml", &config));
        }
    }
}

fn assert_quiet(outcome: &Outcome) {
    assert!(!outcome.report.contains("hunter2"), "{}", outcome.report);
    assert!(!outcome.report.contains("secretvalue"), "{}", outcome.report);
    assert!(!outcome.report.contains("rest"), "{}", outcome.report);
}

#[test]
fn who_types_a_link_is_told_of_flags() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_linkc"))
        .args(["url", "huawei-cloud-meeting/join", "--set", "conf_id=1", "--set", "page=joinConfByLink"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    for flag in ["`--set name=…`", "`--set open_mic=true` or `--set open_mic=false`", "`--variant reference`"] {
        assert!(said.contains(flag), "{flag}\n{said}");
    }
    assert!(!said.contains("`values`") && !said.contains("`inputs`"), "{said}");
}

/// Texts that are most likely to confuse: separators, halves of triplets, characters of several bytes, secrets.
const CRUMBS: [&str; 30] = [
    "&",
    "=",
    "#",
    "?",
    "%",
    "%2",
    "%25",
    "%E5%BC",
    "%E5%BC%A0",
    "%00",
    "%0A",
    "+",
    " ",
    "张",
    "🎉",
    "\u{7f}",
    "\u{85}",
    "name",
    "conf_id",
    "enter_code",
    "nonce",
    "open_mic",
    "page",
    "server_url",
    "12",
    "True",
    "***",
    "{",
    "..",
    "x",
];

fn crumbs() -> impl Strategy<Value = String> {
    let crumb = prop_oneof![4 => proptest::sample::select(&CRUMBS[..]).prop_map(str::to_owned), 1 => "\\PC{0,4}"];
    proptest::collection::vec(crumb, 0..24).prop_map(|crumbs| crumbs.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_url_makes_a_rule_panic(
        head in proptest::sample::select(&[
            "cloudlink://welinksoftclient/h5page?page=joinConfByLink&",
            "cloudlink://welinksoftclient/h5page?page=LoginAndJoinConf&nonce=",
            "CloudLink://welinksoftclient/h5Page?Page=joinConfByLink&Conf_ID=",
            "ymeeting://onylyun.com/app/joinmeeting?number=1&password=",
            "https://teams.microsoft.com/l/meeting/new?subject=a&attendees=",
        ][..]),
        rest in crumbs(),
    ) {
        check_urls("links.txt", &format!("{head}{rest}"));
    }

    #[test]
    fn no_value_makes_a_rule_panic(value in crumbs(), fallback in crumbs()) {
        let quote = |text: &str| serde_json::to_string(text).unwrap();
        let (value, fallback) = (quote(&value.replace('$', "")), quote(&fallback.replace('$', "")));
        let config = format!(
            "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nvalues: {{ conf_id: {value} }}\nlinks:\n  a:\n    \
             page: login-and-join\n    values: {{ enter_code: {value}, server_url: {value}, page: {value} }}\n    \
             inputs: {{ name: {{ fallback: {fallback} }}, nonce: {{ fallback: {fallback} }} }}\n"
        );
        check_links(Path::new("."), "links.yaml", &config);
    }
}

/// A code block of a page.
struct Block {
    language: String,
    text: String,
}

/// The languages of the blocks that are examples. `text` is a list of URLs, `yaml` a link config, and what is in the
/// others is looked for.
const LANGUAGES: [&str; 7] = ["eml", "html", "http", "markdown", "text", "xml", "yaml"];

impl Block {
    /// A block that begins with the name of a link is one of a link config for Huawei Cloud Meeting.
    fn check(&self, rule: &str) -> Outcome {
        match self.language.as_str() {
            "text" => return check_urls("example.txt", &self.text),
            "yaml" => {}
            language => return check_found(rule, &format!("example.{language}"), &self.text),
        }
        let text = if self.text.starts_with("linkc:") {
            self.text.clone()
        } else {
            let links = self.text.trim_end().replace('\n', "\n  ");
            format!("linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nlinks:\n  {links}\n")
        };
        check_links(Path::new("."), "example.yaml", &text)
    }
}

/// The blocks of a piece of Markdown, up to its next heading.
fn blocks(markdown: &str) -> Vec<Block> {
    let part = markdown.split("\n ## ").next().unwrap_or_default();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in part.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        match (&mut open, line) {
            (None, line) if line.strip_prefix("```").is_some_and(|language| LANGUAGES.contains(&language)) => {
                open = Some(Block { language: line["```".len()..].to_owned(), text: String::new() });
            }
            (Some(_), "```") => blocks.extend(open.take()),
            (Some(block), line) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, _) => {}
        }
    }
    blocks
}

/// The built-in schemas, read once, and the arena that they are in.
static BUILT_IN: LazyLock<(Sources, Vec<Arc<Schema>>)> = LazyLock::new(|| {
    let sources = Sources::new();
    let mut catalog = Catalog::new();
    let names = Catalog::built_in_names();
    let schemas = names.iter().map(|name| catalog.built_in(name, &sources).unwrap()).collect();
    (sources, schemas)
});

/// The levels that rules have, on a day, and targets as there may be.
fn levels() -> Levels {
    let channels = [
        ("calendar", Channel::Calendar),
        ("email", Channel::Mail),
        ("launcher", Channel::Page),
        ("markdown", Channel::Markdown),
        ("qr", Channel::Print),
    ];
    let channels = Channels::new(move |name| channels.iter().find(|(target, _)| *target == name).map(|found| found.1));
    Levels::new(Context { today: Some("2026-11-22".to_owned()), channels })
}

/// Checks a list of URLs against all built-in schemas.
fn check_urls(name: &str, text: &str) -> Outcome {
    let (sources, schemas) = &*BUILT_IN;
    let schemas: Vec<&Schema> = schemas.iter().map(AsRef::as_ref).collect();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add(name, text);
    let suppressions = Suppressions::in_text(source, text, CommentSyntax::HASH, &[], &mut diagnostics);
    let links = check_list(source, text, &schemas, &levels(), &mut diagnostics);
    suppressions.apply(sources, &mut diagnostics, &levels());
    outcome(sources, &diagnostics, links)
}

/// Looks for links of all built-in schemas in a text.
/// What is off by itself is turned on for its own examples.
fn check_found(rule: &str, name: &str, text: &str) -> Outcome {
    let mut levels = levels();
    if rules::find(rule).is_some_and(|rule| rule.metadata().level == Level::Off) {
        levels.set(rule, Level::Warning);
    }
    let (sources, schemas) = &*BUILT_IN;
    let schemas: Vec<&Schema> = schemas.iter().map(AsRef::as_ref).collect();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add(name, text);
    let links = check_text(source, text, Syntax::of(name.as_ref(), text), &schemas, &levels, &mut diagnostics);
    if let Some(comments) = CommentSyntax::of(name) {
        let suppressions = Suppressions::in_text(source, text, comments, &[], &mut diagnostics);
        suppressions.apply(sources, &mut diagnostics, &levels);
    }
    outcome(sources, &diagnostics, links)
}

/// Checks a link config; `folder` is where the schema that it names by a path lies.
fn check_links(folder: &Path, name: &str, text: &str) -> Outcome {
    let (sources, _) = &*BUILT_IN;
    let mut diagnostics = Diagnostics::new();
    let source = sources.add(name, text);
    let mut links = 0;
    if let Some(document) = yaml::parse(source, text, &yaml::Limits::default(), &mut diagnostics) {
        let suppressions = Suppressions::in_yaml(source, text, &document, &mut diagnostics);
        if config::kind_of(&document.root) == Some("schema") {
            let schema = schema::load_document(source, &document.root, &mut diagnostics).unwrap();
            rules::check_schema(&schema, &levels(), &mut diagnostics);
        } else if let Some(config) = config::load_document(source, &document.root, &mut diagnostics) {
            let schema = load_schema(folder, &config.schema.value, &mut diagnostics);
            links = check_config(&config, &schema, &levels(), &mut diagnostics).len();
        }
        suppressions.apply(sources, &mut diagnostics, &levels());
    }
    outcome(sources, &diagnostics, links)
}

fn load_schema(folder: &Path, name: &str, diagnostics: &mut Diagnostics) -> Arc<Schema> {
    let (sources, schemas) = &*BUILT_IN;
    if let Some(schema) = schemas.iter().find(|schema| schema.name == name) {
        return Arc::clone(schema);
    }
    let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let source = sources.add(name.trim_start_matches("./"), text.as_str());
    Arc::new(schema::load(source, &text, diagnostics).unwrap())
}

fn outcome(sources: &Sources, diagnostics: &Diagnostics, links: usize) -> Outcome {
    let summary = Summary::new(1, links, diagnostics);
    let report = render(Format::Human, sources, diagnostics, summary, Look { color: false, width: 100 });
    Outcome { report, ids: diagnostics.iter().map(|diagnostic| diagnostic.id).collect() }
}

/// Runs every case of `folder` against its snapshot; names and outcomes. A snapshot without a case fails.
fn snapshots_of(folder: &Path) -> Vec<(String, Outcome)> {
    let mut cases = Vec::new();
    let mut orphans = BTreeSet::new();
    let mut expected = BTreeSet::new();
    for path in entries(folder) {
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        let extension = path.extension().and_then(|extension| extension.to_str());
        match extension {
            Some("snap") => drop(orphans.insert(file)),
            Some("yaml") if file.ends_with(".schema.yaml") => {}
            Some(extension) => {
                let text = fs::read_to_string(&path).unwrap();
                let outcome = match extension {
                    "yaml" => check_links(folder, &file, &text),
                    "txt" => check_urls(&file, &text),
                    _ => check_found(&name_of(folder), &file, &text),
                };
                let mut settings = insta::Settings::new();
                settings.set_snapshot_path(folder);
                settings.set_prepend_module_to_snapshot(false);
                settings.set_omit_expression(true);
                settings.bind(|| insta::assert_snapshot!(file.as_str(), outcome.report));
                expected.insert(format!("{file}.snap"));
                cases.push((file, outcome));
            }
            None => panic!("{} is neither a case nor a snapshot", path.display()),
        }
    }
    orphans.retain(|orphan| !expected.contains(orphan));
    assert!(orphans.is_empty(), "no case for {orphans:?} of {}", folder.display());
    cases
}

fn is_ok(case: &str) -> bool {
    case.starts_with("ok.") || case.starts_with("ok-")
}

fn subfolders(name: &str) -> Vec<PathBuf> {
    entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name))
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap().to_str().unwrap().to_owned()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
