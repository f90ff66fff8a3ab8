//! How far a finding reaches: on which platforms it holds, and how a sentence says so.
//!
//! A link of a config is one for each platform, and what is wrong on one of them is wrong. A URL that was found is a
//! single link that fits several platforms: what speaks against some of them only means that it is for the others.

use crate::resolved::{Origin, ResolvedForm, ResolvedLink};

/// The platforms of those forms for which `is_wrong` says so; `None` where that is no finding.
pub(super) fn platforms_where<'l>(
    link: &'l ResolvedLink<'_>,
    is_wrong: impl Fn(&'l ResolvedForm<'l>) -> bool,
) -> Option<Vec<&'l str>> {
    let wrong: Vec<&ResolvedForm<'_>> = link.forms.iter().filter(|resolved| is_wrong(resolved)).collect();
    is_finding(link, wrong.len()).then(|| distinct(wrong.iter().map(|resolved| resolved.form.platform.as_str())))
}

/// Whether what is wrong with `count` forms of the link is wrong with the link.
pub(super) fn is_finding(link: &ResolvedLink<'_>, count: usize) -> bool {
    count > 0 && (link.url().is_none() || count == link.forms.len())
}

/// " on `ios` and `macos`", or nothing when these are all platforms of the link.
pub(super) fn on(link: &ResolvedLink<'_>, platforms: &[&str]) -> String {
    let all = link.platforms();
    let is_all = all.iter().all(|platform| platforms.contains(platform));
    if is_all { String::new() } else { format!(" on {}", all_of(platforms.iter().copied())) }
}

/// Each once, in the order of their first time.
pub(super) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

/// "`a`, `b` and `c`".
pub(super) fn all_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.pop() {
        None => "nothing".to_owned(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}

/// Whether the link stands on a command line, where a value is given with `--set`.
pub(super) fn is_typed_now(link: &ResolvedLink<'_>) -> bool {
    matches!(link.origin, Origin::CommandLine)
}

/// The first sentence of a text of the schema, as the end of a help line: without its full stop.
pub(super) fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(all_of(["a"].into_iter()), "`a`");
        assert_eq!(all_of(["a", "b", "c"].into_iter()), "`a`, `b` and `c`");
    }

    #[test]
    fn a_sentence_ends_before_the_next() {
        assert_eq!(first_sentence("Meeting ID."), "Meeting ID");
        assert_eq!(first_sentence("Name, v. 2. More."), "Name, v");
        assert_eq!(first_sentence("No stop"), "No stop");
    }
}
