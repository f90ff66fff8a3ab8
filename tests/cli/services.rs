//! What a CI service runs: the GitHub Action, the GitLab example and the hooks for pre-commit, each with its own lines.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_yaml::Value;

use super::{LINKS, WRONG};
use crate::support::{Scene, has_tool};

fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("it is there");
    serde_yaml::from_str(&text).expect("it is YAML")
}

/// Runs `script` as a runner does: bash, with the first failure as its end.
fn bash(folder: &Path, script: &str, environment: &BTreeMap<String, String>) -> Output {
    let path = std::env::var("PATH").expect("there is a PATH");
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    command.env_clear().env("PATH", path).env("NO_COLOR", "1").envs(environment);
    command.output().expect("there is bash")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("it is UTF-8")
}

/// The action's steps, run in a folder, and what GitHub knows meanwhile.
struct Runner<'s> {
    scene: &'s Scene,
    /// `inputs.paths`, `runner.temp`, `steps.source.outputs.root`, …
    context: BTreeMap<String, String>,
}

impl<'s> Runner<'s> {
    /// With the inputs that a workflow gives; the others have their defaults.
    fn new(scene: &'s Scene, given: &[(&str, &str)]) -> Self {
        let mut context = BTreeMap::new();
        for (name, input) in yaml(".github/actions/linkc/action.yml")["inputs"].as_mapping().expect("there are inputs")
        {
            let name = name.as_str().expect("a name");
            let given = given.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            let value = given.or(input["default"].as_str()).expect("every input has a default");
            context.insert(format!("inputs.{name}"), value.to_owned());
        }
        for (name, _) in given {
            assert!(context.contains_key(&format!("inputs.{name}")), "the action has no input `{name}`");
        }
        let temp = scene.path("temp");
        std::fs::create_dir_all(temp.join("linkc/bin")).expect("a folder");
        let program = temp.join("linkc/bin/linkc");
        if !program.exists() {
            std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_linkc"), program).expect("a link");
        }
        context.insert("runner.temp".to_owned(), temp.display().to_string());
        Self { scene, context }
    }

    /// `text` with every `${{ … }}` replaced by what it stands for.
    fn replaced(&self, text: &str) -> String {
        let mut pieces = text.split("${{");
        let mut replaced = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once("}}").expect("it is closed");
            replaced += self.context.get(name.trim()).unwrap_or_else(|| panic!("nothing knows `{}`", name.trim()));
            replaced += rest;
        }
        replaced
    }

    /// Runs the step `id`, takes its outputs in, and returns what it printed.
    fn run(&mut self, id: &str) -> Output {
        let action = yaml(".github/actions/linkc/action.yml");
        let steps = action["runs"]["steps"].as_sequence().expect("there are steps");
        let step = steps.iter().find(|step| step["id"].as_str() == Some(id)).expect("the step is there");
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let outputs = self.scene.path("temp/outputs");
        std::fs::write(&outputs, "").expect("a file");
        let mut environment = BTreeMap::from([
            ("GITHUB_OUTPUT".to_owned(), outputs.display().to_string()),
            ("GITHUB_ACTION_PATH".to_owned(), format!("{}/.github/actions/linkc", env!("CARGO_MANIFEST_DIR"))),
        ]);
        for (name, value) in step["env"].as_mapping().into_iter().flatten() {
            let name = name.as_str().expect("a name").to_owned();
            environment.insert(name, self.replaced(value.as_str().expect("a text")));
        }
        let folder = step["working-directory"].as_str().map_or_else(|| ".".to_owned(), |folder| self.replaced(folder));
        let script = step["run"].as_str().expect("it runs something");
        assert!(!script.contains("${{"), "an input in a script is more than a value");
        let ran = bash(&self.scene.path("work").join(folder), script, &environment);
        for line in self.scene.read("temp/outputs").lines() {
            let (name, value) = line.split_once('=').expect("a name and a value");
            self.context.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
        }
        ran
    }
}

/// A project in `work/`, with a config in each of two folders.
fn project(text: &str) -> Scene {
    let text = text.replace("./acme", "../acme");
    Scene::new()
        .file("work/acme.yaml", crate::support::ACME)
        .file("work/one/links.yaml", &text)
        .file("work/two of them/links.yaml", &text)
        .file("temp/linkc.sarif", "of another run")
}

#[test]
fn the_action_checks_annotates_and_hands_over_its_sarif() {
    if !has_tool("bash") {
        return;
    }
    for (config, inputs, code, annotated) in [
        (LINKS, vec![], 0, 0),
        (WRONG, vec![], 1, 2),
        (WRONG, vec![("fail-on", "never"), ("paths", "one\n")], 0, 1),
        (WRONG, vec![("paths", "two of them/links.yaml\n\none")], 1, 2),
        (WRONG, vec![("working-directory", "one")], 1, 1),
        (WRONG, vec![("paths", "--show-files")], 2, 0),
        (WRONG, vec![("fail-on", "$(touch hacked)")], 2, 0),
        (WRONG, vec![("paths", "lost; touch hacked")], 2, 0),
    ] {
        // What the config generates has its own test.
        let scene = project(config.split("outputs:").next().unwrap_or_default());
        let mut runner = Runner::new(&scene, &inputs);
        let ran = runner.run("check");
        let (stdout, stderr) = (text(&ran.stdout), text(&ran.stderr));
        assert_eq!(ran.status.code(), Some(code), "{inputs:?}\n{stdout}\n{stderr}");
        let errors = stdout.lines().filter(|line| line.starts_with("::error file=")).count();
        assert_eq!(errors, annotated, "{inputs:?}\n{stdout}\n{stderr}");
        let sarif = runner.context.get("steps.check.outputs.sarif");
        assert_eq!(sarif.is_some(), code != 2, "{inputs:?}: what is left of another run is not handed over");
        if let Some(sarif) = sarif {
            let report = std::fs::read_to_string(sarif).expect("it is there");
            let report: serde_json::Value = serde_json::from_str(&report).expect("it is JSON");
            assert_eq!(report["runs"][0]["results"].as_array().map(Vec::len), Some(annotated));
        }
        assert!(!scene.files().iter().any(|file| file.contains("hacked")), "an input was obeyed");
    }
}

#[test]
fn the_digest_of_the_action_names_its_sources() {
    if !has_tool("bash") || !has_tool("shasum") {
        return;
    }
    let scene = project(LINKS);
    let mut runner = Runner::new(&scene, &[]);
    let mut digest = || {
        let ran = runner.run("source");
        assert!(ran.status.success(), "{}", text(&ran.stderr));
        assert_eq!(runner.context["steps.source.outputs.root"], env!("CARGO_MANIFEST_DIR"));
        runner.context["steps.source.outputs.digest"].clone()
    };
    let first = digest();
    assert!(first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_hexdigit()), "{first}");
    assert_eq!(digest(), first);
}

#[test]
fn every_script_of_the_action_is_one_and_what_is_built_is_what_runs() {
    if !has_tool("bash") {
        return;
    }
    let action = yaml(".github/actions/linkc/action.yml");
    let steps = action["runs"]["steps"].as_sequence().expect("there are steps");
    for step in steps.iter().filter_map(|step| step["run"].as_str()) {
        let ran = Command::new("bash").args(["-n", "-c", step]).output().expect("there is bash");
        assert!(ran.status.success(), "{step}\n{}", text(&ran.stderr));
    }
    let of = |key: &str| steps.iter().find_map(|step| step["env"][key].as_str()).expect("it is set");
    assert_eq!(of("LINKC"), format!("{}/bin/linkc", of("ROOT")));
    // What the example hands in, the action takes.
    let example = yaml("examples/ci/github.yml");
    let steps = example["jobs"]["linkc"]["steps"].as_sequence().expect("there are steps");
    let ours = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("/actions/linkc@")));
    for name in ours.expect("it uses the action")["with"].as_mapping().expect("it has inputs").keys() {
        assert!(action["inputs"].get(name).is_some(), "{name:?}");
    }
}

#[test]
fn the_gitlab_job_ends_as_linkc_does_and_leaves_its_reports() {
    if !has_tool("bash") {
        return;
    }
    let job = &yaml("examples/ci/gitlab-ci.yml")["linkc"];
    let lines = |key: &str| -> Vec<String> {
        let list = job[key].as_sequence().expect("there are lines");
        list.iter().map(|line| line.as_str().expect("a line").to_owned()).collect()
    };
    let script = [lines("before_script"), lines("script")].concat().join("\n");
    for (config, code) in [(LINKS, 1), (WRONG, 1), (LINKS.split("outputs:").next().unwrap_or_default(), 0)] {
        let scene = project(config);
        let root = scene.path("temp/root/bin");
        std::fs::create_dir_all(&root).expect("a folder");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_linkc"), root.join("linkc")).expect("a link");
        let environment = BTreeMap::from([
            ("LINKC_ROOT".to_owned(), scene.path("temp/root").display().to_string()),
            ("DAILY_CODE".to_owned(), "42".to_owned()),
        ]);
        // Twice: what the first run leaves is nothing that the second would check.
        for _ in 0..2 {
            let ran = bash(&scene.path("work"), &script, &environment);
            assert_eq!(ran.status.code(), Some(code), "{}\n{}", text(&ran.stdout), text(&ran.stderr));
            let reports = job["artifacts"]["reports"].as_mapping().expect("there are reports");
            for (kind, path) in reports {
                let report = scene.read(&format!("work/{}", path.as_str().expect("a path")));
                match kind.as_str() {
                    Some("codequality") => {
                        let issues: serde_json::Value = serde_json::from_str(&report).expect("it is JSON");
                        let found = if config == WRONG { 2 } else { 0 };
                        assert_eq!(issues.as_array().map(Vec::len), Some(found), "{report}");
                    }
                    Some("junit") => assert!(report.starts_with("<?xml"), "{report}"),
                    other => panic!("{other:?} is not looked at"),
                }
            }
            assert_eq!(reports.len(), 2);
        }
    }
}

#[test]
fn the_hooks_run_what_linkc_knows() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().expect("there are hooks");
    assert!(hooks.len() >= 2);
    for hook in hooks {
        let entry: Vec<&str> = hook["entry"].as_str().expect("it runs something").split_whitespace().collect();
        let (program, args) = entry.split_first().expect("a program");
        assert_eq!(*program, "linkc");
        let names = hook["pass_filenames"].as_bool().expect("it says so");
        let run = |scene: &Scene| {
            let staged = if names { vec!["links.yaml"] } else { Vec::new() };
            scene.linkc(args.iter().copied().chain(staged)).run()
        };
        run(&Scene::acme().file("links.yaml", LINKS)).exits(0);
        run(&Scene::acme().file("links.yaml", WRONG)).exits(1).shows("unknown-page");
        assert!(matches!(hook["language"].as_str(), Some("rust" | "system")), "{hook:?}");
        for key in ["id", "name", "description"] {
            assert!(hook[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
        }
    }
}
