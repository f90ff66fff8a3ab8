//! `linkc show`.

use linkc::nearest::{did_you_mean, one_of};
use linkc::schema::{Form, FormParameter, Page, Presence, Schema, Status};
use serde_json::{Map, Value, json};

use super::args::{ShowArgs, TableFormat};
use super::output::Output;
use super::session::Session;
use super::table::table;
use super::{Failure, Outcome};

pub(crate) fn run(args: &ShowArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let mut session = Session::new();
    let named = args.page.as_deref().unwrap_or_default();
    let (schema, page) = session.schema_and_rest(named, args.schema.as_ref())?;
    match page {
        None => match args.format {
            TableFormat::Human => output.result(&schema_text(&schema))?,
            TableFormat::Json => output.line(&schema_json(&schema).to_string())?,
        },
        Some(name) => {
            let page = schema.page(&name).ok_or_else(|| no_page(&schema, &name))?;
            match args.format {
                TableFormat::Human => output.result(&page_text(&schema, page))?,
                TableFormat::Json => output.line(&page_json(&schema, page).to_string())?,
            }
        }
    }
    Ok(Outcome::Fine)
}

fn no_page(schema: &Schema, name: &str) -> Failure {
    let names = || schema.pages.iter().map(|page| page.name.value.as_str());
    let help = did_you_mean(name, names()).unwrap_or_else(|| format!("its pages are {}", one_of(names())));
    Failure::new(format!("{} has no page `{name}`", schema.name)).help(help)
}

fn schema_text(schema: &Schema) -> String {
    let mut text = format!("{} ({})\n", schema.title, schema.name);
    if let Some(doc) = &schema.doc {
        text.push_str(&format!("\n{}\n", doc.trim_end()));
    }
    if let Some(day) = &schema.checked_on {
        text.push_str(&format!("\nchecked against its sources on {}\n", day.value));
    }
    text.push_str("\nSources\n");
    let rows = schema.sources.iter().map(|source| {
        let issue = source.issue.as_ref().map(|issue| format!(", issue {issue}")).unwrap_or_default();
        let date = source.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        vec![
            String::new(),
            source.id.clone(),
            format!("{}{issue}{date}", source.title),
            source.url.clone().unwrap_or_default(),
        ]
    });
    text.push_str(&table(&[], &rows.collect::<Vec<_>>()));
    text.push_str("\nPlatforms\n");
    let rows = schema.platforms.iter().map(|platform| {
        let app = platform.app.as_ref().map(|app| format!("app {app}"));
        let store = platform.store.as_ref().map(|store| format!("store {store}"));
        let queries = (!platform.queries.is_empty()).then(|| format!("query {}", platform.queries.join(", ")));
        let known: Vec<String> = [app, store, queries, platform.download.clone()].into_iter().flatten().collect();
        vec![String::new(), platform.id.clone(), platform.title.clone().unwrap_or_default(), known.join(", ")]
    });
    text.push_str(&table(&[], &rows.collect::<Vec<_>>()));
    text.push_str("\nPages\n");
    let rows = schema.pages.iter().map(|page| {
        let status = if page.facts.status == Status::Documented { "" } else { page.facts.status.as_str() };
        vec![String::new(), page.name.value.clone(), page.title.clone(), status.to_owned()]
    });
    text.push_str(&table(&[], &rows.collect::<Vec<_>>()));
    if !schema.presets.is_empty() {
        text.push_str("\nPresets\n");
        let rows = schema.presets.iter().map(|preset| {
            let values = preset.values.iter().map(|(name, node)| {
                format!("{}={}", name.value, node.as_scalar().map_or("…", |scalar| scalar.text.as_str()))
            });
            vec![String::new(), preset.name.value.clone(), values.collect::<Vec<_>>().join(", ")]
        });
        text.push_str(&table(&[], &rows.collect::<Vec<_>>()));
    }
    schema.obtain.iter().for_each(|obtain| text.push_str(&super::show_obtain::text(obtain)));
    push_list(&mut text, "Notes", &schema.notes);
    text.push_str(&format!("\n`linkc show {}/PAGE` shows a page.\n", schema.name));
    text
}

fn push_list(text: &mut String, title: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    text.push_str(&format!("\n{title}\n"));
    for item in items {
        text.push_str(&format!("  - {}\n", item.trim_end().replace('\n', "\n    ")));
    }
}

/// The forms that print alike, with the names of those that do: "android, ios", "macos (variant reference)".
fn groups(page: &Page) -> Vec<(Vec<String>, &Form)> {
    let alike = |a: &Form, b: &Form| {
        a.link == b.link
            && a.parameters.iter().map(row).eq(b.parameters.iter().map(row))
            && a.behaviour == b.behaviour
            && a.notes == b.notes
            && a.facts.contested == b.facts.contested
            && a.facts.source == b.facts.source
            && a.facts.since == b.facts.since
    };
    let mut groups: Vec<(Vec<String>, &Form)> = Vec::new();
    for form in &page.forms {
        let name = match &form.variant {
            None => form.platform.clone(),
            Some(variant) => format!("{} (variant {variant})", form.platform),
        };
        match groups.iter_mut().find(|(_, known)| alike(known, form)) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], form)),
        }
    }
    groups
}

fn row(parameter: &FormParameter) -> Vec<String> {
    let required = match &parameter.presence {
        Presence::Constant(_) | Presence::Required => "yes",
        Presence::Default(_) | Presence::Optional => "no",
    };
    let value = match &parameter.presence {
        Presence::Constant(value) => format!("always {}", value.display()),
        Presence::Default(value) => format!("default {}", value.display()),
        Presence::Required | Presence::Optional => String::new(),
    };
    let inner = &parameter.parameter;
    let marks = [(inner.secret, "secret"), (inner.single_use, "single use"), (inner.personal, "personal")];
    let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
    let marks = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(", ")) };
    let source: Vec<&str> = inner.facts.source.iter().map(|source| source.value.as_str()).collect();
    let source = if source.is_empty() { String::new() } else { format!(" ({})", source.join("; ")) };
    let doc = format!("{}{marks}{source}", inner.doc.split_whitespace().collect::<Vec<_>>().join(" "));
    vec![String::new(), inner.name.clone(), required.to_owned(), inner.value_type.name().to_owned(), value, doc]
}

fn page_text(schema: &Schema, page: &Page) -> String {
    let mut text = format!("{}/{}: {}\n", schema.name, page.name.value, page.title);
    if page.facts.status != Status::Documented {
        text.push_str(&format!("status: {}\n", page.facts.status.as_str()));
    }
    if let Some(doc) = &page.doc {
        text.push_str(&format!("\n{}\n", doc.trim_end()));
    }
    for (names, form) in groups(page) {
        let source: Vec<&str> = form.facts.source.iter().map(|source| source.value.as_str()).collect();
        let since = form.facts.since.as_ref().map(|since| {
            let date = since.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            format!(", since {}{date}", since.version)
        });
        let source = if source.is_empty() { String::new() } else { format!(" ({})", source.join("; ")) };
        text.push_str(&format!("\nOn {}{}{source}\n", names.join(", "), since.unwrap_or_default()));
        text.push_str(&format!("  {}\n\n", form.link.as_str()));
        let rows: Vec<Vec<String>> = form.parameters.iter().map(row).collect();
        text.push_str(&table(&["", "parameter", "required", "type", "value", "meaning"], &rows));
        for constraint in &form.constraints {
            let message = constraint.message.as_deref().map(|message| format!(": {message}")).unwrap_or_default();
            text.push_str(&format!("  {}{message}\n", constraint.kind.describe()));
        }
        if let Some(browser) = &form.browser {
            text.push_str(&format!("\n  in a browser: {}\n", browser.as_str()));
        }
        let behaviour: Vec<String> = form
            .behaviour
            .iter()
            .map(|(state, seen)| format!("{}: {}", state.replace('_', " "), seen.trim_end()))
            .collect();
        push_list(&mut text, "  What the user sees", &behaviour);
        push_list(&mut text, "  Notes", &form.notes);
        let contested: Vec<String> = form.facts.contested.iter().map(|contested| contested.value.clone()).collect();
        push_list(&mut text, "  Contested", &contested);
        let of_parameters: Vec<String> = form
            .parameters
            .iter()
            .flat_map(|p| p.parameter.facts.contested.iter().map(|c| format!("{}: {}", p.name(), c.value)))
            .collect();
        push_list(&mut text, "  Contested of parameters", &of_parameters);
    }
    text
}

fn schema_json(schema: &Schema) -> Value {
    let pages = schema.pages.iter().map(|page| page_json(schema, page));
    json!({
        "version": 1,
        "schema": schema.name,
        "title": schema.title,
        "doc": schema.doc,
        "homepage": schema.homepage,
        "checked_on": schema.checked_on.as_ref().map(|day| &day.value),
        "sources": schema.sources.iter().map(|source| json!({
            "id": source.id, "title": source.title, "issue": source.issue, "date": source.date, "url": source.url,
        })).collect::<Vec<_>>(),
        "platforms": schema.platforms.iter().map(|platform| json!({
            "id": platform.id, "title": platform.title, "app": platform.app, "queries": platform.queries,
            "store": platform.store, "download": platform.download,
        })).collect::<Vec<_>>(),
        "obtain": schema.obtain.iter().map(linkc::obtain::Obtain::view).collect::<Vec<_>>(),
        "notes": schema.notes,
        "pages": pages.collect::<Vec<_>>(),
    })
}

fn page_json(schema: &Schema, page: &Page) -> Value {
    let mut platforms = Map::new();
    for form in page.forms.iter().filter(|form| form.variant.is_none()) {
        let mut object = form_json(form);
        let variants = page.forms.iter().filter(|other| other.platform == form.platform && other.variant.is_some());
        let variants: Map<String, Value> =
            variants.filter_map(|other| Some((other.variant.clone()?, Value::Object(form_json(other))))).collect();
        object.insert("variants".into(), Value::Object(variants));
        platforms.insert(form.platform.clone(), Value::Object(object));
    }
    json!({
        "version": 1,
        "schema": schema.name,
        "page": page.name.value,
        "title": page.title,
        "doc": page.doc,
        "status": page.facts.status,
        "platforms": platforms,
    })
}

fn form_json(form: &Form) -> Map<String, Value> {
    let texts =
        |list: &[linkc::source::Spanned<String>]| json!(list.iter().map(|text| &text.value).collect::<Vec<_>>());
    let mut object = Map::new();
    object.insert("link".into(), json!(form.link.as_str()));
    object.insert("source".into(), texts(&form.facts.source));
    object.insert("since".into(), json!(form.facts.since));
    object.insert("contested".into(), texts(&form.facts.contested));
    object.insert("parameters".into(), form.parameters.iter().map(parameter_json).collect());
    object.insert("constraints".into(), json!(form.constraints.iter().map(|c| &c.kind).collect::<Vec<_>>()));
    object.insert("browser".into(), json!(form.browser.as_ref().map(|link| link.as_str())));
    let behaviour: Map<String, Value> =
        form.behaviour.iter().map(|(state, seen)| (state.clone(), json!(seen))).collect();
    object.insert("behaviour".into(), Value::Object(behaviour));
    object.insert("notes".into(), json!(form.notes));
    object
}

fn parameter_json(parameter: &FormParameter) -> Value {
    let inner = &parameter.parameter;
    json!({
        "name": inner.name,
        "required": matches!(parameter.presence, Presence::Constant(_) | Presence::Required),
        "type": inner.value_type.name(),
        "values": inner.value_type.describe(),
        "constant": parameter.constant(),
        "default": parameter.default(),
        "doc": inner.doc,
        "secret": inner.secret,
        "single_use": inner.single_use,
        "personal": inner.personal,
        "known": inner.known,
        "platforms": inner.platforms,
        "status": inner.facts.status,
        "source": inner.facts.source.iter().map(|source| &source.value).collect::<Vec<_>>(),
        "contested": inner.facts.contested.iter().map(|contested| &contested.value).collect::<Vec<_>>(),
        "notes": inner.notes,
    })
}
