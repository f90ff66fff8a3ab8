//! `linkc config`.

use std::path::Path;

use linkc::diagnostic::Diagnostics;
use linkc::source::Sources;
use serde_json::{Value, json};

use super::args::{ConfigArgs, ConfigCommand, ReportFormat, TableFormat};
use super::output::Output;
use super::project::{Project, shown};
use super::session::render;
use super::table::table;
use super::{Failure, Outcome};

pub(crate) fn run(args: &ConfigArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let ConfigCommand::Show { path, format } = &args.command;
    let sources = Sources::new();
    let mut found = Diagnostics::new();
    let project = Project::find(None, false, &sources, &mut found)?;
    if !found.is_empty() {
        output.notice(&render(ReportFormat::Human, &sources, &found, 1, 0, output.color_notices()))?;
    }
    let relative = project.relative(path.as_deref().unwrap_or(Path::new("")));
    let excluded = project.settings.excluded_by(&relative).map(|glob| glob.value.clone());
    let rules = project.settings.explain(&relative);
    let file = project.file.as_deref().map(shown);
    match format {
        TableFormat::Json => {
            let rules: Vec<Value> = rules
                .iter()
                .map(|rule| json!({ "rule": rule.rule.id, "level": rule.level.as_str(), "from": rule.origin.describe(&sources) }))
                .collect();
            let object =
                json!({ "version": 1, "settings": file, "path": relative, "excluded_by": excluded, "rules": rules });
            output.line(&object.to_string())?;
        }
        TableFormat::Human => {
            output.line(&match &file {
                Some(file) => format!("settings of {file}"),
                None => "no settings file here or above".to_owned(),
            })?;
            if let Some(glob) = excluded {
                output.line(&format!("`{relative}` is excluded by `{glob}`; it is checked only when it is named"))?;
            }
            let rows = rules.iter().map(|rule| {
                vec![rule.rule.id.to_owned(), rule.level.as_str().to_owned(), rule.origin.describe(&sources)]
            });
            output.result(&table(&["rule", "level", "from"], &rows.collect::<Vec<_>>()))?;
        }
    }
    Ok(if found.has_errors() { Outcome::Incomplete } else { Outcome::Fine })
}
