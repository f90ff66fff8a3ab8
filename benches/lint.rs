//! What it costs to lint a link config of 10,000 links, next to what its YAML parser alone costs for the same text.
//!
//! The rounds take turns, so that a busy machine slows both, and each candidate counts with its fastest round. Linting
//! is all that `linkc check` does with the text of a file, its report included. The run fails when it takes more than
//! [`LIMIT`] times as long as the parser, with one thread for each processor.

// A report on stdout is what a benchmark is for.
#![allow(clippy::print_stdout)]

use std::fmt::Write;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use granit_parser::{Options, Parser};
use linkc::check::check_config;
use linkc::config::{self, Config};
use linkc::diagnostic::{Diagnostics, Severity};
use linkc::report::{self, Format, Look, Summary};
use linkc::resolved::ResolvedLink;
use linkc::rules::Levels;
use linkc::schema::{Catalog, Schema};
use linkc::source::Sources;
use linkc::suppression::Suppressions;
use linkc::yaml;
use mimalloc::MiMalloc;

/// That of the command `linkc`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What the project promises.
const LIMIT: f64 = 2.0;

/// How many links the config has.
const LINKS: usize = 10_000;

/// How long all rounds of a config may take together.
const BUDGET: Duration = Duration::from_secs(9);

/// The least rounds, however slow the machine is.
const ROUNDS: usize = 5;

/// A config as a company's booking system might write it, with a mistake in every link whose number `is_wrong` takes.
fn config(is_wrong: impl Fn(usize) -> bool) -> String {
    let mut text = String::from(
        "# Every meeting room of the company, and who meets there.\nlinkc: 1\nkind: links\nschema: huawei-cloud-meeting\n\
         landing: https://go.example.com/m/{link}\n\nvalues:\n  open_mic: false\n  open_camera: false\n\nlinks:\n",
    );
    for link in 0..LINKS {
        let id = 981_000_000 + link * 7;
        let mic = if is_wrong(link) { "off" } else { "false" };
        // Writing to a string cannot fail.
        let _ = match link % 5 {
            0 => write!(
                text,
                "  room-{link}-weekly:\n    page: join\n    title: Weekly sync of team {link}\n    values:\n      \
                 server_url: intl.meeting.huaweicloud.com\n      conf_id: {id}            # booked until December\n      \
                 enter_code: ${{env:ROOM_{link}_CODE}}\n      name: Tom Smith\n\n"
            ),
            1 => write!(
                text,
                "  room-{link}-guests:\n    page: join\n    title: Guests of room {link}\n    values:\n      \
                 server_url: meeting.huaweicloud.com\n      conf_id: {id}\n      enter_code: \"\"\n      \
                 open_mic: {mic}\n      open_camera: false\n    inputs:\n      name: {{ fallback: Guest }}\n\n"
            ),
            2 => write!(
                text,
                "  # The canteen has a screen.\n  room-{link}-town-hall:\n    page: join\n    platforms: [android, ios, windows]\n    \
                 values:\n      conf_id: {id}\n      enter_code: ${{env:ROOM_{link}_CODE}}\n      name: 会议室 {link}\n      \
                 open_mic: {mic}\n    on:\n      windows:\n        values: {{ open_camera: true }}\n\n"
            ),
            3 => writeln!(
                text,
                "  room-{link}-visit: {{ page: join, values: {{ conf_id: {id}, name: \"Ada & Tom\", open_mic: {mic}, \
                 open_camera: true }} }}"
            ),
            _ => write!(
                text,
                "  room-{link}-board:\n    page: login-and-join\n    summary: Only for the board.\n    values:\n      \
                 server_url: intl.meeting.huaweicloud.com\n      conf_id: {id}\n      \
                 enter_code: ${{file:secrets/{link}}}\n      open_mic: {mic}\n      open_camera: true\n    \
                 inputs: [nonce, name]\n\n"
            ),
        };
    }
    text
}

/// Reads all events of `text`, with the options that linkc reads it with.
fn parse(text: &str) {
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.max_buffered_comment_events = usize::MAX;
    for event in Parser::new_from_str_with_options(text, options) {
        black_box(event.expect("the config is YAML"));
    }
}

/// What came of linting.
#[derive(Debug, PartialEq, Eq)]
struct Linted {
    links: usize,
    /// Errors and warnings.
    findings: usize,
    report: String,
}

/// All that `linkc check` does with a text. The config and the links come along: `linkc check` does not give them back
/// before it ends, so that it is no part of what is timed.
fn lint<'s>(text: &str, schema: &'s Schema) -> (Linted, Config, Vec<ResolvedLink<'s>>) {
    let (sources, levels) = (Sources::new(), Levels::default());
    let mut diagnostics = Diagnostics::new();
    let source = sources.add("links.yaml", text);
    let document = yaml::parse(source, text, &yaml::Limits::default(), &mut diagnostics).expect("the config is YAML");
    let suppressions = Suppressions::in_yaml(source, text, &document, &mut diagnostics);
    let config = config::load_tree(source, document.root, &mut diagnostics).expect("it is a link config");
    let links = check_config(&config, schema, &levels, &mut diagnostics);
    suppressions.apply(&sources, &mut diagnostics, &levels);
    let findings = diagnostics.reported().filter(|finding| finding.severity != Severity::Note).count();
    let summary = Summary::new(1, links.len(), &diagnostics);
    let look = Look { width: 120, color: false };
    let report = report::render(Format::Human, &sources, &diagnostics, summary, look);
    (Linted { links: links.len(), findings, report }, config, links)
}

fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = black_box(run());
    let elapsed = start.elapsed();
    drop(made);
    elapsed
}

/// Times one config; gives back whether the promise holds.
fn compare(title: &str, text: &str, findings: usize, schema: &Schema) -> bool {
    let (linted, ..) = lint(text, schema);
    if (linted.links, linted.findings) != (LINKS, findings) {
        let Linted { links, findings: found, report } = linted;
        println!("{links} links and {found} findings are not {LINKS} and {findings}:\n{report}");
        return false;
    }
    let begun = Instant::now();
    let [mut parser, mut ours] = [Duration::MAX; 2];
    let mut rounds = 0;
    while rounds < ROUNDS || begun.elapsed() < BUDGET {
        parser = parser.min(time(|| parse(text)));
        ours = ours.min(time(|| lint(text, schema)));
        rounds += 1;
    }
    let factor = ours.as_secs_f64() / parser.as_secs_f64();
    let shown = |name: &str, time: Duration| {
        let seconds = time.as_secs_f64();
        println!("  {name:<42} {:>8.1} ms {:>7.2} x", seconds * 1e3, seconds / parser.as_secs_f64());
    };
    println!("\n{title} ({} KiB, {rounds} rounds)", text.len() >> 10);
    shown("granit-parser, events only", parser);
    shown("linkc check, from text to report", ours);
    factor <= LIMIT
}

fn main() -> ExitCode {
    let sources = Sources::new();
    let schema = Catalog::new().built_in("huawei-cloud-meeting", &sources).expect("it is built in");
    let kept = [
        compare("a config of 10,000 links, nothing to find", &config(|_| false), 0, &schema),
        compare("the same with 100 mistakes", &config(|link| link % 100 == 3), 100, &schema),
    ];
    if kept == [true; 2] {
        return ExitCode::SUCCESS;
    }
    println!("\nthe promise is not kept: {LIMIT} times is the most");
    ExitCode::FAILURE
}
