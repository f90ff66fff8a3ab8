//! Link templates side by side with the other Rust libraries: one link written, one link read.
//!
//! The rounds of all candidates are interleaved and each candidate counts with its fastest round, so that a busy machine
//! slows all of them or none. All must give the same bytes. The run fails when expansion of a parsed template is less
//! than [`FACTOR`] times as fast as the faster peer.

// A report on stdout is what a benchmark is for, and a peer's interface asks for a `HashMap`.
#![allow(clippy::print_stdout, clippy::disallowed_types)]

use std::collections::HashMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use iri_string::spec::UriSpec;
use iri_string::template::UriTemplateStr;
use iri_string::template::context::{Context, Visitor};
use linkc::link_template::{Kind, LinkTemplate, Value};
use url::Url;

/// What the project promises.
const FACTOR: f64 = 5.0;

/// Rounds of each candidate. The fastest one counts, so more rounds only make the result steadier.
const ROUNDS: usize = 150;

/// How long a round is, roughly: short against a time slice of the system.
const ROUND: Duration = Duration::from_millis(1);

const TEMPLATE: &str = "cloudlink://welinksoftclient/h5page\
    {?page,server_url,port,conf_id,enter_code,name,open_mic,open_camera}";

/// The values of one link, in the order of the template; without one for `port`.
#[derive(Clone, Copy)]
struct Values {
    name: &'static str,
}

impl Values {
    fn get(self, variable: &str) -> Option<&'static str> {
        Some(match variable {
            "page" => "joinConfByLink",
            "server_url" => "meeting.huaweicloud.com",
            "conf_id" => "981924330",
            "enter_code" => "123456",
            "name" => self.name,
            "open_mic" | "open_camera" => "false",
            _ => return None,
        })
    }
}

impl Context for Values {
    fn visit<V: Visitor>(&self, visitor: V) -> V::Result {
        match self.get(visitor.var_name().as_str()) {
            Some(text) => visitor.visit_string(text),
            None => visitor.visit_undefined(),
        }
    }
}

/// Something to be timed. It gives back what it made, for comparison, in a buffer that it may reuse.
struct Candidate<'a> {
    name: &'static str,
    run: Box<dyn FnMut(&mut String) + 'a>,
    /// Nanoseconds of one run in the fastest round.
    best: f64,
}

impl<'a> Candidate<'a> {
    fn new(name: &'static str, run: impl FnMut(&mut String) + 'a) -> Self {
        Self { name, run: Box::new(run), best: f64::INFINITY }
    }

    fn result(&mut self) -> String {
        let mut out = String::new();
        (self.run)(&mut out);
        out
    }

    fn time(&mut self, runs: u32, out: &mut String) -> Duration {
        let start = Instant::now();
        for _ in 0..runs {
            out.clear();
            (self.run)(black_box(out));
        }
        start.elapsed()
    }
}

/// Times all candidates in turn.
fn compare(title: &str, candidates: &mut [Candidate<'_>]) {
    let mut out = String::with_capacity(1024);
    let runs: Vec<u32> = candidates
        .iter_mut()
        .map(|candidate| {
            let once = candidate.time(200, &mut out).as_nanos().max(1) / 200;
            u32::try_from(ROUND.as_nanos() / once.max(1)).unwrap_or(u32::MAX).max(1)
        })
        .collect();
    for _ in 0..ROUNDS {
        for (candidate, &runs) in candidates.iter_mut().zip(&runs) {
            let nanoseconds = candidate.time(runs, &mut out).as_secs_f64() * 1e9 / f64::from(runs);
            candidate.best = candidate.best.min(nanoseconds);
        }
    }
    println!("\n{title}");
    let ours = candidates[0].best;
    for candidate in candidates {
        println!("  {:<42} {:>8.0} ns {:>7.1} x", candidate.name, candidate.best, candidate.best / ours);
    }
}

/// Whether all candidates make the same.
fn agree(candidates: &mut [Candidate<'_>]) -> bool {
    let results: Vec<_> = candidates.iter_mut().map(|candidate| (candidate.name, candidate.result())).collect();
    let mut same = true;
    for (name, result) in &results[1..] {
        if *result != results[0].1 {
            println!("{name} makes\n  {result}\ninstead of\n  {}", results[0].1);
            same = false;
        }
    }
    same
}

/// Times the expansion with one set of values; gives back whether the promise holds.
fn expansion(title: &str, values: Values) -> bool {
    let ours = LinkTemplate::parse(TEMPLATE).expect("the template is valid");
    let by_index: Vec<Option<Value>> = ours.variables().iter().map(|name| values.get(name).map(Value::Text)).collect();
    let iri = UriTemplateStr::new(TEMPLATE).expect("the template is valid");
    let map: HashMap<String, stduritemplate::Value> = ours
        .variables()
        .iter()
        .filter_map(|name| Some((name.clone(), stduritemplate::Value::String(values.get(name)?.into()))))
        .collect();
    let mut candidates = [
        Candidate::new("linkc, parsed before", |out| {
            ours.expand(|index| by_index[index], out).expect("texts fit everywhere");
        }),
        Candidate::new("linkc, parsed before, values by name", |out| {
            ours.expand_named(|name| values.get(name).map(Value::Text), out).expect("texts fit everywhere");
        }),
        Candidate::new("linkc, parsed each time", |out| {
            let template = LinkTemplate::parse(black_box(TEMPLATE)).expect("the template is valid");
            template.expand(|index| by_index[index], out).expect("texts fit everywhere");
        }),
        Candidate::new("iri-string, validated before", |out| {
            use std::fmt::Write;
            let link = iri.expand::<UriSpec, _>(&values).expect("texts fit everywhere");
            write!(out, "{link}").expect("a string takes everything");
        }),
        Candidate::new("iri-string, validated each time", |out| {
            use std::fmt::Write;
            let iri = UriTemplateStr::new(black_box(TEMPLATE)).expect("the template is valid");
            let link = iri.expand::<UriSpec, _>(&values).expect("texts fit everywhere");
            write!(out, "{link}").expect("a string takes everything");
        }),
        Candidate::new("std-uritemplate (parses each time)", |out| {
            *out = stduritemplate::expand(black_box(TEMPLATE), &map).expect("the template is valid");
        }),
    ];
    if !agree(&mut candidates) {
        return false;
    }
    compare(title, &mut candidates);
    let peer = candidates[3].best.min(candidates[5].best);
    let factor = peer / candidates[0].best;
    println!("  {factor:.1} times as fast as the faster peer; {FACTOR} is the least");
    factor >= FACTOR
}

/// Times reading; each candidate makes owned, decoded names and values.
fn reading(title: &str, values: Values) -> bool {
    let template = LinkTemplate::parse(TEMPLATE).expect("the template is valid");
    let mut link = String::new();
    template.expand_named(|name| values.get(name).map(Value::Text), &mut link).expect("texts fit everywhere");
    let matcher = template.matcher(|_| Kind::Text).expect("a query can be read");
    // As many dots as pairs: the cheapest proof that all were found.
    let shown = |count: usize| &"........"[..count.min(8)];
    let mut candidates = [
        Candidate::new("linkc, matcher made before", |out| {
            let found = matcher.read(black_box(&link)).expect("the link is of the template");
            out.push_str(shown(found.values.len()));
        }),
        Candidate::new("url, then query_pairs", |out| {
            let url = Url::parse(black_box(&link)).expect("the link is a URL");
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            out.push_str(shown(black_box(pairs).len()));
        }),
        Candidate::new("url, then query_pairs, borrowed", |out| {
            let url = Url::parse(black_box(&link)).expect("the link is a URL");
            let pairs: Vec<_> = url.query_pairs().collect();
            out.push_str(shown(black_box(pairs).len()));
        }),
    ];
    if !agree(&mut candidates) {
        return false;
    }
    compare(title, &mut candidates);
    true
}

fn main() -> ExitCode {
    let ascii = Values { name: "Tom Smith" };
    let chinese = Values { name: "张三" };
    let kept = [
        expansion("write a link of seven values, ASCII name", ascii),
        expansion("write a link of seven values, Chinese name", chinese),
        reading("read it back, ASCII name", ascii),
        reading("read it back, Chinese name", chinese),
    ];
    if kept == [true; 4] {
        return ExitCode::SUCCESS;
    }
    println!("\nthe promise is not kept");
    ExitCode::FAILURE
}
