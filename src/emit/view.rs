//! What an output template sees: the names that it can use, all of them always there.

mod arguments;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use self::arguments::{ArgumentView, GroupView, SeenView, arguments, groups, seen};
use super::{Finding, Job, Target, closed_url, masked_url, plain_url, shown_url, web_address};
use crate::link::{Input, InputOn, Link, Part};
use crate::obtain::ObtainView;
use crate::schema::Platform;

/// All that an output template sees.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    /// The base name of what is built: `links` of `links.yaml`, or the schema's name.
    name: &'a str,
    /// What it is built from, as `links.yaml`.
    source: &'a str,
    /// The command that builds it again.
    command: &'a str,
    schema: SchemaView<'a>,
    /// The URL schemes that the links begin with, web addresses not counted.
    schemes: Vec<&'a str>,
    /// The names of the types that inputs have, those of a list's items too.
    types: BTreeSet<&'a str>,
    /// Each a [`LinkView`].
    links: &'a minijinja::Value,
    /// Of a file a link: the link.
    link: Option<&'a minijinja::Value>,
    /// Of a file for a parameter that is obtained: how.
    obtain: Option<&'a ObtainView<'a>>,
    options: &'a Map<String, Value>,
    /// What was found in what it is built from.
    findings: &'a [Finding],
    /// Texts for people, by language.
    strings: &'a BTreeMap<String, Value>,
}

#[derive(Debug, Serialize)]
struct SchemaView<'a> {
    name: &'a str,
    title: &'a str,
    homepage: Option<&'a str>,
    platforms: Vec<PlatformView<'a>>,
}

/// A platform and what is known of the app there; see [`Platform`].
#[derive(Debug, Clone, Serialize)]
struct PlatformView<'a> {
    platform: &'a str,
    title: &'a str,
    app: Option<&'a str>,
    queries: &'a [String],
    store: Option<&'a str>,
    download: Option<&'a str>,
}

/// A link and, for every platform, what can be written down of it now.
#[derive(Debug, Serialize)]
pub(super) struct LinkView<'a> {
    #[serde(flatten)]
    pub(super) link: &'a Link,
    /// The base link, as in [`UrlView::url`].
    url: Option<String>,
    /// The address that everyone can open; see [`web_address`].
    web: Option<String>,
    /// The URL scheme of the base link.
    scheme: Option<&'a str>,
    urls: Vec<UrlView<'a>>,
    /// The inputs as arguments of one function for all platforms of the target.
    arguments: Vec<ArgumentView<'a>>,
    /// The platforms of the target, by what such a function does there.
    groups: Vec<GroupView<'a>>,
    /// What the user will see, the platforms grouped where it is the same.
    seen: Vec<SeenView<'a>>,
}

/// A link on one platform.
#[derive(Debug, Serialize)]
struct UrlView<'a> {
    /// What is known of the app there.
    #[serde(flatten)]
    on: PlatformView<'a>,
    /// The URL, inputs closed by their fallbacks; the landing page's address where one has none; none without both.
    url: Option<String>,
    /// The URL, inputs closed by their fallbacks; none where one has none.
    closed: Option<String>,
    /// As `closed`, for people to look at: secrets are masked.
    masked: Option<String>,
    /// As `masked`, but what is open stands there as `{name}`; always there.
    pattern: String,
    /// The URL scheme.
    scheme: Option<&'a str>,
    /// The parts, inputs still open.
    parts: &'a [Part],
    browser: Option<&'a str>,
    /// As `browser`, secrets masked.
    masked_browser: Option<&'a str>,
    /// What the user will see, by the state that the app is in.
    behaviour: Vec<StateView<'a>>,
    /// What is left open on this platform.
    inputs: Vec<InputView<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct StateView<'a> {
    state: &'a str,
    text: &'a str,
}

/// An input on one platform.
#[derive(Debug, Serialize)]
struct InputView<'a> {
    #[serde(flatten)]
    input: &'a Input,
    /// How it is on this platform.
    here: &'a InputOn,
}

impl<'a> View<'a> {
    pub(super) fn new(
        target: &'a Target,
        job: &'a Job<'_>,
        links: &[LinkView<'a>],
        (values, link): (&'a minijinja::Value, Option<&'a minijinja::Value>),
        obtain: Option<&'a ObtainView<'a>>,
    ) -> Self {
        let mut schemes: Vec<&str> = Vec::new();
        for scheme in links.iter().flat_map(|link| &link.urls).filter_map(|url| url.scheme) {
            if !matches!(scheme, "http" | "https") && !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        let inputs = links.iter().flat_map(|link| &link.link.inputs).map(|input| &input.value_type);
        let types = inputs.flat_map(|own| [Some(own), own.items.as_deref()]).flatten().map(|own| own.name.as_str());
        Self {
            types: types.collect(),
            name: job.name,
            source: job.source,
            command: job.command,
            schema: SchemaView {
                name: &job.schema.name,
                title: &job.schema.title,
                homepage: job.schema.homepage.as_deref(),
                platforms: job.schema.platforms.iter().map(PlatformView::new).collect(),
            },
            schemes,
            links: values,
            link,
            obtain,
            options: job.options,
            findings: job.findings,
            strings: &target.strings,
        }
    }
}

impl<'a> PlatformView<'a> {
    fn new(platform: &'a Platform) -> Self {
        Self {
            platform: &platform.id,
            title: platform.title.as_deref().unwrap_or(&platform.id),
            app: platform.app.as_deref(),
            queries: &platform.queries,
            store: platform.store.as_deref(),
            download: platform.download.as_deref(),
        }
    }
}

impl<'a> LinkView<'a> {
    /// `link` on the platforms that `target` is for; `None` where it is on none of them.
    pub(super) fn new(link: &'a Link, target: &Target, job: &'a Job<'_>) -> Option<Self> {
        let is_for = |platform: &str| target.platforms.as_ref().is_none_or(|own| own.iter().any(|id| id == platform));
        let urls = link.platforms.iter().filter(|platform| is_for(platform)).filter_map(|platform| {
            let form = link.forms.iter().find(|form| form.platforms.contains(platform))?;
            let behaviour = link.behaviour.iter().find(|(id, _)| id == platform);
            let states = behaviour.iter().flat_map(|(_, states)| states);
            let inputs = link.inputs.iter().filter_map(|input| {
                let here = input.on.iter().find(|on| on.platform == *platform)?;
                Some(InputView { input, here })
            });
            Some(UrlView {
                on: PlatformView::new(job.schema.platform(platform)?),
                url: plain_url(link, platform),
                closed: closed_url(link, platform),
                masked: masked_url(link, platform),
                pattern: shown_url(form),
                scheme: scheme(&form.parts),
                parts: &form.parts,
                browser: form.browser.as_deref(),
                masked_browser: match &form.masked {
                    Some(masked) => masked.browser.as_deref(),
                    None => form.browser.as_deref(),
                },
                behaviour: states.map(|(state, text)| StateView { state, text }).collect(),
                inputs: inputs.collect(),
            })
        });
        let urls: Vec<UrlView<'a>> = urls.collect();
        let first = urls.first()?;
        let (url, web, scheme) = (first.url.clone(), web_address(link), first.scheme);
        let (arguments, groups, seen) = (arguments(link, &urls), groups(link, &urls), seen(&urls));
        Some(Self { link, url, web, scheme, urls, arguments, groups, seen })
    }
}

/// The scheme that a URL begins with; `None` where it is left open.
fn scheme(parts: &[Part]) -> Option<&str> {
    match parts.first()? {
        Part::Text(text) => text.split_once(':').map(|(scheme, _)| scheme),
        Part::Run(_) => None,
    }
}
