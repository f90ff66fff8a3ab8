//! Input that nobody means well with: a clear error, in bounded time and memory, and never a panic.
//!
//! The commands are run as they are, under a limit of memory where the system has one; what they are made of is tried
//! with texts at random.

use std::time::{Duration, Instant};

use crate::cli::LINKS;
use crate::support::{ACME, Ran, Run, Scene};

/// Texts at random, through the front doors of the library.
mod properties;

/// Far above what any of this takes, so that a busy machine does not fail; far below what the square of it takes.
const LONGEST: Duration = Duration::from_secs(20);

/// Runs `command`, which has to end in time, with exit code 1 or 2 and something to say.
#[track_caller]
fn refused(command: Run) -> Ran {
    let ran = bounded(command);
    assert!(matches!(ran.code, Some(1 | 2)), "{:?}\n{}", ran.code, head(&ran.stderr));
    assert!(!(ran.stdout.is_empty() && ran.stderr.is_empty()), "it has to say why");
    ran
}

/// Runs `command`, which has to end in time, without a panic, and without flooding the terminal.
#[track_caller]
fn bounded(command: Run) -> Ran {
    let start = Instant::now();
    let ran = command.limited(1 << 20).run();
    assert!(start.elapsed() < LONGEST, "it took {:?}", start.elapsed());
    assert!(!ran.stderr.contains("panicked"), "{}", head(&ran.stderr));
    assert!(ran.code.is_some(), "killed by a signal: {}", head(&ran.stderr));
    ran
}

fn head(text: &str) -> String {
    text.chars().take(2_000).collect()
}

/// `linkc check` of `text` as a link config, as a schema, and as a list of URLs.
#[track_caller]
fn refused_as_everything(text: impl AsRef<[u8]>) {
    let scene = Scene::acme().file("links.yaml", &text).file("schema.yaml", &text).file("urls.txt", &text);
    for file in ["links.yaml", "schema.yaml", "urls.txt"] {
        let ran = refused(scene.linkc(["check", file]));
        assert!(ran.stdout.len() < 100_000, "{} bytes are no report", ran.stdout.len());
    }
    refused(scene.linkc(["build", "links.yaml"]));
}

/// [`LINKS`] with `value` for the name.
fn with_name(value: &str) -> String {
    let text = LINKS.replace("Zoë & Co", value).replace("\"${env:DAILY_CODE}\"", "");
    assert_ne!(text, LINKS);
    text
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut bomb = String::from("linkc: 1\nkind: links\nschema: ./acme.yaml\na: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (inner, outer) in ('a'..='s').zip('b'..='t') {
        let line = format!("{outer}: &{outer} [{}]\n", vec![format!("*{inner}"); 10].join(", "));
        bomb.push_str(&line);
    }
    refused_as_everything(bomb);
    let itself = "linkc: 1\nkind: links\nschema: ./acme.yaml\nlinks: &l\n  daily: *l\n";
    refused(Scene::acme().file("links.yaml", itself).linkc(["check"]));
}

#[test]
fn depth_is_refused() {
    let block: Vec<String> = (0..20_000).map(|depth| format!("{}a:\n", " ".repeat(depth.min(2_000)))).collect();
    let block = block.concat();
    refused_as_everything(format!("linkc: 1\nkind: links\n{block}"));
    let dashes = format!("linkc: 1\nkind: links\nlinks:\n  {}x\n", "- ".repeat(20_000));
    refused_as_everything(dashes);
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("[", "")] {
        let deep = format!("{}{}", open.repeat(20_000), close.repeat(20_000));
        refused_as_everything(format!("linkc: 1\nkind: links\nlinks: {deep}\n"));
    }
    let scene = Scene::new().file("vars.json", format!("{{\"x\":{}}}", "[".repeat(500_000)));
    refused(scene.linkc(["template", "expand", "{x}", "--vars", "vars.json"]));
}

#[test]
fn ten_megabytes_of_braces_are_no_link_template() {
    let braces = "{".repeat(10 << 20);
    let schema = ACME.replace("acme://app{?do,server}", &format!("'{braces}'"));
    let scene = Scene::new().file("acme.yaml", schema).file("links.yaml", LINKS);
    let ran = refused(scene.linkc(["check", "acme.yaml"]));
    assert!(ran.stdout.len() < 100_000, "{} bytes are no report", ran.stdout.len());
    refused(scene.linkc(["check", "links.yaml"]));
    let scene = Scene::acme().file("links.yaml", format!("landing: '{braces}'\n{LINKS}"));
    refused(scene.linkc(["check"]));
    refused_as_everything(braces);
}

#[test]
fn a_value_of_a_megabyte_is_taken_or_refused_in_time() {
    for value in ["x".repeat(1 << 20), "'${'".to_owned() + &"$".repeat(1 << 20), "${env:A}".repeat(1 << 17)] {
        let scene = Scene::acme().file("links.yaml", with_name(&value));
        let ran = bounded(scene.linkc(["check", "--format", "concise"]));
        assert!(ran.stdout.len() < 100_000, "{} bytes are no report", ran.stdout.len());
        bounded(scene.linkc(["build"]));
    }
}

#[test]
fn what_is_no_text_is_named() {
    refused_as_everything(b"\xff\xfe\x00l\x00i");
    refused_as_everything(b"linkc: 1\nkind: links\nschema: \x00\n");
    refused_as_everything("linkc: 1\nkind: links\nschema: ./acme.yaml\nlinks:\n  d\u{0}: { page: join }\n");
    let everything: Vec<u8> = (0..=255).collect();
    refused_as_everything(everything);
}

#[test]
fn a_folder_where_a_file_belongs_is_named() {
    let scene = Scene::acme().file("folder/x", "").file("links.yaml", LINKS.replace("./acme.yaml", "./folder/y/../"));
    for args in [
        &["template", "expand", "{x}", "--vars", "folder"][..],
        &["show", "--schema", "folder"],
        &["url", "--schema", "folder", "join"],
        &["url", "--schema", "acme.yaml", "join", "--set", "room=${file:folder}"],
        &["check"],
        &["build"],
    ] {
        refused(scene.linkc(args.iter().copied()));
    }
    refused(scene.linkc(["init", "folder"]));
}

#[test]
fn a_url_of_a_megabyte_is_one_line_of_a_report() {
    for url in [
        format!("acme://app?do=join&room={}", "7".repeat(1 << 20)),
        format!("acme://app?do=join&rom={}", "é".repeat(1 << 19)),
        format!("acme://{}", "a/".repeat(1 << 19)),
        format!("acme://app?{}", "%".repeat(1 << 20)),
        "a".repeat(1 << 20),
    ] {
        let scene = Scene::acme().file("urls.txt", &url);
        let ran = bounded(scene.linkc(["check", "urls.txt", "--schema", "acme.yaml"]));
        assert!(ran.stdout.len() < 100_000, "{} bytes are no report", ran.stdout.len());
        bounded(scene.linkc(["parse", "-", "--schema", "acme.yaml", "--format", "json"]).stdin(&url));
        bounded(scene.linkc(["parse", "-", "--schema", "acme.yaml", "--format", "yaml"]).stdin(&url));
    }
}

#[test]
fn fifty_thousand_pairs_are_read_in_time() {
    for pairs in ["&", "&a=1", "&room=7", "&passcode=abc"].map(|pair| pair.repeat(50_000)) {
        let url = format!("acme://app?do=join&room=7{pairs}");
        let scene = Scene::acme().file("urls.txt", &url);
        bounded(scene.linkc(["check", "urls.txt", "--schema", "acme.yaml", "--format", "concise"]));
    }
}

#[test]
fn twenty_thousand_findings_do_not_cost_their_square() {
    let scene = Scene::acme().file("urls.txt", "acme://app?do=jion&passcode=hunter2\n".repeat(20_000));
    bounded(scene.linkc(["check", "urls.txt", "--schema", "acme.yaml", "--format", "concise"]));
    let links: Vec<String> = (0..2_000).map(|n| format!("  l{n}: {{ page: join, values: {{ rom: 7 }} }}\n")).collect();
    let links = links.concat();
    let text = format!("linkc: 1\nkind: links\nschema: ./acme.yaml\nlinks:\n{links}");
    refused(Scene::acme().file("links.yaml", text).linkc(["check", "--format", "concise"]));
}

#[test]
fn a_file_larger_than_any_person_writes_is_not_read() {
    let scene = Scene::new();
    let file = std::fs::File::create(scene.path("links.yaml")).expect("a file");
    file.set_len(65 << 20).expect("a hole");
    let ran = refused(scene.linkc(["check", "links.yaml"]));
    assert!(ran.stderr.contains("larger than 64 MiB"), "{}", ran.stderr);
}
