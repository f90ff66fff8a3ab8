//! Texts: free, or within a pattern, a length, a set of things that must not occur.

use super::{Invalid, Pattern};

pub(super) fn check(
    text: &str,
    pattern: Option<&Pattern>,
    max_length: Option<usize>,
    except: &[String],
) -> Result<(), Invalid> {
    let forbidden = except.iter().filter(|word| !word.is_empty());
    if let Some((at, word)) = forbidden.filter_map(|word| Some((text.find(word.as_str())?, word))).min() {
        return Err(Invalid::at(at..at + word.len(), format!("the text must not contain {}", shown(word))));
    }
    if let Some(max) = max_length
        && let Some((at, _)) = text.char_indices().nth(max)
    {
        let length = text.chars().count();
        let message = format!("the text is too long: it has {length} characters and may have {max}");
        return Err(Invalid::at(at..text.len(), message));
    }
    match pattern {
        Some(pattern) if !pattern.is_match(text) => Err(off_pattern(text, pattern)),
        _ => Ok(()),
    }
}

fn off_pattern(text: &str, pattern: &Pattern) -> Invalid {
    if text.is_empty() {
        return Invalid::new(format!("expected {}, but there is nothing", describe(Some(pattern), None, &[])));
    }
    let whole = pattern.as_str();
    match (pattern.offending(text), pattern.class()) {
        (Some(range), Some(class)) => {
            let of = pattern.alphabet().unwrap_or_else(|| format!("characters of `{class}`"));
            Invalid::at(range, format!("expected only {of} here")).help(format!("the whole text must match `{whole}`"))
        }
        _ => Invalid::new(format!("the text does not match the pattern `{whole}`")),
    }
}

pub(super) fn describe(pattern: Option<&Pattern>, max_length: Option<usize>, except: &[String]) -> String {
    let kind = match pattern.map(|pattern| (pattern.alphabet(), pattern.as_str())) {
        None => String::new(),
        Some((Some(alphabet), pattern)) => format!(" of {alphabet} (`{pattern}`)"),
        Some((None, pattern)) => format!(" that matches `{pattern}`"),
    };
    let of = if pattern.is_some() { "," } else { " of" };
    let length = max_length.map(|max| format!("{of} at most {max} characters")).unwrap_or_default();
    let list: Vec<_> = except.iter().map(|word| shown(word)).collect();
    let without = if list.is_empty() { String::new() } else { format!(" without {}", list.join(", ")) };
    format!("a text{kind}{length}{without}")
}

/// A text of the schema as it can stand in a sentence.
fn shown(word: &str) -> String {
    match word {
        " " => "a space".into(),
        "\t" => "a tab".into(),
        "\n" => "a line end".into(),
        _ if word.contains(char::is_control) => format!("`{}`", word.escape_debug()),
        _ => format!("`{word}`"),
    }
}
