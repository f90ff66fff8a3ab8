//! Values with references: what they say, and what is wrong with them.

use linkc::value::{Reference, ReferenceKind, ValuePart, ValueText, escape};
use proptest::prelude::*;

fn text(text: &str) -> ValuePart {
    ValuePart::Text(text.into())
}

#[test]
fn a_value_is_text_and_references_in_their_order() {
    let value = ValueText::parse("id-${env:_A1}-${file:a b/c.txt}").expect("it is a value");
    let env = Reference { kind: ReferenceKind::Env, name: "_A1".into(), range: 3..13 };
    let file = Reference { kind: ReferenceKind::File, name: "a b/c.txt".into(), range: 14..31 };
    let parts = [text("id-"), ValuePart::Reference(env), text("-"), ValuePart::Reference(file)];
    assert_eq!(value.parts(), parts);
    assert_eq!(value.as_literal(), None);
    assert_eq!(value.literal_length(), 4);
    assert_eq!(value.references().map(ToString::to_string).collect::<Vec<_>>(), ["${env:_A1}", "${file:a b/c.txt}"]);
    let resolved = value.resolve(|reference| Ok::<_, ()>(reference.name.to_uppercase()));
    assert_eq!(resolved.as_deref(), Ok("id-_A1-A B/C.TXT"));
    assert_eq!(value.resolve(|_| Err("gone")), Err("gone"));
}

#[test]
fn a_dollar_sign_is_special_only_before_a_brace_or_another() {
    for (typed, meant) in [
        ("", ""),
        ("$", "$"),
        ("US$5", "US$5"),
        ("$$5", "$5"),
        ("$${x}", "${x}"),
        ("$$$", "$$"),
        ("a$", "a$"),
        ("$x}", "$x}"),
    ] {
        let value = ValueText::parse(typed).expect("it is a value");
        assert_eq!(value.as_literal(), Some(meant), "{typed}");
    }
}

#[test]
fn an_error_stands_where_it_is_and_says_what_to_do() {
    let cases = [
        ("a${env:X", "${env:X", "expected `}`", "$${"),
        ("${env:A ${env:B}", "${env:A ", "expected `}`", "$${"),
        ("${file:a\nb}", "${file:a", "expected `}`", "$${"),
        ("x${evn:X}", "evn", "expected `env` or `file`", "did you mean `env`?"),
        ("${ENV:X}", "ENV", "expected `env` or `file`", "did you mean `env`?"),
        ("${vault:x}", "vault", "expected `env` or `file`", "${file:PATH}"),
        ("a ${HOME} b", "${HOME}", "expected a kind", "${env:NAME}"),
        ("${", "${", "expected a kind", "${env:NAME}"),
        ("${}", "${}", "expected a kind", "${env:NAME}"),
        ("${:X}", "${:X}", "where its value comes from", "${env:NAME}"),
        ("${env:}", "${env:}", "no name", "${env:NAME}"),
        ("${file: }", "${file: }", "no name", "${file:PATH}"),
        ("${env:A B}", " ", "name of an environment variable", "remove the space"),
        ("${env:1A}", "1", "name of an environment variable", "begins with a letter"),
        ("${env:A-B}", "-", "name of an environment variable", "digits and `_`"),
    ];
    for (typed, place, message, help) in cases {
        let error = ValueText::parse(typed).expect_err(typed);
        assert_eq!(&typed[error.range.clone()], place, "{typed}");
        assert!(error.message.contains(message), "{typed}: {}", error.message);
        assert!(error.help.as_deref().unwrap_or_default().contains(help), "{typed}: {:?}", error.help);
    }
}

#[test]
fn a_megabyte_of_openings_is_refused_at_the_first() {
    let error = ValueText::parse(&"${".repeat(500_000)).expect_err("it is no value");
    assert_eq!(error.range, 0..2);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "(\\PC|\\$|\\{|\\}|\\$\\{(env|file|x)?:?|[\n\r\t]){0,60}") {
        if let Err(error) = ValueText::parse(&text) {
            prop_assert!(text.get(error.range).is_some());
        }
    }

    #[test]
    fn an_escaped_text_is_read_as_the_text(text in "(\\PC|\\$|\\{|\\$\\{env:X\\}){0,40}") {
        let value = ValueText::parse(&escape(&text)).expect("an escaped text is a value");
        prop_assert_eq!(value.as_literal(), Some(text.as_str()));
        prop_assert_eq!(value, ValueText::literal(&text));
    }
}
