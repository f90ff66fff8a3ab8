//! The code samples of Terminal Scheme Application Integration (issue 02 of 2025-05-06), rebuilt as small files. What is
//! wrong in the document is found at its line, and nothing else is.

use super::{check, unjustified};

fn found(name: &str, text: &str) -> Vec<(&'static str, usize)> {
    let (_, findings) = check(name, text);
    unjustified(&findings).iter().map(|finding| (finding.rule, finding.line)).collect()
}

#[test]
fn the_samples_for_android_have_nothing_wrong() {
    assert_eq!(found("Launcher.java", include_str!("samples/Launcher.java")), []);
}

#[test]
fn the_samples_for_ios_have_their_nonces_swapped() {
    let text = include_str!("samples/Ios.m");
    assert_eq!(found("Ios.m", text), [("unknown-parameter", 15), ("missing-parameter", 21)]);
    let (links, findings) = check("Ios.m", text);
    assert_eq!(links, 4);
    assert_eq!(findings.iter().find(|finding| finding.rule == "unknown-parameter").unwrap().text, "nonce");
}

#[test]
fn the_samples_for_windows_have_nothing_wrong() {
    let text = include_str!("samples/Windows.cpp");
    assert_eq!(found("Windows.cpp", text), []);
    assert_eq!(check("Windows.cpp", text).0, 4);
}

#[test]
fn the_samples_for_macos_use_a_contested_page() {
    let (_, findings) = check("Macos.m", include_str!("samples/Macos.m"));
    assert_eq!(unjustified(&findings), Vec::<&super::Finding>::new());
    let contested = findings.iter().find(|finding| finding.rule == "contested-fact").unwrap();
    assert_eq!((contested.line, contested.text.as_str()), (4, "joinTmpConfByLink"));
}

#[test]
fn the_links_for_web_pages_hold_placeholders() {
    let placeholder = ("placeholder-value", 3);
    let text = include_str!("samples/web.html");
    let findings = found("web.html", text);
    assert!(findings.contains(&placeholder), "{findings:?}");
    // The document writes `href=…` without quotes.
    let rules = ["placeholder-value", "invalid-value"];
    let is_known = |(rule, line): &(&str, usize)| *rule == "unescaped-link" || (rules.contains(rule) && *line > 2);
    assert!(findings.iter().all(is_known), "{findings:?}");
    assert_eq!(check("web.html", text).0, 4);
}

#[test]
fn the_link_format_for_macos_has_a_malformed_pair() {
    let text = include_str!("samples/reference.txt");
    assert_eq!(found("reference.txt", text), [("malformed-pair", 14)]);
    assert_eq!(check("reference.txt", text).0, 3);
}
