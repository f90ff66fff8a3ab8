//! What a project settles, and what it has accepted: `linkc.yaml`, the baseline, the files that are looked at.

use super::{LINKS, WRONG};
use crate::support::Scene;

const PAGE: &str =
    "<a href=\"cloudlink://welinksoftclient/h5page?page=joinConfByLink&amp;conf_id=1&amp;nmae=x\">x</a>\n";

#[test]
fn show_files_lists_what_a_run_would_look_at_and_looks_at_none() {
    let scene = Scene::acme()
        .file("links.yaml", "no: [yaml")
        .file("b/page.html", PAGE)
        .file("b/a.bin", b"\0\0")
        .file("a.txt", b"\xff")
        .file(".hidden/x.html", PAGE)
        .file("target/x.html", PAGE)
        .file("vendor/x.html", PAGE)
        .file(".gitignore", "target/\n")
        .file("linkc.yaml", "linkc: 1\nkind: settings\nexclude: ['vendor/**']\n");
    let list = "a.txt\nacme.yaml\nb/a.bin\nb/page.html\nlinkc.yaml\nlinks.yaml\n";
    scene.linkc(["check", "--show-files"]).run().exits(0).says_nothing().prints(list);
    let all = list.replace("linkc.yaml\nlinks.yaml\n", "linkc.yaml\nlinks.yaml\nvendor/x.html\n");
    scene.linkc(["check", "--show-files", "--isolated"]).run().exits(0).prints(&all);
    // What is named is looked at, and comes first.
    let named = ["check", "--show-files", "target/x.html", "b", "vendor/x.html"];
    scene.linkc(named).run().exits(0).prints("target/x.html\nvendor/x.html\nb/a.bin\nb/page.html\n");
    let here = scene.linkc(["check", "--show-files"]).current_dir(scene.path("b")).run();
    here.exits(0).prints("a.bin\npage.html\n");
}

#[test]
fn settings_are_found_upward_to_the_repository_and_no_further() {
    let off = "linkc: 1\nkind: settings\nrules: { unknown-parameter: off, missing-parameter: off }\n";
    let scene = Scene::new().file("linkc.yaml", off).file("repo/docs/a.html", PAGE);
    let check = || scene.linkc(["check", "--format", "concise"]).current_dir(scene.path("repo/docs")).run();
    check().exits(0).never_shows("error");
    scene.write("repo/.git/HEAD", "ref: refs/heads/main\n");
    check().exits(1).shows("docs/a.html:1:").shows("error[unknown-parameter]");
    scene.write("repo/linkc.yaml", off);
    check().exits(0);
    let shown = scene.linkc(["config", "show", "a.html"]).current_dir(scene.path("repo/docs")).run();
    shown.exits(0).shows("../linkc.yaml:3");
}

#[test]
fn config_show_says_what_applies_to_a_file_and_where_that_is_said() {
    let settings = "linkc: 1\nkind: settings\nfail_on: note\nrules: { contested-fact: warning }\noverrides:\n  \
        - { files: ['docs/**'], rules: { contested-fact: off } }\nexclude: ['vendor/**']\n";
    let scene = Scene::new().file("linkc.yaml", settings);
    let level = |args: &[&'static str], rule: &str| {
        let args = ["config", "show", "--format", "json"].into_iter().chain(args.iter().copied());
        let json = scene.linkc(args).run().json();
        let rules = json["rules"].as_array().expect("there are rules").clone();
        let found = rules.iter().find(|known| known["rule"] == rule);
        found.unwrap_or_else(|| panic!("{json:#}")).to_string()
    };
    let whole = level(&[], "contested-fact");
    assert!(whole.contains("warning") && whole.contains("linkc.yaml"), "{whole}");
    let docs = level(&["docs/a.md"], "contested-fact");
    assert!(docs.contains("\"off\"") && docs.contains("linkc.yaml"), "{docs}");
    let other = level(&["docs/a.md"], "unknown-parameter");
    assert!(other.contains("error") && !other.contains("linkc.yaml"), "{other}");
    let text = scene.linkc(["config", "show", "docs/a.md"]).run();
    text.exits(0).says_nothing().shows("linkc.yaml:6 (for `docs/**`)");
    scene.linkc(["config", "show", "vendor/a.md"]).run().exits(0).shows("`vendor/a.md` is excluded by `vendor/**`");
    scene.write("linkc.yaml", "linkc: 1\nkind: settings\nrules: { contestd-fact: off }\n");
    scene.linkc(["config", "show"]).run().exits(2).says("did you mean `contested-fact`?");
}

#[test]
fn a_baseline_is_written_once_pruned_and_written_anew_only_when_forced() {
    let scene = Scene::new().file("a.html", PAGE.repeat(2)).file("sub/b.html", PAGE);
    let create = scene.linkc(["baseline", "create"]).run();
    create.exits(0).prints("").says("wrote linkc-baseline.yaml with ").says("say `baseline: linkc-baseline.yaml`");
    let first = scene.read("linkc-baseline.yaml");
    scene.linkc(["baseline", "create"]).run().exits(2).says("`linkc-baseline.yaml` is there already").says("--force");
    assert_eq!(scene.read("linkc-baseline.yaml"), first);
    scene.write("linkc.yaml", "linkc: 1\nkind: settings\nbaseline: linkc-baseline.yaml\n");
    for folder in ["", "sub"] {
        let check = ["check", "--fail-on", "warning", "--format", "concise"];
        let ran = scene.linkc(check).current_dir(scene.path(folder)).run();
        ran.exits(0).never_shows("error[").never_shows("warning[");
    }
    // A file that is gone leaves nothing behind.
    std::fs::remove_file(scene.path("sub/b.html")).expect("it was there");
    scene.linkc(["check", "a.html"]).run().exits(0);
    scene.linkc(["check"]).run().exits(1).shows("error[stale-baseline]").shows("linkc baseline prune");
    scene.linkc(["baseline", "prune"]).run().exits(0).says(" findings are mended");
    let pruned = scene.read("linkc-baseline.yaml");
    assert!(!pruned.contains("sub/b.html") && pruned.contains("a.html"), "{pruned}");
    assert!(pruned.lines().all(|line| first.contains(line)), "the other lines stay as they are");
    scene.linkc(["check"]).run().exits(0);
    scene.write("a.html", PAGE.replace("conf_id", "conf-id"));
    scene.linkc(["baseline", "create", "--force"]).run().exits(0);
    scene.linkc(["check"]).run().exits(0);
    assert!(scene.read("linkc-baseline.yaml").contains("conf-id"));
}

#[test]
fn the_baselines_of_two_branches_merge_into_that_of_both() {
    let scene = Scene::new().file("a.html", PAGE).file("b.html", PAGE).file("c.html", PAGE);
    let with = |names: &[&str]| {
        for name in ["a.html", "b.html", "c.html"] {
            scene.write(name, if names.contains(&name) { PAGE } else { "<p>\n" });
        }
        scene.linkc(["baseline", "create", "--force"]).run().exits(0);
        scene.read("linkc-baseline.yaml")
    };
    let (ours, theirs, both) =
        (with(&["a.html", "b.html"]), with(&["b.html", "c.html"]), with(&["a.html", "b.html", "c.html"]));
    let is_entry = |line: &&str| line.starts_with("- ");
    let head: Vec<&str> = both.lines().take_while(|line| !is_entry(line)).collect();
    let entries = ours.lines().filter(is_entry).chain(theirs.lines().filter(is_entry));
    let merged: Vec<&str> = head.into_iter().chain(entries).collect();
    scene.write("linkc-baseline.yaml", merged.join("\n") + "\n");
    let check = ["check", "--baseline", "linkc-baseline.yaml"];
    scene.linkc(check).run().exits(0);
    scene.linkc(["baseline", "prune"]).run().exits(0).says("0 of ");
    assert_eq!(scene.read("linkc-baseline.yaml"), both);
    // A conflict that nobody has resolved is not read as anything else.
    scene.write("linkc-baseline.yaml", format!("<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"));
    scene.linkc(check).run().exits(1).shows("error[baseline-syntax]");
    scene.linkc(["baseline", "prune"]).run().exits(2).says("error[baseline-syntax]");
}

#[test]
fn a_baseline_is_not_written_from_half_of_the_files() {
    let scene =
        Scene::acme().file("links.yaml", WRONG).file("latin.html", b"<!-- \xe9 -->\n<a href=\"cloudlink://x\">\n");
    let ran = scene.linkc(["baseline", "create"]).run();
    ran.exits(2).says("`latin.html` is not UTF-8").says("the baseline was left as it was");
    assert!(!scene.path("linkc-baseline.yaml").exists());
}

#[test]
fn after_fixing_below_the_root_the_baseline_still_knows() {
    let scene = Scene::new().file("sub/a.html", PAGE.replace("&amp;nmae=x", ""));
    scene.linkc(["baseline", "create"]).run().exits(0);
    scene.write("linkc.yaml", "linkc: 1\nkind: settings\nbaseline: linkc-baseline.yaml\n");
    scene.write(
        "sub/a.html",
        scene.read("sub/a.html") + "<a href=\"cloudlink://welinksoftclient/h5page?page=launc\">\n",
    );
    let fix = scene.linkc(["check", "--fix", "--format", "concise"]).current_dir(scene.path("sub")).run();
    fix.exits(0).says("unknown-page: ").never_shows("stale-baseline").never_shows("error[");
}

#[test]
fn a_finding_that_moves_keeps_its_fingerprint_in_every_format() {
    let secret = "Xq7hunterZ2";
    let text = format!("<p>\n{}{}", PAGE.replace("nmae=x", &format!("enter_code={secret}")).repeat(2), PAGE);
    let scene = Scene::new().file("a.html", &text);
    let all = |format: &str| {
        let ran = scene.linkc(["check", "--format", format]).run();
        ran.exits(1);
        let json = ran.json();
        let (list, print) = match format {
            "json" => (&json["diagnostics"], "/fingerprint"),
            "gitlab" => (&json, "/fingerprint"),
            _ => (&json["runs"][0]["results"], "/partialFingerprints/linkc~1v1"),
        };
        let list = list.as_array().expect("there is a list");
        let prints = list.iter().filter_map(|finding| Some(finding.pointer(print)?.as_str()?.to_owned()));
        let prints: Vec<String> = prints.collect();
        assert_eq!(prints.len(), list.len());
        prints
    };
    let before = ["json", "sarif", "gitlab"].map(all);
    assert!(before[0].len() > 5 && before[0] == before[1] && before[0] == before[2], "{before:?}");
    let mut distinct = before[0].clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), before[0].len(), "equal findings are told apart");
    scene.linkc(["baseline", "create"]).run().exits(0);
    let baseline = scene.read("linkc-baseline.yaml");
    for line in baseline.lines().filter(|line| line.starts_with("- ")) {
        let print = line.rsplit('"').nth(1).expect("the last in quotes");
        assert!(before[0].iter().any(|known| known == print), "{line}");
    }
    for told in [secret, "h5page", "requires it", scene.path("").to_str().expect("it is UTF-8")] {
        assert!(!baseline.contains(told), "{told}\n{baseline}");
    }
    // Twenty lines further down, and as another user sees it in another folder.
    let moved = format!("{}{text}", "<p>nothing</p>\n".repeat(20));
    let other = Scene::new().file("a.html", &moved).file("linkc-baseline.yaml", &baseline);
    scene.write("a.html", &moved);
    assert_eq!(["json", "sarif", "gitlab"].map(all), before);
    let check = ["check", "--baseline", "linkc-baseline.yaml", "--fail-on", "warning"];
    other.linkc(check).run().exits(0);
    // A rule at another level is the same finding.
    scene.write(
        "linkc.yaml",
        "linkc: 1\nkind: settings\nrules: { missing-parameter: warning, unknown-parameter: note }\n",
    );
    let ran = scene.linkc(["check", "--format", "json"]).run().json();
    let list = ran["diagnostics"].as_array().expect("there is a list").clone();
    assert!(list.iter().all(|finding| before[0].iter().any(|known| finding["fingerprint"] == known.as_str())));
    assert_eq!(list.len(), before[0].len());
}

#[test]
fn a_config_is_checked_as_what_it_is_wherever_linkc_runs() {
    let scene = Scene::acme().file("a/links.yaml", LINKS.replace("./acme", "../acme"));
    scene.linkc(["check", "a"]).run().exits(0);
    scene.linkc(["check"]).current_dir(scene.path("a")).run().exits(0).prints("no problems in 1 file with 1 link\n");
}
