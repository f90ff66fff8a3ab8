//! Filters that every output template has: forms of a URL that need more than an escape.
//!
//! What `qr_svg`, `compact` and `csp_hash` give is safe text: it prints as it is. What `intent`, `json` and `html` give is a text
//! like every other, and is written as a literal: JSON in an attribute is JSON, then HTML.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, Value};
use sha2::{Digest as _, Sha256};

use super::qr::Qr;
use crate::link_template::percent;

/// Puts the filters into `environment`.
pub(super) fn register(environment: &mut Environment<'_>) {
    environment.add_filter("intent", |url: &str, options: Kwargs| {
        let package: Option<String> = options.get("package")?;
        let fallback: Option<String> = options.get("fallback")?;
        options.assert_all_used()?;
        Ok::<_, Error>(intent(url, package.as_deref(), fallback.as_deref()))
    });
    // None where the text is too long for a code: a page can do without.
    environment.add_filter("qr_svg", |text: &str, label: &str| {
        Qr::new(text).map_or(Value::from(()), |qr| Value::from_safe_string(qr.svg(label)))
    });
    environment.add_filter("json", |value: &Value| {
        serde_json::to_string(value).map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
    });
    environment.add_filter("html", super::escape::html);
    environment.add_filter("compact", |text: &str| Value::from_safe_string(compact(text)));
    environment.add_filter("csp_hash", |text: &str| Value::from_safe_string(csp_hash(text)));
}

/// `url` as browsers on Android take it best: an `intent:` URL, which can say where to go when the app is not there.
/// A web address and a URL with a fragment, which the form has no room for, stay as they are.
///
/// The form is that of `Intent.parseUri` in AOSP: `intent:`, the data without its scheme, `#Intent;`, the extras, `end`.
/// In an extra, all but unreserved characters are encoded.
fn intent(url: &str, package: Option<&str>, fallback: Option<&str>) -> String {
    let Some((scheme, data)) = url.split_once(':') else { return url.to_owned() };
    if matches!(scheme, "http" | "https" | "intent") || data.contains('#') {
        return url.to_owned();
    }
    let mut intent = format!("intent:{data}#Intent;scheme={scheme};");
    let extras = [("package", package), ("S.browser_fallback_url", fallback)];
    for (name, value) in extras.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        intent.push_str(name);
        intent.push('=');
        percent::encode(value, &mut intent);
        intent.push(';');
    }
    intent + "end"
}

/// A script or a style sheet without what only its author needs: indentation, blank lines, and lines that are a `//`
/// comment. It must have no string that goes over several lines.
fn compact(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The source expression that allows an inline script or style in a content security policy (CSP Level 3, section
/// 6.7.3.2), its quotes included: `text` is all that stands between the tags, to the byte.
fn csp_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_says_which_app_and_what_without_it() {
        assert_eq!(
            intent("acme://host/p?a=b%20c&d=e", Some("com.example.app"), Some("https://go.example.com/m/x?a=1;b#c")),
            "intent://host/p?a=b%20c&d=e#Intent;scheme=acme;package=com.example.app;\
             S.browser_fallback_url=https%3A%2F%2Fgo.example.com%2Fm%2Fx%3Fa%3D1%3Bb%23c;end"
        );
        assert_eq!(intent("acme:join/1", None, None), "intent:join/1#Intent;scheme=acme;end");
    }

    #[test]
    fn what_an_intent_cannot_say_stays_a_plain_url() {
        for url in ["https://example.com/a", "acme://host/#/j/1", "intent://x#Intent;scheme=acme;end", "nothing"] {
            assert_eq!(intent(url, Some("com.example.app"), None), url);
        }
    }

    #[test]
    fn what_only_the_author_needs_is_left_out() {
        assert_eq!(compact("\nif (a) {\n\n  // why\n  b('//');\n}\n"), "if (a) {\nb('//');\n}\n");
    }

    #[test]
    fn a_hash_is_that_of_the_bytes() {
        // CSP Level 3, section 8.3: the example.
        assert_eq!(csp_hash("alert('Hello, world.');"), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }
}
