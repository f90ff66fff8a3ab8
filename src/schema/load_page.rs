//! From a `pages:` entry to a [`Page`] and its forms.
//!
//! Inheritance is resolved on the YAML tree: the page's map, with the platform's map laid over it, then the variant's.
//! What comes out is read like any page, and its places still point to whatever line won.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::fact::FACT_KEYS;
use super::load::check_name;
use super::load_parameter::{self, Vocabulary, check_platform};
use super::{Constraint, Example, Facts, Form, FormParameter, Page, Parameter, Presence, Preset};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, expect_link_template, expect_mapping, expect_text, report_duplicates};
use crate::given::wire_value;
use crate::link_template::{LinkTemplate, Part};
use crate::nearest::did_you_mean;
use crate::source::{Span, Spanned};
use crate::yaml::{Entry, Mapping, Node};

mod placement;

use placement::{check_operators, check_variable, report_unless_known};

/// What a page, a platform's overlay and a variant may all say.
const OVERLAY_KEYS: [&str; 9] =
    ["link", "const", "required", "default", "constraints", "parameters", "browser", "behaviour", "notes"];
/// What only a page says.
const PAGE_KEYS: [&str; 6] = ["title", "doc", "platforms", "on", "variants", "examples"];

/// Reads the pages of one schema.
pub(super) struct PageLoader<'a> {
    vocabulary: &'a Vocabulary<'a>,
    parameters: &'a [Arc<Parameter>],
    parameter_nodes: Option<&'a Mapping>,
    presets: &'a [Preset],
    /// Link templates by their text: the platforms of a page mostly share theirs.
    templates: BTreeMap<String, Arc<LinkTemplate>>,
}

impl<'a> PageLoader<'a> {
    pub(super) fn new(
        vocabulary: &'a Vocabulary<'a>,
        parameters: &'a [Arc<Parameter>],
        parameter_nodes: Option<&'a Mapping>,
        presets: &'a [Preset],
    ) -> Self {
        Self { vocabulary, parameters, parameter_nodes, presets, templates: BTreeMap::new() }
    }

    /// Reads the page `name` from `node`.
    pub(super) fn load(&mut self, name: &Spanned<String>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Page> {
        let path = format!("pages/{}", name.value);
        check_name(name, "a page", diagnostics);
        let keys: Vec<&str> = PAGE_KEYS.iter().chain(&OVERLAY_KEYS).chain(&FACT_KEYS).copied().collect();
        let fields = Fields::new(node, "a page", path.clone(), &keys, diagnostics)?;
        let title = fields.required_text("title", diagnostics).map_or_else(|| name.value.clone(), |text| text.value);
        let platforms = self.platforms_of(&fields, diagnostics);
        self.check_overlays(&fields, &platforms, diagnostics);
        let base = fields.mapping().entries.iter().filter(|entry| !PAGE_KEYS.contains(&entry.key.value.as_str()));
        let base = Mapping { entries: base.cloned().collect(), ..Mapping::default() };
        let page_variants = fields.map("variants", diagnostics);
        let mut forms: Vec<Form> = Vec::new();
        // The forms of a platform without an overlay: those of the next such platform are the same.
        let mut shared: Option<std::ops::Range<usize>> = None;
        for platform in &platforms {
            let over = fields.map("on", diagnostics).and_then(|on| on.entry(platform));
            if let Some(range) = shared.clone().filter(|_| over.is_none()) {
                let same: Vec<Form> = forms[range].iter().map(|form| form.on(platform)).collect();
                forms.extend(same);
                continue;
            }
            let start = forms.len();
            let (merged, span) = match over.and_then(|entry| Some((entry, entry.value.as_mapping()?))) {
                Some((entry, mapping)) => (base.overlaid(mapping), entry.key.span),
                None => (base.clone(), name.span),
            };
            let own_variants = over.and_then(|entry| entry.value.as_mapping()?.get("variants")?.as_mapping());
            let both = page_variants.zip(own_variants).map(|(page, own)| page.overlaid(own));
            let variants = both.as_ref().or(own_variants).or(page_variants).map_or(&[][..], |map| &map.entries);
            let mut plain = merged;
            plain.entries.retain(|entry| entry.key.value != "variants" && entry.key.value != "doc");
            forms.extend(self.load_form(&plain, span, &path, platform, None, diagnostics));
            for Entry { key, value } in variants {
                let Some(mapping) = value.as_mapping() else { continue };
                let mut merged = plain.overlaid(mapping);
                // What contests the plain form does not contest the other one.
                if mapping.get("contested").is_none() {
                    merged.entries.retain(|entry| entry.key.value != "contested");
                }
                merged.entries.retain(|entry| entry.key.value != "doc");
                forms.extend(self.load_form(&merged, key.span, &path, platform, Some(&key.value), diagnostics));
            }
            let are_alike = |form: &Form| {
                form.parameters.iter().all(|p| p.parameter.platforms.is_empty() || !is_said(&fields, p.name()))
            };
            if over.is_none() && forms[start..].iter().all(are_alike) {
                shared = Some(start..forms.len());
            }
        }
        let page = Page {
            name: name.clone(),
            title,
            doc: fields.text("doc", diagnostics).map(|text| text.value),
            facts: Facts::load(&fields, self.vocabulary.sources, diagnostics),
            examples: Vec::new(),
            platforms,
            forms,
        };
        let examples = self.load_examples(&fields, &page, diagnostics);
        Some(Page { examples, ..page })
    }

    fn platforms_of(&self, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
        let limited = fields.texts("platforms", diagnostics);
        for platform in &limited {
            check_platform(platform, self.vocabulary.platforms, &fields.path_of("platforms"), diagnostics);
        }
        let all = self.vocabulary.platforms.iter();
        all.filter(|id| limited.is_empty() || limited.iter().any(|platform| platform.value == **id)).cloned().collect()
    }

    /// Reports what is wrong with the overlays as such; what they say is judged when it is laid over the page.
    fn check_overlays(&self, fields: &Fields<'_>, platforms: &[String], diagnostics: &mut Diagnostics) {
        let keys: Vec<&str> = OVERLAY_KEYS.iter().chain(&FACT_KEYS).chain(&["doc", "variants"]).copied().collect();
        let variant_keys = &keys[..keys.len() - 1];
        let check_variants = |fields: &Fields<'_>, diagnostics: &mut Diagnostics| {
            for Entry { key, value } in fields.entries("variants", diagnostics) {
                check_name(key, "a variant", diagnostics);
                let path = format!("{}/{}", fields.path_of("variants"), key.value);
                if let Some(fields) = Fields::new(value, "a variant", path, variant_keys, diagnostics) {
                    fields.text("doc", diagnostics);
                }
            }
        };
        check_variants(fields, diagnostics);
        for Entry { key, value } in fields.entries("on", diagnostics) {
            let path = format!("{}/{}", fields.path_of("on"), key.value);
            if check_platform(key, self.vocabulary.platforms, &path, diagnostics) && !platforms.contains(&key.value) {
                diagnostics.push(
                    Diagnostic::error("unknown-platform", format!("the page is not on `{}`", key.value), key.span)
                        .help("add the platform to the page's `platforms`")
                        .about(path.clone()),
                );
            }
            if let Some(over) = Fields::new(value, "a platform's part of a page", path, &keys, diagnostics) {
                over.text("doc", diagnostics);
                check_variants(&over, diagnostics);
            }
        }
    }

    /// Reads a page with everything laid over it.
    fn load_form(
        &mut self,
        merged: &Mapping,
        span: Span,
        path: &str,
        platform: &str,
        variant: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Form> {
        let keys: Vec<&str> = OVERLAY_KEYS.iter().chain(&FACT_KEYS).copied().collect();
        let fields = Fields::of_mapping(merged, span, "a page", path, &keys, diagnostics);
        let link_node = fields.required("link", diagnostics)?;
        let link = self.template(link_node, &fields, "link", diagnostics)?;
        let parameters = self.form_parameters(&fields, &link, link_node, platform, diagnostics);
        let names: Vec<&str> = link.variables().iter().map(String::as_str).collect();
        let constraints = fields.items("constraints", diagnostics).iter();
        let constraints = constraints
            .filter_map(|node| Constraint::load(node, &fields.path_of("constraints"), &names, diagnostics))
            .collect();
        let browser = fields.get("browser").and_then(|node| {
            let template = self.template(node, &fields, "browser", diagnostics)?;
            self.check_variables(&template, node, diagnostics).then_some(template)
        });
        let path_of = fields.path_of("behaviour");
        let said = fields.entries("behaviour", diagnostics).iter().filter(|entry| !entry.value.is_null());
        let behaviour = said
            .filter_map(|entry| {
                let text = expect_text(&entry.value, "what happens", &path_of, diagnostics)?;
                Some((entry.key.value.clone(), text.value))
            })
            .collect();
        let form = Form {
            platform: platform.to_owned(),
            variant: variant.map(str::to_owned),
            parameters: parameters?,
            constraints,
            browser,
            behaviour,
            notes: fields.texts("notes", diagnostics).into_iter().map(|text| text.value).collect(),
            facts: Facts::load(&fields, self.vocabulary.sources, diagnostics),
            link,
            span,
            matcher: OnceLock::new(),
        };
        Some(form)
    }

    /// The link template in `node`, the value of `key`.
    fn template(
        &mut self,
        node: &Node,
        fields: &Fields<'_>,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<LinkTemplate>> {
        if let Some(template) = node.as_scalar().and_then(|scalar| self.templates.get(&scalar.text)) {
            return Some(Arc::clone(template));
        }
        let template = Arc::new(expect_link_template(node, &fields.path_of(key), diagnostics)?);
        self.templates.insert(template.as_str().to_owned(), Arc::clone(&template));
        Some(template)
    }

    /// Whether every variable of `template` is a parameter of the schema; reports those that are not.
    fn check_variables(&self, template: &LinkTemplate, node: &Node, diagnostics: &mut Diagnostics) -> bool {
        let names = || self.parameters.iter().map(|parameter| parameter.name.as_str());
        let mut fine = true;
        for part in template.parts() {
            let Part::Expression(expression) = part else { continue };
            for variable in &expression.variables {
                if names().any(|name| name == variable.name) {
                    continue;
                }
                fine = false;
                let span = node.span_within(variable.range.clone());
                diagnostics.push(
                    Diagnostic::error("unknown-name", format!("there is no parameter `{}`", variable.name), span)
                        .label("not in `parameters`")
                        .help_if(did_you_mean(&variable.name, names()))
                        .about(variable.name.clone()),
                );
            }
        }
        fine
    }

    fn form_parameters(
        &self,
        fields: &Fields<'_>,
        link: &LinkTemplate,
        link_node: &Node,
        platform: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<FormParameter>> {
        if !self.check_variables(link, link_node, diagnostics) {
            return None;
        }
        let overrides = fields.map("parameters", diagnostics);
        for entry in overrides.map_or(&[][..], |mapping| &mapping.entries) {
            check_variable(&entry.key, link, fields, "parameters", diagnostics);
        }
        let constants = values(fields, "const", link, diagnostics);
        let defaults = values(fields, "default", link, diagnostics);
        let required = fields.texts("required", diagnostics);
        for name in &required {
            check_variable(name, link, fields, "required", diagnostics);
        }
        let mut parameters = Vec::new();
        for name in link.variables() {
            let vocabulary = self.parameters.iter().find(|parameter| parameter.name == *name)?;
            let parameter =
                match overrides.and_then(|mapping| mapping.entry(name)).filter(|entry| !entry.value.is_null()) {
                    Some(entry) => Arc::new(self.overridden(entry, fields, diagnostics)?),
                    None => Arc::clone(vocabulary),
                };
            let is_required = required.iter().any(|required| required.value == *name);
            let mut value = |values: &BTreeMap<&str, &Entry>| {
                let node = &values.get(name.as_str())?.value;
                wire_value(node, &parameter.value_type, diagnostics)
            };
            let is_read = parameter.is_on(platform);
            let presence = match (value(&constants), is_required, value(&defaults)) {
                (Some(value), _, _) => Presence::Constant(value),
                (None, true, _) if is_read => Presence::Required,
                (None, false, Some(value)) if is_read => Presence::Default(value),
                _ => Presence::Optional,
            };
            let structural = check_operators(name, link, link_node, &parameter, &presence, diagnostics);
            parameters.push(FormParameter { parameter, presence, structural });
        }
        Some(parameters)
    }

    fn overridden(&self, over: &Entry, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Parameter> {
        let path = format!("{}/{}", fields.path_of("parameters"), over.key.value);
        let overlay = expect_mapping(&over.value, "a parameter", &path, diagnostics)?;
        let base = self.parameter_nodes?.get(&over.key.value)?.as_mapping()?;
        let content = crate::yaml::Content::Mapping(base.overlaid(overlay));
        let node = Node { span: over.value.span, content };
        load_parameter::load(&over.key, &node, &path, self.vocabulary, diagnostics)
    }

    fn load_examples(&self, fields: &Fields<'_>, page: &Page, diagnostics: &mut Diagnostics) -> Vec<Example> {
        let path = fields.path_of("examples");
        let mut examples = Vec::new();
        for node in fields.items("examples", diagnostics) {
            let keys = ["platform", "variant", "preset", "values", "url", "error", "doc"];
            let Some(fields) = Fields::new(node, "an example", path.clone(), &keys, diagnostics) else { continue };
            let platforms = fields.texts("platform", diagnostics);
            for platform in &platforms {
                check_platform(platform, &page.platforms, &path, diagnostics);
            }
            let variant = fields.text("variant", diagnostics);
            report_unless_known(variant.as_ref(), "variant", page.variants().into_iter(), &path, diagnostics);
            let preset = fields.text("preset", diagnostics);
            let presets = self.presets.iter().map(|preset| preset.name.value.as_str());
            report_unless_known(preset.as_ref(), "preset", presets, &path, diagnostics);
            let values = fields.map("values", diagnostics);
            if let Some(values) = values {
                report_duplicates(values, &path, diagnostics);
            }
            if fields.get("url").is_none() && fields.get("error").is_none() {
                fields.required("url", diagnostics);
            }
            examples.push(Example {
                platforms: platforms.into_iter().map(|platform| platform.value).collect(),
                variant: variant.map(|text| text.value),
                preset: preset.map(|text| text.value),
                values: values.map(|mapping| {
                    mapping.entries.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect()
                }),
                url: fields.text("url", diagnostics),
                error: fields.text("error", diagnostics),
                doc: fields.text("doc", diagnostics).map(|text| text.value),
                span: node.span,
            });
        }
        examples
    }
}

/// Whether the page, or one of its variants, says anything of the parameter `name` that a platform could leave out.
fn is_said(fields: &Fields<'_>, name: &str) -> bool {
    let says = |mapping: &Mapping| {
        let has_key = |key| mapping.get(key).and_then(Node::as_mapping).is_some_and(|map| map.get(name).is_some());
        let required = mapping.get("required").and_then(Node::as_sequence).unwrap_or_default();
        let is_required = required.iter().any(|item| item.as_scalar().is_some_and(|scalar| scalar.text == name));
        has_key("const")
            || has_key("default")
            || is_required
            || mapping.get("required").is_some_and(|node| node.as_scalar().is_some())
    };
    let variants = fields.mapping().get("variants").and_then(Node::as_mapping);
    let mut variants = variants.map_or(&[][..], |map| &map.entries).iter();
    says(fields.mapping()) || variants.any(|entry| entry.value.as_mapping().is_some_and(says))
}

/// The entries of `const` or `default`, by their names.
fn values<'f>(
    fields: &Fields<'f>,
    key: &str,
    link: &LinkTemplate,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<&'f str, &'f Entry> {
    let mut values = BTreeMap::new();
    for entry in fields.entries(key, diagnostics) {
        check_variable(&entry.key, link, fields, key, diagnostics);
        values.insert(entry.key.value.as_str(), entry);
    }
    values
}
