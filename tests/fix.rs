//! Fixes as a person sees them: each case of `fix/` with what is done to it, safe fixes first, then the others, too.
//!
//! A case is a link config (`.yaml`) or a list of URLs (`.txt`). Whatever is fixed, here and in texts that chance writes,
//! can still be read, keeps its comments, and has nothing left to fix.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use linkc::check::{check_config, check_list};
use linkc::config;
use linkc::diagnostic::{Diagnostic, Diagnostics, Fix};
use linkc::fix::{FixError, Fixed, apply, fix_until_stable};
use linkc::rules::Levels;
use linkc::schema::{Catalog, Schema};
use linkc::source::{SourceId, Sources, Span};
use linkc::yaml::{self, Limits};
use proptest::prelude::*;

/// Where entries go in and out, and how texts are written.
mod edit;
/// Links that were found in other texts.
mod scan;

/// What kind of text is fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Config,
    List,
}

static SCHEMAS: LazyLock<Vec<Arc<Schema>>> = LazyLock::new(|| {
    let mut catalog = Catalog::new();
    let sources = Sources::new();
    Catalog::built_in_names().iter().map(|name| catalog.built_in(name, &sources).unwrap()).collect()
});

/// Checks a text as the command line would, in an arena of its own.
fn check(kind: Kind, text: &str) -> (Diagnostics, SourceId) {
    let mut diagnostics = Diagnostics::new();
    let source = Sources::new().add("case", text);
    if kind == Kind::List {
        let schemas: Vec<&Schema> = SCHEMAS.iter().map(AsRef::as_ref).collect();
        check_list(source, text, &schemas, &Levels::default(), &mut diagnostics);
    } else if let Some(config) = config::load(source, text, &mut diagnostics)
        && let Some(schema) = SCHEMAS.iter().find(|schema| schema.name == config.schema.value)
    {
        check_config(&config, schema, &Levels::default(), &mut diagnostics);
    }
    (diagnostics, source)
}

fn fixed(kind: Kind, text: &str, unsafe_too: bool) -> Result<Fixed, FixError> {
    fix_until_stable(text, unsafe_too, |text| check(kind, text))
}

#[test]
fn every_case_is_fixed_as_its_snapshot_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fix");
    let mut expected = Vec::new();
    for path in entries(&folder) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let kind = match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => Kind::Config,
            Some("txt") => Kind::List,
            _ => continue,
        };
        let text = fs::read_to_string(&path).unwrap();
        let mut shown = String::new();
        for (heading, unsafe_too) in [("safe fixes", false), ("unsafe fixes, too", true)] {
            let fixed = fixed(kind, &text, unsafe_too).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_is_good(kind, &text, &fixed, unsafe_too);
            writeln!(shown, "{heading}:").unwrap();
            for repair in &fixed.fixed {
                writeln!(shown, "- {}: {}", repair.rule, repair.fix).unwrap();
            }
            writeln!(shown, "\n{}", fixed.text).unwrap();
        }
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.as_str(), shown));
        expected.push(format!("{name}.snap"));
    }
    let snapshots = entries(&folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "snap"));
    for snapshot in snapshots.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()) {
        assert!(expected.contains(&snapshot), "no case for {snapshot}");
    }
}

/// What holds of everything that is fixed.
fn assert_is_good(kind: Kind, text: &str, fixed: &Fixed, unsafe_too: bool) {
    let (again, source) = check(kind, &fixed.text);
    let twice = apply(&fixed.text, source, &again, unsafe_too);
    assert_eq!(twice.text, fixed.text, "there is more to fix the second time");
    assert!(twice.fixed.is_empty(), "{:?}", twice.fixed);
    assert_eq!(fixed.fixed.is_empty(), fixed.text == text);
    if kind == Kind::Config {
        assert_eq!(comments(&fixed.text), comments(text), "{text}\n---\n{}", fixed.text);
    } else {
        assert_eq!(fixed.text.lines().count(), text.lines().count());
    }
}

/// The comments of a text that can be read.
fn comments(text: &str) -> Option<Vec<String>> {
    let source = Sources::new().add("case", text);
    let document = yaml::parse(source, text, &Limits::default(), &mut Diagnostics::new())?;
    Some(document.comments.into_iter().map(|comment| comment.text).collect())
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A finding of `rule` with a safe fix that makes `edits`.
fn finding(rule: &'static str, source: SourceId, edits: &[(usize, usize, &str)]) -> Diagnostic {
    let span = |start: usize, end: usize| Span::new(source, start..end);
    let fix = edits.iter().fold(Fix::safe("do it"), |fix, &(start, end, new)| fix.edit(span(start, end), new));
    Diagnostic::error(rule, "it is wrong", span(edits[0].0, edits[0].1)).fix(fix)
}

fn all(findings: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    findings.into_iter().for_each(|finding| diagnostics.push(finding));
    diagnostics
}

#[test]
fn of_fixes_that_touch_the_first_in_the_text_is_applied_as_a_whole_or_not_at_all() {
    let text = "abcdef";
    let source = Sources::new().add("a", text);
    let found = all([
        finding("late", source, &[(4, 5, "E")]),
        finding("torn", source, &[(1, 2, "B"), (4, 5, "X")]),
        finding("first", source, &[(0, 1, "A"), (2, 3, "C")]),
    ]);
    let applied = apply(text, source, &found, false);
    assert_eq!(applied.text, "AbCdEf");
    assert_eq!(applied.fixed.iter().map(|repair| repair.rule).collect::<Vec<_>>(), ["first", "late"]);
}

#[test]
fn what_must_not_be_applied_is_not() {
    let text = "张bc";
    let sources = Sources::new();
    let (source, other) = (sources.add("a", text), sources.add("b", text));
    let risky = Diagnostic::error("a", "unsafe", Span::new(source, 3..4))
        .fix(Fix::risky("do it").edit(Span::new(source, 3..4), "B"));
    let found = all([
        risky.clone(),
        finding("b", other, &[(3, 4, "B")]),
        finding("c", source, &[(1, 3, "B")]),
        finding("d", source, &[(3, 99, "B")]),
        finding("e", source, &[(4, 5, "c")]),
        finding("f", source, &[(3, 5, "x"), (4, 5, "y")]),
        finding("g", source, &[(4, 5, "C")]).suppress("because"),
        Diagnostic::error("h", "only advice", Span::new(source, 0..0)).fix(Fix::safe("do it")),
    ]);
    assert_eq!(apply(text, source, &found, false).text, text);
    assert_eq!(apply(text, source, &found, true).text, "张Bc");
    assert_eq!(risky.fixes.len(), 1);
}

#[test]
fn rules_that_undo_each_other_are_named_and_change_nothing() {
    let check = |text: &str| {
        let source = Sources::new().add("a", text);
        let (rule, new) = if text == "a" { ("to-b", "b") } else { ("to-a", "a") };
        (all([finding(rule, source, &[(0, 1, new)])]), source)
    };
    let error = fix_until_stable("a", false, check).unwrap_err();
    assert_eq!(error, FixError::Unsettled { rules: vec!["to-a", "to-b"] });
    assert_eq!(error.to_string(), "the fixes of `to-a` and `to-b` do not come to an end; nothing was changed");
    let grows = |text: &str| {
        let source = Sources::new().add("a", text);
        (all([finding("grow", source, &[(0, 0, "x")])]), source)
    };
    assert_eq!(fix_until_stable("a", false, grows).unwrap_err(), FixError::Unsettled { rules: vec!["grow"] });
}

#[test]
fn a_fix_that_breaks_the_text_changes_nothing() {
    let check = |text: &str| {
        let source = Sources::new().add("a", text);
        let mut found = Diagnostics::new();
        if yaml::parse(source, text, &Limits::default(), &mut found).is_some() {
            found.push(finding("careless", source, &[(0, 1, "[")]));
        }
        (found, source)
    };
    let error = fix_until_stable("a: 1\n", false, check).unwrap_err();
    assert_eq!(error, FixError::Broken { rules: vec!["careless"], ids: vec!["yaml-syntax"] });
    assert_eq!(error.to_string(), "the fixes of `careless` would lead to `yaml-syntax`; nothing was changed");
}

/// The link configs of the examples and of the rules' cases.
static CONFIGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = entries(&root.join("tests/rules"));
    folders.extend([root.join("examples"), root.join("tests/fix")]);
    let files = folders.iter().flat_map(|folder| entries(folder));
    let is_config = |path: &PathBuf| {
        path.extension().is_some_and(|it| it == "yaml") && !path.to_str().unwrap().contains(".schema.")
    };
    files.filter(is_config).map(|path| fs::read_to_string(path).unwrap()).collect()
});

/// What people do to a text: a word changed, a piece lost, a line twice, other line ends.
const CHANGES: [(&str, &str); 29] = [
    ("conf_id", "conf-id"),
    ("name", "nmae"),
    ("open_mic", "openMic"),
    ("open_camera", "open_camra"),
    ("false", "False"),
    ("true", "'TRUE'"),
    ("true", "\"on\""),
    ("open_mic: false", ""),
    ("open_camera: false, ", ""),
    ("values:", "other:"),
    ("values:", "values: # why\n     "),
    ("Tom", "%54om"),
    ("Tom", "\"%22%0A%24%7Bx\""),
    ("Tom", "'%23 %3A x'"),
    ("Tom", "no"),
    ("Tom", "0123"),
    ("Tom", "' Tom\u{a0}'"),
    ("Tom", "\"\\u200bT\u{200b}om\\t\""),
    ("Tom", "\"\\u200b\""),
    ("weekly", "w\u{200b}eekly"),
    ("https:", "http:"),
    ("Tom", ">-\n        %54om\n"),
    ("join", "jion"),
    ("{", "{ page: x, "),
    ("}", ", page: x }"),
    ("981924330", "981 924 330"),
    ("981924330", "981924330, conf_id: 981924330"),
    ("page:", "<<: { values: { open_mic: False } }\n    page:"),
    ("values: {", "values: &v {"),
];

fn mutated() -> impl Strategy<Value = String> {
    let step = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..10_u8);
    (any::<prop::sample::Index>(), proptest::collection::vec(step, 0..5)).prop_map(|(config, steps)| {
        let mut text = CONFIGS[config.index(CONFIGS.len())].clone();
        for (what, place, kind) in steps {
            match kind {
                0 => text = text.replace("\r\n", "\n").replace('\n', "\r\n"),
                1 | 2 => {
                    // A line twice, or gone.
                    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                    let at = place.index(lines.len().max(1));
                    if lines.is_empty() {
                        continue;
                    }
                    if kind == 1 {
                        lines.insert(at, lines[at]);
                    } else {
                        lines.remove(at);
                    }
                    text = lines.concat();
                }
                3 => text = text.replace('\n', " # a note\n"),
                _ => {
                    let (from, to) = CHANGES[what.index(CHANGES.len())];
                    let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
                    if !places.is_empty() {
                        let at = places[place.index(places.len())];
                        text.replace_range(at..at + from.len(), to);
                    }
                }
            }
        }
        text
    })
}

/// Pieces of URLs that there is much to fix in.
fn urls() -> impl Strategy<Value = String> {
    let head = proptest::sample::select(vec![
        "cloudlink://welinksoftclient/h5page?page=joinConfByLink",
        "cloudlink://welinksoftclient/h5page?page>joinConfByLnk",
        "cloudlink://welinksoftclient/h5page?page=launc",
        "ymeeting://onylyun.com/app/joinmeeting?number=1",
        "https://teams.microsoft.com/l/meeting/new?subject=a",
        "CloudLink://WelinkSoftClient/h5page?Page=JoinConfByLink",
    ]);
    let name = proptest::sample::select(vec![
        "Conf_ID",
        "conf_id",
        "conf-id",
        "name",
        "nane",
        "open_mic",
        "Open_Mic",
        "enter_code",
        "startTime",
        "server_url",
        "x",
        "page",
    ]);
    let crumb = proptest::sample::select(vec![
        "=",
        "=",
        "=",
        "12",
        "Tom",
        "%25E5%25BC%25A0",
        "%E5",
        "%",
        "100%",
        "+",
        " ",
        "张",
        "🎉",
        "\"",
        "False",
        "TRUE",
        "no",
        "#",
        "Meeting.HuaweiCloud.com",
        "12 34",
        "&",
        "2026-01-01T10:00:00+02:00",
        "%20",
        "%5F",
        "%E2%80%8B",
        "\u{200b}",
    ]);
    let pair = (name, proptest::collection::vec(crumb, 0..5))
        .prop_map(|(name, crumbs)| format!("&{name}={}", crumbs.concat()));
    (head, proptest::collection::vec(pair, 0..6)).prop_map(|(head, pairs)| format!("{head}{}", pairs.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_fixed_in_a_config_can_be_read_and_loses_no_comment(text in mutated(), unsafe_too in any::<bool>()) {
        let result = fixed(Kind::Config, &text, unsafe_too);
        prop_assert!(result.is_ok(), "{}\n{text}", result.unwrap_err());
        assert_is_good(Kind::Config, &text, &result.unwrap(), unsafe_too);
    }

    #[test]
    fn what_is_fixed_in_a_url_can_be_read(lines in proptest::collection::vec(urls(), 1..4), unsafe_too in any::<bool>()) {
        let text = lines.join("\n");
        let result = fixed(Kind::List, &text, unsafe_too);
        prop_assert!(result.is_ok(), "{}\n{text}", result.unwrap_err());
        assert_is_good(Kind::List, &text, &result.unwrap(), unsafe_too);
    }
}
