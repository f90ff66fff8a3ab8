//! `linkc list`, `show`, `explain` and `init`: what there is, and a file to start from.

use crate::support::{Scene, assert_snapshot, linkc};

fn built_in_schemas() -> Vec<String> {
    let ran = linkc(["list", "schemas", "--format", "json"]).run();
    ran.exits(0);
    let json = ran.json();
    let schemas = json["schemas"].as_array().expect("a list").iter();
    schemas.filter_map(|schema| schema["schema"].as_str().map(str::to_owned)).collect()
}

#[test]
fn all_schemas_of_the_folder_are_listed() {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")).expect("a folder");
    let mut files: Vec<String> =
        folder.filter_map(|entry| entry.expect("an entry").path().file_stem()?.to_str().map(str::to_owned)).collect();
    files.sort();
    assert_eq!(built_in_schemas(), files);
    linkc(["list", "schemas"]).run().exits(0).says_nothing().shows("Huawei Cloud Meeting");
}

#[test]
fn every_list_is_a_table_for_people_and_an_object_for_programs() {
    for listed in ["schemas", "pages", "rules", "targets"] {
        let human = linkc(["list", listed]).run();
        human.exits(0).says_nothing();
        assert!(human.stdout.lines().all(|line| line == line.trim_end()), "{}", human.stdout);
        let json = linkc(["list", listed, "--format", "json"]).run();
        json.exits(0).says_nothing();
        assert_eq!(json.json()["version"], 1);
        let rows = json.json()[listed].as_array().expect("a list").len();
        // The table has a header.
        assert_eq!(human.stdout.lines().count(), rows + 1, "{listed}");
    }
}

#[test]
fn targets_of_ones_own_are_listed_beside_the_built_in_ones() {
    let scene = Scene::new()
        .file("t/mine/target.yaml", "summary: Mine.\nescape: line\nfiles: []\n")
        .file("t/bad/target.yaml", "summary: Bad.\n");
    scene.linkc(["list", "targets", "--templates", "t"]).run().exits(2).says("`bad`").says("target.yaml");
    std::fs::remove_dir_all(scene.path("t/bad")).expect("it is there");
    scene.linkc(["list", "targets", "--templates", "t"]).run().exits(0).shows("Mine.").shows("json");
    scene.linkc(["list", "targets", "--templates", "lost"]).run().exits(2).says("`lost`");
}

#[test]
fn a_schema_and_a_page_are_shown() {
    let scene = Scene::acme();
    let schema = scene.linkc(["show", "--schema", "acme.yaml"]).run();
    schema.exits(0).says_nothing();
    assert_snapshot("show-schema", &schema.stdout);
    let page = scene.linkc(["show", "--schema", "acme.yaml", "join"]).run();
    page.exits(0).says_nothing();
    assert_snapshot("show-page", &page.stdout);
    scene.linkc(["show", "acme.yaml/join"]).run().exits(0).prints(&page.stdout);
    scene.linkc(["show", "./acme.yaml/join"]).run().exits(0).prints(&page.stdout);
    scene.linkc(["show", "./acme.yaml"]).run().exits(0).prints(&schema.stdout);
}

#[test]
fn every_page_of_every_schema_can_be_shown() {
    for schema in built_in_schemas() {
        let ran = linkc(["show", &schema, "--format", "json"]).run();
        ran.exits(0).says_nothing();
        for page in ran.json()["pages"].as_array().expect("a list") {
            let page = page["page"].as_str().expect("a name");
            let ran = linkc(["show", &format!("{schema}/{page}")]).run();
            ran.exits(0).says_nothing().shows(page);
        }
    }
}

#[test]
fn a_wrong_name_to_show_or_explain_is_met_with_the_nearest() {
    linkc(["show", "huawei-cloud-meeting/jion"]).run().exits(2).prints("").says("did you mean `join`?");
    linkc(["show", "huawei-cloud-meting"]).run().exits(2).prints("").says("did you mean");
    linkc(["show"]).run().exits(2).prints("");
    linkc(["explain", "missing-paramter"]).run().exits(2).prints("").says("did you mean `missing-parameter`?");
    linkc(["explain", "xyz"]).run().exits(2).prints("").says("linkc list rules");
    linkc(["explain"]).run().exits(2).prints("");
}

#[test]
fn every_rule_is_explained_with_what_is_wrong_and_what_is_right() {
    let rules = linkc(["list", "rules", "--format", "json"]).run();
    let all = linkc(["explain", "--all"]).run();
    all.exits(0).says_nothing();
    for rule in rules.json()["rules"].as_array().expect("a list") {
        let id = rule["rule"].as_str().expect("an id");
        let ran = linkc(["explain", id]).run();
        ran.exits(0).says_nothing().shows(id).shows("## Why is this bad?").shows("## Example");
        all.shows(&ran.stdout);
        let ran = linkc(["explain", id, "--format", "json"]).run();
        assert_eq!(ran.exits(0).json()["id"], id);
    }
}

#[test]
fn a_first_config_passes_its_check_and_builds_for_every_schema() {
    for schema in built_in_schemas() {
        let scene = Scene::new();
        scene.linkc(["init", "--schema", &schema]).run().exits(0).prints("").says("wrote links.yaml");
        let ran = scene.linkc(["check", "--fail-on", "warning"]).run();
        ran.exits(0);
        scene.linkc(["build"]).run().exits(0);
        let printed = scene.linkc(["init", "-", "--schema", &schema]).run();
        printed.exits(0).says_nothing();
        // In the file, a line for editors goes before.
        assert!(scene.read("links.yaml").ends_with(&printed.stdout), "{}", printed.stdout);
        assert!(printed.stdout.lines().all(|line| line == line.trim_end()), "{}", printed.stdout);
    }
}

#[test]
fn a_first_config_for_a_schema_of_ones_own_names_its_file() {
    let scene = Scene::acme();
    scene.linkc(["init", "--schema", "./acme.yaml", "team.links.yaml"]).run().exits(0);
    scene.linkc(["check", "team.links.yaml", "--fail-on", "warning"]).run().exits(0);
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let scene = Scene::new().file("links.yaml", "mine");
    scene.linkc(["init"]).run().exits(2).prints("").says("`links.yaml` is there already").says("help: ");
    assert_eq!(scene.read("links.yaml"), "mine");
    scene.linkc(["init", "lost/links.yaml"]).run().exits(2).says("cannot write `lost/links.yaml`");
    scene.linkc(["init", "--schema", "nope", "a.yaml"]).run().exits(2).says("there is no schema `nope`");
    assert_eq!(scene.files(), ["links.yaml"]);
}
