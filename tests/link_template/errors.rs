//! Syntax errors as a person sees them: the template, the place, the words.

use std::panic::{AssertUnwindSafe, catch_unwind};

use linkc::link_template::{LinkTemplate, MAX_LENGTH, SyntaxError};

/// The template with carets under what is wrong, then the message and the help.
fn rendered(template: &str, error: &SyntaxError) -> String {
    let shown = |text: &str| -> String { text.chars().map(|c| if c.is_control() { '␣' } else { c }).collect() };
    let before = template[..error.range.start].chars().count();
    let carets = template[error.range.clone()].chars().count().max(1);
    let help = error.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("{}\n{}{}\nerror: {}{help}", shown(template), " ".repeat(before), "^".repeat(carets), error.message)
}

#[test]
fn syntax_errors_name_the_place_and_the_way_out() {
    let cases = [
        ("closing-brace", "app://x/a}b"),
        ("lone-percent", "app://x/100%/{y}"),
        ("space", "app://x/a b"),
        ("angle-bracket", "app://x/<id>"),
        ("control", "app://x\n/{id}"),
        ("unclosed", "app://x/{id"),
        ("unclosed-bare", "app://x/{"),
        ("unclosed-comma", "app://x/{?a,"),
        ("empty", "app://x/{}"),
        ("only-operator", "app://x/{?}"),
        ("reserved-operator", "app://x/{!id}"),
        ("two-operators", "app://x/{?&id}"),
        ("space-in-expression", "app://x/{?page, name}"),
        ("space-first", "app://x/{ page}"),
        ("dash-in-name", "app://x/{conf-id}"),
        ("dollar-first", "app://x/{$id}"),
        ("double-dot", "app://x/{a..b}"),
        ("dot-at-the-end", "app://x/{a.}"),
        ("percent-in-name", "app://x/{a%zz}"),
        ("wide-name", "app://x/{会议}"),
        ("nested", "app://x/{a{b}}"),
        ("missing-close", "app://x/{a/{b}"),
        ("prefix-zero", "app://x/{id:0}"),
        ("prefix-leading-zero", "app://x/{id:012}"),
        ("prefix-long", "app://x/{id:10000}"),
        ("prefix-empty", "app://x/{id:}"),
        ("prefix-word", "app://x/{id:max}"),
        ("prefix-unclosed", "app://x/{id:3"),
        ("prefix-and-explode", "app://x/{id:3*}"),
        ("explode-and-prefix", "app://x/{id*:3}"),
        ("explode-first", "app://x/{*id}"),
        ("default-value", "app://x/{?id=3}"),
        ("trailing-comma", "app://x/{a,}"),
        ("wide-before", "app://会议/{id|x}"),
    ];
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("syntax");
    settings.set_snapshot_suffix("");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // All are looked at before the first failure ends the test.
    let failures: Vec<_> = cases
        .into_iter()
        .filter(|(name, template)| {
            let error = LinkTemplate::parse(template).unwrap_err();
            let shown = rendered(template, &error);
            catch_unwind(AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(*name, shown)))).is_err()
        })
        .collect();
    assert!(failures.is_empty(), "{failures:?}");
}

#[test]
fn too_long_a_text_fails_at_once() {
    for text in ["{".repeat(10_000_000), "a".repeat(MAX_LENGTH + 1), "张".repeat(MAX_LENGTH)] {
        let error = LinkTemplate::parse(&text).unwrap_err();
        assert!(error.message.starts_with("a link template has at most 65536 bytes"), "{}", error.message);
        assert!(text.is_char_boundary(error.range.end));
    }
}

#[test]
fn the_longest_texts_are_parsed_whatever_they_hold() {
    for unit in ["{", "}", "%", "{a", "{a}", "{a,", "a", "{a:1}", "{?a*}", "张", "{a.a", "{%41"] {
        let text = unit.repeat(MAX_LENGTH / unit.len());
        if let Ok(template) = LinkTemplate::parse(&text) {
            assert_eq!(template.as_str(), text);
        }
    }
    let many: Vec<_> = (0..9_000).map(|number| format!("v{number}")).collect();
    let template = LinkTemplate::parse(&format!("x{{?{}}}", many.join(","))).unwrap();
    assert_eq!(template.variables(), many);
}
