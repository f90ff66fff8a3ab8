//! Absolute URLs: judged by the `url` crate, kept as they were typed.
//!
//! That parser repairs what browsers repair (`https:/a\b`, stray spaces); an app need not, so what it would have to
//! repair is refused.

use std::cell::Cell;

use url::{SyntaxViolation, Url};

use super::{Invalid, run};
use crate::nearest::{did_you_mean, one_of};

/// What Chromium never hands to another program, next to schemes of one letter, which are drives on Windows
/// (`external_protocol_handler.cc`); `about` and `blob` besides, which it opens itself.
pub(super) const DANGEROUS: [&str; 18] = [
    "about",
    "afp",
    "blob",
    "data",
    "disk",
    "disks",
    "file",
    "hcp",
    "ie.http",
    "javascript",
    "mk",
    "ms-help",
    "nntp",
    "res",
    "shell",
    "vbscript",
    "view-source",
    "vnd.ms.radio",
];

/// Whether browsers refuse to open URLs of `scheme`, or run them as a program.
pub fn is_dangerous_scheme(scheme: &str) -> bool {
    scheme.len() == 1 || DANGEROUS.iter().any(|dangerous| scheme.eq_ignore_ascii_case(dangerous))
}

pub(super) fn check(text: &str, schemes: &[String], hosts: &[String]) -> Result<(), Invalid> {
    let scheme = check_scheme(text, schemes)?;
    let url = parse(text, scheme.len())?;
    if !url.username().is_empty() || url.password().is_some() {
        let start = scheme.len() + "://".len();
        let end = text.find('@').map_or(text.len(), |at| at + 1);
        return Err(Invalid::at(start.min(end)..end, "a URL must not carry a user name or password")
            .help("leave out all between `//` and `@`, that included"));
    }
    check_host(text, scheme.len(), &url, hosts)
}

/// The scheme of `text`, which is one of `schemes`.
fn check_scheme<'a>(text: &'a str, schemes: &[String]) -> Result<&'a str, Invalid> {
    let example = schemes.first().map_or("https", String::as_str);
    if text.is_empty() {
        return Err(Invalid::new("expected a URL, but there is nothing"));
    }
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(text.len());
    let scheme = &text[..end];
    if !text[end..].starts_with(':') || !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(Invalid::new("expected an absolute URL").help(format!("begin it with its scheme: `{example}://`")));
    }
    // `example.com:443/a` and `localhost:80` have the shape of a scheme and a path.
    let before_port = text[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    let is_listed = schemes.iter().any(|listed| listed.eq_ignore_ascii_case(scheme));
    if is_listed || (schemes.is_empty() && !is_dangerous_scheme(scheme) && !(before_port && looks_like_host(scheme))) {
        return Ok(scheme);
    }
    if before_port {
        let help = format!("begin the URL with its scheme: `{example}://`");
        return Err(Invalid::at(0..end, "expected a scheme, but this is followed by a port").help(help));
    }
    let allowed = one_of(schemes.iter().map(String::as_str));
    Err(if schemes.is_empty() {
        Invalid::at(0..end, "browsers refuse to open URLs of this scheme, or run them as a program")
            .help("use a scheme such as `https`")
    } else {
        let help = did_you_mean(scheme, schemes.iter().map(String::as_str));
        Invalid { help, ..Invalid::at(0..end, format!("the scheme must be {allowed}")) }
    })
}

fn looks_like_host(scheme: &str) -> bool {
    scheme.contains('.') || scheme.eq_ignore_ascii_case("localhost")
}

fn parse(text: &str, scheme: usize) -> Result<Url, Invalid> {
    let repaired = Cell::new(None);
    let note = |violation| repaired.set(repaired.get().or(Some(violation)));
    let parsed = Url::options().syntax_violation_callback(Some(&note)).parse(text);
    match (parsed, repaired.get()) {
        // Reported with its own words by the caller.
        (Ok(url), None | Some(SyntaxViolation::EmbeddedCredentials)) => Ok(url),
        (_, Some(violation)) => Err(explain(text, scheme, violation)),
        (Err(error), None) => Err(Invalid::new(format!("this is not a URL: {error}"))),
    }
}

fn explain(text: &str, scheme: usize, violation: SyntaxViolation) -> Invalid {
    let place = |is_wrong: fn(char) -> bool| text.find(is_wrong).map(|at| run(text, at, is_wrong));
    let invalid = |range, message: &str| Invalid { range, ..Invalid::new(message) };
    match violation {
        SyntaxViolation::Backslash => invalid(place(|c| c == '\\'), "a URL has no `\\`").help("write `/`"),
        SyntaxViolation::C0SpaceIgnored | SyntaxViolation::TabOrNewlineIgnored => {
            invalid(place(|c| c <= ' '), "a URL has no spaces or line ends")
                .help("remove them, or write a space as `%20`")
        }
        SyntaxViolation::ExpectedDoubleSlash | SyntaxViolation::ExpectedFileDoubleSlash => {
            Invalid::at(scheme..scheme + 1, "expected `//` behind the scheme")
        }
        SyntaxViolation::PercentDecode => {
            let at = text.match_indices('%').map(|(at, _)| at).find(|&at| !is_percent_encoded(&text.as_bytes()[at..]));
            invalid(at.map(|at| at..at + 1), "expected two hexadecimal digits behind `%`")
                .help("write the character `%` itself as `%25`")
        }
        SyntaxViolation::NonUrlCodePoint => {
            let range = place(|c| c <= ' ' || "\"<>[]^`{|}\\".contains(c) || c.is_control());
            let is_space = range.as_ref().is_some_and(|range| text[range.clone()].starts_with(' '));
            let help = if is_space { "write a space as `%20`" } else { "percent-encode it" };
            invalid(range, "this cannot stand in a URL as it is").help(help)
        }
        other => Invalid::new(format!("this is not a URL: {}", other.description())),
    }
}

fn is_percent_encoded(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

fn check_host(text: &str, scheme: usize, url: &Url, hosts: &[String]) -> Result<(), Invalid> {
    let host = url.host_str().unwrap_or_default();
    if hosts.is_empty() || hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host)) {
        return Ok(());
    }
    let names = || hosts.iter().map(String::as_str);
    let start = scheme + "://".len();
    let end =
        text.get(start..).map_or(text.len(), |rest| start + rest.find(['/', '?', '#', ':']).unwrap_or(rest.len()));
    let range = text.get(start..end).map(|_| start..end);
    Err(Invalid { range, help: did_you_mean(host, names()), message: format!("the host must be {}", one_of(names())) })
}

pub(super) fn describe(schemes: &[String], hosts: &[String]) -> String {
    let list = |names: &[String]| one_of(names.iter().map(String::as_str));
    match (schemes, hosts) {
        ([], []) => "a URL".into(),
        (schemes, []) => format!("a URL with the scheme {}", list(schemes)),
        ([], hosts) => format!("a URL with the host {}", list(hosts)),
        (schemes, hosts) => format!("a URL with the scheme {} and the host {}", list(schemes), list(hosts)),
    }
}
