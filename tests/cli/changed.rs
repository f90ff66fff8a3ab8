//! `--changed` and `--since`, in a repository of git.

use std::process::Command;

use crate::support::{Ran, Scene, has_tool};

const PAGE: &str = "<a href=\"cloudlink://welinksoftclient/h5page?page=launc\">x</a>\n";

/// A repository with two commits: `old.html` and `both.html`, then `new.html` and a change of `both.html`. `None`, and
/// a line that says so, where there is no git.
fn repository() -> Option<Scene> {
    let scene = Scene::new().file("old.html", PAGE).file("sub/both.html", PAGE).file(".gitignore", "ignored.html\n");
    if !has_tool("git") {
        return None;
    }
    git(&scene, &["init", "--quiet", "--initial-branch=main"]);
    commit(&scene);
    scene.write("new.html", PAGE);
    scene.write("sub/both.html", PAGE.repeat(2));
    commit(&scene);
    Some(scene)
}

fn git(scene: &Scene, args: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]).args(args);
    command.current_dir(scene.path("")).env_remove("GIT_DIR").env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(command.output().expect("there is git").status.success(), "{args:?}");
}

fn commit(scene: &Scene) {
    git(scene, &["add", "--all"]);
    git(scene, &["commit", "--quiet", "--message", "x"]);
}

fn check(scene: &Scene, folder: &str, args: &[&str]) -> Ran {
    let args = ["check", "--format", "concise"].into_iter().chain(args.iter().copied());
    let path = std::env::var("PATH").expect("there is a PATH");
    scene.linkc(args).current_dir(scene.path(folder)).env("PATH", &path).run()
}

/// The files with an error in them.
fn files(ran: &Ran) -> Vec<&str> {
    let mut files: Vec<&str> =
        ran.stdout.lines().filter(|line| line.contains(": error[")).filter_map(|line| line.split(':').next()).collect();
    files.dedup();
    files
}

#[test]
fn only_what_has_changed_is_looked_at() {
    let Some(scene) = repository() else { return };
    let ran = check(&scene, "", &["--changed"]);
    assert!(files(ran.exits(0).says_nothing()).is_empty());
    assert_eq!(files(check(&scene, "", &["--since", "HEAD~1"]).exits(1)), ["new.html", "sub/both.html"]);
    assert_eq!(files(check(&scene, "", &["--changed", "--since", "HEAD~1", "sub"]).exits(1)), ["sub/both.html"]);
    assert_eq!(files(check(&scene, "sub", &["--since", "HEAD~1"]).exits(1)), ["sub/both.html"]);
    // In the work tree, in the index, and not known to git yet; what git ignores and what is gone are not there.
    scene.write("old.html", PAGE.repeat(3));
    scene.write("sub/staged.html", PAGE);
    git(&scene, &["add", "sub/staged.html"]);
    scene.write("untracked 张.html", PAGE);
    scene.write("ignored.html", PAGE);
    std::fs::remove_file(scene.path("new.html")).expect("it was there");
    let changed = ["old.html", "sub/staged.html", "untracked 张.html"];
    assert_eq!(files(check(&scene, "", &["--changed"]).exits(1).says_nothing()), changed);
    assert_eq!(files(check(&scene, "sub", &["--changed"]).exits(1)), ["sub/staged.html"]);
    commit(&scene);
    assert!(files(check(&scene, "", &["--changed"]).exits(0)).is_empty());
}

#[test]
fn only_what_has_changed_is_fixed() {
    let Some(scene) = repository() else { return };
    scene.write("old.html", PAGE.repeat(2));
    check(&scene, "", &["--changed", "--fix"]).exits(0).says("old.html: 2 fixes");
    assert_eq!(scene.read("old.html"), PAGE.replace("launc\"", "launch\"").repeat(2));
    assert_eq!(scene.read("new.html"), PAGE);
}

#[test]
fn what_git_cannot_say_is_no_clean_run() {
    let Some(scene) = repository() else { return };
    let ran = check(&scene, "", &["--since", "no-such-commit"]);
    ran.exits(2).prints("").says("git cannot say what has changed").says("`fetch-depth: 0`");
    check(&scene, "", &["--since=--output=x"]).exits(2).prints("").says("`--output=x` is no commit");
    assert!(!scene.path("x").exists());
    let alone = Scene::new().file("a.html", PAGE);
    check(&alone, "", &["--changed"]).exits(2).prints("").says("git cannot say what has changed");
    let ran = scene.linkc(["check", "--changed"]).env("PATH", "").run();
    ran.exits(2).prints("").says("cannot run git");
}
