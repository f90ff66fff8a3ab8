//! The rule `unused-suppression`.

use super::{Metadata, Rule};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a suppression comment that names a rule which finds nothing there.
    ///
    /// A rule that is off has not looked, and a file with an error that keeps the rules from running is not judged.
    ///
    /// ## Why is this bad?
    ///
    /// The mistake was put right, or the comment has moved away from its line. Kept, it would hide the next mistake of
    /// that kind, which nobody has looked at.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [android]
    ///   values:
    ///     conf_id: 981924330
    ///     name: Tom
    ///     server_url: meeting.huaweicloud.com # linkc: ignore[unlisted-host] because the server is our own
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   platforms: [android]
    ///   values:
    ///     conf_id: 981924330
    ///     name: Tom
    ///     server_url: meeting.huaweicloud.com
    /// ```
    UnusedSuppression = {
        id: "unused-suppression",
        summary: "a suppression names a rule that finds nothing there",
        level: Warning,
    }
}

/// What it is about is known when all other rules have run, so that `suppression` looks for it.
impl Rule for UnusedSuppression {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }
}
