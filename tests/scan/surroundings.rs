//! What HTML, Markdown and line breaks do to a link.

use std::path::Path;

use linkc::diagnostic::Diagnostics;
use linkc::fix::apply;
use linkc::rules::Levels;
use linkc::scan::Syntax;
use linkc::surroundings::{Medium, Place, ProblemKind};

use super::spellings::base64;
use super::{World, assert_clean, check, find, unjustified, urls};

const LINK: &str = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=12345&name=Tom";

fn place(name: &str, text: &str) -> Place {
    let found = find(name, text);
    assert_eq!(found.len(), 1, "{name}: {text}");
    found[0].surroundings.place
}

#[test]
fn the_place_of_a_link_is_known() {
    for (name, text, expected) in [
        ("a.html", "<a href=\"LINK\">", Place::HtmlAttribute { quoted: true }),
        ("a.html", "<a href=LINK>", Place::HtmlAttribute { quoted: false }),
        ("a.html", "<a href=\"LINK\" title=\"a > b\">", Place::HtmlAttribute { quoted: true }),
        ("a.html", "<a title=\"a > b\" href=\"LINK\">", Place::HtmlAttribute { quoted: true }),
        ("a.html", "<p>LINK</p>", Place::HtmlText),
        ("a.html", "<p>a < b LINK</p>", Place::HtmlText),
        ("a.md", "[a](LINK)", Place::MarkdownTarget),
        ("a.md", "<LINK>", Place::MarkdownTarget),
        ("a.md", "a LINK b", Place::MarkdownText),
        ("a.md", "`LINK`", Place::MarkdownCode),
        ("a.kt", "\"LINK\"", Place::StringLiteral),
        ("a.kt", "\"see LINK there\"", Place::StringLiteral),
        ("a.kt", "// LINK", Place::Plain),
        ("a.jsx", "<a href=\"LINK\">", Place::HtmlAttribute { quoted: true }),
        ("a.txt", "LINK", Place::Plain),
    ] {
        assert_eq!(place(name, &text.replace("LINK", LINK)), expected, "{name}: {text}");
        if expected != (Place::HtmlAttribute { quoted: false }) {
            assert_clean(name, &text.replace("LINK", LINK));
        }
    }
}

#[test]
fn a_mail_is_a_mail_in_whatever_it_is_written() {
    let found = find("a.eml", &format!("Content-Type: text/html\n\n<a href=\"{LINK}\">Join</a>\n"));
    assert_eq!(found[0].surroundings.medium, Medium::Mail);
    assert_eq!(found[0].surroundings.place, Place::HtmlAttribute { quoted: true });
}

#[test]
fn a_finding_in_base64_is_at_its_digits() {
    let head = "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n";
    for shift in 0..3 {
        let before = "x".repeat(shift);
        let html = format!("{before}<a href=\"{}&amp;nmae=Tom\">Join</a>", LINK.replace('&', "&amp;"));
        let text = format!("{head}{}\n", base64(html.as_bytes()));
        let (count, findings) = check("a.eml", &text);
        assert_eq!(count, 1);
        let found = unjustified(&findings);
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["unknown-parameter"]);
        // The four letters take five or six digits, of which the last may hold more than the last of them.
        let name = html.find("nmae").unwrap();
        let (from, to) = (name / 3 * 4 + name % 3, (name + 4) / 3 * 4 + (name + 4) % 3);
        let digits: String = base64(html.as_bytes()).chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(found[0].text.replace("\r\n", ""), digits[from..to]);
        assert_eq!(found[0].line, 4 + from / 76);
    }
}

#[test]
fn a_mail_is_looked_into_whoever_wrote_its_headers() {
    for header in ["Content-Transfer-Encoding: base64", "content-transfer-encoding: base64"] {
        let text = format!("Subject: x\n{header}\n\n{}\n", base64(LINK.as_bytes()));
        assert_eq!(urls("a.eml", &text), [LINK]);
        assert_clean("a.eml", &text);
    }
    // An attachment is no message, however its type is called.
    let attached =
        format!("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{}", base64(LINK.as_bytes()));
    assert_eq!(urls("a.eml", &attached), Vec::<String>::new());
}

#[test]
fn what_a_bare_ampersand_becomes_is_known() {
    let problems_in = |name: &str, text: &str| {
        let found = find(name, text);
        assert_eq!(found.len(), 1, "{text}");
        let problems = found[0].surroundings.problems.iter();
        problems.map(|problem| (problem.kind, found[0].file_range(problem.range.clone()).start)).collect::<Vec<_>>()
    };
    let problems = |text: &str| problems_in("a.html", text);
    let start = "cloudlink://welinksoftclient/h5page?page=launch";
    assert_eq!(problems(&format!("<p>{start}&copy=2</p>")), [(ProblemKind::DecodedName('©'), 3 + start.len())]);
    assert_eq!(problems(&format!("<a href=\"{start}&copy=2\">")), []);
    assert_eq!(problems(&format!("<a href=\"{start}&copy\">")), [(ProblemKind::DecodedName('©'), 9 + start.len())]);
    assert_eq!(problems(&format!("<!-- <a href=\"{start}&copy\"> -->")), []);
    let xml = format!("<a b=\"{start}&copy=2\"/>");
    assert_eq!(problems_in("a.xml", &xml), [(ProblemKind::BareAmpersand, 6 + start.len())]);
    assert_eq!(problems_in("a.xml", &format!("<a><![CDATA[{start}&copy=2]]></a>")), []);
    assert_eq!(problems_in("a.md", &format!("{start}&copy=2")), []);
    assert_eq!(problems_in("a.jsx", &format!("<a href=\"{start}&copy\">")), []);
    assert_eq!(problems(&format!("<a href=\"{start}&amp;copy=2\">")), []);
    assert_eq!(problems(&format!("<a href={start}>"))[0].0, ProblemKind::Unquoted);
    assert_eq!(problems(&format!("<a href={start} &nonce=1>"))[0].0, ProblemKind::CutOff);
    assert_eq!(problems(&format!("<a href={start}`x>")), []);
    assert_eq!(urls("a.html", &format!("<p>{start}&ampnonce=1</p>")), [format!("{start}&nonce=1")]);
}

#[test]
fn a_template_is_what_it_makes() {
    let start = "cloudlink://welinksoftclient/h5page?page=launch";
    for (name, is_html) in [("a.j2", true), ("a.html.j2", true), ("mail.txt.j2", false), ("a.json.erb", false)] {
        let found = find(name, &format!("open {start}&copy=2"));
        assert_eq!(!found[0].surroundings.problems.is_empty(), is_html, "{name}");
    }
}

#[test]
fn fixes_are_made_where_a_link_is_written_in_another_way() {
    let World { sources, .. } = World::get();
    let fixed = |name: &str, text: &str| {
        let source = sources.add(name, text);
        let mut diagnostics = Diagnostics::new();
        let syntax = Syntax::of(Path::new(name), text);
        World::get().scanner().check(source, text, syntax, &Levels::default(), &mut diagnostics);
        apply(text, source, &diagnostics, true).text
    };
    let start = "cloudlink://welinksoftclient/h5page?page=joinConfByLink";
    for (name, text, expected) in [
        (
            "a.html",
            "<a href='LINK&amp;conf_id=1&amp;nmae=Tom&amp;open_mic=true'>",
            "<a href='LINK&amp;conf_id=1&amp;name=Tom&amp;open_mic=true&amp;open_camera=false'>",
        ),
        (
            "a.kt",
            "\"LINK&conf_id=$id&nmae=Tom\" + \"&open_mic=False&open_camera=true\"",
            "\"LINK&conf_id=$id&name=Tom\" + \"&open_mic=false&open_camera=true\"",
        ),
        // A program adds more behind this end.
        ("a.kt", "\"LINK&conf_id=1&name=$name\"", "\"LINK&conf_id=1&name=$name\""),
        // In quoted-printable, letters take the place of letters; for more, the line might be full.
        (
            "a.eml",
            "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<a href=3D\"cloudlink://welinksoftclient/\
             h5page?page=3DjoinConfByLink&amp;conf_id=3D1&amp;nmae=3DTom&amp;open_mic=3Dtrue\">",
            "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<a href=3D\"cloudlink://welinksoftclient/\
             h5page?page=3DjoinConfByLink&amp;conf_id=3D1&amp;name=3DTom&amp;open_mic=3Dtrue\">",
        ),
    ] {
        assert_eq!(fixed(name, &text.replace("LINK", start)), expected.replace("LINK", start), "{name}");
    }
}

#[test]
fn a_link_that_was_broken_over_lines_is_one() {
    let text = "NSString *s = [NSString stringWithFormat:@\"cloudlink://welinksoftclient/h5page?\n\
        page=joinConfByLink&conf_id=%@&open_mic=\n%@&name=%@\", a];";
    for name in ["a.txt", "a.m"] {
        assert_eq!(
            urls(name, text),
            ["cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=□&open_mic=□&name=□"],
            "{name}"
        );
    }
    let text = "cloudlink://welinksoftclient/h5page?\npage=launch&nonce=123\n45&page=launch\n\nNext";
    assert_eq!(urls("a.txt", text), ["cloudlink://welinksoftclient/h5page?page=launch&nonce=12345&page=launch"]);
    let text = format!("{LINK}\nname of the room: x\n&amp; more");
    assert_eq!(urls("a.txt", &text), [LINK]);
}

#[test]
fn a_space_in_a_value_is_reported_and_does_not_end_the_link() {
    let text = "val s = \"cloudlink://welinksoftclient/h5page?page=joinConfByLink&name=Tom Smith&conf_id=12345\"";
    let (_, findings) = check("a.kt", text);
    let found: Vec<(&str, &str)> = unjustified(&findings).iter().map(|f| (f.rule, f.text.as_str())).collect();
    assert_eq!(found, [("raw-character", " ")]);
}

#[test]
fn a_finding_is_at_its_place_behind_escapes() {
    let text =
        "<p>x</p>\n<a href=\"cloudlink://welinksoftclient/h5page?page=joinConfByLink&amp;conf_id=a1&amp;nam=Tom\">";
    let (_, findings) = check("a.html", text);
    let found: Vec<(&str, usize, &str)> =
        unjustified(&findings).iter().map(|f| (f.rule, f.line, f.text.as_str())).collect();
    assert_eq!(found, [("invalid-value", 2, "a"), ("unknown-parameter", 2, "nam"), ("missing-parameter", 2, "")]);
}

#[test]
fn what_is_said_once_a_file_is_said_once_whatever_the_spelling() {
    let link = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&amp;port=8443&amp;conf_id=1&amp;name=Tom";
    let text = format!("<a href=\"{link}\"></a>\n<a href=\"{link}\"></a>\n");
    let (count, findings) = check("a.html", &text);
    let lines: Vec<usize> =
        findings.iter().filter(|finding| finding.rule == "contested-fact").map(|finding| finding.line).collect();
    assert_eq!((count, lines), (2, vec![1]));
}
