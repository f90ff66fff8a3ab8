//! Fixes of links that were found in other texts: nothing but the link changes, and there is nothing to fix twice.

use linkc::rules::Levels;
use linkc::scan::{Scanner, Syntax};
use linkc::suppression::{CommentSyntax, Suppressions};

use super::*;

static SCANNER: LazyLock<Scanner<'static>> =
    LazyLock::new(|| Scanner::new(&SCHEMAS.iter().map(AsRef::as_ref).collect::<Vec<&Schema>>()));

/// Checks `text` as the command line would check a file called `name`.
fn check(name: &str, text: &str) -> (Diagnostics, SourceId) {
    let sources = Sources::new();
    let source = sources.add(name, text);
    let mut diagnostics = Diagnostics::new();
    let syntax = Syntax::of(Path::new(name), text);
    let found = SCANNER.find(text, syntax);
    SCANNER.check_found(source, text, syntax, &found, &Levels::default(), &mut diagnostics);
    if let Some(comments) = CommentSyntax::of(name) {
        let suppressions = Suppressions::in_text(source, text, comments, &[], &mut diagnostics);
        suppressions.apply(&sources, &mut diagnostics, &Levels::default());
    }
    (diagnostics, source)
}

fn fixed(name: &str, text: &str, unsafe_too: bool) -> Fixed {
    fix_until_stable(text, unsafe_too, |text| check(name, text)).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The bytes of `text` in which there is no link.
fn around(name: &str, text: &str) -> Vec<String> {
    let mut at = 0;
    let mut pieces = Vec::new();
    for link in SCANNER.find(text, Syntax::of(Path::new(name), text)) {
        pieces.push(text[at..link.range().start].to_owned());
        at = link.range().end;
    }
    pieces.push(text[at..].to_owned());
    pieces
}

#[test]
fn what_is_written_as_it_is_meant_is_fixed_in_every_kind_of_text() {
    for (name, text, expected) in [
        ("a.html", "<a href=\"LINK\">é\t</a>\r\n", true),
        ("a.html", "<a href=\"LINK&amp;nonce=x\">é</a>\r\n", true),
        ("a.html", "<!-- LINK --><p>LINK", true),
        ("a.md", "[é](LINK \"t\")\r\n\r\n    LINK\r\n", true),
        ("a.kt", "val x = \"LINK\" // é\r\n", true),
        ("a.kt", "\tval x = \"LINK&nonce=$nonce\"\n", true),
        ("a.java", "String x = \"LINK\"\n\t+ \"&nonce=\" + y; /* é */\n", true),
        ("a.cpp", "auto x = _T(\"LINK&nonce=\") + y;\n", true),
        ("a.m", "NSString *x = [NSString stringWithFormat:@\"LINK&nonce=%@\", y];\n", true),
        ("a.py", "x = f'LINK&nonce={y}'  # é\n", true),
        ("a.eml", "Subject: é\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nxé LINK\r\n", true),
        ("a.eml", "Content-Transfer-Encoding: quoted-printable\n\nx LINK&nonce=3Dy\n", true),
        ("a.eml", "Content-Transfer-Encoding: quoted-printable\n\nx LIN=\nK\n", false),
        ("a.eml", "Subject: é\r\nContent-Transfer-Encoding: 8bit\r\n\r\nxé LINK\r\n", true),
        ("a.yaml", "x: LINK # é\r\n", true),
        ("a.json", "{ \"é\": \"LINK\" }", true),
        ("a.properties", "é=LINK\n", true),
    ] {
        let text = text.replace("LINK", "cloudlink://welinksoftclient/h5page?page=launc");
        let text = text.replace("LIN=\nK", "cloudlink://welinksoftclient/h5page?page=3Dlau=\nnc");
        let fixed = fixed(name, &text, false);
        let right = text.replace("page=launc", "page=launch");
        assert_eq!(fixed.text, if expected { right } else { text.clone() }, "{name}");
        assert_eq!(fixed.fixed.is_empty(), !expected, "{name}");
    }
}

#[test]
fn a_fix_that_its_surroundings_would_take_for_something_else_is_not_made() {
    let head = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&open_mic=true&open_camera=true";
    // A raw character becomes a `%`, which a format string would take for a hole.
    for (name, before, behind, is_fixed) in [
        ("a.txt", "", "", true),
        ("a.html", "<a href=\"", "\">", true),
        ("a.md", "[x](<", ">)", true),
        ("a.m", "f(@\"", "\");", false),
        ("a.kt", "f(\"", "\")", false),
        ("a.py", "f('", "')", false),
        ("a.bat", "start \"", "\"", false),
    ] {
        let text = format!("{before}{head}&name=张{behind}\n");
        let fixed = fixed(name, &text, true);
        let right = text.replace('张', "%E5%BC%A0");
        assert_eq!(fixed.text, if is_fixed { right } else { text.clone() }, "{name}: {:?}", fixed.fixed);
    }
}

#[test]
fn a_suppression_that_silences_nothing_goes_and_no_other_comment_does() {
    let link = "cloudlink://welinksoftclient/h5page?page=launc";
    let join = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=x";
    let text = format!(
        "// mine\r\n// linkc: ignore[overlong-url] because it was long\r\nval x = \"{link}\" // why\r\n\
         // linkc: ignore[divergent-default] because it is known\r\nval y = \"{join}\"\r\n"
    );
    let fixed = fixed("a.kt", &text, false);
    let expected = format!(
        "// mine\r\nval x = \"{link}h\" // why\r\n\
         // linkc: ignore[divergent-default] because it is known\r\nval y = \"{join}\"\r\n"
    );
    assert_eq!(fixed.text, expected);
}

/// Names of files, with what stands before and behind a link in them, and the comment of their kind.
const FRAMES: [(&str, &str, &str, &str); 17] = [
    ("a.html", "<p>é<a href=\"", "\">x</a>", "<!-- note -->"),
    ("a.html", "<a href='", "'>", "<!-- note -->"),
    ("a.html", "<a href=", " id=x>", "<!-- note -->"),
    ("a.html", "<p>Open ", ".</p>", "<!-- note -->"),
    ("a.html", "<script>\nlet x = '", "';\n</script>", "<!-- note -->"),
    ("a.md", "[é](", ")", "<!-- note -->"),
    ("a.md", "Join <", "> now", "<!-- note -->"),
    ("a.kt", "\tval x = \"", "\"", "// note"),
    ("a.java", "String x = \"", "\" + y", "/* note */"),
    ("a.m", "NSString *x = @\"", "\";", "// note"),
    ("a.cs", "var x = @\"", "\";", "// note"),
    ("a.py", "x = r'", "' + y", "# note"),
    ("a.yaml", "x: \"", "\"", "# note"),
    ("a.properties", "é=", "", "# note"),
    ("a.json", "{ \"x\": \"", "\" }", ""),
    ("a.eml", "Subject: x\n\nJoin ", "", ""),
    ("a.eml", "Content-Transfer-Encoding: quoted-printable\n\nJoin ", "", ""),
];

/// How a URL may be spelled there.
fn spelled() -> impl Strategy<Value = fn(&str) -> String> {
    let as_is: fn(&str) -> String = str::to_owned;
    let entities: fn(&str) -> String = |url| url.replace('&', "&amp;");
    let holes: fn(&str) -> String = |url| url.replace("Tom", "%@").replace("12", "${id}");
    let escapes: fn(&str) -> String = |url| url.replace('=', "\\u003d");
    proptest::sample::select(vec![as_is, entities, holes, escapes])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_fixed_in_any_text_can_be_read_and_loses_nothing_beside(
        frame in proptest::sample::select(&FRAMES[..]),
        links in proptest::collection::vec((urls(), spelled()), 1..4),
        is_windows in any::<bool>(),
        unsafe_too in any::<bool>(),
    ) {
        let (name, before, behind, comment) = frame;
        let lines = links.iter().map(|(url, spell)| format!("{comment}\n{before}{}{behind}\n", spell(url)));
        let text: String = lines.collect();
        let text = if is_windows { text.replace('\n', "\r\n") } else { text };
        let result = fix_until_stable(&text, unsafe_too, |text| check(name, text));
        prop_assert!(result.is_ok(), "{}\n{text}", result.unwrap_err());
        let fixed = result.unwrap();
        prop_assert_eq!(fixed.fixed.is_empty(), fixed.text == text);
        let (again, source) = check(name, &fixed.text);
        let twice = apply(&fixed.text, source, &again, unsafe_too);
        prop_assert_eq!(&twice.text, &fixed.text, "there is more to fix the second time: {:?}", twice.fixed);
        // What has no quotes may get some.
        let is_unquoted = before.ends_with("href=");
        let bare = |part: String| if is_unquoted { part.replace('"', "") } else { part };
        let around = |text: &str| around(name, text).into_iter().map(bare).collect::<Vec<_>>();
        prop_assert_eq!(around(&fixed.text), around(&text), "{}\n---\n{}", text, fixed.text);
        prop_assert_eq!(fixed.text.matches("note").count(), text.matches("note").count());
        prop_assert_eq!(fixed.text.matches("\r\n").count(), text.matches("\r\n").count());
    }
}
