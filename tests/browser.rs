//! The pages in a browser, and before outside judges.
//!
//! What a page is worth shows in the browser alone: which link is on the button, what another process is handed, what
//! happens to a text that means harm. Chromium is driven by Node; the scripts stand in `tests/browser/`. Without these
//! tools the tests are skipped, and say so, unless `LINKC_REQUIRE_TOOLS` is set; `.ci/run` installs them.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the artifacts are named by us")]

use std::path::{Path, PathBuf};
use std::process::Command;

use linkc::check::check_config;
use linkc::diagnostic::Diagnostics;
use linkc::emit::{Artifact, Finding, Job, Targets, emit};
use linkc::link::{Link, Part};
use linkc::link_template::percent;
use linkc::rules::Levels;
use linkc::source::Sources;
use tempfile::TempDir;

use crate::support::linkc;

/// Texts that begin a script in one place of a page or another.
const PAYLOADS: [&str; 14] = [
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "</title><script>window.ran=1</script>",
    "</style><script>window.ran=1</script>",
    "--><script>window.ran=1</script><!--",
    "--!><script>window.ran=1</script>",
    "\"><img src=x onerror=window.ran=1>",
    "' autofocus onfocus=window.ran=1 x='",
    "\" style=\"animation:x\" onanimationstart=\"window.ran=1",
    "<!--<script>",
    "<svg onload=window.ran=1>",
    "javascript:window.ran=1",
    "{{ link.url }}{% raw %}${window.ran=1}`",
    "\\u003cscript\\u003ewindow.ran=1\u{2028}//\u{0}\u{fdd0}\u{202e}",
];

/// Where the tools are; nothing where one is missing and nobody requires it.
struct Tools {
    modules: PathBuf,
    chromium: PathBuf,
}

impl Tools {
    fn find() -> Option<Self> {
        let folder = std::env::var_os("LINKC_BROWSER_TOOLS").map_or_else(|| root().join("target/tools"), PathBuf::from);
        let chromium = std::env::var_os("LINKC_CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from);
        let module = |name: &str| folder.join("node_modules").join(name);
        let policy = Path::new("/etc/chromium/policies/managed/linkc-test.json");
        let runs = |program: &str, arg: &str| {
            Command::new(program).arg(arg).output().is_ok_and(|output| output.status.success())
        };
        let needs = [
            ("Node", runs("node", "--version")),
            ("Java", runs("java", "-version")),
            ("Chromium", chromium.is_file()),
            ("xdg-open", runs("xdg-open", "--version")),
            ("tests/browser/policy.json among Chromium's policies", policy.is_file()),
            ("playwright-core", module("playwright-core").is_dir()),
            ("axe-core", module("axe-core").is_dir()),
            ("html-validate", module("html-validate").is_dir()),
            ("typescript", module("typescript").is_dir()),
            ("vnu-jar", module("vnu-jar").is_dir()),
        ];
        let missing: Vec<&str> = needs.iter().filter(|(_, is_there)| !is_there).map(|(name, _)| *name).collect();
        if missing.is_empty() {
            return Some(Self { modules: folder, chromium });
        }
        let missing = missing.join(", ");
        assert!(std::env::var_os("LINKC_REQUIRE_TOOLS").is_none(), "without {missing}");
        // Past the capture of the test's own output: a test that does nothing must be seen.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("skipped: the pages were not looked at, there is no {missing}\n").as_bytes(),
        );
        None
    }

    fn node(&self, script: &str, folder: &Path, args: &[String]) {
        let mut command = Command::new("node");
        command.arg(root().join("tests/browser").join(script)).arg(folder).args(args);
        command.env("LINKC_BROWSER_TOOLS", &self.modules).env("LINKC_CHROMIUM", &self.chromium);
        run(command);
    }
}

fn run(mut command: Command) {
    let output = command.output().expect("it was there a moment ago");
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The artifacts of `config` for `target`, in `folder/<into>`.
fn build(config: &str, target: &str, options: &[&str], folder: &Path, into: &str) {
    let mut run = linkc(["build", config, "--target", target, "--templates", "tests/browser/templates", "--out"]);
    run = run.arg(folder.join(into)).env("CASE_CODE", "84-s3cr3t~42");
    for option in options {
        run = run.arg("--option").arg(option);
    }
    run.run().exits(0);
}

/// Makes pages of the snippets in `folder`, as somebody would who pastes them.
fn paste(folder: &Path) {
    for (name, snippet) in texts_in(folder).into_iter().filter(|(name, _)| is_page(name)) {
        std::fs::write(folder.join(name), pasted(&format!("<p>{snippet}</p>"))).expect("a file");
    }
}

fn pasted(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n<title>A page</title>\n</head>\n<body>\n<main>\n\
         <h1>A page</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

fn texts_in(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut texts: Vec<(String, String)> = entries
        .filter_map(|path| Some((path.file_name()?.to_str()?.to_owned(), std::fs::read_to_string(&path).ok()?)))
        .collect();
    texts.sort();
    texts
}

#[test]
fn every_visitor_gets_the_right_link_and_nothing_else() {
    let Some(tools) = Tools::find() else { return };
    let folder = TempDir::new().expect("a folder");
    let config = "tests/browser/links.yaml";
    for target in ["url", "launcher", "html"] {
        build(config, target, &[], folder.path(), target);
    }
    build(config, "launcher", &["auto_launch=true"], folder.path(), "auto");
    paste(&folder.path().join("html"));
    tools.node("opens.mjs", folder.path(), &[]);
}

#[test]
fn a_stub_opens_the_link_of_the_visitors_platform() {
    let Some(tools) = Tools::find() else { return };
    let folder = TempDir::new().expect("a folder");
    for target in ["url", "javascript"] {
        build("tests/browser/links.yaml", target, &[], folder.path(), target);
    }
    tools.node("stub.mjs", folder.path(), &[]);
}

#[test]
fn what_the_typescript_stub_opens_arrives_to_the_byte() {
    let Some(tools) = Tools::find() else { return };
    let folder = TempDir::new().expect("a folder");
    let vectors = linkc(["vectors", "huawei-cloud-meeting"]).run();
    std::fs::write(folder.path().join("vectors.json"), &vectors.exits(0).stdout).expect("a file");
    let out = folder.path().join("typescript");
    linkc(["build", "--schema", "huawei-cloud-meeting", "--target", "typescript", "--out"]).arg(&out).run().exits(0);
    let mut tsc = Command::new(tools.modules.join("node_modules/.bin/tsc"));
    tsc.args(["--strict", "--target", "es2022", "--module", "es2022", "--lib", "es2022,dom", "--types", ""]);
    tsc.arg(out.join("huawei-cloud-meeting.ts"));
    run(tsc);
    tools.node("vectors.mjs", folder.path(), &[]);
}

fn is_page(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "html")
}

/// The pages of every case, in folders by case and target.
fn pages(folder: &Path) -> Vec<String> {
    let cases = ["emit/meetings", "emit/hostile", "emit/secret", "browser"];
    for case in cases {
        for target in ["launcher", "html", "preview"] {
            build(&format!("tests/{case}/links.yaml"), target, &[], folder, &format!("{case}/{target}"));
        }
        paste(&folder.join(case).join("html"));
    }
    build("tests/browser/links.yaml", "launcher", &["language=ar"], folder, "arabic/launcher");
    build("tests/emit/secret/links.yaml", "preview", &["reveal=true"], folder, "revealed/preview");
    let mut pages = Vec::new();
    for case in cases.into_iter().chain(["arabic", "revealed"]) {
        for target in ["launcher", "html", "preview"] {
            let own = folder.join(case).join(target);
            if own.is_dir() {
                let names = texts_in(&own).into_iter().map(|(name, _)| name).filter(|name| is_page(name));
                pages.extend(names.map(|name| format!("{case}/{target}/{name}")));
            }
        }
    }
    assert!(pages.len() >= 20, "{pages:?}");
    pages
}

#[test]
fn every_page_fits_a_small_screen_and_is_accessible() {
    let Some(tools) = Tools::find() else { return };
    let folder = TempDir::new().expect("a folder");
    let pages = pages(folder.path());
    tools.node("layout.mjs", folder.path(), &pages);
}

#[test]
fn outside_validators_pass_every_page_and_snippet() {
    let Some(tools) = Tools::find() else { return };
    let folder = TempDir::new().expect("a folder");
    let pages = pages(folder.path());
    let paths = || pages.iter().map(|page| folder.path().join(page));
    let mut vnu = Command::new("java");
    vnu.arg("-jar")
        .arg(tools.modules.join("node_modules/vnu-jar/build/dist/vnu.jar"))
        .arg("--errors-only")
        .args(paths());
    run(vnu);
    let mut validate = Command::new("node");
    validate.arg(tools.modules.join("node_modules/html-validate/bin/html-validate.mjs"));
    validate.arg("--config").arg(root().join("tests/browser/html-validate.json")).args(paths());
    run(validate);
}

#[test]
fn a_launcher_page_has_less_than_15_kilobytes() {
    let folder = root().join("tests/emit");
    let mut found = 0;
    for case in ["meetings", "hostile", "secret"] {
        for (name, page) in texts_in(&folder.join(case).join("launcher")) {
            found += usize::from(is_page(&name));
            assert!(page.len() < 15 * 1024, "{case}/{name} has {} bytes", page.len());
        }
    }
    assert!(found >= 6, "{found}");
}

/// A link of `tests/browser/links.yaml` for every text, with the text wherever one can be.
fn links(plain: &Link, texts: &[&str]) -> Vec<Link> {
    let links = texts.iter().enumerate().map(|(index, text)| {
        let mut link = plain.clone();
        let encoded = percent::encoded(text);
        link.name = format!("n{index}");
        link.landing = Some(format!("https://go.example.com/m/n{index}"));
        let own = || (*text).to_owned();
        (link.title, link.summary, link.page_title, link.doc) = (Some(own()), Some(own()), own(), Some(own()));
        link.behaviour = vec![("windows".to_owned(), vec![("stopped".to_owned(), own())])];
        for shown in &mut link.shown {
            shown.value = own();
            shown.titles = [("en".to_owned(), own()), ("zh".to_owned(), own())].into();
        }
        for (index, form) in link.forms.iter_mut().enumerate() {
            form.parts = vec![Part::Text(format!("linkc-test://app/show?on={index}&text={encoded}"))];
        }
        link
    });
    links.collect()
}

#[test]
fn no_text_becomes_more_than_a_text() {
    let Some(tools) = Tools::find() else { return };
    let texts: Vec<&str> =
        naughty_strings::BLNS.iter().copied().chain(PAYLOADS).filter(|text| !text.trim().is_empty()).collect();
    assert!(texts.len() > 500, "{}", texts.len());
    let sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let schema_text = std::fs::read_to_string(root().join("tests/browser/app.yaml")).expect("a file");
    let source = sources.add("app.yaml", schema_text.as_str());
    let mut schema = linkc::schema::load(source, &schema_text, &mut diagnostics).expect("a schema");
    schema.title = "</script></title>\"'<script>window.ran=1</script>".to_owned();
    let config_text = std::fs::read_to_string(root().join("tests/browser/links.yaml")).expect("a file");
    let source = sources.add("links.yaml", config_text.as_str());
    let config = linkc::config::load(source, &config_text, &mut diagnostics).expect("a link config");
    let resolved = check_config(&config, &schema, &Levels::default(), &mut diagnostics);
    let plain = linkc::lower::lower(&resolved[0], &mut |_| unreachable!("it refers to nothing"), &mut diagnostics);
    let links = links(&plain.expect("a link"), &texts);
    let findings: Vec<Finding> = links
        .iter()
        .zip(&texts)
        .map(|(link, text)| Finding {
            severity: "note",
            rule: "a-rule",
            message: (*text).to_owned(),
            help: vec![(*text).to_owned()],
            link: Some(link.name.clone()),
        })
        .collect();
    let folder = TempDir::new().expect("a folder");
    let write = |target: &str, name: &str, contents: &[u8]| {
        let folder = folder.path().join(target);
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(name), contents).expect("a file");
    };
    let targets = Targets::new(std::collections::BTreeMap::new()).expect("the built-in targets");
    for name in ["launcher", "preview", "html"] {
        let target = targets.get(name).expect("a target");
        let options = target.options(&serde_json::Map::new()).expect("options");
        let job = Job {
            name: "links",
            source: "links.yaml",
            command: "linkc build --><script>window.ran=1</script>",
            schema: &schema,
            links: &links,
            options: &options,
            findings: &findings,
        };
        let artifacts = emit(target, &job).expect("artifacts");
        if name == "html" {
            let section =
                |artifact: &Artifact| format!("<section>{}</section>", String::from_utf8_lossy(&artifact.contents));
            let sections: String = artifacts.iter().map(section).collect();
            write(name, "all.html", pasted(&sections).as_bytes());
        } else {
            for artifact in &artifacts {
                write(name, &artifact.path, &artifact.contents);
            }
        }
    }
    write(".", "host.html", pasted("").as_bytes());
    // A page that may not be framed is not looked at by the dozen.
    std::fs::remove_file(folder.path().join("launcher/_headers")).expect("a file");
    write(".", "texts.json", serde_json::to_string(&texts).expect("JSON").as_bytes());
    tools.node("texts.mjs", folder.path(), &[]);
}
