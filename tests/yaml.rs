//! Tests of the YAML tree: places, limits, messages, and what other readers of YAML think of the same texts.

use std::fmt::Write as _;

use linkc::diagnostic::Diagnostics;
use linkc::source::{SourceId, Sources};
use linkc::yaml::{Content, Document, Limits, Node, parse};

mod errors;
mod limits;
mod places;
mod properties;
mod suite;

/// A text that was read.
struct Read {
    sources: Sources,
    source: SourceId,
    document: Option<Document>,
    diagnostics: Diagnostics,
}

fn read(text: &str) -> Read {
    read_within(text, &Limits::default())
}

fn read_within(text: &str, limits: &Limits) -> Read {
    let sources = Sources::new();
    let source = sources.add("test.yaml", text);
    let mut diagnostics = Diagnostics::new();
    let document = parse(source, text, limits, &mut diagnostics);
    assert!(document.is_some() || diagnostics.has_errors(), "no tree, and nothing said about it: {text:?}");
    Read { sources, source, document, diagnostics }
}

impl Read {
    /// The tree of a text without mistakes.
    fn root(&self) -> &Node {
        assert!(self.diagnostics.is_empty(), "{}", self.findings());
        &self.document.as_ref().expect("no finding, so there is a tree").root
    }

    /// The findings, a line for each and one for each help.
    fn findings(&self) -> String {
        let text = self.sources.get(self.source);
        let mut lines = String::new();
        for finding in self.diagnostics.sorted() {
            let start = text.position(finding.primary.span.start);
            let place = &text.text()[finding.primary.span.range()];
            let _ = writeln!(lines, "{}:{} {place:?} {}: {}", start.line, start.column, finding.id, finding.message);
            for help in &finding.help {
                let _ = writeln!(lines, "    help: {help}");
            }
        }
        lines
    }

    fn ids(&self) -> Vec<&'static str> {
        self.diagnostics.sorted().iter().map(|finding| finding.id).collect()
    }
}

/// The tree in one line: nothing is `~`, texts stand in quotes.
fn shape(node: &Node) -> String {
    match &node.content {
        Content::Null => "~".to_owned(),
        Content::Scalar(scalar) => format!("{:?}", scalar.text),
        Content::Sequence(items) => format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(", ")),
        Content::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let entries: Vec<_> =
                entries.map(|entry| format!("{}: {}", entry.key.value, shape(&entry.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
