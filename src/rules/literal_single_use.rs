//! The rule `literal-single-use`.

use super::outlets::channel_of;
use super::placeholder_value::is_placeholder;
use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that works only once, such as a `nonce`, where it is typed into something that is kept: a link
    /// config, a list of links, a program. A placeholder is no such value. In a web page, in Markdown and in a mail it is
    /// `shared-single-use`.
    ///
    /// ## Why is this bad?
    ///
    /// By the time somebody uses the link, the value is likely to be spent. A nonce of Huawei Cloud Meeting works once
    /// and for one person, and whoever comes first is logged in as the owner of the token that it was asked for with.
    /// That may be nobody: mail scanners open the links of a message before its reader does, and one has been seen to
    /// run the page's script and send its form. The vendor's own FAQ tells people to share such a link, and says two
    /// lines above that the nonce works once.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// portal:
    ///   page: login
    ///   values: { nonce: 3rJ0Zk8vQ1nB7xT5yL2mW9cD4fG6hS0aKpEu1iOz }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// portal:
    ///   page: login
    ///   inputs: [nonce]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave the parameter open under `inputs`: a stub in your program then takes it as an argument, at the moment at
    /// which the link is opened.
    LiteralSingleUse = {
        id: "literal-single-use",
        summary: "a value that works once is typed into something that is kept",
        level: Error,
    }
}

impl Rule for LiteralSingleUse {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        // In what other people read, it is `shared-single-use`.
        if !link.is_kept() || link.url().and_then(channel_of).is_some() {
            return;
        }
        for value in report.values().iter().filter(|value| value.is_single_use()) {
            if value.literals().any(|(_, literal)| !is_placeholder(literal, value.name(), link.schema)) {
                report_literal(link, value, report);
            }
        }
    }
}

fn report_literal(link: &ResolvedLink<'_>, value: &LinkValue<'_>, report: &mut Report<'_>) {
    let name = value.name();
    let (message, help) = if link.url().is_some() {
        let message = format!("`{name}` works only once, and this link is kept");
        let help = format!(
            "keep it in a link config with `inputs: [{name}]`: what is built from that takes a fresh one each time"
        );
        (message, help)
    } else if value.is_fallback {
        let message = format!("`{name}` works only once, and cannot have a fallback that is kept");
        (message, format!("write `inputs: [{name}]`, without a fallback"))
    } else {
        let message = format!("`{name}` works only once, and is typed into a link that is kept");
        (message, format!("leave it open until the link is used: `inputs: [{name}]`"))
    };
    report.push(
        report
            .finding(message, value.given.span)
            .label("spent with its first use")
            .help(help)
            .about(value.subject(link)),
    );
}
