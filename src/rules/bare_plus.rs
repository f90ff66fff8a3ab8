//! The rule `bare-plus`.

use super::pieces::{Piece, pieces};
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::resolved::ResolvedLink;
use crate::schema::ValueType;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a raw `+` in the query of a URL.
    ///
    /// In a link config there is nothing to report: a `+` there is a plus sign, and linkc writes `%2B`.
    ///
    /// ## Why is this bad?
    ///
    /// To one reader it is a plus sign, to another a space. `URLComponents` on iOS and `decodeURIComponent` in
    /// JavaScript, with which the desktop client of Huawei Cloud Meeting of 2019 reads names, keep it: `Tom+Smith` is
    /// shown with the `+`. Android's `Uri.getQueryParameter` and JavaScript's `URLSearchParams` make it a space. It
    /// mostly comes from a tool that encodes for HTML forms, such as Java's `URLEncoder`.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom+Smith
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom%20Smith
    /// ```
    BarePlus = {
        id: "bare-plus",
        summary: "a URL's query has a raw `+`, a space to some apps and a plus sign to others",
        level: Warning,
    }
}

impl Rule for BarePlus {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        for piece in pieces(url).iter().filter(|piece| piece.is_query) {
            let Some(at) = piece.text.find('+') else { continue };
            let place = |at: usize| url.span_of(piece.range.start + at..piece.range.start + at + 1);
            let written = if is_moment(link, piece) { "%2B" } else { "%20" };
            let pluses = piece.text.match_indices('+').map(|(at, _)| at);
            let fix = Fix::risky(format!("write `{written}`"));
            report.push(
                report
                    .finding(format!("{} has a raw `+`", piece.describe(link)), place(at))
                    .label("a space on Android, a plus sign on iOS")
                    .help("write `%20` for a space, `%2B` for a plus sign")
                    .about(piece.subject(link))
                    .fix(pluses.fold(fix, |fix, at| fix.edit(place(at), written))),
            );
        }
    }
}

/// Whether the piece gives a date and time, where a `+` is the sign of an offset.
fn is_moment(link: &ResolvedLink<'_>, piece: &Piece<'_>) -> bool {
    let Some(name) = piece.known_name(link) else { return false };
    let mut parameters = link.forms.iter().filter_map(|resolved| resolved.form.parameter(name));
    parameters.any(|parameter| matches!(parameter.parameter.value_type, ValueType::DateTime))
}
