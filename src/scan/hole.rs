//! Holes: the parts of a URL in a program, a template or a document that only somebody else knows.
//!
//! What a hole looks like differs from language to language, but what looks like one is rarely anything else in a URL:
//! braces must be percent-encoded there. So all kinds are known everywhere, but for those that a percent-encoded
//! character could be taken for.
//!
//! `%` and two hexadecimal digits are always a character: `%20d` is a space and a `d`. The one exception is a padded
//! number behind which the value ends, `%02d` or `%08x`: the characters that these would be are control characters,
//! which no link holds.

use super::syntax::Language;

/// How many bytes of `text` at `at` are a hole.
pub(super) fn hole_at(text: &str, at: usize, language: Option<Language>) -> Option<usize> {
    let rest = text.get(at..)?;
    match rest.as_bytes().first()? {
        b'%' => percent(rest, language == Some(Language::Batch)),
        b'$' => dollar(rest),
        b'#' if rest.starts_with("#{") => balanced(rest, 1),
        b'@' if rest.starts_with("@{") => balanced(rest, 1),
        b'{' => braces(rest),
        b'\\' if rest.starts_with("\\(") => balanced(rest, 1),
        b'!' if language == Some(Language::Batch) => name(&rest[1..]).and_then(|length| closed(rest, 1 + length, "!")),
        b'<' if rest.starts_with("<%") => until(rest, "%>"),
        b'<' if rest.starts_with("<?") => until(rest, "?>"),
        b'<' => angle(rest),
        b'.' if rest.starts_with("...") => Some(rest.bytes().take_while(|&byte| byte == b'.').count()),
        _ if rest.starts_with('…') => Some('…'.len_utf8()),
        _ => None,
    }
}

/// The most bytes that the expression in a hole may have.
const LONGEST: usize = 400;

/// How many bytes an identifier takes at the start of `text`.
fn name(text: &str) -> Option<usize> {
    let first = text.bytes().next()?;
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    (first.is_ascii_alphabetic() || first == b'_').then_some(length)
}

fn closed(text: &str, at: usize, close: &str) -> Option<usize> {
    text.get(at..)?.starts_with(close).then_some(at + close.len())
}

fn until(text: &str, close: &str) -> Option<usize> {
    let end = text.find(close)? + close.len();
    (end <= LONGEST).then_some(end)
}

/// `%@`, `%s`, `%1$s`, `%-5.2f`, `%(name)s`, `%{name}`, `%<name>s`, and `%NAME%` in a batch file.
fn percent(text: &str, is_batch: bool) -> Option<usize> {
    if is_batch && let Some(end) = name(&text[1..]).and_then(|length| closed(text, 1 + length, "%")) {
        return Some(end);
    }
    let bytes = text.as_bytes();
    match bytes.get(1)? {
        b'@' => return Some(2),
        b'{' => return balanced(text, 1),
        _ => {}
    }
    let mut at = 1;
    for (open, close) in [(b'(', ")"), (b'<', ">")] {
        if bytes[at] == open {
            at += until(&text[at..], close)?;
            break;
        }
    }
    let is_triplet = bytes.get(1..3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    let skip = |at: usize, of: &str| at + text[at..].bytes().take_while(|byte| of.as_bytes().contains(byte)).count();
    at = skip(at, "0123456789");
    if bytes.get(at) == Some(&b'$') && at > 1 {
        at += 1;
    }
    at = skip(at, "-+#0'");
    at = skip(at, "0123456789*");
    if bytes.get(at) == Some(&b'.') {
        at = skip(at + 1, "0123456789*");
    }
    at = skip(at, "hlqjzt");
    let conversion = *bytes.get(at)?;
    if !b"@sSdDiuUoxXeEfFgGaAcCpvqb".contains(&conversion) {
        return None;
    }
    at += 1;
    if conversion != b'@' && bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // `%02d`, and nothing else that begins like an encoded character.
    let is_padded = bytes[1] == b'0' && bytes.get(2).is_some_and(|byte| (b'1'..=b'9').contains(byte)) && at > 3;
    (!is_triplet || is_padded).then_some(at)
}

/// `${…}`, `$(…)`, `$name`, `$this->name`, `$1`.
fn dollar(text: &str) -> Option<usize> {
    if text.starts_with("${") || text.starts_with("$(") {
        return balanced(text, 1);
    }
    if text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return Some(2);
    }
    let mut at = 1 + name(&text[1..])?;
    while let Some(length) = text[at..].strip_prefix("->").and_then(name) {
        at += 2 + length;
    }
    Some(at)
}

/// `{name}`, `{0}`, `{}`, `{{ name }}`, `{% … %}`. JSON is no hole.
fn braces(text: &str) -> Option<usize> {
    if text.starts_with("{{") {
        return until(text, "}}");
    }
    if text.starts_with("{%") {
        return until(text, "%}");
    }
    let inner = text[1..].trim_start();
    if inner.starts_with(['"', '\'', '?', '&', '+', '#', '/', ';', '.', '{']) {
        return None;
    }
    balanced(text, 0)
}

/// `<name>` where a value belongs, as documents write it.
fn angle(text: &str) -> Option<usize> {
    let inner = &text[1..];
    let length = inner.find(|c: char| !(c.is_alphanumeric() || "_- .".contains(c)))?;
    (length > 0 && length <= 40 && inner.starts_with(char::is_alphabetic)).then_some(())?;
    closed(text, 1 + length, ">")
}

/// From the bracket at `open` to the one that closes it, on one line; brackets in string literals do not count.
pub(super) fn balanced(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < open).take(LONGEST) {
        match (quote, c) {
            (_, '\n') => return None,
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hole(text: &str) -> Option<&str> {
        hole_at(text, 0, None).map(|length| &text[..length])
    }

    #[test]
    fn every_kind_is_known() {
        for text in [
            "%@",
            "%s",
            "%d",
            "%1$s",
            "%2$@",
            "%ld",
            "%lld",
            "%02d",
            "%.2f",
            "%(name)s",
            "%{name}",
            "%<name>s",
            "${name}",
            "$name",
            "$this->name",
            "$(name)",
            "${f(a, \"}\")}",
            "#{name}",
            "@{name}",
            "{name}",
            "{0}",
            "{}",
            "{{name}}",
            "{{ name }}",
            "{name!r}",
            "\\(name)",
            "\\(f(\")\"))",
            "<%= name %>",
            "<?= $name ?>",
            "<name>",
            "<meeting ID>",
            "...",
            "…",
            "$1",
        ] {
            assert_eq!(hole(&format!("{text}&a=b")), Some(text), "{text}");
            assert_eq!(hole(text), Some(text), "{text}");
        }
    }

    #[test]
    fn an_encoded_character_is_none() {
        for text in ["%20", "%E5%BC", "%d0%bf", "%20d&", "%ad", "%0A", "%0Ad", "%da&", "%", "%%", "%&", "%sure", "%zz"]
        {
            assert_eq!(hole(text), None, "{text}");
        }
    }

    #[test]
    fn neither_is_json_nor_a_link_template_nor_a_price() {
        for text in ["{\"a\":1}", "{?a,b}", "{&a}", "{/a}", "{+a}", "{ \"a\": 1 }", "{a", "$", "$ ", "<3", "<>", ".."] {
            assert_eq!(hole(text), None, "{text}");
        }
    }
}
