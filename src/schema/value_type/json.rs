//! JSON texts: judged, never rewritten.

use super::Invalid;

pub(super) fn check(text: &str) -> Result<(), Invalid> {
    let Err(error) = serde_json::from_str::<serde_json::Value>(text) else { return Ok(()) };
    // serde_json counts lines from 1 and columns in bytes.
    let line_start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut start = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
    let reason = error.to_string();
    let reason = reason.rfind(" at line ").map_or(reason.as_str(), |at| &reason[..at]);
    let message = format!("this is not JSON: {}", reason.replace("EOF while parsing", "it ends within"));
    // At the end the last character is not what is wrong.
    let range = if error.is_eof() { text.len()..text.len() } else { start..end };
    let invalid = Invalid::at(range, message);
    Err(if text.trim_start().starts_with(['{', '[', '"', '\'']) && text.contains('\'') {
        invalid.help("JSON has `\"` around texts and names, never `'`")
    } else {
        invalid
    })
}
