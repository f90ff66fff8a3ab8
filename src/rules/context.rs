//! What the rules cannot know by themselves: the day, and where the artifacts of a target end up.
//!
//! The library has no clock and knows no target by its name. Whoever runs it says what it needs to know; what is not
//! said is not judged.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Where other people meet what a target writes. A target without one writes for programs or for the one who runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// An e-mail.
    Mail,
    /// Markdown, on its way to a site that makes a page of it.
    Markdown,
    /// A calendar entry.
    Calendar,
    /// A web page.
    Page,
    /// Paper, a slide, a screen: a QR code.
    Print,
}

impl Channel {
    /// Whether programs on the way drop links that are not web addresses.
    pub fn drops_schemes(self) -> bool {
        matches!(self, Self::Mail | Self::Markdown | Self::Calendar)
    }

    /// The programs through which it comes to people.
    pub(super) fn programs(self) -> &'static str {
        match self {
            Self::Mail => "mail programs",
            Self::Markdown => "sites that show Markdown",
            Self::Calendar => "calendars",
            Self::Page => "browsers",
            Self::Print => "cameras",
        }
    }

    /// The people who see it.
    pub(super) fn readers(self) -> &'static str {
        match self {
            Self::Mail => "everyone whom the mail reaches",
            Self::Markdown => "everyone who reads the page",
            Self::Calendar => "everyone who sees the calendar",
            Self::Page => "everyone who opens the page",
            Self::Print => "everyone who sees the code",
        }
    }
}

/// What is known beyond the texts that are checked.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The day, as YYYY-MM-DD.
    pub today: Option<String>,
    /// By target, where its artifacts end up; those that stay with whoever builds them are not in it.
    pub channels: BTreeMap<String, Channel>,
}
