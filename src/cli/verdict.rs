//! What the findings of a link config count while it is built: as `check` has it, or the two would contradict each
//! other.
//!
//! A finding that is suppressed with a reason, off in the settings or known to the baseline keeps nothing from being
//! built.

use std::path::Path;

use linkc::baseline::Baseline;
use linkc::check::check_config;
use linkc::config::Config;
use linkc::resolved::ResolvedLink;
use linkc::rules::Context;
use linkc::schema::Schema;
use linkc::source::SourceId;
use linkc::suppression::Suppressions;
use linkc::yaml::Document;

use super::Failure;
use super::check::load_baseline;
use super::checker::context;
use super::discover::Found;
use super::project::Project;
use super::session::Session;

/// What applies to the link configs of a project.
pub(super) struct Verdict {
    project: Project,
    baseline: Option<Baseline>,
    context: Context,
}

/// Where somebody has said it, if not where it is looked for.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Said<'a> {
    /// The settings file.
    pub(super) config: Option<&'a Path>,
    /// Whether no settings file is heeded.
    pub(super) is_isolated: bool,
    /// The baseline.
    pub(super) baseline: Option<&'a Path>,
}

impl Verdict {
    /// Reads the settings and the baseline; what is wrong with them goes to the findings of `session`.
    pub(super) fn new(said: Said<'_>, templates: Option<&Path>, session: &mut Session) -> Result<Self, Failure> {
        let Session { sources, diagnostics, .. } = session;
        let project = Project::find(said.config, said.is_isolated, sources, diagnostics)?;
        let baseline = load_baseline(said.baseline, &project, sources, diagnostics)?;
        Ok(Self { project, baseline, context: context(templates)? })
    }

    /// The name that `file` is reported under, which is that of `check`.
    pub(super) fn name_of(&self, file: &Found) -> String {
        self.project.relative_or_stdin(file)
    }

    /// Binds and checks the links of `config`, which is the `document` in `file`.
    pub(super) fn check<'s>(
        &self,
        (file, source, document): (&Found, SourceId, &Document),
        config: &Config,
        schema: &'s Schema,
        session: &mut Session,
    ) -> Vec<ResolvedLink<'s>> {
        let Session { sources, diagnostics, .. } = session;
        let mut levels = self.project.settings.levels_for(&self.project.relative(&file.path));
        levels.context = self.context.clone();
        let resolved = check_config(config, schema, &levels, diagnostics);
        Suppressions::in_yaml(source, &file.text, document, diagnostics).apply(sources, diagnostics, &levels);
        if let Some(baseline) = &self.baseline {
            // What of it is stale is the business of `check`.
            baseline.apply(sources, diagnostics, |_| false);
        }
        resolved
    }
}
