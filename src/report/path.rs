//! The names of sources, as each kind of reader needs them.
//!
//! A person reads a path as it was given. What is kept (a fingerprint) or looked at elsewhere (a code review) must say
//! nothing of the machine that it was made on, and the same of the same file however it was named.

use std::fmt::Write as _;

/// `name` as it was given, with `/` on every system.
pub(super) fn shown(name: &str) -> String {
    name.replace('\\', "/")
}

/// `name` without `.` and what `..` takes back. Of an absolute path only the file's name is left: who wants more of
/// it must name sources relative to the project.
pub fn relative(name: &str) -> String {
    let path = shown(name);
    if is_absolute(&path) {
        return path.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => _ = segments.pop(),
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

/// [`relative`] as a URI reference: all but RFC 3986's unreserved characters and `/` is percent-encoded, a colon too,
/// which could end a scheme.
pub(super) fn uri(name: &str) -> String {
    let mut uri = String::new();
    for byte in relative(name).bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

/// Whether `name` is a file's, and not a word in angle brackets such as `<command line>`.
pub(super) fn is_file(name: &str) -> bool {
    !name.starts_with('<')
}

/// `/x`, `//server/x`, `C:/x`, on every system: a report may be read on another one.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_relative_path() {
        let paths = [
            ("links.yaml", "links.yaml"),
            ("./a//b/./links.yaml", "a/b/links.yaml"),
            (r".\a\links.yaml", "a/links.yaml"),
            ("a/../b/links.yaml", "b/links.yaml"),
            ("../../links.yaml", "../../links.yaml"),
            ("/home/me/links.yaml", "links.yaml"),
            (r"C:\Users\me\links.yaml", "links.yaml"),
            (r"\\server\share\links.yaml", "links.yaml"),
            ("<stdin>", "<stdin>"),
        ];
        for (name, path) in paths {
            assert_eq!(relative(name), path, "{name}");
        }
    }

    #[test]
    fn a_uri_has_no_character_that_means_something() {
        assert_eq!(uri("./a:b/周 1%.yaml"), "a%3Ab/%E5%91%A8%201%25.yaml");
        assert_eq!(uri("<command line>"), "%3Ccommand%20line%3E");
    }
}
