//! What is no link: a scheme in a sentence, a pattern, an entry of a list, somebody else's address.

use std::fmt::Write as _;

use super::{check, find};

#[test]
fn a_mention_is_no_finding() {
    for (name, text) in [
        ("a.md", "Links begin with `cloudlink://`, and `cloudlink://welinksoftclient/h5page` opens a page."),
        ("a.md", "The scheme is cloudlink://welinksoftclient/h5page?… with a query."),
        ("a.md", "Write cloudlink://welinksoftclient/h5page?page=... and the rest."),
        ("a.txt", "Does it open cloudlink://welinksoftclient/h5page?"),
        ("a.txt", "cloudlink://welinksoftclient/h5page{?page,name}"),
        ("a.txt", "cloudlink://welinksoftclient/h5page?page=launch|joinConfByLink"),
        ("a.txt", "cloudlink://*"),
        ("a.txt", "cloudlink: a scheme. cloudlink:// is too."),
        ("a.xml", "<data android:scheme=\"cloudlink\" android:host=\"welinksoftclient\" />"),
        ("a.xml", "<data android:scheme=\"https\" android:host=\"teams.microsoft.com\" />"),
        ("a.json", "{ \"allow\": [\"cloudlink://\", \"cloudlink://*\", \"https://teams.microsoft.com/*\"] }"),
        ("a.js", "if (url.startsWith('cloudlink://')) {}"),
        ("a.js", "const pattern = /cloudlink:\\/\\/welinksoftclient\\/h5page\\?page=(\\w+)/;"),
        ("a.js", "const pattern = new RegExp('^cloudlink://welinksoftclient/h5page\\\\?page=.*');"),
        ("a.py", "re.compile(r\"cloudlink://.*\")"),
        ("a.yaml", "cloudlink: true\nschemes: [cloudlink]\n"),
        ("a.txt", "hwcloudlink://kitsoftclient/page/link?site_url=a&random=b"),
        ("a.txt", "https://example.com/go?to=cloudlink://welinksoftclient/h5page?page=nothing"),
        ("a.txt", "https://teams.microsoft.com/ and https://teams.microsoft.com/_#/school and teams.microsoft.com/l/x"),
        ("a.txt", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d"),
        ("a.txt", "https://applink.feishu.cn/"),
        ("a.txt", "feishu://somewhere/else?a=b and lark://client/chat?x=y"),
        ("a.md", "`ymeeting://<host>/app/joinmeeting?number=&password=&nonceId=`"),
        ("a.md", "`cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=...`"),
        ("a.txt", "cloudlink://welinksoftclient/startupconfig?model=integrated"),
        ("a.txt", "s = _T(\"cloudlink://welinksoftclient/h5page?page=joinConfByLink&server_url=\") + x;"),
        ("a.txt", "intent://welinksoftclient/h5page?page=launch#Intent;scheme=cloudlink;end"),
    ] {
        let (_, findings) = check(name, text);
        assert_eq!(findings, [], "{name}: {text}");
    }
}

#[test]
fn what_is_nearly_a_link_is_reported() {
    for (text, rule) in [
        ("cloudlink://welinksoftclient/h5pag?page=launch", "unknown-link"),
        ("cloudlink://welinksoftclent/h5page?page=launch", "unknown-link"),
        ("cloudlink://welinksoftclient/h5page?page=launc&nonce=x1", "unknown-page"),
    ] {
        let (_, findings) = check("a.txt", text);
        assert!(findings.iter().any(|finding| finding.rule == rule), "{text}: {findings:?}");
    }
}

#[test]
fn a_page_that_is_wrong_is_wrong_whatever_a_program_adds() {
    for (name, text, is_wrong) in [
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?page=launc\"", true),
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?page=launc&nonce=\" + nonce", true),
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?page=launc&$rest\"", true),
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?page=launch\"", false),
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?page=launc\" + end", false),
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?conf_id=1\" + rest", false),
        ("a.kt", "val url = \"cloudlink://welinksoftclient/h5page?conf_id=1\"", false),
    ] {
        let (_, findings) = check(name, text);
        assert_eq!(findings.iter().any(|finding| finding.rule == "unknown-page"), is_wrong, "{text}: {findings:?}");
    }
}

#[test]
fn unrelated_files_give_nothing() {
    let mut files = 0;
    for (index, word) in
        ["meeting", "link", "https://example.com/?a=1&b=2", "scheme: x", "page=launch"].iter().enumerate()
    {
        for extension in EXTENSIONS {
            let mut text = String::new();
            for line in 0..40 {
                let _ = writeln!(
                    text,
                    "{line} {word} = \"{word}\"; // don't {word} <b>{{{word}}}</b> %{index}$s \\u00{line}"
                );
            }
            assert_eq!(find(&format!("a.{extension}"), &text), [], "{extension}");
            files += 1;
        }
    }
    assert!(files > 200, "{files}");
}

const EXTENSIONS: [&str; 44] = [
    "html",
    "htm",
    "xhtml",
    "vue",
    "svg",
    "xml",
    "md",
    "eml",
    "kt",
    "java",
    "swift",
    "m",
    "mm",
    "h",
    "cpp",
    "cs",
    "js",
    "ts",
    "jsx",
    "tsx",
    "py",
    "go",
    "rb",
    "php",
    "dart",
    "sh",
    "bat",
    "json",
    "yaml",
    "toml",
    "properties",
    "plist",
    "txt",
    "csv",
    "rs",
    "c",
    "log",
    "ini",
    "tex",
    "rst",
    "adoc",
    "sql",
    "lua",
    "css",
];
