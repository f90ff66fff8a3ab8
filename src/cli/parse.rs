//! `linkc parse`.

use std::path::Path;
use std::sync::Arc;

use linkc::check::{ListLine, check_url, known_platform, list_lines};
use linkc::diagnostic::Diagnostics;
use linkc::fields::looks_secret;
use linkc::nearest::{did_you_mean, one_of};
use linkc::read::Request;
use linkc::resolved::ResolvedLink;
use linkc::schema::{Schema, ValueType, WireValue};
use linkc::source::{Span, Spanned};
use serde_json::{Map, Value, json};

use super::args::{ParseArgs, ParseFormat, ReportFormat};
use super::output::Output;
use super::session::Session;
use super::table::table;
use super::{Failure, Outcome, files};

pub(crate) fn run(args: &ParseArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let mut session = Session::new();
    let mut lines = Vec::new();
    for url in &args.urls {
        if url == "-" {
            let text = files::read(Path::new("-"))?;
            let source = session.sources.add("<stdin>", text.as_str());
            lines.extend(list_lines(source, &text));
        } else {
            let source = session.sources.add("<command line>", url.as_str());
            let trimmed = url.trim();
            let start = url.len() - url.trim_start().len();
            let span = Span::new(source, start..start + trimmed.len());
            lines.push(ListLine { platform: None, url: Spanned::new(trimmed.to_owned(), span) });
        }
    }
    if lines.is_empty() {
        return Err(Failure::new("there is no URL to parse").help("standard input holds a URL a line"));
    }
    let schemas = if args.schema.is_empty() {
        session.built_in_for(lines.iter().map(|line| line.url.value.as_str()))
    } else {
        args.schema.iter().map(|name| session.schema_named(name)).collect::<Result<_, _>>()?
    };
    let schemas: Vec<&Schema> = schemas.iter().map(Arc::as_ref).collect();
    let platform = platform_argument(args, &schemas, &mut session)?;
    let mut outcome = Outcome::Fine;
    let several = lines.len() > 1;
    let mut schema_of_config: Option<String> = None;
    for (index, line) in lines.iter().enumerate() {
        session.diagnostics = Diagnostics::new();
        session.links = 0;
        let on = line.platform.as_ref().or(platform.as_ref());
        let known = on.is_some() && known_platform(on, &schemas, &mut session.diagnostics);
        let request =
            Request { url: &line.url.value, span: line.url.span, is_kept: false, platform: on.filter(|_| known) };
        let link = check_url(request, &schemas, &session.levels, &mut session.diagnostics);
        if session.outcome(args.fail.fail_on) == Outcome::Findings {
            outcome = Outcome::Findings;
        }
        match args.format {
            ParseFormat::Json => {
                let object = json_of(&line.url.value, on, link.as_ref(), &session);
                output.line(&object.to_string())?;
            }
            ParseFormat::Human => {
                if several && index > 0 {
                    output.line("")?;
                }
                output.result(&human(line, link.as_ref(), &session, args.reveal))?;
                let text = session.render(ReportFormat::Human, output.color_results());
                output.result(&text)?;
            }
            ParseFormat::Yaml => {
                session.print_notices(args.fail.fail_on, output)?;
                if let Some(link) = &link {
                    let first = schema_of_config.get_or_insert_with(|| link.schema.name.clone());
                    if *first != link.schema.name {
                        return Err(two_schemas(first, &link.schema.name));
                    }
                    output.result(&yaml(link, index, several, &session.diagnostics)?)?;
                }
            }
        }
    }
    Ok(outcome)
}

fn two_schemas(first: &str, other: &str) -> Failure {
    Failure::new(format!("a link config has one schema; these are links of {first} and of {other}"))
        .help("write a config of each, as with `--schema`")
}

fn platform_argument(
    args: &ParseArgs,
    schemas: &[&Schema],
    session: &mut Session,
) -> Result<Option<Spanned<String>>, Failure> {
    let Some(platform) = &args.platform else { return Ok(None) };
    let text = format!("--platform {platform}");
    let source = session.sources.add("<command line>", text.as_str());
    let platform = Spanned::new(platform.clone(), Span::new(source, 11..text.len()));
    if !known_platform(Some(&platform), schemas, &mut session.diagnostics) {
        let mut ids: Vec<&str> = schemas.iter().flat_map(|schema| &schema.platforms).map(|p| p.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        return Err(Failure::new(format!("no schema has a platform `{}`", platform.value)).help(
            did_you_mean(&platform.value, ids.iter().copied())
                .unwrap_or_else(|| format!("the platforms are {}", one_of(ids.into_iter()))),
        ));
    }
    Ok(Some(platform))
}

/// The values that the URL gives, in its forms' order, decoded; constants first where the link template has them first.
fn values(link: &ResolvedLink<'_>, diagnostics: &Diagnostics) -> Vec<(String, WireValue, bool)> {
    let mut values: Vec<(String, WireValue, bool)> = Vec::new();
    for binding in link.forms.iter().flat_map(|resolved| &resolved.bindings) {
        let parameter = &binding.parameter.parameter;
        // A pair that was not split off is a part of the value before it: `7;passcode=…`.
        let holds_secret = binding.given.iter().any(|given| diagnostics.is_masked(given.span));
        if values.iter().any(|(name, ..)| *name == parameter.name) {
            continue;
        }
        let value = match &binding.given {
            Some(given) => {
                let texts: Vec<String> =
                    given.texts.iter().filter_map(|text| text.literal().map(str::to_owned)).collect();
                match (given.is_list || matches!(parameter.value_type, ValueType::List { .. }), texts.as_slice()) {
                    (false, [text]) => WireValue::Text(text.clone()),
                    _ => WireValue::List(texts),
                }
            }
            None => match binding.parameter.constant() {
                Some(constant) => constant.clone(),
                None => continue,
            },
        };
        values.push((parameter.name.clone(), value, parameter.secret || holds_secret));
    }
    values
}

/// What the app assumes on each platform for what the URL does not say.
fn assumed<'l>(link: &'l ResolvedLink<'_>) -> Vec<(&'l str, Vec<(&'l str, &'l WireValue)>)> {
    let mut assumed: Vec<(&str, Vec<(&str, &WireValue)>)> = Vec::new();
    for resolved in &link.forms {
        let platform = resolved.form.platform.as_str();
        if assumed.iter().any(|(known, _)| *known == platform) {
            continue;
        }
        let defaults = resolved.bindings.iter().filter(|binding| binding.given.is_none());
        let defaults: Vec<_> =
            defaults.filter_map(|binding| Some((binding.parameter.name(), binding.parameter.default()?))).collect();
        if !defaults.is_empty() {
            assumed.push((platform, defaults));
        }
    }
    assumed
}

fn json_of(url: &str, platform: Option<&Spanned<String>>, link: Option<&ResolvedLink<'_>>, session: &Session) -> Value {
    let mut object = Map::new();
    object.insert("version".into(), json!(1));
    object.insert("url".into(), json!(url));
    if let Some(platform) = platform {
        object.insert("platform".into(), json!(platform.value));
    }
    object.insert("schema".into(), json!(link.map(|link| &link.schema.name)));
    object.insert("page".into(), json!(link.map(|link| &link.page.name.value)));
    let matches = link.map_or(&[][..], |link| &link.forms).iter();
    let matches: Vec<Value> = matches
        .map(|resolved| json!({ "platform": resolved.form.platform, "variant": resolved.form.variant }))
        .collect();
    object.insert("matches".into(), json!(matches));
    let given = link.map(|link| values(link, &session.diagnostics)).unwrap_or_default();
    let given: Map<String, Value> = given.into_iter().map(|(name, value, _)| (name, json!(value))).collect();
    object.insert("values".into(), Value::Object(given));
    let assumed = link.map(assumed).unwrap_or_default().into_iter().map(|(platform, values)| {
        let values: Map<String, Value> =
            values.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        (platform.to_owned(), Value::Object(values))
    });
    object.insert("assumed".into(), Value::Object(assumed.collect()));
    let diagnostics = linkc::report::diagnostics_json(&session.sources, &session.diagnostics);
    object.insert("diagnostics".into(), diagnostics);
    Value::Object(object)
}

const MASK: &str = "********";

fn human(line: &ListLine, link: Option<&ResolvedLink<'_>>, session: &Session, reveal: bool) -> String {
    let shown = if reveal { line.url.value.clone() } else { masked_url(line, session) };
    let mut text = format!("{}\n", one_line(&shown));
    let Some(link) = link else { return text };
    let mut rows = vec![
        vec!["schema".to_owned(), format!("{} ({})", link.schema.name, link.schema.title)],
        vec!["page".to_owned(), format!("{} ({})", link.page.name.value, link.page.title)],
        vec!["platforms".to_owned(), platforms(link)],
    ];
    for (name, value, is_secret) in values(link, &session.diagnostics) {
        let shown = if is_secret && !reveal && !value.display().is_empty() {
            MASK.to_owned()
        } else {
            one_line(&value.display())
        };
        rows.push(vec![name, if shown.is_empty() { "(blank)".to_owned() } else { shown }]);
    }
    for row in &mut rows {
        row.insert(0, String::new());
    }
    text.push_str(&table(&[], &rows));
    for (platforms, values) in grouped(assumed(link)) {
        let values: Vec<String> = values.iter().map(|(name, value)| format!("{name}={}", value.display())).collect();
        text.push_str(&format!("  left out, and assumed on {}: {}\n", platforms.join(", "), values.join(", ")));
    }
    text
}

type Assumed<'l> = Vec<(&'l str, &'l WireValue)>;

/// Platforms that assume the same, together.
fn grouped<'l>(assumed: Vec<(&'l str, Assumed<'l>)>) -> Vec<(Vec<&'l str>, Assumed<'l>)> {
    let mut groups: Vec<(Vec<&str>, Assumed<'_>)> = Vec::new();
    for (platform, values) in assumed {
        match groups.iter_mut().find(|(_, known)| *known == values) {
            Some((platforms, _)) => platforms.push(platform),
            None => groups.push((vec![platform], values)),
        }
    }
    groups
}

fn platforms(link: &ResolvedLink<'_>) -> String {
    let forms = link.forms.iter().map(|resolved| match &resolved.form.variant {
        None => resolved.form.platform.clone(),
        Some(variant) => format!("{} (variant {variant})", resolved.form.platform),
    });
    forms.collect::<Vec<_>>().join(", ")
}

/// A text from outside, on one line and without control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The URL with its secrets masked.
fn masked_url(line: &ListLine, session: &Session) -> String {
    let mut url = line.url.value.clone();
    let mut spans: Vec<Span> = session.diagnostics.secrets().collect();
    spans.retain(|span| span.source == line.url.span.source);
    spans.sort_unstable();
    spans.dedup();
    let mut end = usize::MAX;
    for span in spans.iter().rev() {
        let (from, to) = (span.start.max(line.url.span.start), span.end.min(line.url.span.end).min(end));
        if from < to {
            url.replace_range(from - line.url.span.start..to - line.url.span.start, MASK);
            end = from;
        }
    }
    url
}

fn yaml(link: &ResolvedLink<'_>, index: usize, several: bool, diagnostics: &Diagnostics) -> Result<String, Failure> {
    let mut text = String::new();
    if index == 0 {
        text.push_str(&format!("linkc: 1\nkind: links\nschema: {}\nlinks:\n", link.schema.name));
    }
    let name = if several { format!("link-{}", index + 1) } else { link.page.name.value.clone() };
    let mut body = serde_yaml::Mapping::new();
    body.insert("page".into(), link.page.name.value.clone().into());
    let platforms = link.platforms();
    if platforms.len() < link.page.platforms.len() {
        body.insert("platforms".into(), platforms.into_iter().map(str::to_owned).collect::<Vec<String>>().into());
    }
    if let Some(variant) = link.forms.iter().find_map(|resolved| resolved.form.variant.clone())
        && link.forms.iter().all(|resolved| resolved.form.variant.is_some())
    {
        body.insert("variant".into(), variant.into());
    }
    let mut given = serde_yaml::Mapping::new();
    for (parameter, value, is_secret) in values(link, diagnostics) {
        let form = link.forms.first().and_then(|resolved| resolved.form.parameter(&parameter));
        if form.is_some_and(|form| form.constant().is_some()) {
            continue;
        }
        let value: serde_yaml::Value = match value {
            // A secret does not belong into a file; its place does.
            _ if is_secret || looks_secret(&parameter) => {
                format!("${{env:{}}}", linkc::value::environment_name(&name, &parameter)).into()
            }
            WireValue::Text(text) => linkc::value::escape(&text).into(),
            WireValue::List(items) => items.iter().map(|item| linkc::value::escape(item)).collect::<Vec<_>>().into(),
        };
        given.insert(parameter.into(), value);
    }
    body.insert("values".into(), given.into());
    let mut whole = serde_yaml::Mapping::new();
    whole.insert(name.into(), body.into());
    let written = serde_yaml::to_string(&whole).map_err(|error| Failure::new(format!("cannot write YAML: {error}")))?;
    for line in written.lines() {
        text.push_str(&format!("  {line}\n"));
    }
    Ok(text)
}
