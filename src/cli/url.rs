//! `linkc url`.

use linkc::config::{Assignment, Layout, LinkConfig};
use linkc::emit::Finding;
use linkc::link::Link;
use linkc::lower::lower;
use linkc::resolve::resolve_single;
use linkc::rules;
use linkc::source::{Sources, Span, Spanned};
use linkc::yaml::{Content, Node, Scalar, Style};
use serde::Serialize;

use super::args::{UrlArgs, UrlFormat};
use super::lookup::look_up;
use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, build};

pub(crate) fn run(args: &UrlArgs, output: &mut Output) -> Result<Outcome, Failure> {
    let mut session = Session::new();
    let (schema, page) = session.schema_and_rest(&args.page, args.schema.as_ref())?;
    let page = page.ok_or_else(|| {
        let pages = schema.pages.iter().map(|page| page.name.value.as_str());
        Failure::new(format!("`{}` is a schema; a link is one of its pages", args.page)).help(format!(
            "as `{}/{}`; its pages are {}",
            schema.name,
            schema.pages.first().map_or("", |page| page.name.value.as_str()),
            linkc::nearest::one_of(pages)
        ))
    })?;
    let config = link_config(args, &page, &session.sources);
    let resolved = resolve_single(&config, !args.no_defaults, &schema, &mut session.diagnostics);
    if let Some(resolved) = &resolved {
        rules::check(resolved, &session.levels, &mut session.diagnostics);
        session.links += 1;
    }
    let mut link = None;
    if let Some(resolved) = resolved.as_ref().filter(|_| !session.diagnostics.has_errors()) {
        let folder = std::path::Path::new("");
        link = lower(resolved, &mut |reference| look_up(reference, folder), &mut session.diagnostics);
    }
    let outcome = session.outcome(args.fail.fail_on);
    if args.format == UrlFormat::Json {
        output.line(&json(&schema.name, &page, link.as_ref(), &session)?)?;
        return Ok(outcome);
    }
    session.print_notices(args.fail.fail_on, output)?;
    let Some(link) = link.filter(|_| !session.diagnostics.has_errors()) else { return Ok(outcome) };
    if let Some(target) = &args.target {
        let findings = Finding::all(&session.diagnostics);
        build::print_snippet(target, args.templates.as_deref(), &args.option, &schema, link, &findings, output)?;
        return Ok(outcome);
    }
    for (platform, url) in urls(&link) {
        if args.platform.len() == 1 {
            output.line(&url)?;
        } else {
            output.line(&format!("{platform}\t{url}"))?;
        }
    }
    Ok(outcome)
}

/// Every platform and its URL, in the schema's order, of a link that has no inputs.
fn urls(link: &Link) -> Vec<(String, String)> {
    let forms = link.forms.iter().map(|form| (form, form.url(|_| None)));
    let mut urls: Vec<(String, String)> = Vec::new();
    for (form, url) in forms {
        urls.extend(form.platforms.iter().map(|platform| (platform.clone(), url.clone())));
    }
    // Equal links were grouped; the order of the schema is that of the platforms' list.
    urls.sort_by_key(|(platform, _)| link.platforms.iter().position(|id| id == platform));
    urls
}

#[derive(Serialize)]
struct UrlReport<'a> {
    version: u32,
    schema: &'a str,
    page: &'a str,
    urls: Vec<PlatformUrl>,
    diagnostics: serde_json::Value,
}

#[derive(Serialize)]
struct PlatformUrl {
    platform: String,
    url: String,
}

fn json(schema: &str, page: &str, link: Option<&Link>, session: &Session) -> Result<String, Failure> {
    let urls = link.filter(|_| !session.diagnostics.has_errors()).map(urls).unwrap_or_default();
    let urls = urls.into_iter().map(|(platform, url)| PlatformUrl { platform, url }).collect();
    let diagnostics = linkc::report::diagnostics_json(&session.sources, &session.diagnostics);
    let report = UrlReport { version: 1, schema, page, urls, diagnostics };
    serde_json::to_string(&report).map_err(|error| Failure::new(format!("cannot write JSON: {error}")))
}

/// The link that the arguments describe. Its places are in a text that shows the arguments as they were typed.
fn link_config(args: &UrlArgs, page: &str, sources: &Sources) -> LinkConfig {
    let mut line = String::from("linkc url ");
    let mut add = |prefix: &str, text: &str| {
        line.push_str(prefix);
        let start = line.len();
        line.push_str(text);
        let range = start..line.len();
        line.push(' ');
        range
    };
    let page_range = add("", &args.page);
    let page_range = page_range.end - page.len()..page_range.end;
    let platforms: Vec<_> = args.platform.iter().map(|platform| (platform, add("--platform ", platform))).collect();
    let variant = args.variant.as_ref().map(|variant| (variant, add("--variant ", variant)));
    let preset = args.preset.as_ref().map(|preset| (preset, add("--preset ", preset)));
    let set: Vec<_> =
        args.set.iter().map(|(name, value)| (name, value, add("--set ", &format!("{name}={value}")))).collect();
    let source = sources.add("<command line>", line.trim_end());
    let spanned =
        |(text, range): (&String, std::ops::Range<usize>)| Spanned::new(text.clone(), Span::new(source, range));
    let assignments = set.into_iter().map(|(name, value, range)| {
        let name_end = range.start + name.len();
        let value_start = name_end + 1;
        let scalar = Scalar { text: value.clone(), style: Style::DoubleQuoted, verbatim: Some(value_start) };
        Assignment {
            name: Spanned::new(name.clone(), Span::new(source, range.start..name_end)),
            node: Node { span: Span::new(source, value_start..range.end), content: Content::Scalar(scalar) },
        }
    });
    let page = Spanned::new(page.to_owned(), Span::new(source, page_range));
    LinkConfig {
        name: page.clone(),
        title: None,
        summary: None,
        platforms: (!platforms.is_empty()).then(|| platforms.into_iter().map(spanned).collect()),
        variant: variant.map(spanned),
        preset: preset.map(spanned),
        values: Vec::new(),
        inputs: Vec::new(),
        on: Vec::new(),
        set: assignments.collect(),
        layout: Layout::default(),
        page,
    }
}
