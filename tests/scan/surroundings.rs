//! What HTML, Markdown and line breaks do to a link.

use linkc::surroundings::{Medium, Place, ProblemKind};

use super::spellings::base64;
use super::{assert_clean, check, find, unjustified, urls};

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
        assert_clean(name, &text.replace("LINK", LINK));
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
fn what_html_does_to_a_bare_ampersand_is_kept() {
    let problems = |text: &str| {
        let found = find("a.html", text);
        assert_eq!(found.len(), 1, "{text}");
        let problems = found[0].surroundings.problems.iter();
        problems.map(|problem| (problem.kind, found[0].file_range(problem.range.clone()).start)).collect::<Vec<_>>()
    };
    let start = "cloudlink://welinksoftclient/h5page?page=launch";
    assert_eq!(problems(&format!("<p>{start}&copy=2</p>")), [(ProblemKind::DecodedName('©'), 3 + start.len())]);
    assert_eq!(problems(&format!("<a href=\"{start}&copy=2\">")), [(ProblemKind::BareAmpersand, 9 + start.len())]);
    assert_eq!(problems(&format!("<a href=\"{start}&amp;copy=2\">")), []);
    assert_eq!(problems(&format!("<a href={start}>"))[0].0, ProblemKind::Unquoted);
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
