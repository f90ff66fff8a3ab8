//! The stubs of every target that makes code: compiled and run by the language's own tools, against linkc.
//!
//! A folder `tests/stubs/<target>/` has two files. `driver.<ext>.j2` is an output template that is filled in beside the
//! stub, in the target's own environment: a program that calls the stub with every vector of `linkc vectors` and prints
//! the link, or `refused`. `run` is a script of bash that compiles both with warnings as errors, checks how they are laid
//! out, and leaves what each driver prints in `out.txt`. What has to be there to run it stands in its comments, as
//! `# tools: go gofmt` and `# files: android/android.jar`; what else is to be tried, as `# options: side=server`. A target
//! that is no code, as the manifest of an Android app, has `run` alone, which judges what is built. `tests/stubs/shared/`
//! holds what several of them need.
//!
//! This is a test binary of its own because a test that cannot run must be seen: it is reported as ignored, and fails
//! where `LINKC_REQUIRE_TOOLS` is set. `LINKC_TOOLS` names the folder with those files, `target/tools` if it is not
//! set; its `bin` is looked into before the `PATH`.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Failed, Trial};
use linkc::emit::{Each, Target, Targets, built_in};
use linkc::link_template::percent::encoded;
use serde_json::{Value, json};

/// What stubs are made for: built-in schemas, and what means no stub well.
const SCHEMAS: [&str; 5] =
    ["feishu-applink", "huawei-cloud-meeting", "microsoft-teams", "yealink-meeting", "tests/stubs/hostile.yaml"];

/// A link config, half of whose values are given.
const CONFIG: &str = "tests/stubs/closed.links.yaml";

/// What breaks literals, comments and formats of one language or another.
const PIECES: &str = "\" ' ` \\ \n \r\n \t \0 %s $x ${x} \\(x) #{x} {x} \\u000a ??/ </script> <!-- --> ]]> */ /* // \
                      \"\"\" ''' @x \u{1f600} e\u{301} \u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{202c} \u{2028} \u{feff}";

/// The stubs that sign and obtain.
mod obtain_stubs;

/// What is shared with the tests of `linkc obtain`.
#[path = "obtain/service.rs"]
mod obtain;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_required = env::var_os("LINKC_REQUIRE_TOOLS").is_some();
    let mut trials = vec![Trial::test("every_target_of_code_has_a_driver", every_target_of_code_has_a_driver)];
    for target in folders() {
        let missing = missing(&target);
        let kind = if missing.is_empty() { String::new() } else { format!("needs {}", missing.join(", ")) };
        let trial = Trial::test(target.clone(), move || check(&target)).with_kind(kind);
        trials.push(trial.with_ignored_flag(!missing.is_empty() && !is_required));
    }
    trials.extend(obtain_stubs::trials(is_required));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The targets that have a folder here, sorted.
fn folders() -> Vec<String> {
    let entries = fs::read_dir(root().join("tests/stubs")).expect("the folder of stubs");
    let folders = entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().display().to_string());
    let mut names: Vec<String> = names.filter(|name| name != "shared").collect();
    names.sort();
    names
}

/// Whether `target` has a program that calls its stub.
fn has_driver(target: &str) -> bool {
    let entries = fs::read_dir(root().join("tests/stubs").join(target)).expect("the folder of a target");
    entries.filter_map(Result::ok).any(|entry| entry.file_name().display().to_string().starts_with("driver."))
}

/// Identifiers are what makes a target one of code; those that obtain have drivers of their own.
fn every_target_of_code_has_a_driver() -> Result<(), Failed> {
    let targets = Targets::new(BTreeMap::new()).map_err(|error| error.message)?;
    let of_links = |target: &&Target| target.files.iter().any(|file| file.each != Each::Obtain);
    let (of_code, of_obtain): (Vec<&Target>, Vec<&Target>) =
        targets.all().filter(|target| target.names.is_some()).partition(of_links);
    let names = |targets: Vec<&Target>| targets.into_iter().map(|target| target.name.clone()).collect::<Vec<_>>();
    let (of_code, of_obtain) = (names(of_code), names(of_obtain));
    if of_obtain != obtain_stubs::names() {
        return Err(format!("the targets that obtain are {of_obtain:?}").into());
    }
    let with_driver: Vec<String> = folders().into_iter().filter(|target| has_driver(target)).collect();
    if of_code == with_driver {
        return Ok(());
    }
    Err(format!("the targets of code are {of_code:?}, those with a driver {with_driver:?}").into())
}

/// The script that checks `target`.
fn script(target: &str) -> PathBuf {
    root().join("tests/stubs").join(target).join("run")
}

/// Where `.ci/tools` puts things.
fn tools() -> PathBuf {
    env::var_os("LINKC_TOOLS").map_or_else(|| root().join("target/tools"), PathBuf::from)
}

/// Where programs are looked for.
fn path() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths([tools().join("bin")].into_iter().chain(env::split_paths(&path))).expect("a path without colons")
}

/// The words behind `prefix` in the script of `target`.
fn words(target: &str, prefix: &str) -> Vec<String> {
    let script = fs::read_to_string(script(target)).unwrap_or_default();
    let lines = script.lines().filter_map(|line| line.strip_prefix(prefix));
    lines.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// What the script of `target` needs and this machine does not have.
fn missing(target: &str) -> Vec<String> {
    let is_program = |name: &String| env::split_paths(&path()).any(|folder| folder.join(name).is_file());
    let programs = ["bash".to_owned()].into_iter().chain(words(target, "# tools:")).filter(|name| !is_program(name));
    let files = words(target, "# files:").into_iter().filter(|name| !tools().join(name).exists());
    programs.chain(files).collect()
}

/// Makes, compiles and runs the stubs of `target`, and compares what they say with what linkc says.
fn check(target: &str) -> Result<(), Failed> {
    let missing = missing(target);
    if !missing.is_empty() {
        return Err(format!("it needs {}; `.ci/tools` installs them", missing.join(", ")).into());
    }
    let scratch = tempfile::TempDir::with_prefix_in(format!("stubs-{target}-"), env!("CARGO_TARGET_TMPDIR"))?;
    let templates = scratch.path().join("templates");
    let own = with_driver(target, &templates)?;
    let folder = scratch.path().join("cases");
    let mut expected = Vec::new();
    let options = words(target, "# options:");
    let long = scratch.path().join("long.yaml");
    fs::write(&long, long_schema().to_string())?;
    let long = long.display().to_string();
    let plain = SCHEMAS.into_iter().chain([CONFIG, &long]).map(|source| (source, None));
    let with_options = options.iter().map(|option| (SCHEMAS[4], Some(option.as_str())));
    for (source, option) in plain.chain(with_options) {
        let name = Path::new(source).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let value = option.and_then(|option| option.split_once('='));
        let case = value.map_or(name.to_owned(), |(_, value)| format!("{name}-{value}"));
        let case = folder.join(case.replace('.', "-"));
        fs::create_dir_all(&case)?;
        let out = case.display().to_string();
        let templates = templates.display().to_string();
        let built = if source == CONFIG { vec!["build", source] } else { vec!["build", "--schema", source] };
        let built = built.into_iter().chain(["--target", target, "--templates", &templates, "--out", &out]);
        linkc(built.chain(option.iter().flat_map(|option| ["--option", *option])))?;
        let vectors = vectors(&linkc(["vectors", source])?, &own)?;
        fs::write(case.join("vectors.json"), serde_json::to_string(&vectors)?)?;
        fs::write(case.join("vectors.txt"), lines(&vectors))?;
        expected.push((case, vectors));
    }
    run(target, &folder)?;
    if !has_driver(target) {
        return Ok(());
    }
    let mut wrong = Vec::new();
    for (case, vectors) in expected {
        compare(&case, &vectors, &mut wrong)?;
    }
    if wrong.is_empty() {
        return Ok(());
    }
    wrong.truncate(20);
    Err(wrong.join("\n").into())
}

/// A schema whose every text has 10,000 characters that mean harm: defaults, values, docs and titles. It is JSON, which
/// is YAML.
fn long_schema() -> Value {
    let text: String = PIECES.chars().cycle().take(10_000).collect();
    let platform = json!({ "title": text });
    let default = text.replace('$', "$$");
    json!({
        "linkc": 1, "kind": "schema", "name": "long", "title": text, "sources": { "nowhere": { "title": text } },
        "platforms": { "android": platform, "ios": platform, "windows": platform, "macos": platform },
        "parameters": {
            "a": { "type": "string", "title": text, "doc": text },
            "b": { "type": "enum", "doc": text, "values": [text, "other"] },
            "c": { "type": "string", "doc": text, "except": [text] },
        },
        "pages": { "page": {
            "title": text, "doc": text, "link": "long://h/page{?a,b,c}", "default": { "a": default, "b": default },
            "behaviour": { "stopped": text },
            "examples": [{ "values": { "c": "" }, "url": format!("long://h/page?a={0}&b={0}&c=", encoded(&text)) }],
        } },
    })
}

/// The folder of `target` with the driver among its files, below `templates`.
fn with_driver(target: &str, templates: &Path) -> Result<Target, Failed> {
    let mut files = built_in().remove(target).ok_or("there is no such target")?;
    let own = fs::read_dir(root().join("tests/stubs").join(target))?;
    for entry in own {
        let entry = entry?;
        let name = entry.file_name().display().to_string();
        let Some(path) = name.strip_suffix(".j2") else { continue };
        files.insert(name.clone(), fs::read_to_string(entry.path())?);
        // The list of files stands last in every manifest.
        let manifest = files.get_mut("target.yaml").ok_or("there is no manifest")?;
        manifest.push_str(&format!("  - {{ path: {path}, template: {name} }}\n"));
    }
    fs::create_dir_all(templates.join(target))?;
    for (name, text) in &files {
        fs::write(templates.join(target).join(name), text)?;
    }
    let targets = Targets::new([(target.to_owned(), files)].into()).map_err(|error| error.message)?;
    Ok(targets.get(target).ok_or("there is no such target")?.clone())
}

fn linkc<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<String, Failed> {
    let output = Command::new(env!("CARGO_BIN_EXE_linkc")).args(arguments).current_dir(root()).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The vectors that are about a platform of `target`.
fn vectors(text: &str, target: &Target) -> Result<Value, Failed> {
    let mut all: Value = serde_json::from_str(text)?;
    let vectors = all["vectors"].as_array_mut().ok_or("there are no vectors")?;
    if let Some(platforms) = &target.platforms {
        vectors.retain(|vector| platforms.iter().any(|own| vector["platform"] == own.as_str()));
    }
    if vectors.iter().all(|vector| vector["url"].is_null()) {
        return Err("no vector has a link".into());
    }
    Ok(all)
}

/// The vectors for languages that have no JSON: tab-separated, a value as its kind and its text, percent-encoded.
fn lines(vectors: &Value) -> String {
    let mut out = String::new();
    for vector in vectors["vectors"].as_array().into_iter().flatten() {
        let text = |key: &str| vector[key].as_str().unwrap_or_default().to_owned();
        let values = vector["values"].as_object().into_iter().flatten();
        let values = values.map(|(name, value)| {
            let value = match value {
                Value::String(text) => format!("t{}", encoded(text)),
                Value::Number(number) => format!("n{number}"),
                Value::Bool(flag) => format!("b{flag}"),
                Value::Array(items) => {
                    let items: Vec<String> = items.iter().filter_map(Value::as_str).map(encoded).collect();
                    format!("l{}", items.join(","))
                }
                _ => "x".to_owned(),
            };
            format!("{name}={value}")
        });
        let fields: Vec<String> = [text("link"), text("platform")].into_iter().chain(values).collect();
        out.push_str(&fields.join("\t"));
        out.push('\n');
    }
    out
}

/// Calls the script of `target` in `folder`.
fn run(target: &str, folder: &Path) -> Result<(), Failed> {
    let output = Command::new("bash")
        .arg(script(target))
        .current_dir(folder)
        .env("PATH", path())
        .env("LINKC_TOOLS", tools())
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().take(60).collect();
    Err(format!("`tests/stubs/{target}/run` failed:\n{}", lines.join("\n")).into())
}

/// Collects in `wrong` where `case` says something else than linkc.
fn compare(case: &Path, vectors: &Value, wrong: &mut Vec<String>) -> Result<(), Failed> {
    let name = case.file_name().unwrap_or_default().display().to_string();
    let said = fs::read_to_string(case.join("out.txt"))?;
    let said: Vec<&str> = said.lines().collect();
    let vectors = vectors["vectors"].as_array().ok_or("there are no vectors")?;
    if said.len() != vectors.len() {
        wrong.push(format!("{name}: {} lines for {} vectors", said.len(), vectors.len()));
    }
    for (vector, said) in vectors.iter().zip(said) {
        let expected = vector["url"].as_str().unwrap_or("refused");
        if said != expected {
            let vector: String = vector.to_string().chars().take(300).collect();
            wrong.push(format!("{name}: {vector}\n    gives {said}"));
        }
    }
    Ok(())
}
