//! The rule `missing-reason`.

use super::{Metadata, Rule};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a suppression comment that does not say why the finding may stay, or says it with a word that fills in,
    /// such as `todo`. The suppression counts nevertheless.
    ///
    /// `require_suppression_reason: true` in `linkc.yaml` makes it an error, `false` turns it off.
    ///
    /// ## Why is this bad?
    ///
    /// In a year nobody knows whether the finding was harmless or in the way. So nobody dares to take the comment out,
    /// and it stays when its reason has gone.
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
    ///     server_url: meeting.example.com # linkc: ignore[unlisted-host]
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
    ///     server_url: meeting.example.com # linkc: ignore[unlisted-host] because the server is our own
    /// ```
    MissingReason = {
        id: "missing-reason",
        summary: "a suppression does not say why the finding may stay",
        level: Warning,
    }
}

/// What it is about stands in comments, so that `suppression` looks for it.
impl Rule for MissingReason {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }
}
