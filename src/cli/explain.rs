//! `linkc explain`.

use linkc::emit::Target;
use linkc::nearest::{did_you_mean, one_of};
use linkc::phase_errors;
use linkc::rules::{self, Metadata, RULES};
use serde_json::{Value, json};

use super::args::{ExplainArgs, TableFormat};
use super::output::Output;
use super::{Failure, Outcome, targets};

pub(crate) fn run(args: &ExplainArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let Some(name) = &args.rule else {
        let pages: Vec<&Metadata> = RULES.iter().map(|rule| rule.metadata()).collect();
        match args.format {
            TableFormat::Human => {
                let texts: Vec<String> = pages.iter().map(|metadata| page(metadata)).collect();
                output.result(&texts.join("\n\n"))?;
            }
            TableFormat::Json => {
                let rules: Vec<Value> = pages.iter().map(|metadata| json_of(metadata)).collect();
                output.line(&json!({ "version": 1, "rules": rules }).to_string())?;
            }
        }
        return Ok(Outcome::Fine);
    };
    if let Some(rule) = rules::find(name) {
        match args.format {
            TableFormat::Human => output.result(&page(rule.metadata()))?,
            TableFormat::Json => output.line(&json_of(rule.metadata()).to_string())?,
        }
        return Ok(Outcome::Fine);
    }
    if let Some((id, text)) = phase_errors::find(name) {
        match args.format {
            TableFormat::Human => {
                output.result(&format!("# {id}\n\nAn error that cannot be turned off.\n\n{text}\n"))?;
            }
            TableFormat::Json => output.line(&json!({ "id": id, "level": "error", "page": text }).to_string())?,
        }
        return Ok(Outcome::Fine);
    }
    if let Some(target) = name.strip_prefix("target/") {
        return explain_target(target, args, output);
    }
    let ids =
        || RULES.iter().map(|rule| rule.metadata().id).chain(phase_errors::PHASE_ERRORS.iter().map(|(id, _)| *id));
    let help = did_you_mean(name, ids()).unwrap_or_else(|| format!("`linkc list rules` lists them: {}", one_of(ids())));
    Err(Failure::new(format!("there is no rule `{name}`")).help(help))
}

/// Prints what a target is, and what it can be told.
fn explain_target(name: &str, args: &ExplainArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let targets = targets::load_targets(args.templates.as_deref())?;
    let target = targets::find_target(&targets, name)?;
    let page = target_page(target);
    match args.format {
        TableFormat::Human => output.result(&page)?,
        TableFormat::Json => {
            output.line(
                &json!({ "id": format!("target/{name}"), "summary": target.summary, "page": page }).to_string(),
            )?;
        }
    }
    Ok(Outcome::Fine)
}

/// The page of a target.
fn target_page(target: &Target) -> String {
    let mut page = format!("# target/{}\n\n{}\n", target.name, target.summary);
    if !target.doc.is_empty() {
        page.push_str(&format!("\n{}\n", target.doc.trim()));
    }
    if !target.options.is_empty() {
        page.push_str("\n## Options\n\n");
    }
    for (name, option) in &target.options {
        let default = match &option.default {
            None => "must be given".to_owned(),
            Some(Value::String(text)) if text.is_empty() => "may be left out".to_owned(),
            Some(Value::String(text)) => format!("`{text}` if it is not given"),
            Some(value) => format!("`{value}` if it is not given"),
        };
        let choices = match option.choices.as_slice() {
            [] => String::new(),
            choices => format!("{}; ", one_of(choices.iter().map(String::as_str))),
        };
        page.push_str(&format!("- `{name}`: {} ({choices}{default})\n", option.doc.trim()));
    }
    page
}

/// The page of a rule, its doc comment with a title.
fn page(metadata: &Metadata) -> String {
    let lines: Vec<&str> = metadata.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let body = lines.join("\n");
    format!(
        "# {} ({})\n\n{}.\n\n{}\n",
        metadata.id,
        metadata.level.as_str(),
        capitalised(metadata.summary),
        body.trim()
    )
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

fn json_of(metadata: &Metadata) -> Value {
    json!({
        "id": metadata.id,
        "level": metadata.level.as_str(),
        "summary": metadata.summary,
        "page": page(metadata),
    })
}
