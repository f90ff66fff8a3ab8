//! Comments that silence findings: in which files, for which lines, and what is said of those that do not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use linkc::diagnostic::{Diagnostic, Diagnostics, Severity};
use linkc::report::{Format, Look, Summary, render};
use linkc::rules::{Level, Levels, find};
use linkc::source::{SourceId, Sources, Span};
use linkc::suppression::{CommentSyntax, Suppressions};
use linkc::yaml;
use proptest::prelude::*;

/// A file of which every `BAD` is a finding of `bare-plus`, and every `WRONG` one of `unlisted-host`.
struct Case {
    sources: Sources,
    diagnostics: Diagnostics,
    source: SourceId,
    text: String,
}

impl Case {
    fn new(name: &str, text: &str) -> Self {
        let sources = Sources::new();
        let source = sources.add(name, text);
        Self { sources, diagnostics: Diagnostics::new(), source, text: text.to_owned() }
    }

    /// What comes out when the file is read as its name says.
    fn run(name: &str, text: &str, levels: &Levels) -> Self {
        let mut case = Self::new(name, text);
        let is_yaml = name.ends_with("yaml");
        let suppressions = if is_yaml {
            let document = yaml::parse(case.source, text, &yaml::Limits::default(), &mut case.diagnostics);
            document.map(|document| Suppressions::in_yaml(case.source, text, &document, &mut case.diagnostics))
        } else {
            CommentSyntax::of(name)
                .map(|syntax| Suppressions::in_text(case.source, text, syntax, &[], &mut case.diagnostics))
        };
        case.find();
        if let Some(suppressions) = suppressions {
            suppressions.apply(&case.sources, &mut case.diagnostics, levels);
        }
        case
    }

    /// In YAML a finding is of the whole value, as in links.
    fn find(&mut self) {
        for (word, id) in [("BAD", "bare-plus"), ("WRONG", "unlisted-host")] {
            for (at, _) in self.text.match_indices(word) {
                let span = Span::new(self.source, at..at + word.len());
                let finding = Diagnostic::new(id, Severity::Warning, format!("{word} at {at}"), span);
                self.diagnostics.push(finding);
            }
        }
    }

    fn rendered(&self) -> String {
        let summary = Summary::new(1, 0, &self.diagnostics);
        render(Format::Human, &self.sources, &self.diagnostics, summary, Look::default())
    }

    /// The findings that are reported, as `id:line`.
    fn open(&self) -> Vec<String> {
        let place = |finding: &Diagnostic| self.sources.get(self.source).position(finding.primary.span.start).line;
        let sorted = self.diagnostics.sorted().into_iter().filter(|finding| finding.suppressed.is_none());
        sorted.map(|finding| format!("{}:{}", finding.id, place(finding))).collect()
    }

    /// The text when all fixes are made that do not get in each other's way.
    fn fixed(&self) -> String {
        let mut edits: Vec<_> =
            self.diagnostics.reported().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        let mut text = self.text.clone();
        let mut from = text.len();
        for edit in edits {
            if edit.span.end <= from {
                text.replace_range(edit.span.range(), &edit.replacement);
                from = edit.span.start;
            }
        }
        text
    }
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("suppression");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn files_read_as_their_snapshots_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suppression");
    let names =
        fs::read_dir(&folder).expect("the folder is there").map(|entry| entry.expect("it can be read").file_name());
    let names: BTreeSet<String> = names.filter_map(|name| name.into_string().ok()).collect();
    let (snapshots, cases): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| Path::new(name).extension().is_some_and(|extension| extension == "snap"));
    assert!(cases.len() >= 4, "{cases:?}");
    for case in cases {
        let text = fs::read_to_string(folder.join(case)).expect("it can be read");
        assert_snapshot(case, &Case::run(case, &text, &Levels::default()).rendered());
    }
    for snapshot in snapshots {
        assert!(names.contains(snapshot.trim_end_matches(".snap")), "{snapshot} has no case");
    }
}

#[test]
fn a_comment_counts_for_its_line_or_the_next() {
    for (name, text) in [
        ("a.py", "x = 'BAD' # linkc: ignore[bare-plus] because so it is"),
        ("a.py", "# linkc: ignore[bare-plus] because so it is\nx = 'BAD'"),
        ("a.py", "# linkc: ignore[bare-plus] because so it is\n# and so it stays\nx = 'BAD'"),
        ("a.py", "## linkc:ignore[ bare-plus , ]: so it is\nx = 'BAD'"),
        ("a.properties", "! linkc: ignore[bare-plus] because so it is\nx = BAD"),
        ("Dockerfile", "# linkc: ignore[bare-plus] because so it is\nENV BAD"),
        ("a.kt", "val x = \"https://BAD\" // linkc: ignore[bare-plus] because so it is"),
        ("a.swift", "/// linkc: ignore[bare-plus] because so it is\nlet x = \"BAD\""),
        ("a.c", "f(/* linkc: ignore[bare-plus] because so it is */ \"BAD\");"),
        ("a.m", "/** linkc: ignore[bare-plus] because so it is */\nf(@\"BAD\");"),
        ("a.java", "/*\n * linkc: ignore[bare-plus] because so it is\n */\nf(\"BAD\");"),
        ("a.rs", "fn f<'a>() {} // linkc: ignore[bare-plus] because so it's BAD"),
        ("a.jsx", "{/* linkc: ignore[bare-plus] because so it is */}\n<a href=\"BAD\"/>"),
        ("a.html", "<!-- linkc: ignore[bare-plus] because so it is -->\n<a href=\"BAD\">"),
        ("a.html", "<a href=\"BAD\"> <!-- linkc: ignore[bare-plus] because so it is -->"),
        ("a.html", "<script>\n// linkc: ignore[bare-plus] because so it is\nx = 'BAD'\n</script>"),
        ("a.html", "<!--\n  linkc: ignore[bare-plus] because so it is\n-->\n<a href=\"BAD\">"),
        ("a.xml", "<a\n  href=\"BAD\"/> <!-- linkc: ignore[bare-plus] because so it is -->"),
        ("a.md", "<!-- linkc: ignore[bare-plus] because so it is -->\n[a](BAD)"),
        ("a.md", "<!-- linkc: ignore[bare-plus] because so it is -->\n```\na\nBAD\n```"),
        ("a.lua", "x = 'BAD' -- linkc: ignore[bare-plus] because so it is"),
        ("a.ini", "; linkc: ignore[bare-plus] because so it is\nx = BAD"),
        ("a.css", "a { b: BAD } /* linkc: ignore[bare-plus] because so it is */"),
        ("a.yaml", "a: BAD # linkc: ignore[bare-plus] because so it is"),
        (
            "a.yaml",
            "# linkc: ignore[bare-plus] because so it is\n# linkc: ignore[unlisted-host] because so it is\na: BADWRONG",
        ),
        ("a.yaml", "a:\n  # linkc: ignore[bare-plus] because so it is\n  - BAD"),
        ("a.yaml", "a: | # linkc: ignore[bare-plus] because so it is\n  x\n  # no comment\n  BAD\nb: 1"),
        ("a.yaml", "# linkc: ignore[bare-plus] because so it is\na: >-\n  x\n  BAD\n"),
        ("a.yaml", "a: # linkc: ignore[bare-plus] because so it is\n  BAD\n"),
        ("a.yaml", "a: \"BAD\n  x\" # linkc: ignore[bare-plus] because so it is\n"),
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let case = Case::run(name, &text, &Levels::default());
            assert!(case.open().is_empty(), "{name}\n{text:?}\n{}", case.rendered());
            let mut reasons = case.diagnostics.iter().filter_map(|finding| finding.suppressed.as_deref());
            assert!(reasons.all(|reason| reason.starts_with("so it")), "{name}\n{text:?}");
        }
    }
}

#[test]
fn a_comment_on_the_line_of_a_key_does_not_count_for_a_list_or_map() {
    let text = "a: # linkc: ignore[bare-plus] because so it is\n  - BAD\nb:\n  c: BAD\n";
    let case = Case::run("a.yaml", text, &Levels::default());
    assert_eq!(case.open(), ["unused-suppression:1", "bare-plus:2", "bare-plus:4"]);
}

#[test]
fn a_text_made_to_be_slow_is_not() {
    let started = std::time::Instant::now();
    for piece in
        ["linkc", "//linkc: ", "/* linkc: ", "/* linkc:\n", "<!--linkc: x\n", "////////////////linkc: ", "\"// linkc: "]
    {
        let text = piece.repeat((1 << 18) / piece.len());
        for name in ["a.js", "a.html", "a.md", "a.py"] {
            Case::run(name, &text, &Levels::default());
        }
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn what_only_looks_like_a_suppression_is_none() {
    for (name, text) in [
        ("a.py", "x = '# linkc: ignore[bare-plus] because' + 'BAD'"),
        ("a.js", "x = \"// linkc: ignore[bare-plus] because\" + 'BAD'"),
        ("a.md", "Write `<!-- linkc: ignore[bare-plus] because -->` BAD"),
        ("a.md", "```html\n<!-- linkc: ignore[bare-plus] because -->\nBAD\n```"),
        ("a.json", "{ \"a\": \"BAD\" } // linkc: ignore[bare-plus] because so it is"),
        ("a.yaml", "a: \"BAD # linkc: ignore[bare-plus] because so it is\""),
        ("a.yaml", "a: |\n  BAD # linkc: ignore[bare-plus] because so it is"),
        ("a.kt", "x // linkc: see the manual: BAD"),
        ("a.kt", "x // linkc ignores this: BAD"),
        ("a.kt", "x // see linkc: ignore[bare-plus] BAD"),
        ("a.kt", "x linkc: ignore[bare-plus] BAD"),
        ("a.kt", "/* x\n // linkc: ignore[bare-plus] BAD */"),
    ] {
        let case = Case::run(name, text, &Levels::default());
        let open = case.open();
        assert!(open.len() == 1 && open[0].starts_with("bare-plus"), "{name}\n{text}\n{}", case.rendered());
    }
}

#[test]
fn a_comment_above_a_blank_line_counts_for_nothing() {
    let case = Case::run("a.py", "# linkc: ignore[bare-plus] because\n\nx = 'BAD'", &Levels::default());
    assert_eq!(case.open(), ["missing-reason:1", "unused-suppression:1", "bare-plus:3"]);
}

#[test]
fn a_whole_file_is_silenced_from_its_top_only() {
    let directive = "linkc: ignore-file[bare-plus] because so it is";
    for (name, text) in [
        ("a.yaml", format!("# yaml-language-server: x\n\n# {directive}\n\na: BAD\nb: BAD\n")),
        ("a.yaml", format!("%YAML 1.2\n# {directive}\n---\na: BAD\n")),
        ("a.sh", format!("#!/bin/sh\n# A licence.\n\n# {directive}\necho BAD\n")),
        ("a.html", format!("<!DOCTYPE html>\n<!-- {directive} -->\n<a href=BAD>\n")),
        ("a.xml", format!("\u{feff}<?xml version=\"1.0\"?>\n<!-- a\n licence -->\n<!-- {directive} -->\n<a>BAD</a>\n")),
        ("a.md", format!("---\ntitle: a\n---\n\n<!-- {directive} -->\n# BAD\n")),
        ("a.c", format!("/* A licence.\n * {directive}\n */\nchar *x = \"BAD\";\n")),
        ("a.php", format!("<?php\n// {directive}\n$x = 'BAD';\n")),
    ] {
        let case = Case::run(name, &text, &Levels::default());
        assert!(case.open().is_empty(), "{name}\n{}", case.rendered());
    }
    for (name, text) in [("a.yaml", format!("a: BAD\n# {directive}\n")), ("a.c", format!("int x;\n// {directive}\n"))] {
        let case = Case::run(name, &text, &Levels::default());
        assert!(case.open().contains(&"suppression-syntax:2".to_owned()), "{}", case.rendered());
    }
}

#[test]
fn the_nearest_suppression_is_the_one_that_is_needed() {
    let text = "\
# linkc: ignore-file[bare-plus] because of the file
# linkc: ignore[bare-plus] because of the line above
a: BAD # linkc: ignore[bare-plus] because of the line
";
    let case = Case::run("a.yaml", text, &Levels::default());
    assert_eq!(case.open(), ["unused-suppression:1", "unused-suppression:2"]);
    let reasons: Vec<_> = case.diagnostics.iter().filter_map(|finding| finding.suppressed.as_deref()).collect();
    assert_eq!(reasons, ["of the line"]);
}

#[test]
fn what_has_not_been_looked_for_is_not_unused() {
    let text = "a: 1 # linkc: ignore[bare-plus] because so it is\n";
    let mut levels = Levels::default();
    assert_eq!(Case::run("a.yaml", text, &levels).open(), ["unused-suppression:1"]);
    levels.set("bare-plus", Level::Off);
    assert!(Case::run("a.yaml", text, &levels).open().is_empty());

    let mut case = Case::new("a.py", "x # linkc: ignore[bare-plus] because so it is");
    let syntax = CommentSyntax::of("a.py").expect("Python has comments");
    let suppressions = Suppressions::in_text(case.source, &case.text, syntax, &[], &mut case.diagnostics);
    case.diagnostics.push(Diagnostic::error("unknown-page", "there is no such page", Span::new(case.source, 0..1)));
    suppressions.apply(&case.sources, &mut case.diagnostics, &Levels::default());
    assert_eq!(case.open(), ["unknown-page:1"]);
}

#[test]
fn errors_are_never_silenced() {
    let mut case = Case::new("a.py", "x # linkc: ignore[unknown-page] because so it is");
    let syntax = CommentSyntax::of("a.py").expect("Python has comments");
    let suppressions = Suppressions::in_text(case.source, &case.text, syntax, &[], &mut case.diagnostics);
    case.diagnostics.push(Diagnostic::error("unknown-page", "there is no such page", Span::new(case.source, 0..1)));
    suppressions.apply(&case.sources, &mut case.diagnostics, &Levels::default());
    assert_eq!(case.open(), ["unknown-page:1", "unknown-rule:1"]);
}

#[test]
fn the_rules_about_suppressions_have_levels_and_can_be_suppressed() {
    let text = "# linkc: ignore-file[missing-reason] because they are old\na: 1 # linkc: ignore[bare-plus]\n";
    assert_eq!(Case::run("a.yaml", text, &Levels::default()).open(), ["unused-suppression:2"]);
    let text = "a: 1 # linkc: ignore[bare-plus, unused-suppression] because it comes and goes\n";
    assert!(Case::run("a.yaml", text, &Levels::default()).open().is_empty());
    let mut levels = Levels::default();
    levels.set("unused-suppression", Level::Off);
    levels.set("missing-reason", Level::Off);
    assert!(Case::run("a.yaml", "a: 1 # linkc: ignore[bare-plus]\n", &levels).open().is_empty());
    assert!(find("unused-suppression").is_some() && find("missing-reason").is_some());
}

#[test]
fn an_extent_counts_as_one_line() {
    let text = "f(\"x\" // linkc: ignore[bare-plus] because so it is\n  \"y\"\n  \"BAD\");\n";
    let mut case = Case::new("a.c", text);
    let syntax = CommentSyntax::of("a.c").expect("C has comments");
    let extent = 2..text.len() - 3;
    let suppressions = Suppressions::in_text(case.source, text, syntax, &[extent], &mut case.diagnostics);
    case.find();
    suppressions.apply(&case.sources, &mut case.diagnostics, &Levels::default());
    assert!(case.open().is_empty(), "{}", case.rendered());
}

#[test]
fn deleting_what_is_unused_leaves_the_rest() {
    for (name, text, fixed) in [
        ("a.yaml", "a: 1 # linkc: ignore[bare-plus] because so it is\nb: 2\n", "a: 1\nb: 2\n"),
        ("a.yaml", "a: 1\n# linkc: ignore[bare-plus] because so it is\nb: 2\n", "a: 1\nb: 2\n"),
        ("a.yaml", "# linkc: ignore[bare-plus] because so it is\r\nb: 2\r\n", "b: 2\r\n"),
        (
            "a.yaml",
            "a: BAD # linkc: ignore[unlisted-host, bare-plus,literal-secret] because so it is\n",
            "a: BAD # linkc: ignore[bare-plus] because so it is\n",
        ),
        ("a.c", "f(/* linkc: ignore[bare-plus] because so it is */ x);\n", "f(x);\n"),
        ("a.c", "x // linkc: ignore[bare-plus] as // linkc: ignore[literal-secret] says\n", "x\n"),
        ("a.c", "/* A licence.\n * linkc: ignore[bare-plus] so it is\n */\nx\n", "/* A licence.\n * \n */\nx\n"),
        ("a.jsx", "{/* linkc: ignore[bare-plus] because so it is */}\n<a/>\n", "<a/>\n"),
        ("a.html", "<a> <!-- linkc: ignore[bare-plus] because so it is --> <b>\n", "<a> <b>\n"),
        ("a.py", "\u{feff}# linkc: ignore[bare-plus] because so it is\nx\n", "\u{feff}x\n"),
    ] {
        let case = Case::run(name, text, &Levels::default());
        assert_eq!(case.fixed(), fixed, "{}", case.rendered());
        let again = Case::run(name, fixed, &Levels::default());
        assert!(again.open().is_empty(), "{}", again.rendered());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_fixes_come_to_an_end(
        crumbs in prop::collection::vec(prop::sample::select(CRUMBS), 0..16),
        name in prop::sample::select(NAMES),
    ) {
        let text = crumbs.concat();
        let case = Case::run(name, &text, &Levels::default());
        for finding in case.diagnostics.iter() {
            prop_assert!(text.get(finding.primary.span.range()).is_some());
        }
        let fixed = case.fixed();
        prop_assert!(fixed.len() <= text.len());
        let mut last = fixed;
        for _ in 0..20 {
            let next = Case::run(name, &last, &Levels::default()).fixed();
            if next == last { break; }
            prop_assert!(next.len() < last.len());
            last = next;
        }
    }
}

const NAMES: &[&str] = &["a.yaml", "a.c", "a.js", "a.html", "a.md", "a.xml", "a.py", "a.php", "a.ini", "a.sql"];
const CRUMBS: &[&str] = &[
    "linkc",
    ": ",
    "linkc: ignore[bare-plus] because x",
    "linkc: ignore[bare-plus, unlisted-host]",
    "ignore-file",
    "ignore[",
    "]",
    "[",
    "#",
    " # ",
    "//",
    "/*",
    "*/",
    "<!--",
    "-->",
    "\n",
    "\r\n",
    "a: ",
    "|\n  ",
    "'",
    "\"",
    "BAD",
    "张",
    "\u{feff}",
    "```\n",
    "---\n",
    "{",
    "}",
    "because",
    " ",
    "--",
    ";",
];
