//! What a parsed template is made of, with its places in the text.

use linkc::link_template::{LinkTemplate, Modifier, Operator, Part};

#[test]
fn parts_know_their_places_and_variables_their_first_appearance() {
    let text = "x:caf\u{e9}%2f{?a,b*}{a:12}";
    let template = LinkTemplate::parse(text).unwrap();
    assert_eq!(template.as_str(), text);
    assert_eq!(template.variables(), ["a", "b"]);
    let [Part::Literal(literal), Part::Expression(query), Part::Expression(prefix)] = template.parts() else {
        panic!("{:?}", template.parts());
    };
    assert_eq!(literal, "x:caf%C3%A9%2f", "encoded, and a triplet as it was typed");
    assert_eq!((query.operator, prefix.operator), (Operator::Query, Operator::Simple));
    assert_eq!((&text[query.range.clone()], &text[prefix.range.clone()]), ("{?a,b*}", "{a:12}"));
    let shown: Vec<_> = query
        .variables
        .iter()
        .chain(&prefix.variables)
        .map(|variable| (variable.index, variable.name.as_str(), variable.modifier, &text[variable.range.clone()]))
        .collect();
    assert_eq!(
        shown,
        [(0, "a", Modifier::None, "a"), (1, "b", Modifier::Explode, "b*"), (0, "a", Modifier::Prefix(12), "a:12")]
    );
}

#[test]
fn an_operator_is_known_by_its_sign() {
    for sign in ["", "+", "#", ".", "/", ";", "?", "&"] {
        assert_eq!(Operator::from_sign(sign).map(Operator::sign), Some(sign));
    }
    assert_eq!(Operator::from_sign("!"), None);
}
