//! The rule `contested-fact`.

use super::pieces::place_of_page;
use super::scope::{all_of, distinct, first_sentence, is_finding, on};
use super::{Metadata, Report, Rule};
use crate::resolved::ResolvedLink;
use crate::source::{Span, Spanned};

super::declare_rule! {
    /// ## What it does
    ///
    /// Tells where the sources that a schema is made from contradict each other about something that a link relies on:
    /// its page on one of its platforms, or a parameter that it gives.
    ///
    /// There is one note for the page and one for each parameter, at the first place of a file that relies on it; the
    /// help says what each side has, in a sentence. A parameter that is left out or left open says nothing. Of a URL, only what holds
    /// for every platform that it may be for is told.
    ///
    /// ## Why is this bad?
    ///
    /// It is not bad, but worth a try on a device. Of Huawei Cloud Meeting, the chapter on macOS gives `joinConfByLink`
    /// in its tables and `joinTmpConfByLink` in its sample; every link of the reference says port 8443, and the
    /// reference of the SDK gives 443 as the default of the same hosts.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [android]
    ///   values: { port: 8443, conf_id: 981924330, name: Tom }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [android]
    ///   values: { conf_id: 981924330, name: Tom }
    /// ```
    ///
    /// ## See also
    ///
    /// `linkc show SCHEMA/PAGE` prints every contested fact of a page with its sources. Where the other side's form is a
    /// variant of the page, `variant:` chooses it.
    ContestedFact = {
        id: "contested-fact",
        summary: "a link relies on something that its sources disagree about",
        level: Note,
    }
}

impl Rule for ContestedFact {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        // Of a URL, it depends on more than its forms.
        if link.url().is_some() || report.is_first_of_its_forms(link) {
            let mut of_page = Facts::new(link);
            for resolved in &link.forms {
                of_page.add(&resolved.form.facts.contested, &resolved.form.platform);
            }
            let page = &link.page.name.value;
            of_page.report(page, place_of_page(link), || link.subject_of("page"), report);
        }
        for value in report.values().iter().filter(|value| !value.is_fallback) {
            let mut facts = Facts::new(link);
            for (resolved, binding) in &value.uses {
                facts.add(&binding.parameter.parameter.facts.contested, &resolved.form.platform);
            }
            facts.report(value.name(), value.given.name_span, || value.subject(link), report);
        }
    }
}

/// How many facts a finding tells; a page may have a dozen.
const MOST_FACTS: usize = 2;

/// What is contested, each text once, with the platforms that it is about.
struct Facts<'l> {
    link: &'l ResolvedLink<'l>,
    list: Vec<(&'l Spanned<String>, Vec<&'l str>)>,
}

impl<'l> Facts<'l> {
    fn new(link: &'l ResolvedLink<'_>) -> Self {
        Self { link, list: Vec::new() }
    }

    fn add(&mut self, contested: &'l [Spanned<String>], platform: &'l str) {
        for fact in contested {
            match self.list.iter_mut().find(|(known, _)| known.value == fact.value) {
                Some((_, platforms)) => platforms.push(platform),
                None => self.list.push((fact, vec![platform])),
            }
        }
    }

    fn report(mut self, about: &str, at: Span, subject: impl FnOnce() -> String, report: &mut Report<'_>) {
        let link = self.link;
        self.list.retain(|(_, platforms)| is_finding(link, platforms.len()));
        if self.list.is_empty() {
            return;
        }
        let platforms = distinct(self.list.iter().flat_map(|(_, platforms)| platforms.iter().copied()));
        let message = match self.list.len() {
            1 => format!("the sources disagree about `{about}`{}", on(link, &platforms)),
            points => format!("the sources disagree about `{about}` in {points} points"),
        };
        let mut finding = report.finding(message, at).label("contested");
        let mut is_all = self.list.len() <= MOST_FACTS;
        for (fact, platforms) in self.list.iter().take(MOST_FACTS) {
            let platforms = distinct(platforms.iter().copied());
            // The gist, which names both sides; `linkc show` has the rest.
            let gist = first_sentence(&fact.value);
            is_all &= gist.len() >= fact.value.trim_end_matches('.').len();
            finding = finding.help(if self.list.len() == 1 || platforms.len() == link.platforms().len() {
                gist.to_owned()
            } else {
                format!("on {}: {gist}", all_of(platforms.into_iter()))
            });
        }
        // A parameter is that of many pages, and is spoken of once in a file.
        if !is_all && *about == *link.page.name.value {
            finding = finding.help(format!("`linkc show {}/{}` prints more", link.schema.name, link.page.name.value));
        }
        report.push_once(finding.about(subject()));
    }
}
