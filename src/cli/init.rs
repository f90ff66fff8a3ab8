//! `linkc init`.

use std::io::Write;
use std::path::Path;

use linkc::schema::{Page, Presence, Schema, ValueType};

use super::args::InitArgs;
use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, files};

pub(crate) fn run(args: &InitArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let schema = Session::new().schema_named(&args.schema)?;
    let text = starter(&schema, &args.schema);
    if args.file == Path::new("-") {
        output.result(&text)?;
        return Ok(Outcome::Fine);
    }
    // An editor is only told of a JSON Schema that is there: the comment and the file go together.
    let described = args.file.with_extension("schema.json");
    let name = described.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let text = format!("# yaml-language-server: $schema={name}\n{text}");
    let is_new = write_new(&args.file, &text)?;
    if !is_new {
        return Err(Failure::new(format!("`{}` is there already", args.file.display()))
            .help("name another file: `linkc init team.links.yaml`; `linkc init -` prints it"));
    }
    output.notice(&format!(
        "wrote {}; `linkc check {0}` checks it, `linkc build {0}` builds it\n",
        args.file.display()
    ))?;
    if write_new(&described, &format!("{:#}\n", linkc::json_schema::links_for(&schema)))? {
        output.notice(&format!(
            "wrote {}, with which editors complete it; `linkc json-schema links --for {}` writes it anew\n",
            described.display(),
            args.schema
        ))?;
    }
    Ok(Outcome::Fine)
}

/// Writes `text` to a new file at `path`; says no when there is one already.
fn write_new(path: &Path, text: &str) -> Result<bool, Failure> {
    match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).map_err(|error| files::cannot("write", path, &error))?;
            Ok(true)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(files::cannot("write", path, &error)),
    }
}

/// The page to start from: the first that asks for something and whose values may stand in a file.
fn first_page(schema: &Schema) -> Option<&Page> {
    let fits = |page: &&Page| {
        let parameters = page.forms.iter().flat_map(|form| &form.parameters);
        let mut required = parameters.filter(|parameter| parameter.is_required()).peekable();
        required.peek().is_some() && required.all(|parameter| !parameter.parameter.single_use)
    };
    schema.pages.iter().find(fits).or(schema.pages.first())
}

fn starter(schema: &Schema, named: &str) -> String {
    let mut text = format!(
        "# Links to {}. `linkc check` checks this file, `linkc build` writes what `outputs` asks for.\n\
         linkc: 1\nkind: links\nschema: {named}    # `linkc show {named}` says what there is\n\nlinks:\n",
        schema.title
    );
    let Some(page) = first_page(schema) else { return text };
    text.push_str(&format!(
        "  my-first-link:                 # the name is yours: lower-case words, joined by hyphens\n    \
         page: {}\n    title: {}\n",
        page.name.value, page.title
    ));
    text.push_str(&format!(
        "    # platforms: [{}]    # all of them, when left out\n    values:\n",
        page.platforms.join(", ")
    ));
    let mut open = Vec::new();
    for parameter in page.forms.first().map_or(&[][..], |form| &form.parameters) {
        let inner = &parameter.parameter;
        let doc = inner.doc.split_whitespace().collect::<Vec<_>>().join(" ");
        let doc = doc.split_inclusive(". ").next().unwrap_or(&doc).trim_end().to_owned();
        match &parameter.presence {
            Presence::Constant(_) => {}
            // A person's name is asked for when the link is used; an address is not made up for everybody.
            Presence::Required if inner.personal && takes_guest(&inner.value_type) => {
                open.push((inner.name.clone(), doc));
            }
            Presence::Required => {
                text.push_str(&format!(
                    "      {}: {}    # {doc}\n",
                    inner.name,
                    sample(inner.example.as_deref(), &inner.value_type)
                ));
            }
            _ if inner.secret => {
                let name = linkc::value::environment_name("my-first-link", &inner.name);
                text.push_str(&format!("      # {}: ${{env:{name}}}    # {doc}\n", inner.name));
            }
            Presence::Default(value) => {
                text.push_str(&format!("      {}: {}    # {doc}\n", inner.name, value.display()));
            }
            Presence::Optional => {
                text.push_str(&format!("      # {}: …    # {doc}\n", inner.name));
            }
        }
    }
    if !open.is_empty() {
        text.push_str("    inputs:                      # left open until the link is used\n");
        for (name, doc) in open {
            text.push_str(&format!("      {name}: {{ fallback: {GUEST} }}    # {doc}\n"));
        }
    }
    text.push_str(
        "    # When it takes place, for targets such as `calendar` and `email`:\n    \
         # event: { start: 2026-12-07T10:00, duration: 1h, time_zone: Europe/Berlin, stamp: 2026-12-01 }\n",
    );
    text.push_str("\noutputs:\n  - { target: url, dir: build }    # `linkc list targets` lists more\n");
    text
}

/// What stands in for the name of somebody.
const GUEST: &str = "Guest";

fn takes_guest(value_type: &ValueType) -> bool {
    matches!(value_type, ValueType::String { .. }) && value_type.check(GUEST).is_ok()
}

fn sample(example: Option<&str>, value_type: &ValueType) -> String {
    if let ValueType::List { items, .. } = value_type {
        return format!("[{}]", sample(example, items));
    }
    if let Some(example) = example {
        return serde_json::to_string(example).unwrap_or_default();
    }
    match value_type {
        ValueType::Boolean { spelling } => spelling[1].clone(),
        ValueType::Enum { values } => values.first().map(|value| value.name.clone()).unwrap_or_default(),
        ValueType::DateTime => "\"2026-12-01T09:00:00+01:00\"".to_owned(),
        ValueType::Url { .. } => "https://www.example.com/".to_owned(),
        _ => {
            let samples = ["12345", "someone@example.com", "example.com", "abc"];
            let fits = samples.into_iter().find(|sample| value_type.check(sample).is_ok());
            format!("\"{}\"", fits.unwrap_or("…"))
        }
    }
}
