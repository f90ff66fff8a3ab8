//! `linkc json-schema`.

use linkc::json_schema::{FileKind, json_schema, links_for};

use super::args::{DescribedFile, JsonSchemaArgs};
use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome};

pub(crate) fn run(args: &JsonSchemaArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let kind = match args.kind {
        DescribedFile::Links => FileKind::Links,
        DescribedFile::Settings => FileKind::Settings,
        DescribedFile::Schema => FileKind::Schema,
    };
    let Some(named) = &args.schema else {
        output.line(&format!("{:#}", json_schema(kind)))?;
        return Ok(Outcome::Fine);
    };
    if kind != FileKind::Links {
        return Err(Failure::new("`--for` goes with `links`: only link configs are about one schema")
            .help(format!("`linkc json-schema links --for {named}`")));
    }
    let mut session = Session::new();
    let schema = session.schema_named(named)?;
    // Half a schema would call pages wrong that are only not read.
    if session.diagnostics.has_errors() {
        session.print_notices(super::args::FailOn::Error, output)?;
        return Ok(Outcome::Findings);
    }
    output.line(&format!("{:#}", links_for(&schema)))?;
    Ok(Outcome::Fine)
}
