//! Test vectors: values of a link's inputs, and the URL that linkc makes of them.
//!
//! A stub in another language is right when it gives the same bytes for the same values and refuses the same ones. What
//! is expected is not told by a second implementation: every vector goes through resolve, check and lower like the values
//! of a link config. Checked is what makes a value no value at all: one that is missing, outside of its type, or in
//! conflict with another. What is only unwise (a control character in a name) a stub writes down, as `linkc url` does
//! when that rule is off.

mod values;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::config::{Assignment, Config, LinkConfig};
use crate::diagnostic::Diagnostics;
use crate::lower::{LookUp, lower};
use crate::resolve::{pages_as_links, resolve};
use crate::resolved::{ResolvedForm, ResolvedLink};
use crate::rules::{self, Level, Levels, RULES};
use crate::schema::{Page, Schema, ValueType};
use crate::source::{Span, Spanned};
use crate::value::escape;
use crate::yaml::{Content, Node, Scalar, Style};

/// The rules that say that values are none.
const DECISIVE: [&str; 3] = ["missing-parameter", "invalid-value", "parameter-conflict"];

/// Values, and what becomes of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Vector {
    /// The link, or the page of a schema.
    pub link: String,
    /// The platform.
    pub platform: String,
    /// The values by input; what is not there is not given.
    #[serde(serialize_with = "as_map")]
    pub values: Vec<(String, VectorValue)>,
    /// The URL; none where the values are refused.
    pub url: Option<String>,
}

/// A value as a program has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum VectorValue {
    /// A text.
    Text(String),
    /// A number, of an integer or a port.
    Number(i64),
    /// A boolean, whatever the app's spelling.
    Flag(bool),
    /// The items of a list.
    Items(Vec<String>),
    /// A text that the language can hold and that is no Unicode text: a lone surrogate, or bytes that are no UTF-8. It is
    /// always refused.
    IllFormed {
        /// Always true.
        ill_formed: bool,
    },
}

fn as_map<S: Serializer>(values: &[(String, VectorValue)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(values.len()))?;
    for (name, value) in values {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// The vectors of every page of `schema`.
pub fn of_schema(schema: &Schema, look_up: &mut LookUp<'_>) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for open in pages_as_links(schema) {
        let config = Config {
            schema: Spanned::new(schema.name.clone(), open.name.span),
            landing: None,
            preset: None,
            write_defaults: true,
            values: Vec::new(),
            links: vec![page_as_config(open.page)],
            outputs: Vec::new(),
            obtain: Vec::new(),
            source: open.name.span.source,
        };
        let mut subject = Subject { schema, open: &open, config, look_up, vectors: Vec::new() };
        subject.examples();
        subject.all();
        vectors.append(&mut subject.vectors);
    }
    vectors
}

/// The vectors of every link of `config`; `look_up` says what its references stand for.
pub fn of_config(config: &Config, schema: &Schema, look_up: &mut LookUp<'_>) -> Vec<Vector> {
    let mut vectors = Vec::new();
    for open in &resolve(config, schema, &mut Diagnostics::new()) {
        let own = config.links.iter().filter(|link| link.name == open.name).cloned().collect();
        let config = Config { links: own, outputs: Vec::new(), ..config.clone() };
        let mut subject = Subject { schema, open, config, look_up, vectors: Vec::new() };
        subject.all();
        vectors.append(&mut subject.vectors);
    }
    vectors
}

fn page_as_config(page: &Page) -> LinkConfig {
    LinkConfig {
        name: page.name.clone(),
        page: page.name.clone(),
        title: None,
        summary: None,
        platforms: None,
        variant: None,
        preset: None,
        values: Vec::new(),
        inputs: Vec::new(),
        event: None,
        on: Vec::new(),
        set: Vec::new(),
        layout: crate::config::Layout::default(),
    }
}

type Values = Vec<(String, VectorValue)>;

/// One link, its inputs open, and what closes them.
struct Subject<'a, 'l> {
    schema: &'a Schema,
    open: &'a ResolvedLink<'a>,
    /// The config of this link alone.
    config: Config,
    look_up: &'a mut LookUp<'l>,
    vectors: Vec<Vector>,
}

impl Subject<'_, '_> {
    /// What linkc makes of `values` on `platform`.
    fn url(&mut self, platform: &str, values: &Values) -> Option<String> {
        let mut config = self.config.clone();
        let link = config.links.first_mut()?;
        let source = link.name.span.source;
        // Of no length, so that none is the place of a name in a file.
        let span = |index: usize| Span::new(source, index..index);
        link.platforms = Some(vec![Spanned::new(platform.to_owned(), link.name.span)]);
        link.on.retain(|(on, _)| on.value == platform);
        let has = |name: &str| values.iter().any(|(own, _)| own == name);
        for input in std::mem::take(&mut link.inputs) {
            if let Some(node) = input.fallback.filter(|_| !has(&input.name.value)) {
                link.set.push(Assignment { name: input.name, node });
            }
        }
        for (index, (name, value)) in values.iter().enumerate() {
            let node = value.node(span(index))?;
            link.set.push(Assignment { name: Spanned::new(name.clone(), span(index)), node });
        }
        let mut diagnostics = Diagnostics::new();
        let resolved = resolve(&config, self.schema, &mut diagnostics);
        let resolved = resolved.first()?;
        let mut levels = Levels::default();
        for rule in RULES.iter().map(|rule| rule.metadata().id).filter(|id| !DECISIVE.contains(id)) {
            levels.set(rule, Level::Off);
        }
        rules::check(resolved, &levels, &mut diagnostics);
        if diagnostics.has_errors() {
            return None;
        }
        lower(resolved, &mut *self.look_up, &mut diagnostics)?.url(platform, |_| None)
    }

    fn add(&mut self, platform: &str, values: &Values) -> bool {
        let link = self.open.name.value.clone();
        let known = self.vectors.iter().find(|vector| vector.platform == platform && vector.values == *values);
        if let Some(known) = known {
            return known.url.is_some();
        }
        let url = self.url(platform, values);
        let is_taken = url.is_some();
        self.vectors.push(Vector { link, platform: platform.to_owned(), values: values.clone(), url });
        is_taken
    }

    /// The examples that the schema has of the page.
    fn examples(&mut self) {
        for example in &self.open.page.examples {
            let Some(given) = example.values.as_ref().filter(|_| example.variant.is_none() && example.preset.is_none())
            else {
                continue;
            };
            for form in &self.open.forms {
                let platform = &form.form.platform;
                if !(example.platforms.is_empty() || example.platforms.contains(platform)) {
                    continue;
                }
                let values = given.iter().map(|(name, node)| {
                    let binding = form.binding(&name.value).filter(|binding| binding.input.is_some())?;
                    let value_type = &binding.parameter.parameter.value_type;
                    Some((name.value.clone(), VectorValue::of(value_type, &texts(node)?)?))
                });
                if let Some(values) = values.collect::<Option<Values>>() {
                    self.add(platform, &values);
                }
            }
        }
    }

    /// Every input with every value of the table, on a platform of each kind; on all, with the usual values.
    fn all(&mut self) {
        let mut done: Vec<&ResolvedForm<'_>> = Vec::new();
        for form in &self.open.forms {
            let platform = form.form.platform.as_str();
            let inputs = inputs(form);
            let base = self.usual(platform, &inputs);
            self.add(platform, &base);
            self.add(platform, &inputs.iter().filter_map(Open::usual).collect());
            for input in &inputs {
                if let Some(value) = input.usual() {
                    self.add(platform, &with(&base, value));
                }
                self.add(platform, &without(&base, input.name));
            }
            let is_same = |other: &&ResolvedForm<'_>| {
                let parameters = other.form.parameters.iter().zip(&form.form.parameters);
                other.form.parameters.len() == form.form.parameters.len()
                    && other.form.link.as_str() == form.form.link.as_str()
                    && parameters.into_iter().all(|(a, b)| a.presence == b.presence && a.name() == b.name())
            };
            if done.iter().any(is_same) {
                continue;
            }
            done.push(form);
            self.table(platform, &inputs, &base);
            self.between(platform, form, &inputs, &base);
        }
    }

    /// The required values, and one more where there is no link without.
    fn usual(&mut self, platform: &str, inputs: &[Open<'_>]) -> Values {
        let base: Values = inputs.iter().filter(|input| input.is_required).filter_map(Open::usual).collect();
        if self.url(platform, &base).is_some() {
            return base;
        }
        let one_more = inputs.iter().filter_map(Open::usual).map(|value| with(&base, value));
        let one_more: Vec<Values> = one_more.collect();
        one_more.into_iter().find(|values| self.url(platform, values).is_some()).unwrap_or(base)
    }

    fn table(&mut self, platform: &str, inputs: &[Open<'_>], base: &Values) {
        let mut is_long = false;
        for input in inputs {
            for value in values::values(input.value_type) {
                self.add(platform, &with(base, (input.name.to_owned(), value)));
            }
            if matches!(input.value_type, ValueType::String { .. }) && !is_long {
                let value = VectorValue::Text(values::long());
                is_long = self.add(platform, &with(base, (input.name.to_owned(), value)));
                let values = with(base, (input.name.to_owned(), VectorValue::IllFormed { ill_formed: true }));
                let link = self.open.name.value.clone();
                self.vectors.push(Vector { link, platform: platform.to_owned(), values, url: None });
            }
        }
    }

    /// What constraints are about, in pairs, and blank.
    fn between(&mut self, platform: &str, form: &ResolvedForm<'_>, inputs: &[Open<'_>], base: &Values) {
        let concerned: Vec<&Open<'_>> =
            inputs.iter().filter(|input| values::is_constrained(&form.form.constraints, input.name)).collect();
        let several = |input: &Open<'_>| {
            let mut values: Values = input.usual().into_iter().collect();
            values
                .extend(values::alternatives(input.value_type).into_iter().map(|value| (input.name.to_owned(), value)));
            values
        };
        let required: Values = inputs.iter().filter(|input| input.is_required).filter_map(Open::usual).collect();
        self.add(platform, &required);
        for (index, first) in concerned.iter().enumerate() {
            for value in several(first) {
                self.add(platform, &with(&required, value.clone()));
                for second in &concerned[index + 1..] {
                    for other in several(second) {
                        self.add(platform, &with(&with(&required, value.clone()), other.clone()));
                        self.add(platform, &with(&with(base, value.clone()), other));
                    }
                }
            }
        }
    }
}

/// An input on a platform.
struct Open<'a> {
    name: &'a str,
    value_type: &'a ValueType,
    is_required: bool,
    hints: Vec<&'a str>,
}

impl Open<'_> {
    /// A value as people give it.
    fn usual(&self) -> Option<(String, VectorValue)> {
        let value = values::usual(self.value_type, &self.hints)?;
        Some((self.name.to_owned(), value))
    }
}

fn inputs<'a>(form: &'a ResolvedForm<'_>) -> Vec<Open<'a>> {
    let open = form.bindings.iter().filter_map(|binding| {
        let input = binding.input.as_ref()?;
        let parameter = &binding.parameter.parameter;
        let known = parameter.example.iter().chain(&parameter.known).map(String::as_str);
        Some(Open {
            name: binding.name(),
            value_type: &parameter.value_type,
            is_required: binding.parameter.is_required() && input.fallback.is_none(),
            hints: known.collect(),
        })
    });
    open.collect()
}

fn with(values: &Values, (name, value): (String, VectorValue)) -> Values {
    let mut values = without(values, &name);
    values.push((name, value));
    values
}

fn without(values: &Values, name: &str) -> Values {
    values.iter().filter(|(own, _)| own != name).cloned().collect()
}

/// The texts of a value in YAML; `None` for null, a map, a list of lists.
fn texts(node: &Node) -> Option<Vec<String>> {
    match &node.content {
        Content::Scalar(scalar) => Some(vec![scalar.text.clone()]),
        Content::Sequence(items) => items.iter().map(|item| Some(item.as_scalar()?.text.clone())).collect(),
        Content::Null | Content::Mapping(_) => None,
    }
}

impl VectorValue {
    /// `texts` as a program has them for `value_type`; `None` where no program of that type can.
    fn of(value_type: &ValueType, texts: &[String]) -> Option<Self> {
        if let ValueType::List { .. } = value_type {
            return Some(Self::Items(texts.to_vec()));
        }
        let [text] = texts else { return None };
        match value_type {
            ValueType::Integer { .. } | ValueType::Port => text.parse().ok().map(Self::Number),
            ValueType::Boolean { spelling } => match text {
                text if *text == spelling[0] || text == "true" => Some(Self::Flag(true)),
                text if *text == spelling[1] || text == "false" => Some(Self::Flag(false)),
                _ => None,
            },
            ValueType::Enum { .. } if text.is_empty() => None,
            _ => Some(Self::Text(text.clone())),
        }
    }

    /// The value as somebody would write it in a link config.
    fn node(&self, span: Span) -> Option<Node> {
        let scalar = |text: &str| Node {
            span,
            content: Content::Scalar(Scalar { text: escape(text), style: Style::DoubleQuoted, verbatim: None }),
        };
        match self {
            Self::Text(text) => Some(scalar(text)),
            Self::Number(number) => Some(scalar(&number.to_string())),
            Self::Flag(flag) => Some(scalar(if *flag { "true" } else { "false" })),
            Self::Items(items) => {
                let items = items.iter().map(|item| scalar(item)).collect();
                Some(Node { span, content: Content::Sequence(items) })
            }
            Self::IllFormed { .. } => None,
        }
    }
}
