//! The pattern of a string: a regular expression for the whole text, in the part of the language that all share.
//!
//! A pattern does not stay here: it becomes a `pattern` attribute and a check in every target's language. What those
//! read differently (`\d`, `\w`, flags, look-around) is refused where it is written.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use regex_lite::Regex;

/// How often something may be repeated in the engine that allows the least, RE2, which is that of Go.
const MOST: u32 = 1000;

/// A pattern that is known to be good.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    regex: Regex,
    /// Of a pattern that is one class and a quantifier: the class.
    class: Option<Regex>,
    /// Of a pattern that is one class and `+` or `*`: which characters of ASCII the class has. Most patterns are, and
    /// asking a table is a hundred times as fast as running a regular expression.
    table: OnceLock<Option<[bool; 128]>>,
}

impl Pattern {
    /// Reads `text` as a pattern.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in one line.
    pub fn new(text: &str) -> Result<Self, String> {
        check_portable(text)?;
        // On its own first: `a)(b` would be good inside of a group.
        compile(text)?;
        let regex = compile(&format!("^(?:{text})$"))?;
        let class = single_class(text).and_then(|class| compile(&format!("^{class}")).ok());
        Ok(Self { text: text.to_owned(), regex, class, table: OnceLock::new() })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether all of `text` matches.
    pub fn is_match(&self, text: &str) -> bool {
        match self.table() {
            Some(table) if text.is_ascii() && !text.is_empty() => text.bytes().all(|byte| table[usize::from(byte)]),
            _ => self.regex.is_match(text),
        }
    }

    fn table(&self) -> Option<&[bool; 128]> {
        let class = self.class.as_ref()?;
        let table = self.table.get_or_init(|| {
            let repeats = self.text.ends_with("]+") || self.text.ends_with("]*");
            repeats.then(|| {
                std::array::from_fn(|code| {
                    u8::try_from(code).is_ok_and(|byte| class.is_match(char::from(byte).encode_utf8(&mut [0; 4])))
                })
            })
        });
        table.as_ref()
    }

    /// The first characters of a text that does not match that can stand nowhere in one that does. Known of patterns
    /// that are one class and a quantifier, such as `[0-9]+`.
    pub fn offending(&self, text: &str) -> Option<Range<usize>> {
        let class = self.class.as_ref()?;
        let fits = |c: char| class.is_match(c.encode_utf8(&mut [0; 4]));
        let start = text.find(|c| !fits(c))?;
        Some(super::run(text, start, |c| !fits(c)))
    }

    /// The characters that a text has, in words: "digits", "letters, digits and `_`". Known of patterns that are one
    /// class and a quantifier, if there are words for the class.
    pub fn alphabet(&self) -> Option<String> {
        words_for(single_class(&self.text)?)
    }

    /// The class of a pattern that is one class and a quantifier.
    pub fn class(&self) -> Option<&str> {
        single_class(&self.text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

fn compile(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| error.to_string())
}

/// Refuses what languages read differently.
fn check_portable(text: &str) -> Result<(), String> {
    let mut in_class = false;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '\\' => match chars.next() {
                Some((_, 'd')) => return Err("`\\d` is not the same everywhere: write `[0-9]`".into()),
                Some((_, 'w')) => return Err("`\\w` is not the same everywhere: write `[A-Za-z0-9_]`".into()),
                Some((_, escaped)) if escaped.is_ascii_alphanumeric() => {
                    return Err(format!("`\\{escaped}` is not the same everywhere: write the characters themselves"));
                }
                _ => {}
            },
            '[' if in_class => return Err("a `[` inside of a class is written `\\[`".into()),
            '[' if rest.starts_with(']') || rest.starts_with("^]") => {
                return Err("a class that begins with `]` is not the same everywhere: write `\\]`".into());
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '&' | '-' | '~' if in_class && rest.starts_with(c) => {
                return Err(format!("`{c}{c}` inside of a class is not the same everywhere: write `\\{c}\\{c}`"));
            }
            '(' if !in_class && rest.starts_with('?') && !rest.starts_with("?:") => {
                return Err(
                    "groups are `(…)` or `(?:…)`: flags, names and look-around are not the same everywhere".into()
                );
            }
            '{' if !in_class => {
                let counts = rest.split('}').next().unwrap_or_default().split(',');
                if counts.filter_map(|count| count.parse().ok()).any(|count: u32| count > MOST) {
                    return Err(format!("some languages count to {MOST} only: use `max_length`"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The class, when `text` is one class with or without a quantifier.
fn single_class(text: &str) -> Option<&str> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let closes = c == ']' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    let (class, quantifier) = text.starts_with('[').then(|| text.split_at(end.map_or(0, |(at, _)| at + 1)))?;
    let is_counted = |inner: &str| inner.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let is_quantifier = matches!(quantifier, "" | "+" | "*" | "?")
        || quantifier.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).is_some_and(is_counted);
    (is_quantifier && class.len() > 2).then_some(class)
}

/// "letters, digits and `_`" for `[A-Za-z0-9_]`.
fn words_for(class: &str) -> Option<String> {
    let mut inner = class.strip_prefix('[')?.strip_suffix(']')?;
    let ranges = [
        ("A-Za-z", "letters"),
        ("a-zA-Z", "letters"),
        ("A-Z", "capitals"),
        ("a-z", "small letters"),
        ("0-9", "digits"),
    ];
    let hexadecimal = ["0-9a-fA-F", "0-9A-Fa-f", "A-Fa-f0-9", "a-fA-F0-9", "0-9a-f", "0-9A-F"];
    if hexadecimal.contains(&inner) {
        return Some("hexadecimal digits".into());
    }
    let mut words = Vec::new();
    while !inner.is_empty() {
        if let Some((range, word)) = ranges.iter().find(|(range, _)| inner.starts_with(range)) {
            words.push((*word).to_owned());
            inner = &inner[range.len()..];
            continue;
        }
        let mut chars = inner.chars();
        let c = match chars.next()? {
            '\\' => chars.next()?,
            '^' if words.is_empty() => return None,
            c => c,
        };
        inner = chars.as_str();
        // Any other range has no word.
        if inner.len() > 1 && inner.starts_with('-') {
            return None;
        }
        words.push(if c == ' ' { "spaces".into() } else { format!("`{c}`") });
    }
    let last = words.pop()?;
    Some(if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) })
}
