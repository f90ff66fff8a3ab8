//! The rule `shared-single-use`.

use super::outlets::{targets_of, with_outputs};
use super::values::{LinkValue, values};
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that works only once, such as a `nonce`, and that a link config takes from the environment or a
    /// file to write it into an output, whichever it is.
    ///
    /// Where it is typed into the config, it is `literal-single-use`.
    ///
    /// ## Why is this bad?
    ///
    /// What is built is kept: a page, a list of links, the source code of a program. The value in it is spent with the
    /// first use, which may be nobody's (mail scanners open links, and one has been seen to send the page's form), and
    /// until then whoever reads the file can be logged in as the owner of the token that it was asked for with.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   portal:
    ///     page: login
    ///     values: { nonce: "${env:NONCE}" }
    /// outputs:
    ///   - { target: json }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// linkc: 1
    /// kind: links
    /// schema: huawei-cloud-meeting
    /// links:
    ///   portal:
    ///     page: login
    ///     inputs: [nonce]
    /// outputs:
    ///   - { target: json }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Leave the parameter open under `inputs`: a program fills it in at the moment at which it opens the link. For a
    /// single link now, there is `linkc url`.
    SharedSingleUse = {
        id: "shared-single-use",
        summary: "a value that works once is written into an output",
        level: Error,
    }
}

impl Rule for SharedSingleUse {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_config(&self, config: &Config, _schema: &Schema, links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        if config.outputs.is_empty() {
            return;
        }
        let outputs = || config.outputs.iter();
        for link in links {
            for value in values(link).iter().filter(|value| value.is_single_use() && is_looked_up(value)) {
                let name = value.name();
                let message = format!("`{name}` works only once, and is written into {}", targets_of(outputs()));
                let finding = report
                    .finding(message, value.given.span)
                    .label("spent with its first use")
                    .help(format!("leave it open until the link is used: `inputs: [{name}]`"))
                    .about(value.subject(link));
                report.push(with_outputs(finding, outputs()));
            }
        }
    }
}

/// Whether some of the value comes from elsewhere when links are built.
fn is_looked_up(value: &LinkValue<'_>) -> bool {
    value.given.texts.iter().any(|text| text.literal().is_none())
}
