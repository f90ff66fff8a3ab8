//! The rule `overlong-line`.

use super::{Metadata, Report, Rule};
use crate::diagnostic::Severity;
use crate::resolved::ResolvedLink;
use crate::surroundings::ProblemKind;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link in a mail that stands in a line of more than 900 bytes: as an error from 999 on, as a warning
    /// before.
    ///
    /// ## Why is this bad?
    ///
    /// A line of a mail has at most 998 bytes (RFC 5322, section 2.1.1). Servers cut a longer one wherever they like, and
    /// put a line break and a space there; in a link, that is a `%20` or the end. HTML that was made by a program is
    /// often a single line.
    ///
    /// ## Example
    ///
    /// ```eml
    /// Content-Type: text/plain; charset=utf-8
    ///
    /// Agenda: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty. Agenda: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty. Agenda: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty. Agenda: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty. Agenda: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty. Agenda: one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty. https://teams.microsoft.com/l/meeting/new?subject=Review
    /// ```
    ///
    /// Use instead:
    ///
    /// ```eml
    /// Content-Type: text/plain; charset=utf-8
    ///
    /// Agenda: one, two, three, four, five, six, seven, eight, nine, ten.
    /// https://teams.microsoft.com/l/meeting/new?subject=Review
    /// ```
    ///
    /// ## How to fix
    ///
    /// Send the part as quoted-printable or base64, or break its lines outside of the links.
    OverlongLine = {
        id: "overlong-line",
        summary: "a link in a mail stands in a line that servers cut",
        level: Warning,
    }
}

/// The most bytes that a line of a mail has, without its line break.
const LIMIT: usize = 998;

impl Rule for OverlongLine {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        let problems = url.surroundings.iter().flat_map(|surroundings| &surroundings.problems);
        for problem in problems {
            let ProblemKind::LongLine(length) = problem.kind else { continue };
            let cut = if length > LIMIT { "and servers cut it after" } else { "close to the limit of" };
            let mut finding = report
                .finding(format!("this line of the mail has {length} bytes, {cut} {LIMIT}"), url.span)
                .label("stands in the line")
                .help("send the part as quoted-printable, or break the line outside of the link")
                .about(link.subject_of("line"));
            if length > LIMIT && Some(report.severity()) == Self::METADATA.level.severity() {
                finding.severity = Severity::Error;
            }
            report.push_once(finding);
        }
    }
}
