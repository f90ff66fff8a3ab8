//! What the rules cannot know by themselves: the day, and where the artifacts of a target end up.
//!
//! The library has no clock and knows no target by its name. Whoever runs it says what it needs to know; what is not
//! said is not judged.

use std::fmt;
use std::sync::Arc;

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

    /// What people look at.
    pub(super) fn place(self) -> &'static str {
        match self {
            Self::Mail => "a mail",
            Self::Markdown => "Markdown",
            Self::Calendar => "a calendar entry",
            Self::Page => "a web page",
            Self::Print => "a picture",
        }
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
    /// Where the artifacts of each target end up.
    pub channels: Channels,
}

/// Where the artifacts of each target end up. It is asked for when a link config has outputs: most have none, and the
/// answer is in the manifest of a target.
#[derive(Clone)]
pub struct Channels(Arc<ByTarget>);

type ByTarget = dyn Fn(&str) -> Option<Channel> + Send + Sync;

impl Channels {
    /// The channels that `of` gives by the name of a target: none for those whose artifacts stay with whoever builds
    /// them.
    pub fn new(of: impl Fn(&str) -> Option<Channel> + Send + Sync + 'static) -> Self {
        Self(Arc::new(of))
    }

    /// Where the artifacts of `target` end up.
    pub fn of(&self, target: &str) -> Option<Channel> {
        (self.0)(target)
    }
}

impl Default for Channels {
    fn default() -> Self {
        Self::new(|_| None)
    }
}

impl fmt::Debug for Channels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channels").finish_non_exhaustive()
    }
}
