//! What holds for all templates, values and links: reading undoes expanding, and nothing panics.

use std::collections::BTreeMap;

use linkc::link_template::{Kind, LinkTemplate, OwnedValue, Value, percent};
use proptest::prelude::*;
use proptest::sample::select;

/// Values by variable name; what is not here is undefined.
type Values = BTreeMap<String, OwnedValue>;

/// Expands with owned values, which takes views of the lists and maps.
fn expand(template: &LinkTemplate, values: &Values) -> Option<String> {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut maps: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (name, value) in values {
        match value {
            OwnedValue::Text(_) => {}
            OwnedValue::List(items) => {
                lists.insert(name, items.iter().map(String::as_str).collect());
            }
            OwnedValue::Map(pairs) => {
                maps.insert(name, pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect());
            }
        }
    }
    let mut link = String::new();
    let value = |name: &str| {
        Some(match values.get(name)? {
            OwnedValue::Text(text) => Value::Text(text),
            OwnedValue::List(_) => Value::List(&lists[name]),
            OwnedValue::Map(_) => Value::Map(&maps[name]),
        })
    };
    template.expand_named(value, &mut link).ok().map(|()| link)
}

/// All of Unicode, with a bias to what is special in a link.
fn text() -> impl Strategy<Value = String> {
    let special =
        ["%41", "%", "%25", "%2F", "%ff", "+", "&", "=", ",", "/", "?", "#", ";", ".", ":", " ", "\0", "张", "x"];
    prop::collection::vec(
        prop_oneof![select(special.to_vec()).prop_map(str::to_owned), any::<char>().prop_map(String::from)],
        0..6,
    )
    .prop_map(|parts| parts.concat())
}

fn list(least: usize) -> impl Strategy<Value = OwnedValue> {
    prop::collection::vec(text(), least..4).prop_map(OwnedValue::List)
}

/// Names that no template of these tests has.
fn map() -> impl Strategy<Value = OwnedValue> {
    prop::collection::vec((text().prop_map(|name| format!("~{name}")), text()), 1..4).prop_map(OwnedValue::Map)
}

fn value(kind: Kind) -> BoxedStrategy<OwnedValue> {
    let texts = text().prop_map(OwnedValue::Text);
    match kind {
        Kind::Text => texts.boxed(),
        Kind::List => list(1).boxed(),
        Kind::Map => map().boxed(),
        // One item alone looks like a text.
        Kind::Any => prop_oneof![texts, list(2)].boxed(),
    }
}

/// A place for values: its text with `@` for each variable's name, and what the variables hold.
#[derive(Debug, Clone, Copy)]
struct Place {
    text: &'static str,
    kinds: &'static [Kind],
    /// Whether it is written even when nothing is defined, so that undefined reads as empty.
    fixed: bool,
    /// Whether names tell its values apart.
    named: bool,
}

const fn place(text: &'static str, kinds: &'static [Kind], fixed: bool, named: bool) -> Place {
    Place { text, kinds, fixed, named }
}

use Kind::{Any as A, List as L, Map as M, Text as T};

const SEGMENTS: [Place; 12] = [
    place("/lit", &[], true, false),
    place("/caf\u{e9}", &[], true, false),
    place("/{@}", &[T], true, false),
    place("/{@}.html", &[A], true, false),
    place("/p-{@}", &[L], true, false),
    place("/{@}", &[M], true, false),
    place("/{@*}", &[L], true, false),
    place("/{@*}-x", &[M], true, false),
    place("/{@,@}", &[T, T], true, false),
    place("/{@,@}", &[T, L], true, false),
    place("/{@,@*}", &[T, L], true, false),
    place("/{@}:{@},{@}", &[T, T, T], true, true),
];

const ENDS: [Place; 10] = [
    place("", &[], true, false),
    place("{/@}", &[T], false, false),
    place("{/@,@}", &[T, A], false, false),
    place("{/@*}", &[L], false, false),
    place("{/@,@*}", &[L, L], false, false),
    place("{/@*}", &[M], false, false),
    place("/w{.@}", &[T], false, false),
    place("/w{.@}", &[L], false, false),
    place("{;@,@*,@}", &[T, L, M], false, true),
    place("{;@*}{;@}", &[M, A], false, true),
];

const QUERIES: [Place; 7] = [
    place("", &[], true, false),
    place("?a=1&b", &[], true, true),
    place("?a={@}&b=x{@}", &[A, T], true, true),
    place("{?@}", &[T], false, true),
    place("{?@,@,@*}", &[A, M, L], false, true),
    place("{?@,@*}", &[T, M], false, true),
    place("{?@*,@}", &[T, L], false, true),
];

const MORE: [Place; 4] = [
    place("{&@,@}", &[T, L], false, true),
    place("&c=%C3%A9", &[], true, true),
    place("{&@*,@}", &[L, A], false, true),
    place("&d={@*}", &[L], true, true),
];

const FRAGMENTS: [Place; 6] = [
    place("", &[], true, false),
    place("#top", &[], true, false),
    place("#/j/{@}", &[T], true, false),
    place("#/j{?@,@}", &[T, A], false, true),
    place("#{/@*}", &[L], false, false),
    place("{#@}", &[T], false, false),
];

/// A template of the class, what its variables hold, values for it, and the values that are read back.
#[derive(Debug, Clone)]
struct Case {
    template: String,
    kinds: BTreeMap<String, Kind>,
    given: Values,
    expected: Values,
}

fn places() -> impl Strategy<Value = Vec<Place>> {
    let path = prop::collection::vec(select(&SEGMENTS[..]), 0..4);
    let query = (select(&QUERIES[..]), prop::collection::vec(select(&MORE[..]), 0..2));
    let rest = Just(vec![place("/{+@}", &[T], true, false)]);
    let tail = (select(&ENDS[..]), query, select(&FRAGMENTS[..])).prop_map(|(end, (query, more), fragment)| {
        let mut places = vec![end, query];
        let mut names: Vec<&str> = Vec::new();
        for place in more {
            // A literal pair stands once, and only one map takes all names.
            if !query.text.is_empty() && !names.contains(&place.text) {
                names.push(place.text);
                places.push(place);
            }
        }
        places.push(fragment);
        places
    });
    (path, prop_oneof![1 => rest, 6 => tail]).prop_map(|(path, tail)| path.into_iter().chain(tail).collect())
}

fn case() -> impl Strategy<Value = Case> {
    places()
        .prop_flat_map(|places| {
            let values: Vec<_> = places
                .iter()
                .flat_map(|place| place.kinds)
                .map(|&kind| prop::option::weighted(0.8, value(kind)))
                .collect();
            (Just(places), values)
        })
        .prop_map(|(places, values)| assemble(&places, values))
}

fn assemble(places: &[Place], values: Vec<Option<OwnedValue>>) -> Case {
    let mut values = values.into_iter();
    let mut case = Case {
        template: "app://host".into(),
        kinds: BTreeMap::new(),
        given: BTreeMap::new(),
        expected: BTreeMap::new(),
    };
    let continued = places.iter().any(|place| place.text.starts_with("{&") || place.text.starts_with('&'));
    for place in places {
        let mut missing = false;
        for (at, piece) in place.text.split('@').enumerate() {
            if at > 0 {
                let kind = place.kinds[at - 1];
                let name = format!("v{}", case.kinds.len());
                case.template += &name;
                case.kinds.insert(name.clone(), kind);
                // `{?a}{&b}` without a value for `a` is no query at all.
                let begins = continued && place.text.starts_with("{?") && at == 1;
                let value = values.next().flatten().or(begins.then(|| OwnedValue::Text("x".into())));
                let value = match value {
                    Some(OwnedValue::Text(_)) if begins && kind == Kind::List => {
                        Some(OwnedValue::List(vec!["x".into()]))
                    }
                    other => other,
                };
                // Values without names fill from the left.
                missing |= value.is_none();
                if let Some(value) = value.filter(|_| place.named || !missing) {
                    case.expected.insert(name.clone(), value.clone());
                    case.given.insert(name, value);
                } else if place.fixed && (at == 1 || place.named) {
                    case.expected.insert(
                        name,
                        match kind {
                            Kind::Text | Kind::Any => OwnedValue::Text(String::new()),
                            Kind::List => OwnedValue::List(vec![String::new()]),
                            Kind::Map => OwnedValue::Map(Vec::new()),
                        },
                    );
                }
            }
            case.template += piece;
        }
    }
    case
}

/// Whether reserved expansion keeps a triplet of one of these texts, which then cannot be told from an encoded one.
fn has_triplet(text: &str) -> bool {
    (0..text.len()).any(|at| percent::is_triplet(text.as_bytes(), at))
}

fn read_back(template: &LinkTemplate, kinds: impl Fn(&str) -> Kind, link: &str) -> Result<Values, String> {
    let found = template.matcher(kinds).map_err(|error| error.to_string())?;
    let found = found.read(link).map_err(|error| format!("{error} at {}", error.at))?;
    if !found.unknown.is_empty() || found.fragment.is_some() || found.values.iter().any(|value| value.repeated) {
        return Err(format!("more than was written: {found:?}"));
    }
    for matched in &found.values {
        if let OwnedValue::Text(text) = &matched.value
            && percent::decode(&link[matched.range.clone()]).text() != percent::decode(text).text()
            && percent::decode(&link[matched.range.clone()]).text() != text
        {
            return Err(format!("not what stands at its place: {matched:?}"));
        }
    }
    Ok(found.values.into_iter().map(|one| (template.variables()[one.variable].clone(), one.value)).collect())
}

/// Pieces of templates; joined at random they are mostly well-formed, so that both outcomes are common.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "{a}", "{b}", "{c,d}", "{+a}", "{#b}", "{.c}", "{/d}", "{/a*}", "{;b,c}", "{?a,b}", "{?c*}", "{&d}", "{&a*,c}",
        "{b:3}", "{c*}", "/", "?", "&", "#", "=", ",", ".", "-", "x", "y=1", "x:", "é", "%2f", ";", "{", "}", "%", " ",
        "{?", "*", ":",
    ];
    // The broken ones stand last and are rare.
    prop::collection::vec(prop_oneof![9 => select(pieces[..28].to_vec()), 1 => select(pieces[28..].to_vec())], 0..8)
        .prop_map(|pieces| pieces.concat())
}

fn kinds() -> impl Strategy<Value = BTreeMap<String, Kind>> {
    let kind = select(&[Kind::Text, Kind::Text, Kind::List, Kind::Map, Kind::Any][..]);
    prop::collection::vec(kind, 4)
        .prop_map(|kinds| ["a", "b", "c", "d"].map(str::to_owned).into_iter().zip(kinds).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_undoes_expanding(case in case()) {
        let template = LinkTemplate::parse(&case.template).unwrap();
        let link = expand(&template, &case.given).unwrap();
        let kinds = |name: &str| case.kinds[name];
        let values = read_back(&template, kinds, &link).map_err(|error| TestCaseError::fail(format!("{link}: {error}")))?;
        let last = case.kinds.len().saturating_sub(1);
        let reserved = case.template.ends_with(&format!("{{+v{last}}}")) || case.template.ends_with(&format!("{{#v{last}}}"));
        let mut expected = case.expected.clone();
        if reserved && let Some(OwnedValue::Text(text)) = expected.get(&format!("v{last}")) && has_triplet(text) {
            expected = values.clone();
        }
        prop_assert_eq!(&values, &expected, "{}", link);
        prop_assert_eq!(expand(&template, &values).unwrap(), link, "read and written again");
    }

    #[test]
    fn whatever_a_matcher_is_made_for_can_be_read_back(
        text in soup(),
        kinds in kinds(),
        values in prop::collection::vec((text(), text(), text()), 4),
    ) {
        let Ok(template) = LinkTemplate::parse(&text) else { return Ok(()) };
        if !template.variables().iter().all(|name| kinds.contains_key(name)) {
            return Ok(());
        }
        let reserved = text.contains("{+") || text.contains("{#");
        let mut given = Values::new();
        for ((name, kind), (x, y, z)) in kinds.iter().zip(values) {
            if reserved && (has_triplet(&x) || has_triplet(&y)) {
                return Ok(());
            }
            given.insert(name.clone(), match kind {
                Kind::Text | Kind::Any => OwnedValue::Text(x),
                Kind::List => OwnedValue::List(vec![x, y]),
                Kind::Map => OwnedValue::Map(vec![(format!("~{x}"), y), ("~".into(), z)]),
            });
        }
        if template.matcher(|name| kinds[name]).is_err() {
            return Ok(());
        }
        let link = expand(&template, &given).unwrap();
        let values = read_back(&template, |name| kinds[name], &link)
            .map_err(|error| TestCaseError::fail(format!("{link}: {error}")))?;
        given.retain(|name, _| template.variables().contains(name));
        prop_assert_eq!(values, given, "{}", link);
    }

    #[test]
    fn nothing_panics(
        text in prop_oneof![soup(), any::<String>(), text()],
        kinds in kinds(),
        url in prop_oneof![text(), soup(), any::<String>()],
        value in prop::option::of(prop_oneof![value(Kind::Any), value(Kind::Map)]),
        cut in any::<prop::sample::Index>(),
    ) {
        let Ok(template) = LinkTemplate::parse(&text) else { return Ok(()) };
        prop_assert_eq!(template.as_str(), &text);
        prop_assert_eq!(&LinkTemplate::parse(&text).unwrap(), &template);
        let values = value.map(|value| template.variables().iter().map(|name| (name.clone(), value.clone())).collect());
        let link = expand(&template, &values.unwrap_or_default()).unwrap_or_default();
        prop_assert!(link.is_ascii());
        if let Ok(matcher) = template.matcher(|name| kinds.get(name).copied().unwrap_or(Kind::Any)) {
            let head = &link[..if link.is_empty() { 0 } else { cut.index(link.len()) }];
            for url in [url.clone(), link.clone(), head.to_owned(), format!("{link}{url}"), format!("{head}{url}")] {
                match matcher.read(&url) {
                    Ok(found) => for matched in found.values {
                        prop_assert!(url.get(matched.range).is_some());
                    },
                    Err(error) => prop_assert!(url.is_char_boundary(error.at)),
                }
            }
        }
    }

    #[test]
    fn errors_lie_within_the_text(text in prop_oneof![soup(), any::<String>()]) {
        if let Err(error) = LinkTemplate::parse(&text) {
            prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error);
            prop_assert!(!error.message.contains("something else"), "{:?}", error);
        }
    }

    #[test]
    fn decoding_undoes_encoding(text in text()) {
        let encoded = percent::encoded(&text);
        let decoded = percent::decode(&encoded);
        prop_assert_eq!(decoded.text(), &text);
        prop_assert!(decoded.faults().is_empty());
        prop_assert_eq!(decoded.encoded_range(0..text.len()), 0..encoded.len());
        for (at, character) in text.char_indices() {
            let range = decoded.encoded_range(at..at + character.len_utf8());
            let shown = percent::decode(&encoded[range]).text().to_owned();
            prop_assert_eq!(shown, character.to_string());
        }
    }

    #[test]
    fn reserved_encoding_undoes_reserved_decoding(text in text()) {
        let mut encoded = String::new();
        percent::encode_reserved(&text, &mut encoded);
        let mut again = String::new();
        percent::encode_reserved(&percent::decode_reserved(&encoded), &mut again);
        prop_assert_eq!(again, encoded);
    }
}
