//! `linkc template`: RFC 6570 for anybody's templates.

use crate::support::{Scene, linkc};

const VARIABLES: &str =
    r#"{ "x": "1 2", "n": 3, "yes": true, "none": null, "list": ["a", "b,c"], "keys": { "k": "v" } }"#;

#[test]
fn a_template_is_expanded_from_a_file() {
    let scene = Scene::new().file("vars.json", VARIABLES);
    let expand = |template: &str| scene.linkc(["template", "expand", template, "--vars", "vars.json"]).run();
    for (template, url) in [
        ("a{?x,n,yes,none,list,keys*}", "a?x=1%202&n=3&yes=true&list=a,b%2Cc&k=v\n"),
        ("a{/list*}{#x}", "a/a/b%2Cc#1%202\n"),
        ("{x:1}", "1\n"),
        ("{missing}", "\n"),
        ("", "\n"),
    ] {
        expand(template).exits(0).says_nothing().prints(url);
    }
    let ran = expand("a{?x");
    ran.exits(2).prints("").says("  a{?x\n      ^\n").says("help: ");
}

#[test]
fn variables_come_from_standard_input_too_and_must_be_an_object() {
    let expand = |vars: &str| linkc(["template", "expand", "{x}", "--vars", "-"]).stdin(vars).run();
    expand(r#"{"x":"é"}"#).exits(0).prints("%C3%A9\n");
    expand("[1]").exits(2).prints("").says("object");
    expand("{").exits(2).prints("").says("is not JSON").says("line 1 column 1");
    expand(r#"{"x":[["deep"]]}"#).exits(2).says("`x`");
    expand(&"[".repeat(200_000)).exits(2).prints("");
    linkc(["template", "expand", "{x}", "--vars", "lost.json"]).run().exits(2).says("lost.json");
    linkc(["template", "expand", "{x}"]).run().exits(2).says("--vars");
}

#[test]
fn a_url_is_matched_back() {
    let ran = linkc(["template", "match", "a{?x,y*}", "a?x=1%202&y=a&y=b&z=9#f", "--list", "y"]).run();
    ran.exits(0).says_nothing().prints(
        "{\"version\":1,\"values\":{\"x\":\"1 2\",\"y\":[\"a\",\"b\"]},\
         \"unknown\":[{\"name\":\"z\",\"value\":\"9\"}],\"fragment\":\"f\"}\n",
    );
    linkc(["template", "match", "a{?x}", "b?x=1"]).run().exits(1).prints("").says("expected `a` at character 1");
    linkc(["template", "match", "é{?x}", "éx"]).run().exits(1).prints("").says("character 2");
}

#[test]
fn what_could_be_read_in_two_ways_is_refused() {
    let ran = linkc(["template", "match", "{a}{b}", "xy"]).run();
    ran.exits(2).prints("").says("ambiguous at `{a}`");
    linkc(["template", "match", "{a", "xy"]).run().exits(2).prints("");
}
