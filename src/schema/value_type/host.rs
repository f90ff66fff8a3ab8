//! Hosts: a DNS name, an IPv4 address, an IPv6 address in brackets.
//!
//! RFC 3986 lets a reg-name hold nearly anything; what can be connected to is narrower, and people paste whole
//! addresses where a host belongs, so each foreign part has its own answer.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Invalid, run};

/// RFC 1035 section 2.3.4: the most that a label and a name may have.
const MAX_LABEL: usize = 63;
const MAX_NAME: usize = 253;

pub(super) fn check(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(Invalid::new("expected a host, but there is nothing"));
    }
    if let Some(at) = text.find(char::is_whitespace) {
        return Err(Invalid::at(run(text, at, char::is_whitespace), "a host has no spaces").help("remove the spaces"));
    }
    if let Some(at) = text.find("://") {
        return Err(Invalid::at(0..at + 3, "a host has no scheme").help("leave out all up to and including `://`"));
    }
    if let Some(at) = text.find(['/', '\\', '?', '#']) {
        return Err(Invalid::at(at..text.len(), "a host has no path").help("leave out all behind the host"));
    }
    if let Some(at) = text.find('@') {
        return Err(Invalid::at(0..at + 1, "a host has no user").help("leave out all up to and including `@`"));
    }
    if text.starts_with('[') {
        return check_bracketed(text);
    }
    if let Some(at) = text.find(':') {
        return Err(if text.parse::<Ipv6Addr>().is_ok() {
            Invalid::new("an IPv6 address stands in brackets").help("write it as `[…]`")
        } else {
            port_in_host(text, at)
        });
    }
    check_name(text)
}

fn port_in_host(text: &str, at: usize) -> Invalid {
    Invalid::at(at..text.len(), "a host has no port")
        .help("leave out the `:` and all behind it; an app that takes a port has a parameter for it")
}

fn check_bracketed(text: &str) -> Result<(), Invalid> {
    let Some(end) = text.find(']') else {
        return Err(Invalid::at(0..1, "expected `]` at the end of an IPv6 address"));
    };
    if text[1..end].parse::<Ipv6Addr>().is_err() {
        return Err(Invalid::at(1..end, "this is not an IPv6 address"));
    }
    match &text[end + 1..] {
        "" => Ok(()),
        rest if rest.starts_with(':') => Err(port_in_host(text, end + 1)),
        _ => Err(Invalid::at(end + 1..text.len(), "nothing can follow an IPv6 address")),
    }
}

fn check_name(text: &str) -> Result<(), Invalid> {
    let is_wrong = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if let Some(at) = text.find(is_wrong) {
        let invalid = Invalid::at(run(text, at, is_wrong), "a host has letters of ASCII, digits, `-` and `.` only");
        return Err(if text.is_ascii() {
            invalid
        } else {
            invalid.help("write an international name in its ASCII form, which begins with `xn--`")
        });
    }
    if text.len() > 1 && text.ends_with('.') && !text.ends_with("..") {
        let range = text.len() - 1..text.len();
        return Err(Invalid::at(range, "a host does not end in `.`").help("remove the `.`"));
    }
    if text.len() > MAX_NAME {
        return Err(Invalid::at(MAX_NAME..text.len(), format!("a host has at most {MAX_NAME} characters")));
    }
    let mut start = 0;
    let mut last = "";
    for label in text.split('.') {
        let range = start..start + label.len();
        start = range.end + 1;
        if label.is_empty() {
            return Err(Invalid::at(range, "a part between the dots is missing"));
        }
        if label.len() > MAX_LABEL {
            return Err(Invalid::at(range, format!("a part between the dots has at most {MAX_LABEL} characters")));
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(Invalid::at(range, "a part between the dots does not begin or end with `-`"));
        }
        last = label;
    }
    // A name whose last part is a number is read as an IPv4 address everywhere.
    if last.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<Ipv4Addr>().is_err() {
        return Err(Invalid::new("this is not an IPv4 address")
            .help("it has four numbers from 0 to 255, without leading zeros: `192.0.2.10`"));
    }
    Ok(())
}
