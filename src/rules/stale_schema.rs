//! The rule `stale-schema`.

use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a schema whose facts were compared with their sources more than a year ago, by its `checked_on`: in the
    /// schema's own file, and for a built-in schema at the link config that uses it.
    ///
    /// ## Why is this bad?
    ///
    /// Vendors change their links without a word. Huawei's document on the links of its meetings has changed hosts,
    /// pages and defaults from issue to issue; Zoom no longer documents the links for meetings that it once did.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: schema
    /// name: acme
    /// title: Acme
    /// checked_on: 2019-04-01
    /// sources:
    ///   guide: { title: Acme integration guide }
    /// platforms: { android: {} }
    /// pages:
    ///   open: { title: Open, link: acme://open, source: guide 2 }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: schema
    /// name: acme
    /// title: Acme
    /// checked_on: 2026-11-01
    /// sources:
    ///   guide: { title: Acme integration guide }
    /// platforms: { android: {} }
    /// pages:
    ///   open: { title: Open, link: acme://open, source: guide 2 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Compare the schema with its sources, then change the date. Of a built-in schema, a newer linkc may have a newer
    /// one.
    StaleSchema = {
        id: "stale-schema",
        summary: "a schema was compared with its sources more than a year ago",
        level: Note,
    }
}

impl Rule for StaleSchema {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_schema(&self, schema: &Schema, report: &mut Report<'_>) {
        let Some(checked_on) = &schema.checked_on else { return };
        if is_stale(&checked_on.value, report) {
            report.push(
                report
                    .finding("the schema was compared with its sources more than a year ago", checked_on.span)
                    .label("the last time")
                    .help("compare it with its sources again, then write the new date")
                    .about("checked_on"),
            );
        }
    }

    fn check_config(&self, config: &Config, schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        // The schema of a file is reported in that file.
        let is_built_in = schema.name == config.schema.value;
        let Some(checked_on) = schema.checked_on.as_ref().filter(|_| is_built_in) else { return };
        if is_stale(&checked_on.value, report) {
            let message = format!("the schema `{}` was compared with its sources more than a year ago", schema.name);
            report.push(
                report
                    .finding(message, config.schema.span)
                    .label(format!("the last time on {}", checked_on.value))
                    .help("a newer linkc may know newer links")
                    .about("schema"),
            );
        }
    }
}

/// Whether `day` is more than a year before today; no, where the day is not known.
fn is_stale(day: &str, report: &Report<'_>) -> bool {
    let Some(today) = &report.context().today else { return false };
    // Days that are written as YYYY-MM-DD sort as texts.
    let year = day.split_once('-').and_then(|(year, rest)| Some((year.parse::<u32>().ok()?, rest)));
    year.is_some_and(|(year, rest)| format!("{:04}-{rest}", year + 1).as_str() < today.as_str())
}
