//! `linkc.yaml`: what applies to which file, where that comes from, and what is said of mistakes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use linkc::diagnostic::Diagnostics;
use linkc::report::{Format, Look, Summary, render};
use linkc::rules::{Level, RULES, find};
use linkc::settings::{FailOn, Origin, Settings};
use linkc::source::Sources;
use proptest::prelude::*;

const SETTINGS: &str = "\
linkc: 1
kind: settings
rules:
  bare-plus: error
  unlisted-host: off
overrides:
  - files: [docs/**, \"*.md\"]
    rules: { bare-plus: note }
  - files: docs/legacy
    rules:
      bare-plus: off
      unlisted-host: warning
exclude: [vendor, /generated/*.html]
schemas: [schemas/acme.yaml]
fail_on: warning
require_suppression_reason: true
baseline: linkc-baseline.yaml
";

fn load(text: &str) -> (Sources, Diagnostics, Option<Settings>) {
    let sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let source = sources.add("linkc.yaml", text);
    let settings = Settings::load(source, text, &mut diagnostics);
    (sources, diagnostics, settings)
}

fn good(text: &str) -> (Sources, Settings) {
    let (sources, diagnostics, settings) = load(text);
    let found: Vec<_> = diagnostics.iter().collect();
    assert!(found.is_empty(), "{found:?}");
    (sources, settings.expect("there are settings"))
}

fn level(settings: &Settings, path: &str, rule: &str) -> Level {
    settings.levels_for(path).of(find(rule).expect("there is such a rule").metadata())
}

#[test]
fn later_overrides_win() {
    let (_, settings) = good(SETTINGS);
    for (path, bare_plus, unlisted_host) in [
        ("src/main.rs", Level::Error, Level::Off),
        ("docs/a.html", Level::Note, Level::Off),
        ("./docs/a.html", Level::Note, Level::Off),
        ("docs\\a.html", Level::Note, Level::Off),
        ("src/deep/README.md", Level::Note, Level::Off),
        ("docs/legacy/deep/a.html", Level::Off, Level::Warning),
        ("docs/legacy-not/a.html", Level::Note, Level::Off),
        ("src/docs/legacy/a.html", Level::Error, Level::Off),
    ] {
        assert_eq!(level(&settings, path, "bare-plus"), bare_plus, "{path}");
        assert_eq!(level(&settings, path, "unlisted-host"), unlisted_host, "{path}");
        assert_eq!(level(&settings, path, "missing-reason"), Level::Error, "{path}");
    }
}

#[test]
fn the_rest_is_read_too() {
    let (_, settings) = good(SETTINGS);
    assert_eq!(settings.schemas[0].value, "schemas/acme.yaml");
    assert_eq!(settings.baseline.as_ref().map(|path| path.value.as_str()), Some("linkc-baseline.yaml"));
    assert_eq!(settings.fail_on.as_ref().map(|fail_on| fail_on.value), Some(FailOn::Warning));
    let excluded = |path| settings.excluded_by(path).map(|glob| glob.value.as_str());
    assert_eq!(excluded("a/vendor/b.md"), Some("vendor"));
    assert_eq!(excluded("generated/a.html"), Some("/generated/*.html"));
    assert_eq!(excluded("generated/deep/a.html"), None);
    assert_eq!(excluded("a/generated/b.html"), None);
    assert_eq!(excluded("vendors/b.md"), None);
}

#[test]
fn a_project_without_settings_has_the_levels_of_the_rules() {
    let settings = Settings::default();
    for explained in settings.explain("any/file.md") {
        assert_eq!(explained.origin, Origin::Default);
        assert_eq!(explained.level, explained.rule.level);
    }
    assert_eq!(settings.fail_on, None);
}

#[test]
fn every_level_says_where_it_comes_from() {
    let (sources, settings) = good(SETTINGS);
    let mut text = String::new();
    for path in ["src/main.rs", "docs/a.md", "docs/legacy/a.html"] {
        writeln!(text, "{path}").expect("a string takes it");
        let explained = settings.explain(path);
        assert_eq!(explained.len(), RULES.len());
        for one in explained.iter().filter(|one| one.origin != Origin::Default) {
            let (id, level) = (one.rule.id, one.level.as_str());
            writeln!(text, "  {id:20} {level:8} {}", one.origin.describe(&sources)).expect("a string takes it");
            assert_eq!(one.level, level_of(&settings, path, one.rule.id), "as the levels themselves");
        }
    }
    assert_snapshot("explained", &text);
}

fn level_of(settings: &Settings, path: &str, rule: &str) -> Level {
    level(settings, path, rule)
}

#[test]
fn rules_say_more_than_the_switch_for_reasons() {
    let (_, settings) = good("linkc: 1\nrules: { missing-reason: note }\nrequire_suppression_reason: true\n");
    assert_eq!(level(&settings, "a", "missing-reason"), Level::Note);
    let (_, settings) = good("linkc: 1\nrequire_suppression_reason: false\n");
    assert_eq!(level(&settings, "a", "missing-reason"), Level::Off);
}

#[test]
fn each_mistake_is_named_at_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/settings");
    let mut cases = 0;
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let (sources, diagnostics, _) = load(&fs::read_to_string(&path).expect("it can be read"));
            let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
            let summary = Summary::new(1, 0, &diagnostics);
            assert_snapshot(&name, &render(Format::Human, &sources, &diagnostics, summary, Look::default()));
            cases += 1;
        }
    }
    assert!(cases >= 4, "{cases}");
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("settings");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_settings_and_no_path_panic(
        glob in "(\\PC|[*?/{}\\[\\]!\\\\.,a]){0,20}",
        path in "(\\PC|[*?/\\\\.a]){0,20}",
        word in "[a-z:{}\\[\\], \n-]{0,40}",
    ) {
        let quoted = glob.replace('\'', "''");
        let (_, _, settings) = load(&format!("linkc: 1\nexclude: ['{quoted}']\nrules: {word}"));
        if let Some(settings) = settings {
            settings.excluded_by(&path);
            settings.explain(&path);
        }
    }
}
