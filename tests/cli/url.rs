//! `linkc url`: one link, for one platform or all of them.

use crate::support::{Scene, linkc};

const JOIN: [&str; 6] = ["url", "huawei-cloud-meeting/join", "--set", "conf_id=1", "--set", "name=Tom"];

/// `linkc url` for the page `join` of the schema of these tests.
fn acme<'a>(scene: &Scene, args: &[&'a str]) -> crate::support::Run {
    let all: Vec<&'a str> = ["url", "--schema", "acme.yaml", "join"].into_iter().chain(args.iter().copied()).collect();
    scene.linkc(all)
}

#[test]
fn a_meeting_is_joined_on_every_platform_with_its_own_defaults() {
    let ran = linkc(JOIN).run();
    ran.exits(0).prints(
        "android\tcloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=Tom&open_mic=false&open_camera=false
ios\tcloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=Tom&open_mic=false&open_camera=false
windows\tcloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=Tom&open_mic=true&open_camera=true
macos\tcloudlink://welinksoftclient/h5page?page=joinTmpConfByLink&conf_id=1&name=Tom&open_mic=false&open_camera=false
harmonyos\tcloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=Tom&open_mic=true&open_camera=true
",
    );
}

#[test]
fn one_platform_gets_the_bare_url() {
    let bare =
        "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=Tom&open_mic=false&open_camera=false\n";
    linkc(JOIN).arg("--platform").arg("ios").run().exits(0).prints(bare).says_nothing();
    let two = linkc(JOIN).arg("--platform").arg("ios,android").run();
    two.exits(0).prints(&format!("android\t{bare}ios\t{bare}"));
    let twice = linkc(JOIN).arg("--platform=android").arg("--platform=ios").run();
    twice.exits(0).prints(&format!("android\t{bare}ios\t{bare}"));
}

#[test]
fn a_page_on_a_single_platform_still_has_its_name_in_front() {
    // What a script gets must not depend on how many platforms a page happens to have.
    let ran = linkc(["url", "huawei-cloud-meeting/launch"]).run();
    assert!(ran.stdout.lines().all(|line| line.contains('\t')), "{}", ran.stdout);
}

#[test]
fn any_name_is_unchanged_after_writing_and_reading() {
    let name = "张三 & Söhne + 100% = \"A/B\"";
    let set = format!("name={name}");
    let urls = linkc(["url", "huawei-cloud-meeting/join", "--set", "conf_id=1", "--set", &set]).run();
    urls.exits(0);
    let read = linkc(["parse", "-", "--format", "json"]).stdin(&urls.stdout).run();
    read.exits(0);
    let objects: Vec<serde_json::Value> =
        read.stdout.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    let platforms: Vec<&str> = objects.iter().filter_map(|object| object["platform"].as_str()).collect();
    assert_eq!(platforms, ["android", "ios", "windows", "macos", "harmonyos"]);
    assert!(objects.iter().all(|object| object["values"]["name"] == name), "{}", read.stdout);
    let config = linkc(["parse", "-", "--format", "yaml"]).stdin(&urls.stdout).run();
    linkc(["check", "-", "--fail-on", "warning"]).stdin(&config.stdout).run().exits(0);
    let scene = Scene::new().file("links.yaml", &config.stdout);
    scene.linkc(["build", "--target", "url"]).run().exits(0);
    for url in urls.stdout.lines() {
        assert!(scene.read("links.txt").contains(url), "{url}");
    }
}

#[test]
fn a_list_is_given_an_item_at_a_time() {
    let scene = Scene::acme();
    let ran = acme(&scene, &["--set", "room=7", "--set", "people=jo", "--set", "people=a,b c", "--platform=ios"]).run();
    ran.exits(0).prints("acme://app?do=join&room=7&people=jo,a%2Cb%20c&mic=false\n");
}

#[test]
fn a_value_may_hold_equals_signs_and_may_be_blank() {
    let scene = Scene::acme();
    let ran = acme(&scene, &["--set", "room=7", "--set", "name=a=b", "--set", "server=", "--platform=ios"]).run();
    ran.exits(0).prints("acme://app?do=join&server=&room=7&name=a%3Db&mic=false\n");
}

#[test]
fn presets_and_variants_come_by_name() {
    let scene = Scene::acme();
    let ran = acme(&scene, &["--set", "room=7", "--preset", "staging", "--platform=ios"]).run();
    ran.exits(0).prints("acme://app?do=join&server=staging.acme.example&room=7&mic=false\n");
    let ran = acme(&scene, &["--set", "room=7", "--variant", "classic"]).run();
    ran.exits(0).prints("ios\tacme://app?do=join&room=7&mic=false\nwindows\tacme://app?do=enter&room=7&mic=false\n");
    let ran = acme(&scene, &["--set", "room=7", "--no-defaults", "--platform=ios"]).run();
    ran.exits(0).prints("acme://app?do=join&room=7\n");
}

#[test]
fn a_wrong_name_is_met_with_the_nearest_right_one() {
    let scene = Scene::acme();
    for (args, meant) in [
        (&["--set", "rom=7"][..], "did you mean `room`?"),
        (&["--set", "room=7", "--platform", "windos"], "did you mean `windows`?"),
        (&["--set", "room=7", "--variant", "clasic"], "did you mean `classic`?"),
        (&["--set", "room=7", "--preset", "stagin"], "did you mean `staging`?"),
        (&["--set", "room=7", "--set", "mode=sidbar"], "sidebar"),
    ] {
        acme(&scene, args).run().exits(1).prints("").says("error[").says(meant);
    }
    acme(&scene, &["--set", "room=7", "--target", "jsn"]).run().exits(2).prints("").says("did you mean `json`?");
    let ran = scene.linkc(["url", "--schema", "acme.yaml", "jion", "--set", "room=7"]).run();
    ran.exits(1).prints("").says("did you mean `join`?");
    let ran = linkc(["url", "huawei-cloud-meting/join"]).run();
    ran.exits(2).prints("").says("did you mean `huawei-cloud-meeting`?");
    let ran = linkc(["url", "huawei-cloud-meeting"]).run();
    ran.exits(2).prints("").says("huawei-cloud-meeting/launch");
    scene.linkc(["url", "--schema", "lost.yaml", "join"]).run().exits(2).says("lost.yaml");
}

#[test]
fn a_file_can_stand_where_a_schema_does() {
    let scene = Scene::acme().file("schemas/acme.yaml", crate::support::ACME);
    let url = "acme://app?do=join&room=7&mic=false\n";
    for page in ["acme.yaml/join", "./acme.yaml/join", "schemas/acme.yaml/join"] {
        scene.linkc(["url", page, "--set", "room=7", "--platform", "ios"]).run().exits(0).prints(url);
    }
}

#[test]
fn with_an_error_there_is_no_url_in_any_format() {
    let scene = Scene::acme();
    acme(&scene, &[]).run().exits(1).prints("").says("error[missing-parameter]").says("`room`");
    acme(&scene, &["--target", "json"]).run().exits(1).prints("");
    let ran = acme(&scene, &["--format", "json"]).run();
    ran.exits(1).says_nothing();
    assert_eq!(ran.json()["urls"], serde_json::json!([]));
    assert_eq!(ran.json()["diagnostics"][0]["rule"], "missing-parameter");
    acme(&scene, &["--fail-on", "never"]).run().exits(0).prints("").says("error[missing-parameter]");
}

#[test]
fn the_failing_level_decides_the_exit_code_and_not_the_result() {
    linkc(JOIN).arg("--fail-on=warning").run().exits(1).shows("windows\t");
    linkc(JOIN).arg("--fail-on=never").run().exits(0).shows("windows\t");
    linkc(JOIN).arg("--format=json").arg("--fail-on=warning").run().exits(1).shows("windows");
}

#[test]
fn json_has_a_url_a_platform() {
    let scene = Scene::acme();
    let ran = acme(&scene, &["--set", "room=7", "--format", "json"]).run();
    ran.exits(0).says_nothing().prints(
        "{\"version\":1,\"schema\":\"acme\",\"page\":\"join\",\"urls\":[\
         {\"platform\":\"ios\",\"url\":\"acme://app?do=join&room=7&mic=false\"},\
         {\"platform\":\"windows\",\"url\":\"acme://app?do=join&room=7&mic=false\"}],\"diagnostics\":[]}\n",
    );
}

#[test]
fn a_target_prints_its_snippet() {
    let scene = Scene::acme();
    let ran = acme(&scene, &["--set", "room=7", "--target", "url"]).run();
    ran.exits(0).says_nothing().shows("ios\tacme://app?do=join&room=7&mic=false\n");
    let ran = acme(&scene, &["--set", "room=7", "--target", "json"]).run();
    ran.exits(0);
    assert_eq!(ran.json()["links"][0]["platforms"]["ios"]["url"], "acme://app?do=join&room=7&mic=false");
    assert_eq!(scene.files(), ["acme.yaml"]);
}

#[test]
fn references_are_looked_up_here_and_now() {
    let scene = Scene::acme().file("who.txt", "Zoë\r\n");
    let args = ["--set", "room=${env:ROOM}", "--set", "name=${file:who.txt}", "--platform=ios"];
    let ran = acme(&scene, &args).env("ROOM", "7").run();
    ran.exits(0).prints("acme://app?do=join&room=7&name=Zo%C3%AB&mic=false\n");
    let ran = acme(&scene, &args).run();
    ran.exits(1).prints("").says("error[unset-reference]").says("`ROOM`").says("^^^^^^^^^^^");
    acme(&scene, &args).env("ROOM", "seven").run().exits(1).prints("").says("`room`");
    acme(&scene, &args).env("ROOM", "").run().exits(1).prints("").says("error[missing-parameter]");
    let ran = acme(&scene, &["--set", "room=7", "--set", "name=${file:lost.txt}"]).run();
    ran.exits(1).prints("").says("lost.txt").says("there is no such file");
    let ran = acme(&scene, &["--set", "room=7", "--set", "name=${evn:X}"]).run();
    ran.exits(1).says("did you mean `env`?");
    let ran = acme(&scene, &["--set", "room=7", "--set", "name=$${env:X}$", "--platform=ios"]).run();
    ran.exits(0).prints("acme://app?do=join&room=7&name=%24%7Benv%3AX%7D%24&mic=false\n");
}
