//! What people get, read back by the programs of others: mails, calendar entries, QR codes, tables, Markdown.
//!
//! Python's parsers, a QR reader and a renderer of SVG are the judges. They are not part of Rust: `.ci/run` installs them
//! and requires them; elsewhere, a test without its judge says so and lets pass.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Scene, has_tool, linkc};

/// The Python that has the modules of `tests/invitations/requirements.txt`.
fn python() -> OsString {
    std::env::var_os("LINKC_PYTHON").unwrap_or_else(|| "python3".into())
}

/// Has Python judge `task`; without the modules, nobody does.
#[track_caller]
fn judge(task: &Value) {
    let modules = "import dateutil, html5lib, icalendar, markdown_it, tzdata";
    let is_there = Command::new(python()).args(["-c", modules]).output().is_ok_and(|ran| ran.status.success());
    if !is_there {
        assert!(std::env::var_os("LINKC_REQUIRE_TOOLS").is_none(), "the modules of Python are required");
        let _ = writeln!(std::io::stderr(), "skipped, for Python lacks a module: {}", task["do"]);
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invitations/judge.py");
    let mut child = Command::new(python())
        .arg("-B")
        .arg(script)
        .env("PYTHONIOENCODING", "utf-8")
        // The zones of the pinned package, not those of the machine.
        .env("PYTHONTZPATH", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python");
    child.stdin.take().expect("a pipe").write_all(task.to_string().as_bytes()).expect("a pipe");
    let ran = child.wait_with_output().expect("it ends");
    let (faults, errors) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success() && faults.is_empty(), "{faults}{errors}");
}

/// The strings of the crate that no header can hold are left out; what the program says of those is tested elsewhere.
fn titles() -> Vec<&'static str> {
    let strings = naughty_strings::BLNS.iter().copied();
    strings.filter(|text| !text.trim().is_empty() && !text.contains(char::is_control)).collect()
}

/// A config with a link for each of `titles`, named `n0`, `n1`, …
fn config(titles: &[&str]) -> String {
    let mut config = "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\n\
                      landing: https://go.example.com/m/{link}\nlinks:\n"
        .to_owned();
    for (at, title) in titles.iter().enumerate() {
        let title = quoted(title);
        config.push_str(&format!("  n{at}: {{ page: launch, title: {title}, summary: {title} }}\n"));
    }
    config
}

/// A text of YAML in which all is ASCII, for YAML forbids some characters as they are.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a text");
    json.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\U{:08x}", u32::from(c)) }).collect()
}

fn landing(at: usize) -> String {
    format!("https://go.example.com/m/n{at}")
}

#[test]
fn python_reads_the_mail_back() {
    let scene = Scene::new().file("links.yaml", config(&titles()));
    scene.linkc(["build", "--target", "email", "--out", "out"]).run().exits(0);
    let mails = titles().into_iter().enumerate().map(|(at, title)| {
        // HTML has no room for these, not even escaped.
        let has_noncharacter =
            title.chars().any(|c| u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c));
        let path = scene.path(&format!("out/n{at}.eml"));
        json!({ "path": path, "title": title, "link": landing(at), "has_noncharacter": has_noncharacter })
    });
    let mails: Vec<Value> = mails.collect();
    assert!(mails.len() > 400, "{}", mails.len());
    judge(&json!({ "do": "mail", "mails": mails, "elements": 35 }));
}

#[test]
fn python_reads_the_headers_back() {
    let scene = Scene::new().file("links.yaml", config(&["周会 \"weekly\""]));
    let options = [
        "from=Ada L. Example <ada@example.com>",
        "to=张三 <zhang@example.com>,bob@example.com",
        "date=2026-11-20T08:00:00+01:00",
        "message_id=2026.{link}@example.com",
        "language=zh",
        "outlook_vml=true",
    ];
    let mut run = scene.linkc(["build", "--target", "email", "--out", "out"]);
    for option in options {
        run = run.arg("--option").arg(option);
    }
    run.run().exits(0);
    let message = scene.read("out/n0.eml");
    let headers = message.split("\r\n\r\n").next().expect("headers").replace("\r\n ", " ");
    for line in [
        "From: \"Ada L. Example\" <ada@example.com>",
        "To: =?UTF-8?B?5byg5LiJ?= <zhang@example.com>, bob@example.com",
        "Date: Fri, 20 Nov 2026 08:00:00 +0100",
        "Message-ID: <2026.n0@example.com>",
    ] {
        assert!(headers.lines().any(|own| own == line), "{line}\n{headers}");
    }
    assert!(!headers.contains("X-Unsent"), "{headers}");
    let html = scene.read("out/n0.email.html");
    assert!(html.contains("<v:roundrect href=\"https://go.example.com/m/n0\""), "{html}");
    assert!(html.contains("<html lang=\"zh\""), "{html}");
}

#[test]
fn a_line_break_in_a_title_makes_no_header() {
    for title in ["Weekly\r\nBcc: eve@example.com", "Weekly\nBcc: eve@example.com", "a\rb", "a\u{85}b", "a\u{1b}[2J"] {
        let scene = Scene::new().file("links.yaml", config(&["fine", title]));
        let ran = scene.linkc(["build", "--target", "email", "--out", "out"]).run();
        ran.exits(1).says("error[control-character]: the title of `n1` holds ").prints("");
        assert_eq!(scene.files(), ["links.yaml"], "{title:?}");
    }
    for option in ["from=Ada <ada@example.com>\r\nBcc: eve@example.com", "to=a@example.com\nX: y", "date=now\r\nX: y"] {
        let scene = Scene::new().file("links.yaml", config(&["fine"]));
        let ran = scene.linkc(["build", "--target", "email", "--out", "out", "--option", option]).run();
        ran.exits(2).says("control character").prints("");
        assert_eq!(scene.files(), ["links.yaml"], "{option:?}");
    }
    for option in ["from=Ada", "to=a@b,", "date=yesterday", "message_id=x"] {
        let scene = Scene::new().file("links.yaml", config(&["fine"]));
        scene.linkc(["build", "--target", "email", "--option", option]).run().exits(2).says("written like");
    }
}

/// Events: start, minutes, zone, rule, how often at least, and between how many distances from UTC.
const EVENTS: [(&str, u32, &str, &str, u32, u32); 10] = [
    ("2026-11-23T10:00", 90, "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20280703T080000Z", 80, 2),
    ("2026-07-06T09:30", 60, "America/New_York", "FREQ=DAILY;COUNT=300", 300, 2),
    ("2026-10-31T23:30", 60, "America/Los_Angeles", "FREQ=DAILY;COUNT=3", 3, 2),
    ("2026-09-29T18:00", 45, "Australia/Lord_Howe", "FREQ=WEEKLY;BYDAY=TU", 400, 2),
    ("2026-01-15T08:00", 30, "Europe/Dublin", "FREQ=MONTHLY;BYMONTHDAY=15", 400, 2),
    ("2026-03-10T10:00", 60, "Africa/Cairo", "FREQ=WEEKLY;INTERVAL=2", 400, 2),
    ("2026-12-01T10:00", 60, "Asia/Shanghai", "FREQ=WEEKLY", 400, 1),
    ("2025-02-03T10:00", 60, "Africa/Casablanca", "FREQ=WEEKLY;COUNT=50", 50, 2),
    ("2026-05-05T10:00", 60, "America/Godthab", "FREQ=WEEKLY", 400, 2),
    ("2026-05-05T10:00", 2880, "UTC", "", 1, 1),
];

#[test]
fn python_reads_the_calendar_back_with_the_same_instants() {
    let mut config = config(&[]);
    let mut entries = Vec::new();
    let scene = Scene::new();
    for (at, (start, minutes, zone, rule, times, offsets)) in EVENTS.iter().enumerate() {
        let title = format!("周会; with a comma, \\ and 😀 ({zone})");
        let quoted = quoted(&title);
        let rule = if rule.is_empty() { String::new() } else { format!(", recurrence: {rule}") };
        config.push_str(&format!(
            "  n{at}:\n    page: launch\n    title: {quoted}\n    \
             event: {{ start: {start}, duration: {minutes}m, time_zone: {zone}, stamp: 2026-01-02T03:04:05Z{rule} }}\n"
        ));
        entries.push(json!({
            "path": scene.path(&format!("out/n{at}.ics")), "zone": zone, "start": start, "minutes": minutes,
            "times": times, "offsets": offsets, "link": landing(at), "title": title,
            "stamp": "2026-01-02T03:04:05+00:00",
        }));
    }
    scene.write("links.yaml", config);
    scene.linkc(["build", "--target", "calendar", "--out", "out"]).run().exits(0);
    judge(&json!({ "do": "calendar", "entries": entries }));
}

#[test]
fn python_reads_the_calendar_of_every_naughty_title_back() {
    let mut text = config(&titles());
    text = text.replace(" }\n", ", event: { start: 2026-12-01T02:00Z, end: 2026-12-01T03:00Z, stamp: 2026-11-20 } }\n");
    let scene = Scene::new().file("links.yaml", text);
    scene.linkc(["build", "--target", "calendar", "--out", "out"]).run().exits(0);
    let entries = titles().into_iter().enumerate().map(|(at, title)| {
        json!({
            "path": scene.path(&format!("out/n{at}.ics")), "zone": "UTC", "start": "2026-12-01T02:00", "minutes": 60,
            "times": 1, "offsets": 1, "link": landing(at), "title": title.replace(['\u{2028}', '\u{2029}'], "\n"),
            "stamp": "2026-11-20T00:00:00+00:00",
        })
    });
    judge(&json!({ "do": "calendar", "entries": entries.collect::<Vec<_>>() }));
}

#[test]
fn python_reads_the_table_and_the_markdown_back() {
    let scene = Scene::new().file("links.yaml", config(&titles()));
    scene.linkc(["build", "--target", "csv,markdown", "--out", "out"]).run().exits(0);
    let platforms = ["android", "ios", "windows", "macos", "harmonyos"];
    let rows = titles().into_iter().enumerate().flat_map(|(at, title)| {
        platforms.map(|platform| {
            json!({ "link": format!("n{at}"), "title": title, "summary": title, "platform": platform,
                    "url": "cloudlink://welinksoftclient/h5page?page=launch", "landing": landing(at) })
        })
    });
    judge(&json!({ "do": "csv", "path": scene.path("out/links.csv"), "rows": rows.collect::<Vec<_>>() }));
    let links: Vec<String> = (0..titles().len()).map(landing).collect();
    judge(&json!({ "do": "markdown", "path": scene.path("out/links.md"), "links": links,
                   "titles": titles().iter().map(|title| title.trim()).collect::<Vec<_>>() }));
}

/// What zbar reads in the picture `path`.
fn read_code(path: &Path) -> String {
    let ran = Command::new("zbarimg").args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]).arg(path).output();
    let ran = ran.expect("zbarimg");
    String::from_utf8(ran.stdout).expect("a link is ASCII").trim_end().to_owned()
}

#[test]
fn a_qr_reader_reads_every_code_back() {
    if !has_tool("zbarimg") || !has_tool("rsvg-convert") {
        return;
    }
    let name = |length: usize| "n".repeat(length);
    let mut text = config(&[]).replace("landing: https://go.example.com/m/{link}\n", "");
    for length in [1, 20, 90, 200, 400, 900, 1500, 1900] {
        text.push_str(&format!(
            "  l{length}: {{ page: join, values: {{ conf_id: 1, name: {}, open_mic: false, open_camera: false }} }}\n",
            name(length)
        ));
    }
    let scene = Scene::new().file("links.yaml", &text);
    scene.linkc(["build", "--target", "qr,url", "--out", "out", "--fail-on", "never"]).run();
    let mut read = 0;
    let printed = scene.linkc(["build", "--target", "json", "--out", "out", "--fail-on", "never"]).run();
    printed.exits(0);
    let links: Value = serde_json::from_str(&scene.read("out/links.json")).expect("JSON");
    for link in links["links"].as_array().expect("a list") {
        let name = link["name"].as_str().expect("a name");
        let url = link["platforms"]["android"]["url"].as_str().expect("a URL");
        let (png, svg) = (scene.path(&format!("out/{name}.png")), scene.path(&format!("out/{name}.svg")));
        assert_eq!(read_code(&png), url);
        let drawn = scene.path("drawn.png");
        let ran = Command::new("rsvg-convert").args(["--zoom", "6", "-o"]).arg(&drawn).arg(svg).status();
        assert!(ran.expect("rsvg-convert").success());
        assert_eq!(read_code(&drawn), url);
        read += 1;
    }
    assert_eq!(read, 8);
}

#[test]
fn a_code_leads_to_the_landing_page_unless_it_is_told_otherwise() {
    let url = ["url", "huawei-cloud-meeting/launch", "--target", "qr"];
    let plain = linkc(url).run();
    let landing = linkc(url).arg("--landing").arg("https://go.example.com/{link}").run();
    let link =
        linkc(url).arg("--landing").arg("https://go.example.com/{link}").arg("--option").arg("payload=link").run();
    plain.exits(0).says_nothing();
    assert_ne!(plain.stdout, landing.stdout);
    assert_eq!(plain.stdout, link.stdout);
    assert!(!plain.stdout.contains('\u{1b}'), "no colours where there is no terminal");
    let coloured = linkc(url).arg("--color").arg("always").run();
    assert!(coloured.stdout.starts_with("\u{1b}[38;5;231;48;5;16m█"), "{}", coloured.stdout);
    // The quiet zone: four modules of light on every side, two rows in a line.
    let lines: Vec<&str> = plain.stdout.lines().collect();
    assert!(lines[..2].iter().all(|line| line.chars().all(|c| c == '█')), "{}", plain.stdout);
    assert!(lines.iter().all(|line| line.starts_with("████") && line.ends_with("████")), "{}", plain.stdout);
}

#[test]
fn a_single_link_needs_no_config() {
    let url = |target: &'static str| {
        linkc(["url", "huawei-cloud-meeting/launch", "--title", "Weekly <sync>", "--target", target])
    };
    let landing = |target| url(target).arg("--landing").arg("https://go.example.com/m/{link}").run();
    landing("markdown").exits(0).prints("[Weekly \\<sync\\>](https://go.example.com/m/launch)\n");
    landing("email").exits(0).shows("Subject: Weekly <sync>\r\n").shows("<https://go.example.com/m/launch>\r\n");
    landing("csv").exits(0).shows("\"Weekly <sync>\"");
    for target in ["email", "markdown", "calendar"] {
        url(target).run().exits(2).prints("").says("has no address of the web").says("--landing");
    }
    landing("calendar").exits(2).prints("").says("nothing to write").says("`event`");
    url("email").arg("--landing").arg("http://go.example.com").run().exits(1).prints("").says("insecure-landing");
    url("email").arg("--landing").arg("https://go.example.com/{name}").run().exits(1).says("has no variable `name`");
}

#[test]
fn a_link_without_an_address_of_the_web_is_reported_at_its_place() {
    let text = config(&["Weekly sync"]).replace("landing: https://go.example.com/m/{link}\n", "");
    let scene = Scene::new().file("links.yaml", text);
    let ran = scene.linkc(["build", "--target", "markdown", "--out", "out"]).run();
    ran.exits(1).says("error[no-web-address]").says("links.yaml:5:3").says("landing: https://");
    assert_eq!(scene.files(), ["links.yaml"]);
}

#[test]
fn a_passcode_can_be_left_out() {
    let text = config(&[])
        + "  n0:\n    page: join\n    title: Board\n    \
           values: { conf_id: 981924332, enter_code: \"${env:CODE}\", open_mic: false, open_camera: false, name: Tom }\n    \
           event: { start: 2026-12-01T02:00Z, end: 2026-12-01T03:00Z, stamp: 2026-11-20 }\n";
    let scene = Scene::new().file("links.yaml", text);
    for (secrets, is_shown) in [("secrets=true", true), ("secrets=false", false)] {
        for (target, file) in [("email", "n0.eml"), ("calendar", "n0.ics"), ("markdown", "links.md")] {
            let run = scene.linkc(["build", "--target", target, "--out", "out", "--option", secrets]);
            run.env("CODE", "hunter2").run().exits(0);
            let text = scene.read(&format!("out/{file}"));
            assert_eq!(text.contains("hunter2"), is_shown, "{target}\n{text}");
            assert!(!text.contains("Tom"), "a guest's name is nobody's business\n{text}");
            assert!(text.contains("981924332"), "{text}");
        }
    }
}
