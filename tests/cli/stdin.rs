//! Standard input in the place of a file: named, it is what its name says; fixed, it comes back.

use crate::support::Scene;

/// A link that can be put right.
const LINK: &str = "cloudlink://welinksoftclient/h5page?page=launc";

/// A name, a text with [`LINK`] in it as `LINK`, and a comment that silences `contested-fact` for it.
const KINDS: &[(&str, &str, &str)] = &[
    ("a.html", "<a href=\"LINK\">x</a>\n", "<!-- SILENCE -->\n"),
    ("a.vue", "<a href=\"LINK\">x</a>\n", "<!-- SILENCE -->\n"),
    ("a.xml", "<a href=\"LINK\"/>\n", "<!-- SILENCE -->\n"),
    ("a.md", "[x](LINK)\n", "<!-- SILENCE -->\n"),
    ("a.kt", "val x = \"LINK\"\n", "// SILENCE\n"),
    ("a.swift", "let x = \"LINK\"\n", "// SILENCE\n"),
    ("a.m", "NSString *x = @\"LINK\";\n", "/* SILENCE */\n"),
    ("a.cpp", "auto x = L\"LINK\";\n", "// SILENCE\n"),
    ("a.cs", "var x = @\"LINK\";\n", "// SILENCE\n"),
    ("a.java", "String x = \"LINK\";\n", "/* SILENCE */\n"),
    ("a.js", "let x = 'LINK';\n", "// SILENCE\n"),
    ("a.tsx", "<a href=\"LINK\"/>\n", "{/* SILENCE */}\n"),
    ("a.ets", "let x = 'LINK';\n", "// SILENCE\n"),
    ("a.py", "x = 'LINK'\n", "# SILENCE\n"),
    ("a.go", "x := `LINK`\n", "// SILENCE\n"),
    ("a.rs", "let x = \"LINK\";\n", "// SILENCE\n"),
    ("a.rb", "x = 'LINK'\n", "# SILENCE\n"),
    ("a.php", "<?php $x = 'LINK';\n", ""),
    ("a.dart", "var x = 'LINK';\n", "// SILENCE\n"),
    ("a.sh", "open 'LINK'\n", "# SILENCE\n"),
    ("a.bat", "start \"LINK\"\n", ""),
    ("a.json", "{ \"x\": \"LINK\" }\n", ""),
    ("a.yaml", "x: LINK\n", "# SILENCE\n"),
    ("a.toml", "x = \"LINK\"\n", "# SILENCE\n"),
    ("a.properties", "x=LINK\n", "! SILENCE\n"),
    ("a.css", "a { b: url(\"LINK\") }\n", "/* SILENCE */\n"),
    ("a.lua", "x = \"LINK\"\n", "-- SILENCE\n"),
    ("a.csv", "1,LINK,2\n", ""),
    ("a.eml", "Subject: x\n\nLINK\n", ""),
    ("a.txt", "LINK\n", "# SILENCE\n"),
];

#[test]
fn a_name_says_what_standard_input_is() {
    let scene = Scene::new();
    for (name, text, _) in KINDS {
        let text = text.replace("LINK", LINK);
        let path = format!("src/{name}");
        let check = ["check", "-", "--stdin-filename", &path, "--format", "concise"];
        let ran = scene.linkc(check).stdin(&text).run();
        let at = text.find("launc").expect("it is there");
        let line = text[..at].lines().count();
        let column = at - text[..at].rfind('\n').map_or(0, |newline| newline + 1) + 1;
        let expected = format!("{path}:{line}:{column}: error[unknown-page]: ");
        ran.exits(1).says_nothing().shows(&expected);
        // As a file of that name, it has the same findings.
        scene.write(&path, &text);
        scene.linkc(["check", &path, "--format", "concise"]).run().exits(1).prints(&ran.stdout);
    }
    let path = "team.links.yaml";
    let config = "linkc: 1\nkind: links\nschema: huawei-cloud-meeting\nlinks: { a: { page: launc } }\n";
    let ran = scene.linkc(["check", "-", "--stdin-filename", path, "--format", "concise"]).stdin(config).run();
    ran.exits(1).shows("team.links.yaml:4:21: error[unknown-page]");
}

#[test]
fn what_is_fixed_comes_back_and_nothing_else_with_it() {
    let scene = Scene::new();
    for (name, text, _) in KINDS {
        for (mark, end) in [("", "\n"), ("\u{feff}", "\r\n")] {
            let text = format!("{mark}{}", text.replace("LINK", LINK).replace('\n', end));
            let fixed = text.replace("launc", "launch");
            let fix = ["check", "-", "--stdin-filename", name, "--fix"];
            let ran = scene.linkc(fix).stdin(&text).run();
            ran.exits(0).prints(&fixed).says(&format!("{name}: 1 fix")).says("1 note in 1 file with 1 link");
            // There is nothing left to put right, and so it comes back as it was.
            let ran = scene.linkc(fix).stdin(&fixed).run();
            ran.exits(0).prints(&fixed).says("1 note in 1 file with 1 link");
            assert!(!ran.stderr.contains(" fix\n"), "{}", ran.stderr);
            let diff = scene.linkc(["check", "-", "--stdin-filename", name, "--diff"]).stdin(&text).run();
            diff.exits(1).shows(&format!("--- {name}\n+++ {name}\n@@ "));
        }
    }
    assert!(scene.files().is_empty(), "no file was written");
    // Without links, or without anything at all, it still comes back.
    for text in ["", "no link\n", "\u{feff}x"] {
        let ran = scene.linkc(["check", "-", "--stdin-filename", "a.py", "--fix"]).stdin(text).run();
        ran.exits(0).prints(text).says("no problems");
    }
    let ran = scene.linkc(["check", "-", "--fix", "--format", "json"]).stdin(format!("{LINK}\n")).run();
    ran.exits(0).prints(&format!("{LINK}h\n")).says("\"rule\": \"contested-fact\"").says("<stdin>: 1 fix");
}

#[test]
fn a_file_of_the_name_is_another_one() {
    let scene = Scene::new().file("a.py", format!("x = '{LINK}'\n"));
    let ran = scene.linkc(["check", "-", "a.py", "--stdin-filename", "b.py", "--fix"]).stdin("y = 1\n").run();
    ran.exits(0).prints("y = 1\n").says("a.py: 1 fix");
    assert_eq!(scene.read("a.py"), format!("x = '{LINK}h'\n"));
}

#[test]
fn settings_count_for_the_name() {
    let settings = "linkc: 1\nkind: settings\nrules: { contested-fact: warning }\n\
        overrides: [{ files: ['docs/**'], rules: { contested-fact: off } }]\n";
    let scene = Scene::new().file("linkc.yaml", settings);
    let check = |path: &str| {
        let text = format!("x = '{LINK}h'\n");
        scene.linkc(["check", "-", "--fail-on", "note", "--stdin-filename", path]).stdin(text).run()
    };
    check("docs/a.py").exits(0).prints("no problems in 1 file with 1 link\n");
    check("src/a.py").exits(1).shows("contested-fact");
}

#[test]
fn a_comment_silences_in_the_syntax_of_every_kind() {
    let scene = Scene::new();
    let silence = "linkc: ignore[contested-fact] because this client is known";
    for (name, text, comment) in KINDS.iter().filter(|(_, _, comment)| !comment.is_empty()) {
        let link = format!("{LINK}h");
        let (text, comment) = (text.replace("LINK", &link), comment.replace("SILENCE", silence));
        let check = |text: &str, more: &[&'static str]| {
            let args = ["check", "-", "--fail-on", "note", "--stdin-filename", name];
            scene.linkc(args.into_iter().chain(more.iter().copied())).stdin(text).run()
        };
        check(&text, &[]).exits(1).shows("contested-fact");
        for end in ["\n", "\r\n"] {
            let silenced = format!("{comment}{text}").replace('\n', end);
            check(&silenced, &[]).exits(0).prints("no problems in 1 file with 1 link\n");
            // Above another line, it silences nothing, and --fix takes it out.
            let unused = format!("{comment}\n{text}").replace('\n', end);
            let ran = check(&unused, &["--format", "concise"]);
            ran.exits(1)
                .shows(&format!("{name}:1:"))
                .shows("warning[unused-suppression]")
                .shows("note[contested-fact]");
            let ran = check(&unused, &["--fix"]);
            ran.exits(1).prints(&format!("\n{text}").replace('\n', end)).says("unused-suppression: ");
        }
    }
}

#[test]
fn a_whole_file_is_silenced_at_its_top() {
    let scene = Scene::new();
    let link = format!("{LINK}h");
    for (name, text, comment) in KINDS.iter().filter(|(_, _, comment)| !comment.is_empty()) {
        let comment = comment.replace("SILENCE", "linkc: ignore-file[contested-fact] because this client is known");
        let text = format!("{comment}\n\n{0}{0}", text.replace("LINK", &link));
        let args = ["check", "-", "--fail-on", "note", "--stdin-filename", name];
        scene.linkc(args).stdin(text).run().exits(0).prints("no problems in 1 file with 2 links\n");
    }
}

#[test]
fn a_link_over_several_lines_is_silenced_at_its_first() {
    let text = "String url = \"cloudlink://welinksoftclient/h5page?page=joinConfByLink\" // SILENCE\n    \
        + \"&conf_id=\" + id\n    + \"&nmae=\" + name;\n";
    let scene = Scene::new().file("A.java", text.replace("// SILENCE", ""));
    let ran = scene.linkc(["check", "--format", "concise"]).run();
    ran.exits(1).shows("A.java:3:9: error[unknown-parameter]").shows("error[missing-parameter]");
    let silence = "// linkc: ignore[unknown-parameter, missing-parameter] because it is a test";
    scene.write("A.java", text.replace("// SILENCE", silence));
    scene.linkc(["check"]).run().exits(0).never_shows("unused-suppression").never_shows("unknown-parameter");
}
