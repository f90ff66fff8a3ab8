//! `linkc vectors`.

use std::path::Path;

use linkc::config;
use linkc::diagnostic::Diagnostics;
use linkc::schema::Schema;
use linkc::vectors::{Vector, of_config, of_schema};
use linkc::yaml::{Limits, parse};

use super::args::{FailOn, VectorsArgs};
use super::lookup::look_up;
use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, files};

pub(crate) fn run(args: &VectorsArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let mut session = Session::new();
    let path = Path::new(&args.source);
    let of_file = if path.is_file() { of_file(path, &mut session)? } else { None };
    let vectors = if let Some(vectors) = of_file {
        vectors
    } else {
        let schema = session.schema_named(&args.source)?;
        of_schema(&schema, &mut |reference| look_up(reference, Path::new("")))
    };
    session.print_notices(FailOn::Error, output)?;
    if session.diagnostics.has_errors() {
        return Ok(Outcome::Findings);
    }
    print(&args.source, &vectors, output)?;
    Ok(Outcome::Fine)
}

/// The vectors of a link config; `None` where the file is none.
fn of_file(path: &Path, session: &mut Session) -> Result<Option<Vec<Vector>>, Failure> {
    let text = files::read(path)?;
    let source = session.sources.add(path.display().to_string(), text.as_str());
    let kind = parse(source, &text, &Limits::default(), &mut Diagnostics::new());
    if kind.is_some_and(|document| config::kind_of(&document.root) != Some("links")) {
        return Ok(None);
    }
    let Some(document) = parse(source, &text, &Limits::default(), &mut session.diagnostics) else {
        return Ok(Some(Vec::new()));
    };
    let config = config::load_document(source, &document.root, &mut session.diagnostics);
    let folder = path.parent().unwrap_or(Path::new(""));
    let Some(config) = config else { return Ok(Some(Vec::new())) };
    let schema: Option<std::sync::Arc<Schema>> = session.schema_of_config(&config.schema, folder)?;
    let Some(schema) = schema else { return Ok(Some(Vec::new())) };
    linkc::check::check_config(&config, &schema, &session.levels, &mut session.diagnostics);
    if session.diagnostics.has_errors() {
        return Ok(Some(Vec::new()));
    }
    Ok(Some(of_config(&config, &schema, &mut |reference| look_up(reference, folder))))
}

/// A vector a line, so that a difference is one.
fn print(source: &str, vectors: &[Vector], output: &mut Output) -> Result<(), Failure> {
    let json = |error: serde_json::Error| Failure::new(format!("cannot write JSON: {error}"));
    let source = serde_json::to_string(source).map_err(json)?;
    output.result(&format!("{{\"version\":1,\"source\":{source},\"vectors\":[\n"))?;
    for (index, vector) in vectors.iter().enumerate() {
        let end = if index + 1 < vectors.len() { "," } else { "" };
        output.line(&format!("{}{end}", serde_json::to_string(vector).map_err(json)?))?;
    }
    output.line("]}")
}
