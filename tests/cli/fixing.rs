//! `--fix` on files: nothing but the mistake changes, to the byte, and the second time nothing at all.

use super::LINKS;
use crate::support::Scene;

/// Names and texts, with what is wrong and what is right.
const FILES: [(&str, &str, &str, &str); 6] = [
    (
        "page.html",
        "<!-- é\t -->\n<a\thref=\"cloudlink://welinksoftclient/h5page?page=WRONG\">张</a>\n",
        "launc",
        "launch",
    ),
    ("Join.kt", "\tval x = \"cloudlink://welinksoftclient/h5page?page=WRONG&nonce=$n\" // 张\n", "launc", "launch"),
    ("notes.md", "# é\n\n[x](cloudlink://welinksoftclient/h5page?page=WRONG)  \nno end", "launc", "launch"),
    ("data.json", "{\n\t\"é\": \"cloudlink://welinksoftclient/h5page?page=WRONG\"\n}", "launc", "launch"),
    ("urls.txt", "# é\n\ncloudlink://welinksoftclient/h5page?page=WRONG\n", "launc", "launch"),
    ("links.yaml", "", "jion", "join"),
];

fn text(of: &str, word: &str) -> String {
    let config = || LINKS.replace("page: join", "page: WRONG # the daily\t张");
    if of.is_empty() { config() } else { of.to_owned() }.replace("WRONG", word)
}

#[test]
fn a_file_keeps_its_mark_line_ends_tabs_and_comments() {
    for (name, of, wrong, right) in FILES {
        for (mark, end) in [("", "\n"), ("", "\r\n"), ("\u{feff}", "\n"), ("\u{feff}", "\r\n")] {
            let written = |word| format!("{mark}{}", text(of, word).replace('\n', end));
            let scene = Scene::acme().file(name, written(wrong));
            let fix = ["check", "--fix", name];
            scene.linkc(fix).run().exits(0).says(&format!("{name}: 1 fix"));
            assert_eq!(scene.read(name), written(right), "{name} {mark:?} {end:?}");
            let before = std::fs::metadata(scene.path(name)).and_then(|data| data.modified()).expect("it has a time");
            let again = scene.linkc(fix).run();
            again.exits(0).says_nothing();
            assert_eq!(scene.read(name), written(right), "{name} {mark:?} {end:?}");
            let after = std::fs::metadata(scene.path(name)).and_then(|data| data.modified()).expect("it has a time");
            assert_eq!(before, after, "what has nothing to fix is not written");
        }
    }
}

#[test]
fn the_place_of_a_finding_does_not_depend_on_a_mark() {
    for (name, of, wrong, _) in FILES {
        let scene = Scene::acme();
        let check = |text: &str| {
            scene.write(name, text);
            scene.linkc(["check", "--format", "json", name]).run().stdout
        };
        let text = text(of, wrong);
        assert_eq!(check(&text), check(&format!("\u{feff}{text}")), "{name}");
    }
}

#[test]
fn unsafe_fixes_are_made_only_when_asked_for() {
    let page = "<a href=\"cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=1&name=Tom&open_mic=no&open_camera=true\">\n";
    let scene = Scene::new().file("a.html", page);
    scene.linkc(["check", "--fix"]).run().exits(1);
    assert_eq!(scene.read("a.html"), page);
    let diff = scene.linkc(["check", "--diff", "--unsafe-fixes"]).run();
    diff.exits(1).shows("open_mic=false");
    assert_eq!(scene.read("a.html"), page);
    scene.linkc(["check", "--unsafe-fixes"]).run().exits(0).says("a.html: 1 fix");
    assert_eq!(scene.read("a.html"), page.replace("open_mic=no", "open_mic=false"));
}
