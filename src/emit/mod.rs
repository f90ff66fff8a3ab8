//! From links to artifacts: output templates, filled in.
//!
//! A target is a folder with a manifest and its output templates; nothing here knows any of them by name. Nothing is
//! written: an [`Artifact`] is a path and its contents.

mod calendar;
mod comment;
mod escape;
mod fault;
mod filters;
mod finding;
mod finish;
mod identifiers;
mod literal;
mod mail;
mod manifest;
mod markdown;
mod names;
mod qr;
mod qr_picture;
mod target;
mod view;

pub use escape::Escape;
pub use finding::Finding;
pub use finish::Finish;
pub use manifest::{Each, Manifest, OptionError, OptionManifest, OutputFile, Snippet};
pub use target::{Folder, Target, TargetError, Targets, built_in};

use crate::link::{Link, LinkForm, encoded};
use crate::obtain::{Obtain, ObtainView};
use crate::schema::{Schema, WireValue};
use view::{LinkView, View};

/// A file that comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes, relative to the output's folder; `/` between its parts, never leaving the folder.
    pub path: String,
    /// What is in it.
    pub contents: Vec<u8>,
    /// Whether a link in it carries a secret.
    pub is_secret: bool,
    /// Whether it is only of use beside the others of its target.
    pub is_beside: bool,
}

/// Why a target could not be filled in: its author's mistake, or ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmitError {
    /// The target.
    pub target: String,
    /// The output template, as `url.txt.j2:12`: with its line where that is known.
    pub template: String,
    /// What is wrong, in one line, and in further ones what to do.
    pub message: String,
}

/// What is built: links of one schema, under a base name.
#[derive(Debug)]
pub struct Job<'a> {
    /// The base name for files: `links` of `links.yaml`.
    pub name: &'a str,
    /// What it is built from, as `links.yaml` or a schema's name: no path of a machine.
    pub source: &'a str,
    /// The command that builds it again.
    pub command: &'a str,
    /// The schema.
    pub schema: &'a Schema,
    /// The links.
    pub links: &'a [Link],
    /// What the target is told, as `package: com.example.links`; all of its options, see [`Manifest::options`].
    pub options: &'a serde_json::Map<String, serde_json::Value>,
    /// What was found in what it is built from; no errors, for with one nothing is built.
    pub findings: &'a [Finding],
}

/// Fills in the output templates of `target`.
///
/// # Errors
///
/// When a template does not compile or uses what is not there, a file name would leave the output folder, or two names
/// are the same identifier.
pub fn emit(target: &Target, job: &Job<'_>) -> Result<Vec<Artifact>, EmitError> {
    let links: Vec<LinkView<'_>> = job.links.iter().filter_map(|link| LinkView::new(link, target, job)).collect();
    identifiers::check(target, job)?;
    render(target, job, &links, &target.files)
}

/// The artifacts of `files`, an entry for all links or one for each.
fn render(
    target: &Target,
    job: &Job<'_>,
    links: &[LinkView<'_>],
    files: &[OutputFile],
) -> Result<Vec<Artifact>, EmitError> {
    // Each of a thousand files sees all links, which are made into what an output template sees but once.
    let values: Vec<minijinja::Value> =
        links.iter().map(|link| minijinja::Value::from(minijinja::value::Serde(link))).collect();
    let all = minijinja::Value::from(values.clone());
    let obtains: Vec<ObtainView<'_>> = job.schema.obtain.iter().map(Obtain::view).collect();
    let view = |link: Option<usize>, obtain| {
        let link = link.map(|at| &values[at]);
        minijinja::Value::from(minijinja::value::Serde(View::new(target, job, links, (&all, link), obtain)))
    };
    let environment = target.environment()?;
    let is_secret = |link: &Link| link.is_secret;
    let mut artifacts = Vec::new();
    for file in files {
        match file.each {
            Each::Build => {
                let is_secret = job.links.iter().any(is_secret);
                artifacts.extend(target.render(&environment, file, &view(None, None), is_secret)?);
            }
            Each::Link => {
                for (at, link) in links.iter().enumerate() {
                    artifacts.extend(target.render(&environment, file, &view(Some(at), None), is_secret(link.link))?);
                }
            }
            Each::Obtain => {
                for obtain in &obtains {
                    // It has no link in it, and no value of a credential.
                    artifacts.extend(target.render(&environment, file, &view(None, Some(obtain)), false)?);
                }
            }
        }
    }
    Ok(artifacts)
}

/// What `target` makes of a single link, for a person to take along: its snippet, or its files.
///
/// # Errors
///
/// As of [`emit`].
pub fn snippet(target: &Target, job: &Job<'_>) -> Result<Vec<Artifact>, EmitError> {
    let Some(snippet) = &target.snippet else { return emit(target, job) };
    let snippet = OutputFile {
        path: "snippet".to_owned(),
        template: snippet.template.clone(),
        each: Each::Link,
        when: None,
        beside: false,
        finish: snippet.finish,
        parts: snippet.parts.clone(),
    };
    let links: Vec<LinkView<'_>> = job.links.iter().filter_map(|link| LinkView::new(link, target, job)).collect();
    render(target, job, &links, &[snippet])
}

/// The address of `link` that everyone can open: that of its launcher page, or its own, when that is one of the web.
pub fn web_address(link: &Link) -> Option<String> {
    let own = || {
        let base = plain_url(link, link.platforms.first()?)?;
        let is_web = base.starts_with("https://") || base.starts_with("http://");
        is_web.then_some(base)
    };
    link.landing.clone().or_else(own)
}

/// The URL of `link` on `platform` as it can be written down now (design, section 3): inputs closed by their
/// fallbacks; where one has none, the address of the launcher page; without that, nothing.
pub fn plain_url(link: &Link, platform: &str) -> Option<String> {
    if closes(link) { closed_url(link, platform) } else { link.landing.clone() }
}

/// The URL of `link` on `platform`, inputs closed by their fallbacks; nothing where one has none.
fn closed_url(link: &Link, platform: &str) -> Option<String> {
    let form = link.forms.iter().find(|form| form.platforms.iter().any(|id| id == platform))?;
    closes(link).then(|| form.url(|name| encoded(&form.parts, name, stand_in(link, platform, name)?)))
}

/// As [`closed_url`], secrets masked.
fn masked_url(link: &Link, platform: &str) -> Option<String> {
    let form = link.forms.iter().find(|form| form.platforms.iter().any(|id| id == platform))?;
    let value = |name: &str| {
        let encoded = encoded(&form.parts, name, stand_in(link, platform, name)?)?;
        let is_secret = link.inputs.iter().any(|input| input.name == name && input.secret) && !encoded.is_empty();
        Some(if is_secret { crate::lower::MASK.to_owned() } else { encoded })
    };
    closes(link).then(|| form.masked_url(value))
}

/// The URL to be read by people: secrets masked, inputs as `{name}`.
fn shown_url(form: &LinkForm) -> String {
    form.masked_url(|name| Some(format!("{{{name}}}")))
}

/// Whether nothing has to be asked for.
fn closes(link: &Link) -> bool {
    link.inputs.iter().all(|input| !input.required || input.fallback.is_some())
}

/// What stands in for an input on `platform`.
fn stand_in<'a>(link: &'a Link, platform: &str, name: &str) -> Option<&'a WireValue> {
    let input = link.inputs.iter().find(|input| input.name == name)?;
    let default = || input.on.iter().find(|on| on.platform == platform)?.default.as_ref();
    input.fallback.as_ref().or_else(default)
}
