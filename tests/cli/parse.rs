//! `linkc parse`: what a link is, in three formats.

use crate::support::{Run, Scene, assert_snapshot, linkc};

const JOIN: &str = "acme://app?do=join&room=7&passcode=hunter2&name=Zo%C3%AB%20%26%20Co";

fn acme(scene: &Scene, args: &[&str]) -> Run {
    scene.linkc(["parse", "--schema", "acme.yaml"].into_iter().chain(args.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn a_person_sees_the_page_the_values_and_no_secret() {
    let scene = Scene::acme();
    let ran = acme(&scene, &[JOIN]).run();
    ran.exits(0).says_nothing().never_shows("hunter2");
    assert_snapshot("parse-human", &ran.stdout);
    acme(&scene, &[JOIN, "--reveal"]).run().exits(0).shows("hunter2");
}

#[test]
fn a_program_gets_an_object_a_line() {
    let scene = Scene::acme();
    let ran = acme(&scene, &[JOIN, "acme://app?do=home", "--format", "json"]).run();
    ran.exits(0).says_nothing();
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[0],
        serde_json::json!({
            "version": 1,
            "url": JOIN,
            "schema": "acme",
            "page": "join",
            "matches": [{ "platform": "ios", "variant": null }, { "platform": "windows", "variant": null }],
            "values": { "do": "join", "room": "7", "passcode": "hunter2", "name": "Zoë & Co" },
            "assumed": { "ios": { "mic": "false" }, "windows": { "mic": "false" } },
            "diagnostics": [],
        })
    );
    assert_eq!(lines[1]["page"], "home");
}

#[test]
fn yaml_is_a_link_config_that_checks_and_holds_no_secret() {
    let scene = Scene::acme();
    let ran = acme(&scene, &[JOIN, "--format", "yaml"]).run();
    ran.exits(0).says_nothing().never_shows("hunter2").shows("${env:JOIN_PASSCODE}");
    assert_snapshot("parse-yaml", &ran.stdout);
    scene.write("links.yaml", ran.stdout.replace("schema: acme\n", "schema: ./acme.yaml\n"));
    scene.linkc(["check", "--fail-on", "warning"]).run().exits(0);
}

#[test]
fn links_of_two_schemas_are_not_one_config() {
    let urls =
        ["cloudlink://welinksoftclient/h5page?page=launch", "https://teams.microsoft.com/l/chat/0/0?users=a@b.c"];
    let ran = linkc(["parse", urls[0], urls[1], "--format", "yaml"]).run();
    ran.exits(2).says("huawei-cloud-meeting").says("microsoft-teams");
}

#[test]
fn a_link_with_an_error_is_no_part_of_a_config() {
    let scene = Scene::acme();
    let ran = acme(&scene, &["acme://other", "--format", "yaml"]).run();
    ran.exits(1).prints("").says("unknown-link");
}

#[test]
fn lines_come_with_and_without_a_platform() {
    let scene = Scene::acme();
    let lines = "# two links\nwindows\tacme://app?do=join&room=7\n\n  acme://app?do=home  \n";
    let ran = acme(&scene, &["-", "--format", "json"]).stdin(lines).run();
    ran.exits(0);
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert_eq!(lines[0]["platform"], "windows");
    assert_eq!(lines[0]["matches"].as_array().map(Vec::len), Some(1));
    assert_eq!(lines[1].get("platform"), None);
    assert_eq!(lines[1]["url"], "acme://app?do=home");
    acme(&scene, &["-"]).stdin("macos\tacme://app?do=home\n").run().exits(1).shows("error[unknown-platform]");
    acme(&scene, &["-"]).stdin("").run().exits(2).prints("").says("no URL");
    acme(&scene, &["-"]).stdin(b"\xff").run().exits(2).prints("").says("standard input is not UTF-8");
}

#[test]
fn a_form_of_another_platform_is_an_error() {
    let scene = Scene::acme();
    acme(&scene, &["acme://app?do=enter&room=7"]).run().exits(0).shows("windows (variant classic)");
    acme(&scene, &["acme://app?do=enter&room=7", "--platform", "ios"]).run().exits(1).shows("error[wrong-platform]");
    let ran = acme(&scene, &["acme://app?do=home", "--platform", "windos"]).run();
    ran.exits(2).says("did you mean `windows`?");
}

#[test]
fn a_wrong_link_is_told_what_it_was_meant_to_be() {
    let scene = Scene::acme();
    for (url, said) in [
        ("acme://app?do=jion&room=7", "did you mean `join`?"),
        ("acme://ap?do=join&room=7", "did you mean `acme://app`?"),
        ("acme://app?room=7", "missing-parameter"),
        ("acme://app?do=join", "missing-parameter"),
        ("acme://app?do=join&rom=7", "did you mean `room`?"),
        ("acme://app?do>home", "malformed-pair"),
        ("nonsense", "unknown-link"),
        ("", "unknown-link"),
    ] {
        acme(&scene, &[url]).run().exits(1).shows(said);
        let ran = acme(&scene, &[url, "--format", "json"]).run();
        ran.exits(1).says_nothing();
        assert!(!ran.json()["diagnostics"].as_array().expect("a list").is_empty(), "{url}");
        acme(&scene, &[url, "--fail-on", "never"]).run().exits(0);
    }
}

#[test]
fn a_mistyped_constant_is_read_as_the_page_it_was_meant_to_be_on_all_its_platforms() {
    let ran = linkc(["parse", "cloudlink://welinksoftclient/h5page?page=launc", "--format", "json"]).run();
    ran.exits(1);
    assert_eq!(ran.json()["page"], "launch");
    assert_eq!(ran.json()["matches"].as_array().map(Vec::len), Some(5), "{}", ran.stdout);
}

#[test]
fn an_unknown_schema_is_a_failure() {
    linkc(["parse", "--schema", "huawei-cloud-meting", "x:y"]).run().exits(2).says("did you mean");
    linkc(["parse", "--schema", "lost.yaml", "x:y"]).run().exits(2).says("lost.yaml");
}
