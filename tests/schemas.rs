//! The built-in schemas: without a finding, every example holds, and every page has a right and a wrong one.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use linkc::check::check_examples;
use linkc::diagnostic::Diagnostics;
use linkc::rules::{self, Levels};
use linkc::schema::{Catalog, Schema, load};
use linkc::source::Sources;

fn each_schema(mut check: impl FnMut(&Schema, &mut Diagnostics)) {
    let names = Catalog::built_in_names();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        let sources = Sources::new();
        let text = linkc::schema::built_in_text(name).unwrap();
        let source = sources.add(format!("schemas/{name}.yaml"), text);
        let mut diagnostics = Diagnostics::new();
        let schema = load(source, text, &mut diagnostics).unwrap();
        check(&schema, &mut diagnostics);
        let look = linkc::report::Look::default();
        let summary = linkc::report::Summary::default();
        let report = linkc::report::render(linkc::report::Format::Human, &sources, &diagnostics, summary, look);
        assert!(diagnostics.is_empty(), "{report}");
    }
}

#[test]
fn every_built_in_schema_is_sound() {
    each_schema(|schema, diagnostics| rules::check_schema(schema, &Levels::default(), diagnostics));
}

#[test]
fn every_example_of_every_schema_holds() {
    each_schema(|schema, diagnostics| check_examples(schema, &Levels::default(), diagnostics));
}

#[test]
fn every_page_has_a_right_and_a_wrong_example() {
    each_schema(|schema, _| {
        for page in &schema.pages {
            let place = format!("{}/{}", schema.name, page.name.value);
            assert!(page.examples.iter().any(|example| example.error.is_none()), "{place} has no right example");
            assert!(page.examples.iter().any(|example| example.error.is_some()), "{place} has no wrong example");
        }
    });
}

#[test]
fn a_schema_is_named_as_its_file() {
    for name in Catalog::built_in_names() {
        let mut catalog = Catalog::new();
        let schema = catalog.built_in(name, &Sources::new()).unwrap();
        assert_eq!(schema.name, name);
    }
}

#[test]
fn every_link_of_every_schema_can_be_read_back() {
    each_schema(|schema, _| {
        for form in schema.pages.iter().flat_map(|page| &page.forms) {
            assert!(form.matcher().is_ok(), "{}: {:?}", form.link.as_str(), form.matcher().err());
        }
    });
}
