//! Holes, and what a program does to a link.

use super::{assert_clean, check, unjustified, urls};

const START: &str = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=";

fn assert_one(name: &str, text: &str, url: &str) {
    assert_eq!(urls(name, text), [url], "{name}: {text}");
    assert_clean(name, text);
}

#[test]
fn a_hole_is_an_unknown_value() {
    for (name, text) in [
        ("a.m", "[NSString stringWithFormat:@\"START%@&name=%@\", a, b];"),
        ("a.c", "sprintf(buf, \"START%d&name=%s\", a, b);"),
        ("a.java", "String.format(\"START%1$s&name=%2$s\", a, b)"),
        ("a.cs", "var s = $\"START{id}&name={Uri.EscapeDataString(name)}\";"),
        ("a.cs", "string.Format(\"START{0}&name={1}\", a, b);"),
        ("a.py", "f\"START{meeting['id']}&name={quote(name)}\""),
        ("a.py", "\"START%(id)s&name=%(name)s\" % values"),
        ("a.kt", "\"START$id&name=${URLEncoder.encode(name, \"UTF-8\")}\""),
        ("a.js", "`START${id}&name=${encodeURIComponent(name)}`"),
        ("a.swift", "\"START\\(id)&name=\\(name.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed)!)\""),
        ("a.rb", "\"START#{id}&name=#{CGI.escape(name)}\""),
        ("a.php", "<?php $u = \"START$id&name={$user->name}\";"),
        ("a.sh", "open \"START$ID&name=${NAME}\""),
        ("a.bat", "start \"\" \"START%ID%&name=%NAME%\""),
        ("a.html", "<a href=\"START{{ id }}&amp;name={{ name | urlencode }}\">Join</a>"),
        ("a.erb", "<a href=\"START<%= id %>&amp;name=<%= name %>\">Join</a>"),
        ("a.md", "`START<meeting ID>&name=<name>`"),
        ("a.txt", "START{conf_id}&name={{name}}"),
        ("a.json", "{ \"url\": \"START${id}&name=${name}\" }"),
        ("a.go", "fmt.Sprintf(\"START%d&name=%s\", a, b)"),
        ("a.rs", "format!(\"START{}&name={name}\", a)"),
    ] {
        let text = text.replace("START", START);
        assert_one(name, &text, &format!("{START}□&name=□"));
    }
}

#[test]
fn a_link_is_put_together_from_several_literals() {
    for (name, text) in [
        ("a.cpp", "CString s = _T(\"START\")\n    + id + _T(\"&name=\")\n    + showName;"),
        ("a.cpp", "ss << \"START\" << id << \"&name=\" << name << std::endl;"),
        ("a.java", "String s = \"START\" + id\n    + \"&name=\" + URLEncoder.encode(name, \"UTF-8\");"),
        ("a.js", "const s = 'START' + id + '&name=' + encodeURIComponent(name)\nfoo()"),
        ("a.php", "<?php $s = 'START' . $id . '&name=' . urlencode($name);"),
        ("a.swift", "let s = \"START\" + id + \"&name=\" + name"),
        ("a.kt", "val s = \"START\" + id +\n    \"&name=\" + name"),
        ("a.m", "NSString *s = [NSString stringWithFormat:@\"START%@\" @\"&name=%@\", a, b];"),
        ("a.py", "s = (\"START\" + str(id) +\n     \"&name=\" + name)"),
    ] {
        let text = text.replace("START", START);
        assert_one(name, &text, &format!("{START}□&name=□"));
    }
}

#[test]
fn literals_side_by_side_are_one() {
    assert_one("a.py", &format!("s = (\"{START}1\"\n     \"&name=Tom\")"), &format!("{START}1&name=Tom"));
    assert_one("a.c", &format!("const char *s = \"{START}1\"\n    \"&name=Tom\";"), &format!("{START}1&name=Tom"));
}

#[test]
fn what_a_program_adds_to_is_open() {
    for (name, text) in [
        ("a.js", "let u = 'STARTa1';\nu += '&name=' + name;"),
        ("a.js", "const u = new URL('STARTa1');\nu.searchParams.set('name', name);"),
        ("a.java", "new StringBuilder(\"STARTa1\").append(\"&name=\").append(name);"),
        ("a.java", "Uri.parse(\"STARTa1\").buildUpon().appendQueryParameter(\"name\", name).build();"),
        ("a.py", "BASE = \"STARTa1\"\nurl = f\"{BASE}&name={name}\""),
        ("a.kt", "val base = \"STARTa1\"\nval url = \"$base&name=$name\""),
        ("a.kt", "const val BASE = \"cloudlink://welinksoftclient/h5page?page=joinConfByLink\""),
        ("a.properties", "base=cloudlink://welinksoftclient/h5page?page="),
        ("a.cpp", "CString s = _T(\"STARTa1\") + rest;"),
        ("a.sh", "open \"STARTa1&name=\"$NAME"),
    ] {
        assert_clean(name, &text.replace("STARTa", START));
    }
}

#[test]
fn a_hole_that_decides_what_a_link_is_leaves_it_alone() {
    for url in [
        "cloudlink://welinksoftclient/h5page?page=%@",
        "cloudlink://welinksoftclient/h5page?page=%@&conf_id=1&foo=2",
        "cloudlink://welinksoftclient/h5page?%@",
        "cloudlink://welinksoftclient/%@?page=launch",
        "cloudlink://%@/h5page?page=joinConfByLink",
        "cloudlink://welinksoftclient/h5page?page=joinConfByLink&%@",
        "https://teams.microsoft.com/l/%@?a=b",
    ] {
        let text = format!("s = [NSString stringWithFormat:@\"{url}\", a];");
        assert_clean("a.m", &text);
    }
}

#[test]
fn what_is_known_of_a_link_with_holes_is_checked() {
    let text = "s = [NSString stringWithFormat:@\"cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=%@&nam=%@&open_mic=on\", a, b];";
    let (_, findings) = check("a.m", text);
    let found: Vec<(&str, &str)> = unjustified(&findings).iter().map(|f| (f.rule, f.text.as_str())).collect();
    assert_eq!(found, [("unknown-parameter", "nam"), ("invalid-value", "on"), ("missing-parameter", "")]);
}

#[test]
fn a_percent_encoded_character_is_no_hole() {
    let url = format!("{START}1&name=a%20d%E5%BC%A0");
    assert_one("a.m", &format!("@\"{url}\""), &url);
}

#[test]
fn in_a_mail_nothing_is_left_open() {
    let (_, findings) = check("a.eml", &format!("Subject: x\n\n<{START}1&name=%s>\n"));
    let rules: Vec<&str> = unjustified(&findings).iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"placeholder-value"), "{rules:?}");
}
