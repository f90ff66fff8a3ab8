//! The rule `malformed-percent`.

use super::pieces::pieces;
use super::{Metadata, Report, Rule};
use crate::diagnostic::Fix;
use crate::link_template::percent::{self, Fault, FaultKind};
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports, in a URL, a `%` that no two hexadecimal digits follow, and percent-encoded bytes that are not UTF-8.
    ///
    /// In a link config there is nothing to report: a value there is plain text, and linkc encodes it.
    ///
    /// ## Why is this bad?
    ///
    /// The link dies. The desktop client of Huawei Cloud Meeting of 2019 decodes a name with `decodeURIComponent`, which
    /// throws on such a `%`: no meeting, no message. Browsers, on the other hand, let it through, so that it goes
    /// unnoticed until somebody clicks. Bytes that are not UTF-8 mostly mean that a tool encoded in Latin-1 or GBK.
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=100%
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=100%25
    /// ```
    MalformedPercent = {
        id: "malformed-percent",
        summary: "a URL has a `%` that encodes nothing, or bytes that are not UTF-8",
        level: Error,
    }
}

impl Rule for MalformedPercent {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        let Some(url) = link.url() else { return };
        for piece in pieces(url) {
            let decoded = percent::decode(piece.text);
            let faults = decoded.faults();
            let Some(fault) = faults.first() else { continue };
            let place =
                |fault: &Fault| url.span_of(piece.range.start + fault.range.start..piece.range.start + fault.range.end);
            let span = place(fault);
            let what = piece.describe(link);
            // What a program fills in later is no percent sign.
            let is_format = |fault: &Fault| piece.text[fault.range.end..].starts_with(['@', 's', 'd', '1', '{']);
            let mut finding = match fault.kind {
                FaultKind::MalformedTriplet => report
                    .finding(format!("a `%` in {what} is not followed by two hexadecimal digits"), span)
                    .label("expected `%` and two of `0`-`9`, `A`-`F`")
                    .help(if is_format(fault) {
                        "a program was to fill this in: write the value; a percent sign is `%25`"
                    } else {
                        "write a percent sign as `%25`"
                    }),
                FaultKind::InvalidUtf8 => report
                    .finding(format!("the percent-encoded bytes in {what} are not UTF-8"), span)
                    .label("no character in UTF-8")
                    .help("encode the text as UTF-8: `é` is `%C3%A9`, not `%E9`"),
            };
            let lone = || faults.iter().filter(|fault| fault.kind == FaultKind::MalformedTriplet);
            if fault.kind == FaultKind::MalformedTriplet && !lone().any(is_format) {
                let fix = Fix::risky("write `%25`");
                finding = finding.fix(lone().fold(fix, |fix, fault| fix.edit(place(fault), "%25")));
            }
            report.push(finding.about(piece.subject(link)));
        }
    }
}
