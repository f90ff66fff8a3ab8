//! The inputs of a link as the arguments of a function, and its platforms grouped by what the function does there.

use serde::Serialize;

use super::{StateView, UrlView};
use crate::link::{Input, Link, Part, Refusal, encoded};
use crate::schema::WireValue;

/// An input as an argument of a function that is for all platforms of a target.
#[derive(Debug, Serialize)]
pub(super) struct ArgumentView<'a> {
    /// With the values of an enum that one of the target's platforms has.
    #[serde(flatten)]
    input: Input,
    /// Whether it must be given on every platform of the target that the link is on.
    always: bool,
    /// What is written when nothing is given, where that is the same on all of them: the fallback, or the default.
    otherwise: Option<String>,
    /// The fallback of a list.
    fallback_items: Option<&'a [String]>,
    /// The platforms of the target that have it.
    platforms: Vec<&'a str>,
    /// Whether the link has it on all of them.
    everywhere: bool,
    /// Whether a refusal asks whether it was given, so that a default must not pass for a value.
    asked: bool,
}

/// Platforms on which a function does the same.
#[derive(Debug, Serialize)]
pub(super) struct GroupView<'a> {
    platforms: Vec<&'a str>,
    titles: Vec<&'a str>,
    parts: &'a [Part],
    /// What is open there, by name: how it is, and what is written when nothing is given.
    inputs: Vec<HereView<'a>>,
    /// When values are refused.
    refusals: &'a [Refusal],
}

/// An input on the platforms of a group.
#[derive(Debug, PartialEq, Serialize)]
struct HereView<'a> {
    name: &'a str,
    required: bool,
    /// What is written when nothing is given: the fallback, or the default.
    otherwise: Option<String>,
    /// The same, encoded as it stands in the URL.
    encoded: Option<String>,
}

/// What the user will see on platforms where it is the same.
#[derive(Debug, Serialize)]
pub(super) struct SeenView<'a> {
    platforms: Vec<&'a str>,
    titles: Vec<&'a str>,
    states: Vec<StateView<'a>>,
}

/// What the user will see, in the order of the first platform of each group; not where nothing is known.
pub(super) fn seen<'a>(urls: &[UrlView<'a>]) -> Vec<SeenView<'a>> {
    let mut seen: Vec<SeenView<'a>> = Vec::new();
    for url in urls.iter().filter(|url| !url.behaviour.is_empty()) {
        if let Some(same) = seen.iter_mut().find(|other| other.states == url.behaviour) {
            same.platforms.push(url.on.platform);
            same.titles.push(url.on.title);
        } else {
            let (platforms, titles) = (vec![url.on.platform], vec![url.on.title]);
            seen.push(SeenView { platforms, titles, states: url.behaviour.clone() });
        }
    }
    seen
}

/// The arguments, those that must always be given first.
pub(super) fn arguments<'a>(link: &'a Link, urls: &[UrlView<'a>]) -> Vec<ArgumentView<'a>> {
    let platforms: Vec<&str> = urls.iter().map(|url| url.on.platform).collect();
    let refusals = link.refusals.iter().filter(|(platform, _)| platforms.contains(&platform.as_str()));
    let tests: Vec<_> =
        refusals.flat_map(|(_, all)| all).flat_map(|refusal| &refusal.when).map(|test| &test.input).collect();
    let of_input = |input: &'a Input| {
        let on: Vec<_> = input.on.iter().filter(|on| platforms.contains(&on.platform.as_str())).collect();
        let first = on.first()?;
        let otherwise = input.fallback.as_ref().or(first.default.as_ref());
        let is_same = input.fallback.is_some() || on.iter().all(|other| other.default == first.default);
        let mut own = input.clone();
        own.value_type.choices.retain(|choice| on.iter().any(|on| on.choices.contains(&choice.name)));
        Some(ArgumentView {
            input: own,
            always: on.len() == platforms.len() && on.iter().all(|on| on.required),
            otherwise: otherwise.filter(|_| is_same).map(WireValue::display),
            fallback_items: match &input.fallback {
                Some(WireValue::List(items)) => Some(items),
                _ => None,
            },
            platforms: on.iter().map(|on| on.platform.as_str()).collect(),
            everywhere: on.len() == platforms.len(),
            asked: tests.contains(&&input.name),
        })
    };
    let mut arguments: Vec<_> = link.inputs.iter().filter_map(of_input).collect();
    arguments.sort_by_key(|argument| !argument.always);
    arguments
}

/// The groups, in the order of the first platform of each.
pub(super) fn groups<'a>(link: &'a Link, urls: &[UrlView<'a>]) -> Vec<GroupView<'a>> {
    let mut groups: Vec<GroupView<'a>> = Vec::new();
    for url in urls {
        let refusals = link.refusals.iter().find(|(platform, _)| platform == url.on.platform);
        let refusals = refusals.map_or(&[][..], |(_, refusals)| refusals);
        let inputs: Vec<_> = url.inputs.iter().map(|input| here(input.input, url)).collect();
        let same = groups
            .iter_mut()
            .find(|group| group.parts == url.parts && group.refusals == refusals && group.inputs == inputs);
        if let Some(group) = same {
            group.platforms.push(url.on.platform);
            group.titles.push(url.on.title);
        } else {
            let (platforms, titles) = (vec![url.on.platform], vec![url.on.title]);
            groups.push(GroupView { platforms, titles, parts: url.parts, inputs, refusals });
        }
    }
    groups
}

fn here<'a>(input: &'a Input, url: &UrlView<'a>) -> HereView<'a> {
    let on = input.on.iter().find(|on| on.platform == url.on.platform);
    let otherwise = input.fallback.as_ref().or_else(|| on?.default.as_ref());
    HereView {
        name: &input.name,
        required: on.is_some_and(|on| on.required),
        otherwise: otherwise.map(WireValue::display),
        encoded: otherwise.and_then(|value| encoded(url.parts, &input.name, value)),
    }
}
