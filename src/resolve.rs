//! From a link config and its schema to resolved links.

use std::sync::Arc;

use crate::batch::in_batches;
use crate::config::{Assignment, Config, Layout, LinkConfig};
use crate::diagnostic::{Diagnostic, Diagnostics, Fix};
use crate::fields::looks_secret;
use crate::given::Layer;
use crate::link_template::{LinkTemplate, Value};
use crate::nearest::{certain, did_you_mean, one_of};
use crate::resolved::{Binding, InputBinding, Origin, ResolvedForm, ResolvedLink};
use crate::schema::{Form, Page, Preset, Schema};
use crate::source::Spanned;
use crate::suspects::Names;
use crate::yaml::edit::scalar;
use crate::yaml::{Scalar, Style};

mod binder;

use binder::Binder;

/// Binds the links of `config` to `schema`. A link whose page, platforms or variant do not exist is reported and left
/// out; everything else is bound as far as it goes, and the rules judge the rest.
pub fn resolve<'s>(config: &Config, schema: &'s Schema, diagnostics: &mut Diagnostics) -> Vec<ResolvedLink<'s>> {
    resolve_then(config, schema, diagnostics, |_, _, _| ())
}

/// As [`resolve`], and does `then` to some links at a time while they are at hand; it is told what was found before there
/// were any links, and reports to the sink.
pub(crate) fn resolve_then<'s>(
    config: &Config,
    schema: &'s Schema,
    diagnostics: &mut Diagnostics,
    then: impl Fn(&[ResolvedLink<'s>], &Diagnostics, &mut Diagnostics) + Sync,
) -> Vec<ResolvedLink<'s>> {
    report_unknown_in_vocabulary(&config.values, schema, diagnostics);
    let preset = find_preset(config.preset.as_ref(), schema, diagnostics);
    in_batches(&config.links, diagnostics, |links, before, diagnostics| {
        let mut names = Names::default();
        let resolve = |link| resolve_link(link, config, preset, schema, &mut names, diagnostics);
        let links: Vec<ResolvedLink<'_>> = links.iter().filter_map(resolve).collect();
        then(&links, before, diagnostics);
        links
    })
}

/// Binds one link that stands in no config.
pub fn resolve_single<'s>(
    link: &LinkConfig,
    write_defaults: bool,
    schema: &'s Schema,
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    resolve_within(link, &config_around(link, write_defaults, None, schema), schema, diagnostics)
}

/// A config for `link`, which stands in none: what `linkc url` is asked for, and where its landing page is.
pub fn config_around(
    link: &LinkConfig,
    write_defaults: bool,
    landing: Option<Spanned<LinkTemplate>>,
    schema: &Schema,
) -> Config {
    Config {
        schema: Spanned::new(schema.name.clone(), link.name.span),
        landing,
        preset: None,
        write_defaults,
        values: Vec::new(),
        links: Vec::new(),
        outputs: Vec::new(),
        obtain: Vec::new(),
        source: link.name.span.source,
    }
}

/// Binds one link from the command line; `config` is what [`config_around`] made for it.
pub fn resolve_within<'s>(
    link: &LinkConfig,
    config: &Config,
    schema: &'s Schema,
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    let resolved = resolve_link(link, config, None, schema, &mut Names::default(), diagnostics)?;
    Some(ResolvedLink { origin: Origin::CommandLine, subject: String::new(), ..resolved })
}

/// Every page of `schema` as a link whose values are all inputs (design, section 3).
pub fn pages_as_links(schema: &Schema) -> Vec<ResolvedLink<'_>> {
    let pages = schema.pages.iter();
    pages
        .map(|page| {
            let span = page.name.span;
            let forms = page.forms.iter().filter(|form| form.variant.is_none()).map(|form| {
                let bindings = form.parameters.iter().map(|parameter| {
                    let is_open = parameter.constant().is_none() && parameter.parameter.is_on(&form.platform);
                    let input = is_open.then(|| Arc::new(InputBinding { span, fallback: None }));
                    Binding { parameter, given: None, removed: None, input, is_unusable: false }
                });
                ResolvedForm { form, bindings: bindings.collect() }
            });
            ResolvedLink {
                schema,
                page,
                name: page.name.clone(),
                title: Some(page.title.clone()),
                summary: page.doc.clone(),
                landing: None,
                event: None,
                write_defaults: true,
                origin: Origin::Page,
                forms: forms.collect(),
                unknown: Vec::new(),
                repeated: Vec::new(),
                subject: format!("pages/{}", page.name.value),
                layout: Layout::default(),
            }
        })
        .collect()
}

fn resolve_link<'s>(
    link: &LinkConfig,
    config: &Config,
    preset: Option<&Preset>,
    schema: &'s Schema,
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> Option<ResolvedLink<'s>> {
    let subject = format!("links/{}", link.name.value);
    // Before anything is said of the link: a secret among its values must not be shown beside a finding.
    mask_by_name(link, schema, names, diagnostics);
    let page = find_page(link, schema, &subject, diagnostics)?;
    let own_preset = find_preset(link.preset.as_ref(), schema, diagnostics);
    let forms = find_forms(link, page, &subject, diagnostics)?;
    let mut binder = Binder { subject: &subject, page, diagnostics, unknown: Vec::new(), repeated: Vec::new() };
    let mut layers = vec![];
    let preset_values: Vec<Assignment> = own_preset.or(preset).map(assignments_of).unwrap_or_default();
    layers.push((Layer::Preset, preset_values.as_slice()));
    layers.push((Layer::Config, config.values.as_slice()));
    layers.push((Layer::Link, link.values.as_slice()));
    let forms = binder.bind(link, &layers, &forms);
    let (unknown, repeated) = (binder.unknown, binder.repeated);
    let landing = config.landing.as_ref().and_then(|landing| {
        let mut address = String::new();
        let name = |_: &str| Some(Value::Text(&link.name.value));
        landing.value.expand_named(name, &mut address).ok().map(|()| address)
    });
    Some(ResolvedLink {
        schema,
        page,
        name: link.name.clone(),
        title: link.title.as_ref().map(|title| title.value.clone()),
        summary: link.summary.as_ref().map(|summary| summary.value.clone()),
        landing,
        event: link.event.clone(),
        write_defaults: config.write_defaults,
        origin: Origin::Config,
        forms,
        unknown,
        repeated,
        subject,
        layout: link.layout.clone(),
    })
}

fn assignments_of(preset: &Preset) -> Vec<Assignment> {
    preset.values.iter().map(|(name, node)| Assignment { name: name.clone(), node: node.clone() }).collect()
}

fn find_page<'s>(
    link: &LinkConfig,
    schema: &'s Schema,
    subject: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'s Page> {
    let page = schema.page(&link.page.value);
    if page.is_none() {
        let names = || schema.pages.iter().map(|page| page.name.value.as_str());
        let mut finding = Diagnostic::error(
            "unknown-page",
            format!("{} has no page `{}`", schema.name, link.page.value),
            link.page.span,
        )
        .label("no such page")
        .help(did_you_mean(&link.page.value, names()).unwrap_or_else(|| format!("its pages are {}", one_of(names()))))
        .about(format!("{subject}/page"));
        if let Some(meant) = certain(&link.page.value, names()) {
            finding =
                finding.fix(Fix::safe(format!("write `{meant}`")).edit(link.page.span, scalar(meant, Style::Plain)));
        }
        diagnostics.push(finding);
    }
    page
}

fn find_preset<'s>(
    name: Option<&Spanned<String>>,
    schema: &'s Schema,
    diagnostics: &mut Diagnostics,
) -> Option<&'s Preset> {
    let name = name?;
    let preset = schema.preset(&name.value);
    if preset.is_none() {
        let names = || schema.presets.iter().map(|preset| preset.name.value.as_str());
        diagnostics.push(
            Diagnostic::error("unknown-preset", format!("{} has no preset `{}`", schema.name, name.value), name.span)
                .help(
                    did_you_mean(&name.value, names())
                        .unwrap_or_else(|| format!("its presets are {}", one_of(names()))),
                )
                .about("preset"),
        );
    }
    preset
}

/// The forms that a link is for: one a platform, in the schema's order.
fn find_forms<'s>(
    link: &LinkConfig,
    page: &'s Page,
    subject: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<&'s Form>> {
    let names = || page.platforms.iter().map(String::as_str);
    let mut unknown = |platform: &Spanned<String>, path: &str| {
        let message = format!("the page `{}` is not on a platform `{}`", page.name.value, platform.value);
        diagnostics.push(
            Diagnostic::error("unknown-platform", message, platform.span)
                .help(did_you_mean(&platform.value, names()).unwrap_or_else(|| format!("it is on {}", one_of(names()))))
                .about(format!("{subject}/{path}")),
        );
    };
    let mut wanted: Vec<&str> = names().collect();
    if let Some(platforms) = &link.platforms {
        for platform in platforms.iter().filter(|platform| !names().any(|name| name == platform.value)) {
            unknown(platform, "platforms");
        }
        wanted.retain(|name| platforms.iter().any(|platform| platform.value == *name));
    }
    for (platform, _) in link.on.iter().filter(|(platform, _)| !names().any(|name| name == platform.value)) {
        unknown(platform, "on");
    }
    for (platform, _) in &link.on {
        if names().any(|name| name == platform.value) && !wanted.contains(&platform.value.as_str()) {
            diagnostics.push(
                Diagnostic::error(
                    "unknown-platform",
                    format!("this link is not for `{}`", platform.value),
                    platform.span,
                )
                .help("add the platform to the link's `platforms`, or take this part out")
                .about(format!("{subject}/on")),
            );
        }
    }
    if let Some(variant) = &link.variant
        && !wanted.iter().any(|platform| page.form(platform, Some(&variant.value)).is_some())
    {
        let mut variants: Vec<&str> = Vec::new();
        for form in page.forms.iter().filter(|form| wanted.contains(&form.platform.as_str())) {
            variants.extend(form.variant.as_deref().filter(|name| !variants.contains(name)).as_slice());
        }
        let help = match did_you_mean(&variant.value, variants.iter().copied()) {
            Some(help) => help,
            None if variants.is_empty() => "leave `variant` out: the page has none on the link's platforms".to_owned(),
            None => format!("it has {}", one_of(variants.into_iter())),
        };
        let message =
            format!("the page `{}` has no variant `{}` on any of the link's platforms", page.name.value, variant.value);
        diagnostics.push(
            Diagnostic::error("unknown-variant", message, variant.span).help(help).about(format!("{subject}/variant")),
        );
        return None;
    }
    let variant = link.variant.as_ref().map(|variant| variant.value.as_str());
    let forms = wanted.iter().filter_map(|platform| page.form(platform, variant).or_else(|| page.form(platform, None)));
    let forms: Vec<&Form> = forms.collect();
    (!forms.is_empty()).then_some(forms)
}

/// Values for all links must at least be in the schema's vocabulary.
fn report_unknown_in_vocabulary(values: &[Assignment], schema: &Schema, diagnostics: &mut Diagnostics) {
    for Assignment { name, node } in values {
        let names = || schema.parameters.iter().map(|parameter| parameter.name.as_str());
        match schema.parameter(&name.value) {
            Some(parameter) if parameter.secret => diagnostics.mask(node.span),
            Some(_) => {}
            None => {
                if looks_secret(&name.value) {
                    diagnostics.mask(node.span);
                }
                let mut finding = Diagnostic::error(
                    "unknown-parameter",
                    format!("{} has no parameter `{}`", schema.name, name.value),
                    name.span,
                )
                .help(did_you_mean(&name.value, names()).unwrap_or_else(|| format!("it has {}", one_of(names()))))
                .about(format!("values/{}", name.value));
                let is_given = |meant: &str| values.iter().any(|assignment| assignment.name.value == meant);
                if let Some(meant) = certain(&name.value, names()).filter(|meant| !is_given(meant)) {
                    let fix = Fix::safe(format!("write `{meant}`"));
                    finding = finding.fix(fix.edit(name.span, scalar(meant, Style::Plain)));
                }
                diagnostics.push(finding);
            }
        }
    }
}

/// Whether the text is nothing but a reference, which says nothing.
fn is_reference(scalar: &Scalar) -> bool {
    scalar.text.starts_with("${") && scalar.text.find('}') == Some(scalar.text.len() - 1)
}

fn mask_by_name(link: &LinkConfig, schema: &Schema, names: &mut Names, diagnostics: &mut Diagnostics) {
    let is_secret =
        |name: &str| schema.parameter(name).map_or_else(|| looks_secret(name), |parameter| parameter.secret);
    let on = link.on.iter().flat_map(|(_, values)| values);
    for Assignment { name, node } in link.values.iter().chain(on).chain(&link.set) {
        if names.is_secret(&name.value, is_secret) && !node.as_scalar().is_some_and(is_reference) {
            diagnostics.mask(node.span);
        }
    }
}
