//! The rule `unescaped-link`.

use super::{Metadata, Report, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::resolved::{ResolvedLink, UrlText};
use crate::source::Span;
use crate::surroundings::{Problem, ProblemKind};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a link in HTML or XML that is not written as these want it: a `&` before a name that HTML decodes, such as
    /// `&copy`; a bare `&` in XML; an attribute without quotes.
    ///
    /// Where the link becomes another one, or the file cannot be read, it is an error. An attribute without quotes that
    /// happens to hold no space is a warning. A bare `&` that every browser puts up with, as in `href="…?a=1&copy=2"`, is
    /// left alone, and so is what stands in a comment.
    ///
    /// ## Why is this bad?
    ///
    /// In the text of a page, `&copy=2` is `©=2`: a hundred old names need no `;` (HTML Standard, section 13.5), and
    /// `&section=`, `&times=` and `&param=` begin with one. In an attribute they are left alone only before a letter, a
    /// digit or `=`. A reader of XML, such as that of Android's resources, stops at the first bare `&`. An attribute
    /// without quotes ends at the first space, and with it the name of a person who has two.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <string name="join">cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom</string>
    /// ```
    ///
    /// ```html
    /// <a href=cloudlink://welinksoftclient/h5page?page=launch>Open</a>
    /// ```
    ///
    /// Use instead:
    ///
    /// ```xml
    /// <string name="join">cloudlink://welinksoftclient/h5page?page=joinConfByLink&amp;conf_id=981924330&amp;name=Tom</string>
    /// ```
    ///
    /// ```html
    /// <a href="cloudlink://welinksoftclient/h5page?page=launch">Open</a>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write `&amp;` for `&`, and put attributes in quotes; `linkc check --fix` does both.
    UnescapedLink = {
        id: "unescaped-link",
        summary: "a link in HTML or XML is not escaped, or its attribute not quoted",
        level: Warning,
    }
}

impl Rule for UnescapedLink {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        let problems = url.surroundings.iter().flat_map(|surroundings| &surroundings.problems);
        let mut bare = problems.clone().filter(|problem| problem.kind == ProblemKind::BareAmpersand).peekable();
        if let Some(first) = bare.peek() {
            let place = url.span_of(first.range.clone());
            let finding = report
                .finding("XML has no bare `&`: the file cannot be read from here on", place)
                .label("`&amp;` belongs here")
                .about(link.subject_of("&"));
            let fix = bare.fold(Fix::safe("write `&amp;`"), |fix, problem| escape(fix, url, problem));
            report.push(self.severe(finding.fix(fix), report));
        }
        for problem in problems {
            let place = url.span_of(problem.range.clone());
            let finding = match problem.kind {
                ProblemKind::BareAmpersand | ProblemKind::LongLine(_) => continue,
                ProblemKind::DecodedName(c) => {
                    let name = &url.text[problem.range.clone()];
                    let message = format!("HTML reads `{name}` as {}, and the link is another one", shown(c));
                    let finding = report.finding(message, place).label("`&amp;` belongs here");
                    let finding = finding.fix(escape(Fix::safe("write `&amp;`"), url, problem));
                    self.severe(finding.about(link.subject_of(name)), report)
                }
                ProblemKind::Unquoted => report
                    .finding("the attribute of this link has no quotes, and ends at the first space", url.span)
                    .label("not quoted")
                    .about(link.subject_of("\""))
                    .fix(Fix::safe("put it in quotes").edit(at(url, 0), "\"").edit(at(url, url.text.len()), "\"")),
                ProblemKind::CutOff => {
                    let finding = report
                        .finding(
                            "the attribute of this link has no quotes, and ends at this space",
                            at(url, url.text.len()),
                        )
                        .label("the rest of it is lost")
                        .help("put the attribute in quotes, and write a space as `%20`");
                    self.severe(finding.about(link.subject_of("\"")), report)
                }
            };
            report.push(finding);
        }
    }
}

impl UnescapedLink {
    /// The finding as an error, unless somebody chose how the rule's findings count.
    fn severe(&self, mut finding: Diagnostic, report: &Report<'_>) -> Diagnostic {
        if Some(report.severity()) == self.metadata().level.severity() {
            finding.severity = Severity::Error;
        }
        finding
    }
}

/// The place before the byte `index` of the URL.
fn at(url: &UrlText, index: usize) -> Span {
    url.span_of(index..index)
}

/// `fix`, such that it also makes `&amp;` of the `&` that `problem` begins with.
fn escape(fix: Fix, url: &UrlText, problem: &Problem) -> Fix {
    fix.edit(at(url, problem.range.start + "&".len()), "amp;")
}

/// A character as a message shows it.
fn shown(c: char) -> String {
    match c {
        '\u{a0}' => "a space".to_owned(),
        '\u{ad}' => "a soft hyphen".to_owned(),
        _ => format!("`{c}`"),
    }
}
