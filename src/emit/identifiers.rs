//! Names that would be the same identifier, or none: a target of code is not filled in for them.
//!
//! The filters for names keep ASCII letters and digits only, so two names can become one. Finding that out here, the
//! message has the names in it; finding it out in a compiler, it would have a line of generated code.

use std::collections::BTreeMap;

use super::manifest::Each;
use super::names::Names;
use super::{EmitError, Job, Target};
use crate::link::{Input, Link};
use crate::schema::Schema;

/// Checks what `target` makes identifiers of.
///
/// # Errors
///
/// When two names are the same identifier, a name of what is obtained is none, or nothing is.
pub(super) fn check(target: &Target, job: &Job<'_>) -> Result<(), EmitError> {
    let is_of = |obtain: bool| target.files.iter().any(|file| (file.each == Each::Obtain) == obtain);
    if let Some(names) = target.names.as_ref().filter(|_| is_of(false)) {
        of_links(target, names, job.links)?;
    }
    if is_of(true) { of_obtain(target, job.schema) } else { Ok(()) }
}

/// Two names that differ only in what an identifier does not have would be one function, or one of its parameters. The
/// type of an enum is called by the names of its link and its input, and a target makes more than one thing of a link:
/// the function `open-x` of one would be that which opens the link `x`.
fn of_links(target: &Target, names: &Names, links: &[Link]) -> Result<(), EmitError> {
    let is_enum = |input: &&Input| !input.value_type.choices.is_empty();
    let of_enums = |link: &Link| -> Vec<String> {
        link.inputs.iter().filter(is_enum).map(|input| format!("{}-{}", link.name, input.name)).collect()
    };
    let of_enums: Vec<String> = links.iter().flat_map(of_enums).collect();
    let own = different(target, links.iter().map(|link| &link.name).chain(&of_enums).map(String::as_str))?;
    for link in links {
        if let Some(taken) = names.after(&link.name).find_map(|name| own.get(&spelled(&name)).copied()) {
            let message = format!("something that belongs to `{}` is called `{taken}` already; rename one", link.name);
            return Err(wrong(target, message));
        }
    }
    links.iter().try_for_each(|link| different(target, link.inputs.iter().map(|input| input.name.as_str())).map(drop))
}

/// A target for what is obtained needs something that is. The names of credentials, unlike those of inputs, can be of any
/// letters.
fn of_obtain(target: &Target, schema: &Schema) -> Result<(), EmitError> {
    if schema.obtain.is_empty() {
        return Err(wrong(target, format!("`{}` says of no parameter how it is obtained", schema.name)));
    }
    let mut lists: Vec<Vec<&str>> = vec![schema.obtain.iter().map(|obtain| obtain.parameter.value.as_str()).collect()];
    for obtain in &schema.obtain {
        let credentials = obtain.credentials.iter().map(|credential| credential.name.value.as_str());
        lists.push(credentials.chain(obtain.generated.iter().map(|field| field.name.value.as_str())).collect());
        lists.push(obtain.modes.iter().map(|mode| mode.name.value.as_str()).collect());
        lists.push(obtain.sites.iter().map(|site| site.name.value.as_str()).collect());
    }
    for names in &lists {
        if let Some(name) = names.iter().find(|name| !name.contains(|c: char| c.is_ascii_alphanumeric())) {
            return Err(wrong(target, format!("`{name}` has no letter that an identifier can have; rename it")));
        }
        different(target, names.iter().copied())?;
    }
    Ok(())
}

/// What is left of a name in an identifier, whatever its form.
fn spelled(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// `names` by what is left of them, when no two are the same there.
fn different<'a>(
    target: &Target,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, &'a str>, EmitError> {
    let mut known = BTreeMap::new();
    for name in names {
        if let Some(first) = known.insert(spelled(name), name) {
            return Err(wrong(target, format!("`{first}` and `{name}` are the same identifier; rename one of them")));
        }
    }
    Ok(known)
}

fn wrong(target: &Target, message: String) -> EmitError {
    EmitError { target: target.name.clone(), template: "target.yaml".to_owned(), message }
}
