//! From links to artifacts: output templates, filled in.
//!
//! A target is a folder with a manifest and its output templates; nothing here knows any of them by name. Nothing is
//! written: an [`Artifact`] is a path and its contents.

use serde::Serialize;

mod escape;
mod filters;
mod target;

pub use escape::Escape;
pub use target::{Each, Folder, OutputFile, Target, TargetError, Targets};

use crate::link::Link;
use crate::link_template::percent;
use crate::schema::Schema;

/// A file that comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes, relative to the output's folder; `/` between its parts, never leaving the folder.
    pub path: String,
    /// What is in it.
    pub contents: String,
}

/// Why a target could not be filled in: its author's mistake, or ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmitError {
    /// The target.
    pub target: String,
    /// The output template, as `url.txt.j2`.
    pub template: String,
    /// What is wrong, in one or more lines.
    pub message: String,
}

/// What an output template sees.
#[derive(Debug, Serialize)]
struct View<'a> {
    /// The base name of what is built: `links` of `links.yaml`, or the schema's name.
    name: &'a str,
    schema: SchemaView<'a>,
    links: Vec<LinkView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<LinkView<'a>>,
    options: &'a serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Clone, Serialize)]
struct SchemaView<'a> {
    name: &'a str,
    title: &'a str,
}

/// A link and, for every platform, what can be written down of it now.
#[derive(Debug, Clone, Serialize)]
struct LinkView<'a> {
    #[serde(flatten)]
    link: &'a Link,
    urls: Vec<UrlView<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct UrlView<'a> {
    platform: &'a str,
    /// The URL, inputs closed by their fallbacks; the landing page's address where one has none; none without both.
    url: Option<String>,
    /// The parts, inputs still open.
    parts: &'a [crate::link::Part],
    browser: Option<&'a str>,
}

/// What is built: links of one schema, under a base name.
#[derive(Debug)]
pub struct Job<'a> {
    /// The base name for files: `links` of `links.yaml`.
    pub name: &'a str,
    /// The schema.
    pub schema: &'a Schema,
    /// The links.
    pub links: &'a [Link],
    /// What the target is told, as `package: com.example.links`.
    pub options: &'a serde_json::Map<String, serde_json::Value>,
}

/// Fills in the output templates of `target`.
///
/// # Errors
///
/// When a template does not compile or uses what is not there, or a file name would leave the output folder.
pub fn emit(target: &Target, job: &Job<'_>) -> Result<Vec<Artifact>, EmitError> {
    let view = |link: Option<&LinkView<'_>>, links: &[LinkView<'_>]| {
        minijinja::Value::from(minijinja::value::Serde(View {
            name: job.name,
            schema: SchemaView { name: &job.schema.name, title: &job.schema.title },
            links: links.to_vec(),
            link: link.cloned(),
            options: job.options,
        }))
    };
    let links: Vec<LinkView<'_>> = job.links.iter().map(link_view).collect();
    let environment = target.environment()?;
    let mut artifacts = Vec::new();
    for file in &target.files {
        match file.each {
            Each::Build => artifacts.push(target.render(&environment, file, &view(None, &links))?),
            Each::Link => {
                for link in &links {
                    artifacts.push(target.render(&environment, file, &view(Some(link), &links))?);
                }
            }
        }
    }
    Ok(artifacts)
}

/// The URL of `link` on `platform` as it can be written down now (design, section 3): inputs closed by their
/// fallbacks; where one has none, the address of the launcher page; without that, nothing.
pub fn plain_url(link: &Link, platform: &str) -> Option<String> {
    let closes = link.inputs.iter().all(|input| !input.required || input.fallback.is_some());
    if !closes {
        return link.landing.clone();
    }
    link.url(platform, |name| {
        let input = link.inputs.iter().find(|input| input.name == name)?;
        let default = input.defaults.iter().find(|(id, _)| id == platform).map(|(_, value)| value);
        let value = input.fallback.as_ref().or(default)?;
        let mut encoded = String::new();
        percent::encode(value, &mut encoded);
        Some(encoded)
    })
}

fn link_view(link: &Link) -> LinkView<'_> {
    let urls = link.platforms.iter().filter_map(|platform| {
        let form = link.forms.iter().find(|form| form.platforms.contains(platform))?;
        Some(UrlView { platform, url: plain_url(link, platform), parts: &form.parts, browser: form.browser.as_deref() })
    });
    LinkView { link, urls: urls.collect() }
}
