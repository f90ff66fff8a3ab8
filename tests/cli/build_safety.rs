//! `linkc build`: what it overwrites and what it refuses to, what is left over, and what a kill leaves behind.

use std::process::{Command, Stdio};

use crate::support::{ACME, Run, Scene};

/// A config with the outputs of `outputs`, and the link `daily` to room 7.
pub(super) fn config(outputs: &str) -> String {
    format!(
        "linkc: 1\nkind: links\nschema: ./acme.yaml\nlinks:\n  daily: {{ page: join, values: {{ room: 7 }} }}\noutputs:\n{outputs}"
    )
}

fn url_and_json() -> String {
    config("  - { target: url, dir: out }\n  - { target: json, dir: out }\n")
}

/// A target with a file for each link, in a folder of `targets/`; `path` is that of the file.
pub(super) fn page(scene: Scene, path: &str) -> Scene {
    scene
        .file(
            "targets/page/target.yaml",
            format!(
                "summary: A page.\nescape: html\nfiles:\n  - {{ path: '{path}', template: page.j2, each: link }}\n"
            ),
        )
        .file("targets/page/page.j2", "<p>{{ link.name }}</p>\n")
}

fn build(scene: &Scene) -> Run {
    scene.linkc(["build", "--templates", "targets"])
}

#[test]
fn a_file_that_is_not_ours_is_not_overwritten() {
    let scene = Scene::acme()
        .file("links.yaml", url_and_json())
        .file("out/links.txt", "my notes\n")
        .file("out/links.json", "{}\n");
    let ran = scene.linkc(["build"]).run();
    ran.exits(2).prints("").says(
        "error: `out/links.txt` and `out/links.json` are there already, and linkc did not write them\n  \
         help: delete them, build into another folder, or overwrite them with `--force`\n",
    );
    assert_eq!(scene.files(), ["acme.yaml", "links.yaml", "out/links.json", "out/links.txt"]);
    assert_eq!(scene.read("out/links.txt"), "my notes\n");
    scene
        .linkc(["build", "--check"])
        .run()
        .exits(1)
        .says("linkc did not write out/links.txt")
        .says("`linkc build --force`");
    scene.linkc(["build", "--check", "--force"]).run().exits(2).says("cannot be used with");
    scene.linkc(["build", "--force"]).run().exits(0).says("wrote out/links.txt\n").says("wrote out/links.json\n");
    assert!(scene.read("out/links.txt").contains("acme://"));
    scene.linkc(["build"]).run().exits(0);
}

#[test]
fn one_file_that_is_not_ours_keeps_all_from_being_written() {
    let scene = Scene::acme().file("links.yaml", url_and_json()).file("out/links.json", "{}\n");
    scene.linkc(["build"]).run().exits(2).says("`out/links.json` is there already");
    assert_eq!(scene.files(), ["acme.yaml", "links.yaml", "out/links.json"]);
}

#[test]
fn a_file_without_a_mark_is_known_from_the_list() {
    let scene = Scene::acme().file("links.yaml", url_and_json());
    scene.linkc(["build"]).run().exits(0);
    let list = scene.read("out/.linkc");
    assert!(list.ends_with("\n../links.yaml\tjson\tlinks.json\n../links.yaml\turl\tlinks.txt\n"), "{list}");
    scene.write("links.yaml", url_and_json().replace("room: 7", "room: 8"));
    scene.linkc(["build"]).run().exits(0).says("wrote out/links.json\n");
    std::fs::remove_file(scene.path("out/.linkc")).expect("it is there");
    scene.linkc(["build", "--check"]).run().exits(1).shows("+++ out/.linkc\n").says("`linkc build`");
    scene.write("links.yaml", url_and_json());
    scene.linkc(["build"]).run().exits(2).says("`out/links.json` is there already").says("--force");
    scene.write("links.yaml", url_and_json().replace("room: 7", "room: 8"));
    scene.linkc(["build"]).run().exits(0).says("unchanged out/links.json\n");
    assert_eq!(scene.read("out/.linkc"), list);
}

#[test]
fn a_file_that_lost_its_mark_is_somebody_elses() {
    let scene = Scene::acme().file("links.yaml", url_and_json());
    scene.linkc(["build"]).run().exits(0);
    scene.write("out/links.txt", "written by hand\n");
    scene.linkc(["build"]).run().exits(2).says("`out/links.txt` is there already");
    assert_eq!(scene.read("out/links.txt"), "written by hand\n");
}

#[test]
fn the_list_of_somebody_else_is_left_alone() {
    let scene = Scene::acme().file("links.yaml", url_and_json()).file("out/.linkc", "mine\n");
    scene.linkc(["build"]).run().exits(2).says("`out/.linkc` is there already");
    assert_eq!(scene.read("out/.linkc"), "mine\n");
}

#[test]
fn what_no_link_asks_for_is_reported_and_removed_when_asked() {
    let scene = page(Scene::acme(), "pages/{{ link.name }}.html");
    let two = config("  - { target: page, dir: out }\n").replace("  daily:", "  old: { page: home }\n  daily:");
    scene.write("links.yaml", &two);
    build(&scene).run().exits(0);
    scene.write("out/pages/mine.html", "mine\n");
    scene.write("links.yaml", config("  - { target: page, dir: out }\n"));
    let check = build(&scene).arg("--check").run();
    check.exits(1).prints("Left over: out/pages/old.html\n").says("`linkc build --templates targets --prune` mends");
    build(&scene).run().exits(0).says("left over: out/pages/old.html, which no link asks for; `--prune` removes it\n");
    assert!(scene.path("out/pages/old.html").exists());
    build(&scene).arg("--check").run().exits(1);
    build(&scene).arg("--prune").run().exits(0).says("removed out/pages/old.html\n");
    assert_eq!(scene.files()[2..5], ["out/.linkc", "out/pages/daily.html", "out/pages/mine.html"]);
    build(&scene).arg("--check").run().exits(0);
}

#[test]
fn a_folder_that_is_empty_after_pruning_goes_and_the_list_with_its_last_file() {
    let scene = page(Scene::acme(), "{{ link.name }}/index.html");
    scene.write("links.yaml", config("  - { target: page, dir: out }\n"));
    build(&scene).run().exits(0);
    // The target has no files any more.
    scene.write("targets/page/target.yaml", "summary: A page.\nescape: html\nfiles: []\n");
    build(&scene).arg("--prune").run().exits(0).says("removed out/daily/index.html\n");
    assert!(scene.path("out").exists() && !scene.path("out/daily").exists() && !scene.path("out/.linkc").exists());
    build(&scene).arg("--check").run().exits(0);
}

#[test]
fn configs_share_a_folder_and_leave_each_others_files_alone() {
    let scene = Scene::new()
        .file("a/acme.yaml", ACME)
        .file("b/acme.yaml", ACME)
        .file("linkc.yaml", "linkc: 1\nkind: settings\n");
    let shared = config("  - { target: url, dir: ../out }\n");
    let scene = scene.file("a/one.links.yaml", &shared).file("b/two.links.yaml", &shared);
    scene.linkc(["build", "a"]).run().exits(0);
    scene.linkc(["build", "b", "--prune"]).run().exits(0).never_shows("one.txt");
    assert!(
        scene.read("out/.linkc").ends_with("../a/one.links.yaml\turl\tone.txt\n../b/two.links.yaml\turl\ttwo.txt\n")
    );
    // The same list, wherever the command is called and in whatever way.
    let list = scene.read("out/.linkc");
    let there = scene.path("b");
    scene.linkc(["build", "../a/one.links.yaml"]).current_dir(there).run().exits(0);
    scene.linkc(["build"]).arg(scene.path("a/one.links.yaml")).run().exits(0);
    assert_eq!(scene.read("out/.linkc"), list);
    scene.write("b/one.links.yaml", &shared);
    let ran = scene.linkc(["build", "b"]).run();
    ran.exits(2).says("`out/one.txt` is built from `a/one.links.yaml` already").says("another `dir`");
    // One that was moved takes its files along.
    std::fs::remove_file(scene.path("a/one.links.yaml")).expect("it is there");
    scene.linkc(["build", "b"]).run().exits(0);
    assert!(
        scene.read("out/.linkc").ends_with("../b/one.links.yaml\turl\tone.txt\n../b/two.links.yaml\turl\ttwo.txt\n")
    );
}

#[test]
fn targets_of_the_command_line_leave_each_others_files_alone() {
    let scene = Scene::acme().file("links.yaml", url_and_json());
    scene.linkc(["build", "--target", "json", "--out", "x"]).run().exits(0);
    scene.linkc(["build", "--target", "url", "--out", "x", "--prune"]).run().exits(0);
    scene.linkc(["build", "--schema", "acme.yaml", "--target", "json", "--out", "x", "--prune"]).run().exits(0);
    assert_eq!(scene.files()[2..], ["x/.linkc", "x/acme.json", "x/links.json", "x/links.txt"]);
}

#[test]
fn a_merge_conflict_in_the_list_does_no_harm() {
    let scene = Scene::acme().file("links.yaml", url_and_json());
    scene.linkc(["build"]).run().exits(0);
    let list = scene.read("out/.linkc");
    let conflict = list
        .replace("../links.yaml\tjson", "<<<<<<< ours\n../links.yaml\turl\t../acme.yaml\n=======\n../links.yaml\tjson");
    scene.write("out/.linkc", conflict);
    scene.linkc(["build", "--prune"]).run().exits(0);
    assert_eq!(scene.read("out/.linkc"), list);
    assert!(scene.path("acme.yaml").exists());
}

#[test]
fn two_names_that_are_one_file_elsewhere_are_refused() {
    let scene = page(Scene::acme(), "{{ link.title }}/x.html");
    let text = config("  - { target: page, dir: out }\n").replace(
        "  daily: { page: join,",
        "  weekly: { page: home, title: daily }\n  daily: { page: join, title: Daily,",
    );
    scene.write("links.yaml", text);
    let ran = build(&scene).run();
    ran.exits(2).says("`out/daily/x.html` and `out/Daily/x.html` are the same file on many systems");
    scene.write("links.yaml", config("  - { target: url, dir: out }\n  - { target: json, dir: Out }\n"));
    build(&scene).run().exits(2).says("`out` and `Out` are the same folder on many systems");
    let scene = page(Scene::acme(), "{{ link.title }}");
    let text = config("  - { target: page, dir: out }\n")
        .replace("  daily: { page: join,", "  weekly: { page: home, title: a }\n  daily: { page: join, title: a/b,");
    scene.write("links.yaml", text);
    build(&scene).run().exits(2).says("`out/a` would be a file, and a folder for `out/a/b`");
    let scene = page(Scene::acme(), ".Linkc").file("links.yaml", config("  - { target: page, dir: out }\n"));
    build(&scene).run().exits(2).says("the target `page` would write `out/.Linkc`");
    assert!(!scene.path("out").exists());
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::cli::LINKS;

    fn mode(scene: &Scene, path: &str) -> u32 {
        std::fs::metadata(scene.path(path)).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn no_symbolic_link_leads_out_of_the_folder() {
        let scene = page(Scene::acme(), "pages/{{ link.name }}.html")
            .file("links.yaml", config("  - { target: page, dir: out }\n"));
        let elsewhere = Scene::new().file("daily.html", "<!-- generated by linkc -->\n");
        std::fs::create_dir(scene.path("out")).expect("a folder");
        symlink(elsewhere.path(""), scene.path("out/pages")).expect("a link");
        let ran = build(&scene).run();
        ran.exits(2).says("error: `out/pages` is a symbolic link, which linkc does not follow\n  help: remove it");
        std::fs::remove_file(scene.path("out/pages")).expect("it is there");
        std::fs::create_dir(scene.path("out/pages")).expect("a folder");
        symlink(elsewhere.path("daily.html"), scene.path("out/pages/daily.html")).expect("a link");
        build(&scene).arg("--force").run().exits(2).says("`out/pages/daily.html` is a symbolic link");
        symlink(elsewhere.path("gone"), scene.path("out/dangling")).expect("a link");
        assert_eq!(elsewhere.read("daily.html"), "<!-- generated by linkc -->\n");
        // The output folder itself may be one: that is where the user wants it.
        let scene = Scene::acme().file("links.yaml", config("  - { target: url, dir: out }\n"));
        std::fs::create_dir(scene.path("real")).expect("a folder");
        symlink("real", scene.path("out")).expect("a link");
        scene.linkc(["build"]).run().exits(0);
        assert!(scene.path("real/links.txt").exists());
    }

    #[test]
    fn a_list_cannot_make_us_remove_what_is_elsewhere() {
        let scene = Scene::acme().file("links.yaml", config("  - { target: url, dir: out }\n"));
        scene.linkc(["build"]).run().exits(0);
        let elsewhere = Scene::new().file("precious", "x");
        symlink(elsewhere.path(""), scene.path("out/sub")).expect("a link");
        scene.write("out/.linkc", scene.read("out/.linkc") + "../links.yaml\turl\tsub/precious\n");
        scene.linkc(["build", "--prune"]).run().exits(0);
        assert!(elsewhere.path("precious").exists());
    }

    #[test]
    fn what_is_no_file_is_not_read() {
        let scene = Scene::acme().file("links.yaml", config("  - { target: url, dir: out }\n")).file("out/x", "");
        let made = Command::new("mkfifo").arg(scene.path("out/links.txt")).status();
        assert!(made.is_ok_and(|status| status.success()));
        scene.linkc(["build"]).run().exits(2).says("`out/links.txt` is no file that can be replaced");
    }

    #[test]
    fn a_secret_is_for_its_owner_alone_also_where_it_was_not() {
        let scene = Scene::acme().file("links.yaml", LINKS);
        let run = |code: &str| scene.linkc(["build"]).env("DAILY_CODE", code).run();
        run("1234").exits(0);
        assert_eq!(mode(&scene, "out/links.txt"), 0o600);
        let open = || std::fs::set_permissions(scene.path("out/links.txt"), PermissionsExt::from_mode(0o644));
        open().expect("it is ours");
        run("1234").exits(0).says("unchanged out/links.txt, which only its owner can read now\n");
        assert_eq!(mode(&scene, "out/links.txt"), 0o600);
        open().expect("it is ours");
        run("5678").exits(0).says("wrote out/links.txt\n");
        assert_eq!(mode(&scene, "out/links.txt"), 0o600);
        run("5678").exits(0).says("unchanged out/links.txt\n");
    }

    #[test]
    fn other_files_are_as_readable_as_they_were() {
        let scene = Scene::acme().file("links.yaml", url_and_json());
        scene.linkc(["build"]).run().exits(0);
        assert_ne!(mode(&scene, "out/links.json") & 0o200, 0);
        std::fs::set_permissions(scene.path("out/links.json"), PermissionsExt::from_mode(0o664)).expect("it is ours");
        scene.write("links.yaml", url_and_json().replace("room: 7", "room: 8"));
        scene.linkc(["build"]).run().exits(0);
        assert_eq!(mode(&scene, "out/links.json"), 0o664);
    }

    /// `linkc build` with the shell's `umask`.
    #[test]
    fn neither_place_nor_time_nor_people_are_in_an_artifact() {
        let built = |umask: &str, environment: &[(&str, &str)], folder: &str| {
            let scene = Scene::new().file("a/acme.yaml", ACME).file("a/links.yaml", url_and_json());
            let script = format!("umask {umask} && cd {folder} && exec \"$0\" build \"$1\"");
            let ran = Command::new("/bin/sh")
                .args(["-c", &script, env!("CARGO_BIN_EXE_linkc"), if folder == "." { "a" } else { "." }])
                .current_dir(scene.path(""))
                .env_clear()
                .envs(environment.iter().copied())
                .output()
                .expect("there is a shell");
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
            ["links.json", "links.txt", ".linkc"].map(|name| scene.read(&format!("a/out/{name}")))
        };
        let plain = built("022", &[], ".");
        assert_eq!(
            plain,
            built("077", &[("TZ", "Asia/Tokyo"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")], ".")
        );
        assert_eq!(plain, built("000", &[("HOME", "/nowhere"), ("RAYON_NUM_THREADS", "1")], "a"));
        assert_eq!(plain, built("022", &[("RAYON_NUM_THREADS", "8"), ("SOURCE_DATE_EPOCH", "1")], "."));
    }

    #[test]
    fn what_a_killed_build_left_is_removed_and_what_is_not_ours_stays() {
        let scene = Scene::acme()
            .file("links.yaml", config("  - { target: url, dir: out }\n"))
            .file("out/.linkc-abc123/0", "half a fi")
            .file("out/.linkc-notes", "mine");
        scene.linkc(["build"]).run().exits(0);
        assert_eq!(scene.files()[2..], ["out/.linkc", "out/.linkc-notes", "out/links.txt"]);
    }

    #[test]
    fn two_builds_at_once_do_not_disturb_each_other() {
        let scene = Scene::acme();
        for name in 0..6 {
            scene.write(
                &format!("c{name}.links.yaml"),
                config("  - { target: url, dir: out }\n  - { target: json, dir: out }\n"),
            );
        }
        let children: Vec<_> = (0..6)
            .map(|name| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_linkc"));
                command.args(["build", &format!("c{name}.links.yaml")]).current_dir(scene.path("")).env_clear();
                command.stderr(Stdio::piped()).spawn().expect("linkc has been built")
            })
            .collect();
        for child in children {
            let output = child.wait_with_output().expect("it ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        assert_eq!(scene.read("out/.linkc").lines().filter(|line| !line.starts_with('#')).count(), 12);
        scene.linkc(["build", "--check"]).run().exits(0);
    }
}
