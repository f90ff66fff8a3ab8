//! What a type takes, as regular expressions: the form in which a stub in another language checks a value.
//!
//! Written once here rather than once a language. They use only what all languages read alike: no `.`, no classes by
//! name, no look-around, no escape that one of them refuses (JavaScript's `u` does `\-` outside of a class), and one
//! class with one quantifier where a text may be long, for engines that recurse on groups. [`ValueType::check`] decides;
//! a test holds these to it.

use super::url::DANGEROUS;
use super::{Pattern, ValueType};

/// What can be said of the texts of a type without a program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// What the whole text must match.
    pub(crate) regex: Option<String>,
    /// What must be found nowhere in the text.
    pub(crate) refused: Option<String>,
    /// How many characters it may have.
    pub(crate) max_length: Option<usize>,
}

const HEX: &str = "[0-9A-Fa-f]";
/// A number from 0 to 255, without leading zeros.
const BYTE: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const LABEL: &str = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
/// A label that is no number.
const LAST_LABEL: &str =
    "(?:[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?|[0-9]+(?:[A-Za-z]|-+[A-Za-z0-9])(?:-*[A-Za-z0-9])*)";
/// From 1 to 65535, leading zeros allowed; or nothing.
const URL_PORT: &str =
    "(?::(?:0*(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?)?";
/// What can stand nowhere in a URL as it is, for a negated class: controls, the space, and these.
const NO_URL: &str = "\0- \"<>\\[\\\\\\]\\^`{|}\u{7f}-\u{9f}";
/// `%` without two hexadecimal digits behind it.
const BARE_PERCENT: &str = "%(?:$|[^0-9A-Fa-f]|[0-9A-Fa-f](?:$|[^0-9A-Fa-f]))";
/// The schemes whose URLs have a host (URL Standard, "special scheme"); `file` is never taken.
const WITH_HOST: [&str; 5] = ["http", "https", "ws", "wss", "ftp"];

impl ValueType {
    /// The texts that the type takes; of a list, [`ValueType::List`]'s items have their own.
    pub(crate) fn shape(&self) -> Shape {
        let whole = |regex: String| Shape { regex: Some(regex), ..Shape::default() };
        match self {
            Self::String { pattern, max_length, .. } => {
                Shape { regex: pattern.as_ref().map(portable), max_length: *max_length, ..Shape::default() }
            }
            Self::Integer { .. } | Self::Port => whole("0|-?[1-9][0-9]*".to_owned()),
            Self::Host => Shape { max_length: Some(253), ..whole(host()) },
            Self::Url { schemes, hosts } => url(schemes, hosts),
            Self::DateTime => whole(date_time()),
            Self::Boolean { .. } | Self::Enum { .. } | Self::List { .. } | Self::Json => Shape::default(),
        }
    }
}

fn ipv4() -> String {
    format!("(?:{BYTE}\\.){{3}}{BYTE}")
}

/// RFC 3986, section 3.2.2.
fn ipv6() -> String {
    let group = format!("{HEX}{{1,4}}");
    let last = format!("(?:{group}:{group}|{})", ipv4());
    let before = |count: usize| format!("(?:(?:{group}:){{0,{count}}}{group})?");
    let mut forms = vec![format!("(?:{group}:){{6}}{last}"), format!("::(?:{group}:){{5}}{last}")];
    for count in 0..=4 {
        forms.push(format!("{}::(?:{group}:){{{}}}{last}", before(count), 4 - count));
    }
    forms.push(format!("{}::{group}", before(5)));
    forms.push(format!("{}::", before(6)));
    format!("(?:{})", forms.join("|"))
}

fn host() -> String {
    format!("(?:{LABEL}\\.)*{LAST_LABEL}|{}|\\[{}\\]", ipv4(), ipv6())
}

fn url(schemes: &[String], hosts: &[String]) -> Shape {
    let segment = format!("[^{NO_URL}#?]*");
    let tail = format!("(?:\\?[^{NO_URL}#]*)?(?:#[^{NO_URL}#]*)?");
    let any_host = format!("(?:[^{NO_URL}#%/:?@]+|\\[{}\\])", ipv6());
    let listed: Vec<String> = hosts.iter().map(|host| any_case(host)).collect();
    let host = if hosts.is_empty() { any_host } else { format!("(?:{})", listed.join("|")) };
    let authority = format!("//{host}{URL_PORT}(?:/{segment})?");
    let (with_host, plain): (Vec<&str>, Vec<&str>) = schemes
        .iter()
        .map(String::as_str)
        .partition(|scheme| WITH_HOST.contains(&scheme.to_ascii_lowercase().as_str()));
    // Without a host there is none on the list.
    let or_without = if hosts.is_empty() {
        format!("(?:{authority}|//(?:/{segment})?|/?(?:[^{NO_URL}#?/]{segment})?)")
    } else {
        authority.clone()
    };
    let mut forms = Vec::new();
    let schemes_of = |names: &[&str]| names.iter().map(|name| any_case(name)).collect::<Vec<_>>().join("|");
    let web = if schemes.is_empty() { WITH_HOST.to_vec() } else { with_host };
    if !web.is_empty() {
        forms.push(format!("(?:{}):{authority}{tail}", schemes_of(&web)));
    }
    if schemes.is_empty() {
        forms.push(format!("[A-Za-z][A-Za-z0-9+.-]+:{or_without}{tail}"));
    } else if !plain.is_empty() {
        forms.push(format!("(?:{}):{or_without}{tail}", schemes_of(&plain)));
    }
    let mut refused = vec![BARE_PERCENT.to_owned()];
    if schemes.is_empty() {
        let needs_host = format!("^(?:{}):(?:/?[^/]|/?$|//(?:[/?#:]|$))", schemes_of(&WITH_HOST));
        refused.push(needs_host);
        refused.push(format!("^(?:{}):", schemes_of(&DANGEROUS)));
        refused.push(format!("^(?:{}|[A-Za-z][A-Za-z0-9+-]*\\.[A-Za-z0-9+.-]*):[0-9]", any_case("localhost")));
    }
    Shape { regex: Some(forms.join("|")), refused: Some(refused.join("|")), max_length: None }
}

/// `text` in whatever case its letters are.
fn any_case(text: &str) -> String {
    let mut regex = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphabetic() => {
                regex.push_str(&format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase()));
            }
            c if "^$\\.*+?()[]{}|/".contains(c) => regex.extend(['\\', c]),
            c => regex.push(c),
        }
    }
    regex
}

/// RFC 3339 with the calendar: the days of the months, and leap years.
fn date_time() -> String {
    let leap = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
    let days = "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|\
                02-(?:0[1-9]|1[0-9]|2[0-8]))";
    let clock = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    format!("(?:[0-9]{{4}}-{days}|{leap}-02-29)T{clock}:[0-5][0-9](?:\\.[0-9]{{1,9}})?(?:Z|[+-]{clock})")
}

/// A pattern so written that every language reads it alike.
fn portable(pattern: &Pattern) -> String {
    let mut regex = String::new();
    let mut in_class = false;
    let mut in_quantifier = false;
    let mut escaped = false;
    for c in pattern.as_str().chars() {
        if !escaped && c == '\\' {
            escaped = true;
            continue;
        }
        match c {
            // A class reads twice the same character as an operator of sets in some languages.
            '&' | '~' if in_class && regex.ends_with(c) => {}
            _ if in_class && escaped => match c {
                '-' | ']' | '[' | '\\' | '^' => regex.extend(['\\', c]),
                _ => regex.push(c),
            },
            ']' if in_class => {
                in_class = false;
                regex.push(c);
            }
            _ if in_class => regex.push(c),
            _ if escaped => match c {
                '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '/' => {
                    regex.extend(['\\', c]);
                }
                _ => regex.push(c),
            },
            // The line ends that a dot leaves out differ.
            '.' => regex.push_str("[^\n]"),
            '}' if !in_quantifier => regex.push_str("\\}"),
            ']' => regex.push_str("\\]"),
            _ => {
                in_class = c == '[';
                in_quantifier = c == '{' || (in_quantifier && c != '}');
                regex.push(c);
            }
        }
        escaped = false;
    }
    regex
}

#[cfg(test)]
mod tests {
    use regex_lite::Regex;

    use super::*;

    /// What a stub says of `text`.
    fn takes(shape: &Shape, text: &str) -> bool {
        let regex = |regex: &String| Regex::new(regex).unwrap();
        let whole = |text: &str| shape.regex.as_ref().is_none_or(|own| regex(&format!("^(?:{own})$")).is_match(text));
        whole(text)
            && !shape.refused.as_ref().is_some_and(|own| regex(own).is_match(text))
            && shape.max_length.is_none_or(|max| text.chars().count() <= max)
    }

    fn agree(value_type: &ValueType, texts: &[&str]) {
        let shape = value_type.shape();
        for text in texts {
            assert_eq!(takes(&shape, text), value_type.check(text).is_ok(), "{text:?} as {value_type:?}");
        }
    }

    #[test]
    fn a_host_is_what_it_is_here() {
        let long = format!("{}.example", "a".repeat(63));
        let too_long = format!("{}.example", "a".repeat(64));
        let all = format!("{}a", "a.".repeat(126));
        let one_more = format!("{}aa", "a.".repeat(126));
        agree(
            &ValueType::Host,
            &[
                "meeting.huaweicloud.com",
                "a",
                "a.b",
                "1.2.3.4",
                "1.2.3",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4.5",
                "a.1",
                "1a",
                "a.1-2",
                "a.-1",
                "a-",
                "-a",
                "a..b",
                ".a",
                "a.",
                "a b",
                "é.example",
                "xn--p1ai",
                "[::1]",
                "[::]",
                "[1:2:3:4:5:6:7:8]",
                "[1:2:3:4:5:6:7::]",
                "[1::8]",
                "[::ffff:1.2.3.4]",
                "[1:2]",
                "[12345::]",
                "::1",
                "[::1]:80",
                "a:80",
                "https://a",
                "a/b",
                "u@a",
                "a_b",
                "a\n",
                &long,
                &too_long,
                &all,
                &one_more,
            ],
        );
    }

    #[test]
    fn a_moment_is_what_it_is_here() {
        agree(
            &ValueType::DateTime,
            &[
                "2026-11-22T09:30:00Z",
                "2026-11-22T09:30:00+08:00",
                "2026-11-22T09:30:00.123456789-23:59",
                "2026-11-22T09:30:00.1234567890Z",
                "2026-11-22T09:30:00.Z",
                "2026-11-22t09:30:00Z",
                "2026-11-22",
                "2026-11-22T09:30Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T09:60:00Z",
                "2026-11-22T09:30:60Z",
                "2026-02-29T00:00:00Z",
                "2024-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2000-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-00T00:00:00Z",
                "2026-11-22T09:30:00+24:00",
                "2026-11-22T09:30:00+0800",
                "2026-11-22T09:30:00",
                "2026-11-22T09:30:00z",
                "0004-02-29T00:00:00Z",
                "2026-11-22T09:30:00Z\n",
            ],
        );
    }

    #[test]
    fn a_url_is_what_it_is_here() {
        let texts = [
            "https://example.com",
            "https://example.com/",
            "HTTPS://EXAMPLE.com:443/a?b=c#d",
            "https://example.com?x",
            "https://example.com#x",
            "http://example.com/%20",
            "http://example.com/%2",
            "http://example.com/%zz",
            "http://example.com/a b",
            "http://example.com/é",
            "http://example.com/\u{1f600}",
            "http://u@example.com/",
            "http://u:p@example.com/",
            "http:///a",
            "http:/a",
            "http:a",
            "http://",
            "http://a:65536/",
            "http://a:65535/",
            "http://a:/",
            "http://[::1]/",
            "http://[::1/",
            "http://a\\b",
            "http://a/#b#c",
            "http://a/?b?c",
            "http://a/[b]",
            "http://a/\"",
            "http://a/\n",
            " http://a/",
            "mailto:a@b",
            "lark://a/b?c",
            "lark://u@a/b",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:,x",
            "c:/x",
            "example.com:443/a",
            "localhost:80",
            "//a",
            "a",
            "",
            "tel:123",
            "http://a/@b:c",
            "ftp://example.com/x",
            "http://other.example/",
            "lark:",
            "lark:///a",
        ];
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        agree(&ValueType::Url { schemes: Vec::new(), hosts: Vec::new() }, &texts);
        agree(&ValueType::Url { schemes: list(&["https", "http"]), hosts: Vec::new() }, &texts);
        agree(&ValueType::Url { schemes: list(&["https", "lark"]), hosts: Vec::new() }, &texts);
        agree(&ValueType::Url { schemes: list(&["http", "https"]), hosts: list(&["example.com"]) }, &texts);
        agree(&ValueType::Url { schemes: Vec::new(), hosts: list(&["example.com"]) }, &texts);
    }

    #[test]
    fn a_pattern_keeps_its_meaning() {
        for (written, same) in [
            (r"[0-9]+", r"[0-9]+"),
            (r"a.b\.c", "a[^\n]b\\.c"),
            (r"\-\@\/[\-\.\&\&\]]{1,2}", r"-@\/[\-.&\]]{1,2}"),
            (r"a\{\}]", r"a\{\}\]"),
        ] {
            assert_eq!(portable(&Pattern::new(written).unwrap()), same);
        }
    }
}
