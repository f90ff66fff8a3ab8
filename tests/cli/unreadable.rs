//! Files that cannot be read, that change and that vanish: each costs a line, and not the run.

#![cfg(unix)]

use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use super::{LINKS, WRONG};
use crate::support::{Ran, Run, Scene};

/// A page with a link that can be put right.
const PAGE: &str = "<a href=\"cloudlink://welinksoftclient/h5page?page=launc\">Open</a>\n";

/// Runs `command`, which may not wait for what never comes.
#[track_caller]
fn in_time(command: Run) -> Ran {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(command.run()));
    receiver.recv_timeout(Duration::from_secs(60)).expect("it hangs")
}

fn pipe(scene: &Scene, path: &str) {
    let made = Command::new("mkfifo").arg(scene.path(path)).status();
    assert!(made.expect("every Unix has mkfifo").success());
}

#[test]
fn a_pipe_that_nobody_writes_into_is_not_waited_for() {
    let scene = Scene::acme().file("links.yaml", WRONG).file("a/b.txt", "");
    for path in ["pipe.html", "a/linkc.yaml", "team.links.yaml", "schema.yaml"] {
        pipe(&scene, path);
    }
    let ran = in_time(scene.linkc(["check", "--format", "concise"]));
    ran.exits(1).says_nothing().prints("links.yaml:5:18: error[unknown-page]: acme has no page `jion`\n");
    let ran = in_time(scene.linkc(["check", "pipe.html", "links.yaml"]));
    ran.exits(2).shows("unknown-page").says("`pipe.html` is a pipe").says("`-` reads standard input");
    in_time(scene.linkc(["check", "--schema", "schema.yaml", "links.yaml"])).exits(2).says("`schema.yaml` is a pipe");
    in_time(scene.linkc(["check", "--config", "a/linkc.yaml"])).exits(2).says("`a/linkc.yaml` is a pipe");
    in_time(scene.linkc(["check", "--baseline", "pipe.html"])).exits(2).says("`pipe.html` is a pipe");
    in_time(scene.linkc(["build", "team.links.yaml"])).exits(2).says("`team.links.yaml` is a pipe");
    scene.write("links.yaml", LINKS.replace("./acme.yaml", "./schema.yaml"));
    in_time(scene.linkc(["check"])).exits(2).says("`schema.yaml` is a pipe");
    // What a shell hands over under a name is read.
    let ran = in_time(scene.linkc(["check", "/dev/stdin"]).stdin("acme://app?do=home\n"));
    ran.exits(1).shows("/dev/stdin:1:1");
}

#[test]
fn a_symbolic_link_is_followed_where_it_is_named_and_the_dangling_one_is_a_line() {
    let scene = Scene::acme().file("links.yaml", LINKS).file("pages/a.html", PAGE);
    let link = |to: &str, from: &str| symlink(to, scene.path(from)).expect("a link");
    link("nowhere", "dangling.html");
    link("loop.html", "loop.html");
    link("..", "pages/up");
    link("pages/a.html", "named.html");
    let ran = scene.linkc(["check", "--format", "concise"]).run();
    ran.exits(1).says_nothing().shows("pages/a.html:1:").never_shows("named.html");
    let ran = scene.linkc(["check", "dangling.html", "loop.html", "links.yaml"]).run();
    ran.exits(2).shows("in 1 file").says("cannot read `dangling.html`: there is no such file");
    ran.says("cannot read `loop.html`: ");
    assert_eq!(ran.stderr.lines().count(), 2, "{}", ran.stderr);
    // What is fixed is the file; the link stays one.
    scene.linkc(["check", "--fix", "named.html"]).run().exits(0);
    assert!(scene.path("named.html").is_symlink());
    assert_eq!(scene.read("pages/a.html"), PAGE.replace("launc\"", "launch\""));
}

#[test]
fn what_cannot_be_read_is_a_line_in_every_place() {
    let scene = Scene::acme().file("links.yaml", WRONG).file("folder/x", "");
    // Nobody can read these, the superuser included.
    let cannot = ["links.yaml/x", "folder/x/y"];
    let args = ["check", "--format", "concise"].into_iter().chain(cannot).chain(["links.yaml"]);
    let ran = scene.linkc(args).run();
    ran.exits(2).prints("links.yaml:5:18: error[unknown-page]: acme has no page `jion`\n");
    assert_eq!(ran.stderr.lines().count(), cannot.len(), "{}", ran.stderr);
    for args in [["--config", "folder"], ["--baseline", "folder"], ["--schema", "folder"]] {
        let ran = scene.linkc(["check"].into_iter().chain(args)).run();
        ran.exits(2).says("`folder` is a folder where a file belongs");
    }
    // git's own file in the way.
    std::fs::create_dir(scene.path(".gitignore")).expect("a folder");
    let ran = scene.linkc(["check", "--format", "concise"]).run();
    ran.shows("links.yaml:5:18: error[unknown-page]");
}

/// There, files have no size and never end, cannot be read though they can be opened, and vanish.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_of_files_that_are_none_is_looked_through_in_bounded_memory() {
    let ran = in_time(Scene::new().linkc(["check", "/proc/self"]).limited(1 << 20));
    ran.exits(2).prints("").says("cannot read `/proc/self/");
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

/// Runs `command`, which reads one file after the other; when it has begun with standard input, and so is done with
/// what was named before and has not begun with the rest, does `meanwhile`.
fn interrupted(command: Run, meanwhile: impl FnOnce()) -> Ran {
    // More than a pipe holds: it is written only when somebody reads.
    let much = "# nothing\n".repeat(1 << 17);
    command.env("RAYON_NUM_THREADS", "1").run_with(|stdin| {
        stdin.write_all(much.as_bytes()).expect("it reads");
        meanwhile();
    })
}

#[test]
fn a_file_that_vanishes_before_it_is_read_is_a_line() {
    let scene = Scene::new().file("tree/a.html", PAGE).file("tree/b.html", PAGE).file("tree/c.html", PAGE);
    let command = scene.linkc(["check", "-", "tree", "--stdin-filename", "a.py", "--format", "concise"]);
    let ran = interrupted(command, || std::fs::remove_file(scene.path("tree/b.html")).expect("it was there"));
    ran.exits(2).says("cannot read `tree/b.html`: there is no such file");
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    let places: Vec<&str> = ran.stdout.lines().filter(|line| line.contains("unknown-page")).collect();
    assert!(places[0].starts_with("tree/a.html:1:") && places[1].starts_with("tree/c.html:1:"), "{places:?}");
    assert_eq!(places.len(), 2);
}

#[test]
fn a_file_that_becomes_a_folder_before_it_is_read_is_a_line() {
    let scene = Scene::new().file("tree/a.html", PAGE).file("tree/b.html", PAGE);
    let command = scene.linkc(["check", "-", "tree", "--stdin-filename", "a.py", "--format", "concise"]);
    let ran = interrupted(command, || {
        std::fs::remove_file(scene.path("tree/a.html")).expect("it was there");
        std::fs::create_dir(scene.path("tree/a.html")).expect("a folder");
    });
    ran.exits(2).says("`tree/a.html`").shows("tree/b.html:1:");
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn what_has_changed_since_it_was_read_is_not_written_over() {
    let scene = Scene::new().file("a.html", PAGE).file("b.html", PAGE);
    let command =
        scene.linkc(["check", "--fix", "a.html", "b.html", "-", "--stdin-filename", "c.py", "--format", "concise"]);
    let ran = interrupted(command, || scene.write("a.html", format!("<!-- mine -->\n{PAGE}")));
    ran.exits(2).says("`a.html` has changed while it was checked; it was left as it is");
    assert_eq!(scene.read("a.html"), format!("<!-- mine -->\n{PAGE}"));
    // The other one is fixed all the same.
    assert_eq!(scene.read("b.html"), PAGE.replace("launc\"", "launch\""));
    ran.says("b.html: 1 fix").never_shows("a.html: 1 fix").says("a.html:1:51: error[unknown-page]");
    assert_eq!(scene.files(), ["a.html", "b.html"], "nothing is left beside them");
}
