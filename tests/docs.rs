//! Holds the README, and the texts of `linkc explain`, to what the program does.
//!
//! A README that is written by hand is wrong after the second change. So its tables are made from `linkc list`, its
//! files are those of the repository, and its commands are run. `UPDATE_DOCS=1 cargo test docs` writes what came out
//! into the README; the difference is then read like that of a snapshot.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

/// The README, made anew.
mod readme;
/// The program in a folder of its own.
mod scratch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use linkc::phase_errors::PHASE_ERRORS;
use linkc::rules;
use regex_lite::Regex;

use scratch::Scratch;

/// The command that builds and runs the main job, and the one that runs the tests.
const FIRST_COMMANDS: [&str; 2] = ["cargo run --release --quiet -- build examples/meetings.links.yaml", "cargo test"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_readme_shows_what_happens() {
    let old = read("README.md");
    let new = readme::regenerate(&old, &Scratch::new());
    if old == new {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(root().join("README.md"), new).unwrap();
        return;
    }
    let diff = similar::TextDiff::from_lines(old.as_str(), new.as_str());
    let diff = diff.unified_diff().header("README.md", "what happens").to_string();
    panic!("`UPDATE_DOCS=1 cargo test docs` writes this into the README:\n{diff}");
}

#[test]
fn the_readme_begins_with_two_commands() {
    let readme = read("README.md");
    let top: Vec<&str> = readme.lines().take(40).collect();
    for command in FIRST_COMMANDS {
        let line = format!("$ {command}");
        assert!(top.contains(&line.as_str()) || top.contains(&command), "`{command}` is not near the top");
    }
}

#[test]
fn the_checks_run_the_commands_of_the_readme() {
    let script = read(".ci/run");
    for command in FIRST_COMMANDS {
        assert!(script.contains(command), "`{command}` is not in .ci/run");
    }
}

#[test]
fn links_within_the_readme_lead_somewhere() {
    let readme = read("README.md");
    let link = Regex::new(r"\]\(([^)]+)\)").unwrap();
    let headings: BTreeSet<String> = readme.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect();
    for target in link.captures_iter(&readme).map(|link| link.get(1).unwrap().as_str()) {
        match target.strip_prefix('#') {
            Some(heading) => assert!(headings.contains(heading), "there is no heading `{heading}`"),
            None if target.starts_with("https:") => {}
            None => assert!(root().join(target).exists(), "there is no `{target}`"),
        }
    }
}

/// The address of a heading as forges make it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// All Rust files below `folder`.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The ids of diagnostics that the sources make, those of rules left out.
fn ids_in_sources() -> BTreeSet<String> {
    // An id is the first argument of a diagnostic, a constant, or of the YAML reader and named for it.
    let id =
        Regex::new(r#"(?:Diagnostic::(?:error|new)\(|const [A-Z_]+: &str =)\s*"([a-z]+(?:-[a-z]+)+)"|"(yaml-[a-z]+)""#);
    let id = id.unwrap();
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut ids = BTreeSet::new();
    for file in files.iter().filter(|file| !file.ends_with("phase_errors.rs")) {
        let text = read(file);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for found in id.captures_iter(code) {
            ids.insert(found.get(1).or(found.get(2)).unwrap().as_str().to_owned());
        }
    }
    ids.retain(|id| rules::find(id).is_none());
    ids
}

#[test]
fn every_error_that_is_no_rule_can_be_explained() {
    let known: BTreeSet<String> = PHASE_ERRORS.iter().map(|(id, _)| (*id).to_owned()).collect();
    let made = ids_in_sources();
    let without: Vec<_> = made.difference(&known).collect();
    assert!(without.is_empty(), "without a text in src/phase_errors.rs: {without:?}");
    let unused: Vec<_> = known.difference(&made).collect();
    assert!(unused.is_empty(), "in src/phase_errors.rs, but made nowhere: {unused:?}");
}

#[test]
fn the_errors_that_are_no_rules_are_sorted_and_unique() {
    assert!(PHASE_ERRORS.is_sorted_by(|(a, _), (b, _)| a < b));
}
