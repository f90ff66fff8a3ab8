//! The command line, run as its users run it: exit codes, streams, files, and every `--help`.
//!
//! What the library finds is the business of the other tests; here a finding is only one that makes a command fail.

use crate::support::{Ran, Scene, assert_snapshot, linkc};

/// `linkc build`.
mod build;
/// `linkc build --check`.
mod build_check;
/// `linkc build` that is killed.
mod build_killed;
/// `linkc build`: what is overwritten, and what is left over.
mod build_safety;
/// `--changed` and `--since`.
mod changed;
/// `linkc check`.
mod check;
/// The link configs in `examples/`.
mod examples;
/// How `linkc check` and `linkc ci` end.
mod exit_codes;
/// `linkc check --fix` on files.
mod fixing;
/// `linkc parse`.
mod parse;
/// Settings, baselines, and the files that are looked at.
mod project;
/// `linkc list`, `show`, `explain` and `init`.
mod reference;
/// What CI services and pre-commit run.
mod services;
/// Standard input in the place of a file.
mod stdin;
/// What all commands do alike: streams, colours, pipes.
mod streams;
/// `linkc template`.
mod template;
/// `linkc templates`.
mod templates;
/// The samples of the vendor's documents among other files.
mod tree;
/// Files that cannot be read, that change and that vanish.
mod unreadable;
/// `linkc url`.
mod url;

/// A link config of the schema [`crate::support::ACME`] with nothing wrong in it.
pub(crate) const LINKS: &str = "\
linkc: 1
kind: links
schema: ./acme.yaml
links:
  daily:
    page: join
    title: Daily
    values: { room: 7, name: Zoë & Co, passcode: \"${env:DAILY_CODE}\" }
outputs:
  - { target: url, dir: out }
";

/// As [`LINKS`], with a page that does not exist.
const WRONG: &str = "\
linkc: 1
kind: links
schema: ./acme.yaml
links:
  daily: { page: jion, values: { room: 7 } }
outputs:
  - { target: url, dir: out }
";

/// The commands, or those of `command`, as its help lists them.
fn commands_of(command: &[&str]) -> Vec<String> {
    let help = linkc(command.iter().copied().chain(["--help"])).run().stdout;
    let Some((_, commands)) = help.split_once("Commands:\n") else { return Vec::new() };
    let commands = commands.lines().take_while(|line| !line.is_empty());
    // The description of a command may go on in a line of its own, further in.
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_has_its_help() {
    let mut all = linkc(["--help"]).run().stdout;
    let commands = commands_of(&[]);
    assert!(commands.len() >= 9, "{commands:?}");
    for command in &commands {
        let mut names = vec![vec![command.as_str()]];
        let inner = commands_of(&[command]);
        names.extend(inner.iter().map(|name| vec![command.as_str(), name]));
        for name in names {
            let ran = linkc(name.iter().copied().chain(["--help"])).run();
            ran.exits(0).says_nothing();
            all.extend(["\n───── linkc ", &name.join(" "), " --help\n\n", &ran.stdout]);
        }
    }
    // clap ends some lines of a list with spaces.
    let all: Vec<&str> = all.lines().map(str::trim_end).collect();
    assert_snapshot("help", &all.join("\n"));
}

#[test]
fn without_a_command_there_is_the_help_and_nothing_was_done() {
    linkc([]).run().exits(2).prints("").says("Usage: linkc");
}

#[test]
fn version_is_a_result() {
    linkc(["--version"]).run().exits(0).says_nothing().shows(env!("CARGO_PKG_VERSION"));
}

#[test]
fn what_clap_refuses_is_exit_code_2() {
    let wrong: [&[&str]; 8] = [
        &["chekc"],
        &["check", "--formt", "json"],
        &["check", "--format", "xml"],
        &["check", "--fail-on", "fatal"],
        &["url"],
        &["url", "huawei-cloud-meeting/join", "--set", "conf_id"],
        &["url", "huawei-cloud-meeting/join", "--format", "json", "--target", "json"],
        &["list", "shemas"],
    ];
    for args in wrong {
        linkc(args.iter().copied()).run().exits(2).prints("").says("error: ");
    }
    linkc(["chekc"]).run().says("check");
    linkc(["list", "shemas"]).run().says("schemas");
}

/// The exit codes of `linkc check` on `text`, one for each of the values of `--fail-on`.
fn codes_by_fail_on(text: &str, format: &str) -> Vec<i32> {
    let scene = Scene::acme().file("links.yaml", text);
    let run = |fail_on: &str| -> Ran { scene.linkc(["check", "--format", format, "--fail-on", fail_on]).run() };
    ["error", "warning", "note", "never"].into_iter().filter_map(|fail_on| run(fail_on).code).collect()
}
