//! Every correct link of the vendor's documents in every kind of text: found once, as it is meant, with nothing wrong.

use serde::Deserialize;

use super::{assert_clean, check, unjustified, urls};

#[derive(Deserialize)]
struct Printed {
    erratum: Option<String>,
    #[serde(default)]
    rules: Vec<String>,
    link: String,
}

/// The links of the documents with which nothing is wrong.
fn correct_links() -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for yaml in [include_str!("../documents/link_formats.yaml"), include_str!("../documents/printed_links.yaml")] {
        let printed: Vec<Printed> = serde_yaml::from_str(yaml).unwrap();
        for printed in printed.into_iter().filter(|printed| printed.rules.is_empty()) {
            let link = match &printed.erratum {
                Some(erratum) => printed.link.replacen(erratum.as_str(), "page=", 1),
                None => printed.link,
            };
            if !links.contains(&link) {
                links.push(link);
            }
        }
    }
    // What the documents have no example of: characters that are encoded.
    links.push(
        "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=12345&name=%E5%BC%A0%20%26%20%d0%bf".into(),
    );
    links.push("cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=12345&name=Tom&enter_code=".into());
    links.push("https://teams.microsoft.com/l/chat/0/0?users=joe@example.com&topicName=Prep%20Call".into());
    links.push("https://applink.feishu.cn/client/todo/detail?guid=b0ae8396&mode=app".into());
    links
}

/// Name of the file, what stands before, the URL's spelling, what stands behind.
type Spelling = (&'static str, &'static str, fn(&str) -> String, &'static str);

fn as_is(url: &str) -> String {
    url.to_owned()
}

fn entities(url: &str) -> String {
    url.replace('&', "&amp;")
}

fn numeric_entities(url: &str) -> String {
    url.replace('&', "&#38;").replace('=', "&#x3D;")
}

fn unicode_escapes(url: &str) -> String {
    url.replace('&', "\\u0026").replace('=', "\\u003d")
}

fn php_json(url: &str) -> String {
    url.replace('/', "\\/").replace('&', "\\u0026")
}

fn hex_escapes(url: &str) -> String {
    url.replace('&', "\\x26")
}

fn brace_escapes(url: &str) -> String {
    url.replace('&', "\\u{26}")
}

fn java_properties(url: &str) -> String {
    url.replace(':', "\\:").replace('=', "\\=")
}

fn properties_over_lines(url: &str) -> String {
    url.replace('&', "\\\n    &")
}

fn markdown_escapes(url: &str) -> String {
    url.replace('_', "\\_").replace('&', "\\&")
}

fn format_string(url: &str) -> String {
    url.replace('%', "%%")
}

fn batch_escapes(url: &str) -> String {
    url.replace('%', "%%").replace('&', "^&")
}

fn quoted_printable(text: &str) -> String {
    let mut encoded = String::new();
    let mut column = 0;
    for c in text.chars() {
        let unit = if c == '=' { "=3D".to_owned() } else { c.to_string() };
        if column + unit.len() > 75 {
            encoded.push_str("=\r\n");
            column = 0;
        }
        column += unit.len();
        encoded.push_str(&unit);
    }
    encoded
}

fn quoted_printable_html(url: &str) -> String {
    quoted_printable(&format!("<p>A weekly meeting of all teams.</p><a href=\"{}\">Join</a>", entities(url)))
}

fn quoted_printable_text(url: &str) -> String {
    quoted_printable(&format!("Join the weekly meeting of all of our teams at <{url}>."))
}

/// Base64 in lines, as mail has it.
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for (index, chunk) in bytes.chunks(3).enumerate() {
        if index > 0 && index % 19 == 0 {
            encoded.push_str("\r\n");
        }
        let octet = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        for at in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * at) & 63).unwrap();
            encoded.push(if at <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    encoded
}

fn base64_html(url: &str) -> String {
    base64(format!("<p>每周会议</p>\r\n<a href=\"{}\">Join</a>\r\n", entities(url)).as_bytes())
}

fn base64_text(url: &str) -> String {
    base64(format!("Join the weekly meeting: {url}\r\n\r\n-- \r\n会议").as_bytes())
}

/// In another character set: the comma behind the link is one of Chinese in GBK.
fn base64_gbk(url: &str) -> String {
    base64(&[b"\xbb\xe1\xd2\xe9: ", url.as_bytes(), b"\xa3\xac\xc7\xeb"].concat())
}

fn quoted_printable_gbk(url: &str) -> String {
    format!("=BB=E1=D2=E9: {}=A3=AC=C7=EB", quoted_printable(url))
}

const SPELLINGS: &[Spelling] = &[
    ("a.html", "<a class=x href=\"", entities, "\">Join</a>"),
    ("a.html", "<a href='", entities, "' target=_blank>Join</a>"),
    ("a.html", "<a href=\"", as_is, "\">Join</a>"),
    ("a.html", "<a href=", entities, ">Join</a>"),
    ("a.html", "<a href=\"", numeric_entities, "\">Join</a>"),
    ("a.html", "<p>Open <code>", entities, "</code>, please.</p>"),
    ("a.html", "<p>Open ", entities, ".</p>"),
    ("a.html", "<meta http-equiv=\"refresh\" content=\"0; url=", entities, "\">"),
    ("a.html", "<button onclick=\"location.href='", entities, "'\">Join</button>"),
    ("a.html", "<script>\nif (1 < 2) { location.href = \"", as_is, "\"; }\n</script>"),
    ("a.vue", "<template>\n  <a :href=\"'", entities, "'\">Join</a>\n</template>"),
    ("a.xml", "<string name=\"join\">", entities, "</string>"),
    ("a.plist", "<key>url</key>\n<string>", entities, "</string>"),
    ("a.svg", "<a xlink:href=\"", entities, "\"><text>Join</text></a>"),
    ("a.md", "[Join](", as_is, ")"),
    ("a.md", "[Join](<", as_is, "> \"the meeting\")"),
    ("a.md", "[Join](", entities, ")"),
    ("a.md", "[Join](", markdown_escapes, ") now."),
    ("a.md", "Join <", as_is, "> now."),
    ("a.md", "Join `", as_is, "` now."),
    ("a.md", "Join (", as_is, "), now."),
    ("a.md", "Join **", as_is, "**."),
    ("a.md", "| a | ", as_is, " |"),
    ("a.md", "[join]: ", as_is, "\n"),
    ("a.md", "```text\n", as_is, "\n```\n"),
    ("a.md", "```kotlin\nval url = \"", as_is, "\"\n```\n"),
    ("a.md", "```html\n<a href=\"", entities, "\">\n```\n"),
    ("a.md", "<a href=\"", entities, "\">Join</a>"),
    ("a.kt", "val uri = Uri.parse(\"", as_is, "\")"),
    ("a.kt", "val uri = \"\"\"", as_is, "\"\"\""),
    ("a.swift", "let url = URL(string: \"", as_is, "\")!"),
    ("a.swift", "let url = URL(string: \"", brace_escapes, "\")!"),
    ("a.m", "NSURL *url = [NSURL URLWithString:@\"", as_is, "\"];"),
    ("a.m", "NSString *s = [NSString stringWithFormat:@\"", format_string, "\"];"),
    ("a.cpp", "ShellExecute(hwnd, _T(\"open\"), _T(\"", as_is, "\"), NULL, NULL, SW_SHOWNORMAL);"),
    ("a.cpp", "auto url = R\"(", as_is, ")\";"),
    ("a.cpp", "std::string url = \"", hex_escapes, "\";"),
    ("a.cs", "var url = \"", as_is, "\";"),
    ("a.cs", "var url = @\"", as_is, "\";"),
    ("a.java", "String url = \"", as_is, "\";"),
    ("a.java", "String html = \"<a href=\\\"", entities, "\\\">Join</a>\";"),
    ("a.java", "String html = \"<a href='", entities, "'>Join</a>\";"),
    ("a.java", "// opens ", as_is, ", always"),
    ("a.java", "/**\n * {@code ", as_is, "}\n */"),
    ("a.js", "window.open('", as_is, "');"),
    ("a.js", "const url = `", as_is, "`;"),
    ("a.js", "const url = \"", unicode_escapes, "\";"),
    ("a.jsx", "return <a href=\"", entities, "\">Join</a>;"),
    ("a.tsx", "  <a\n    href=\"", entities, "\"\n  >\n    Join\n  </a>"),
    ("a.ets", "let want = { uri: '", as_is, "' };"),
    ("a.py", "url = '", as_is, "'"),
    ("a.py", "URL = r\"", as_is, "\"  # the meeting"),
    ("a.go", "const url = `", as_is, "`"),
    ("a.rs", "const URL: &str = r#\"", as_is, "\"#;"),
    ("a.rb", "url = '", as_is, "'"),
    ("a.php", "<?php\n$url = '", as_is, "';\n"),
    ("a.php", "<a href=\"", entities, "\">Join</a>\n"),
    ("a.dart", "final url = '", as_is, "';"),
    ("a.sh", "xdg-open '", as_is, "'"),
    ("a.bat", "start \"\" \"", format_string, "\""),
    ("a.bat", "start ", batch_escapes, ""),
    ("a.json", "{ \"url\": \"", as_is, "\", \"b\": 1 }"),
    ("a.json", "{ \"url\": \"", unicode_escapes, "\" }"),
    ("a.json", "{ \"url\": \"", php_json, "\" }"),
    ("a.yaml", "url: \"", as_is, "\""),
    ("a.yaml", "url: '", as_is, "' # the meeting"),
    ("a.yaml", "url: ", as_is, "\nother: 1"),
    ("a.yaml", "urls: [", as_is, ", b]"),
    ("a.toml", "url = \"", as_is, "\""),
    ("a.properties", "join.url=", as_is, "\nother=1"),
    ("a.properties", "join.url=", java_properties, "\nother=1"),
    ("a.properties", "join.url = ", properties_over_lines, "\nother=1"),
    ("a.txt", "Join at ", as_is, "."),
    ("a.txt", "Join at <", as_is, ">."),
    ("a.txt", "会议链接：", as_is, "，请准时参加。"),
    ("a.csv", "1,", as_is, ",x"),
    ("a.eml", "Subject: x\n\nJoin at ", as_is, ".\n"),
    (
        "a.eml",
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
        quoted_printable_html,
        "\r\n",
    ),
    (
        "a.eml",
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
        quoted_printable_text,
        "\r\n--B--\r\n",
    ),
    (
        "a.eml",
        "Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
        quoted_printable_gbk,
        "\r\n",
    ),
    (
        "a.eml",
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        base64_html,
        "\r\n",
    ),
    (
        "a.eml",
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"B 1\"\r\n\r\n--B 1\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\n",
        base64_text,
        "\r\n--B 1--\r\n",
    ),
    ("a.eml", "Content-Type: text/plain; charset=gbk\ncontent-transfer-encoding: base64\n\n", base64_gbk, "\n"),
];

#[test]
fn correct_links_are_found_once_in_every_syntax_and_left_alone() {
    for (name, before, spell, behind) in SPELLINGS {
        for link in correct_links() {
            let text = format!("{before}{}{behind}", spell(&link));
            let found: Vec<String> =
                urls(name, &text).iter().map(|url| url.trim_end_matches(['□', '&']).to_owned()).collect();
            assert_eq!(found, [link.as_str()], "{name}: {text}");
            assert_eq!(check(name, &text).0, 1, "{name}: {text}");
            if before.ends_with("href=") {
                let (_, findings) = check(name, &text);
                let rules: Vec<&str> = unjustified(&findings).iter().map(|finding| finding.rule).collect();
                assert_eq!(rules, ["unescaped-link"], "{name}: {text}");
            } else {
                assert_clean(name, &text);
            }
        }
    }
}
