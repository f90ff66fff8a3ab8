//! Where the links of a config come out: its outputs, as far as other people see them.
//!
//! Which targets are public is said by the targets themselves; see [`Channel`].

use super::placeholder_value::is_placeholder;
use super::scope::{all_of, distinct};
use super::values::LinkValue;
use super::{Channel, Report};
use crate::config::{Config, Output};
use crate::diagnostic::Diagnostic;
use crate::resolved::ResolvedLink;

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
    let channel_of = |output: &Output| channels.get(&output.target.value).copied();
    config.outputs.iter().filter_map(|output| Some(Outlet { channel: channel_of(output)?, output })).collect()
}

/// "`email` and `qr`".
pub(super) fn targets_of<'c>(outputs: impl Iterator<Item = &'c Output>) -> String {
    all_of(distinct(outputs.map(|output| output.target.value.as_str())).into_iter())
}

/// The finding with a label at every output.
pub(super) fn with_outputs<'c>(finding: Diagnostic, outputs: impl Iterator<Item = &'c Output>) -> Diagnostic {
    outputs.fold(finding, |finding, output| finding.also(output.target.span, "comes out here"))
}

/// Whether there is something to tell in the value: it is neither blank nor a placeholder. What is known only later
/// counts.
pub(super) fn tells_something(value: &LinkValue<'_>, link: &ResolvedLink<'_>) -> bool {
    let tells = |literal: &str| !literal.trim().is_empty() && !is_placeholder(literal, value.name(), link.schema);
    value.given.texts.iter().any(|text| text.literal().is_none_or(tells))
}
