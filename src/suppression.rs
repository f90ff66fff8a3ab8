//! Suppressions: comments that say which findings are known and why they stay.
//!
//! `linkc: ignore[RULE, …] because …` in a comment counts for the line that it stands on, or, when it stands alone, for
//! the next line that is no comment. `linkc: ignore-file[RULE, …] because …` counts for the whole file and stands
//! before the first line that is no comment, where a reader looks for it. What goes over several lines without room for
//! a comment inside (a block scalar, a string that is put together, a fenced block in Markdown) counts as one line.
//! Rules are always named; nothing silences whatever may come. A phase error cannot be silenced.
//!
//! A suppressed finding is marked, not dropped: reports that can say so do. Whether a suppression is needed is known
//! only after the rules have run, so there are two steps: finding them, which needs the text alone, and
//! [`Suppressions::apply`].

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use crate::diagnostic::{Diagnostic, Diagnostics, Fix, Severity};
use crate::nearest::did_you_mean;
use crate::phase_errors;
use crate::rules::{self, Level, Levels, RULES};
use crate::source::{SourceId, Sources, Span};
use crate::yaml::Document;

mod comment;
mod directive;
mod extent;
mod lines;
mod syntax;

use comment::{Comment, Place};
use directive::{Directive, Reason, Scope};
use lines::Lines;
pub use syntax::CommentSyntax;

/// A comment that begins like a suppression and is none.
pub const SUPPRESSION_SYNTAX: &str = "suppression-syntax";
/// A name, in a suppression or in the settings, that no rule has.
pub const UNKNOWN_RULE: &str = "unknown-rule";
/// The rule for suppressions that do not say why.
pub const MISSING_REASON: &str = "missing-reason";
/// The rule for suppressions that silence nothing.
pub const UNUSED_SUPPRESSION: &str = "unused-suppression";

/// The suppressions of one source.
#[derive(Debug)]
pub struct Suppressions {
    source: SourceId,
    list: Vec<Suppression>,
}

/// One suppression.
#[derive(Debug)]
struct Suppression {
    directive: Directive,
    /// The line it stands on, counted from 0.
    line: usize,
    /// The lines it counts for.
    covers: RangeInclusive<usize>,
    /// What goes when all of it goes.
    removal: Range<usize>,
    /// Which of the rules have silenced something, in the order of the directive.
    used: Vec<bool>,
}

impl Suppressions {
    /// The suppressions in `text`, which is the text of `source` and was read as `document`. Those that are none are
    /// reported.
    pub fn in_yaml(source: SourceId, text: &str, document: &Document, diagnostics: &mut Diagnostics) -> Self {
        let comments = comment::of_document(text, document);
        // Cheap for the many files without any.
        let extents = if comments.is_empty() { Vec::new() } else { extent::of_yaml(text, &document.root) };
        let head = if document.root.is_null() { text.len() } else { document.root.span.start };
        Self::new(source, text, &comments, &extents, head, CommentSyntax::HASH, diagnostics)
    }

    /// The suppressions in `text`, which is the text of `source` and has comments in `syntax`. `extents` are the
    /// places of what counts as one line, such as a link that is put together from several strings. Those that are
    /// none are reported.
    pub fn in_text(
        source: SourceId,
        text: &str,
        syntax: CommentSyntax,
        extents: &[Range<usize>],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        if !text.contains(comment::MARK) {
            return Self { source, list: Vec::new() };
        }
        let fences = syntax.fences(text);
        let comments = comment::of_text(text, syntax, &fences);
        let extents: Vec<Range<usize>> = extents.iter().cloned().chain(fences).collect();
        Self::new(source, text, &comments, &extents, syntax.head(text), syntax, diagnostics)
    }

    fn new(
        source: SourceId,
        text: &str,
        comments: &[Comment],
        extents: &[Range<usize>],
        head: usize,
        syntax: CommentSyntax,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut list = Vec::new();
        if comments.is_empty() {
            return Self { source, list };
        }
        let lines = Lines::new(text);
        for comment in comments {
            let directive = match Directive::parse(source, text, comment) {
                None => continue,
                Some(Err(problem)) => {
                    diagnostics.push(*problem);
                    continue;
                }
                Some(Ok(directive)) => directive,
            };
            report_unknown(&directive, diagnostics);
            if directive.scope == Scope::File && comment.whole.start >= head {
                diagnostics.push(misplaced(&directive));
                continue;
            }
            let place = Place::of(text, comment);
            list.push(Suppression {
                line: lines.at(directive.span.start),
                covers: extent::covered(text, &lines, syntax, comment, place, extents),
                removal: place.removal(text, comment, directive.span.range()),
                used: vec![false; directive.rules.len()],
                directive,
            });
        }
        Self { source, list }
    }

    /// Marks what is suppressed in `diagnostics`, and reports suppressions without a reason and those that are not
    /// needed, at the `levels` of the file.
    ///
    /// A suppression counts as not needed when its rule has run and found nothing there. So none is reported where the
    /// rule is off, nor where a phase error has kept rules from running.
    pub fn apply(mut self, sources: &Sources, diagnostics: &mut Diagnostics, levels: &Levels) {
        if self.list.is_empty() {
            return;
        }
        let source = sources.get(self.source);
        let index = self.index();
        let mut is_whole = true;
        for finding in diagnostics.iter_mut().filter(|finding| finding.primary.span.source == self.source) {
            if rules::find(finding.id).is_none() {
                is_whole &=
                    finding.severity != Severity::Error || [SUPPRESSION_SYNTAX, UNKNOWN_RULE].contains(&finding.id);
                continue;
            }
            let line = source.position(finding.primary.span.start).line - 1;
            if finding.suppressed.is_none()
                && let Some((at, rule)) = self.silences(&index, finding.id, line)
            {
                self.list[at].used[rule] = true;
                finding.suppressed = Some(self.list[at].directive.reason.text().to_owned());
            }
        }
        let mut own: Vec<(usize, Diagnostic)> = Vec::new();
        for (at, suppression) in self.list.iter().enumerate() {
            own.extend(suppression.without_reason(levels).map(|finding| (at, finding)));
            if is_whole {
                own.extend(suppression.unused(self.source, levels).map(|finding| (at, finding)));
            }
        }
        for (at, mut finding) in own {
            let itself = self.list[at].rule(finding.id).map(|rule| (at, rule));
            if let Some((by, _)) = itself.or_else(|| self.silences(&index, finding.id, self.list[at].line)) {
                finding.suppressed = Some(self.list[by].directive.reason.text().to_owned());
            }
            diagnostics.push(finding);
        }
    }

    /// The suppressions by the lines that they count for.
    fn index(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut index: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, suppression) in self.list.iter().enumerate() {
            if suppression.directive.scope == Scope::Line {
                for line in suppression.covers.clone() {
                    index.entry(line).or_default().push(at);
                }
            }
        }
        index
    }

    /// The suppression that silences a finding of the rule `id` on `line`, and the place of the rule in its list. Of
    /// several, the nearest counts: the last one above the line or on it, and one for the file only after those.
    fn silences(&self, index: &BTreeMap<usize, Vec<usize>>, id: &str, line: usize) -> Option<(usize, usize)> {
        let of_line = index.get(&line).into_iter().flatten().rev().copied();
        let is_of_file = |at: &usize| self.list[*at].directive.scope == Scope::File;
        let of_file = (0..self.list.len()).filter(is_of_file);
        let mut all = of_line.chain(of_file);
        all.find_map(|at| self.list[at].rule(id).map(|rule| (at, rule)))
    }
}

impl Suppression {
    /// The place of the rule `id` in the list.
    fn rule(&self, id: &str) -> Option<usize> {
        self.directive.rules.iter().position(|rule| rule.value == id)
    }

    fn subject(&self) -> String {
        let names: Vec<&str> = self.directive.rules.iter().map(|rule| rule.value.as_str()).collect();
        format!("{}[{}]", self.directive.scope.word(), names.join(","))
    }

    fn without_reason(&self, levels: &Levels) -> Option<Diagnostic> {
        let severity = levels.of(rules::find(MISSING_REASON)?.metadata()).severity()?;
        let finding = match &self.directive.reason {
            Reason::Given(_) => return None,
            Reason::Missing => Diagnostic::new(
                MISSING_REASON,
                severity,
                "the suppression does not say why the finding may stay",
                self.directive.span,
            )
            .label("no reason behind the `]`"),
            Reason::Placeholder(text, span) => {
                let message = format!("`{text}` is no reason for a suppression");
                Diagnostic::new(MISSING_REASON, severity, message, *span)
            }
        };
        Some(finding.help("add `because …` in the words of who will read it in a year").about(self.subject()))
    }

    /// A finding about the rules that found nothing.
    fn unused(&self, source: SourceId, levels: &Levels) -> Option<Diagnostic> {
        let severity = levels.of(rules::find(UNUSED_SUPPRESSION)?.metadata()).severity()?;
        let is_unused = |at: usize| {
            let id = self.directive.rules[at].value.as_str();
            // Whether a rule about suppressions was needed would be a finding about a finding.
            let is_about_itself = id == UNUSED_SUPPRESSION || id == MISSING_REASON;
            let has_run = |rule: &dyn rules::Rule| levels.of(rule.metadata()) != Level::Off;
            !self.used[at] && !is_about_itself && rules::find(id).is_some_and(has_run)
        };
        let rules = &self.directive.rules;
        let (unused, kept): (Vec<usize>, Vec<usize>) = (0..rules.len()).partition(|at| is_unused(*at));
        let (first, others) = unused.split_first()?;
        let names: Vec<String> = unused.iter().map(|at| format!("`{}`", rules[*at].value)).collect();
        let found = match names.as_slice() {
            [one] => format!("the rule {one} finds nothing"),
            [all @ .., last] => format!("the rules {} and {last} find nothing", all.join(", ")),
            [] => return None,
        };
        let place = match self.directive.scope {
            Scope::Line => "here",
            Scope::File => "in this file",
        };
        let mut finding =
            Diagnostic::new(UNUSED_SUPPRESSION, severity, format!("{found} {place} to suppress"), rules[*first].span)
                .label("not needed")
                .about(self.subject());
        for other in others {
            finding = finding.also(rules[*other].span, "nor is this");
        }
        let (it, silences) = if others.is_empty() { ("it", "it silences") } else { ("them", "they silence") };
        let (help, what, edit) = if kept.is_empty() {
            (
                "delete the comment".to_owned(),
                "delete the suppression".to_owned(),
                (self.removal.clone(), String::new()),
            )
        } else {
            let kept: Vec<&str> = kept.iter().map(|at| rules[*at].value.as_str()).collect();
            let kept = kept.join(", ");
            (format!("delete {it} from the list"), format!("leave only `{kept}`"), (self.directive.list.clone(), kept))
        };
        let fix = Fix::safe(what).edit(Span::new(source, edit.0), edit.1);
        Some(finding.help(format!("{help}: left there, {silences} the next mistake")).fix(fix))
    }
}

fn report_unknown(directive: &Directive, diagnostics: &mut Diagnostics) {
    for name in directive.rules.iter().filter(|name| rules::find(&name.value).is_none()) {
        let problem = unknown_rule(&name.value, name.span, "an error cannot be silenced");
        diagnostics.push(problem.about(format!("{}/{}", directive.scope.word(), name.value)));
    }
}

/// That no rule is called `name`; of the id of a phase error, `cannot` says what cannot be done.
pub(crate) fn unknown_rule(name: &str, span: Span, cannot: &str) -> Diagnostic {
    if phase_errors::find(name).is_some() {
        return Diagnostic::error(UNKNOWN_RULE, format!("`{name}` is an error and no rule"), span)
            .label(cannot.to_owned())
            .help("put right what it reports: linkc cannot go on without");
    }
    let ids = RULES.iter().map(|rule| rule.metadata().id);
    let help = did_you_mean(name, ids).unwrap_or_else(|| "`linkc list rules` lists them".to_owned());
    Diagnostic::error(UNKNOWN_RULE, format!("there is no rule `{name}`"), span).label("unknown rule").help(help)
}

fn misplaced(directive: &Directive) -> Diagnostic {
    Diagnostic::error(SUPPRESSION_SYNTAX, "a suppression for the whole file stands at its beginning", directive.span)
        .label("this stands behind the first line that is no comment")
        .help("move it up, or write `ignore[…]` for one line")
        .about(directive.scope.word())
}
