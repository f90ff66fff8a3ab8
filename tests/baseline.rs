//! What a project has accepted: the file, how it is merged, and what is said when it no longer holds.

use std::fs;
use std::path::Path;

use linkc::baseline::{BASELINE_SYNTAX, Baseline, REASON, STALE_BASELINE};
use linkc::diagnostic::{Diagnostic, Diagnostics, Severity};
use linkc::report::{Format, Look, Summary, render};
use linkc::source::{Sources, Span};
use proptest::prelude::*;

/// A finding to be: the path, the rule, what it is about, how many lines down it stands.
type Found = (String, &'static str, String, usize);

fn found(path: &str, rule: &'static str, about: &str, line: usize) -> Found {
    (path.to_owned(), rule, about.to_owned(), line)
}

/// Two files with five findings of rules.
fn sample() -> Vec<Found> {
    vec![
        found("docs/b.md", "bare-plus", "join/name", 3),
        found("docs/b.md", "bare-plus", "join/name", 9),
        found("docs/a b.md", "unlisted-host", "join/server_url", 1),
        found("./docs/b.md", "overlong-url", "", 1),
        found("links.yaml", "literal-secret", "links/\"weekly\": 张/values/enter_code", 4),
    ]
}

fn run(findings: &[Found]) -> (Sources, Diagnostics) {
    let sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let mut ids = std::collections::BTreeMap::new();
    for (path, rule, about, line) in findings {
        let id = *ids.entry(path.clone()).or_insert_with(|| sources.add(path.clone(), "x\n".repeat(2_000)));
        let span = Span::new(id, line * 2..line * 2 + 1);
        diagnostics.push(Diagnostic::new(rule, Severity::Warning, format!("at {line}"), span).about(about.clone()));
    }
    (sources, diagnostics)
}

fn create(findings: &[Found]) -> Baseline {
    let (sources, diagnostics) = run(findings);
    Baseline::create(&sources, &diagnostics)
}

fn parse(text: &str) -> Baseline {
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let baseline = Baseline::parse(sources.add("linkc-baseline.yaml", text), text, &mut diagnostics);
    let found: Vec<_> = diagnostics.iter().collect();
    assert!(found.is_empty(), "{found:?}\n{text}");
    baseline.expect("there is a baseline")
}

/// The ids of what is still reported of `findings` when `text` is the baseline.
fn reported(text: &str, findings: &[Found], was_checked: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let (sources, mut diagnostics) = run(findings);
    let baseline = Baseline::parse(sources.add("linkc-baseline.yaml", text), text, &mut diagnostics);
    baseline.expect("there is a baseline").apply(&sources, &mut diagnostics, was_checked);
    diagnostics.sorted().into_iter().filter(|finding| finding.suppressed.is_none()).map(|finding| finding.id).collect()
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("baseline");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn the_file_has_a_line_for_each_finding() {
    assert_snapshot("file", &create(&sample()).render());
}

#[test]
fn an_empty_baseline_is_a_file_too() {
    let empty = Baseline::default();
    assert_eq!(parse(&empty.render()), empty);
    assert!(empty.is_empty() && reported(&empty.render(), &[], |_| true).is_empty());
}

#[test]
fn what_is_known_is_marked_and_what_is_new_is_reported() {
    let text = create(&sample()).render();
    assert!(reported(&text, &sample(), |_| true).is_empty());
    let mut more = sample();
    more.push(found("docs/b.md", "bare-plus", "join/name", 20));
    more.push(found("docs/b.md", "unknown-page", "page", 20));
    assert_eq!(reported(&text, &more, |_| true), ["bare-plus", "unknown-page"]);

    let (sources, mut diagnostics) = run(&sample());
    parse(&text).apply(&sources, &mut diagnostics, |_| true);
    assert!(diagnostics.iter().all(|finding| finding.suppressed.as_deref() == Some(REASON)));
}

#[test]
fn a_reason_in_the_source_says_more_than_the_baseline() {
    let text = create(&sample()).render();
    let (sources, mut diagnostics) = run(&sample());
    diagnostics.iter_mut().for_each(|finding| finding.suppressed = Some("because".to_owned()));
    parse(&text).apply(&sources, &mut diagnostics, |_| true);
    assert!(diagnostics.iter().all(|finding| finding.suppressed.as_deref() == Some("because")));
    assert!(Baseline::create(&sources, &diagnostics).is_empty());
}

#[test]
fn only_errors_and_warnings_of_rules_are_known() {
    let (sources, mut diagnostics) = run(&[found("a.md", "bare-plus", "x", 1)]);
    let span = diagnostics.iter().next().expect("there is one").primary.span;
    diagnostics.push(Diagnostic::new("contested-fact", Severity::Note, "a note", span));
    diagnostics.push(Diagnostic::error("unknown-page", "a phase error", span));
    diagnostics.push(Diagnostic::error("missing-parameter", "an error", span));
    let baseline = Baseline::create(&sources, &diagnostics);
    let rules: Vec<&str> = baseline.entries().map(|entry| entry.rule.as_str()).collect();
    assert_eq!(rules, ["bare-plus", "missing-parameter"]);
}

#[test]
fn a_phase_error_is_not_known_even_when_its_line_is_written_by_hand() {
    let (sources, diagnostics) = run(&[found("a.md", "unknown-page", "x", 1)]);
    let print = linkc::report::fingerprints(&sources, &diagnostics).remove(0);
    let text = format!("linkc: 1\nfindings:\n- {{ path: a.md, rule: bare-plus, fingerprint: \"{print}\" }}\n");
    let reported = reported(&text, &[found("a.md", "unknown-page", "x", 1)], |_| true);
    assert_eq!(reported, ["unknown-page", STALE_BASELINE]);
}

#[test]
fn what_is_fixed_is_stale_until_it_is_pruned() {
    let text = create(&sample()).render();
    let left = &sample()[2..];
    assert_eq!(reported(&text, left, |_| true), [STALE_BASELINE]);

    let (sources, mut diagnostics) = run(left);
    let baseline = Baseline::parse(sources.add("linkc-baseline.yaml", text.as_str()), &text, &mut diagnostics);
    let baseline = baseline.expect("there is a baseline");
    baseline.apply(&sources, &mut diagnostics, |_| true);
    let summary = Summary::new(2, 0, &diagnostics);
    assert_snapshot("stale", &render(Format::Human, &sources, &diagnostics, summary, Look::default()));

    let pruned = baseline.prune(&sources, &diagnostics, |_| true);
    assert_eq!(pruned, create(left));
    assert!(reported(&pruned.render(), left, |_| true).is_empty());
}

#[test]
fn of_a_file_that_was_not_checked_nothing_is_stale() {
    let text = create(&sample()).render();
    let left = [found("links.yaml", "bare-plus", "x", 1)];
    assert_eq!(reported(&text, &left, |path| path == "links.yaml"), ["bare-plus", STALE_BASELINE]);
    assert_eq!(reported(&text, &left, |path| path == "other.md"), ["bare-plus"]);
    let (sources, diagnostics) = run(&left);
    let pruned = parse(&text).prune(&sources, &diagnostics, |path| path == "links.yaml");
    assert_eq!(pruned.len(), 4);
    assert!(pruned.entries().all(|entry| entry.path != "links.yaml"));
}

#[test]
fn each_mistake_is_named_at_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/baseline");
    for name in ["conflict", "entries", "kind"] {
        let text = fs::read_to_string(folder.join(format!("{name}.yaml"))).expect("it can be read");
        let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("linkc-baseline.yaml", text.as_str());
        let baseline = Baseline::parse(source, &text, &mut diagnostics);
        assert_eq!(baseline.is_none(), name == "conflict");
        let summary = Summary::new(1, 0, &diagnostics);
        assert_snapshot(name, &render(Format::Human, &sources, &diagnostics, summary, Look::default()));
        let has_own = diagnostics.iter().any(|finding| finding.id == BASELINE_SYNTAX);
        assert_eq!(has_own, name != "kind");
    }
}

fn any_found() -> impl Strategy<Value = Found> {
    let rules = prop::sample::select(vec!["bare-plus", "unlisted-host", "overlong-url", "literal-secret"]);
    (path(), rules, "(\\PC|[\"'\\\\#:{},\t\u{feff}\u{202e}张a]){0,12}", 0_usize..900)
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{1,2}\\.md", "(\\PC|[\"'#: {},~/.\u{0}\n-]){1,10}", Just("null".to_owned())]
        .prop_filter("a path is not blank", |path| !linkc::report::relative_path(path).trim().is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_rendered_is_parsed(findings in prop::collection::vec(any_found(), 0..12)) {
        let baseline = create(&findings);
        let text = baseline.render();
        prop_assert_eq!(&parse(&text), &baseline);
        prop_assert_eq!(text.lines().count(), baseline.len() + 5);
        prop_assert!(reported(&text, &findings, |_| true).is_empty());
    }

    #[test]
    fn a_finding_that_moves_stays_known(
        findings in prop::collection::vec(any_found(), 1..12),
        by in 0_usize..1_000,
    ) {
        let text = create(&findings).render();
        let moved: Vec<Found> = findings.into_iter().map(|(path, rule, about, line)| (path, rule, about, line + by)).collect();
        prop_assert!(reported(&text, &moved, |_| true).is_empty());
    }

    #[test]
    fn the_lines_of_both_sides_are_the_baseline_of_both(
        base in prop::collection::vec(any_found(), 0..6),
        ours in prop::collection::vec(any_found(), 0..6),
        theirs in prop::collection::vec(any_found(), 0..6),
    ) {
        let side = |more: &[Found]| create(&[&base[..], more].concat());
        let (ours, theirs) = (side(&ours), side(&theirs));
        // As git's `merge=union` has it, at its clumsiest: the lines of one side behind those of the other.
        let mut merged = ours.render();
        merged.extend(theirs.render().split_inclusive('\n').skip(5));
        let both = parse(&merged);
        for side in [&ours, &theirs] {
            prop_assert!(side.entries().all(|entry| both.entries().any(|known| known == entry)));
        }
        prop_assert!(both.len() <= ours.len() + theirs.len());
        prop_assert_eq!(&parse(&both.render()), &both);
    }

    #[test]
    fn no_baseline_panics(text in "(\\PC|[-{}:\n, ]|path: |rule: |fingerprint: |findings:\n- ){0,30}") {
        let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("linkc-baseline.yaml", text.as_str());
        if let Some(baseline) = Baseline::parse(source, &text, &mut diagnostics) {
            parse(&baseline.render());
        }
    }
}
