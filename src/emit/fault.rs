//! Mistakes in output templates, told to who wrote them: where they are, and which names there would have been.
//!
//! The engine can print the values around a mistake; that is not used, for one of them may be a secret. What is told
//! are names only.

use minijinja::{Error, ErrorKind, Value};

use crate::nearest::did_you_mean;

/// The place of `error` in `template`, and what it is, in one line.
pub(super) fn describe(template: &str, error: &Error) -> (String, String) {
    let error = innermost(error);
    // What was compiled alone has no name, such as a path; and one template can include another.
    let named = error.name().filter(|name| !name.starts_with('<'));
    let line = named.and(error.line()).map(|line| format!(":{line}")).unwrap_or_default();
    let place = format!("{}{line}", named.unwrap_or(template));
    let code = piece(error).map(|(_, code)| code).filter(|code| !code.contains('\n'));
    let message = match (error.kind(), error.detail(), code) {
        (ErrorKind::UndefinedError, _, Some(code)) => format!("there is no `{code}`"),
        (kind, Some(detail), _) => format!("{kind}: {detail}"),
        (kind, None, Some(code)) => format!("{kind}: `{code}`"),
        (kind, None, None) => kind.to_string(),
    };
    (place, message.replace('\n', " "))
}

/// Which names there are where `error` has looked for another one.
pub(super) fn help(error: &Error, view: &Value) -> Option<String> {
    let error = innermost(error);
    if error.kind() != ErrorKind::UndefinedError {
        return None;
    }
    let (before, piece) = piece(error)?;
    let path = piece.split('|').next()?.trim();
    let (owner, name) = path.rsplit_once('.').map_or((None, path), |(owner, name)| (Some(owner), name));
    let value = owner.map_or_else(|| Some(view.clone()), |owner| find(owner.trim(), before, view, 0))?;
    let names: Vec<String> = value.try_iter().ok()?.map(|name| name.to_string()).collect();
    if names.is_empty() || value.kind() != minijinja::value::ValueKind::Map {
        return None;
    }
    did_you_mean(name, names.iter().map(String::as_str)).or_else(|| {
        let has = owner.map_or_else(|| "there are".to_owned(), |owner| format!("`{owner}` has"));
        Some(format!("{has} `{}`", names.join("`, `")))
    })
}

/// What `path` stands for behind the text `before`: a part of the view, or of a variable that a loop or an assignment
/// has made.
fn find(path: &str, before: &str, view: &Value, depth: usize) -> Option<Value> {
    let mut parts = path.split('.');
    let (first, index) = indexed(parts.next()?);
    let mut value = view.get_attr(first).ok().filter(|value| !value.is_undefined() && !value.is_none());
    if value.is_none() && depth < 8 {
        let loops = format!("for {first} in ");
        let (at, length, is_loop) = match (before.rfind(&loops), before.rfind(&format!("set {first} = "))) {
            (looped, Some(set)) if looped.is_none_or(|looped| looped < set) => (set, first.len() + 7, false),
            (Some(looped), _) => (looped, loops.len(), true),
            _ => return None,
        };
        let expression = before[at + length..].split(['%', '|', '\n']).next()?.trim_end_matches('-').trim();
        let expression = expression.split(" if ").next()?.trim();
        value = find(expression, &before[..at], view, depth + 1);
        if is_loop {
            value = value?.try_iter().ok()?.next();
        }
    }
    let mut value = value?;
    if index {
        value = value.try_iter().ok()?.next()?;
    }
    for part in parts {
        let (name, index) = indexed(part);
        value = value.get_attr(name).ok().filter(|value| !value.is_undefined())?;
        if index {
            value = value.try_iter().ok()?.next()?;
        }
    }
    Some(value)
}

/// `urls[0]` as a name, and that something of it is taken: all items are alike.
fn indexed(part: &str) -> (&str, bool) {
    part.split_once('[').map_or((part, false), |(name, _)| (name, true))
}

/// Of a template that another one includes, the mistake inside of it.
fn innermost(mut error: &Error) -> &Error {
    while let Some(inner) = std::error::Error::source(error).and_then(|source| source.downcast_ref()) {
        error = inner;
    }
    error
}

/// The text before the piece of the template that went wrong, and the piece.
fn piece(error: &Error) -> Option<(&str, &str)> {
    let (source, range) = (error.template_source()?, error.range()?);
    let mut start = range.start;
    // Of `links[0].page` only what is behind `links` is named.
    if source.get(start..)?.starts_with(['[', '.']) {
        let is_path = |c: char| c.is_alphanumeric() || "_.[]".contains(c);
        start = source.get(..start)?.trim_end_matches(is_path).len();
    }
    let piece = source.get(start..range.end)?.trim();
    (!piece.is_empty()).then_some((&source[..start], piece))
}
