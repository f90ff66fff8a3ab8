//! `linkc list`.

use linkc::rules::RULES;
use serde_json::json;

use super::args::{ListArgs, Listed, TableFormat};
use super::output::Output;
use super::session::Session;
use super::table::table;
use super::{Failure, Outcome, targets};

pub(crate) fn run(args: &ListArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let session = Session::new();
    let (key, header, rows): (&str, &[&str], Vec<Vec<String>>) = match args.listed {
        Listed::Schemas => {
            let row = |schema: &linkc::schema::Schema| {
                let platforms: Vec<&str> = schema.platforms.iter().map(|platform| platform.id.as_str()).collect();
                vec![schema.name.clone(), schema.title.clone(), schema.pages.len().to_string(), platforms.join(", ")]
            };
            let rows = session.built_in().iter().map(|schema| row(schema)).collect();
            ("schemas", &["schema", "title", "pages", "platforms"], rows)
        }
        Listed::Pages => {
            let mut rows = Vec::new();
            for schema in session.built_in() {
                for page in &schema.pages {
                    let name = format!("{}/{}", schema.name, page.name.value);
                    rows.push(vec![name, page.title.clone(), page.facts.status.as_str().to_owned()]);
                }
            }
            ("pages", &["page", "title", "status"], rows)
        }
        Listed::Rules => {
            let rows = RULES.iter().map(|rule| {
                let metadata = rule.metadata();
                vec![metadata.id.to_owned(), metadata.level.as_str().to_owned(), metadata.summary.to_owned()]
            });
            ("rules", &["rule", "level", "summary"], rows.collect())
        }
        Listed::Targets => {
            let targets = targets::load_targets(args.templates.as_deref())?;
            let rows = targets.all().map(|target| vec![target.name.clone(), target.summary.clone()]);
            ("targets", &["target", "summary"], rows.collect())
        }
    };
    match args.format {
        TableFormat::Human => output.result(&table(header, &rows))?,
        TableFormat::Json => {
            let rows = rows.into_iter().map(|row| {
                let cells = header.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), json!(cell)));
                serde_json::Value::Object(cells.collect())
            });
            let rows: Vec<_> = rows.collect();
            let mut object = serde_json::Map::new();
            object.insert("version".into(), json!(1));
            object.insert(key.into(), json!(rows));
            output.line(&serde_json::Value::Object(object).to_string())?;
        }
    }
    Ok(Outcome::Fine)
}
