//! The rule `invisible-character`.

use super::values::LinkValue;
use super::{Metadata, Report, Rule};
use crate::config::Config;
use crate::diagnostic::Fix;
use crate::given::GivenText;
use crate::resolved::ResolvedLink;
use crate::schema::Schema;
use crate::source::Spanned;

super::declare_rule! {
    /// ## What it does
    ///
    /// Reports a character that nobody sees in a value, in the title or in the summary of a link: a space of no width, a
    /// byte order mark, a soft hyphen, a tag, and what turns the direction of the text around.
    ///
    /// Joiners inside of emoji and inside of scripts that need them (Arabic, the scripts of India) are left alone, and so
    /// are marks of direction beside text that is written from right to left.
    ///
    /// ## Why is this bad?
    ///
    /// A meeting ID or a password with such a character in it looks right and is wrong; it comes along when text is
    /// copied out of a chat or a document. A change of direction shows a name as another name: what is shown as the name
    /// of a colleague, or as the address of your company, need not be it (Unicode Technical Report 36; CVE-2021-42574).
    ///
    /// ## Example
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=To%E2%80%8Bm&open_mic=false&open_camera=false
    /// ```
    ///
    /// Use instead:
    ///
    /// ```text
    /// cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Tom&open_mic=false&open_camera=false
    /// ```
    InvisibleCharacter = {
        id: "invisible-character",
        summary: "a value, title or summary has a character in it that nobody sees",
        level: Warning,
    }
}

impl Rule for InvisibleCharacter {
    fn metadata(&self) -> &'static Metadata {
        Self::METADATA
    }

    fn check_link(&self, link: &ResolvedLink<'_>, report: &mut Report<'_>) {
        for value in report.values() {
            for (text, literal) in value.literals() {
                check_value(link, value, text, literal, report);
            }
        }
    }

    fn check_config(&self, config: &Config, _schema: &Schema, _links: &[ResolvedLink<'_>], report: &mut Report<'_>) {
        for link in &config.links {
            for (key, text) in link.words() {
                check_words(text, key, &link.name.value, report);
            }
        }
    }
}

fn check_value(
    link: &ResolvedLink<'_>,
    value: &LinkValue<'_>,
    text: &GivenText,
    literal: &str,
    report: &mut Report<'_>,
) {
    let found = invisible(literal);
    let Some(&(at, c)) = found.first() else { return };
    let span = text.span_of(at..at + c.len_utf8());
    let finding = report
        .finding(format!("`{}` has {} in it, which nobody sees", value.name(), describe(c)), span)
        .label(if span == text.span { "in here" } else { "here" })
        .about(value.subject(link));
    // Where only the place of the whole is known, there is nothing to cut.
    if span == text.span {
        report.push(finding.help("take it out"));
        return;
    }
    let fix = found.iter().fold(Fix::safe("take out what nobody sees"), |fix, &(at, c)| {
        fix.edit(text.span_of(at..at + c.len_utf8()), "")
    });
    report.push(finding.fix(fix));
}

fn check_words(text: &Spanned<String>, key: &str, link: &str, report: &mut Report<'_>) {
    if let Some(&(_, c)) = invisible(&text.value).first() {
        report.push(
            report
                .finding(format!("the {key} of `{link}` has {} in it, which nobody sees", describe(c)), text.span)
                .label("in here")
                .help("take it out")
                .about(format!("links/{link}/{key}")),
        );
    }
}

/// What kind of invisible character `c` is.
fn kind(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' => "a soft hyphen",
        '\u{34f}' => "a grapheme joiner",
        '\u{61c}' | '\u{200e}' | '\u{200f}' => "a mark of direction",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "a filler",
        '\u{180e}' => "a vowel separator",
        '\u{200b}' => "a space of no width",
        '\u{200c}' | '\u{200d}' => "a joiner",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a change of direction",
        '\u{2060}' => "a word joiner",
        '\u{2061}'..='\u{2064}' => "an invisible operator",
        '\u{206a}'..='\u{206f}' => "a format character",
        '\u{feff}' => "a byte order mark",
        '\u{fff9}'..='\u{fffb}' => "an annotation mark",
        '\u{e0000}'..='\u{e007f}' => "a tag",
        _ => return None,
    })
}

/// "a soft hyphen (U+00AD)".
fn describe(c: char) -> String {
    format!("{} (U+{:04X})", kind(c).unwrap_or("a character"), u32::from(c))
}

/// The characters of `text` that nobody sees and that do nothing for it.
fn invisible(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let is_right_to_left = text.chars().any(is_right_to_left);
    for (at, c) in text.char_indices().filter(|&(_, c)| kind(c).is_some()) {
        let before = text[..at].chars().rev();
        let after = text[at + c.len_utf8()..].chars().next();
        let is_useful = match c {
            '\u{61c}' | '\u{200e}' | '\u{200f}' => is_right_to_left,
            '\u{200c}' | '\u{200d}' => joins(before, after),
            '\u{180e}' => before.clone().next().is_some_and(is_joined_script),
            // The flags of Scotland and its like: a black flag, tags, and the tag that ends them.
            '\u{e0020}'..='\u{e007f}' => {
                before.clone().find(|c| !('\u{e0020}'..='\u{e007f}').contains(c)) == Some('\u{1f3f4}')
            }
            _ => false,
        };
        if !is_useful {
            found.push((at, c));
        }
    }
    found
}

/// Whether a joiner between `before` (from right to left) and `after` belongs there.
fn joins(mut before: impl Iterator<Item = char>, after: Option<char>) -> bool {
    // Emoji may carry a presentation or a skin colour.
    let last = before.find(|c| !matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'));
    let both = |is_kind: fn(char) -> bool| last.is_some_and(is_kind) && after.is_some_and(is_kind);
    both(is_emoji) || last.is_some_and(is_joined_script)
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Scripts in which a joiner changes the shape of letters.
fn is_joined_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{11000}'..='\u{11fff}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}') && !matches!(c, '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_told_from_what_shapes_a_text() {
        for text in [
            "a\u{200b}b",
            "\u{feff}a",
            "so\u{ad}ft",
            "a\u{202e}b",
            "a\u{200d}b",
            "a\u{e0041}b",
            "a\u{200e}",
            "\u{3164}",
        ] {
            assert_eq!(invisible(text).len(), 1, "{text:?}");
        }
        for text in [
            "Tom",
            "张三",
            "👩\u{200d}💻",
            "👩🏽\u{200d}💻",
            "🏳\u{fe0f}\u{200d}🌈",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "שלום\u{200f}!",
        ] {
            assert!(invisible(text).is_empty(), "{text:?}");
        }
    }
}
