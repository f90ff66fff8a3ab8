//! The stretches of a text that are read in another way than the rest: scripts and comments in HTML, PHP, code in
//! Markdown.
//!
//! They are found once for a text, in one pass, and only when there is something in it to ask for.

use std::ops::Range;

use super::syntax::{Language, Syntax};

/// The stretches of one text, each list in order.
#[derive(Debug, Default)]
pub(super) struct Regions<'t> {
    scripts: Vec<Range<usize>>,
    php: Vec<Range<usize>>,
    comments: Vec<Range<usize>>,
    plain: Vec<Range<usize>>,
    fences: Vec<(Range<usize>, &'t str)>,
}

impl<'t> Regions<'t> {
    pub(super) fn of(text: &'t str, syntax: Syntax) -> Self {
        let mut regions = Self::default();
        match syntax {
            Syntax::Html => {
                regions.scripts = between(text, "<script", "</script");
                regions.comments = comments(text);
            }
            Syntax::Xml => {
                regions.comments = comments(text);
                regions.plain = between(text, "<![CDATA[", "]]>");
            }
            Syntax::Source(Language::Php) => {
                regions.scripts = between(text, "<script", "</script");
                regions.php = between(text, "<?", "?>");
            }
            Syntax::Markdown => regions.fences = fences(text),
            _ => {}
        }
        regions
    }

    /// Whether `at` is in a script of HTML.
    pub(super) fn is_script(&self, at: usize) -> bool {
        contains(&self.scripts, at, |range| range).is_some()
    }

    /// Whether `at` is in a comment of HTML or XML.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        contains(&self.comments, at, |range| range).is_some()
    }

    /// Whether `at` is in a CDATA section of XML, where nothing is decoded.
    pub(super) fn is_plain(&self, at: usize) -> bool {
        contains(&self.plain, at, |range| range).is_some()
    }

    /// Whether `at` is PHP.
    pub(super) fn is_php(&self, at: usize) -> bool {
        contains(&self.php, at, |range| range).is_some()
    }

    /// The info string of the fenced code block that `at` is in.
    pub(super) fn fence(&self, at: usize) -> Option<&'t str> {
        contains(&self.fences, at, |(range, _)| range).map(|(_, info)| *info)
    }
}

fn contains<T>(list: &[T], at: usize, range: impl Fn(&T) -> &Range<usize>) -> Option<&T> {
    let after = list.partition_point(|item| range(item).start <= at);
    list.get(after.checked_sub(1)?).filter(|item| range(item).contains(&at))
}

fn between(text: &str, open: &str, close: &str) -> Vec<Range<usize>> {
    let mut list = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(open).map(|found| at + found) {
        let end = text[start..].find(close).map_or(text.len(), |found| start + found);
        list.push(start..end);
        at = end;
    }
    list
}

/// The comments that nobody reads: what is between `<!--[if mso]>` and its end is there for Outlook.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut comments = between(text, "<!--", "-->");
    comments.retain(|range| !text[range.start..].starts_with("<!--[if"));
    comments
}

/// Fenced code blocks (CommonMark, section 4.5).
fn fences(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut list = Vec::new();
    let mut open: Option<(&str, &str, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let line = line.trim_start_matches([' ', '>', '-', '*', '\t']);
        let Some(sign) = ["```", "~~~"].into_iter().find(|sign| line.starts_with(sign)) else { continue };
        let length = line.len() - line.trim_start_matches(&sign[..1]).len();
        let (fence, info) = line.split_at(length);
        match open {
            // A code span of three backticks on one line is none.
            None if info.contains('`') => {}
            None => open = Some((fence, info.trim(), at)),
            Some((opened, info_of, start)) if fence.starts_with(opened) && info.trim().is_empty() => {
                list.push((start..at, info_of));
                open = None;
            }
            Some(_) => {}
        }
    }
    list.extend(open.map(|(_, info, start)| (start..text.len(), info)));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_the_code_around_it() {
        let text = "a\n```kotlin\nb\n```\nc\n- ~~~\n  d\n";
        let regions = Regions::of(text, Syntax::Markdown);
        let info = |needle: &str| regions.fence(text.find(needle).unwrap());
        assert_eq!(info("a"), None);
        assert_eq!(info("b\n"), Some("kotlin"));
        assert_eq!(info("c\n"), None);
        assert_eq!(info("d\n"), Some(""));
    }

    #[test]
    fn a_comment_is_one_unless_outlook_reads_it() {
        let regions = |text| Regions::of(text, Syntax::Html);
        assert!(regions("<!-- a -->").is_comment(5));
        assert!(!regions("<!-- a --> b").is_comment(11));
        assert!(!regions("<!--[if mso]> a <![endif]-->").is_comment(14));
        let xml = Regions::of("<![CDATA[ a ]]> b", Syntax::Xml);
        assert!(xml.is_plain(10) && !xml.is_plain(16));
    }

    #[test]
    fn a_script_ends_with_its_tag() {
        let text = "<script>a</script>b<script>";
        let regions = Regions::of(text, Syntax::Html);
        assert!(regions.is_script(8));
        assert!(!regions.is_script(text.find('b').unwrap()));
    }
}
