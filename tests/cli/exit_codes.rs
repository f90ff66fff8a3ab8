//! Exit codes: the same in every format, whatever else is asked for.

use super::{LINKS, WRONG};
use crate::support::Scene;

const FORMATS: [&str; 7] = ["human", "concise", "json", "sarif", "github", "gitlab", "junit"];

/// As [`LINKS`], with a secret in plain text: a warning.
fn warned() -> String {
    WRONG.replace("jion", "join").replace("room: 7", "room: 7, passcode: hunter2")
}

/// What there is to check, what is given beside the format, and the exit code.
fn cases() -> Vec<(String, Vec<&'static str>, i32)> {
    let never = || vec!["--fail-on", "never"];
    vec![
        (LINKS.to_owned(), vec![], 0),
        (LINKS.to_owned(), vec!["--fail-on", "note"], 0),
        (WRONG.to_owned(), vec![], 1),
        (WRONG.to_owned(), never(), 0),
        (warned(), vec![], 0),
        (warned(), vec!["--fail-on", "warning"], 1),
        (warned(), never(), 0),
        (LINKS.to_owned(), vec!["links.yaml", "lost.yaml"], 2),
        (WRONG.to_owned(), vec!["links.yaml", "lost.yaml", "--fail-on", "never"], 2),
        (LINKS.to_owned(), vec!["empty"], 2),
        (LINKS.to_owned(), vec!["empty", "--fail-on", "never"], 2),
        (LINKS.to_owned(), vec!["--nonsense"], 2),
        (LINKS.to_owned(), vec!["--baseline", "lost.yaml"], 2),
        (LINKS.to_owned(), vec!["--config", "lost.yaml"], 2),
        (LINKS.to_owned(), vec!["--schema", "lost.yaml"], 2),
        (LINKS.to_owned(), vec!["--stdin-filename", "a.html"], 2),
        (WRONG.replace("jion", "jion: ["), vec![], 1),
    ]
}

#[test]
fn no_format_changes_the_exit_code() {
    for (text, args, code) in cases() {
        let scene = Scene::acme().file("links.yaml", &text).file("empty/a.md", "nothing\n");
        for format in FORMATS {
            let args = ["check", "--format", format].into_iter().chain(args.iter().copied());
            let ran = scene.linkc(args).run();
            ran.exits(code);
            if code == 2 {
                ran.says("error: ");
            } else {
                ran.says_nothing();
            }
        }
    }
}

#[test]
fn several_formats_at_once_are_each_what_they_are_alone() {
    for (text, args, code) in cases() {
        let scene = Scene::acme().file("links.yaml", &text).file("empty/a.md", "nothing\n");
        let alone: Vec<String> = FORMATS
            .iter()
            .map(|format| {
                scene.linkc(["check", "--format", format].into_iter().chain(args.iter().copied())).run().stdout
            })
            .collect();
        let files: Vec<String> = FORMATS.iter().map(|format| format!("{format}=report.{format}")).collect();
        let formats = files.iter().flat_map(|file| ["--format", file]);
        // Twice: the reports of the first run are nothing that the second would check.
        for _ in 0..2 {
            let all = ["check"].into_iter().chain(formats.clone()).chain(args.iter().copied());
            scene.linkc(all).run().exits(code).prints("");
            for (format, alone) in FORMATS.iter().zip(&alone) {
                let path = format!("report.{format}");
                let written = if scene.path(&path).exists() { scene.read(&path) } else { String::new() };
                assert_eq!(&written, alone, "{format} {args:?}");
            }
        }
    }
}

#[test]
fn two_formats_in_one_place_are_refused() {
    let scene = Scene::acme().file("links.yaml", LINKS);
    let ran = scene.linkc(["check", "--format", "json", "--format", "human"]).run();
    ran.exits(2).prints("").says("two formats go to standard output").says("help: ");
    let ran = scene.linkc(["check", "--format", "json=a", "--format", "sarif=a"]).run();
    ran.exits(2).prints("").says("two formats go to `a`");
    assert!(!scene.path("a").exists());
    scene.linkc(["check", "--format", "json=a", "--format", "sarif=b", "--format", "human"]).run().exits(0);
}

#[test]
fn a_report_that_cannot_be_written_costs_a_line_and_not_the_others() {
    let scene = Scene::acme().file("links.yaml", WRONG);
    let args = ["check", "--format", "json=no/a.json", "--format", "gitlab=b.json", "--format", "concise"];
    let ran = scene.linkc(args).run();
    ran.exits(2).shows("unknown-page").says("cannot write `no/a.json`: there is no folder `no`");
    assert!(scene.read("b.json").contains("unknown-page"));
}

#[test]
fn what_a_flag_would_not_heed_is_refused() {
    let scene = Scene::acme().file("links.yaml", LINKS);
    for args in [
        &["--diff", "--format", "json"][..],
        &["--show-files", "--format", "json"],
        &["--show-files", "--fix"],
        &["--isolated", "--config", "linkc.yaml"],
    ] {
        let ran = scene.linkc(["check"].into_iter().chain(args.iter().copied())).run();
        ran.exits(2).prints("").says("cannot be used with");
    }
    let ran = scene.linkc(["check", "--stdin-filename", "a.html", "links.yaml"]).run();
    ran.exits(2).prints("").says("`--stdin-filename`").says("add `-` to the paths");
}

#[test]
fn diff_ends_as_what_it_shows() {
    let scene = Scene::acme().file("links.yaml", LINKS);
    scene.linkc(["check", "--diff"]).run().exits(0).prints("").says("there is nothing that can be put right");
    scene.write("links.yaml", WRONG);
    scene.linkc(["check", "--diff"]).run().exits(1).shows("-  daily: { page: jion").shows("+  daily: { page: join");
    assert_eq!(scene.read("links.yaml"), WRONG);
    let ran = scene.linkc(["check", "--diff", "links.yaml", "lost.yaml"]).run();
    ran.exits(2).shows("+  daily: { page: join").says("cannot read `lost.yaml`");
    scene.write("empty/a.md", "nothing\n");
    scene.linkc(["check", "--diff", "empty"]).run().exits(2).prints("").says("there is nothing to check");
    scene.write("acme.yaml", "linkc: 1\nkind: schema\n");
    let ran = scene.linkc(["check", "--diff", "--schema", "acme.yaml", "empty/a.md"]).run();
    ran.exits(1).prints("").says("missing-key");
}

#[test]
fn after_fixing_what_is_left_decides() {
    for format in FORMATS {
        let scene = Scene::acme().file("links.yaml", WRONG);
        let fix = ["check", "--fix", "--format", format];
        scene.linkc(fix).run().exits(0).says("links.yaml: 1 fix");
        assert_eq!(scene.read("links.yaml"), WRONG.replace("jion", "join"));
        scene.linkc(fix).run().exits(0).says_nothing();
        scene.write("links.yaml", WRONG.replace("room: 7", "rum: seven"));
        scene.linkc(fix).run().exits(1);
        scene.write("links.yaml", warned().replace("jion", "join"));
        scene.linkc(fix.into_iter().chain(["--fail-on", "warning"])).run().exits(1);
        scene.linkc(fix.into_iter().chain(["lost.yaml", "."])).run().exits(2).says("cannot read `lost.yaml`");
    }
}

#[test]
fn a_baseline_lets_the_old_pass_and_nothing_else() {
    let settings = "linkc: 1\nkind: settings\nbaseline: known.yaml\nfail_on: warning\n";
    for format in FORMATS {
        let scene = Scene::acme().file("links.yaml", warned());
        scene.linkc(["baseline", "create", "known.yaml"]).run().exits(0);
        scene.write("linkc.yaml", settings);
        let check = ["check", "--format", format];
        scene.linkc(check).run().exits(0);
        scene.linkc(["check", "--isolated", "--fail-on", "warning", "--format", format]).run().exits(1);
        scene.write("links.yaml", warned().replace("hunter2 }", "hunter2, rom: 8 }"));
        scene.linkc(check).run().exits(1);
        // What is mended makes its entry stale.
        scene.write("links.yaml", LINKS);
        scene.linkc(check).run().exits(1);
        scene.linkc(["baseline", "prune"]).run().exits(0).says("1 of 1 findings are mended");
        scene.linkc(check).run().exits(0);
        scene.write("known.yaml", "linkc: 1\nkind: baseline\nfindings:\n- nonsense\n");
        scene.linkc(check).run().exits(1);
        std::fs::remove_file(scene.path("known.yaml")).expect("it was there");
        scene.linkc(check).run().exits(2).says("there is no such file").says("linkc baseline create");
        scene.linkc(["baseline", "prune"]).run().exits(2).says("cannot read `known.yaml`");
    }
}

#[test]
fn ci_ends_as_the_worse_of_its_two_parts() {
    for format in FORMATS {
        let scene = Scene::acme().file("links.yaml", LINKS);
        let ci = || scene.linkc(["ci", "--format", format]).env("DAILY_CODE", "42").run();
        let ran = ci();
        ran.exits(1).says("1 artifact is not up to date; `linkc build` mends that");
        let is_text = matches!(format, "human" | "concise");
        let (with, without) = if is_text { (&ran.stdout, &ran.stderr) } else { (&ran.stderr, &ran.stdout) };
        assert!(with.contains("+++ out/links.txt") && !without.contains("+++ out/links.txt"), "{format}");
        if matches!(format, "json" | "sarif" | "gitlab") {
            ran.json();
        }
        scene.linkc(["build"]).env("DAILY_CODE", "42").run().exits(0);
        ci().exits(0);
        scene.write("links.yaml", WRONG);
        ci().exits(1);
        let lost = ["ci", "--format", format, "lost.yaml", "links.yaml"];
        scene.linkc(lost).env("DAILY_CODE", "42").run().exits(2);
        Scene::new().linkc(["ci", "--format", format]).run().exits(2).prints("").says("there is nothing to check");
    }
    // Text with links and no config: there is nothing to build, and nothing wrong with that.
    let scene =
        Scene::new().file("a.html", "<a href=\"https://applink.feishu.cn/client/todo/detail?guid=b0ae8396\">a</a>\n");
    scene.linkc(["ci"]).run().exits(0);
    scene.linkc(["ci", "--show-files"]).run().exits(0).prints("a.html\n").says_nothing();
}

#[test]
fn settings_that_are_wrong_end_every_command_that_heeds_them() {
    let scene = Scene::acme().file("links.yaml", LINKS).file("linkc.yaml", "linkc: 1\nkind: settings\nrulez: {}\n");
    for args in [&["check"][..], &["ci"], &["check", "--format", "json"], &["check", "--fix"], &["baseline", "create"]]
    {
        scene.linkc(args.iter().copied()).run().exits(2).prints("").says("unknown-key").says("`rulez`");
    }
    scene.linkc(["check", "--isolated", "links.yaml"]).run().exits(0);
}
