//! The rule `literal-secret`.

use super::outlets::channel_of;
use super::placeholder_value::is_placeholder;
use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::given::Layer;
use crate::obtain::{BoundObtain, ObtainOrigin};
use crate::resolved::ResolvedLink;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a secret, such as the password of a meeting, that is typed into something that is kept: a link config, a
    /// list of links, a program.
    ///
    /// The key under `obtain:` is a secret, too.
    ///
    /// A blank (`enter_code: ""`) and a placeholder are no secrets. What works only once has a rule of its own,
    /// `literal-single-use`, and so has a link in a web page, in Markdown or in a mail: `shared-secret`.
    ///
    /// ## Why is this bad?
    ///
    /// A file in a repository is read by more people than a meeting has guests, and stays readable in its history. Of
    /// Huawei Cloud Meeting the `enter_code` is the very password that a person would type, and the one of the host
    /// joins as the host. No scanner will tell you: the rules of the scanner most in use find neither a passcode nor a
    /// nonce in such a link.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, enter_code: 483920, name: Tom, open_mic: false, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values:
    ///     conf_id: 981924330
    ///     enter_code: ${env:WEEKLY_SYNC_ENTER_CODE}
    ///     name: Tom
    ///     open_mic: false
    ///     open_camera: false
    /// ```
    ///
    /// ## How to fix
    ///
    /// Keep the value in the environment (`${env:NAME}`) or in a file that is not committed (`${file:PATH}`), or leave
    /// it open under `inputs`. A password that has been committed is known: change it.
    LiteralSecret = {
        id: "literal-secret",
        summary: "a secret is typed into something that is kept",
        level: Warning,
    }
}

impl Rule for LiteralSecret {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        // In what other people read, it is `shared-secret`.
        if !link.is_kept() || link.url().and_then(channel_of).is_some() {
            return;
        }
        for value in report.values().iter().filter(|value| value.is_secret() && !value.is_single_use()) {
            let mut texts = value.literals();
            if texts.any(|(_, literal)| !is_placeholder(literal, value.name(), link.schema)) {
                report_literal(link, value, report);
            }
        }
    }

    fn check_obtain(&self, asked: &[BoundObtain<'_>], report: &mut Report<'_>) {
        for bound in asked.iter().filter(|bound| bound.origin == ObtainOrigin::Config) {
            for given in &bound.given {
                let name = &given.name.value;
                let is_secret = bound.obtain.credential(name).is_some_and(|credential| credential.secret);
                if !is_secret || given.text.literal_length() == 0 {
                    continue;
                }
                report.push(
                    report
                        .finding(format!("the secret `{name}` is typed here in plain text"), given.span)
                        .label("whoever can read this file knows it")
                        .help(format!("keep it out of the file: `{name}: ${{env:{}}}`", name.to_uppercase()))
                        .about(format!("{}/{name}", bound.subject)),
                );
            }
        }
    }
}

fn report_literal(link: &ResolvedLink<'_>, value: &LinkValue<'_>, report: &mut Report<'_>) {
    let name = value.name();
    let variable = variable_for(link, value);
    let help = if link.url().is_some() {
        format!("take it out, or keep a link config with `{name}: ${{env:{variable}}}` and build the link from it")
    } else if value.is_fallback {
        format!("keep it out of the file: `fallback: ${{env:{variable}}}`")
    } else {
        format!("keep it out of the file: `{name}: ${{env:{variable}}}`")
    };
    report.push(
        report
            .finding(format!("the secret `{name}` is typed here in plain text"), value.given.span)
            .label("whoever can read this file knows it")
            .help(help)
            .about(value.subject(link)),
    );
}

/// A name for the environment variable, such as `WEEKLY_SYNC_ENTER_CODE`.
fn variable_for(link: &ResolvedLink<'_>, value: &LinkValue<'_>) -> String {
    let owner = if value.given.layer == Layer::Config { &link.schema.name } else { &link.name.value };
    let mut variable = String::new();
    for c in owner.chars().chain(['_']).chain(value.name().chars()) {
        match c {
            _ if c.is_ascii_alphanumeric() => variable.push(c.to_ascii_uppercase()),
            _ if variable.ends_with('_') => {}
            _ => variable.push('_'),
        }
    }
    if variable.starts_with(|c: char| c.is_ascii_digit()) { format!("LINK_{variable}") } else { variable }
}
