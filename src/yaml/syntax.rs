//! Says what is wrong with a text that is not YAML, in words that its writer can act on.
//!
//! A message names keys, never values: a value may be a secret, and there is no schema yet to tell.

use std::ops::Range;

use granit_parser::{ErrorKind as Kind, ScanError};

use super::scene::{Context, Scene};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

const QUOTE: &str = "quote the value";
const INDENT: &str = "indent the keys of one map alike, with spaces";

/// A mistake of syntax as the parser tells it.
#[derive(Debug)]
pub(super) struct Mistake {
    /// What it refuses, and where it gave up.
    pub(super) error: ScanError,
    /// What had been read.
    pub(super) context: Context,
}

/// A mistake in words.
struct Finding {
    range: Range<usize>,
    message: String,
    help: String,
}

/// The finding for `mistake` in `text`; `depth` is the limit that the parser was given.
pub(super) fn describe(source: SourceId, text: &str, depth: usize, mistake: &Mistake) -> Diagnostic {
    let scene = Scene::new(text, mistake.error.marker().byte_offset().unwrap_or(0));
    let is_limit = *mistake.error.kind() == Kind::RecursionLimitExceeded;
    let id = if is_limit { "yaml-limit" } else { "yaml-syntax" };
    let Finding { range, message, help } = if is_limit { too_deep(scene, depth) } else { finding(scene, mistake) };
    Diagnostic::error(id, message, Span::new(source, range)).help(help)
}

/// Whether the lines beside that of a mistake of this kind share it.
pub(super) fn is_indentation(kind: &Kind) -> bool {
    matches!(kind, Kind::ExpectedBlockMappingKey | Kind::ExpectedDocumentStart | Kind::ExpectedBlockSequenceEntry)
}

fn too_deep(scene: Scene<'_>, depth: usize) -> Finding {
    found(scene.char_range(), format!("maps and lists nest more than {depth} levels deep"), "nest less")
}

fn found(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Finding {
    Finding { range, message: message.into(), help: help.into() }
}

fn finding(scene: Scene<'_>, mistake: &Mistake) -> Finding {
    let kind = mistake.error.kind();
    match kind {
        Kind::MappingValueNotAllowed => colon(scene, mistake),
        Kind::SimpleKeyExpected => missing_colon(scene),
        Kind::InvalidSimpleKey => found(
            scene.name(),
            "a key does not end on its line",
            "write a key of at most 1024 characters, a `:` and a space on one line",
        ),
        Kind::ExpectedBlockMappingKey | Kind::ExpectedDocumentStart => not_a_key(scene, mistake),
        Kind::ExpectedBlockSequenceEntry => found(
            scene.name(),
            "this line stands among the items of a list but is none",
            "begin the line with `- `, or indent it differently from the list",
        ),
        Kind::BlockSequenceEntryNotAllowed => found(
            scene.char_range(),
            "a list cannot begin on the line of its key",
            "begin the list on the next line, or quote the value if it begins with a `-`",
        ),
        Kind::TabInPlainScalar
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabNotAllowed
        | Kind::InvalidBlockEntryWhitespace
        | Kind::InvalidMappingValueWhitespace => tab(scene),
        Kind::InvalidQuotedScalarIndent | Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => {
            unclosed_quote(scene, mistake)
        }
        Kind::InvalidTrailingSingleQuotedScalar => found(
            scene.word(),
            "there is text behind the closing `'`",
            "write `''` for a `'` inside of the text, or put the whole value into `\"`",
        ),
        Kind::InvalidTrailingDoubleQuotedScalar => found(
            scene.word(),
            "there is text behind the closing `\"`",
            "write `\\\"` for a `\"` inside of the text, or put the whole value into `'`",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidUnicodeEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate => escape(scene),
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent | Kind::InvalidBlockScalarIndent => {
            block_scalar(scene, kind)
        }
        Kind::CommentNotSeparated => found(
            scene.char_range(),
            "there is no space before the `#`",
            "put a space before a comment, or quote the value if the `#` belongs to it",
        ),
        Kind::UnexpectedCharacter { character } if !matches!(character, '@' | '`' | '%') => found(
            scene.char_range(),
            format!("the file holds the character U+{:04X}, which YAML forbids", u32::from(*character)),
            "remove it, or write it as an escape sequence in `\"`",
        ),
        Kind::BomInsideDocument => {
            found(scene.char_range(), "a byte order mark stands inside of the file", "remove the character U+FEFF")
        }
        Kind::UnclosedFlowCollection { .. }
        | Kind::MismatchedFlowCollectionEnd { .. }
        | Kind::MisplacedFlowCollectionEnd
        | Kind::BlockEntryInFlowCollection
        | Kind::InvalidColonPlacement
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::FlowMappingValueAdjacentCollection => flow(scene, mistake),
        Kind::UnsupportedYamlMajorVersion => {
            found(scene.word(), "only YAML 1 is understood", "write `%YAML 1.2`, or leave the line out")
        }
        _ => unexpected(scene, kind),
    }
}

/// A `: ` that cannot be there: in a value, or in a line that was read as the value's next.
fn colon(scene: Scene<'_>, mistake: &Mistake) -> Finding {
    let scalar = mistake.context.scalar.clone();
    let is_next_line = scalar.end <= scene.at && scene.text[scalar.start..scene.at].contains(['\n', '\r']);
    if !is_next_line {
        return found(
            scene.char_range(),
            "a value without quotes holds a `:` and a space",
            "quote the value, or begin a map on the next line",
        );
    }
    let first = scene.moved(scalar.start);
    if first.is_first() {
        return missing_colon(first);
    }
    let start = scene.line_start();
    let indentation = scene.before().len() - scene.before().trim_start().len();
    found(
        scene.moved(start + indentation).name(),
        "this line is indented deeper than its neighbour, which has a value already",
        INDENT,
    )
}

/// A line that should be a key and its value.
fn missing_colon(scene: Scene<'_>) -> Finding {
    let name = scene.name();
    let behind = scene.moved(name.end);
    let key = shortened(&scene.text[name.clone()]);
    if behind.char() == Some(':') {
        return found(
            behind.char_range(),
            format!("there is no space behind `{key}:`"),
            format!("write `{key}: ` and the value"),
        );
    }
    let mut finding =
        found(name.clone(), format!("there is no `:` behind `{key}`"), format!("write `{key}: ` and the value"));
    if behind.char().is_some_and(|c| !c.is_whitespace()) {
        finding.range = name.start..behind.char_range().end;
    }
    finding
}

/// Something where a key should be.
fn not_a_key(scene: Scene<'_>, mistake: &Mistake) -> Finding {
    let before = scene.before().trim();
    if before == "-" {
        let dash = scene.line_start() + scene.before().find('-').unwrap_or(0);
        return found(
            dash..dash + 1,
            "a list item stands among the keys of a map",
            "give the list a key of its own, or quote the text if it begins with a `-`",
        );
    }
    if !scene.is_first() {
        let help = match scene.before().trim_start().rsplit([' ', '\t']).find(|word| word.starts_with(['*', '{', '[']))
        {
            Some(word) => format!("quote the value if it begins with `{}`", &word[..1]),
            None => QUOTE.to_owned(),
        };
        return found(scene.word(), "there is text behind the end of the value", help);
    }
    match scene.char() {
        Some('%') => return unexpected(scene, mistake.error.kind()),
        Some(':') => {
            return found(
                scene.char_range(),
                "a key is missing",
                "write the key before the `:`, or quote the text if it begins with a `:`",
            );
        }
        _ if mistake.context.end == 0 => {
            if let Some(finding) = directives(scene) {
                return finding;
            }
        }
        _ => {}
    }
    let line = scene.behind();
    if line.contains(": ") || line.trim_end().ends_with(':') {
        return found(scene.name(), "this line is indented like none of the maps around it", INDENT);
    }
    found(
        scene.name(),
        "this line is no key, and does not belong to a value either",
        "write a key, a `:` and a space, or indent the line like the rest of its value",
    )
}

/// Directives without the `---` that ends them, or a first line that is none but looks so.
fn directives(scene: Scene<'_>) -> Option<Finding> {
    let before = &scene.text[..scene.at];
    let first = scene.moved(before.len() - before.trim_start_matches(['\u{feff}', ' ', '\n', '\r']).len());
    let is_directive = ["%YAML ", "%TAG "].iter().any(|name| first.rest().starts_with(name));
    match first.char() {
        Some('%') if is_directive => Some(found(
            if scene.at < scene.text.len() { scene.name() } else { first.word() },
            "there is no `---` between the directives and the document",
            "write `---` on a line before the document",
        )),
        Some('%') => Some(unexpected(first, &Kind::ExpectedDocumentStart)),
        _ => None,
    }
}

fn tab(scene: Scene<'_>) -> Finding {
    let at = scene.moved(scene.tab().unwrap_or(scene.at));
    if at.is_first() {
        let tabs = at.behind().len() - at.behind().trim_start_matches('\t').len();
        return found(at.at..at.at + tabs, "a tab is used for indentation", "indent with spaces");
    }
    found(at.char_range(), "a tab stands where only a space may", "replace it by a space, or quote the value")
}

fn unclosed_quote(scene: Scene<'_>, mistake: &Mistake) -> Finding {
    let from = scene.moved(mistake.context.end.min(scene.at));
    let at = scene.moved(from.opening_quote(scene.at).unwrap_or(scene.at));
    let quote = at.char().filter(|c| matches!(c, '"' | '\'')).unwrap_or('"');
    found(
        at.char_range(),
        format!("the `{quote}` is not closed"),
        format!("close it with `{quote}`, and indent the further lines of the text deeper than its key"),
    )
}

fn escape(scene: Scene<'_>) -> Finding {
    let range = scene.wrong_escape().unwrap_or(scene.char_range());
    let message = format!("`{}` is no escape sequence", &scene.text[range.clone()]);
    found(range, message, "write `\\\\` for a backslash, or put the value into `'`, where it stands for itself")
}

fn block_scalar(scene: Scene<'_>, kind: &Kind) -> Finding {
    let indicator = scene.char().filter(|c| matches!(c, '|' | '>')).unwrap_or('|');
    match kind {
        Kind::ZeroBlockScalarIndent => {
            found(scene.word(), format!("`{indicator}0` asks for an indentation of nothing"), "remove the `0`")
        }
        Kind::InvalidBlockScalarIndent => found(
            scene.word(),
            "this line is indented less than the text that it belongs to",
            "indent the lines of the text alike",
        ),
        _ => found(
            scene.word(),
            format!("there is text behind the `{indicator}`"),
            format!("begin the text on the next line, or quote the value if it begins with a `{indicator}`"),
        ),
    }
}

/// Mistakes in `[…]` and `{…}`.
fn flow(scene: Scene<'_>, mistake: &Mistake) -> Finding {
    let closing = |open: char| if open == '[' { ']' } else { '}' };
    let open_at = |at: Scene<'_>, open: char| {
        let close = closing(open);
        found(
            at.char_range(),
            format!("the `{open}` is not closed"),
            format!("close it with `{close}`, or quote the value if it begins with a `{open}`"),
        )
    };
    match mistake.error.kind() {
        Kind::UnclosedFlowCollection { open } => return open_at(scene, *open),
        Kind::MismatchedFlowCollectionEnd { open, close } => {
            return found(
                scene.char_range(),
                format!("the `{open}` is closed by a `{close}`"),
                format!("close it with `{}`", closing(*open)),
            );
        }
        Kind::MisplacedFlowCollectionEnd => {
            let close = scene.char().unwrap_or(']');
            return found(
                scene.char_range(),
                format!("the `{close}` closes nothing"),
                "remove it, or quote the value that it belongs to",
            );
        }
        Kind::BlockEntryInFlowCollection => {
            return found(
                scene.char_range(),
                "a `- ` has no place between brackets",
                "separate the items with `,`, or quote the text if it begins with a `-`",
            );
        }
        _ => {}
    }
    let Some(bracket) = mistake.context.bracket.map(|at| scene.moved(at)) else {
        return unexpected(scene, mistake.error.kind());
    };
    let open = bracket.char().unwrap_or('[');
    if scene.text[bracket.at..scene.at].contains(['\n', '\r']) {
        return open_at(bracket, open);
    }
    found(
        scene.char_range(),
        format!("a `,` or `{}` is expected here", closing(open)),
        "separate the entries with `,`, and quote a text that holds `: ` or brackets",
    )
}

/// What else the parser refuses: mostly a first character that means something in YAML.
fn unexpected(scene: Scene<'_>, kind: &Kind) -> Finding {
    match scene.char() {
        Some('`') => found(scene.char_range(), "a text without quotes cannot begin with a backtick", QUOTE),
        Some(c) if "@%*&!,?|>[]{}-:#\"'".contains(c) => {
            found(scene.char_range(), format!("a text without quotes cannot begin with a `{c}`"), QUOTE)
        }
        _ => found(
            scene.word(),
            kind.to_string().to_lowercase(),
            "quote the value if it holds characters that YAML uses",
        ),
    }
}

/// A key is as long as its writer likes; a message is not.
fn shortened(key: &str) -> String {
    match key.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &key[..end]),
        None => key.to_owned(),
    }
}
