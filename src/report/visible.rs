//! Characters that a reader cannot see or a terminal would obey, made visible.
//!
//! Sources are not trusted: an escape sequence in a link config must not clear the screen of whoever lints it, nor
//! a bidirectional override show another value than the one that is there.

use crate::invisible::is_invisible;

/// Stands in rendered text for a place that is filled in afterwards; [`push`] lets none through.
pub(super) const MARK: char = '\u{e000}';

/// Adds `c` to `out` as it may be shown. A tab stays a tab.
pub(super) fn push(out: &mut String, c: char) {
    match c {
        '\t' => out.push(c),
        // The block "control pictures" has a sign for each.
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('\u{2421}'),
        _ if c == MARK || is_invisible(c) => out.extend(c.escape_unicode()),
        _ => out.push(c),
    }
}

/// `text` on one line, as it may be shown.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut out, if c == '\t' { ' ' } else { c });
    }
    out
}

/// Whether `c` is not what it looks like: a control character, or one that is not seen.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// `text` as it may be shown, with its line ends.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}
