//! Any text as a link config and as a schema.
#![no_main]

use std::sync::{Arc, OnceLock};

use libfuzzer_sys::fuzz_target;
use linkc::check::{check_config, check_examples};
use linkc::diagnostic::Diagnostics;
use linkc::report::{Format, Look, Summary, render};
use linkc::rules::{self, Levels};
use linkc::schema::{Catalog, Schema};
use linkc::source::Sources;
use linkc::{config, schema};

fn huawei() -> &'static Schema {
    static SCHEMA: OnceLock<Arc<Schema>> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        Catalog::new().built_in("huawei-cloud-meeting", &Sources::new()).expect("it is built in")
    })
}

fuzz_target!(|text: &str| {
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("any.yaml", text);
    let levels = Levels::default();
    if let Some(config) = config::load(source, text, &mut diagnostics) {
        check_config(&config, huawei(), &levels, &mut diagnostics);
    }
    if let Some(schema) = schema::load(source, text, &mut diagnostics) {
        rules::check_schema(&schema, &levels, &mut diagnostics);
        check_examples(&schema, &levels, &mut diagnostics);
    }
    render(Format::Human, &sources, &diagnostics, Summary::default(), Look::default());
});
