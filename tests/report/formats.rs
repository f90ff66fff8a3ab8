//! The formats that other programs read: each against the schema that its readers go by.

use linkc::diagnostic::{Diagnostic, Fix, Severity};
use linkc::phase_errors::PHASE_ERRORS;
use linkc::report::{Format, Look, fingerprints};
use linkc::rules::RULES;
use linkc::source::Span;
use serde_json::{Value, json};

use super::{Case, sample, xsd};

const SARIF: &str = include_str!("schemas/sarif-2.1.0.json");
const JUNIT: &str = include_str!("schemas/junit-10.xsd");

fn render(case: &Case, format: Format) -> String {
    case.render(format, Look::default())
}

fn json_of(case: &Case, format: Format) -> Value {
    serde_json::from_str(&render(case, format)).expect("the format is JSON")
}

/// A SARIF report with the rules that it has findings of only, and without what is said of them.
pub(super) fn without_pages(sarif: &str) -> String {
    let mut report: Value = serde_json::from_str(sarif).expect("SARIF is JSON");
    let results = report["runs"][0]["results"].as_array().expect("there are results").clone();
    let driver = &mut report["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "[version]".into();
    let rules = driver["rules"].as_array_mut().expect("there are rules");
    rules.retain(|rule| results.iter().any(|result| result["ruleId"] == rule["id"]));
    for rule in rules {
        *rule = json!({ "id": rule["id"] });
    }
    for result in report["runs"][0]["results"].as_array_mut().expect("there are results") {
        result["ruleIndex"] = "[index]".into();
    }
    serde_json::to_string_pretty(&report).expect("it is JSON")
}

/// Findings with all that is hard to write down.
fn hard() -> Case {
    let mut case = Case::new();
    let text = "\u{feff}a: \u{1b}[31m<x> & \"y\" 'z' ]]> \u{202e}\u{ffff}\nb: 50%, {0} [t](u)\nc: 周\n";
    let links = case.add("./a dir/../li:nks, 100%&<周>\u{7}.yaml", text);
    let absolute = case.add("/home/pelagia/project/b.yaml", text);
    let drive = case.add(r"C:\Users\pelagia\b.yaml", text);
    let list = case.add("<stdin>", text);
    case.add("only-read.yaml", text);
    let clean = case.add("clean.yaml", text);
    case.diagnostics.checked(clean);
    for id in [links, absolute, drive, list] {
        let all = Span::new(id, 0..text.len());
        let line = case.at(id, "50%, {0} [t](u)");
        let message = "the value `50%, {0} [t](u)` <&>\"'\u{1b}\u{7f}\u{9b}\u{202e}\u{ffff}\r\nis wrong";
        let finding = Diagnostic::new("malformed-percent", Severity::Warning, message, line)
            .label(message)
            .also(all, message)
            .also(Span::new(id, text.len()..text.len()), "")
            .help(message)
            .fix(Fix::safe(message).edit(all, message))
            .fix(Fix::risky("delete it").edit(line, "").edit(Span::new(absolute, 0..0), "x"))
            .fix(Fix::risky("nothing to apply"))
            .about("links/<a>&\u{1b}");
        case.diagnostics.push(finding.clone());
        case.diagnostics.push(Diagnostic { message: "the same again".into(), ..finding.clone() });
        case.diagnostics.push(Diagnostic { message: "known".into(), ..finding.suppress("]]> \u{1b} because") });
        case.diagnostics.push(Diagnostic::error("in-no-register", "", Span::new(id, 0..3)).suppress(" "));
    }
    case
}

#[test]
fn sarif_is_valid_by_its_schema() {
    // Its pattern of a language has a bracket that only the older syntax of JavaScript takes for itself.
    let schema = SARIF.replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let options = jsonschema::draft7::options().should_validate_formats(true);
    let validator = options.build(&schema).expect("the schema is one");
    for case in [sample(), hard(), Case::new()] {
        let report = json_of(&case, Format::Sarif);
        let errors: Vec<_> =
            validator.iter_errors(&report).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    assert!(!validator.is_valid(&json!({ "version": "2.1.0", "runs": [{ "results": [] }] })), "the schema judges");
}

#[test]
fn sarif_knows_every_rule_and_phase_error() {
    let report = json_of(&sample(), Format::Sarif);
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
    let rule_of = |id: &str| rules.iter().find(|rule| rule["id"] == id).unwrap_or_else(|| panic!("{id} is missing"));
    for rule in RULES {
        let rule = rule.metadata();
        let described = rule_of(rule.id);
        assert_eq!(described["shortDescription"]["text"], rule.summary);
        let full = described["fullDescription"]["text"].as_str().expect("there is a text");
        assert!(!full.is_empty() && !full.starts_with('#') && full.len() <= 1024, "{}: {full}", rule.id);
        let help = described["help"]["markdown"].as_str().expect("there is a page");
        assert!(help.starts_with("## What it does\n\n"), "{help}");
    }
    for (id, _) in PHASE_ERRORS {
        let described = rule_of(id);
        assert_eq!(described["defaultConfiguration"]["level"], "error", "{id}");
        assert!(described["shortDescription"]["text"].as_str().is_some_and(|text| text.ends_with('.')), "{id}");
    }
    for result in run["results"].as_array().expect("there are results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("there is an index")).expect("it is small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn sarif_marks_what_is_suppressed_and_the_other_formats_leave_it_out() {
    let report = json_of(&sample(), Format::Sarif);
    let results = report["runs"][0]["results"].as_array().expect("there are results");
    let marks: Vec<&Value> = results.iter().map(|result| &result["suppressions"]).collect();
    let marked = json!([{ "kind": "inSource", "justification": "the next version of the app has it" }]);
    assert_eq!(marks.iter().filter(|mark| ***mark == marked).count(), 1);
    assert_eq!(marks.iter().filter(|mark| ***mark == json!([])).count(), results.len() - 1);
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Sarif) {
        assert!(!render(&sample(), format).contains("unknown-page"), "{format:?}");
    }
    let mut alone = Case::new();
    let id = alone.add("links.yaml", "a: 1\n");
    alone.diagnostics.push(Diagnostic::error("unknown-page", "there is none", Span::new(id, 0..1)).suppress("why not"));
    assert!(!alone.diagnostics.has_errors());
    assert_eq!(alone.human(), "no problems in 1 file with 3 links\n");
}

#[test]
fn columns_of_sarif_do_not_count_a_byte_order_mark() {
    let mut case = Case::new();
    let id = case.add("links.yaml", "\u{feff}周: x\n周: y\n");
    for needle in ["x", "y"] {
        case.diagnostics.push(Diagnostic::error("invalid-value", "wrong", case.at(id, needle)));
    }
    let report = json_of(&case, Format::Sarif);
    let region =
        |index: usize| report["runs"][0]["results"][index]["locations"][0]["physicalLocation"]["region"].clone();
    assert_eq!(region(0), json!({ "startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5 }));
    assert_eq!(region(1), json!({ "startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 5 }));
}

#[test]
fn gitlab_has_the_keys_and_words_that_its_documentation_asks_for() {
    for case in [sample(), hard(), Case::new()] {
        let report = json_of(&case, Format::Gitlab);
        let mut seen = std::collections::BTreeSet::new();
        for issue in report.as_array().expect("it is a list") {
            for key in ["description", "check_name", "fingerprint", "severity"] {
                assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{key} in {issue}");
            }
            let severity = issue["severity"].as_str().expect("checked");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity), "{severity}");
            let path = issue["location"]["path"].as_str().expect("there is a path");
            assert!(!path.starts_with("./") && !path.starts_with('/'), "{path}");
            assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
            assert!(seen.insert(issue["fingerprint"].to_string()), "of equal ones GitLab shows one");
        }
    }
}

#[test]
fn junit_is_valid_by_its_schema() {
    for case in [sample(), hard(), Case::new()] {
        let report = render(&case, Format::Junit);
        assert_eq!(xsd::errors(JUNIT, &report, "testsuites"), Vec::<String>::new(), "{report}");
    }
    for wrong in [
        "<testsuites><testcase name='a'/></testsuites>",
        "<testsuites><testsuite name='a' tests='1' failures='0'/></testsuites>",
        "<testsuites>text</testsuites>",
        "<testsuites file='a'/>",
    ] {
        assert_ne!(xsd::errors(JUNIT, wrong, "testsuites"), Vec::<String>::new(), "the schema judges {wrong}");
    }
}

#[test]
fn junit_counts_what_it_has() {
    let report = render(&hard(), Format::Junit);
    let document = roxmltree::Document::parse(&report).expect("it is XML");
    let root = document.root_element();
    let count = |node: roxmltree::Node<'_, '_>, tag: &str| node.descendants().filter(|n| n.has_tag_name(tag)).count();
    for node in root.descendants().filter(|node| node.has_tag_name("testsuites") || node.has_tag_name("testsuite")) {
        for (attribute, tag) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            assert_eq!(node.attribute(attribute), Some(count(node, tag).to_string().as_str()), "{attribute}");
        }
    }
    let suites: Vec<_> = root.children().filter_map(|suite| suite.attribute("name")).collect();
    assert_eq!(suites.len(), 5, "what was not checked is no suite: {suites:?}");
    let clean = root.children().find(|suite| suite.attribute("name") == Some("clean.yaml")).expect("it is there");
    assert_eq!((count(clean, "testcase"), count(clean, "failure")), (1, 0));
    let mut cases: Vec<_> = root
        .descendants()
        .filter(|node| node.has_tag_name("testcase"))
        .map(|case| (case.attribute("classname"), case.attribute("name")))
        .collect();
    let all = cases.len();
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases.len(), all, "of equal names GitLab shows one");
}

/// What the runner of GitHub Actions makes of a line: command, properties and message, as its toolkit reads them.
fn workflow_command(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, message) = line.strip_prefix("::").expect("a command").split_once("::").expect("a message");
    let (command, properties) = head.split_once(' ').expect("properties");
    let unescaped = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').expect("a value");
        (key.to_owned(), unescaped(&value.replace("%3A", ":").replace("%2C", ",")))
    });
    (command.to_owned(), properties.collect(), unescaped(message))
}

#[test]
fn github_reads_back_what_was_meant() {
    let report = render(&hard(), Format::Github);
    let commands: Vec<_> = report.lines().map(workflow_command).collect();
    assert_eq!(commands.len(), 8);
    let (command, properties, message) = &commands[0];
    assert_eq!(command, "warning");
    let value = |key: &str| properties.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
    assert_eq!(value("file"), Some("./a dir/../li:nks, 100%&<周>␇.yaml"));
    assert_eq!(
        (value("line"), value("col"), value("endLine"), value("endColumn")),
        (Some("2"), Some("4"), Some("2"), Some("19"))
    );
    assert_eq!(value("title"), Some("linkc (malformed-percent)"));
    assert!(message.starts_with("the value `50%, {0} [t](u)`"), "{message}");
    let (_, of_stdin, _) = &commands[7];
    assert_eq!(of_stdin.len(), 1, "what is in no file has a title only: {of_stdin:?}");
}

#[test]
fn github_shows_the_worst_first_and_no_columns_over_lines() {
    let mut case = Case::new();
    let id = case.add("links.yaml", "a: 1\nb: 2\nc: 3\n");
    for (at, severity) in [Severity::Note, Severity::Warning, Severity::Error].into_iter().enumerate() {
        case.diagnostics.push(Diagnostic::new("x", severity, "wrong", Span::new(id, at * 5..at * 5 + 6)));
    }
    let expected = "\
::error file=links.yaml,line=3,endLine=4,title=linkc (x)::wrong
::warning file=links.yaml,line=2,endLine=3,title=linkc (x)::wrong
::notice file=links.yaml,line=1,endLine=2,title=linkc (x)::wrong
";
    assert_eq!(render(&case, Format::Github), expected);
}

#[test]
fn a_finding_has_one_fingerprint_in_every_format() {
    let case = hard();
    let all = fingerprints(&case.sources, &case.diagnostics);
    let sarif = json_of(&case, Format::Sarif);
    let of_sarif: Vec<&str> = sarif["runs"][0]["results"]
        .as_array()
        .expect("there are results")
        .iter()
        .map(|result| result["partialFingerprints"]["linkc/v1"].as_str().expect("there is one"))
        .collect();
    assert_eq!(of_sarif, all, "SARIF has the suppressed ones, too");
    let pairs = case.diagnostics.sorted().into_iter().zip(&all);
    let reported: Vec<&str> =
        pairs.filter(|(finding, _)| finding.suppressed.is_none()).map(|(_, print)| print.as_str()).collect();
    for (format, list) in [(Format::Json, "/diagnostics"), (Format::Gitlab, "")] {
        let report = json_of(&case, format);
        let list = report.pointer(list).and_then(Value::as_array).expect("there is a list");
        let found: Vec<&str> = list.iter().filter_map(|finding| finding["fingerprint"].as_str()).collect();
        assert_eq!(found, reported, "{format:?}");
    }
}

#[test]
fn fingerprints_outlive_edits_elsewhere() {
    let of = |text: &str, message: &str| {
        let mut case = Case::new();
        let id = case.add("links.yaml", text);
        let start = text.find("wrong").expect("there");
        for span in [start..start + 5, start + 6..start + 11] {
            let finding = Diagnostic::error("invalid-value", message, Span::new(id, span)).about("links/a");
            case.diagnostics.push(finding);
        }
        fingerprints(&case.sources, &case.diagnostics)
    };
    let before = of("a: wrong wrong", "one");
    assert_eq!(before, of("# more\n\na: wrong wrong", "two"));
    assert_ne!(before[0], before[1], "equal findings are told apart");
    assert!(before.iter().all(|print| print.len() == 32));
    // SHA-256, as another program computed it: baselines are kept in other people's repositories.
    assert_eq!(before[0], "246dd6f4b3c99f07dc50040070acd78b");
}

#[test]
fn a_fingerprint_does_not_know_where_the_project_lies_nor_what_is_suppressed() {
    let of = |name: &str, suppressed: bool| {
        let mut case = Case::new();
        let id = case.add(name, "a: 1\nb: 2\n");
        for at in [0, 5] {
            let mut finding = Diagnostic::error("invalid-value", "wrong", Span::new(id, at..at + 1)).about("links/a");
            if suppressed && at == 0 {
                finding = finding.suppress("");
            }
            case.diagnostics.push(finding);
        }
        fingerprints(&case.sources, &case.diagnostics)
    };
    let plain = of("links.yaml", false);
    for name in ["./links.yaml", r".\links.yaml", "x/../links.yaml", "/home/a/links.yaml", r"D:\b\links.yaml"] {
        assert_eq!(of(name, false), plain, "{name}");
    }
    assert_eq!(of("links.yaml", true), plain);
    assert_ne!(of("x/links.yaml", false), plain);
}

#[test]
fn no_format_for_elsewhere_says_where_the_project_lies() {
    for format in [Format::Sarif, Format::Gitlab] {
        let report = render(&hard(), format);
        assert!(!report.contains("pelagia"), "{report}");
    }
}

#[test]
fn a_fix_that_would_write_a_secret_is_kept_from_programs() {
    let mut case = Case::new();
    let id = case.add("links.yaml", "code: s3cret\n");
    let secret = case.at(id, "s3cret");
    case.diagnostics.mask(secret);
    let finding = Diagnostic::error("padded-value", "wrong", secret);
    let finding = finding.fix(Fix::safe("trim it").edit(secret, "s3cret")).fix(Fix::safe("clear it").edit(secret, ""));
    case.diagnostics.push(finding);
    let json = json_of(&case, Format::Json);
    let expected = json!([{
        "message": "clear it",
        "applicability": "safe",
        "edits": [{
            "path": "links.yaml",
            "start": { "line": 1, "column": 7, "offset": 6 },
            "end": { "line": 1, "column": 13, "offset": 12 },
            "replacement": "",
        }],
    }]);
    assert_eq!(json["diagnostics"][0]["fixes"], expected);
    let sarif = json_of(&case, Format::Sarif);
    assert_eq!(sarif["runs"][0]["results"][0]["fixes"].as_array().map(Vec::len), Some(1));
}
