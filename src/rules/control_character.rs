//! The rule `control-character`.

use super::pieces::pieces;
use super::values::values;
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::given::{GivenText, Layer};
use crate::link_template::percent;
use crate::resolved::{ResolvedLink, UrlText};
use crate::schema::{Schema, ValueType};

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a control character in a value: the end of a line, a tab, NUL, escape, delete and their like (U+0000 to
    /// U+001F and U+007F to U+009F). In a URL, `%0A` is one, too.
    ///
    /// White space inside a JSON text is left alone. The title of a link is looked at, too, and its summary, which may
    /// have tabs and several lines.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody sees it, and everybody treats it differently. A browser takes tabs and line ends out of a URL before it
    /// does anything else (URL Standard, basic URL parser); the desktop client of Huawei Cloud Meeting of 2019 does the
    /// same with line ends; a terminal obeys an escape; a line end in a mail's header begins another header (CWE-93). It
    /// mostly comes from a value that was read from a file, or copied out of a document, with the end of its line.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: "Tom\n", open_mic: false, open_camera: false }
    /// ```
    ///
    /// Use instead:
    ///
    /// ```yaml
    /// weekly-sync:
    ///   page: join
    ///   values: { conf_id: 981924330, name: Tom, open_mic: false, open_camera: false }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the value on one line. In YAML, a value behind `|` or `>` ends with the end of its line; behind `|-` or
    /// `>-` it does not.
    ControlCharacter = {
        id: "control-character",
        summary: "a value or a title holds a control character",
        level: Error,
    }
}

impl Rule for ControlCharacter {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        if let Some(url) = link.url() {
            check_url(link, url, report);
            return;
        }
        for value in report.values() {
            let wrong = value.literals().find_map(|(text, literal)| {
                let (at, c) = first(literal, is_json(value.value_type()))?;
                Some((text, at, c))
            });
            if let Some((text, at, c)) = wrong {
                let help = help(text, at, c);
                report.push(
                    report
                        .finding(
                            format!("`{}` holds {}", value.name(), describe(c)),
                            text.span_of(at..at + c.len_utf8()),
                        )
                        .label(label(c))
                        .help(help)
                        .about(value.subject(link)),
                );
            }
        }
    }

    fn check_config(&self, config: &Config, _schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        for link in &config.links {
            for (key, text) in link.words() {
                let may_have_lines = key == "summary";
                let Some((_, c)) = first(&text.value, may_have_lines) else { continue };
                let help = if may_have_lines { "take it out" } else { "write it on one line, without the character" };
                let name = &link.name.value;
                let finding = report
                    .finding(format!("the {key} of `{name}` holds {}", describe(c)), text.span)
                    .label("in here")
                    .help(help);
                report.push(finding.about(format!("links/{name}/{key}")));
            }
        }
    }
}

fn check_url(link: &ResolvedLink<'_>, url: &UrlText, report: &mut Report<'_>) {
    let json = values(link).into_iter().filter(|value| value.given.layer == Layer::Url && is_json(value.value_type()));
    let json: Vec<_> = json.map(|value| value.given.span).collect();
    for piece in pieces(url) {
        let place = url.span_of(piece.range.clone());
        let is_json = json.iter().any(|span| place.start <= span.start && span.end <= place.end);
        let decoded = percent::decode(piece.text);
        let Some((at, c)) = first(decoded.text(), is_json) else { continue };
        let range = decoded.encoded_range(at..at + c.len_utf8());
        let span = url.span_of(piece.range.start + range.start..piece.range.start + range.end);
        report.push(
            report
                .finding(format!("{} holds {}", piece.describe(link), describe(c)), span)
                .label(label(c))
                .help("take it out")
                .about(piece.subject(link)),
        );
    }
}

fn is_json(value_type: &ValueType) -> bool {
    matches!(value_type, ValueType::Json)
}

/// The first control character of `text`, line ends and tabs not counted if it may have them.
fn first(text: &str, may_have_lines: bool) -> Option<(usize, char)> {
    let is_wrong = |c: char| c.is_control() && !(may_have_lines && matches!(c, '\t' | '\n' | '\r'));
    text.char_indices().find(|&(_, c)| is_wrong(c))
}

/// The character in words, with its article.
fn describe(c: char) -> String {
    let name = match c {
        '\0' => "a NUL",
        '\t' => "a tab",
        '\n' => "a line end",
        '\r' => "a carriage return",
        '\u{1b}' => "an escape",
        '\u{7f}' => "a delete",
        _ => "a control character",
    };
    format!("{name} (U+{:04X})", u32::from(c))
}

fn label(c: char) -> &'static str {
    match c {
        '\n' | '\r' => "a line ends here",
        _ => "here",
    }
}

fn help(text: &GivenText, at: usize, c: char) -> &'static str {
    let is_end = text.literal().is_some_and(|literal| literal[at..].trim_end_matches(['\n', '\r']).is_empty());
    match c {
        '\n' | '\r' if is_end => "leave out the line end; behind `|` or `>`, write `|-` or `>-`",
        '\n' | '\r' => "write the value on one line",
        _ => "take it out, or write a space in its place",
    }
}
