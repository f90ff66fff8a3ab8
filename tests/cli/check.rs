//! `linkc check`: what is looked at, what is printed where, and how it ends.

use super::{LINKS, WRONG, codes_by_fail_on};
use crate::support::{ACME, Scene, assert_snapshot, linkc};

const NOTHING: &str = "there is nothing to check";

#[test]
fn a_right_config_and_a_right_schema_have_no_problems() {
    let scene = Scene::acme().file("links.yaml", LINKS);
    scene.linkc(["check"]).run().exits(0).says_nothing().prints("no problems in 2 files with 1 link\n");
}

#[test]
fn findings_are_results_and_stand_on_stdout() {
    let scene = Scene::acme().file("links.yaml", WRONG);
    let ran = scene.linkc(["check"]).run();
    ran.exits(1).says_nothing();
    assert_snapshot("check-unknown-page", &ran.stdout);
    let ran = scene.linkc(["check", "--format", "concise"]).run();
    ran.exits(1).says_nothing().prints("links.yaml:5:18: error[unknown-page]: acme has no page `jion`\n");
    let ran = scene.linkc(["check", "--format", "json"]).run();
    ran.exits(1).says_nothing();
    assert_eq!(ran.json()["diagnostics"][0]["rule"], "unknown-page");
    assert_eq!(ran.json()["summary"]["errors"], 1);
}

#[test]
fn the_exit_code_follows_the_failing_level_in_every_format() {
    let warned = WRONG.replace("jion", "join").replace("room: 7", "room: 7, passcode: hunter2");
    for format in ["human", "concise", "json"] {
        assert_eq!(codes_by_fail_on(LINKS, format), [0, 0, 0, 0], "{format}");
        assert_eq!(codes_by_fail_on(WRONG, format), [1, 1, 1, 0], "{format}");
        assert_eq!(codes_by_fail_on(&warned, format), [0, 1, 1, 0], "{format}");
    }
}

#[test]
fn a_dash_is_standard_input() {
    let scene = Scene::acme();
    scene.linkc(["check", "-"]).stdin(LINKS).run().exits(0).prints("no problems in 1 file with 1 link\n");
    scene.linkc(["check", "-"]).stdin(ACME).run().exits(0).prints("no problems in 1 file\n");
    scene.linkc(["check", "-"]).stdin(WRONG).run().exits(1).shows("<stdin>:5:18");
}

#[test]
fn a_list_of_urls_is_read_with_all_schemas() {
    let list = "# ours\n\nios\tacme://app?do=join&room=7\ncloudlink://welinksoftclient/h5page?page=launch\n";
    let scene = Scene::acme().file("urls.txt", list);
    let ran = scene.linkc(["check", "--schema", "acme.yaml", "urls.txt", "--format", "concise"]).run();
    ran.exits(0);
    let ran = scene.linkc(["check", "urls.txt", "--format", "concise"]).run();
    ran.exits(1).shows("urls.txt:3:5: error[unknown-link]").says_nothing();
    let ran =
        scene.linkc(["check", "-", "--format", "concise"]).stdin("cloudlink://welinksoftclient/h5page?page=launc");
    ran.run().exits(1).shows("<stdin>:1:42: error[unknown-page]");
}

#[test]
fn where_nothing_is_to_check_nothing_is_called_right() {
    let scene = Scene::new().file("empty/readme.md", "no link in here").file("others.yaml", "a: 1\n");
    let ran = scene.linkc(["check"]).run();
    ran.exits(2).prints("").says(NOTHING).says("links.yaml").says("linkc init");
    scene.linkc(["check", "empty"]).run().exits(2).prints("").says("in `empty`");
    // A scheme that is only mentioned is no link; but who names a file has it looked at.
    let scene = scene.file("empty/about.md", "Links begin with `cloudlink://`.\n");
    scene.linkc(["check"]).run().exits(2).prints("").says(NOTHING);
    scene.linkc(["check", "--format", "sarif"]).run().exits(2).prints("").says(NOTHING);
    scene.linkc(["check", "empty/about.md"]).run().exits(0).prints("no problems in 1 file\n");
    scene.linkc(["check", "--format", "json"]).run().exits(2).prints("");
    scene.linkc(["check", "-"]).stdin("").run().exits(2).prints("").says(NOTHING);
    scene.linkc(["check", "-"]).stdin("# only a comment\n\n").run().exits(2).says(NOTHING);
}

#[test]
fn a_file_that_is_not_there_is_named_and_the_rest_is_checked() {
    let scene = Scene::acme().file("links.yaml", WRONG);
    let ran = scene.linkc(["check", "lost.yaml", "links.yaml"]).run();
    ran.exits(2).shows("unknown-page").says("cannot read `lost.yaml`: there is no such file");
    // A path through a file cannot be read by anybody, the superuser included.
    scene.linkc(["check", "links.yaml/x"]).run().exits(2).prints("").says("cannot read `links.yaml/x`");
}

#[test]
fn a_file_that_is_not_utf_8_is_no_file_of_ours() {
    let scene = Scene::new().file("links.yaml", b"linkc: 1\nkind: links\n# caf\xe9\n").file("b.txt", b"\xff\xfe");
    scene.linkc(["check"]).run().exits(2).prints("").says("`links.yaml` is not UTF-8: line 3");
    scene.linkc(["check", "b.txt"]).run().exits(2).says("`b.txt` is not UTF-8").says("help: ");
    let ran = scene.linkc(["check", "-"]).stdin(b"\xff").run();
    ran.exits(2).says("standard input is not UTF-8");
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_no_problem() {
    let windows = format!("\u{feff}{}", LINKS.replace('\n', "\r\n"));
    let scene = Scene::acme().file("links.yaml", &windows);
    scene.linkc(["check", "links.yaml"]).run().exits(0);
    let list = "\u{feff}acme://app?do=home\r\nios\tacme://app?do=join&room=7\r\n";
    scene.linkc(["check", "-", "--schema", "acme.yaml"]).stdin(list).run().exits(0);
}

#[test]
fn a_folder_is_walked_without_what_git_ignores() {
    let scene = Scene::acme()
        .file(".gitignore", "build/\n")
        .file("a/links.yaml", LINKS.replace("./acme", "../acme"))
        .file("a/b/team.links.yaml", LINKS.replace("./acme", "../../acme"))
        .file("build/links.yaml", WRONG.replace("./acme", "../acme"))
        .file(".hidden/links.yaml", WRONG)
        .file("values.yaml", "not: ours\n")
        .file("broken.yaml", "a: [1\n");
    let ran = scene.linkc(["check"]).run();
    ran.exits(0).prints("no problems in 3 files with 2 links\n");
    scene.linkc(["check", "a"]).run().exits(0).prints("no problems in 2 files with 2 links\n");
    // What is named is looked at, ignored or not; what is named twice, once.
    scene.linkc(["check", "build/links.yaml", "a", "a/links.yaml"]).run().exits(1).shows("in 3 files");
}

#[test]
fn a_schema_is_found_relative_to_the_config_and_its_own_errors_have_places() {
    let broken = ACME.replace("type: boolean", "type: bolean");
    let scene = Scene::new().file("schemas/acme.yaml", &broken);
    scene.write("a/links.yaml", LINKS.replace("./acme.yaml", "../schemas/acme.yaml"));
    let ran = scene.linkc(["check", "a/links.yaml", "--format", "concise"]).run();
    ran.exits(1).says_nothing().shows("schemas/acme.yaml:").shows("`bolean`");
    scene.write("schemas/acme.yaml", ACME);
    scene.linkc(["check", "a/links.yaml"]).run().exits(0);
    scene.linkc(["check", "links.yaml"]).current_dir(scene.path("a")).run().exits(0);
    scene.write("a/links.yaml", LINKS.replace("./acme.yaml", "./lost.yaml"));
    scene.linkc(["check", "a/links.yaml"]).run().exits(2).says("lost.yaml`: there is no such file");
}

#[test]
fn an_unknown_schema_is_a_finding_at_its_name() {
    let scene = Scene::new().file("links.yaml", LINKS.replace("./acme.yaml", "huawei-cloud-meting"));
    let ran = scene.linkc(["check"]).run();
    ran.exits(1).shows("links.yaml:3:9").shows("did you mean `huawei-cloud-meeting`?");
}

#[test]
fn an_unknown_kind_is_a_finding() {
    let ran = linkc(["check", "-"]).stdin("linkc: 1\nkind: lniks\n").run();
    ran.exits(1).shows("error[wrong-value]").shows("`lniks`");
}

#[test]
fn checking_needs_no_variable_and_no_file_of_a_value() {
    let text = LINKS.replace("${env:DAILY_CODE}", "${env:DAILY_CODE}${file:lost.txt}");
    Scene::acme().file("links.yaml", text).linkc(["check"]).run().exits(0);
}

#[test]
fn where_ones_own_targets_end_up_counts() {
    let mine = "summary: Mine.\nescape: line\nchannel: mail\nfiles:\n  - { path: a.txt, template: mine.j2 }\n";
    let scene = Scene::acme()
        .file("links.yaml", LINKS.replace("target: url", "target: mine"))
        .file("targets/mine/target.yaml", mine)
        .file("targets/mine/mine.j2", "x\n")
        .file("out/a.txt", "x\n");
    let finding = "error[unshareable-scheme]: mail programs drop `acme:` links";
    scene.linkc(["check", "links.yaml"]).run().exits(0).never_shows(finding);
    scene.linkc(["check", "links.yaml", "--templates", "targets"]).run().exits(1).shows(finding);
    scene.linkc(["ci", "links.yaml", "--templates", "targets"]).run().exits(1).shows(finding);
    scene.linkc(["check", "links.yaml", "--templates", "lost"]).run().exits(2).says("cannot read `lost`");
    // A baseline knows what `check` finds with the same targets.
    scene.linkc(["baseline", "create", "--templates", "targets"]).run().exits(0);
    assert!(scene.read("linkc-baseline.yaml").contains("unshareable-scheme"));
    scene
        .linkc(["check", "links.yaml", "--templates", "targets", "--baseline", "linkc-baseline.yaml"])
        .run()
        .exits(0)
        .never_shows(finding);
}

#[test]
fn a_job_of_a_ci_service_is_no_link_config() {
    let scene = Scene::acme().file("ci/jobs.yml", "linkc:\n  stage: test\n  script: [linkc ci]\n");
    scene.linkc(["check"]).run().exits(0).prints("no problems in 1 file\n");
}
