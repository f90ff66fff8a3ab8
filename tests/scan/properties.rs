//! What holds of any text: nothing panics, and every place is in the text.

use linkc::diagnostic::Diagnostics;
use linkc::fix::fix_until_stable;
use linkc::rules::Levels;
use linkc::scan::{Language, Syntax};
use proptest::prelude::*;

use super::World;

fn syntaxes() -> Vec<Syntax> {
    use Language::{
        Batch, C, CSharp, Dart, Go, Java, JavaScript, Kotlin, Other, Php, Python, Ruby, Rust, Shell, Swift,
    };
    let languages =
        [C, CSharp, Java, Kotlin, Swift, JavaScript, Python, Go, Rust, Ruby, Php, Dart, Shell, Batch, Other];
    let others = [
        Syntax::Html,
        Syntax::Xml,
        Syntax::Markdown,
        Syntax::Mail,
        Syntax::Json,
        Syntax::Yaml,
        Syntax::Properties,
        Syntax::Csv,
        Syntax::Plain,
    ];
    languages.into_iter().map(Syntax::Source).chain(others).collect()
}

/// Texts out of what the scanner looks for.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "cloudlink://welinksoftclient/h5page?page=",
        "cloudlink://",
        "cloudlink:\\/\\/",
        "joinConfByLink",
        "launch",
        "&conf_id=",
        "&amp;name=",
        "&nonce",
        "page>",
        "https://teams.microsoft.com/l/",
        "chat/0/0?users=",
        "\"",
        "'",
        "`",
        "\\",
        "\\\"",
        "\\u0026",
        "\\x2",
        "\\u{",
        "\n",
        "\r\n",
        "    ",
        "<a href=",
        "<!--",
        "<script>",
        ">",
        "<",
        "](",
        ")",
        "```",
        "%@",
        "%1$s",
        "%20",
        "%E",
        "${",
        "}",
        "{",
        "\\(",
        "#{",
        "<%=",
        " + ",
        " << ",
        "_T(\"",
        "@\"",
        "\"\"\"",
        "=3D",
        "=\n",
        "=E5=BC=A0",
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n",
        "--B",
        "Content-Transfer-Encoding: base64\n\n",
        "Y2xvdWRsaW5rOi8vd2VsaW5rc29mdGNsaWVudC9oNXBhZ2U/cGFnZT1sYXVuY2g=",
        "JmVudGVyX2NvZGU9",
        "=A3=AC",
        "&copy=",
        "&#38;",
        "&#",
        "张",
        "…",
        "\u{FDD0}",
        "\u{1F600}",
        "\0",
        "//",
        "/*",
        "*/",
        "#",
        "<?php ",
        "?>",
        ".",
        "?",
        "&",
        "=",
        ";",
        "R\"(",
        "r#\"",
        "$\"",
        "\u{301}",
        "x",
        " ",
    ]);
    prop::collection::vec(prop_oneof![4 => words.prop_map(str::to_owned), 1 => "\\PC{0,3}"], 0..24)
        .prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixes_of_any_text_come_to_an_end(text in texts(), syntax in prop::sample::select(syntaxes())) {
        let world = World::get();
        let scanner = world.scanner();
        let check = |text: &str| {
            let source = world.sources.add("a", text);
            let mut diagnostics = Diagnostics::new();
            scanner.check(source, text, syntax, &Levels::default(), &mut diagnostics);
            (diagnostics, source)
        };
        for unsafe_too in [false, true] {
            let fixed = fix_until_stable(&text, unsafe_too, check);
            prop_assert!(fixed.is_ok(), "{syntax:?} {:?}", fixed.err());
            let fixed = fixed.map(|fixed| fixed.text).unwrap_or_default();
            let again = fix_until_stable(&fixed, unsafe_too, check).map(|again| again.text);
            prop_assert_eq!(again.ok(), Some(fixed), "{:?}", syntax);
        }
    }

    #[test]
    fn places_are_in_the_text_and_in_order(text in texts()) {
        let world = World::get();
        let scanner = world.scanner();
        let source = world.sources.add("a", text.as_str());
        for syntax in syntaxes() {
            let mut behind = 0;
            for link in scanner.find(&text, syntax) {
                let range = link.range();
                prop_assert!(text.get(range.clone()).is_some(), "{syntax:?} {range:?}");
                prop_assert!(range.start >= behind, "{syntax:?} {range:?}");
                behind = range.end;
                let mut last = range.start..range.start;
                for (at, c) in link.url().char_indices() {
                    let file = link.file_range(at..at + c.len_utf8());
                    prop_assert!(text.get(file.clone()).is_some(), "{syntax:?} {file:?}");
                    prop_assert!(file.start >= last.end && file.end <= range.end, "{syntax:?} {last:?} {file:?}");
                    last = file;
                }
                if link.is_verbatim() {
                    prop_assert_eq!(&text[range], link.url());
                }
            }
            let mut diagnostics = Diagnostics::new();
            scanner.check(source, &text, syntax, &Levels::default(), &mut diagnostics);
            for finding in diagnostics.iter() {
                for label in std::iter::once(&finding.primary).chain(&finding.secondary) {
                    let is_here = label.span.source == source;
                    prop_assert!(!is_here || text.get(label.span.range()).is_some(), "{syntax:?} {finding:?}");
                }
            }
            for secret in diagnostics.secrets() {
                prop_assert!(text.get(secret.range()).is_some(), "{syntax:?} {secret:?}");
            }
        }
    }
}
