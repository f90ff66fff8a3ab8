//! Values that go into a link come out of it again: every page, every platform, every variant of every schema.

#![allow(clippy::unwrap_used, reason = "a helper of a test may panic like the test itself")]

use linkc::config::{Assignment, Layout, LinkConfig};
use linkc::diagnostic::{Diagnostics, Severity};
use linkc::lower::lower;
use linkc::read::{Request, read};
use linkc::resolve::resolve_single;
use linkc::schema::{Catalog, Form, FormParameter, Page, Presence, Schema, ValueType};
use linkc::source::{Sources, Span, Spanned};
use linkc::yaml::{Content, Node, Scalar, Style};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A text that the type takes, grown from `seed`, any text; `None` where there is none to be had from it.
fn fitting(parameter: &FormParameter, seed: &str) -> Option<String> {
    let inner = &parameter.parameter;
    let text = match &inner.value_type {
        ValueType::String { .. } => {
            let own = seed.to_owned();
            if !own.is_empty() && inner.value_type.check(&own).is_ok() {
                own
            } else {
                inner.example.clone().unwrap_or_else(|| "12345".to_owned())
            }
        }
        ValueType::Integer { min, .. } => min.unwrap_or(7).max(7).to_string(),
        ValueType::Boolean { spelling } => spelling[seed.len() % 2].clone(),
        ValueType::Enum { values } => values[seed.len() % values.len()].name.clone(),
        ValueType::Host => "meeting.example.com".to_owned(),
        ValueType::Port => "8443".to_owned(),
        ValueType::Url { schemes, hosts } => {
            let scheme = schemes.first().map_or("https", String::as_str);
            format!("{scheme}://{}/a?b=c%20d&e", hosts.first().map_or("www.example.com", String::as_str))
        }
        ValueType::DateTime => "2026-11-22T10:00:00+01:00".to_owned(),
        ValueType::List { .. } => inner.example.clone().unwrap_or_else(|| "a@example.com".to_owned()),
        ValueType::Json => "{\"subEntityId\":\"a&b\"}".to_owned(),
    };
    inner.value_type.check(&text).is_ok().then_some(text)
}

fn assignment(name: &str, text: &str, span: Span) -> Assignment {
    let scalar = Scalar { text: linkc::value::escape(text), style: Style::DoubleQuoted, verbatim: None };
    Assignment { name: Spanned::new(name.to_owned(), span), node: Node { span, content: Content::Scalar(scalar) } }
}

/// Writes a link of `form` with values grown from `seeds`, and reads it back.
fn goes_round(schema: &Schema, page: &Page, form: &Form, seeds: &[String], span: Span) -> Result<(), TestCaseError> {
    let mut given = Vec::new();
    for (index, parameter) in form.parameters.iter().enumerate() {
        let seed = &seeds[index % seeds.len()];
        // Half of the optional ones are left out; a schema's constraints may forbid some, which is not the point here.
        let wanted = match parameter.presence {
            Presence::Constant(_) => false,
            Presence::Required => true,
            Presence::Default(_) | Presence::Optional => seed.chars().count().is_multiple_of(2),
        };
        if wanted && let Some(text) = fitting(parameter, seed) {
            given.push((parameter.name().to_owned(), text));
        }
    }
    let config = LinkConfig {
        name: page.name.clone(),
        page: page.name.clone(),
        title: None,
        summary: None,
        platforms: Some(vec![Spanned::new(form.platform.clone(), span)]),
        variant: form.variant.clone().map(|variant| Spanned::new(variant, span)),
        preset: None,
        // A value is known by the place of its name.
        values: (given.iter().enumerate())
            .map(|(index, (name, text))| assignment(name, text, Span { start: index, end: index, ..span }))
            .collect(),
        inputs: Vec::new(),
        event: None,
        on: Vec::new(),
        set: Vec::new(),
        layout: Layout::default(),
    };
    let mut found = Diagnostics::new();
    let resolved = resolve_single(&config, true, schema, &mut found);
    let resolved = resolved.ok_or_else(|| TestCaseError::fail(format!("{found:?}")))?;
    let link = lower(&resolved, &mut |_| unreachable!("no value has a reference"), &mut found);
    let link = link.ok_or_else(|| TestCaseError::fail(format!("{found:?}")))?;
    let url = link.url(&form.platform, |_| None).unwrap();
    let place = || format!("{}/{} on {} {:?}: {url}", schema.name, page.name.value, form.platform, form.variant);
    prop_assert!(url.is_ascii() && !url.contains([' ', '"', '<', '>', '\\', '`']), "{}", place());

    let sources = Sources::new();
    let source = sources.add("url", url.as_str());
    let request = Request { url: &url, span: Span::new(source, 0..url.len()), is_kept: false, platform: None };
    let mut found = Diagnostics::new();
    let read = read(request, &[schema], &mut found);
    let errors: Vec<_> = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    prop_assert!(errors.is_empty(), "{}: {errors:?}", place());
    let read = read.unwrap();
    prop_assert_eq!(&read.page.name.value, &page.name.value, "{}", place());
    prop_assert!(read.unknown.is_empty() && read.repeated.is_empty(), "{}", place());
    let again = read
        .forms
        .iter()
        .find(|resolved| resolved.form.platform == form.platform && resolved.form.variant == form.variant);
    let again = again.ok_or_else(|| TestCaseError::fail(format!("the form is not found again: {}", place())))?;
    for (name, text) in &given {
        let value = again.binding(name).and_then(|binding| binding.given.as_ref());
        let texts: Vec<&str> = value
            .map_or_else(Vec::new, |given| given.texts.iter().filter_map(linkc::given::GivenText::literal).collect());
        prop_assert_eq!(texts, vec![text.as_str()], "{}: {}", name, place());
    }
    Ok(())
}

#[test]
fn what_is_written_is_read_back() {
    let sources = Sources::new();
    let mut catalog = Catalog::new();
    let span = Span::new(sources.add("test", ""), 0..0);
    for name in Catalog::built_in_names() {
        let schema = catalog.built_in(name, &sources).unwrap();
        for page in &schema.pages {
            for form in &page.forms {
                let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
                let seeds = prop::collection::vec(prop_oneof![any::<String>(), "[a-z0-9&=%+#/?]{1,8}"], 8);
                let outcome = runner.run(&seeds, |seeds| goes_round(&schema, page, form, &seeds, span));
                assert!(outcome.is_ok(), "{outcome:?}");
            }
        }
    }
}
