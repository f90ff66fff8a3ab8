//! The link configs in `examples/`: what a newcomer runs first.

use crate::support::{Scene, linkc};

fn examples() -> Vec<String> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).expect("a folder");
    let mut files: Vec<String> = folder
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter(|name| name.ends_with(".links.yaml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_example_is_right() {
    assert!(examples().len() >= 4);
    for name in examples() {
        linkc(["check", &format!("examples/{name}"), "--fail-on", "warning"]).run().exits(0).says_nothing();
    }
}

#[test]
fn every_example_builds_and_all_but_one_need_no_variable() {
    for name in examples() {
        let text = std::fs::read(format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file");
        let scene = Scene::new().file(&format!("examples/{name}"), text);
        let command = scene.linkc(["build", "examples"]);
        let needs = name == "weekly-meeting.links.yaml";
        let command = if needs { command.env("WEEKLY_SYNC_CODE", "12345") } else { command };
        command.run().exits(0);
        if needs {
            scene.linkc(["build", "examples"]).run().exits(1).says("WEEKLY_SYNC_CODE");
        }
        let written = scene.files();
        assert!(written.iter().any(|path| path.starts_with("target/examples/")), "{written:?}");
        // What was written is read back without an error.
        for path in written.iter().filter(|path| path.contains(".txt")) {
            let urls: String =
                scene.read(path).lines().filter(|line| !line.contains("go.example.com")).collect::<Vec<_>>().join("\n");
            linkc(["parse", "-", "--format", "json"]).stdin(urls).run().exits(0);
        }
    }
}
