//! The examples of a schema, run as the tests that they are.

use crate::check::check_url;
use crate::config::{Assignment, Layout, LinkConfig};
use crate::diagnostic::{Diagnostics, Severity};
use crate::lower::{LookUpError, lower};
use crate::read::Request;
use crate::resolve::resolve_single;
use crate::rules::{self, Levels};
use crate::schema::{Example, Page, Schema};
use crate::source::Spanned;

/// What does not hold of `example`.
pub(super) fn problems(schema: &Schema, page: &Page, example: &Example, levels: &Levels) -> Vec<String> {
    match (&example.values, &example.url, &example.error) {
        (Some(_), Some(url), None) => {
            let mut problems = written(schema, page, example, url, levels);
            problems.extend(read_back(schema, page, example, url, levels));
            problems
        }
        (_, Some(url), Some(error)) => {
            let mut found = Diagnostics::new();
            check_url(request(url), &[schema], levels, &mut found);
            lacking(&found, error)
        }
        (Some(_), None, Some(error)) => {
            let mut found = Diagnostics::new();
            let config = link_config(page, example);
            if let Some(link) = resolve_single(&config, true, schema, &mut found) {
                // What an example writes down is kept, as in a file.
                let link = crate::resolved::ResolvedLink { origin: crate::resolved::Origin::Config, ..link };
                rules::check(&link, levels, &mut found);
            }
            lacking(&found, error)
        }
        (None, Some(url), None) => read_back(schema, page, example, url, levels),
        _ => vec!["an example has `values` and a `url`, or an `error`".to_owned()],
    }
}

fn request(url: &Spanned<String>) -> Request<'_> {
    // The scalar's own place is that of its quotes too; nobody sees the labels of an example's findings.
    Request { url: &url.value, span: url.span, is_kept: false, platform: None }
}

fn lacking(found: &Diagnostics, error: &Spanned<String>) -> Vec<String> {
    if found.iter().any(|diagnostic| diagnostic.id == error.value) {
        return Vec::new();
    }
    vec![format!("this example was to give `{}`, and gave {}", error.value, ids(found))]
}

fn ids(found: &Diagnostics) -> String {
    let ids: Vec<String> = found.sorted().iter().map(|diagnostic| format!("`{}`", diagnostic.id)).collect();
    if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") }
}

fn errors(found: &Diagnostics) -> Vec<String> {
    let errors = found.sorted().into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| format!("{}: {}", diagnostic.id, diagnostic.message)).collect()
}

fn link_config(page: &Page, example: &Example) -> LinkConfig {
    let spanned = |text: &String| Spanned::new(text.clone(), example.span);
    let values = example.values.iter().flatten();
    LinkConfig {
        name: page.name.clone(),
        page: page.name.clone(),
        title: None,
        summary: None,
        platforms: (!example.platforms.is_empty()).then(|| example.platforms.iter().map(spanned).collect()),
        variant: example.variant.as_ref().map(spanned),
        preset: example.preset.as_ref().map(spanned),
        values: values.map(|(name, node)| Assignment { name: name.clone(), node: node.clone() }).collect(),
        inputs: Vec::new(),
        event: None,
        on: Vec::new(),
        set: Vec::new(),
        layout: Layout::default(),
    }
}

/// Whether the values give the URL, on every platform of the example.
fn written(schema: &Schema, page: &Page, example: &Example, url: &Spanned<String>, levels: &Levels) -> Vec<String> {
    let mut found = Diagnostics::new();
    let config = link_config(page, example);
    let Some(resolved) = resolve_single(&config, true, schema, &mut found) else { return errors(&found) };
    rules::check(&resolved, levels, &mut found);
    let mut no_references = |_: &crate::value::Reference| {
        Err(LookUpError { message: "an example has no references".to_owned(), help: None })
    };
    let Some(link) = lower(&resolved, &mut no_references, &mut found) else { return errors(&found) };
    let mut problems = errors(&found);
    for form in &link.forms {
        let written = form.url(|_| None);
        if written != url.value {
            problems.push(format!("on {} the values give `{written}`", form.platforms.join(", ")));
        }
    }
    problems
}

/// Whether the URL is read back as a link of `page` on the example's platforms, without an error.
fn read_back(schema: &Schema, page: &Page, example: &Example, url: &Spanned<String>, levels: &Levels) -> Vec<String> {
    let mut found = Diagnostics::new();
    let link = check_url(request(url), &[schema], levels, &mut found);
    let mut problems = errors(&found);
    let Some(link) = link else { return problems };
    if !std::ptr::eq(link.page, page) {
        problems.push(format!("the URL is read as a link of the page `{}`", link.page.name.value));
    }
    let matches = |platform: &String| {
        link.forms.iter().any(|resolved| {
            resolved.form.platform == *platform
                && (example.variant.is_none() || resolved.form.variant == example.variant)
        })
    };
    let platforms = if example.platforms.is_empty() { &page.platforms } else { &example.platforms };
    // A variant counts on the platforms that have it.
    let has =
        |platform: &&String| example.variant.is_none() || page.form(platform, example.variant.as_deref()).is_some();
    problems.extend(
        platforms
            .iter()
            .filter(has)
            .filter(|platform| !matches(platform))
            .map(|platform| format!("the URL is not read as a link on `{platform}`")),
    );
    problems
}
