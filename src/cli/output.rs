//! Where a command writes: results to stdout, the rest to stderr.

use std::io::{BufWriter, Write};

use anstream::{AutoStream, ColorChoice};

use super::Failure;
use super::args::Color;

/// The two streams of a run. Results pass as they are: colour is in them only where it may be.
pub(crate) struct Output {
    results: BufWriter<std::io::Stdout>,
    notices: AutoStream<std::io::Stderr>,
    color_results: bool,
    color_notices: bool,
}

impl Output {
    pub(crate) fn new(color: Color) -> Self {
        let choice = |auto: ColorChoice| match color {
            Color::Auto => auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        // The choice is made here once: what asks for colour later need not know of terminals.
        let results = choice(AutoStream::choice(&std::io::stdout()));
        let notices = choice(AutoStream::choice(&std::io::stderr()));
        Self {
            results: BufWriter::new(std::io::stdout()),
            notices: AutoStream::new(std::io::stderr(), notices),
            color_results: results != ColorChoice::Never,
            color_notices: notices != ColorChoice::Never,
        }
    }

    /// Whether results may be coloured.
    pub(crate) fn color_results(&self) -> bool {
        self.color_results
    }

    /// Whether notices may be coloured.
    pub(crate) fn color_notices(&self) -> bool {
        self.color_notices
    }

    /// Writes `text` to stdout as it is.
    pub(crate) fn result(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.results.write_all(text.as_bytes())?)
    }

    /// Writes `bytes` to stdout as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.results.write_all(bytes)?)
    }

    /// Writes `text` and a line's end to stdout.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.result(text)?;
        self.result("\n")
    }

    /// Writes `text` to stderr as it is.
    pub(crate) fn notice(&mut self, text: &str) -> Result<(), Failure> {
        // What was printed before is to be seen before.
        self.results.flush()?;
        Ok(self.notices.write_all(text.as_bytes())?)
    }

    /// Reports that the job, or a part of it, could not be done. There is no one left to tell if that fails.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        let _ = self.results.flush();
        let (red, bold, end) = if self.color_notices { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let _ = self.notices.write_all(failure.findings.as_bytes());
        let _ = writeln!(self.notices, "{red}error{end}{bold}: {}{end}", visible(&failure.message));
        if let Some(help) = &failure.help {
            let _ = writeln!(self.notices, "  help: {}", visible(help));
        }
    }

    /// Writes out what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.results.flush()?;
        Ok(self.notices.flush()?)
    }
}

/// A file name may hold anything; what is printed of it holds no control characters.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
