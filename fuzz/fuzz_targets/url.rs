//! Any text as a list of URLs, read with every built-in schema.
#![no_main]

use std::sync::{Arc, OnceLock};

use libfuzzer_sys::fuzz_target;
use linkc::check::check_list;
use linkc::diagnostic::Diagnostics;
use linkc::report::{Format, Look, Summary, render};
use linkc::rules::Levels;
use linkc::schema::{Catalog, Schema};
use linkc::source::Sources;

fn schemas() -> &'static [Arc<Schema>] {
    static SCHEMAS: OnceLock<Vec<Arc<Schema>>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let (mut catalog, sources) = (Catalog::new(), Sources::new());
        let names = Catalog::built_in_names().into_iter();
        names.filter_map(|name| catalog.built_in(name, &sources)).collect()
    })
}

fuzz_target!(|text: &str| {
    let schemas: Vec<&Schema> = schemas().iter().map(Arc::as_ref).collect();
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("urls.txt", text);
    check_list(source, text, &schemas, &Levels::default(), &mut diagnostics);
    render(Format::Human, &sources, &diagnostics, Summary::default(), Look::default());
});
