//! What is printed: rendered findings as snapshots, and what must hold of any of them.

use std::fmt::Write as _;

use linkc::diagnostic::{Diagnostic, Diagnostics, Fix, Severity};
use linkc::report::{Format, Look, Summary, render};
use linkc::source::{SourceId, Sources, Span};
use proptest::prelude::*;

/// The formats that other programs read, against their schemas.
mod formats;
/// What XML schemas say of a document.
mod xsd;

/// One source with its findings, to be rendered.
struct Case {
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Case {
    fn new() -> Self {
        Self { sources: Sources::new(), diagnostics: Diagnostics::new() }
    }

    fn add(&self, name: &str, text: &str) -> SourceId {
        self.sources.add(name, text)
    }

    /// The first `needle` in `source`.
    fn at(&self, source: SourceId, needle: &str) -> Span {
        let start = self.sources.get(source).text().find(needle).expect("the needle is in the source");
        Span::new(source, start..start + needle.len())
    }

    fn render(&self, format: Format, look: Look) -> String {
        render(format, &self.sources, &self.diagnostics, Summary::new(1, 3, &self.diagnostics), look)
    }

    fn human(&self) -> String {
        self.render(Format::Human, Look::default())
    }
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("report");
    settings.set_snapshot_suffix("");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A finding on `needle` of a source called `links.yaml`.
fn one(text: &str, needle: &str) -> Case {
    let mut case = Case::new();
    let id = case.add("links.yaml", text);
    let span = case.at(id, needle);
    case.diagnostics.push(Diagnostic::error("invalid-value", "the value is wrong", span).label("here"));
    case
}

const LINKS: &str = "\
linkc: 1
kind: links
schema: acme
links:
  weekly-sync:
    page: join
    values:
      conf_idd: 981924330
      open_mic: yes
  daily:
    page: launc
";

const SCHEMA: &str = "\
pages:
  join:
    link: cloudlink://x/h5page{?page,conf_id,open_mic}
    required: [conf_id]
parameters:
  open_mic: { type: boolean, doc: Whether the microphone is on. }
";

fn sample() -> Case {
    let mut case = Case::new();
    let links = case.add("meetings\\links.yaml", LINKS);
    let schema = case.add("schemas/acme.yaml", SCHEMA);
    case.diagnostics.checked(links);
    case.diagnostics.checked(schema);
    let findings = [
        Diagnostic::error(
            "missing-parameter",
            "the link has no `conf_id`, which `join` requires",
            case.at(links, "weekly-sync"),
        )
        .label("no `conf_id` in its values")
        .also(case.at(links, "page: join"), "the page is named here")
        .also(case.at(schema, "required: [conf_id]"), "required here")
        .help("add `conf_id` to `values`, or to `inputs` to leave it open until run time")
        .about("links/weekly-sync/conf_id"),
        Diagnostic::error(
            "unknown-parameter",
            "the page `join` has no parameter `conf_idd`",
            case.at(links, "conf_idd"),
        )
        .label("unknown parameter")
        .help("did you mean `conf_id`?")
        .fix(
            Fix::risky("rename it, and write the number as text")
                .edit(case.at(links, "conf_idd"), "conf_id")
                .edit(case.at(links, "981924330"), "\"981924330\""),
        )
        .about("links/weekly-sync/values/conf_idd"),
        Diagnostic::error(
            "invalid-value",
            "`open_mic` is a boolean: expected `true` or `false`",
            case.at(links, "yes"),
        )
        .also(case.at(schema, "boolean"), "declared here")
        .help("`yes` is a text")
        .fix(Fix::safe("write the boolean").edit(case.at(links, "yes"), "true"))
        .about("links/weekly-sync/values/open_mic"),
        Diagnostic::new(
            "contested-fact",
            Severity::Note,
            "the vendor's documents disagree about `join`",
            case.at(links, "join"),
        )
        .about("links/weekly-sync/page"),
        Diagnostic::new(
            "deprecated-page",
            Severity::Warning,
            "the page `launc` is deprecated",
            case.at(links, "launc"),
        )
        .label("deprecated since 7.16.5")
        .about("links/daily/page"),
        Diagnostic::error("unknown-page", "there is no page `launc`", case.at(links, "launc"))
            .about("links/daily/page")
            .suppress("the next version of the app has it"),
    ];
    for finding in findings {
        case.diagnostics.push(finding);
    }
    case
}

#[test]
fn a_sample_in_each_format() {
    for format in Format::ALL {
        let name = format!("sample-{}", format.as_str());
        let mut text = sample().render(format, Look::default());
        if format == Format::Sarif {
            text = formats::without_pages(&text);
        }
        assert_snapshot(&name, &text);
    }
}

#[test]
fn a_report_without_findings_says_so() {
    assert_eq!(Case::new().human(), "no problems in 1 file with 3 links\n");
    assert_eq!(Case::new().render(Format::Concise, Look::default()), "");
}

#[test]
fn colours_are_ansi_sequences_around_the_same_words() {
    let colored = sample().render(Format::Human, Look { color: true, ..Look::default() });
    assert_ne!(colored, sample().human());
    let stripped = anstream::adapter::strip_str(&colored).to_string();
    assert_eq!(stripped, sample().human());
}

#[test]
fn carets_stand_under_wide_characters() {
    assert_snapshot("wide-characters", &one("name: 张三 name: 周会 👩‍👩‍👧 x\n", "周会").human());
}

#[test]
fn a_label_at_the_end_of_the_file_has_a_line() {
    let mut case = Case::new();
    for (name, text) in [("with.yaml", "links:\n"), ("without.yaml", "links:"), ("empty.yaml", "")] {
        let id = case.add(name, text);
        let finding = Diagnostic::error("syntax", "the file ends too early", Span::new(id, text.len()..text.len()));
        case.diagnostics.push(finding.label("expected a link"));
    }
    assert_snapshot("end-of-file", &case.human());
}

#[test]
fn line_ends_of_windows_are_not_shown() {
    assert_snapshot("windows-lines", &one("linkc: 1\r\nlinks:\r\n  a: wrong\r\n", "wrong").human());
}

#[test]
fn carets_stand_under_what_tabs_move() {
    assert_snapshot("tabs", &one("links:\n\ta:\twrong\n", "wrong").human());
}

#[test]
fn long_lines_are_cut_around_labels() {
    let mut case = Case::new();
    let filler = "周x".repeat(5_000);
    let text = format!("a: {filler} wrong {filler}\nb: {filler}\n");
    let id = case.add("links.yaml", &text);
    let wrong = case.at(id, "wrong");
    let long = Span::new(id, text.find("b: ").expect("there") + 3..text.len() - 1);
    case.diagnostics.push(Diagnostic::error("invalid-value", "a short label", wrong).label("this"));
    case.diagnostics.push(Diagnostic::error("overlong-url", "a long label", long).label("all of this"));
    let both = Diagnostic::error("parameter-conflict", "two labels", wrong)
        .label("this")
        .also(Span::new(id, 0..1), "and this");
    case.diagnostics.push(both);
    let rendered = case.human();
    assert_snapshot("long-lines", &rendered);
    assert!(rendered.lines().all(|line| line.chars().count() < 200), "a line was not cut");
}

#[test]
fn a_label_over_many_lines_shows_where_it_begins_and_ends() {
    let mut text = "links:\n  a: [\n".to_owned();
    for number in 0..40 {
        writeln!(text, "    item-{number},").expect("a string takes it");
    }
    text.push_str("  ]\nend: 1\n");
    let start = text.find('[').expect("there");
    let end = text.find("end").expect("there");
    let mut case = Case::new();
    let id = case.add("links.yaml", &text);
    let finding = Diagnostic::error("wrong-value", "expected a map", Span::new(id, start..end)).label("this is a list");
    case.diagnostics.push(finding.also(Span::new(id, 0..5), "of these links"));
    assert_snapshot("many-lines", &case.human());
}

#[test]
fn nothing_that_a_terminal_obeys_gets_through() {
    let text = "name: \u{1b}[2Jred\u{7}\u{9b}31m \u{202e}gpj\u{2069} zero\u{200b}width wrong\u{e000}\n";
    let mut case = Case::new();
    let id = case.add("evil\u{1b}]0;title\u{7}.yaml", text);
    let finding =
        Diagnostic::error("invalid-value", "message \u{1b}[31m\nerror[fake]: \u{202e}x", case.at(id, "wrong"));
    let finding =
        finding.label("label \u{1b}[0m\ntwo").help("help \u{9b}0m \u{e000}").also(case.at(id, "\u{1b}[2J"), "here");
    case.diagnostics.push(finding);
    for format in Format::ALL {
        let mut rendered = case.render(format, Look::default());
        assert!(rendered.chars().all(|c| c == '\n' || !c.is_control()), "{rendered:?}");
        assert!(!rendered.contains(['\u{202e}', '\u{200b}']), "{rendered:?}");
        if format == Format::Sarif {
            rendered = formats::without_pages(&rendered);
        }
        assert_snapshot(&format!("control-characters-{}", format.as_str()), &rendered);
    }
}

#[test]
fn secrets_are_masked_wherever_they_stand() {
    let text = "\
links:
  a: # the passcode is p@ss 周1
    url: https://go.example.com/?code=p%40ss%20%E5%91%A81&again=p@ss+周1
    values:
      enter_code: \"p@ss 周1\"
      nonce: ab${env:NONCE}
      key: |
        first line
        second line
      other: ab
";
    let mut case = Case::new();
    let id = case.add("links.yaml", text);
    let code = case.at(id, "\"p@ss 周1\"");
    let nonce = case.at(id, "ab${env:NONCE}");
    let key = case.at(id, "|\n        first line\n        second line\n");
    for span in [code, nonce, key] {
        case.diagnostics.mask(span);
    }
    let findings = [
        Diagnostic::error("literal-secret", "the passcode p@ss 周1 is written down", code)
            .label("not p@ss 周1")
            .also(case.at(id, "a: #"), "in this link")
            .also(case.at(id, "https"), "and in this address")
            .help("take it from the environment, not p%40ss%20%e5%91%a81")
            .fix(Fix::safe("write p@ss 周1 elsewhere").edit(code, "p@ss 周1"))
            .fix(Fix::safe("unquote it").edit(code, "p@ss 周1\nor p%40ss+周1")),
        Diagnostic::error("literal-secret", "a part of the nonce is written down", nonce),
        Diagnostic::error("literal-secret", "the key is written down", key).also(case.at(id, "other"), "first line"),
    ];
    for finding in findings {
        case.diagnostics.push(finding);
    }
    assert_snapshot("secrets", &case.human());
    for format in Format::ALL {
        let rendered = case.render(format, Look::default());
        for secret in ["p@ss", "ss%20", "周1", "first line", "second line"] {
            assert!(!rendered.contains(secret), "{secret} in {rendered}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_and_no_place_panics(
        text in "(\\PC|[\t\r\n\u{0}\u{1b}\u{feff}\u{200d}\u{202e}张👩 a]){0,300}",
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..6),
        width in 0_usize..120,
        color: bool,
    ) {
        let mut case = Case::new();
        let id = case.add("a", &text);
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let spans: Vec<_> = places.iter().map(|(a, b, secret)| {
            let (a, b) = (*a.get(&offsets), *b.get(&offsets));
            (Span::new(id, a.min(b)..a.max(b)), *secret)
        }).collect();
        for (span, secret) in &spans {
            if *secret {
                case.diagnostics.mask(*span);
            }
        }
        let mut finding = Diagnostic::error("x", text.clone(), spans[0].0).label("one");
        let mut fix = Fix::risky(text.clone());
        for (span, _) in &spans[1..] {
            finding = finding.also(*span, text.clone());
            fix = fix.edit(*span, text.clone());
        }
        finding = finding.fix(fix);
        case.diagnostics.push(finding);
        for format in Format::ALL {
            let rendered = case.render(format, Look { color, width });
            let fit = |c: char| c == '\n' || (color && c == '\u{1b}') || !c.is_control();
            prop_assert!(rendered.chars().all(fit), "{:?}: {:?}", format, rendered);
        }
    }

    #[test]
    fn no_secret_is_shown(
        before in "[a-z \n张]{0,80}",
        after in "[a-z \n张]{0,80}",
        // With a character that is in no line number, offset or fingerprint.
        secret in "[0-9@#/+张%]{1,6}@[0-9@#/+张%]{1,6}",
        at in any::<prop::sample::Index>(),
        width in 0_usize..100,
    ) {
        let mut encoded = String::new();
        for byte in secret.bytes() {
            write!(encoded, "%{byte:02X}").expect("a string takes it");
        }
        let text = format!("{before}{secret}{after} code={encoded} {secret}{before}");
        let mut case = Case::new();
        let id = case.add("a", &text);
        case.diagnostics.mask(Span::new(id, before.len()..before.len() + secret.len()));
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let place = *at.get(&offsets);
        case.diagnostics.push(
            Diagnostic::error("x", format!("a {secret} b {encoded}"), Span::new(id, place..place))
                .label(secret.clone())
                .also(Span::new(id, 0..text.len()), encoded.clone())
                .help(encoded.to_ascii_lowercase())
                .fix(Fix::safe("write it").edit(Span::new(id, place..place), secret.clone()))
                .fix(Fix::safe(secret.clone()).edit(Span::new(id, 0..place), format!("{encoded}\n{secret}"))),
        );
        case.diagnostics.push(Diagnostic::error("y", "z", Span::new(id, 0..0)).suppress(secret.clone()));
        for format in Format::ALL {
            let rendered = case.render(format, Look { color: false, width });
            prop_assert!(!rendered.contains(&secret), "{}", rendered);
            prop_assert!(!rendered.contains(&encoded), "{}", rendered);
        }
    }
}
