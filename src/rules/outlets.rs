//! Where the values of links come to be seen: in what is built of a config, and in the text that a URL stands in.
//!
//! Which targets are public is said by the targets themselves; see [`Channel`]. The rules `shared-…` differ in which
//! values they mind; the walk through them is here.

use super::placeholder_value::is_placeholder;
use super::scope::{all_of, distinct};
use super::values::{LinkValue, values};
use super::{Channel, Report};
use crate::config::{Config, Output};
use crate::diagnostic::Diagnostic;
use crate::resolved::{ResolvedLink, UrlText};
use crate::surroundings::{Medium, Place};

/// An output that other people see.
#[derive(Clone, Copy)]
pub(super) struct Outlet<'c> {
    /// The output.
    pub(super) output: &'c Output,
    /// Where they see it.
    pub(super) channel: Channel,
}

/// The public outputs of `config`, in its order.
pub(super) fn outlets<'c>(config: &'c Config, report: &Report<'_>) -> Vec<Outlet<'c>> {
    let channels = &report.context().channels;
    let channel_of = |output: &Output| channels.of(&output.target.value);
    config.outputs.iter().filter_map(|output| Some(Outlet { channel: channel_of(output)?, output })).collect()
}

/// Where other people meet a URL that was found; `None` where it stands in a program, its data or an example.
pub(super) fn channel_of(url: &UrlText) -> Option<Channel> {
    let surroundings = url.surroundings.as_ref()?;
    match surroundings.medium {
        _ if surroundings.place == Place::MarkdownCode => None,
        Medium::Page => Some(Channel::Page),
        Medium::Markdown => Some(Channel::Markdown),
        Medium::Mail => Some(Channel::Mail),
        Medium::Source | Medium::Data | Medium::Text => None,
    }
}

/// How the values of some links come to be seen.
pub(super) struct Exposure<'c> {
    /// What becomes of a value: "comes out in `email` and `qr`", "stands in a mail".
    pub(super) how: String,
    /// The people who see it.
    pub(super) readers: &'static str,
    /// Whether the link stands there already, and is not built.
    pub(super) is_found: bool,
    outputs: Vec<&'c Output>,
}

impl<'c> Exposure<'c> {
    /// Through the public outputs of `config`; `None` when it has none.
    pub(super) fn in_public(config: &'c Config, report: &Report<'_>) -> Option<Self> {
        let outlets = outlets(config, report);
        let channel = outlets.first()?.channel;
        Some(Self::in_outputs(outlets.iter().map(|outlet| outlet.output).collect(), channel.readers()))
    }

    /// Through all outputs of `config`; `None` when it has none.
    pub(super) fn in_any(config: &'c Config) -> Option<Self> {
        let outputs: Vec<&Output> = config.outputs.iter().collect();
        (!outputs.is_empty()).then(|| Self::in_outputs(outputs, "whoever has what is built"))
    }

    fn in_outputs(outputs: Vec<&'c Output>, readers: &'static str) -> Self {
        let targets = distinct(outputs.iter().map(|output| output.target.value.as_str()));
        Self { how: format!("comes out in {}", all_of(targets.into_iter())), readers, is_found: false, outputs }
    }

    /// In the text that the URL of `link` was found in; `None` where nobody but its writers reads it.
    pub(super) fn in_text(link: &ResolvedLink<'_>) -> Option<Self> {
        let channel = link.url().and_then(channel_of)?;
        let how = format!("stands in {}", channel.place());
        Some(Self { how, readers: channel.readers(), is_found: true, outputs: Vec::new() })
    }

    /// Reports what `judge` says of each value of `links`, with a label at every output.
    pub(super) fn judge<'s>(
        &self,
        links: &[ResolvedLink<'s>],
        report: &mut Report<'_>,
        judge: impl Fn(&Self, &LinkValue<'_>, &ResolvedLink<'s>, &Report<'_>) -> Option<Diagnostic>,
    ) {
        for link in links {
            for value in values(link) {
                let Some(finding) = judge(self, &value, link, report) else { continue };
                let finding = finding.about(value.subject(link));
                let outputs = self.outputs.iter();
                report
                    .push(outputs.fold(finding, |finding, output| finding.also(output.target.span, "comes out here")));
            }
        }
    }

    /// Whether there is something to tell in the value: it is neither blank nor a placeholder. What of a config is known
    /// only later counts; what a program or a template fills into a text does not.
    pub(super) fn tells_something(&self, value: &LinkValue<'_>, link: &ResolvedLink<'_>) -> bool {
        let tells = |literal: &str| !literal.trim().is_empty() && !is_placeholder(literal, value.name(), link.schema);
        value.given.texts.iter().any(|text| text.literal().map_or(!self.is_found, tells))
    }
}
