//! The rules: what is checked of a link, each with an id, a level and a page.
//!
//! A rule is one file. Its doc comment is the page that `linkc explain` prints; its line in [`RULES`] registers it; its
//! folder under `tests/rules/` shows what it finds and what it leaves alone. If the next phase could not go on, it is
//! no rule but a phase error, which cannot be turned off.

use std::collections::{BTreeMap, BTreeSet};

use self::values::LinkValue;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::obtain::BoundObtain;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;
use crate::source::{SourceId, Span};

/// How a rule's findings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As errors.
    Error,
    /// As warnings.
    Warning,
    /// As notes.
    Note,
    /// Not at all.
    Off,
}

impl Level {
    /// The word for it: `error`, `warning`, `note` or `off`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Off => "off",
        }
    }

    /// The severity of a finding; `None` when there is to be none.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Off => None,
        }
    }
}

/// What is known of a rule without running it.
#[derive(Debug)]
pub struct Metadata {
    /// The id; reads as "allow *id*".
    pub id: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// The level that it has when nobody says otherwise.
    pub level: Level,
    /// The page, in Markdown.
    pub page: &'static str,
}

/// A check with an id and a level. A rule overrides the one hook of its kind.
pub trait Rule: Sync {
    /// What is known of it.
    fn metadata(&self) -> &'static Metadata;

    /// Looks at a link: one of a config, one from the command line, or one that was read from a URL.
    fn check_link(&self, _link: &ResolvedLink<'_>, _report: &mut Report<'_>) {}

    /// Looks at a link config as a whole: at what is said for all of its links, and where they come out. `links` are
    /// those of its links that could be bound.
    fn check_config(&self, _config: &Config, _schema: &Schema, _links: &[ResolvedLink<'_>], _report: &mut Report<'_>) {}

    /// Looks at how parameters are obtained: all that one file or one command line says of it.
    fn check_obtain(&self, _asked: &[BoundObtain<'_>], _report: &mut Report<'_>) {}

    /// Looks at a schema.
    fn check_schema(&self, _schema: &Schema, _report: &mut Report<'_>) {}
}

/// Where a rule reports to: knows its id and level.
#[derive(Debug)]
pub struct Report<'a> {
    id: &'static str,
    severity: Severity,
    context: &'a Context,
    /// The values of the link that is looked at.
    values: &'a [LinkValue<'a>],
    memory: &'a mut Memory,
    /// What was found before the rules were run.
    before: Option<&'a Diagnostics>,
    diagnostics: &'a mut Diagnostics,
}

/// What a rule remembers from one link to the next.
#[derive(Debug, Default)]
struct Memory {
    /// The addresses of the forms of a link, of all links for which a rule has said what there is to say of their forms.
    /// The forms outlive this.
    forms: BTreeSet<(&'static str, SourceId, Vec<usize>)>,
}

impl<'a> Report<'a> {
    /// A finding of the rule, not yet reported: complete it, then [`Self::push`] it.
    pub fn finding(&self, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(self.id, self.severity, message, span)
    }

    /// How the rule's findings count.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is known beyond the texts that are checked.
    pub fn context(&self) -> &Context {
        self.context
    }

    /// Whether some of the text at `span` is secret.
    pub fn is_masked(&self, span: Span) -> bool {
        self.diagnostics.is_masked(span) || self.before.is_some_and(|before| before.is_masked(span))
    }

    /// The values of the link that is looked at; see [`values::values`].
    fn values(&self) -> &'a [LinkValue<'a>] {
        self.values
    }

    /// Whether the rule looks at the forms of `link` for the first time. It may come to ask again: what it says of them
    /// once is to be pushed with [`Self::push_once`].
    fn is_first_of_its_forms(&mut self, link: &ResolvedLink<'_>) -> bool {
        let forms = link.forms.iter().map(|resolved| std::ptr::from_ref(resolved.form).addr());
        self.memory.forms.insert((self.id, link.name.span.source, forms.collect()))
    }

    /// Reports a finding, unless the rule has said the same in another place of its source, with the same help.
    pub fn push_once(&mut self, finding: Diagnostic) {
        self.diagnostics.push_once(finding);
    }

    /// Reports a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.diagnostics.push(finding);
    }
}

/// The levels in force, by rule; what is not named has its own.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// What the rules are told beside the texts.
    pub context: Context,
    levels: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// The levels that rules have by themselves, with what the rules are told beside the texts.
    pub fn new(context: Context) -> Self {
        Self { context, ..Self::default() }
    }

    /// The level of `rule`.
    pub fn of(&self, rule: &Metadata) -> Level {
        self.levels.get(rule.id).copied().unwrap_or(rule.level)
    }

    /// Sets the level of the rule `id`; `false` when there is none of that name.
    pub fn set(&mut self, id: &str, level: Level) -> bool {
        let rule = find(id);
        if let Some(rule) = rule {
            self.levels.insert(rule.metadata().id, level);
        }
        rule.is_some()
    }
}

/// The rule called `id`.
pub fn find(id: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.metadata().id == id)
}

/// Runs all rules on `link`.
pub fn check(link: &ResolvedLink<'_>, levels: &Levels, diagnostics: &mut Diagnostics) {
    check_some(std::slice::from_ref(link), levels, None, diagnostics);
}

/// As [`check`], on all of `links`; `before` is what was found before, elsewhere.
pub(crate) fn check_some(
    links: &[ResolvedLink<'_>],
    levels: &Levels,
    before: Option<&Diagnostics>,
    diagnostics: &mut Diagnostics,
) {
    let active: Vec<(&dyn Rule, Severity)> = active(levels).collect();
    let mut memory = Memory::default();
    for link in links {
        let values = values::values(link);
        for (rule, severity) in &active {
            let (id, severity, context) = (rule.metadata().id, *severity, &levels.context);
            let mut report =
                Report { id, severity, context, values: &values, memory: &mut memory, before, diagnostics };
            rule.check_link(link, &mut report);
        }
    }
}

/// Runs all rules on `config` as a whole; `links` are its links, resolved.
pub fn check_config(
    config: &Config,
    schema: &Schema,
    links: &[ResolvedLink<'_>],
    levels: &Levels,
    diagnostics: &mut Diagnostics,
) {
    run(levels, diagnostics, |rule, report| rule.check_config(config, schema, links, report));
}

/// Runs all rules on what one file or one command line says of how parameters are obtained.
pub fn check_obtain(asked: &[BoundObtain<'_>], levels: &Levels, diagnostics: &mut Diagnostics) {
    for bound in asked {
        let secret = bound.given.iter().filter(|given| bound.obtain.is_secret(&given.name.value));
        let open = secret.filter(|given| given.text.references().next().is_none());
        let hidden = open.map(|given| given.span).chain(bound.keys.iter().map(|key| key.span));
        hidden.chain(bound.signature.iter().map(|signature| signature.span)).for_each(|span| diagnostics.mask(span));
    }
    run(levels, diagnostics, |rule, report| rule.check_obtain(asked, report));
}

/// Runs all rules on `schema`.
pub fn check_schema(schema: &Schema, levels: &Levels, diagnostics: &mut Diagnostics) {
    run(levels, diagnostics, |rule, report| rule.check_schema(schema, report));
}

fn run(levels: &Levels, diagnostics: &mut Diagnostics, hook: impl Fn(&dyn Rule, &mut Report<'_>)) {
    let mut memory = Memory::default();
    for (rule, severity) in active(levels) {
        let (id, context) = (rule.metadata().id, &levels.context);
        let memory = &mut memory;
        hook(rule, &mut Report { id, severity, context, values: &[], memory, before: None, diagnostics });
    }
}

/// The rules that are not turned off, with how their findings count.
fn active(levels: &Levels) -> impl Iterator<Item = (&'static dyn Rule, Severity)> {
    RULES.iter().filter_map(|rule| Some((*rule, levels.of(rule.metadata()).severity()?)))
}

/// Declares a rule: a unit struct whose doc comment is its page, and its metadata. The `impl Rule` follows by hand and
/// calls `Self::METADATA`.
macro_rules! declare_rule {
    (
        $(#[doc = $line:literal])+
        $name:ident = { id: $id:literal, summary: $summary:literal, level: $level:ident $(,)? }
    ) => {
        $(#[doc = $line])+
        #[derive(Debug)]
        pub(crate) struct $name;

        impl $name {
            const METADATA: &'static $crate::rules::Metadata = &$crate::rules::Metadata {
                id: $id,
                summary: $summary,
                level: $crate::rules::Level::$level,
                page: concat!($($line, "\n"),+),
            };
        }
    };
}
pub(crate) use declare_rule;

mod ambiguous_field;
mod ambiguous_scalar;
mod bare_plus;
mod client_side_key;
mod contested_fact;
mod context;
mod control_character;
mod corp_id_in_enterprise_mode;
mod dangerous_scheme;
mod dense_qr;
mod deprecated_page;
mod divergent_default;
mod divergent_link;
mod double_encoding;
mod dropped_link;
mod duplicate_parameter;
mod eternal_signature;
mod fragment_in_link;
mod insecure_landing;
mod invalid_value;
mod invisible_character;
mod literal_secret;
mod literal_single_use;
mod malformed_percent;
mod malformed_signature;
mod millisecond_expiry;
mod missing_parameter;
mod missing_reason;
mod outlets;
mod overlong_line;
mod overlong_url;
mod padded_value;
mod parameter_conflict;
mod pieces;
mod placeholder_value;
mod port_without_host;
mod raw_character;
mod reused_nonce;
mod scope;
mod shared_personal;
mod shared_secret;
mod shared_single_use;
mod short_nonce;
mod stale_schema;
mod trailing_punctuation;
mod unescaped_link;
mod unknown_parameter;
mod unlisted_host;
mod unshareable_scheme;
mod unused_suppression;
mod unused_value;
mod values;
mod wrong_case;

pub use context::{Channel, Channels, Context};

/// All rules, sorted by id.
pub static RULES: &[&dyn Rule] = &[
    &ambiguous_field::AmbiguousField,
    &ambiguous_scalar::AmbiguousScalar,
    &bare_plus::BarePlus,
    &client_side_key::ClientSideKey,
    &contested_fact::ContestedFact,
    &control_character::ControlCharacter,
    &corp_id_in_enterprise_mode::CorpIdInEnterpriseMode,
    &dangerous_scheme::DangerousScheme,
    &dense_qr::DenseQr,
    &deprecated_page::DeprecatedPage,
    &divergent_default::DivergentDefault,
    &divergent_link::DivergentLink,
    &double_encoding::DoubleEncoding,
    &dropped_link::DroppedLink,
    &duplicate_parameter::DuplicateParameter,
    &eternal_signature::EternalSignature,
    &fragment_in_link::FragmentInLink,
    &insecure_landing::InsecureLanding,
    &invalid_value::InvalidValue,
    &invisible_character::InvisibleCharacter,
    &literal_secret::LiteralSecret,
    &literal_single_use::LiteralSingleUse,
    &malformed_percent::MalformedPercent,
    &malformed_signature::MalformedSignature,
    &millisecond_expiry::MillisecondExpiry,
    &missing_parameter::MissingParameter,
    &missing_reason::MissingReason,
    &overlong_line::OverlongLine,
    &overlong_url::OverlongUrl,
    &padded_value::PaddedValue,
    &parameter_conflict::ParameterConflict,
    &placeholder_value::PlaceholderValue,
    &port_without_host::PortWithoutHost,
    &raw_character::RawCharacter,
    &reused_nonce::ReusedNonce,
    &shared_personal::SharedPersonal,
    &shared_secret::SharedSecret,
    &shared_single_use::SharedSingleUse,
    &short_nonce::ShortNonce,
    &stale_schema::StaleSchema,
    &trailing_punctuation::TrailingPunctuation,
    &unescaped_link::UnescapedLink,
    &unknown_parameter::UnknownParameter,
    &unlisted_host::UnlistedHost,
    &unshareable_scheme::UnshareableScheme,
    &unused_suppression::UnusedSuppression,
    &unused_value::UnusedValue,
    &wrong_case::WrongCase,
];
