//! The values of the vectors: usual ones, and those that break what is put together carelessly.

use super::VectorValue;
use crate::schema::{Constraint, ConstraintKind, ValueType};

/// Texts that mean something to a language, a shell, a formatter, a browser or a decoder.
const TEXTS: [&str; 48] = [
    "",
    " ",
    "a b",
    "a+b",
    "a&b=c#d?e/f",
    "100%",
    "%41%zz",
    "~!*'();:@&=+$,/?#[]",
    "-._~AZaz09",
    "<>\"^`{|}\\",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "`",
    "\\",
    "\\\"",
    "\\n\\u0041\\x41",
    "\n",
    "\r\n",
    "\t",
    "a\0b",
    "\u{1}\u{7f}\u{80}\u{9f}",
    "%s%d%n%@{0}",
    "$x ${x} $(x) `x` $$",
    "\\(x) #{x} {x} {{x}}",
    "<%= x %> <?php ?>",
    "</script><!-- -->",
    "*/ /* // # --",
    "null",
    "undefined",
    "0",
    "a,b",
    ",",
    "é",
    "e\u{301}",
    "中文",
    "\u{1f600}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{202e}abc\u{202c}",
    "שלום עולם",
    "\u{2028}\u{2029}",
    "\u{feff}a",
    "\u{fffd}\u{ffff}\u{10ffff}",
    "\u{d7ff}\u{e000}",
    "https://example.com/?a=b&c=d",
    "12345\n",
    "１２３",
];

const URLS: [&str; 14] = [
    "https://example.com",
    "https://example.com/a%20b?c=d&e=f#g",
    "https://例え.example/é",
    "http://example.com/",
    "lark://a/b",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "https://user:password@example.com/",
    "https://example.com/a b",
    "https://example.com/%4",
    "https:example.com",
    "//example.com",
    "example.com",
    "https://example.com/\n",
];

const HOSTS: [&str; 14] = [
    "example.com",
    "192.0.2.1",
    "[2001:db8::1]",
    "[::]",
    "256.1.1.1",
    "1.2.3",
    "-a.example",
    "a..b",
    "a.",
    "a b",
    "a/b",
    "a:80",
    "é.example",
    "example.com\n",
];

const MOMENTS: [&str; 10] = [
    "2026-11-22T09:30:00+08:00",
    "2024-02-29T23:59:59.123456789Z",
    "2026-02-29T00:00:00Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T09:30:00",
    "2026-11-22 09:30:00Z",
    "2026-11-22T09:30:00z",
    "2026-11-22",
    "2026-11-22T09:30:00Z\n",
    "٢٠٢٦-11-22T09:30:00Z",
];

const JSONS: [&str; 14] = [
    "{\"a\": [1, -2.5e3, true, null, \"\\u00e9\\n\"], \"中\": {}}",
    " [] ",
    "\"a\"",
    "null",
    "[1e999]",
    "\"\\ud800\"",
    "{a: 1}",
    "{'a': 1}",
    "[1,]",
    "{\"a\": 1",
    "[1] 2",
    "01",
    "NaN",
    "\"\n\"",
];

/// More characters than a careless buffer has, of every length in UTF-8.
pub(super) fn long() -> String {
    "aé中\u{1f600} ".repeat(2000)
}

/// A value that the type takes; of `hints`, the first that fits.
pub(super) fn usual(value_type: &ValueType, hints: &[&str]) -> Option<VectorValue> {
    let general = [
        "Tom",
        "12345",
        "1",
        "a",
        "true",
        "example.com",
        URLS[0],
        "http://example.com/",
        "lark://a/b",
        MOMENTS[0],
        "[]",
        "tom@example.com",
        "/a",
    ];
    let own = match value_type {
        ValueType::Enum { values } => values.first().map(|value| value.name.as_str()),
        _ => None,
    };
    let mut candidates = hints.iter().copied().chain(own).chain(general);
    let bound = match value_type {
        ValueType::Integer { min, max } => min.or(*max).map(|bound| bound.to_string()),
        _ => None,
    };
    let text = candidates.find(|text| value_type.check(text).is_ok()).map(str::to_owned).or(bound)?;
    VectorValue::of(value_type, &[text])
}

/// All values that are tried for an input of `value_type`.
pub(super) fn values(value_type: &ValueType) -> Vec<VectorValue> {
    let of = |texts: &[&str]| texts.iter().map(|text| VectorValue::Text((*text).to_owned())).collect::<Vec<_>>();
    match value_type {
        ValueType::String { max_length, .. } => {
            let mut values = of(&TEXTS);
            if let Some(max) = max_length {
                // Characters count, not what they are made of.
                values.push(VectorValue::Text("\u{1f600}".repeat(*max)));
                values.push(VectorValue::Text("\u{1f600}".repeat(max + 1)));
            }
            values
        }
        ValueType::Integer { .. } | ValueType::Port | ValueType::Boolean { .. } => alternatives(value_type),
        ValueType::Enum { .. } => {
            let mut values = alternatives(value_type);
            values.push(VectorValue::Text("no such value".to_owned()));
            values
        }
        ValueType::Host => [of(&HOSTS), of(&TEXTS)].concat(),
        ValueType::Url { .. } => [of(&URLS), of(&TEXTS)].concat(),
        ValueType::DateTime => [of(&MOMENTS), of(&TEXTS)].concat(),
        ValueType::Json => {
            // As deep as linkc goes, and one deeper; brackets within a text are none.
            let deep = |depth: usize| format!("{}\"]\\\"[\"{}", "[".repeat(depth), "]".repeat(depth));
            [of(&JSONS), of(&TEXTS), vec![VectorValue::Text(deep(127)), VectorValue::Text(deep(128))]].concat()
        }
        ValueType::List { items, max_items } => {
            let item = |value: VectorValue| match value {
                VectorValue::Text(text) => Some(text),
                VectorValue::Number(number) => Some(number.to_string()),
                _ => None,
            };
            let usual = usual(items, &[]).and_then(item);
            let several = |count| usual.iter().map(|text| VectorValue::Items(vec![text.clone(); count])).collect();
            let mut all: Vec<VectorValue> = several(2);
            all.extend(max_items.iter().flat_map(|max| [several(*max), several(max + 1)]).flatten());
            let wild = values(items).into_iter().filter_map(item).filter(|text| !text.is_empty());
            all.extend(wild.map(|text| VectorValue::Items(usual.iter().cloned().chain([text]).collect())));
            all
        }
    }
}

/// The values of a type that has few, and the edges of a number.
pub(super) fn alternatives(value_type: &ValueType) -> Vec<VectorValue> {
    match value_type {
        ValueType::Boolean { .. } => vec![VectorValue::Flag(true), VectorValue::Flag(false)],
        ValueType::Enum { values } => values.iter().map(|value| VectorValue::Text(value.name.clone())).collect(),
        ValueType::Integer { min, max } => {
            let edges = min.iter().chain(max).flat_map(|edge| [edge.checked_sub(1), Some(*edge), edge.checked_add(1)]);
            let mut numbers: Vec<i64> = edges.flatten().chain([0, -1, 42, 4_294_967_296]).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers.into_iter().map(VectorValue::Number).collect()
        }
        ValueType::Port => [0, 1, -1, 65_535, 65_536].map(VectorValue::Number).to_vec(),
        ValueType::List { .. } => Vec::new(),
        _ => vec![VectorValue::Text(String::new())],
    }
}

/// Whether one of `constraints` speaks of `name`.
pub(super) fn is_constrained(constraints: &[Constraint], name: &str) -> bool {
    let has = |names: &[String]| names.iter().any(|own| own == name);
    constraints.iter().any(|constraint| match &constraint.kind {
        ConstraintKind::OneOf(names)
        | ConstraintKind::AnyOf(names)
        | ConstraintKind::AtMostOne(names)
        | ConstraintKind::Together(names) => has(names),
        ConstraintKind::If { when, require, allow } => {
            when.iter().any(|condition| condition.parameter == name) || has(require) || has(allow)
        }
    })
}
