//! JSON texts: judged by their grammar (RFC 8259, section 2), never rewritten. What a number or a text in one means is the
//! app's affair: `1e999` and half a surrogate pair, `"\ud800"`, are JSON.

use serde::de::IgnoredAny;

use super::Invalid;

/// How deep lists and objects may lie in each other; parsers have such a limit (RFC 8259, section 9), and that of
/// `serde_json` and of the stubs is this one.
const DEEPEST: usize = 127;

pub(super) fn check(text: &str) -> Result<(), Invalid> {
    let Err(error) = serde_json::from_str::<IgnoredAny>(text) else { return check_depth(text) };
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

/// Where JSON goes too deep.
fn check_depth(text: &str) -> Result<(), Invalid> {
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_text = !is_text,
            b'[' | b'{' if !is_text => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Invalid::at(at..at + 1, format!("this is more than {DEEPEST} lists and objects deep")));
                }
            }
            b']' | b'}' if !is_text => depth -= 1,
            _ => {}
        }
    }
    Ok(())
}
