//! Checking whole texts: a link config, a schema, a list of URLs.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::nearest::one_of;
use crate::obtain;
use crate::read::{self, Request};
use crate::resolve::resolve_then;
use crate::resolved::ResolvedLink;
use crate::rules::{self, Levels};
use crate::schema::Schema;
use crate::source::{SourceId, Span, Spanned};

mod examples;

/// Resolves the links of `config` and runs the rules on each.
pub fn check_config<'s>(
    config: &Config,
    schema: &'s Schema,
    levels: &Levels,
    diagnostics: &mut Diagnostics,
) -> Vec<ResolvedLink<'s>> {
    let links = resolve_then(config, schema, diagnostics, |links, before, diagnostics| {
        rules::check_some(links, levels, Some(before), diagnostics);
    });
    rules::check_config(config, schema, &links, levels, diagnostics);
    if !config.obtain.is_empty() {
        let asked: Vec<_> = config.obtain.iter().filter_map(|asked| obtain::bind(asked, schema, diagnostics)).collect();
        rules::check_obtain(&asked, levels, diagnostics);
    }
    links
}

/// Reads one URL and runs the rules on it.
pub fn check_url<'s>(
    request: Request<'_>,
    schemas: &[&'s Schema],
    levels: &Levels,
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    let link = read::read(request, schemas, diagnostics)?;
    rules::check(&link, levels, diagnostics);
    Some(link)
}

/// A line of a URL list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// The platform that the link is for, when the line says so: `P<TAB>URL`.
    pub platform: Option<Spanned<String>>,
    /// The URL.
    pub url: Spanned<String>,
}

/// The lines of a URL list: a URL each, with or without a platform and a tab before it. Blank lines and lines that
/// begin with `#` count for nothing; white space around a URL is no part of it.
pub fn list_lines(source: SourceId, text: &str) -> Vec<ListLine> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let start = at;
        at += line.len() + 1;
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let spanned = |part: &str| {
            let offset = start + (part.as_ptr() as usize - line.as_ptr() as usize);
            Spanned::new(part.to_owned(), Span::new(source, offset..offset + part.len()))
        };
        let (platform, url) = match line.split_once('\t') {
            Some((platform, url)) if !platform.trim().is_empty() => (Some(spanned(platform.trim())), url),
            _ => (None, line),
        };
        lines.push(ListLine { platform, url: spanned(url.trim()) });
    }
    lines
}

/// Checks every line of a URL list against `schemas`; returns how many of them are links of one of the schemas.
pub fn check_list(
    source: SourceId,
    text: &str,
    schemas: &[&Schema],
    levels: &Levels,
    diagnostics: &mut Diagnostics,
) -> usize {
    let mut links = 0;
    for line in list_lines(source, text) {
        let known = known_platform(line.platform.as_ref(), schemas, diagnostics);
        let platform = line.platform.as_ref().filter(|_| known);
        let request = Request { url: &line.url.value, span: line.url.span, is_kept: true, platform };
        links += usize::from(check_url(request, schemas, levels, diagnostics).is_some());
    }
    links
}

/// Whether some schema has the platform; reports it when none has.
pub fn known_platform(platform: Option<&Spanned<String>>, schemas: &[&Schema], diagnostics: &mut Diagnostics) -> bool {
    let Some(platform) = platform else { return false };
    let mut ids: Vec<&str> = Vec::new();
    for id in schemas.iter().flat_map(|schema| &schema.platforms).map(|platform| platform.id.as_str()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let known = ids.contains(&platform.value.as_str());
    if !known {
        let help = crate::nearest::did_you_mean(&platform.value, ids.iter().copied())
            .unwrap_or_else(|| format!("the platforms are {}", one_of(ids.into_iter())));
        diagnostics.push(
            Diagnostic::error(
                "unknown-platform",
                format!("no schema has a platform `{}`", platform.value),
                platform.span,
            )
            .help(help)
            .about("platform"),
        );
    }
    known
}

/// Runs the examples of `schema`, which are its tests, and reports those that do not hold, as `example-fails`: a right
/// example gives its URL to the byte and is read back without an error; a wrong one gives its diagnostic.
pub fn check_examples(schema: &Schema, levels: &Levels, diagnostics: &mut Diagnostics) {
    for page in &schema.pages {
        for example in &page.examples {
            for problem in examples::problems(schema, page, example, levels) {
                let path = format!("pages/{}/examples", page.name.value);
                diagnostics.push(Diagnostic::error("example-fails", problem, example.span).about(path));
            }
        }
    }
}
