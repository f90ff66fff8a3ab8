//! `linkc build --check`: the same build, compared with what is there.

use super::LINKS;
use crate::support::{Run, Scene, assert_snapshot};

const OPEN: &str = "\
linkc: 1
kind: links
schema: ./acme.yaml
links:
  daily: { page: join, title: Daily, values: { room: 7 } }
outputs:
  - { target: url, dir: out }
";

fn checked(scene: &Scene) -> Run {
    scene.linkc(["build", "--check"])
}

#[test]
fn what_is_up_to_date_is_fine() {
    let scene = Scene::acme().file("links.yaml", OPEN);
    scene.linkc(["build"]).run().exits(0);
    checked(&scene).run().exits(0).prints("").says("up to date");
}

#[test]
fn what_is_stale_is_a_finding_with_a_diff_and_stays_as_it_is() {
    let scene = Scene::acme().file("links.yaml", OPEN);
    scene.linkc(["build"]).run().exits(0);
    scene.write("links.yaml", OPEN.replace("room: 7", "room: 8"));
    let before = scene.read("out/links.txt");
    let ran = checked(&scene).run();
    ran.exits(1).says("not up to date").says("linkc build");
    assert_snapshot("build-check-diff", &ran.stdout);
    assert_eq!(scene.read("out/links.txt"), before);
}

#[test]
fn what_is_missing_is_a_finding_and_is_not_written() {
    let scene = Scene::acme().file("links.yaml", OPEN);
    checked(&scene).run().exits(1).shows("--- /dev/null\n+++ out/links.txt\n").says("1 artifact is not up to date");
    assert_eq!(scene.files(), ["acme.yaml", "links.yaml"]);
}

#[test]
fn the_failing_level_does_not_excuse_what_is_stale() {
    let scene = Scene::acme().file("links.yaml", OPEN);
    scene.linkc(["build", "--check", "--fail-on", "error"]).run().exits(1);
}

#[test]
fn the_command_that_mends_it_is_the_one_that_was_called() {
    let scene = Scene::acme().file("links.yaml", OPEN);
    let ran = scene.linkc(["build", "--check", "links.yaml", "--target", "json", "--out", "x"]).run();
    ran.exits(1).says("`linkc build links.yaml --target json --out x`");
}

#[test]
fn an_error_in_the_config_comes_before_any_comparison() {
    let scene = Scene::acme().file("links.yaml", OPEN.replace("join", "jion"));
    checked(&scene).run().exits(1).prints("").says("unknown-page");
}

#[test]
fn a_diff_does_not_show_a_secret() {
    let scene = Scene::acme().file("links.yaml", LINKS);
    scene.linkc(["build"]).env("DAILY_CODE", "old+pass").run().exits(0);
    let ran = checked(&scene).env("DAILY_CODE", "new+pass").run();
    ran.exits(1).shows("passcode=").never_shows("new+pass").never_shows("new%2Bpass");
    ran.never_shows("old+pass").never_shows("old%2Bpass");
}

#[test]
fn what_does_not_count_in_a_check_does_not_keep_from_building() {
    let config =
        LINKS.replace("    title: Daily\n", "    title: Daily\n    # linkc: ignore[literal-secret] because a test\n");
    let config = config.replace("\"${env:DAILY_CODE}\"", "hunter2");
    let strict = "linkc: 1\nkind: settings\nrules: { literal-secret: error }\n";
    let scene = Scene::acme().file("linkc.yaml", strict).file("links.yaml", &config);
    scene.linkc(["build"]).run().exits(0);
    scene.linkc(["ci"]).run().exits(0);
    // Neither does what the settings turn off, or what the baseline knows.
    let bare = config.replace("    # linkc: ignore[literal-secret] because a test\n", "");
    scene.write("links.yaml", &bare);
    scene.linkc(["build"]).run().exits(1).says("error[literal-secret]");
    scene.linkc(["ci"]).run().exits(1);
    scene.linkc(["baseline", "create"]).run().exits(0);
    scene.write("linkc.yaml", format!("{strict}baseline: linkc-baseline.yaml\n"));
    scene.linkc(["build"]).run().exits(0);
    scene.linkc(["ci"]).run().exits(0);
    scene.write("linkc.yaml", strict.replace("error", "off"));
    scene.linkc(["build"]).run().exits(0).never_shows("literal-secret");
}
