//! Links in any text: found, decoded from their surroundings, checked, and reported where they stand.
//!
//! A web page writes `&amp;`, a program leaves out what it will fill in, a mail breaks lines: [`Scanner::find`] gives
//! each URL as it is meant, with a map back to the file. What is only a mention, such as `cloudlink://` in a sentence
//! or a pattern that matches links, is no link; where in doubt, nothing is said.
//!
//! # What is known of a URL
//!
//! - **A hole** is text that only a program knows: `%@`, `${name}`, `" + name + "`. It makes a value unknown; in place
//!   of a constant or in the path, the link is left alone; in place of a pair, the link is open, and nothing counts as
//!   missing.
//! - **A link that ends in an ellipsis** goes on, and one of blanks only (`?number=&password=`) is a mention.
//! - **A link that a program adds to** later, by a method or through a variable, is open as well; so is one that ends
//!   with `=` or `&` in a program, and one of a single pair there: it is the beginning of others.
//! - **Placeholders that are printed** (`nonce_value`, `Ey*****pQ`) are values; a rule speaks of them. A mail is ready to
//!   be sent: what looks like a hole there is one of these.

mod beginning;
mod decoded;
mod ending;
mod entity;
mod frame;
mod hole;
mod html;
mod literal;
mod mail;
mod markdown;
mod reader;
mod regions;
mod syntax;
mod transfer;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use self::beginning::Beginnings;
use self::decoded::Decoded;
use self::ending::{is_added_to, is_mention, leave_open, trim_prose};
use self::frame::{frame_at, medium};
use self::reader::Entities;
use self::regions::Regions;
pub use self::syntax::{Language, Syntax};
use crate::diagnostic::{Diagnostic, Diagnostics, Edit, Label};
use crate::obtain::{self, FoundText};
use crate::read::{Request, read_found};
use crate::rules::{self, Levels};
use crate::schema::Schema;
use crate::source::{SourceId, Span};
use crate::surroundings::{HOLE, Medium, Place, Problem, ProblemKind, Surroundings};

/// The bytes of a line of a mail from which on it is close to the 998 that it may have (RFC 5322, section 2.1.1).
const LONG_LINE: usize = 900;

/// Finds links of some schemas. Made once, and used for many files, side by side.
#[derive(Debug)]
pub struct Scanner<'s> {
    schemas: Vec<&'s Schema>,
    beginnings: Beginnings,
    /// The names of all parameters.
    names: BTreeSet<String>,
}

/// A URL in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// Where it is, and what that does to it.
    pub surroundings: Surroundings,
    decoded: Decoded,
    /// Whether it is in base64.
    is_base64: bool,
}

impl FoundLink {
    /// The URL as it is meant, with a [`HOLE`] for every part that is not known.
    pub fn url(&self) -> &str {
        self.decoded.text()
    }

    /// The bytes of the text that it was read from; when a program puts it together, all from the first to the last.
    pub fn range(&self) -> Range<usize> {
        self.file_range(0..self.url().len())
    }

    /// The bytes of the text that `range` of the URL was read from.
    pub fn file_range(&self, range: Range<usize>) -> Range<usize> {
        self.decoded.file_range(range)
    }

    /// Whether it stands in the text byte for byte.
    pub fn is_verbatim(&self) -> bool {
        self.decoded.is_verbatim()
    }
}

impl<'s> Scanner<'s> {
    /// A scanner for links of `schemas`.
    pub fn new(schemas: &[&'s Schema]) -> Self {
        let names = schemas.iter().flat_map(|schema| &schema.pages).flat_map(|page| &page.forms);
        let names = names.flat_map(|form| &form.parameters).map(|parameter| parameter.name().to_owned());
        Self { schemas: schemas.to_vec(), beginnings: Beginnings::new(schemas), names: names.collect() }
    }

    /// Whether there can be a link in `bytes`, a file as it was read: one pass, before anything else is asked of it.
    pub fn may_have_links(&self, bytes: &[u8]) -> bool {
        self.beginnings.may_be_in(bytes)
    }

    /// How many bytes [`Self::may_have_links`] has to see together, at most, to see that there may be a link. Who reads a
    /// file in pieces shows it the end of one again, with the next.
    pub fn reach(&self) -> usize {
        self.beginnings.longest()
    }

    /// The links in `text`, in their order.
    pub fn find(&self, text: &str, syntax: Syntax) -> Vec<FoundLink> {
        if syntax != Syntax::Mail {
            return self.find_in(text, syntax, medium(syntax));
        }
        let mut links = Vec::new();
        let mut lines = mail::Lines::default();
        for part in mail::parts(text) {
            for mut link in self.find_in(part.text.text(), part.syntax, Medium::Mail) {
                link.decoded = link.decoded.within(&part.text);
                link.is_base64 = part.is_base64;
                lines = lines.around(text, link.range());
                if lines.longest > LONG_LINE {
                    let problem = Problem { kind: ProblemKind::LongLine(lines.longest), range: 0..link.url().len() };
                    link.surroundings.problems.push(problem);
                }
                links.push(link);
            }
        }
        links
    }

    fn find_in(&self, text: &str, syntax: Syntax, medium: Medium) -> Vec<FoundLink> {
        let mut links: Vec<FoundLink> = Vec::new();
        let mut behind = 0;
        let regions = OnceCell::new();
        for candidate in self.beginnings.find(text) {
            if candidate.start < behind {
                continue;
            }
            behind = candidate.end;
            let mut frame = frame_at(text, candidate.start, syntax, regions.get_or_init(|| Regions::of(text, syntax)));
            frame.has_holes &= medium != Medium::Mail;
            let Some(reading) = reader::read(text, candidate.start, &frame, &self.names) else { continue };
            let mut decoded = reading.decoded;
            if frame.is_prose {
                trim_prose(&mut decoded, &text[..candidate.start]);
            }
            if is_mention(decoded.text()) {
                continue;
            }
            behind = behind.max(decoded.file_range(0..decoded.text().len()).end);
            let is_in_program = matches!(frame.place, Place::StringLiteral | Place::Plain | Place::MarkdownCode);
            let last = decoded.file_range(decoded.text().len().saturating_sub(HOLE.len_utf8())..decoded.text().len());
            let is_and_so_on =
                decoded.text().ends_with(HOLE) && text.get(last).is_some_and(|last| last.starts_with(['.', '…']));
            let is_cut_off = decoded.text().ends_with(['=', '&'])
                || is_and_so_on
                || (frame.place == Place::StringLiteral && has_one_pair(decoded.text()));
            let range = decoded.file_range(0..decoded.text().len());
            let is_added = || {
                let language = frame.language.filter(|_| frame.place == Place::StringLiteral);
                language.is_some_and(|language| is_added_to(text, range.start..reading.end, language))
            };
            if frame.has_holes && is_in_program && (is_cut_off || is_added()) {
                leave_open(&mut decoded, range.end);
            }
            let length = decoded.text().len();
            let mut problems: Vec<Problem> = Vec::new();
            let is_of_tag = matches!(frame.entities, Entities::Attribute | Entities::Xml);
            if frame.place == (Place::HtmlAttribute { quoted: false }) && is_of_tag {
                // What ends neither at a space nor with the tag is something else, such as a template.
                let is_ended = text[reading.end..].starts_with(|c: char| c.is_whitespace() || c == '>');
                let kind = if reading.is_cut_off { ProblemKind::CutOff } else { ProblemKind::Unquoted };
                problems.extend(is_ended.then_some(Problem { kind, range: 0..length }));
            }
            let read = reading.problems.into_iter().filter(|(_, range)| range.end <= length);
            problems.extend(read.map(|(kind, range)| Problem { kind, range }));
            let surroundings = Surroundings { medium, place: frame.place, problems };
            links.push(FoundLink { surroundings, decoded, is_base64: false });
        }
        links
    }

    /// Checks every link in `text`, which is `source`; returns how many there are. A file that is itself a link config
    /// or a schema is checked as what it is, and not here.
    pub fn check(
        &self,
        source: SourceId,
        text: &str,
        syntax: Syntax,
        levels: &Levels,
        diagnostics: &mut Diagnostics,
    ) -> usize {
        self.check_found(source, text, syntax, &self.find(text, syntax), levels, diagnostics)
    }

    /// Checks the links `found` in `text`, which is `source`, as [`Scanner::check`] does.
    pub fn check_found(
        &self,
        source: SourceId,
        text: &str,
        syntax: Syntax,
        found: &[FoundLink],
        levels: &Levels,
        diagnostics: &mut Diagnostics,
    ) -> usize {
        // A URL that is not in the file as it is meant gets bytes of its own, as if it stood behind the file's end: so
        // rules can point into it, and know which findings are of one file.
        let mut appendix = Appendix { source, file: text.len(), links: Vec::new(), end: text.len() };
        let mut own = Diagnostics::new();
        let mut count = 0;
        let mut read: BTreeSet<&str> = BTreeSet::new();
        for link in found {
            let range = if link.is_verbatim() { link.range() } else { appendix.add(link) };
            let request = Request { url: link.url(), span: Span::new(source, range), is_kept: true, platform: None };
            if let Some(link) = read_found(request, &link.surroundings, &self.schemas, &mut own) {
                rules::check(&link, levels, &mut own);
                read.insert(&link.schema.name);
                count += 1;
            }
        }
        for schema in self.schemas.iter().filter(|schema| !schema.obtain.is_empty()) {
            let has_link = read.contains(schema.name.as_str());
            let text = FoundText { source, text, is_client: syntax.is_client(text), has_link };
            for obtain in &schema.obtain {
                rules::check_obtain(&obtain::find(text, obtain), levels, diagnostics);
            }
        }
        for finding in own.iter() {
            diagnostics.push(appendix.mapped(finding, found));
        }
        for secret in own.secrets() {
            diagnostics.mask(appendix.secret(secret, text));
        }
        count
    }
}

/// Whether the query is a single pair, whose value is known.
fn has_one_pair(url: &str) -> bool {
    url.split_once('?').is_some_and(|(_, query)| !query.contains(['&', HOLE]) && query.contains('='))
}

/// What is written for `replacement` in the URL of `link`; `None` where its surroundings would make something else of it:
/// in a string literal a `%` may begin a hole, and in a mail a `=` may begin an octet, and a line be full. `is_same` tells
/// whether it takes the place of bytes that stand in the file as they are.
fn written_in(link: &FoundLink, is_same: bool, replacement: &str) -> Option<String> {
    let writes = |c: char| replacement.contains(c);
    let is_alike = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let is_left_alone = match (link.surroundings.medium, link.surroundings.place) {
        (_, Place::StringLiteral) | (Medium::Source, _) => !writes('%'),
        // That an `=` stands there as it is proves that the part is not in quoted-printable.
        (Medium::Mail, _) if link.is_verbatim() => !writes('=') || link.url().contains('='),
        (Medium::Mail, _) => is_same && replacement.chars().all(is_alike),
        _ => true,
    };
    let is_html = matches!(link.surroundings.place, Place::HtmlAttribute { .. } | Place::HtmlText);
    let written = || if is_html { replacement.replace('&', "&amp;") } else { replacement.to_owned() };
    is_left_alone.then(written)
}

/// The URLs that do not stand in the file as they are meant.
struct Appendix<'f> {
    source: SourceId,
    /// How long the file is.
    file: usize,
    /// Where each starts.
    links: Vec<(usize, &'f FoundLink)>,
    end: usize,
}

impl<'f> Appendix<'f> {
    fn add(&mut self, link: &'f FoundLink) -> Range<usize> {
        // A byte between two of them, so that no place belongs to both.
        let start = self.end + 1;
        self.end = start + link.url().len();
        self.links.push((start, link));
        start..self.end
    }

    /// The place in the file.
    fn span(&self, span: Span) -> Span {
        if span.source != self.source || span.end <= self.file {
            return span;
        }
        let index = self.links.partition_point(|(start, _)| *start <= span.start);
        match index.checked_sub(1).and_then(|index| self.links.get(index)) {
            Some((start, link)) => Span::new(self.source, link.file_range(span.start - start..span.end - start)),
            None => span,
        }
    }

    /// The place of a secret in the file. In base64, the last bits are in the next digit.
    fn secret(&self, span: Span, text: &str) -> Span {
        let index = self.links.partition_point(|(start, _)| *start <= span.start);
        let link = index.checked_sub(1).and_then(|index| self.links.get(index));
        let mut span = self.span(span);
        if link.is_some_and(|(_, link)| link.is_base64 && span.source == self.source) {
            let behind = text.get(span.end..).unwrap_or_default();
            let digit = behind.find(|c: char| !c.is_ascii_whitespace());
            span.end += digit.filter(|&at| behind.as_bytes()[at].is_ascii()).map_or(0, |at| at + 1);
        }
        span
    }

    /// The finding with its places in the file, and those of its fixes that can be made there; `found` are all links.
    fn mapped(&self, finding: &Diagnostic, found: &[FoundLink]) -> Diagnostic {
        let mut finding = finding.clone();
        finding.fixes.retain_mut(|fix| {
            let edits = fix.edits.iter().map(|edit| self.edit(edit, found));
            match edits.collect() {
                Some(edits) => fix.edits = edits,
                None => return false,
            }
            true
        });
        let labels = std::iter::once(&mut finding.primary).chain(&mut finding.secondary);
        for Label { span, .. } in labels {
            *span = self.span(*span);
        }
        finding
    }

    /// The edit as one of the file.
    fn edit(&self, edit: &Edit, found: &[FoundLink]) -> Option<Edit> {
        let span = edit.span;
        let (link, range, is_same) = if span.end <= self.file {
            let index = found.partition_point(|link| link.range().start <= span.start);
            let link = found.get(index.checked_sub(1)?).filter(|link| link.is_verbatim())?;
            (link, span.range(), true)
        } else {
            let index = self.links.partition_point(|(start, _)| *start <= span.start);
            let (start, link) = *self.links.get(index.checked_sub(1)?)?;
            let range = span.start - start..span.end - start;
            let is_same = !range.is_empty() && link.decoded.is_same(range.clone());
            (link, link.decoded.exact_range(range)?, is_same)
        };
        Some(Edit { span: Span::new(self.source, range), replacement: written_in(link, is_same, &edit.replacement)? })
    }
}

/// Checks every link of `schemas` in `text`; see [`Scanner::check`], which is faster for many files.
pub fn check_text(
    source: SourceId,
    text: &str,
    syntax: Syntax,
    schemas: &[&Schema],
    levels: &Levels,
    diagnostics: &mut Diagnostics,
) -> usize {
    Scanner::new(schemas).check(source, text, syntax, levels, diagnostics)
}
