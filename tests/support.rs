//! A folder with files and a `linkc` to run in it: what the tests of the command line share.
//!
//! The environment is empty but for what a test sets, so that neither the developer's colours nor a variable that
//! happens to be set decides a test.

use std::ffi::OsStr;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};

use tempfile::TempDir;

/// A schema of our own: small, with one thing of each kind, and nothing that depends on a vendor.
pub(crate) const ACME: &str = include_str!("cli/acme.yaml");

/// A temporary folder.
pub(crate) struct Scene {
    folder: TempDir,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::with_prefix("linkc-test-").expect("a temporary folder") }
    }

    /// A folder in memory, where the system has such: for tests that write thousands of files.
    pub(crate) fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::with_prefix_in("linkc-test-", memory) } else { TempDir::new() };
        Self { folder: folder.expect("a temporary folder") }
    }

    /// A folder with the schema [`ACME`] in `acme.yaml`.
    pub(crate) fn acme() -> Self {
        Self::new().file("acme.yaml", ACME)
    }

    /// Writes a file, and the folders that it is in.
    pub(crate) fn file(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        self.write(path, contents);
        self
    }

    /// As [`Self::file`], in the middle of a test.
    pub(crate) fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder");
        std::fs::write(path, contents).expect("a file");
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file in the folder, sorted, with `/` in its path.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let inner = path.strip_prefix(self.folder.path()).expect("it is in the folder");
                    found.push(inner.display().to_string().replace('\\', "/"));
                }
            }
        }
        found.sort();
        found
    }

    /// `linkc` with `args`, in the folder.
    pub(crate) fn linkc<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        linkc_in(self.folder.path(), args)
    }
}

/// `linkc` with `args`, in the folder of the package.
pub(crate) fn linkc<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    linkc_in(Path::new(env!("CARGO_MANIFEST_DIR")), args)
}

fn linkc_in<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linkc"));
    command.args(args).current_dir(folder).env_clear().env("NO_COLOR", "1");
    // Windows starts no process without it.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    Run { command, stdin: Vec::new() }
}

/// Whether there is `tool`, which a test needs beside Rust. Where there is none, a line says so that is seen without
/// being asked for; where `LINKC_REQUIRE_TOOLS` is set, the test fails.
pub(crate) fn has_tool(tool: &str) -> bool {
    let is_there = Command::new(tool).arg("--version").output().is_ok_and(|ran| ran.status.success());
    if !is_there {
        assert!(std::env::var_os("LINKC_REQUIRE_TOOLS").is_none(), "{tool} is required");
        let thread = std::thread::current();
        let _ = writeln!(std::io::stderr(), "skipped, for there is no {tool}: {}", thread.name().unwrap_or_default());
    }
    is_there
}

/// A command that is about to run.
pub(crate) struct Run {
    command: Command,
    stdin: Vec<u8>,
}

impl Run {
    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn current_dir(mut self, folder: PathBuf) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Lets it have at most `kilobytes` of memory, where the system has a shell that can say so.
    pub(crate) fn limited(self, kilobytes: u32) -> Self {
        if !cfg!(target_os = "linux") {
            return self;
        }
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("ulimit -v {kilobytes} && ulimit -t 60 && exec \"$0\" \"$@\" || exit 99")]);
        command.arg(self.command.get_program()).args(self.command.get_args()).env_clear();
        command.envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        Self { command, ..self }
    }

    pub(crate) fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        self.stdin = text.as_ref().to_vec();
        self
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Ran {
        let given = std::mem::take(&mut self.stdin);
        // A command that does not read what it is given closes the pipe; that is its right.
        self.run_with(move |stdin| drop(stdin.write_all(&given)))
    }

    /// As [`Self::run`], with `write` for what it reads.
    pub(crate) fn run_with(mut self, write: impl FnOnce(&mut ChildStdin)) -> Ran {
        let pipe = Stdio::piped;
        let mut child = self.command.stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().expect("linkc has been built");
        let mut stdin = child.stdin.take().expect("a pipe");
        let reader = std::thread::spawn(move || child.wait_with_output().expect("it ends"));
        write(&mut stdin);
        drop(stdin);
        let output = reader.join().expect("the reader does not panic");
        let text = |bytes| String::from_utf8(bytes).expect("linkc writes UTF-8");
        Ran {
            shown: format!("{:?}", self.command.get_args().collect::<Vec<_>>()),
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Starts it, with nothing to read and nobody who reads.
    pub(crate) fn spawn(mut self) -> std::process::Child {
        self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.command.spawn().expect("linkc has been built")
    }

    /// Runs it with a reader that takes the first line of stdout and goes away. Returns the line, what was written to
    /// stderr, and the exit code.
    pub(crate) fn first_line_only(mut self) -> (String, String, Option<i32>) {
        let pipe = Stdio::piped;
        let mut child =
            self.command.stdin(Stdio::null()).stdout(pipe()).stderr(pipe()).spawn().expect("linkc has been built");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut line = Vec::new();
        let mut byte = [0];
        while stdout.read(&mut byte).expect("it can be read") == 1 && byte != *b"\n" {
            line.push(byte[0]);
        }
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("linkc writes UTF-8");
        (text(line), text(output.stderr), output.status.code())
    }
}

/// A command that has run.
pub(crate) struct Ran {
    shown: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        panic!("{what}\n$ linkc {}\n{:?}\n{}\n--- stderr\n{}", self.shown, self.code, self.stdout, self.stderr);
    }

    /// Holds it to its exit code.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        if self.code != Some(code) {
            self.fail(&format!("expected the exit code {code}"));
        }
        self
    }

    /// Holds stdout to `text`.
    #[track_caller]
    pub(crate) fn prints(&self, text: &str) -> &Self {
        if self.stdout != text {
            self.fail(&format!("expected on stdout:\n{text}"));
        }
        self
    }

    /// Holds stdout to having `text` in it.
    #[track_caller]
    pub(crate) fn shows(&self, text: &str) -> &Self {
        if !self.stdout.contains(text) {
            self.fail(&format!("expected in stdout: {text}"));
        }
        self
    }

    /// Holds stderr to having `text` in it.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        if !self.stderr.contains(text) {
            self.fail(&format!("expected in stderr: {text}"));
        }
        self
    }

    /// Holds stderr to being empty.
    #[track_caller]
    pub(crate) fn says_nothing(&self) -> &Self {
        if !self.stderr.is_empty() {
            self.fail("expected nothing on stderr");
        }
        self
    }

    /// Holds neither stream to having `text` in it.
    #[track_caller]
    pub(crate) fn never_shows(&self, text: &str) -> &Self {
        if self.stdout.contains(text) || self.stderr.contains(text) {
            self.fail(&format!("`{text}` must not be shown"));
        }
        self
    }

    /// stdout as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| self.fail(&format!("no JSON: {error}")))
    }
}

/// Compares `text` with the snapshot `name` in `tests/cli/`.
pub(crate) fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cli");
    settings.set_snapshot_suffix("");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
