//! Where a fact is known from, since when it holds, and who contests it.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, WRONG_VALUE};
use crate::nearest::{did_you_mean, one_of};
use crate::source::Spanned;
use crate::yaml::Content;

/// The keys that [`Facts::load`] reads.
pub(crate) const FACT_KEYS: [&str; 4] = ["source", "status", "since", "contested"];

/// How well a fact is documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The vendor documents it.
    #[default]
    Documented,
    /// The vendor documented it once, or documents that it goes away.
    Deprecated,
    /// Seen in code, not documented.
    Observed,
}

impl Status {
    /// The word for it in a schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Deprecated => "deprecated",
            Self::Observed => "observed",
        }
    }
}

/// The version of the app from which something holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Since {
    /// The version as printed.
    pub version: String,
    /// The day as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// The provenance of a fact.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Where it is written: a source's id and the place in it.
    pub source: Vec<Spanned<String>>,
    /// How well it is documented.
    pub status: Status,
    /// From which version it holds.
    pub since: Option<Since>,
    /// What speaks against it, naming both sides.
    pub contested: Vec<Spanned<String>>,
}

impl Facts {
    /// Reads the fact keys of a map. The first word of each `source` has to be one of `sources`.
    pub fn load(fields: &Fields<'_>, sources: &[String], diagnostics: &mut Diagnostics) -> Self {
        let source = fields.texts("source", diagnostics);
        for place in &source {
            check_source(place, sources, fields, diagnostics);
        }
        let statuses =
            [Status::Documented, Status::Deprecated, Status::Observed].map(|status| (status.as_str(), status));
        Self {
            source,
            status: fields.choice("status", &statuses, diagnostics).unwrap_or_default(),
            since: load_since(fields, diagnostics),
            contested: fields.texts("contested", diagnostics),
        }
    }
}

fn check_source(place: &Spanned<String>, sources: &[String], fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let word = place.value.split_whitespace().next().unwrap_or_default();
    if sources.iter().any(|id| id == word) {
        return;
    }
    let ids = || sources.iter().map(String::as_str);
    diagnostics.push(
        Diagnostic::error("unknown-source", format!("the schema has no source `{word}`"), place.span)
            .label("the first word names one of `sources`")
            .help(did_you_mean(word, ids()).unwrap_or_else(|| format!("it is {}", one_of(ids()))))
            .about(fields.path_of("source")),
    );
}

fn load_since(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Since> {
    let node = fields.get("since")?;
    match &node.content {
        Content::Scalar(scalar) => Some(Since { version: scalar.text.clone(), date: None }),
        Content::Mapping(_) => {
            let path = fields.path_of("since");
            let fields = Fields::new(node, "a `since`", path, &["version", "date"], diagnostics)?;
            let version = fields.required_text("version", diagnostics)?.value;
            Some(Since { version, date: fields.text("date", diagnostics).map(|date| date.value) })
        }
        _ => {
            diagnostics.push(
                Diagnostic::error(WRONG_VALUE, "`since` is a version, or a map of `version` and `date`", node.span)
                    .about(fields.path_of("since")),
            );
            None
        }
    }
}
