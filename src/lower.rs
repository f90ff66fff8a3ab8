//! From a resolved link to a [`Link`]: references looked up, values encoded, platforms grouped.

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::link::{Input, Item, Link, LinkForm, Part, Run, ShownValue, open_constraints};
use crate::link_template::{Expression, LinkTemplate, Modifier, Value};
use crate::resolved::{Binding, ResolvedForm, ResolvedLink};
use crate::schema::WireValue;
use crate::value::Reference;

mod inputs;
mod masked;
mod refusals;
mod values;

pub(crate) use masked::MASK;

use inputs::collect_inputs;
use masked::masked_form;
use refusals::refusals;
use values::{unasked, values_of};

/// Why a reference could not be looked up: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUpError {
    /// One lowercase line that names the variable or file.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Looks up what a reference stands for; the caller has the environment and the files.
pub type LookUp<'a> = dyn FnMut(&Reference) -> Result<String, LookUpError> + 'a;

/// Lowers `link`, which has been checked: a link with an error is not to be lowered. `None` when a reference cannot be
/// looked up, or stands for a value that its parameter does not take; that is reported.
pub fn lower(link: &ResolvedLink<'_>, look_up: &mut LookUp<'_>, diagnostics: &mut Diagnostics) -> Option<Link> {
    let mut forms: Vec<LinkForm> = Vec::new();
    let mut inputs: Vec<Input> = Vec::new();
    let mut shown = Vec::new();
    let mut id = None;
    let mut behaviour = Vec::new();
    let mut refused = Vec::new();
    let mut is_secret = false;
    let mut is_whole = true;
    for resolved in &link.forms {
        let Some(values) = values_of(link, resolved, look_up, diagnostics) else {
            is_whole = false;
            continue;
        };
        let Some(parts) = parts(resolved, &values, diagnostics) else {
            is_whole = false;
            continue;
        };
        is_whole &= collect_inputs(link, resolved, look_up, &mut inputs, diagnostics);
        is_secret |= has_secret(resolved, &values);
        refused.push((resolved.form.platform.clone(), refusals(resolved, &values)));
        if forms.is_empty() {
            shown = self::shown(resolved, &values);
            id = Some(self::id(link, resolved, &values));
        }
        if !resolved.form.behaviour.is_empty() {
            behaviour.push((resolved.form.platform.clone(), resolved.form.behaviour.clone()));
        }
        let browser = resolved.form.browser.as_deref().and_then(|template| browser(template, resolved, &values));
        let same = forms.iter_mut().find(|form| form.parts == parts && form.browser == browser);
        if let Some(form) = same {
            form.platforms.push(resolved.form.platform.clone());
        } else {
            let masked = masked_form(resolved, &values, diagnostics);
            forms.push(LinkForm { platforms: vec![resolved.form.platform.clone()], parts, browser, masked });
        }
    }
    for (platform, own) in &mut refused {
        own.splice(0..0, refusals::of_choices(platform, &inputs));
    }
    let constraints = link.forms.first().map_or(&[][..], |resolved| &resolved.form.constraints);
    let id = id.unwrap_or_default();
    is_whole.then(|| Link {
        name: link.name.value.clone(),
        id,
        title: link.title.clone(),
        summary: link.summary.clone(),
        schema: link.schema.name.clone(),
        page: link.page.name.value.clone(),
        page_title: link.page.title.clone(),
        doc: link.page.doc.clone(),
        is_secret,
        shown,
        behaviour,
        constraints: open_constraints(constraints, &inputs),
        refusals: refused,
        landing: link.landing.clone(),
        event: link.event.clone(),
        platforms: link.platforms().into_iter().map(str::to_owned).collect(),
        forms,
        inputs,
    })
}

/// The URL of `resolved` as far as it is known before anything is looked up: references count as empty, inputs as
/// their fallback. For rules that look at the whole.
pub(crate) fn known_url(link: &ResolvedLink<'_>, resolved: &ResolvedForm<'_>) -> String {
    let values: Vec<Written> = resolved
        .bindings
        .iter()
        .map(|binding| {
            let given = binding.given.as_deref();
            let fallback = binding.input.as_ref().and_then(|input| input.fallback.as_ref());
            match given.or(fallback) {
                Some(given) => {
                    Written::Value(given.wire(&binding.parameter.parameter.value_type).unwrap_or_else(blank))
                }
                None if binding.input.is_some() => Written::Value(blank()),
                None => unasked(link, binding),
            }
        })
        .collect();
    let mut url = String::new();
    if expand(&resolved.form.link, &values, &mut url) { url } else { String::new() }
}

/// What the URL of [`known_url`] has at most, in bytes; told without writing it down.
pub(crate) fn most_bytes(link: &ResolvedLink<'_>, resolved: &ResolvedForm<'_>) -> usize {
    let of_binding = |binding: &Binding<'_>| {
        let given = binding.given.as_deref();
        let given = given.or_else(|| binding.input.as_ref().and_then(|input| input.fallback.as_ref()));
        // Of a list, each item may stand behind a name of its own.
        let item = |text: &str| binding.name().len() + 2 + text.len();
        let value: usize = match (given, binding.unasked(link.write_defaults)) {
            (Some(given), _) => {
                let longest = binding.parameter.parameter.value_type.longest_spelling();
                given.texts.iter().map(|text| item(text.literal().unwrap_or_default()) + longest).sum()
            }
            (None, Some(WireValue::Text(text))) => item(text),
            (None, Some(WireValue::List(items))) => items.iter().map(|text| item(text)).sum(),
            (None, None) => 0,
        };
        binding.name().len() + 2 + value
    };
    let values: usize = resolved.bindings.iter().map(of_binding).sum();
    // A byte takes three when it is percent-encoded.
    3 * (resolved.form.link.as_str().len() + values)
}

fn blank() -> WireValue {
    WireValue::Text(String::new())
}

/// What is written for a parameter.
enum Written {
    Value(WireValue),
    Open,
    Nothing,
}

fn expand(template: &LinkTemplate, values: &[Written], url: &mut String) -> bool {
    // A list is borrowed as `&str`s, which have to live as long as the expansion.
    let lists: Vec<Vec<&str>> = values
        .iter()
        .map(|value| match value {
            Written::Value(WireValue::List(items)) => items.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
        .collect();
    let value = |index: usize| match &values[index] {
        Written::Value(WireValue::Text(text)) => Some(Value::Text(text)),
        Written::Value(WireValue::List(_)) => Some(Value::List(&lists[index])),
        Written::Open | Written::Nothing => None,
    };
    template.expand(value, url).is_ok()
}

fn parts(resolved: &ResolvedForm<'_>, values: &[Written], diagnostics: &mut Diagnostics) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut text = String::new();
    for part in resolved.form.link.parts() {
        match part {
            crate::link_template::Part::Literal(literal) => text.push_str(literal),
            crate::link_template::Part::Expression(expression) => {
                let is_open = |index: usize| matches!(values[index], Written::Open);
                if expression.variables.iter().any(|variable| is_open(variable.index)) {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    parts.push(Part::Run(run(expression, resolved, values, diagnostics)?));
                } else {
                    write_expression(expression, resolved, values, &mut text);
                }
            }
        }
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    Some(parts)
}

/// Expands one expression, by the same code that expands a whole template.
fn write_expression(expression: &Expression, resolved: &ResolvedForm<'_>, values: &[Written], out: &mut String) {
    let source = &resolved.form.link.as_str()[expression.range.clone()];
    let Ok(template) = LinkTemplate::parse(source) else { return };
    let own: Vec<Written> = template
        .variables()
        .iter()
        .map(|name| {
            let index = resolved.form.link.variables().iter().position(|variable| variable == name);
            match index.map(|index| &values[index]) {
                Some(Written::Value(value)) => Written::Value(value.clone()),
                _ => Written::Nothing,
            }
        })
        .collect();
    expand(&template, &own, out);
}

fn run(
    expression: &Expression,
    resolved: &ResolvedForm<'_>,
    values: &[Written],
    diagnostics: &mut Diagnostics,
) -> Option<Run> {
    let operator = expression.operator;
    let mut items = Vec::new();
    for variable in &expression.variables {
        match &values[variable.index] {
            Written::Open if variable.modifier == Modifier::Explode => {
                let binding = &resolved.bindings[variable.index];
                let span = binding.input.as_ref().map_or(resolved.form.span, |input| input.span);
                let message = format!("`{}` is written once for every item, and cannot be left open", variable.name);
                diagnostics
                    .push(Diagnostic::error("open-list", message, span).help("give its values in the link config"));
                return None;
            }
            Written::Open => items.push(Item::Input(variable.name.clone())),
            Written::Nothing => {}
            Written::Value(_) => {
                let single = Expression { operator, variables: vec![variable.clone()], range: variable.range.clone() };
                let mut text = String::new();
                let source = format!("{{{}{}}}", operator.sign(), &resolved.form.link.as_str()[single.range.clone()]);
                let template = LinkTemplate::parse(&source).ok()?;
                let Written::Value(value) = &values[variable.index] else { continue };
                expand(&template, &[Written::Value(value.clone())], &mut text);
                items.push(Item::Text(text.strip_prefix(operator.first()).unwrap_or(&text).to_owned()));
            }
        }
    }
    Some(Run {
        first: operator.first().to_owned(),
        separator: operator.separator().to_owned(),
        named: operator.named(),
        empty: operator.empty_form().to_owned(),
        reserved: operator.allows_reserved(),
        items,
    })
}

fn browser(template: &LinkTemplate, resolved: &ResolvedForm<'_>, values: &[Written]) -> Option<String> {
    let names = resolved.form.link.variables();
    let mut own = Vec::new();
    for name in template.variables() {
        match &values[names.iter().position(|variable| variable == name)?] {
            Written::Value(value) => own.push(Written::Value(value.clone())),
            Written::Open | Written::Nothing => return None,
        }
    }
    let mut url = String::new();
    expand(template, &own, &mut url).then_some(url)
}

/// A hash of what a link is, of which nothing is to be guessed from it: where it leads, not when or how it is called.
fn id(link: &ResolvedLink<'_>, resolved: &ResolvedForm<'_>, values: &[Written]) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    };
    let landing = link.landing.as_deref().unwrap_or_default();
    [&link.schema.name, &link.page.name.value, &link.name.value, landing].into_iter().for_each(&mut add);
    for (binding, written) in resolved.bindings.iter().zip(values) {
        let parameter = &binding.parameter.parameter;
        let is_public = !(parameter.secret || parameter.single_use || parameter.personal);
        if let (Written::Value(value), true) = (written, is_public && binding.given.is_some()) {
            add(&parameter.name);
            add(&value.display());
        }
    }
    hash.finalize().iter().take(16).fold(String::new(), |id, byte| id + &format!("{byte:02x}"))
}

/// The values that people read, of parameters with a title.
fn shown(resolved: &ResolvedForm<'_>, values: &[Written]) -> Vec<ShownValue> {
    let shown = resolved.bindings.iter().zip(values).filter_map(|(binding, written)| {
        let parameter = &binding.parameter.parameter;
        let Written::Value(value) = written else { return None };
        let value = value.display();
        (!parameter.titles.is_empty() && binding.given.is_some() && !value.is_empty()).then(|| ShownValue {
            name: parameter.name.clone(),
            titles: parameter.titles.clone(),
            value,
            secret: parameter.secret,
            personal: parameter.personal,
        })
    });
    shown.collect()
}

/// Whether one of `values` must not be seen by everyone.
fn has_secret(resolved: &ResolvedForm<'_>, values: &[Written]) -> bool {
    resolved.bindings.iter().zip(values).any(|(binding, written)| {
        let is_there = match written {
            Written::Value(value) => binding.given.is_some() && !value.display().is_empty(),
            Written::Open => binding.input.as_ref().is_some_and(|input| input.fallback.is_some()),
            Written::Nothing => false,
        };
        is_there && binding.parameter.parameter.secret
    })
}
