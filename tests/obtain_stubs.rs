//! The stubs that sign and obtain: compiled by the language's own tools, held to the known answers, and run against the
//! mock of the vendor's service in every way that it can fail.
//!
//! A folder `tests/obtain_stubs/<language>/` has a driver, which reads a case a line and prints what came of it in one
//! line, and `run`, a script of bash: `check` compiles a stub with warnings as errors, `style` has the language's
//! formatter look at it, `build` and `drive FILE` run the driver. What has to be there stands in its comments, as
//! `# tools: javac java` and `# headers: curl/curl.h`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};

use crate::obtain::mock::APP_KEY;
use cases::Case;

/// What is given, and what has to come of it.
mod cases;

/// How long a compiler may take, on a machine that is busy.
const COMPILING: Duration = Duration::from_secs(300);
/// How long a stub may take for all cases: four of them wait for two seconds, five try again for two, the others are
/// over at once.
const DRIVING: Duration = Duration::from_secs(100);

/// A trial for every language; those whose tools are missing are ignored, unless they are required.
pub(crate) fn trials(is_required: bool) -> Vec<Trial> {
    let trials = languages().into_iter().map(|language| {
        let missing = missing(&language);
        let kind = if missing.is_empty() { String::new() } else { format!("needs {}", missing.join(", ")) };
        let name = format!("obtain-{language}");
        let trial = Trial::test(name, move || check(&language)).with_kind(kind);
        trial.with_ignored_flag(!missing.is_empty() && !is_required)
    });
    trials.collect()
}

/// The targets that are tried here, sorted.
pub(crate) fn names() -> Vec<String> {
    languages().iter().map(|language| format!("obtain-{language}")).collect()
}

fn languages() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of stubs");
    let folders = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
    let mut languages: Vec<String> = folders.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
    languages.sort();
    languages
}

fn folder() -> PathBuf {
    crate::root().join("tests/obtain_stubs")
}

fn script(language: &str) -> PathBuf {
    folder().join(language).join("run")
}

/// What the script of `language` needs and this machine does not have.
fn missing(language: &str) -> Vec<String> {
    let script = fs::read_to_string(script(language)).unwrap_or_default();
    let words = |prefix: &str| -> Vec<String> {
        let lines = script.lines().filter_map(|line| line.strip_prefix(prefix));
        lines.flat_map(str::split_whitespace).map(str::to_owned).collect()
    };
    let is_program = |name: &String| std::env::split_paths(&crate::path()).any(|it| it.join(name).is_file());
    let is_header = |name: &String| {
        let compiler = Command::new("g++").args(["-fsyntax-only", "-include", name, "-x", "c++", "/dev/null"]).output();
        compiler.is_ok_and(|ran| ran.status.success())
    };
    let programs = ["bash".to_owned()].into_iter().chain(words("# tools:")).filter(|name| !is_program(name));
    programs.chain(words("# headers:").into_iter().filter(|name| !is_header(name))).collect()
}

fn check(language: &str) -> Result<(), Failed> {
    let missing = missing(language);
    if !missing.is_empty() {
        return Err(format!("it needs {}; `.ci/tools` installs them", missing.join(", ")).into());
    }
    let scratch = tempfile::TempDir::with_prefix_in(format!("obtain-{language}-"), env!("CARGO_TARGET_TMPDIR"))?;
    let place = |name: &str| scratch.path().join(name);
    for (schema, name) in [
        ("huawei-cloud-meeting", "alone"),
        ("tests/obtain_stubs/hostile.yaml", "hostile"),
        ("huawei-cloud-meeting", "driven"),
    ] {
        let out = place(name).display().to_string();
        let target = format!("obtain-{language}");
        crate::linkc(["build", "--schema", schema, "--target", &target, "--out", &out])?;
    }
    run(language, &place("alone"), &["style"])?;
    run(language, &place("alone"), &["check"])?;
    run(language, &place("hostile"), &["check"])?;
    for entry in fs::read_dir(folder().join(language))? {
        let entry = entry?;
        fs::copy(entry.path(), place("driven").join(entry.file_name()))?;
    }
    run(language, &place("driven"), &["build"])?;
    drive(language, &place("driven"))
}

/// Runs the cases, and compares.
fn drive(language: &str, place: &Path) -> Result<(), Failed> {
    let cases = cases::all();
    let lines: Vec<&str> = cases.iter().map(|case| case.line.as_str()).collect();
    fs::write(place.join("cases.txt"), lines.join("\n") + "\n")?;
    let output = run(language, place, &["drive", "cases.txt"])?;
    let (said, noise) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr).into_owned());
    let digits = APP_KEY.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let is_shown = |text: &str| text.contains(APP_KEY) || text.to_lowercase().contains(&digits);
    if is_shown(&said) || is_shown(&noise) {
        return Err("the key is shown".into());
    }
    let said: Vec<&str> = said.lines().collect();
    if said.len() != cases.len() {
        return Err(format!("{} lines for {} cases\n{noise}", said.len(), cases.len()).into());
    }
    let wrong: Vec<String> = cases.iter().zip(said).filter_map(|(case, said)| wrong(case, said)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// What is wrong about `said`.
fn wrong(case: &Case, said: &str) -> Option<String> {
    let fields: Vec<&str> = said.split('\t').collect();
    let reason = case.judge(&fields).err()?;
    Some(format!("{}: {}\n    gives {said}\n    {reason}", case.about, case.line))
}

/// Calls the script of `language` in `place`.
fn run(language: &str, place: &Path, arguments: &[&str]) -> Result<Output, Failed> {
    let mut command = Command::new("bash");
    command.arg(script(language)).args(arguments).current_dir(place).env("PATH", crate::path());
    let limit = if arguments.first() == Some(&"drive") { DRIVING } else { COMPILING };
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    let read = |stream: Option<Box<dyn std::io::Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.map(|mut stream| stream.read_to_end(&mut bytes));
            bytes
        })
    };
    let stdout = read(stdout.take().map(|stream| Box::new(stream) as _));
    let stderr = read(stderr.take().map(|stream| Box::new(stream) as _));
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > limit {
            child.kill()?;
            return Err(format!("`{} {arguments:?}` does not end", script(language).display()).into());
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let join = |thread: std::thread::JoinHandle<Vec<u8>>| thread.join().unwrap_or_default();
    let output = Output { status, stdout: join(stdout), stderr: join(stderr) };
    if status.success() {
        return Ok(output);
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().take(60).collect();
    Err(format!("`{language}/run {}` failed:\n{}", arguments.join(" "), lines.join("\n")).into())
}
