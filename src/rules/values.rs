//! The values of a link, each once, and what may be said of them.
//!
//! A value that was given for all platforms is bound to every form; a rule that looks at values would find the same
//! thing five times. Whether a value may be quoted is decided here and nowhere else.

use crate::diagnostic::Fix;
use crate::given::{Given, GivenText, Layer};
use crate::resolved::{Binding, ResolvedForm, ResolvedLink};
use crate::schema::ValueType;

/// The most characters of a value that a message repeats.
const MOST_QUOTED: usize = 40;

/// A value that somebody gave, and what it is bound to.
#[derive(Debug)]
pub(super) struct LinkValue<'l> {
    /// The value.
    pub(super) given: &'l Given,
    /// The forms and parameters that it is bound to; at least one.
    pub(super) uses: Vec<(&'l ResolvedForm<'l>, &'l Binding<'l>)>,
    /// Whether it stands in for an input where something must be written down now.
    pub(super) is_fallback: bool,
}

/// The values of `link` and the fallbacks of its inputs, in the order of the first form. Not among them are the values
/// given for constants, which are wrong whatever they are, and those of a schema's presets.
pub(super) fn values<'l>(link: &'l ResolvedLink<'_>) -> Vec<LinkValue<'l>> {
    let mut values: Vec<LinkValue<'l>> = Vec::with_capacity(8);
    for resolved in &link.forms {
        for binding in resolved.bindings.iter().filter(|binding| binding.parameter.constant().is_none()) {
            let fallback = binding.input.as_ref().and_then(|input| input.fallback.as_ref());
            for (given, is_fallback) in [(binding.given.as_deref(), false), (fallback, true)] {
                let Some(given) = given.filter(|given| given.layer != Layer::Preset) else { continue };
                let same = |value: &&mut LinkValue<'_>| {
                    std::ptr::eq(value.given, given)
                        || (value.given.span == given.span && value.given.name_span == given.name_span)
                };
                if let Some(value) = values.iter_mut().find(same) {
                    value.uses.push((resolved, binding));
                } else {
                    let mut uses = Vec::with_capacity(link.forms.len());
                    uses.push((resolved, binding));
                    values.push(LinkValue { given, uses, is_fallback });
                }
            }
        }
    }
    values
}

impl<'l> LinkValue<'l> {
    /// The parameter's name.
    pub(super) fn name(&self) -> &'l str {
        self.uses[0].1.name()
    }

    /// The parameter's type on the first platform that has the value.
    pub(super) fn value_type(&self) -> &'l ValueType {
        &self.uses[0].1.parameter.parameter.value_type
    }

    /// Whether the value must not be seen by everyone.
    pub(super) fn is_secret(&self) -> bool {
        self.uses.iter().any(|(_, binding)| binding.parameter.parameter.secret)
    }

    /// Whether the value works only once.
    pub(super) fn is_single_use(&self) -> bool {
        self.uses.iter().any(|(_, binding)| binding.parameter.parameter.single_use)
    }

    /// The texts of which everything is known, the blank ones left out.
    pub(super) fn literals(&self) -> impl Iterator<Item = (&'l GivenText, &'l str)> {
        let texts = self.given.texts.iter();
        texts
            .filter_map(|text| text.literal().map(|literal| (text, literal)))
            .filter(|(_, literal)| !literal.is_empty())
    }

    /// "`text`", when it may be seen, is short and has nothing in it that would break the line or its backticks.
    pub(super) fn quoted(&self, text: &str) -> Option<String> {
        let is_short = text.chars().nth(MOST_QUOTED).is_none();
        let is_plain = !text.contains(|c: char| c.is_control() || c == '`');
        (!self.is_secret() && is_short && is_plain && !text.is_empty()).then(|| format!("`{text}`"))
    }

    /// `fix`, such that it writes `literal` in the place of `text`; nothing where the text cannot be changed, or must
    /// not be seen: a report shows what a fix writes.
    pub(super) fn rewriting(&self, fix: Fix, text: &GivenText, literal: &str) -> Option<Fix> {
        let may = self.given.layer != Layer::CommandLine && !self.is_secret();
        let written = text.written(literal).filter(|_| may)?;
        Some(fix.edit(text.span, written))
    }

    /// What a finding about the value is about. A value for all links of a config is wrong once, not once a link.
    pub(super) fn subject(&self, link: &ResolvedLink<'_>) -> String {
        match self.given.layer {
            Layer::Config => format!("values/{}", self.name()),
            _ if self.is_fallback => format!("{}/inputs/{}", link.subject, self.name()),
            _ => link.subject_of(self.name()),
        }
    }
}
