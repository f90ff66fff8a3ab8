//! Secrets in every place where one can be, with findings provoked around them: nothing that is printed shows one.
//!
//! A secret is looked for as it is, percent-encoded and in base64. It may be where it was asked for: in the URL of
//! `linkc url`, in the JSON of `linkc parse`, behind `--reveal`, and in an artifact.

use crate::support::{Ran, Run, Scene};

/// Two secrets: one of letters, and one of all that has to be encoded, quoted or escaped somewhere.
const SECRETS: [&str; 2] = ["Xq7hunterZ2", "p+w%2B&'\"ü/=<x> $1"];

/// `text` as it could be written: raw, percent-encoded in both ways, in base64, as JSON and as XML.
fn spellings(secret: &str) -> Vec<String> {
    let encode = |keep: &dyn Fn(u8) -> bool| -> String {
        secret.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let json = serde_json::to_string(secret).expect("a text is JSON");
    let mut spellings = vec![
        secret.to_owned(),
        encode(&|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b)),
        encode(&|b| b.is_ascii_graphic() && !b"%<>\"".contains(&b)),
        base64(secret.as_bytes()),
        json[1..json.len() - 1].to_owned(),
        secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        secret.replace('\'', "''"),
    ];
    spellings.extend(spellings.clone().into_iter().map(|text| text.to_lowercase()));
    spellings.sort();
    spellings.dedup();
    spellings
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks(3).map(|chunk| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let digit = |at: usize| char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
        (0..=chunk.len()).map(digit).collect::<String>()
    });
    groups.collect()
}

fn percent_encoded(secret: &str) -> String {
    secret
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Where a secret was shown; all places are told at the end of a test.
#[derive(Default)]
struct Leaks(Vec<String>);

impl Leaks {
    /// Looks for `secret` in what `ran` has printed, for the reason `what`.
    fn look(&mut self, ran: &Ran, secret: &str, what: &str) {
        for (stream, shown) in [("stdout", &ran.stdout), ("stderr", &ran.stderr)] {
            self.look_at(shown, secret, &format!("{what}: {stream}"));
        }
    }

    fn look_at(&mut self, shown: &str, secret: &str, what: &str) {
        for text in spellings(secret) {
            let Some(at) = shown.find(&text) else { continue };
            let from = shown[..at].rfind('\n').map_or(0, |at| at + 1);
            let line: String = shown[from..].lines().next().unwrap_or_default().chars().take(300).collect();
            self.0.push(format!("{what} shows the secret as {text}:\n    {line}"));
            return;
        }
    }
}

impl Drop for Leaks {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.0.is_empty(), "{} leaks\n{}", self.0.len(), self.0.join("\n"));
        }
    }
}

/// Runs `check` in every format, and the commands that print findings of a config, and holds them to silence.
#[track_caller]
fn silent_config(leaks: &mut Leaks, text: &str, secret: &str, what: &str) {
    let scene = Scene::acme().file("links.yaml", text);
    let run = |args: &[&str]| -> Ran { scene.linkc(args.iter().copied()).arg("links.yaml").run() };
    for args in [&["check"][..], &["check", "--format", "json"]] {
        let ran = run(args);
        assert_ne!(ran.code, Some(0).filter(|_| what.starts_with("wrong")), "{what}: a finding was to be provoked");
        leaks.look(&ran, secret, &format!("{what}, {args:?}"));
    }
}

fn config(link: &str) -> String {
    format!(
        "linkc: 1\nkind: links\nschema: ./acme.yaml\nlinks:\n  daily:\n{link}\noutputs:\n  - {{ target: url, dir: out }}\n"
    )
}

/// `secret` as YAML scalars: in quotes, and where the quotes matter, in those of both kinds.
fn quoted(secret: &str) -> Vec<String> {
    let single = format!("'{}'", secret.replace('\'', "''"));
    let double = serde_json::to_string(secret).expect("a text is JSON");
    if secret.contains(['\'', '"']) { vec![single, double] } else { vec![double] }
}

#[test]
fn a_config_never_shows_a_secret() {
    let mut leaks = Leaks::default();
    for secret in SECRETS {
        for scalar in quoted(secret) {
            for (what, link) in [
                ("a value", format!("    page: join\n    values: {{ room: 7, passcode: {scalar} }}")),
                (
                    "wrong: beside an error",
                    format!("    page: join\n    values: {{ rom: 7, passcode: {scalar}, x: y }}"),
                ),
                ("wrong: a misspelled name", format!("    page: join\n    values: {{ room: 7, passcod: {scalar} }}")),
                (
                    "wrong: another misspelled name",
                    format!("    page: join\n    values: {{ room: 7, pascode: {scalar} }}"),
                ),
                (
                    "wrong: another way to write it",
                    format!("    page: join\n    values: {{ room: 7, Pass-Code: {scalar} }}"),
                ),
                (
                    "wrong: given twice",
                    format!(
                        "    page: join\n    values:\n      room: 7\n      passcode: {scalar}\n      passcode: {scalar}"
                    ),
                ),
                ("wrong: a list", format!("    page: join\n    values: {{ room: 7, passcode: [{scalar}] }}")),
                ("wrong: a map", format!("    page: join\n    values: {{ room: 7, passcode: {{ a: {scalar} }} }}")),
                ("wrong: of another page", format!("    page: home\n    values: {{ passcode: {scalar} }}")),
                ("wrong: of an unknown page", format!("    page: jion\n    values: {{ room: 7, passcode: {scalar} }}")),
                ("wrong: without a page", format!("    values: {{ room: 7, passcode: {scalar} }}")),
                (
                    "wrong: beside an input",
                    format!("    page: join\n    values: {{ room: 7, passcode: {scalar} }}\n    inputs: [passcode]"),
                ),
                (
                    "wrong: a fallback",
                    format!(
                        "    page: join\n    values: {{ rom: 7 }}\n    inputs: {{ passcode: {{ fallback: {scalar} }} }}"
                    ),
                ),
                (
                    "wrong: a platform's",
                    format!("    page: join\n    on: {{ ios: {{ values: {{ rom: 7, passcode: {scalar} }} }} }}"),
                ),
                (
                    "wrong: an unknown platform's",
                    format!("    page: join\n    on: {{ ois: {{ values: {{ room: 7, passcode: {scalar} }} }} }}"),
                ),
                (
                    "wrong: one line of broken YAML",
                    format!("    page: join\n    values: {{ room: 7, passcode: {scalar} ] }}"),
                ),
                (
                    "wrong: lines of broken YAML",
                    format!("    page: join\n    values:\n      passcode: {scalar}\n     room: 7"),
                ),
                (
                    "wrong: a reference that is none",
                    format!(
                        "    page: join\n    values:\n      room: 7\n      passcode: \"${{evn:A}}\"\n      name: {scalar}\n      passcod: {scalar}"
                    ),
                ),
                ("wrong: under a wrong key", format!("    page: join\n    value: {{ room: 7, passcode: {scalar} }}")),
                (
                    "wrong: in the wrong place",
                    format!("    page: join\n    passcode: {scalar}\n    values: {{ room: 7 }}"),
                ),
            ] {
                silent_config(&mut leaks, &config(&link), secret, what);
            }
            let all = config("    page: join");
            silent_config(
                &mut leaks,
                &format!("{all}values: {{ passcode: {scalar}, rom: 7 }}\n"),
                secret,
                "wrong: for all links",
            );
            silent_config(
                &mut leaks,
                &format!("{all}values: {{ passcod: {scalar} }}\n"),
                secret,
                "wrong: misspelled for all links",
            );
            silent_config(
                &mut leaks,
                &format!("{all}value: {{ passcode: {scalar} }}\n"),
                secret,
                "wrong: under a wrong key at the top",
            );
            silent_config(&mut leaks, &format!("{all}passcode: {scalar}\n"), secret, "wrong: a key at the top");
        }
    }
}

#[test]
fn what_stands_for_a_secret_is_not_shown_when_it_is_looked_up() {
    let mut leaks = Leaks::default();
    for secret in SECRETS {
        let link = "    page: join\n    values: { room: \"${env:CODE}\", passcode: \"${env:CODE}\" }";
        let file = "    page: join\n    values: { room: \"${file:code}\", passcode: \"${file:code}\" }";
        let scene = Scene::acme().file("env.yaml", config(link)).file("file.yaml", config(file)).file("code", secret);
        for name in ["env.yaml", "file.yaml"] {
            let ran = scene.linkc(["build", name]).env("CODE", secret).run();
            ran.exits(1);
            leaks.look(&ran, secret, name);
            let ran = scene.linkc(["check", name, "--fail-on", "note"]).env("CODE", secret).run();
            leaks.look(&ran, secret, name);
        }
        let good = config("    page: join\n    values: { room: 7, passcode: \"${env:CODE}\" }");
        let scene = Scene::acme().file("links.yaml", good);
        let ran = scene.linkc(["build"]).env("CODE", secret).run();
        ran.exits(0);
        leaks.look(&ran, secret, "build");
        assert!(scene.read("out/links.txt").contains("passcode="), "it is in the artifact, which was asked for");
        scene.write("links.yaml", scene.read("links.yaml").replace("room: 7", "room: 8"));
        let ran = scene.linkc(["build", "--check"]).env("CODE", secret).run();
        ran.exits(1);
        leaks.look(&ran, secret, "build --check");
    }
}

fn url<'a>(scene: &Scene, args: impl IntoIterator<Item = &'a str>) -> Run {
    scene.linkc(["url", "--schema", "acme.yaml", "join"].into_iter().chain(args).collect::<Vec<_>>())
}

#[test]
fn a_secret_on_the_command_line_is_not_repeated_beside_a_finding() {
    let mut leaks = Leaks::default();
    let scene = Scene::acme();
    for secret in SECRETS {
        for name in ["passcode", "passcod", "Pass-Code", "nonce"] {
            let set = format!("{name}={secret}");
            for rest in [&["--set", "rom=7"][..], &["--set", "room=x"], &["--variant", "x"], &["--platform", "x"]] {
                for format in ["text", "json"] {
                    let args = ["--set", &set, "--format", format].into_iter().chain(rest.iter().copied());
                    let ran = url(&scene, args).run();
                    ran.exits(1);
                    leaks.look(&ran, secret, &format!("{name} {rest:?} {format}"));
                }
            }
        }
        let set = format!("passcode={secret}");
        let ran = url(&scene, ["--set", &set, "--set", "room=7", "--set", &set]).run();
        leaks.look_at(&ran.stderr, secret, "given twice");
        let ran = scene.linkc(["url", "--schema", "acme.yaml", "jion", "--set", &set]).run();
        leaks.look(&ran, secret, "an unknown page");
    }
}

#[test]
fn a_url_never_shows_a_secret_but_where_it_is_asked_for() {
    let mut leaks = Leaks::default();
    let scene = Scene::acme();
    for secret in SECRETS {
        let encoded = percent_encoded(secret);
        for (what, url) in [
            ("a right link", format!("acme://app?do=join&room=7&passcode={encoded}")),
            ("beside an error", format!("acme://app?do=join&rom=7&passcode={encoded}")),
            ("given twice", format!("acme://app?do=join&room=7&passcode={encoded}&passcode={encoded}")),
            ("a misspelled name", format!("acme://app?do=join&room=7&passcod={encoded}")),
            ("another misspelled name", format!("acme://app?do=join&room=7&pascode={encoded}")),
            ("a name in capitals", format!("acme://app?do=join&room=7&PASSCODE={encoded}")),
            ("of another page", format!("acme://app?do=home&passcode={encoded}")),
            ("of no page", format!("acme://app?do=xyz&passcode={encoded}")),
            ("without a constant", format!("acme://app?passcode={encoded}")),
            ("at another place", format!("acme://elsewhere?passcode={encoded}")),
            ("of another scheme", format!("other://app?passcode={encoded}&token={encoded}&nonce={encoded}")),
            ("a mistyped pair", format!("acme://app?do=join&room=7&passcode>{encoded}")),
            ("another mistyped pair", format!("acme://app?do=join&room=7&passcode:{encoded}")),
            ("in the fragment", format!("acme://app?do=join&room=7#passcode={encoded}")),
            ("after a semicolon", format!("acme://app?do=join&room=7;passcode={encoded}")),
            ("encoded twice", format!("acme://app?do=join&room=7&passcode={}", percent_encoded(&encoded))),
            ("a plus for a space", format!("acme://app?do=join&room=7&passcode={}", encoded.replace("%20", "+"))),
        ] {
            let list = format!("ios\t{url}\n{url}\n");
            for format in ["human", "json"] {
                let check = ["check", "-", "--schema", "acme.yaml", "--format", format];
                let ran = scene.linkc(check).stdin(&list).run();
                leaks.look(&ran, secret, &format!("check, {what}, {format}"));
            }
            let parse = |format: &str| {
                scene.linkc(["parse", "--schema", "acme.yaml", "--fail-on", "note", "--format", format, &url]).run()
            };
            leaks.look(&parse("human"), secret, &format!("parse, {what}"));
            leaks.look(&parse("yaml"), secret, &format!("parse as yaml, {what}"));
            // The JSON has the values; its findings must not.
            let json = parse("json");
            leaks.look_at(&json.json()["diagnostics"].to_string(), secret, &format!("parse as json, {what}"));
        }
    }
}

#[test]
fn a_schema_that_holds_a_secret_does_not_show_it() {
    let mut leaks = Leaks::default();
    for secret in SECRETS {
        for scalar in quoted(secret) {
            for (what, from, to) in [
                ("a default", "default: { mic: false }", format!("default: {{ mic: nope, passcode: {scalar} }}")),
                ("a constant", "const: { do: enter }", format!("const: {{ d: enter, passcode: {scalar} }}")),
                ("a preset", "server: staging.acme.example", format!("servr: x, passcode: {scalar}")),
                (
                    "a right example",
                    "values: { room: \"7\" }",
                    format!("values: {{ room: \"7\", passcode: {scalar} }}"),
                ),
                ("a wrong example", "values: { room: \"7\" }", format!("values: {{ rom: \"7\", passcode: {scalar} }}")),
            ] {
                let schema = crate::support::ACME.replacen(from, &to, 1);
                assert_ne!(schema, crate::support::ACME, "{what}");
                let scene = Scene::new().file("acme.yaml", schema);
                for format in ["human", "concise", "json"] {
                    let ran = scene.linkc(["check", "acme.yaml", "--format", format]).run();
                    leaks.look(&ran, secret, &format!("{what}, {format}"));
                }
            }
        }
    }
}

#[test]
fn the_spellings_that_are_looked_for_are_right() {
    assert_eq!(base64(b"hello"), "aGVsbG8");
    assert!(spellings("a b").contains(&"a%20b".to_owned()));
}

#[test]
fn a_mail_never_shows_a_secret_in_any_encoding() {
    let secret = "Hunter2x";
    let link = format!(
        "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&enter_code={secret}&name=Tom&passcode={secret}"
    );
    let triplets: String = link.replace('=', "=3D");
    for (encoding, body) in
        [("base64", base64(link.as_bytes())), ("quoted-printable", triplets), ("7bit", link.clone())]
    {
        for padding in ["", " ", "  "] {
            let body = if encoding == "base64" { base64(format!("{padding}{link}").as_bytes()) } else { body.clone() };
            let mail = format!("Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n");
            let scene = Scene::new().file("a.eml", &mail);
            // The digits that only the secret decides, and those that it shares with its neighbours.
            let digits: Vec<String> = link
                .match_indices(secret)
                .map(|(at, _)| {
                    let (from, to) =
                        ((at + padding.len()) * 8 / 6, ((at + padding.len() + secret.len()) * 8).div_ceil(6));
                    if encoding == "base64" { body[from..to].to_owned() } else { secret.to_owned() }
                })
                .collect();
            for format in ["human", "concise", "json", "sarif", "github", "gitlab", "junit"] {
                let ran = scene.linkc(["check", "--format", format]).run();
                ran.exits(1).shows("shared-secret").never_shows(secret);
                for digits in &digits {
                    ran.never_shows(digits).never_shows(&digits[1..]).never_shows(&digits[..digits.len() - 1]);
                    ran.never_shows(&digits[1..digits.len() - 1]);
                }
                // The last digit holds bits of the secret, too.
                if format == "human" && encoding == "base64" {
                    ran.shows(&"*".repeat(digits[0].len() - 1));
                }
            }
        }
    }
}
