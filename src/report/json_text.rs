//! JSON as it is printed: nothing in it that a terminal would obey or a reader cannot see.
//!
//! JSON can escape any character of a string, so that what a program reads is still exact.

use std::fmt::Write as _;

use serde::Serialize;

use super::visible;

/// `value` as indented JSON with a line feed at its end. Control, bidirectional and invisible characters are escaped.
///
/// # Panics
///
/// When `value` is no JSON: a map in it has keys that are no strings.
pub fn json_text(value: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(value).expect("strings and numbers are JSON");
    let mut text = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // The line feeds between values are the only control characters that the serializer leaves, and the others
        // stand in strings only.
        if c != '\n' && visible::is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text.push('\n');
    text
}
