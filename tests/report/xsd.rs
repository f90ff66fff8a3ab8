//! A validator for as much of XML Schema as the schema of JUnit results uses.
//!
//! There is no validator in Rust to depend on. The schema is read, not rewritten: which elements, attributes and texts
//! there may be is taken from it. What is not known here is an error, so that nothing passes unchecked.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

/// All that is wrong with `document`, whose root has to be the element `root` of `schema`.
pub(crate) fn errors(schema: &str, document: &str, root: &str) -> Vec<String> {
    let schema = Document::parse(schema).expect("the schema is XML");
    let document = match Document::parse(document) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut errors = Vec::new();
    let element = document.root_element();
    if element.tag_name().name() == root {
        check(&schema, element, &mut errors);
    } else {
        errors.push(format!("the root is {}", element.tag_name().name()));
    }
    errors
}

/// The definition `kind` called `name` at the top of the schema.
fn top<'a>(schema: &'a Document<'a>, kind: &str, name: &str) -> Option<Node<'a, 'a>> {
    schema.root_element().children().find(|node| node.has_tag_name_of(kind) && node.attribute("name") == Some(name))
}

trait NamedNode {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl NamedNode for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn check(schema: &Document<'_>, element: Node<'_, '_>, errors: &mut Vec<String>) {
    let name = element.tag_name().name();
    let Some(definition) = top(schema, "element", name) else {
        errors.push(format!("there is no element {name}"));
        return;
    };
    let complex = definition.children().find(|node| node.has_tag_name_of("complexType"));
    let complex = complex.or_else(|| top(schema, "complexType", definition.attribute("type")?));
    let text = element.children().filter(Node::is_text).filter_map(|text| text.text()).collect::<String>();
    let Some(complex) = complex else {
        assert_eq!(definition.attribute("type"), Some("xs:string"), "a type that is not known here");
        if element.attributes().len() > 0 || element.children().any(|child| child.is_element()) {
            errors.push(format!("{name} is a text"));
        }
        return;
    };
    if complex.attribute("mixed") != Some("true") && !text.trim().is_empty() {
        errors.push(format!("{name} has text: {text:?}"));
    }
    check_attributes(complex, element, errors);
    let (allowed, single) = particles(complex);
    let mut seen = BTreeSet::new();
    for child in element.children().filter(Node::is_element) {
        let tag = child.tag_name().name();
        if !allowed.contains(tag) || (single && !seen.insert(tag)) {
            errors.push(format!("{tag} must not be in {name}"));
        }
        check(schema, child, errors);
    }
}

fn check_attributes(complex: Node<'_, '_>, element: Node<'_, '_>, errors: &mut Vec<String>) {
    let name = element.tag_name().name();
    let known: Vec<_> = complex.children().filter(|node| node.has_tag_name_of("attribute")).collect();
    for attribute in &known {
        let of = attribute.attribute("name").expect("an attribute has a name");
        if attribute.attribute("use") == Some("required") && !element.has_attribute(of) {
            errors.push(format!("{name} has no {of}"));
        }
        if element.has_attribute(of) {
            assert_eq!(attribute.attribute("type"), Some("xs:string"), "a type that is not known here");
        }
    }
    for attribute in element.attributes() {
        if !known.iter().any(|node| node.attribute("name") == Some(attribute.name())) {
            errors.push(format!("{name} must not have {}", attribute.name()));
        }
    }
}

/// The elements that there may be in `complex`, and whether each only once. Every group of this schema is a choice that
/// may be repeated, or holds one element that may.
fn particles<'a>(complex: Node<'a, 'a>) -> (BTreeSet<&'a str>, bool) {
    let elements = complex.descendants().filter(|node| node.has_tag_name_of("element"));
    let allowed: BTreeSet<_> =
        elements.filter_map(|node| node.attribute("ref").or_else(|| node.attribute("name"))).collect();
    let is_repeated = complex.descendants().any(|node| node.attribute("maxOccurs") == Some("unbounded"));
    (allowed, !is_repeated)
}
