//! Small changes everywhere in a tree: a value of another kind, a key that is not there, one too many.

use linkc::source::Spanned;
use linkc::yaml::{Content, Entry, Mapping, Node, Scalar, Style};

/// Every tree that is one change away from `root`, with the place and the change in words.
pub(super) fn mutations(root: &Node) -> Vec<(String, Node)> {
    let mut all = Vec::new();
    for path in paths(root) {
        let node = at(&path, root);
        let place = describe(&path, root);
        for (what, content) in replacements() {
            let mut changed = root.clone();
            at_mut(&path, &mut changed).content = content;
            all.push((format!("{place} = {what}"), changed));
        }
        let Content::Mapping(mapping) = &node.content else { continue };
        for (index, entry) in mapping.entries.iter().enumerate() {
            let mut changed = root.clone();
            entries_mut(&path, &mut changed).remove(index);
            all.push((format!("{place} without {}", entry.key.value), changed));
        }
        let mut changed = root.clone();
        let key = Spanned::new("Not a key".to_owned(), node.span);
        let value = Node { span: node.span, content: plain("x") };
        entries_mut(&path, &mut changed).push(Entry { key, value });
        all.push((format!("{place} with a key too many"), changed));
    }
    all
}

fn plain(text: &str) -> Content {
    Content::Scalar(Scalar { text: text.to_owned(), style: Style::Plain, verbatim: None })
}

fn quoted(text: &str) -> Content {
    Content::Scalar(Scalar { text: text.to_owned(), style: Style::DoubleQuoted, verbatim: None })
}

fn replacements() -> Vec<(&'static str, Content)> {
    let list = |content| Content::Sequence(vec![Node { content, span: somewhere() }]);
    let map = |content| {
        let key = Spanned::new("x".to_owned(), somewhere());
        Content::Mapping(Mapping {
            entries: vec![Entry { key, value: Node { content, span: somewhere() } }],
            ..Mapping::default()
        })
    };
    vec![
        ("null", Content::Null),
        ("x", plain("x")),
        ("7", plain("7")),
        ("-7", plain("-7")),
        ("true", plain("true")),
        ("\"\"", quoted("")),
        ("[]", Content::Sequence(Vec::new())),
        ("[x]", list(plain("x"))),
        ("[~]", list(Content::Null)),
        ("{}", Content::Mapping(Mapping::default())),
        ("{ x: x }", map(plain("x"))),
        ("{ x: ~ }", map(Content::Null)),
    ]
}

fn somewhere() -> linkc::source::Span {
    linkc::source::Span::new(linkc::source::Sources::new().add("change", ""), 0..0)
}

/// The indices that lead to every node, the root's first.
fn paths(node: &Node) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for (index, child) in children(node).into_iter().enumerate() {
        all.extend(paths(child).into_iter().map(|rest| std::iter::once(index).chain(rest).collect()));
    }
    all
}

fn children(node: &Node) -> Vec<&Node> {
    match &node.content {
        Content::Sequence(items) => items.iter().collect(),
        Content::Mapping(mapping) => mapping.entries.iter().map(|entry| &entry.value).collect(),
        _ => Vec::new(),
    }
}

fn at<'n>(path: &[usize], root: &'n Node) -> &'n Node {
    path.iter().fold(root, |node, index| children(node)[*index])
}

fn at_mut<'n>(path: &[usize], root: &'n mut Node) -> &'n mut Node {
    path.iter().fold(root, |node, index| match &mut node.content {
        Content::Sequence(items) => &mut items[*index],
        Content::Mapping(mapping) => &mut mapping.entries[*index].value,
        _ => unreachable!("a path leads through lists and maps"),
    })
}

fn entries_mut<'n>(path: &[usize], root: &'n mut Node) -> &'n mut Vec<Entry> {
    match &mut at_mut(path, root).content {
        Content::Mapping(mapping) => &mut mapping.entries,
        _ => unreachable!("the path leads to a map"),
    }
}

fn describe(path: &[usize], root: &Node) -> String {
    let mut words = vec![String::new()];
    let mut node = root;
    for index in path {
        words.push(match &node.content {
            Content::Mapping(mapping) => mapping.entries[*index].key.value.clone(),
            _ => index.to_string(),
        });
        node = children(node)[*index];
    }
    words.join("/")
}
