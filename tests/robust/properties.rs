//! Texts at random through the front doors of the library: nothing panics, and every finding can be printed.

use linkc::check::{check_config, check_examples, check_list};
use linkc::diagnostic::Diagnostics;
use linkc::link_template::{Kind, LinkTemplate};
use linkc::read::{Request, read};
use linkc::report::{Format, Look, Summary, render};
use linkc::rules::{Levels, check_schema};
use linkc::schema::{Catalog, Schema};
use linkc::source::{Sources, Span};
use linkc::value::ValueText;
use linkc::{config, schema};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::cli::LINKS;
use crate::support::ACME;

/// What the texts at random are made of: every piece of the syntaxes, and what is near to them.
const PIECES: [&str; 58] = [
    "linkc: 1\n",
    "kind: links\n",
    "kind: schema\n",
    "schema: huawei-cloud-meeting\n",
    "links:\n",
    "  a:\n",
    "    page: join\n",
    "    values:\n",
    "      conf_id: 1\n",
    "      name: ${env:A}\n",
    "    inputs: [name]\n",
    "    on:\n",
    "    platforms: [ios]\n",
    "outputs:\n",
    "parameters:\n",
    "pages:\n",
    "platforms:\n",
    "  ios: {}\n",
    "name: x\n",
    "title: x\n",
    "&a ",
    "*a",
    "<<: *a\n",
    "|\n",
    ">-\n",
    "? ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    "\"",
    "\\x41",
    "#",
    "!!str ",
    "%",
    "%41",
    "%F0%9F",
    "\t",
    "\r\n",
    "\u{0}",
    "\u{1b}",
    "\u{feff}",
    "é",
    "張",
    "👩‍👩‍👧",
    "cloudlink://welinksoftclient/h5page?page=",
    "joinConfByLink",
    "&conf_id=",
    "&enter_code=",
    "https://teams.microsoft.com/l/chat/0/0?users=",
    "ios\t",
    "{?a,b*}",
    "{+c:3}",
    "${file:",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(select(&PIECES[..]), 0..24).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => pieces, 1 => "\\PC{0,80}", 1 => prop::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter)]
}

/// A change that somebody makes by mistake, or a merge does.
#[derive(Debug, Clone)]
enum Mutation {
    DropLine(Index),
    RepeatLine(Index),
    MoveLine(Index, Index),
    Indent(Index),
    DropToken(Index),
    ReplaceToken(Index, String),
    Cut(Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = || any::<Index>();
    prop_oneof![
        at().prop_map(Mutation::DropLine),
        at().prop_map(Mutation::RepeatLine),
        (at(), at()).prop_map(|(from, to)| Mutation::MoveLine(from, to)),
        at().prop_map(Mutation::Indent),
        at().prop_map(Mutation::DropToken),
        (at(), prop_oneof![select(&PIECES[..]).prop_map(str::to_owned), "[a-z]{1,8}"])
            .prop_map(|(at, token)| Mutation::ReplaceToken(at, token)),
        at().prop_map(Mutation::Cut),
    ]
}

fn mutated(text: &str, mutations: &[Mutation]) -> String {
    let mut text = text.to_owned();
    for mutation in mutations {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            return text;
        }
        match mutation {
            Mutation::DropLine(at) => drop(lines.remove(at.index(lines.len()))),
            Mutation::RepeatLine(at) => {
                let at = at.index(lines.len());
                lines.insert(at, lines[at].clone());
            }
            Mutation::MoveLine(from, to) => {
                let line = lines.remove(from.index(lines.len()));
                lines.insert(to.index(lines.len() + 1), line);
            }
            Mutation::Indent(at) => {
                let at = at.index(lines.len());
                lines[at].insert_str(0, "  ");
            }
            Mutation::DropToken(at) => replace_token(&mut lines, *at, ""),
            Mutation::ReplaceToken(at, token) => replace_token(&mut lines, *at, token),
            Mutation::Cut(at) => {
                let at = at.index(lines.len());
                let half = lines[at].chars().count() / 2;
                lines[at] = lines[at].chars().take(half).collect();
                lines.truncate(at + 1);
            }
        }
        text = lines.concat();
    }
    text
}

/// Puts `token` in the place of a word of a line.
fn replace_token(lines: &mut [String], at: Index, token: &str) {
    let line = &mut lines[at.index(lines.len())];
    let is_word = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let starts: Vec<usize> = line
        .char_indices()
        .filter(|&(start, c)| is_word(c) && !line[..start].ends_with(is_word))
        .map(|(start, _)| start)
        .collect();
    if let Some(&start) = (!starts.is_empty()).then(|| at.get(&starts)) {
        let length = line[start..].find(|c| !is_word(c)).unwrap_or(line.len() - start);
        line.replace_range(start..start + length, token);
    }
}

/// Prints all findings in all formats; that must not panic either.
fn print(sources: &Sources, diagnostics: &Diagnostics) {
    for format in Format::ALL {
        render(format, sources, diagnostics, Summary::new(1, 0, diagnostics), Look { color: false, width: 80 });
    }
}

fn try_config(text: &str, schema: &Schema) {
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("links.yaml", text);
    if let Some(config) = config::load(source, text, &mut diagnostics) {
        check_config(&config, schema, &Levels::default(), &mut diagnostics);
    }
    print(&sources, &diagnostics);
}

fn try_schema(text: &str) {
    let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("schema.yaml", text);
    if let Some(schema) = schema::load(source, text, &mut diagnostics) {
        check_schema(&schema, &Levels::default(), &mut diagnostics);
        check_examples(&schema, &Levels::default(), &mut diagnostics);
    }
    print(&sources, &diagnostics);
}

/// `schema`, whose own findings are nobody's business here.
fn own(text: &str) -> Schema {
    let source = Sources::new().add("schema.yaml", text);
    schema::load(source, text, &mut Diagnostics::new()).expect("it is right")
}

fn built_in() -> Vec<Schema> {
    let names = Catalog::built_in_names().into_iter();
    names.map(|name| own(linkc::schema::built_in_text(name).expect("it is built in"))).collect()
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn no_text_panics_as_a_link_config() {
    let schema = own(ACME);
    proptest!(config(), |(text in text())| try_config(&text, &schema));
}

#[test]
fn no_text_panics_as_a_schema() {
    proptest!(config(), |(text in text())| try_schema(&text));
}

#[test]
fn no_text_panics_as_a_list_of_urls() {
    let schemas = built_in();
    let schemas: Vec<&Schema> = schemas.iter().collect();
    proptest!(config(), |(text in text())| {
        let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("urls.txt", text.as_str());
        check_list(source, &text, &schemas, &Levels::default(), &mut diagnostics);
        print(&sources, &diagnostics);
    });
}

#[test]
fn no_text_panics_as_a_link() {
    let schemas = built_in();
    let schemas: Vec<&Schema> = schemas.iter().collect();
    proptest!(config(), |(tail in text(), page in select(&["joinConfByLink", "launch", "x"][..]))| {
        let text = format!("cloudlink://welinksoftclient/h5page?page={page}{tail}");
        let (sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
        let source = sources.add("<command line>", text.as_str());
        let span = Span::new(source, 0..text.len());
        let request = Request { url: &text, span, is_kept: false, platform: None };
        read(request, &schemas, &mut diagnostics);
        print(&sources, &diagnostics);
    });
}

#[test]
fn no_text_panics_as_a_link_template_or_a_value() {
    proptest!(ProptestConfig { cases: 512, ..config() }, |(text in text(), url in text())| {
        if let Ok(template) = LinkTemplate::parse(&text)
            && let Ok(matcher) = template.matcher(|_| Kind::Any)
        {
            let _ = matcher.read(&url);
        }
        if let Err(error) = ValueText::parse(&text) {
            prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} is no part of {text:?}");
        }
    });
}

#[test]
fn no_mistake_in_a_link_config_panics() {
    let schema = own(ACME);
    proptest!(ProptestConfig { cases: 128, ..config() }, |(mutations in prop::collection::vec(mutation(), 1..4))| {
        try_config(&mutated(LINKS, &mutations), &schema);
    });
    let huawei = own(linkc::schema::built_in_text("huawei-cloud-meeting").expect("it is built in"));
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/meetings.links.yaml");
    let text = std::fs::read_to_string(examples).expect("a file");
    proptest!(config(), |(mutations in prop::collection::vec(mutation(), 1..4))| {
        try_config(&mutated(&text, &mutations), &huawei);
    });
}

#[test]
fn no_mistake_in_a_schema_panics() {
    proptest!(ProptestConfig { cases: 128, ..config() }, |(mutations in prop::collection::vec(mutation(), 1..4))| {
        try_schema(&mutated(ACME, &mutations));
    });
    let yealink = linkc::schema::built_in_text("yealink-meeting").expect("it is built in");
    proptest!(config(), |(mutations in prop::collection::vec(mutation(), 1..4))| {
        try_schema(&mutated(yealink, &mutations));
    });
    let huawei = linkc::schema::built_in_text("huawei-cloud-meeting").expect("it is built in");
    proptest!(ProptestConfig { cases: 12, ..config() }, |(mutations in prop::collection::vec(mutation(), 1..4))| {
        try_schema(&mutated(huawei, &mutations));
    });
}
