//! Takes a mistake out of a text, so that the next one can be found.

use std::ops::Range;

/// Blanks out the line of `mistake` and what belongs to it: the lines that are indented deeper and those that are no
/// entries themselves. All other bytes stay where they are. Returns where the blanked part ends; nothing when there
/// was nothing to blank.
///
/// The lines beside that of the mistake go too when it is one of indentation: they would all be reported.
pub(super) fn blank(text: &mut String, mistake: Range<usize>, is_indentation: bool) -> Option<usize> {
    let at = mistake.start.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?;
    let depth = indentation(first);
    let mut end = start + first.len();
    for line in lines {
        let is_below = indentation(line) > depth || is_indentation && indentation(line) == depth;
        if !is_below && is_entry(line) {
            break;
        }
        end += line.len();
    }
    if text[start..end].trim().is_empty() {
        return None;
    }
    let spaces: String = text[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(start..end, &spaces);
    Some(end)
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether the line looks like an item or like a key with its `:`.
fn is_entry(line: &str) -> bool {
    let line = line.trim();
    let is_item = line.starts_with("- ") || line == "-" || line.starts_with("---");
    is_item || line.contains(": ") || line.ends_with(':')
}
