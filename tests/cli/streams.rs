//! What all commands do alike: results to stdout, the rest to stderr, colour where it is wanted, and an end when
//! nobody reads on.

use super::{LINKS, WRONG};
use crate::support::Scene;

const ESCAPE: char = '\u{1b}';

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let list = "cloudlink://welinksoftclient/h5page?page=launc\n".repeat(2_000);
    let scene = Scene::new().file("urls.txt", list);
    for args in [
        &["list", "rules"][..],
        &["list", "pages", "--format", "json"],
        &["show", "huawei-cloud-meeting/join"],
        &["explain", "--all"],
        &["build", "--help"],
    ] {
        let (line, stderr, code) = scene.linkc(args.iter().copied()).first_line_only();
        assert!(!line.is_empty(), "{args:?}");
        assert_eq!((stderr.as_str(), code), ("", Some(0)), "{args:?}");
    }
    // More than a pipe holds: the writer does meet the closed end.
    let (line, stderr, code) = scene.linkc(["check", "urls.txt", "--format", "concise"]).first_line_only();
    assert!(line.starts_with("urls.txt:1:42: error"), "{line}");
    assert_eq!((stderr.as_str(), code), ("", Some(0)));
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let scene = Scene::acme().file("links.yaml", WRONG);
    let plain = scene.linkc(["check"]).env_remove("NO_COLOR").run();
    assert!(!plain.stdout.contains(ESCAPE), "a pipe is no terminal: {}", plain.stdout);
    let coloured = scene.linkc(["check", "--color", "always"]).run();
    assert!(coloured.stdout.contains(ESCAPE), "who asks for colour means it: {}", coloured.stdout);
    let never = scene.linkc(["check", "--color", "never"]).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").run();
    never.prints(&plain.stdout);
    let forced = scene.linkc(["check"]).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").run();
    assert!(forced.stdout.contains(ESCAPE), "{}", forced.stdout);
    let failure = scene.linkc(["check", "lost.yaml", "--color", "always"]).run();
    assert!(failure.stderr.contains(ESCAPE), "{}", failure.stderr);
}

#[test]
fn colour_is_never_in_what_programs_read() {
    let scene = Scene::acme().file("links.yaml", WRONG);
    for args in [
        &["check", "--format", "json"][..],
        &["check", "--format", "concise"],
        &["url", "--schema", "acme.yaml", "join", "--set", "room=7"],
        &["parse", "--schema", "acme.yaml", "acme://app?do=hom", "--format", "json"],
        &["list", "rules", "--format", "json"],
        &["template", "match", "a{?x}", "a?x=1"],
    ] {
        let ran = scene.linkc(args.iter().copied()).arg("--color").arg("always").run();
        assert!(!ran.stdout.is_empty() && !ran.stdout.contains(ESCAPE), "{args:?}: {}", ran.stdout);
    }
}

#[test]
fn a_terminal_is_not_controlled_by_a_file_name_or_a_value() {
    let scene = Scene::acme().file("links.yaml", WRONG.replace("jion", "\"jo\\e[31min\""));
    scene.linkc(["check"]).run().exits(1).never_shows("\u{1b}");
    scene.linkc(["check", "lost\u{1b}[31m.yaml"]).run().exits(2).never_shows("\u{1b}");
    scene.linkc(["parse", "acme://app?do=\u{1b}[31m", "--schema", "acme.yaml"]).run().never_shows("\u{1b}");
    scene.linkc(["parse", "x\u{1b}]0;title\u{7}"]).run().exits(1).never_shows("\u{1b}").never_shows("\u{7}");
    scene.linkc(["show", "lost\u{1b}[31m"]).run().exits(2).never_shows("\u{1b}");
    scene.linkc(["explain", "lost\u{1b}[31m"]).run().exits(2).never_shows("\u{1b}");
}

#[test]
fn what_a_shell_pipes_on_stays_clean_when_there_is_something_to_say() {
    let scene = Scene::acme().file("links.yaml", LINKS);
    let ran = scene.linkc(["url", "huawei-cloud-meeting/join", "--set", "conf_id=1", "--set", "name=Tom"]).run();
    ran.exits(0).says("warning[divergent-default]");
    assert!(ran.stdout.lines().all(|line| line.contains("\tcloudlink://")), "{}", ran.stdout);
    let ran = scene.linkc(["build"]).env("DAILY_CODE", "1234").run();
    ran.exits(0).prints("").says("wrote out/links.txt\n");
}
