//! A folder with the repository's examples, in which the README's commands are run.

use std::path::Path;
use std::process::{Command, Stdio};

use super::root;

/// What a reader has to type before there is an installed `linkc`.
const FROM_SOURCE: &str = "cargo run --release --quiet -- ";

/// The folder; it goes when this goes.
pub(super) struct Scratch {
    folder: tempfile::TempDir,
}

impl Scratch {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("examples"), &folder.path().join("examples"));
        Self { folder }
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// What a person sees who types `command`: standard output and standard error, as they come.
    pub(super) fn run(&self, command: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_linkc"));
        let mut path = vec![program.parent().unwrap().to_owned()];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("exec 2>&1\n{}", command.replace(FROM_SOURCE, "linkc ")))
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::join_paths(path).unwrap())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// The rows of `linkc list`.
    pub(super) fn list(&self, what: &str) -> Vec<serde_json::Value> {
        let text = self.run(&format!("linkc list {what} --format json"));
        let mut list: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        serde_json::from_value(list[what].take()).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}
