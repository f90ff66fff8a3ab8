//! What must hold between the parameters of a page.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, WRONG_VALUE, expect_text};
use crate::nearest::{did_you_mean, one_of};
use crate::source::{Span, Spanned};
use crate::yaml::{Content, Node};

/// The word for "given, with whatever value" in a condition.
const PRESENT: &str = "present";

/// One rule between parameters.
#[derive(Debug, Clone)]
pub struct Constraint {
    /// What must hold.
    pub kind: ConstraintKind,
    /// Why, in the vendor's terms.
    pub message: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// Exactly one of these is given.
    OneOf(Vec<String>),
    /// At least one of these is given.
    AnyOf(Vec<String>),
    /// At most one of these is given.
    AtMostOne(Vec<String>),
    /// All of these are given, or none.
    Together(Vec<String>),
    /// When all conditions hold, `require` must be given; `allow` may be given only then.
    If {
        /// The conditions.
        when: Vec<Condition>,
        /// What must be given then.
        require: Vec<String>,
        /// What may be given only then.
        allow: Vec<String>,
    },
}

/// A condition on one parameter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Condition {
    /// The parameter.
    pub parameter: String,
    /// The values for which the condition holds; when there are none, any value will do.
    pub values: Vec<String>,
}

impl Condition {
    /// "`mode` is `window`", or "`path` is given".
    pub fn describe(&self) -> String {
        match self.values.as_slice() {
            [] => format!("`{}` is given", self.parameter),
            values => format!("`{}` is {}", self.parameter, one_of(values.iter().map(String::as_str))),
        }
    }
}

const GROUPS: [&str; 4] = ["one_of", "any_of", "at_most_one", "together"];

impl Constraint {
    /// Reads one entry of `constraints:`; `parameters` are the names that it may use.
    pub fn load(node: &Node, path: &str, parameters: &[&str], diagnostics: &mut Diagnostics) -> Option<Self> {
        let keys = ["one_of", "any_of", "at_most_one", "together", "if", "require", "allow", "message"];
        let fields = Fields::new(node, "a constraint", path, &keys, diagnostics)?;
        let message = fields.text("message", diagnostics).map(|text| text.value);
        let groups: Vec<_> = GROUPS.into_iter().filter(|key| fields.get(key).is_some()).collect();
        let kind = match (groups.as_slice(), fields.get("if")) {
            ([group], None) => {
                let names = names(&fields, group, parameters, diagnostics);
                match *group {
                    "one_of" => ConstraintKind::OneOf(names),
                    "any_of" => ConstraintKind::AnyOf(names),
                    "at_most_one" => ConstraintKind::AtMostOne(names),
                    _ => ConstraintKind::Together(names),
                }
            }
            ([], Some(_)) => ConstraintKind::If {
                when: conditions(&fields, parameters, diagnostics),
                require: names(&fields, "require", parameters, diagnostics),
                allow: names(&fields, "allow", parameters, diagnostics),
            },
            _ => {
                diagnostics.push(
                    Diagnostic::error(WRONG_VALUE, "a constraint says one thing", node.span)
                        .label("exactly one of `one_of`, `any_of`, `at_most_one`, `together`, `if`")
                        .about(path.to_owned()),
                );
                return None;
            }
        };
        Some(Self { kind, message, span: node.span })
    }
}

fn names(fields: &Fields<'_>, key: &str, parameters: &[&str], diagnostics: &mut Diagnostics) -> Vec<String> {
    let names = fields.texts(key, diagnostics);
    for name in &names {
        check_name(name, parameters, &fields.path_of(key), diagnostics);
    }
    names.into_iter().map(|name| name.value).collect()
}

fn check_name(name: &Spanned<String>, parameters: &[&str], path: &str, diagnostics: &mut Diagnostics) {
    if parameters.contains(&name.value.as_str()) {
        return;
    }
    diagnostics.push(
        Diagnostic::error("unknown-name", format!("the link has no parameter `{}`", name.value), name.span)
            .help(
                did_you_mean(&name.value, parameters.iter().copied())
                    .unwrap_or_else(|| format!("it has {}", one_of(parameters.iter().copied()))),
            )
            .about(path.to_owned()),
    );
}

fn conditions(fields: &Fields<'_>, parameters: &[&str], diagnostics: &mut Diagnostics) -> Vec<Condition> {
    let path = fields.path_of("if");
    let mut conditions = Vec::new();
    for entry in fields.entries("if", diagnostics) {
        check_name(&entry.key, parameters, &path, diagnostics);
        let values = match &entry.value.content {
            Content::Scalar(scalar) if scalar.text == PRESENT => Vec::new(),
            Content::Scalar(scalar) => vec![scalar.text.clone()],
            Content::Sequence(items) => {
                let texts =
                    items.iter().filter_map(|item| expect_text(item, "a value of a condition", &path, diagnostics));
                texts.map(|text| text.value).collect()
            }
            _ => {
                diagnostics.push(
                    Diagnostic::error(
                        WRONG_VALUE,
                        "a condition is a value, a list of values, or `present`",
                        entry.value.span,
                    )
                    .about(path.clone()),
                );
                continue;
            }
        };
        conditions.push(Condition { parameter: entry.key.value.clone(), values });
    }
    conditions
}

impl ConstraintKind {
    /// What must hold, as a sentence without a full stop.
    pub fn describe(&self) -> String {
        let all = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        };
        match self {
            Self::OneOf(names) => format!("exactly one of {} is given", all(names)),
            Self::AnyOf(names) => format!("at least one of {} is given", all(names)),
            Self::AtMostOne(names) => format!("at most one of {} is given", all(names)),
            Self::Together(names) => format!("{} are given together or not at all", all(names)),
            Self::If { when, require, allow } => {
                let when: Vec<String> = when.iter().map(Condition::describe).collect();
                let when = when.join(" and ");
                let mut parts = Vec::new();
                if !require.is_empty() {
                    parts.push(format!("when {when}, {} must be given", all(require)));
                }
                if !allow.is_empty() {
                    parts.push(format!("{} count only when {when}", all(allow)));
                }
                parts.join("; ")
            }
        }
    }
}
