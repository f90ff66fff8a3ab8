//! A tree as teams have it: the samples of the vendor's documents among hundreds of files that have nothing to do with
//! them. What is wrong in the documents is found at its line, and nothing is found anywhere else.

use std::fmt::Write as _;

use crate::support::{Scene, assert_snapshot};

/// The samples, as files of an app for each platform.
const SAMPLES: [(&str, &str); 11] = [
    ("android/src/Join.kt", include_str!("../scan/samples/Join.kt")),
    ("android/src/Launcher.java", include_str!("../scan/samples/Launcher.java")),
    ("docs/reference.txt", include_str!("../scan/samples/reference.txt")),
    ("ios/Ios.m", include_str!("../scan/samples/Ios.m")),
    ("ios/Join.swift", include_str!("../scan/samples/Join.swift")),
    ("macos/Macos.m", include_str!("../scan/samples/Macos.m")),
    ("web/join.js", include_str!("../scan/samples/join.js")),
    ("web/page.html", include_str!("../scan/samples/page.html")),
    ("web/web.html", include_str!("../scan/samples/web.html")),
    ("windows/Join.cs", include_str!("../scan/samples/Join.cs")),
    ("windows/Windows.cpp", include_str!("../scan/samples/Windows.cpp")),
];

/// What the Huawei reference registers as contradictions, where a link can show it: the place, and the rule.
const REGISTERED: [(&str, &str, &str); 8] = [
    // C1: the sample for macOS joins by `joinTmpConfByLink`, the table by `joinConfByLink`.
    ("macos/Macos.m:4:", "contested-fact", "joinTmpConfByLink"),
    ("windows/Join.cs:7:", "contested-fact", "joinTmpConfByLink"),
    // C3: the sample for iOS joins with a nonce that the table does not have.
    ("ios/Ios.m:15:", "unknown-parameter", "nonce"),
    ("android/src/Join.kt:10:", "unknown-parameter", "nonce"),
    // C4: that for logging in and joining leaves the nonce out that the table demands.
    ("ios/Ios.m:21:", "missing-parameter", ""),
    ("ios/Join.swift:4:", "missing-parameter", ""),
    // C15: the link format prints `page>LoginAndJoinConf`.
    ("docs/reference.txt:14:", "malformed-pair", ">"),
    ("web/join.js:5:", "malformed-pair", ">"),
];

/// Extensions with a line of their kind; `WORD` is something that is looked at twice and is no link.
const KINDS: [(&str, &str); 24] = [
    ("html", "<a href=\"https://example.com/WORD?page=launch&amp;conf_id=1\">WORD</a>"),
    ("vue", "<template><a :href=\"WORD\">cloudlink</a></template>"),
    ("xml", "<data android:scheme=\"cloudlink\" android:host=\"welinksoftclient\"/> <!-- WORD -->"),
    ("plist", "<key>LSApplicationQueriesSchemes</key><array><string>cloudlink</string></array><!-- WORD -->"),
    ("md", "The app WORD opens `page=joinConfByLink` links; see [it](https://example.com/?nonce=1)."),
    ("kt", "val WORD = Uri.parse(\"app://WORD/h5page?page=launc&nonce=\" + nonce) // cloudlink"),
    ("java", "String WORD = \"https://example.com/h5page?page=joinConfByLink\"; /* WORD */"),
    ("swift", "let WORD = URL(string: \"WORD://welinksoftclient/h5page?page=launch\")!"),
    ("m", "NSString *WORD = @\"welinksoftclient/h5page?page=%@\"; // WORD"),
    ("cpp", "auto WORD = std::string(\"mycloudlink://x?page=launc\") + _T(\"WORD\");"),
    ("cs", "var WORD = $\"https://example.com/{WORD}?page=launc\";"),
    ("js", "const WORD = `/h5page?page=${WORD}&open_mic=yes`; if (a < b && c > d) {}"),
    ("ts", "type WORD = 'launc' | 'joinConfByLink'; const re = /^[a-z]+:\\/\\/WORD/;"),
    ("py", "WORD = f'https://example.com/{WORD}?open_mic=TRUE'  # WORD"),
    ("go", "var WORD = fmt.Sprintf(`WORD://%s?nonce=%d`, a, b)"),
    ("rs", "const WORD: &str = r#\"WORD://h5page\"#;"),
    ("rb", "WORD = \"#{WORD}://welinksoftclient\""),
    ("php", "<?php $WORD = 'https://example.com/?page=launc';"),
    ("sh", "open \"https://example.com/$WORD?page=launc\" # WORD"),
    ("json", "{ \"WORD\": [\"cloudlink\", \"ymeeting\", \"https:\\/\\/example.com\\/?page=launc\"] }"),
    ("yaml", "WORD: { schemes: [cloudlink, ymeeting], page: launc }"),
    ("properties", "WORD.url=https\\://example.com/?page\\=launc"),
    ("csv", "WORD,https://example.com/?page=launc,1"),
    ("eml", "Subject: WORD\n\nhttps://example.com/?page=3Dlaunc"),
];

const WORDS: [&str; 14] = [
    "meeting", "link", "join", "scheme", "launch", "nonce", "conf", "huawei", "teams", "feishu", "url", "page", "x",
    "open",
];

/// Hundreds of files without a link.
fn unrelated() -> Scene {
    let mut scene = Scene::new();
    for (index, word) in WORDS.iter().enumerate() {
        for (extension, line) in KINDS {
            let mut text = String::new();
            for number in 0..5 + index {
                let _ = writeln!(text, "{}", line.replace("WORD", &format!("{word}{number}")));
            }
            if index % 3 == 0 {
                text = text.replace('\n', "\r\n");
            }
            scene = scene.file(&format!("{word}/lib/{word}{index}.{extension}"), text);
        }
    }
    let line = "0123456789abcdef".repeat(4_096);
    scene
        .file("assets/a.min.js", format!("var a=\"{line}\";").repeat(4))
        .file("assets/empty.html", "")
        .file("assets/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR cloudlink://welinksoftclient/h5page?page=launc")
        .file("assets/latin.txt", b"caf\xe9\n")
        .file("assets/wide.txt", b"\xff\xfec\0l\0o\0u\0d\0l\0i\0n\0k\0:\0/\0/\0")
        .file("assets/large.log", "cloudlink://welinksoftclient/h5page?page=launc\n".repeat(180_000))
        .file("node_modules/x/index.js", "open('cloudlink://welinksoftclient/h5page?page=launc&nonce=1')")
        .file(".gitignore", "node_modules/\n")
}

#[test]
fn what_is_wrong_in_the_documents_is_found_at_its_line_and_nothing_elsewhere() {
    let scene = unrelated();
    assert!(scene.files().len() > 300, "{}", scene.files().len());
    let ran = scene.linkc(["check"]).run();
    ran.exits(2)
        .prints("")
        .says("there is nothing to check here")
        .says("skipped 3 files: no text, or larger than 8 MiB");

    let scene = SAMPLES.into_iter().fold(scene, |scene, (path, text)| scene.file(path, text));
    let ran = scene.linkc(["check", "--format", "concise"]).run();
    ran.exits(1).says_nothing();
    for (place, rule, text) in REGISTERED {
        let (path, line) = place.trim_end_matches(':').split_once(':').expect("a path and a line");
        let number: usize = line.parse().expect("a line");
        let (_, sample) = SAMPLES.iter().find(|(known, _)| *known == path).expect("a sample");
        let line = sample.lines().nth(number - 1).expect("the line is there");
        let columns: Vec<usize> = ran
            .stdout
            .lines()
            .filter(|found| found.contains(&format!("[{rule}]")))
            .filter_map(|found| found.strip_prefix(place)?.split(':').next()?.parse().ok())
            .collect();
        let is_there = |column: &&usize| line.chars().skip(**column - 1).collect::<String>().starts_with(text);
        assert_eq!(columns.iter().filter(is_there).count(), 1, "{place} {rule}\n{}", ran.stdout);
    }
    for found in ran.stdout.lines() {
        assert!(SAMPLES.iter().any(|(path, _)| found.starts_with(&format!("{path}:"))), "{found}");
    }
    assert_snapshot("check-tree", &ran.stdout);
    // The same in every run, whichever thread is first.
    for threads in ["1", "2", "7"] {
        let again = scene.linkc(["check", "--format", "concise"]).env("RAYON_NUM_THREADS", threads).run();
        again.exits(1).prints(&ran.stdout);
    }
    let human = scene.linkc(["check"]).run();
    human.exits(1).shows(" with 27 links\n").says("skipped 3 files");
}

#[test]
fn the_registered_facts_are_named_with_both_places() {
    let scene = Scene::new().file("Macos.m", include_str!("../scan/samples/Macos.m"));
    let ran = scene.linkc(["check"]).run();
    ran.exits(0).shows("note[contested-fact]").shows("scheme 5.3.3").shows("scheme 5.4.3");
}
