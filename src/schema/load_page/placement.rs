//! Whether a parameter may stand where a link template has it, and names that have to be known.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::Fields;
use crate::link_template::{LinkTemplate, Operator, Part};
use crate::nearest::{did_you_mean, one_of};
use crate::schema::{Parameter, Presence};
use crate::source::Spanned;
use crate::yaml::Node;

pub(super) fn report_unless_known<'n>(
    name: Option<&Spanned<String>>,
    what: &str,
    names: impl Iterator<Item = &'n str> + Clone,
    path: &str,
    diagnostics: &mut Diagnostics,
) {
    let Some(name) = name.filter(|name| !names.clone().any(|known| known == name.value)) else { return };
    diagnostics.push(
        Diagnostic::error("unknown-name", format!("there is no {what} `{}`", name.value), name.span)
            .help(did_you_mean(&name.value, names.clone()).unwrap_or_else(|| format!("there is {}", one_of(names))))
            .about(path.to_owned()),
    );
}

/// Reports a `name` under `key` that is no variable of `link`.
pub(super) fn check_variable(
    name: &Spanned<String>,
    link: &LinkTemplate,
    fields: &Fields<'_>,
    key: &str,
    diagnostics: &mut Diagnostics,
) {
    let names = || link.variables().iter().map(String::as_str);
    if names().any(|known| known == name.value) {
        return;
    }
    diagnostics.push(
        Diagnostic::error("unknown-name", format!("the page's link has no parameter `{}`", name.value), name.span)
            .help(did_you_mean(&name.value, names()).unwrap_or_else(|| format!("it has {}", one_of(names()))))
            .about(format!("{}/{}", fields.path_of(key), name.value)),
    );
}

/// Checks that `parameter` may stand where the link template has it, and says whether it cannot be left out there.
pub(super) fn check_operators(
    name: &str,
    link: &LinkTemplate,
    node: &Node,
    parameter: &Parameter,
    presence: &Presence,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut structural = false;
    for part in link.parts() {
        let Part::Expression(expression) = part else { continue };
        for variable in expression.variables.iter().filter(|variable| variable.name == name) {
            let span = node.span_within(variable.range.clone());
            if matches!(expression.operator, Operator::Simple | Operator::Reserved) {
                structural = true;
                if *presence == Presence::Optional {
                    diagnostics.push(
                        Diagnostic::error("optional-in-path", format!("`{name}` stands where it cannot be left out"), span)
                            .label("not in a query")
                            .help("make it required, a constant, or give it a default; or write `{/…}` for an optional segment")
                            .about(name.to_owned()),
                    );
                }
            }
            if matches!(expression.operator, Operator::Reserved | Operator::Fragment)
                && !parameter.value_type.has_closed_alphabet()
            {
                diagnostics.push(
                    Diagnostic::error(
                        "unescaped-parameter",
                        format!("`{name}` is written here without escaping, and its type does not limit its characters"),
                        span,
                    )
                    .label(format!("type `{}`", parameter.value_type.name()))
                    .help("leave the `+` or `#` out, or use a type with a closed alphabet: enum, host, port, integer, boolean")
                    .about(name.to_owned()),
                );
            }
        }
    }
    structural
}
