//! How files of each kind write comments.

use std::ops::Range;

/// How a kind of file writes comments, as far as a suppression needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentSyntax {
    /// What makes the rest of a line a comment.
    line: &'static [&'static str],
    /// What opens and what closes a comment.
    block: &'static [(&'static str, &'static str)],
    /// What strings stand in: a comment in a string is none.
    quotes: &'static [char],
    /// Whether there are fenced blocks, whose text is shown and not obeyed.
    has_fences: bool,
}

const MARKUP: (&str, &str) = ("<!--", "-->");
const STARRED: (&str, &str) = ("/*", "*/");

/// Quotes without `'`, which is as often an apostrophe, a lifetime or around a single character.
const SLASHES: CommentSyntax =
    CommentSyntax { line: &["//"], block: &[STARRED], quotes: &['"', '`'], has_fences: false };
const SCRIPT: CommentSyntax = CommentSyntax { quotes: &['"', '\'', '`'], ..SLASHES };
const PHP: CommentSyntax = CommentSyntax { line: &["//", "#"], quotes: &['"', '\''], ..SLASHES };
const STYLE: CommentSyntax = CommentSyntax { line: &[], ..SLASHES };
const XML: CommentSyntax = CommentSyntax { line: &[], block: &[MARKUP], quotes: &[], has_fences: false };
const HTML: CommentSyntax = CommentSyntax { line: &["//"], block: &[MARKUP, STARRED], quotes: &[], has_fences: false };
const MARKDOWN: CommentSyntax = CommentSyntax { quotes: &['`'], has_fences: true, ..XML };
const DASHES: CommentSyntax =
    CommentSyntax { line: &["--"], block: &[STARRED], quotes: &['"', '\''], has_fences: false };
const INI: CommentSyntax = CommentSyntax { line: &["#", ";", "!"], quotes: &[], ..CommentSyntax::HASH };

/// The kinds by the ends of file names, in lower case and sorted.
const KINDS: &[(&[&str], CommentSyntax)] = &[
    (
        &[
            "bash", "cfg", "conf", "env", "fish", "pl", "ps1", "py", "pyi", "r", "rb", "sh", "tf", "toml", "yaml",
            "yml", "zsh",
        ],
        CommentSyntax::HASH,
    ),
    (&["ini", "properties"], INI),
    (
        &[
            "c", "cc", "cpp", "cs", "cxx", "go", "gradle", "groovy", "h", "hpp", "java", "kt", "kts", "m", "mm",
            "proto", "rs", "scala", "swift",
        ],
        SLASHES,
    ),
    (&["cjs", "cts", "dart", "ets", "js", "json5", "jsonc", "jsx", "mjs", "mts", "ts", "tsx"], SCRIPT),
    (&["php"], PHP),
    (&["css", "less", "scss"], STYLE),
    (&["plist", "storyboard", "svg", "xaml", "xhtml", "xml"], XML),
    (&["astro", "htm", "html", "svelte", "vue"], HTML),
    (&["markdown", "md", "mdx"], MARKDOWN),
    (&["lua", "sql"], DASHES),
];

/// Files that are known by their whole name.
const NAMES: [&str; 5] = ["dockerfile", "gemfile", "makefile", "podfile", "rakefile"];

/// The marks of a fenced block in Markdown.
const FENCES: [&str; 2] = ["```", "~~~"];

/// How far a comment is looked through for its beginning and its end, in bytes. A text is the work of a stranger, and
/// may be one long unclosed comment.
pub(super) const REACH: usize = 4096;

/// A block comment that is open at some place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opened {
    /// Where it opens.
    pub(super) start: usize,
    pub(super) open: &'static str,
    pub(super) close: &'static str,
}

impl CommentSyntax {
    /// `#` to the end of the line: YAML, shell, Python, a list of URLs.
    pub const HASH: Self = Self { line: &["#"], block: &[], quotes: &['"', '\''], has_fences: false };

    /// The syntax of the file at `path`, by its name; `None` where there are no comments, as in JSON, or none are known.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        if NAMES.contains(&name.as_str()) {
            return Some(Self::HASH);
        }
        let (_, extension) = name.rsplit_once('.')?;
        KINDS.iter().find(|(extensions, _)| extensions.contains(&extension)).map(|(_, syntax)| *syntax)
    }

    /// What closes the block comment that `tail` opens, decoration aside.
    pub(super) fn block_close(self, tail: &str) -> Option<&'static str> {
        let opens = |open: &str| tail.strip_prefix(open).is_some_and(is_decoration);
        self.block.iter().find(|(open, _)| opens(open)).map(|(_, close)| *close)
    }

    /// Whether `tail` begins a comment to the end of the line, behind `before`.
    pub(super) fn opens_line(self, before: &str, tail: &str) -> bool {
        let opens = |opener: &str| {
            let fits = match opener {
                // `https://` is no comment.
                "//" => !before.ends_with(':'),
                _ => before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '\u{feff}'),
            };
            fits && tail.strip_prefix(opener).is_some_and(is_decoration)
        };
        self.line.iter().any(|opener| opens(opener))
    }

    /// Whether a block comment ends in `line`: then what looks like a comment before it is in the block.
    pub(super) fn closes_block(self, line: &str) -> bool {
        self.block.iter().any(|(_, close)| line.contains(close))
    }

    /// The block comment that is still open at the end of `before`, if it opens within [`REACH`].
    pub(super) fn block_before(self, before: &str) -> Option<Opened> {
        let from = back(before, before.len(), REACH);
        let near = &before[from..];
        let opened = self.block.iter().filter_map(|(open, close)| {
            let at = near.rfind(open)?;
            (!near[at + open.len()..].contains(close)).then_some(Opened { start: from + at, open, close })
        });
        opened.max_by_key(|opened| opened.start)
    }

    /// Whether what stands between `before` and `after`, of one line, is in a string.
    pub(super) fn is_in_string(self, before: &str, after: &str) -> bool {
        let mut quote = None;
        let mut is_escaped = false;
        for c in before.chars() {
            match quote {
                _ if is_escaped => is_escaped = false,
                Some(_) if c == '\\' => is_escaped = true,
                Some(open) if c == open => quote = None,
                None if self.quotes.contains(&c) => quote = Some(c),
                _ => {}
            }
        }
        // One that is never closed is an apostrophe.
        quote.is_some_and(|quote| after.contains(quote))
    }

    /// The length of the comment that `text` begins with.
    pub(super) fn comment_end(self, text: &str) -> Option<usize> {
        let text_inside = text.strip_prefix('{').map_or(text, str::trim_start);
        for (open, close) in self.block {
            if text_inside.starts_with(open) {
                let start = text.len() - text_inside.len() + open.len();
                return Some(text[start..].find(close).map_or(text.len(), |at| start + at + close.len()));
            }
        }
        let is_comment = self.line.iter().any(|opener| text.starts_with(opener));
        is_comment.then(|| text.find('\n').unwrap_or(text.len()))
    }

    /// Where the first line begins that is neither blank nor a comment nor says only what the file is.
    pub(super) fn head(self, text: &str) -> usize {
        let mut rest = text.trim_start_matches('\u{feff}');
        if self.has_fences {
            rest = front_matter(rest).unwrap_or(rest);
        }
        loop {
            rest = rest.trim_start();
            let line = rest.find('\n').unwrap_or(rest.len());
            let length = if rest.starts_with("#!") || rest.starts_with("<?php") {
                line
            } else if rest.starts_with("<?") {
                rest.find("?>").map_or(rest.len(), |at| at + 2)
            } else if rest.get(..9).is_some_and(|word| word.eq_ignore_ascii_case("<!doctype")) {
                rest.find('>').map_or(rest.len(), |at| at + 1)
            } else {
                self.comment_end(rest).unwrap_or(0)
            };
            if length == 0 {
                return text.len() - rest.len();
            }
            rest = &rest[length..];
        }
    }

    /// The places of the fenced blocks, where there are such.
    pub(super) fn fences(self, text: &str) -> Vec<Range<usize>> {
        let mut fences = Vec::new();
        let mut open: Option<(usize, &str)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n').filter(|_| self.has_fences) {
            let content = line.trim_start_matches([' ', '>', '\t']).trim_end();
            let mark = FENCES.iter().find(|mark| content.starts_with(**mark)).map(|mark| {
                let letter = mark.chars().next().unwrap_or_default();
                &content[..content.len() - content.trim_start_matches(letter).len()]
            });
            match (open, mark) {
                (None, Some(mark)) => open = Some((at, mark)),
                (Some((start, opened)), Some(mark)) if mark.starts_with(opened) && mark == content => {
                    fences.push(start..at + line.trim_end().len());
                    open = None;
                }
                _ => {}
            }
            at += line.len();
        }
        fences.extend(open.map(|(start, _)| start..text.len()));
        fences
    }
}

/// `text` behind the front matter that it begins with.
fn front_matter(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let end = inside.find("\n---")?;
    let rest = &inside[end + 4..];
    Some(rest.find('\n').map_or("", |at| &rest[at..]))
}

/// What may stand between an opener and the words: `/**`, `///`, `//!`, `##`.
fn is_decoration(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '*' | '!' | '/' | '#' | '-' | ';'))
}

/// The place `reach` bytes before `at`, or the beginning.
pub(super) fn back(text: &str, at: usize, reach: usize) -> usize {
    let mut from = at.saturating_sub(reach);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    from
}

/// The place [`REACH`] behind `at`, or the end.
pub(super) fn ahead(text: &str, at: usize) -> usize {
    let mut to = at.saturating_add(REACH).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    to
}
