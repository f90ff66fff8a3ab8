//! The rule `raw-character`.

use std::ops::Range;

use super::pieces::{Piece, pieces};
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::link_template::percent;
use crate::resolved::{ResolvedLink, UrlText};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports characters of a URL that RFC 3986 does not allow to stand there as they are: letters beyond ASCII, spaces,
    /// `"`, `<`, `>`, `\`, `^`, `{`, `|`, `}`, the backtick, and square brackets in a query.
    ///
    /// In a link config there is nothing to report: a value there is plain text, and linkc encodes it.
    ///
    /// ## Why is this bad?
    ///
    /// It depends on the system what becomes of them. An iPhone with an app built before iOS 17 does not open such a
    /// link at all: the URL is nil. With an app built since, the system encodes them, and with them everything in the
    /// link that is encoded already, once more: a name with a raw 张 and a `%26` arrives with `%26` in it. In the text of
    /// a mail or a chat, the link ends at the first space.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=张三
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=%E5%BC%A0%E4%B8%89
    /// ```
    RawCharacter = {
        id: "raw-character",
        summary: "a URL has characters that must be percent-encoded",
        level: Warning,
    }
}

impl Rule for RawCharacter {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        for piece in pieces(url) {
            if let Some(run) = first_run(&piece) {
                report_run(link, url, &piece, run, report);
            }
        }
    }
}

/// The longest piece of which a corrected form is shown.
const MOST_SHOWN: usize = 80;

fn report_run(link: &ResolvedLink<'_>, url: &UrlText, piece: &Piece<'_>, run: Range<usize>, report: &mut Report<'_>) {
    let span = url.span_of(piece.range.start + run.start..piece.range.start + run.end);
    let raw = &piece.text[run];
    let fix = encoding(url, piece, piece.may_show(url, report));
    let what = match raw {
        _ if raw.trim().is_empty() => "a space",
        _ if raw.chars().nth(1).is_none() => "a character",
        _ => "characters",
    };
    let written = encoded(piece, piece.text);
    let help = if piece.may_show(url, report) && written.len() <= MOST_SHOWN {
        format!("write `{written}`")
    } else {
        "percent-encode the value, as UTF-8".to_owned()
    };
    let is_mixed = (0..url.text.len()).any(|at| percent::is_triplet(url.text.as_bytes(), at));
    let mut finding = report
        .finding(format!("{} has {what} that must be percent-encoded", piece.describe(link)), span)
        .label("raw")
        .help(help)
        .about(piece.subject(link));
    finding.fixes.extend(fix);
    report.push(if is_mixed {
        finding
            .help("other parts of the link are encoded already, and iOS 17 encodes those a second time because of this")
    } else {
        finding
    });
}

/// Encodes everything in the piece that must be. Before the query, some other character may have been meant: a `\` is
/// mostly a `/`.
fn encoding(url: &UrlText, piece: &Piece<'_>, may_show: bool) -> Option<Fix> {
    let wrong = |c| is_wrong(c, piece);
    let first = piece.text.find(wrong)?;
    let end = piece.text.rfind(wrong)?;
    let end = end + piece.text[end..].chars().next().map_or(0, char::len_utf8);
    // A report masks the whole of a secret, but it does not know a part of one.
    let value = piece.text.find('=').map_or(0, |at| at + 1);
    let (start, end) = if may_show { (first, end) } else { (value.min(first), piece.text.len()) };
    let message = "percent-encode it";
    let fix = if piece.is_query { Fix::safe(message) } else { Fix::risky(message) };
    let span = url.span_of(piece.range.start + start..piece.range.start + end);
    Some(fix.edit(span, encoded(piece, &piece.text[start..end])))
}

/// A part of the piece as it should be.
fn encoded(piece: &Piece<'_>, part: &str) -> String {
    let mut written = String::new();
    for c in part.chars() {
        if is_wrong(c, piece) {
            percent::encode(c.encode_utf8(&mut [0; 4]), &mut written);
        } else {
            written.push(c);
        }
    }
    written
}

fn is_wrong(c: char, piece: &Piece<'_>) -> bool {
    let in_ascii = " \"<>\\^`{|}".contains(c) || (piece.is_query && matches!(c, '[' | ']'));
    // Control characters have a rule of their own.
    (in_ascii || !c.is_ascii()) && !c.is_control()
}

/// The first characters of the piece that must not stand there. A piece of a query without a `=` is no value: whatever
/// it was meant to be, encoding it does not help.
fn first_run(piece: &Piece<'_>) -> Option<Range<usize>> {
    if piece.is_query && !piece.text.contains('=') {
        return None;
    }
    let start = piece.text.find(|c| is_wrong(c, piece))?;
    let rest = &piece.text[start..];
    Some(start..start + rest.find(|c| !is_wrong(c, piece)).unwrap_or(rest.len()))
}
