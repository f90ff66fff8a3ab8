//! The vectors that stubs are tested with: what they are about, and that they say what `linkc url` says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use linkc::link::{Asked, InputType, Link, Part};
use linkc::link_template::percent;
use linkc::lower::lower;
use linkc::resolve::pages_as_links;
use linkc::schema::{Catalog, Schema, ValueType, WireValue};
use linkc::source::Sources;
use linkc::vectors::{Vector, VectorValue, of_config, of_schema};
use regex_lite::Regex;

use crate::support::linkc;

const SCHEMAS: [&str; 4] = ["feishu-applink", "huawei-cloud-meeting", "microsoft-teams", "yealink-meeting"];

fn schema(name: &str) -> std::sync::Arc<Schema> {
    Catalog::new().built_in(name, &Sources::new()).expect("it is built in")
}

fn vectors(name: &str) -> Vec<Vector> {
    of_schema(&schema(name), &mut |_| unreachable!("a schema has no references"))
}

fn texts(value: &VectorValue) -> Vec<String> {
    match value {
        VectorValue::Text(text) => vec![text.clone()],
        VectorValue::Number(number) => vec![number.to_string()],
        VectorValue::Flag(flag) => vec![flag.to_string()],
        VectorValue::Items(items) => items.clone(),
        VectorValue::IllFormed { .. } => Vec::new(),
    }
}

#[test]
fn every_page_has_a_link_and_a_refusal_on_every_platform() {
    for name in SCHEMAS {
        let vectors = vectors(name);
        for page in &schema(name).pages {
            for platform in &page.platforms {
                let own =
                    vectors.iter().filter(|vector| vector.link == page.name.value && vector.platform == *platform);
                let (links, refusals): (Vec<_>, Vec<_>) = own.partition(|vector| vector.url.is_some());
                assert!(!links.is_empty(), "{name}/{} on {platform} has no link", page.name.value);
                let is_open = links.iter().any(|vector| !vector.values.is_empty());
                let of_page = vectors.iter().any(|vector| vector.link == page.name.value && vector.url.is_none());
                assert!(!is_open || of_page || !refusals.is_empty(), "{name}/{} refuses nothing", page.name.value);
            }
        }
    }
}

#[test]
fn a_vector_is_what_linkc_url_says() {
    for name in SCHEMAS {
        let mut seen = BTreeSet::new();
        for Vector { link, platform, values, url } in vectors(name) {
            let Some(url) = url.filter(|_| seen.insert((link.clone(), platform.clone()))) else { continue };
            let page = format!("{name}/{link}");
            let mut run = linkc(["url", page.as_str(), "--platform", platform.as_str()]);
            for (name, value) in &values {
                for text in texts(value) {
                    run = run.arg("--set").arg(format!("{name}={text}"));
                }
            }
            let output = run.run();
            assert_eq!(output.stdout, format!("{url}\n"), "{page} on {platform} with {values:?}: {}", output.stderr);
        }
    }
}

#[test]
fn the_command_prints_json_or_says_what_is_wrong() {
    let printed = linkc(["vectors", "tests/stubs/closed.links.yaml"]).run().exits(0).stdout.clone();
    let json: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(json["version"], 1);
    let vectors = json["vectors"].as_array().expect("a list");
    assert_eq!(vectors.len() + 2, printed.lines().count(), "a vector a line");
    assert!(vectors.iter().any(|vector| vector["link"] == "case" && vector["values"]["class"].is_string()));
    let wrong = linkc(["vectors", "huawei-cloud-meting"]).run().exits(2).stderr.clone();
    assert!(wrong.contains("huawei-cloud-meeting"), "{wrong}");
}

#[test]
fn values_are_tried_that_break_what_is_put_together_carelessly() {
    let vectors = vectors("huawei-cloud-meeting");
    let tried: BTreeSet<String> =
        vectors.iter().flat_map(|vector| &vector.values).flat_map(|(_, value)| texts(value)).collect();
    for part in
        ["\"", "\\", "\n", "\0", "%s", "$x", "${x}", "\\(x)", "</script>", "*/", "\u{1f600}", "\u{301}", "\u{202e}"]
    {
        assert!(tried.iter().any(|text| text.contains(part)), "{part:?} is not tried");
    }
    assert!(tried.iter().any(|text| text.chars().count() == 10_000));
    let is_ill_formed = |vector: &Vector| vector.values.iter().any(|(_, value)| texts(value).is_empty());
    assert!(vectors.iter().any(is_ill_formed));
    assert!(vectors.iter().filter(|vector| is_ill_formed(vector)).all(|vector| vector.url.is_none()));
}

/// What is wrong in the samples of the vendor's documents (the reference's C2 to C5 and C8 to C10). That all names are
/// declared (C5, C9) and every function has a name of its own (C10) is what compilers say, in `tests/stubs.rs`.
#[test]
fn mistakes_of_the_documents_samples_are_not_ours() {
    let vectors = vectors("huawei-cloud-meeting");
    let on = |link: &'static str, platform: &'static str| {
        vectors.iter().filter(move |vector| vector.link == link && vector.platform == platform)
    };
    let has_nonce = |vector: &&Vector| vector.values.iter().any(|(name, _)| name == "nonce");
    // C2: the sample for logging in and joining on macOS is that for joining.
    assert!(on("login-and-join", "macos").any(|vector| vector.url.is_some()));
    for vector in on("login-and-join", "macos") {
        assert!(vector.url.as_ref().is_none_or(|url| url.contains("?page=LoginAndJoinConf&")), "{vector:?}");
    }
    for platform in ["android", "ios", "windows", "macos"] {
        // C3: a nonce behind a link that joins, which takes none.
        assert!(!on("join", platform).any(|vector| has_nonce(&vector)), "{platform}");
        assert!(on("join", platform).all(|vector| vector.url.as_ref().is_none_or(|url| !url.contains("nonce"))));
        // C4: no nonce where the user is to be logged in.
        let without = || on("login-and-join", platform).filter(|vector| !has_nonce(vector));
        assert!(without().count() > 0 && without().all(|vector| vector.url.is_none()), "{platform}");
    }
    // C8: values that are not encoded, or a link that is encoded as a whole.
    let url = |name: &str| {
        let is = |vector: &&Vector| vector.values.contains(&("name".to_owned(), VectorValue::Text(name.to_owned())));
        on("join", "android").find(is).and_then(|vector| vector.url.clone()).expect("a link")
    };
    assert!(url("a&b=c#d?e/f").contains("&name=a%26b%3Dc%23d%3Fe%2Ff&"));
    assert!(url("%41%zz").contains("&name=%2541%25zz&"));
}

#[test]
fn a_fallback_stands_in_for_what_is_not_given() {
    let text = "
linkc: 1
kind: links
schema: huawei-cloud-meeting
links:
  weekly-sync:
    page: join
    platforms: [ios]
    values: { conf_id: 981924330 }
    inputs: { name: { fallback: Guest } }
";
    let sources = Sources::new();
    let mut diagnostics = linkc::diagnostic::Diagnostics::new();
    let config = linkc::config::load(sources.add("links.yaml", text), text, &mut diagnostics).expect("a link config");
    let vectors = of_config(&config, &schema("huawei-cloud-meeting"), &mut |_| unreachable!("there are no references"));
    let expected = "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=981924330&name=Guest\
                    &open_mic=false&open_camera=false";
    let bare = vectors.iter().find(|vector| vector.values.is_empty()).expect("one without values");
    assert_eq!(bare.url.as_deref(), Some(expected));
}

/// What a stub does, from what it is told alone: `None` where it refuses.
fn as_a_stub_does(link: &Link, platform: &str, values: &[(String, VectorValue)]) -> Option<String> {
    let mut given: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, value) in values {
        let input = link.inputs.iter().find(|input| input.name == *name)?;
        let own = input.value_type.items.as_deref().unwrap_or(&input.value_type);
        let texts: Option<Vec<String>> = texts(value).iter().map(|text| written(own, text)).collect();
        let texts = texts.filter(|texts| !texts.is_empty())?;
        if input.value_type.max_items.is_some_and(|max| texts.len() > max) {
            return None;
        }
        given.insert(name, texts);
    }
    let is_given = |name: &str| given.get(name).is_some_and(|texts| texts.iter().any(|text| !text.is_empty()));
    let on = |input: &linkc::link::Input| input.on.iter().find(|on| on.platform == platform).cloned();
    if link.inputs.iter().any(|input| on(input).is_some_and(|on| on.required) && !is_given(&input.name)) {
        return None;
    }
    let holds = |test: &linkc::link::Test| {
        let texts = given.get(test.input.as_str());
        let answer = match test.is {
            Asked::Present => texts.is_some(),
            Asked::Given => is_given(&test.input),
            Asked::OneOf => texts.map_or(test.or_absent, |texts| texts.iter().any(|text| test.values.contains(text))),
        };
        answer != test.not
    };
    let (_, refusals) = link.refusals.iter().find(|(own, _)| own == platform)?;
    if refusals.iter().any(|refusal| refusal.when.iter().all(holds)) {
        return None;
    }
    link.url(platform, |name| {
        let default = || match link.inputs.iter().find(|input| input.name == name).and_then(on)?.default? {
            WireValue::Text(text) => Some(vec![text]),
            WireValue::List(items) => Some(items),
        };
        let texts = given.get(name).cloned().or_else(default)?;
        Some(texts.iter().map(|text| percent::encoded(text)).collect::<Vec<_>>().join(","))
    })
}

/// Whether `regex` is found in `text`. Each is compiled once: there are few, and they are long.
fn is_match(regex: &str, text: &str) -> bool {
    static KNOWN: Mutex<BTreeMap<String, Regex>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().expect("no other test has failed");
    if !known.contains_key(regex) {
        known.insert(regex.to_owned(), Regex::new(regex).expect("a regular expression"));
    }
    known[regex].is_match(text)
}

/// `text` as the app spells it, where the type takes it.
fn written(own: &InputType, text: &str) -> Option<String> {
    if let Some([yes, no]) = &own.spelling {
        return Some(if text == "true" { yes } else { no }.clone());
    }
    if !own.choices.is_empty() {
        return own.choices.iter().any(|choice| choice.name == text).then(|| text.to_owned());
    }
    let fits = own.regex.as_ref().is_none_or(|whole| is_match(&format!("^(?:{whole})$"), text))
        && !own.refused.as_ref().is_some_and(|part| is_match(part, text))
        && own.max_length.is_none_or(|max| text.chars().count() <= max)
        && !own.except.iter().any(|part| !part.is_empty() && text.contains(part.as_str()))
        && (own.name != "json" || ValueType::Json.check(text).is_ok());
    let number = || text.parse::<i64>().ok();
    let is_within = own.min.is_none_or(|min| number().is_some_and(|own| min <= own))
        && own.max.is_none_or(|max| number().is_some_and(|own| own <= max));
    (text.is_empty() || (fits && is_within)).then(|| text.to_owned())
}

#[test]
fn a_stub_is_told_all_that_it_needs() {
    let hostile = std::fs::read_to_string("tests/stubs/hostile.yaml").expect("a schema");
    let sources = Sources::new();
    let mut diagnostics = linkc::diagnostic::Diagnostics::new();
    let hostile = linkc::schema::load(sources.add("hostile.yaml", hostile.as_str()), &hostile, &mut diagnostics);
    let hostile = std::sync::Arc::new(hostile.expect("a schema"));
    assert!(!diagnostics.has_errors());
    let mut seen = [0, 0];
    for schema in SCHEMAS.map(schema).into_iter().chain([hostile]) {
        let mut links = Vec::new();
        for resolved in &pages_as_links(&schema) {
            links.extend(lower(resolved, &mut |_| unreachable!("a schema has no references"), &mut diagnostics));
        }
        for vector in of_schema(&schema, &mut |_| unreachable!("a schema has no references")) {
            let link = links.iter().find(|link| link.name == vector.link).expect("a page");
            // What is written as it is has its own tests where stubs are run.
            let is_reserved = |part: &Part| matches!(part, Part::Run(run) if run.reserved);
            if link.forms.iter().any(|form| form.parts.iter().any(is_reserved)) {
                continue;
            }
            let found = as_a_stub_does(link, &vector.platform, &vector.values);
            assert_eq!(found, vector.url, "{}: {vector:?}", schema.name);
            seen[usize::from(found.is_some())] += 1;
        }
    }
    assert!(seen[0] > 1000 && seen[1] > 1000, "{seen:?}");
}
