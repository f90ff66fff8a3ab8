//! Links in any text: that they are found as they are meant, that what is right is left alone, and that what is wrong
//! is said at its place.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use std::path::Path;
use std::sync::{Arc, OnceLock};

use linkc::diagnostic::Diagnostics;
use linkc::rules::Levels;
use linkc::scan::{FoundLink, Scanner, Syntax};
use linkc::schema::{Catalog, Schema};
use linkc::source::Sources;
use linkc::surroundings::HOLE;

/// Holes, and what a program does to a link.
mod holes;
/// What is no link.
mod mentions;
/// What holds of any text.
mod properties;
/// The samples of the vendor's documents, as files.
mod samples;
/// Correct links in every kind of text.
mod spellings;
/// HTML, Markdown and mail.
mod surroundings;

/// All built-in schemas, and the texts of everything.
struct World {
    sources: Sources,
    schemas: Vec<Arc<Schema>>,
}

impl World {
    fn get() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            let sources = Sources::new();
            let mut catalog = Catalog::new();
            let names = Catalog::built_in_names().into_iter();
            let schemas = names.map(|name| catalog.built_in(name, &sources).unwrap()).collect();
            Self { sources, schemas }
        })
    }

    fn scanner(&self) -> Scanner<'_> {
        Scanner::new(&self.schemas.iter().map(Arc::as_ref).collect::<Vec<_>>())
    }
}

fn find(name: &str, text: &str) -> Vec<FoundLink> {
    World::get().scanner().find(text, Syntax::of(Path::new(name), text))
}

/// The URLs in `text`, a file called `name`; `□` for what is not known.
fn urls(name: &str, text: &str) -> Vec<String> {
    find(name, text).iter().map(|link| link.url().replace(HOLE, "□")).collect()
}

/// What is found in `text`: how many links, and rule, line and the text under the label of each finding, in the order
/// of their places.
fn check(name: &str, text: &str) -> (usize, Vec<Finding>) {
    let World { sources, .. } = World::get();
    let source = sources.add(name, text);
    let mut diagnostics = Diagnostics::new();
    let syntax = Syntax::of(Path::new(name), text);
    let scanner = World::get().scanner();
    assert!(scanner.may_have_links(text.as_bytes()) || scanner.find(text, syntax).is_empty(), "{name}: {text}");
    let links = scanner.check(source, text, syntax, &Levels::default(), &mut diagnostics);
    let text = sources.get(source);
    let findings = diagnostics.sorted().into_iter().map(|finding| {
        let span = finding.primary.span;
        assert_eq!(span.source, source);
        let line = text.position(span.start).line;
        Finding { rule: finding.id, line, text: text.text()[span.range()].to_owned() }
    });
    (links, findings.collect())
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    rule: &'static str,
    line: usize,
    text: String,
}

/// The findings but for those that a correct link has as well: the links of the documents hold a password and a nonce
/// in plain text, also where others read it, name a port that the sources disagree about, and leave out what platforms assume differently.
fn unjustified(findings: &[Finding]) -> Vec<&Finding> {
    let justified = [
        "literal-secret",
        "literal-single-use",
        "shared-secret",
        "shared-single-use",
        "contested-fact",
        "divergent-default",
    ];
    findings.iter().filter(|finding| !justified.contains(&finding.rule)).collect()
}

fn assert_clean(name: &str, text: &str) {
    let (_, findings) = check(name, text);
    assert_eq!(unjustified(&findings), Vec::<&Finding>::new(), "{name}:\n{text}");
}
