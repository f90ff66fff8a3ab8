//! `linkc url`.

use linkc::config::{self, Assignment, Layout, LinkConfig};
#[cfg(feature = "obtain")]
use linkc::diagnostic::Diagnostics;
use linkc::emit::Finding;
use linkc::link::Link;
use linkc::lower::lower;
use linkc::resolve::{config_around, resolve_within};
use linkc::resolved::ResolvedLink;
use linkc::rules;
use linkc::schema::Schema;
use linkc::source::{Sources, Span, Spanned};
use linkc::value::{Reference, ReferenceKind};
use linkc::yaml::{Content, Node, Scalar, Style};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use super::args::{UrlArgs, UrlFormat};
use super::lookup::look_up;
use super::output::Output;
use super::session::Session;
use super::{Failure, Outcome, plan};

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
    let (config, landing) = link_config(args, &page, &obtained(args, &schema, &page)?, &session.sources);
    let landing = landing.and_then(|landing| config::load_landing(&landing, &mut session.diagnostics));
    let around = config_around(&config, !args.no_defaults, landing, &schema);
    let resolved = resolve_within(&config, &around, &schema, &mut session.diagnostics);
    rules::check_config(&around, &schema, &[], &session.levels, &mut session.diagnostics);
    if let Some(resolved) = &resolved {
        rules::check(resolved, &session.levels, &mut session.diagnostics);
        session.links += 1;
    }
    let mut link = None;
    if let Some(resolved) = resolved.as_ref().filter(|_| !session.diagnostics.has_errors()) {
        let folder = std::path::Path::new("");
        let values = obtain(args, resolved, &mut session, output)?;
        let mut look_up = |reference: &Reference| match values.iter().find(|(name, _)| *name == reference.name) {
            Some((_, value)) if reference.kind == ReferenceKind::Env => Ok(value.expose_secret().to_owned()),
            _ => look_up(reference, folder),
        };
        if !session.diagnostics.has_errors() {
            link = lower(resolved, &mut look_up, &mut session.diagnostics);
        }
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
        plan::print_snippet(target, args.templates.as_deref(), &args.option, &schema, link, &findings, output)?;
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

/// The parameters of the page that are to be obtained, and stand open until then.
#[cfg(feature = "obtain")]
fn obtained(args: &UrlArgs, schema: &Schema, page: &str) -> Result<Vec<String>, Failure> {
    let Some(page) = schema.page(page).filter(|_| args.obtain.obtain) else { return Ok(Vec::new()) };
    let has = |name: &str| page.forms.iter().any(|form| form.parameter(name).is_some());
    let open = schema.obtain.iter().map(|obtain| &obtain.parameter.value);
    let open = open.filter(|name| has(name) && !args.set.iter().any(|(set, _)| set == *name));
    let open: Vec<String> = open.cloned().collect();
    if open.is_empty() {
        let message = format!("there is nothing to obtain for `{}/{}`", schema.name, page.name.value);
        let help = "leave `--obtain` out: the page has no parameter that the schema says how to obtain, or it is given";
        return Err(Failure::new(message).help(help));
    }
    Ok(open)
}

#[cfg(not(feature = "obtain"))]
fn obtained(_: &UrlArgs, _: &Schema, _: &str) -> Result<Vec<String>, Failure> {
    Ok(Vec::new())
}

/// The name that stands for the value of `parameter` until it is obtained; it is looked up before the environment is.
fn placeholder(parameter: &str) -> String {
    format!("OBTAINED_{}", parameter.to_uppercase())
}

/// Obtains what the link needs: the last thing that is done, so that nothing is used up for a link that is wrong.
#[cfg(feature = "obtain")]
fn obtain(
    args: &UrlArgs,
    link: &ResolvedLink<'_>,
    session: &mut Session,
    output: &mut Output,
) -> Result<Vec<(String, SecretString)>, Failure> {
    let schema = link.schema;
    let mut values = Vec::new();
    for parameter in obtained(args, schema, &link.page.name.value)? {
        let Some(obtain) = schema.obtain(&parameter) else { continue };
        one_use_is_enough(&parameter, link)?;
        let asked = super::asked::Asked {
            line: format!("linkc url {}/{} --obtain", schema.name, link.page.name.value),
            mode: args.obtain.mode.as_deref(),
            site: args.obtain.site.as_deref(),
            set: &args.obtain.credential,
            from: args.obtain.from.as_deref(),
            flag: "--credential",
        };
        let request = asked.request(obtain, schema, session)?;
        let contact = super::service::Contact {
            base_url: args.obtain.base_url.as_deref(),
            timeout: args.obtain.timeout.unwrap_or(30),
            verbose: args.obtain.verbose,
        };
        let Some(bound) = request.bind(schema, session).filter(|_| !session.diagnostics.has_errors()) else { continue };
        let service = super::service::Service::new(&bound, request.config.site.as_ref(), &contact)?;
        let Some(credentials) = request.values(&bound, session) else { continue };
        values.push((placeholder(&parameter), service.obtain(credentials, output)?));
    }
    Ok(values)
}

#[cfg(not(feature = "obtain"))]
fn obtain(
    _: &UrlArgs,
    _: &ResolvedLink<'_>,
    _: &mut Session,
    _: &mut Output,
) -> Result<Vec<(String, SecretString)>, Failure> {
    Ok(Vec::new())
}

/// What works once goes into one link, not into another one for each platform.
#[cfg(feature = "obtain")]
fn one_use_is_enough(parameter: &str, link: &ResolvedLink<'_>) -> Result<(), Failure> {
    let is_single_use = link.schema.parameter(parameter).is_some_and(|parameter| parameter.single_use);
    let mut unheard = Diagnostics::new();
    // What it will be does not matter for which platforms differ.
    let lowered = lower(link, &mut |_| Ok("0".to_owned()), &mut unheard);
    match lowered.filter(|lowered| is_single_use && lowered.forms.len() > 1) {
        None => Ok(()),
        Some(lowered) => {
            let platforms = lowered.platforms.iter().map(String::as_str);
            let message = format!("`{parameter}` works once, and the platforms have different links");
            Err(Failure::new(message)
                .help(format!("name one with `--platform`: {}", linkc::nearest::one_of(platforms))))
        }
    }
}

/// The link that the arguments describe. Its places are in a text that shows the arguments as they were typed.
///
/// With it comes the landing page's address, as a text in a link config would.
fn link_config(args: &UrlArgs, page: &str, obtained: &[String], sources: &Sources) -> (LinkConfig, Option<Node>) {
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
    let obtained: Vec<_> = obtained.iter().map(|name| (name, add("", "--obtain"))).collect();
    let landing = args.landing.as_ref().map(|landing| (landing, add("--landing ", landing)));
    let title = args.title.as_ref().map(|title| (title, add("--title ", title)));
    let source = sources.add("<command line>", line.trim_end());
    let spanned =
        |(text, range): (&String, std::ops::Range<usize>)| Spanned::new(text.clone(), Span::new(source, range));
    let node = |text: &str, range: std::ops::Range<usize>| {
        let scalar = Scalar { text: text.to_owned(), style: Style::DoubleQuoted, verbatim: Some(range.start) };
        Node { span: Span::new(source, range), content: Content::Scalar(scalar) }
    };
    let assignments = set.into_iter().map(|(name, value, range)| {
        let name_end = range.start + name.len();
        Assignment {
            name: Spanned::new(name.clone(), Span::new(source, range.start..name_end)),
            node: node(value, name_end + 1..range.end),
        }
    });
    let obtained = obtained.into_iter().map(|(name, range)| {
        let span = Span::new(source, range);
        let text = format!("${{env:{}}}", placeholder(name));
        let scalar = Scalar { text, style: Style::DoubleQuoted, verbatim: None };
        Assignment { name: Spanned::new(name.clone(), span), node: Node { span, content: Content::Scalar(scalar) } }
    });
    let page = Spanned::new(page.to_owned(), Span::new(source, page_range));
    let config = LinkConfig {
        name: page.clone(),
        title: title.map(spanned),
        summary: None,
        platforms: (!platforms.is_empty()).then(|| platforms.into_iter().map(spanned).collect()),
        variant: variant.map(spanned),
        preset: preset.map(spanned),
        values: Vec::new(),
        inputs: Vec::new(),
        event: None,
        on: Vec::new(),
        set: assignments.chain(obtained).collect(),
        layout: Layout::default(),
        page,
    };
    (config, landing.map(|(landing, range)| node(landing, range)))
}
