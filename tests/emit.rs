//! Every target, filled in for every case: what comes out, whole.
//!
//! The matrix is complete by construction. A case is a link config in `tests/emit/<case>/`; the artifacts of every
//! target stand beside it, in `<case>/<target>/`, so that they can be opened with the program that they are for.
//! `UPDATE_ARTIFACTS=1 cargo test emit` writes what came out; the difference is then read like that of a snapshot.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linkc::emit::{Each, Targets};

use crate::support::linkc;

/// The variables that cases take secrets from.
const SECRETS: [(&str, &str); 1] = [("CASE_CODE", "84-s3cr3t~42")];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emit")
}

/// The folders in `folder`, by name.
fn folders(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> =
        entries.filter(|path| path.is_dir()).filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

/// The files below `folder`, by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is in the folder").display().to_string();
                found.insert(name.replace('\\', "/"), std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn targets() -> Vec<String> {
    let targets = Targets::new(BTreeMap::new()).expect("the built-in targets");
    targets.all().map(|target| target.name.clone()).collect()
}

/// What `target` makes of `case`. What cannot be built is a finding, and stands in `findings.txt`.
fn built(case: &str, target: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a folder");
    let config = format!("tests/emit/{case}/links.yaml");
    let mut run = linkc(["build", &config, "--target", target, "--out"]).arg(out.path());
    // An option that has no default must be given; each case is told the same.
    let options = Targets::new(BTreeMap::new()).expect("the built-in targets");
    let options = &options.get(target).expect("a target").options;
    for name in options.iter().filter(|(_, option)| option.default.is_none()).map(|(name, _)| name) {
        run = run.arg("--option").arg(format!("{name}=com.example.links"));
    }
    for (name, value) in SECRETS {
        run = run.env(name, value);
    }
    let done = run.run();
    let mut made = files(out.path());
    // The list that a build keeps of its files says nothing that is not there.
    made.remove(".linkc");
    if done.code != Some(0) {
        assert!(made.is_empty(), "{case}, {target}: there are findings, and files");
        made.insert("findings.txt".to_owned(), done.stderr.clone().into_bytes());
    }
    made
}

#[test]
fn every_target_makes_of_every_case_what_stands_beside_it() {
    let update = std::env::var_os("UPDATE_ARTIFACTS").is_some();
    let mut wrong = Vec::new();
    for case in folders(&folder()) {
        for target in targets() {
            let place = folder().join(&case).join(&target);
            let (new, old) = (built(&case, &target), files(&place));
            assert!(!new.is_empty(), "{target} makes nothing of {case}");
            if new == old {
                continue;
            }
            if !update {
                wrong.push(difference(&format!("{case}/{target}"), &old, &new));
                continue;
            }
            let _ = std::fs::remove_dir_all(&place);
            for (name, contents) in &new {
                let path = place.join(name);
                std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
                std::fs::write(path, contents).expect("a file");
            }
        }
    }
    assert!(wrong.is_empty(), "`UPDATE_ARTIFACTS=1 cargo test emit` writes this:\n{}", wrong.join("\n"));
}

/// The first file that is not the same, as a diff.
fn difference(what: &str, old: &BTreeMap<String, Vec<u8>>, new: &BTreeMap<String, Vec<u8>>) -> String {
    let names = old.keys().chain(new.keys());
    let name = names.clone().find(|name| old.get(*name) != new.get(*name)).map_or("", String::as_str);
    let text = |side: &BTreeMap<String, Vec<u8>>| {
        side.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let (old, new) = (text(old), text(new));
    let diff = similar::TextDiff::from_lines(old.as_str(), new.as_str());
    diff.unified_diff().header(&format!("{what}/{name}"), "what comes out").to_string()
}

#[test]
fn every_target_of_links_with_inputs_takes_every_page_of_every_schema() {
    for target in Targets::new(BTreeMap::new()).expect("the built-in targets").all().filter(|target| !target.plain) {
        for schema in linkc::schema::Catalog::built_in_names() {
            let out = tempfile::tempdir().expect("a folder");
            let mut run = linkc(["build", "--schema", schema, "--target", &target.name, "--out"]).arg(out.path());
            for name in target.options.iter().filter(|(_, option)| option.default.is_none()).map(|(name, _)| name) {
                run = run.arg("--option").arg(format!("{name}=com.example.links"));
            }
            let is_obtained = target.files.iter().all(|file| file.each == Each::Obtain);
            if is_obtained && schema != "huawei-cloud-meeting" {
                run.run()
                    .exits(2)
                    .prints("")
                    .says("writes how a parameter is obtained")
                    .says("help: it is for schemas");
            } else {
                run.run().exits(0);
            }
        }
    }
}

#[test]
fn nothing_stands_beside_a_case_that_no_target_makes() {
    let cases = folders(&folder());
    assert!(cases.len() >= 3, "{cases:?}");
    let targets = targets();
    for case in cases {
        for name in folders(&folder().join(&case)) {
            assert!(targets.contains(&name), "tests/emit/{case}/{name} belongs to no target");
        }
        let beside = std::fs::read_dir(folder().join(&case)).expect("a folder");
        for path in beside.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            assert!(path.extension().is_some_and(|e| e == "yaml"), "tests/emit/{case}/{name} is no input of a case");
        }
    }
}
