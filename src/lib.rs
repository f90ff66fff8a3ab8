//! linkc, a compiler and validator for app links, as a library.
//!
//! An app link opens an app at the right place: `cloudlink://welinksoftclient/h5page?page=launch`. What links an app
//! understands, on which platform and with which values, is in a *schema*; which links a team needs is in a *link
//! config*. linkc reads both, checks one against the other, and writes the links down.
//!
//! # The phases
//!
//! There is one verb for each phase and one function for each verb. They are pure: text and values go in, values come
//! out. Files, the environment and the terminal are the business of the command line, so that this library runs
//! anywhere.
//!
//! | phase | from | to | function |
//! | --- | --- | --- | --- |
//! | parse | text | [`Document`](yaml::Document), a tree of YAML with places | [`yaml::parse`] |
//! | | a schema's tree | [`Schema`](schema::Schema) | [`schema::load`] |
//! | | a link config's tree | [`Config`](config::Config) | [`config::load`] |
//! | | an RFC 6570 URI Template | [`LinkTemplate`](link_template::LinkTemplate) | [`LinkTemplate::parse`](link_template::LinkTemplate::parse) |
//! | resolve | `Config`, `Schema` | [`ResolvedLink`](resolved::ResolvedLink): names bound, values typed | [`resolve::resolve`] |
//! | | a URL, schemas | the same | [`read::read`] |
//! | check | `ResolvedLink` | [`Diagnostics`](diagnostic::Diagnostics) | [`rules::check`]; with all before it, [`check::check_config`] |
//! | lower | `ResolvedLink` | [`Link`](link::Link): plain data, encoded, no places | [`lower::lower`] |
//! | emit | `Link`, [`Target`](emit::Target) | [`Artifact`](emit::Artifact): a path and its contents | [`emit::emit`] |
//!
//! No phase stops at the first problem, and none returns an error: each reports to the same
//! [`Diagnostics`](diagnostic::Diagnostics) and gives back what it could make. A link with an error is not lowered.
//! Every [`Diagnostic`](diagnostic::Diagnostic) has a [`Span`](source::Span) in one of the [`Sources`](source::Sources);
//! [`report::render`] turns them into text.
//!
//! # Example
//!
//! ```
//! use linkc::diagnostic::Diagnostics;
//! use linkc::rules::Levels;
//! use linkc::schema::Catalog;
//! use linkc::source::Sources;
//! use linkc::{check, config, lower};
//!
//! let text = "
//! linkc: 1
//! kind: links
//! schema: huawei-cloud-meeting
//! links:
//!   weekly-sync:
//!     page: join
//!     platforms: [ios, macos]
//!     values: { conf_id: 981924330, name: Tom & Ada, open_mic: false, open_camera: false }
//! ";
//! let sources = Sources::new();
//! let mut diagnostics = Diagnostics::new();
//! let schema = Catalog::new().built_in("huawei-cloud-meeting", &sources).expect("it is built in");
//! let config = config::load(sources.add("links.yaml", text), text, &mut diagnostics).expect("it is YAML");
//!
//! let resolved = check::check_config(&config, &schema, &Levels::default(), &mut diagnostics);
//! assert!(!diagnostics.has_errors());
//!
//! let mut no_references = |_: &_| unreachable!("no value refers to anything");
//! let link = lower::lower(&resolved[0], &mut no_references, &mut diagnostics).expect("it is checked");
//! assert_eq!(
//!     link.url("macos", |_| None).as_deref(),
//!     Some(
//!         "cloudlink://welinksoftclient/h5page?page=joinTmpConfByLink&conf_id=981924330&name=Tom%20%26%20Ada\
//!          &open_mic=false&open_camera=false"
//!     ),
//! );
//! ```
//!
//! # Values that a service gives out
//!
//! Beside the phases stands [`obtain`]: a schema declares how a parameter is obtained from its vendor's service, and the
//! same declaration signs ([`Obtain::sign`](obtain::Obtain::sign)), makes the requests
//! ([`Step::request`](obtain::Step::request)), reads the answers ([`Step::read`](obtain::Step::read)), and is there as plain
//! data for output templates ([`ObtainView`](obtain::ObtainView)). All of it is pure, too: clock, random source and
//! network are the command line's.
//!
//! # Adding to it
//!
//! **A schema** is a file, `schemas/<name>.yaml`, and no Rust. Its pages have `examples:`, which are its tests; every
//! fact names its source. `linkc check schemas/<name>.yaml` runs the examples while you write.
//!
//! **A rule** is a file, `src/rules/<rule>.rs`: a unit struct declared with `declare_rule!`, whose doc comment is the
//! page that `linkc explain` prints, and its [`Rule`](rules::Rule) with the one hook that it needs. It gets a line in
//! [`RULES`](rules::RULES) and a folder `tests/rules/<rule>/` with what it finds and what it leaves alone. A finding
//! after which the next phase cannot go on is no rule; it gets its text in [`phase_errors`].
//!
//! **A target** is a folder, `templates/<name>/`: the manifest `target.yaml` and its output templates. The literals,
//! comments and words of a programming language are data of the manifest; its tools judge the stubs by what stands in
//! `tests/stubs/<name>/`. Only a format with rules of its own needs Rust: a way to escape a value ([`Escape`](emit::Escape))
//! or to finish a file ([`Finish`](emit::Finish)).
//!
//! Each of them shows up in a table of the README; `UPDATE_DOCS=1 cargo test docs` writes it.

pub mod baseline;
mod batch;
pub mod check;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod event;
pub mod fields;
pub mod fix;
pub mod given;
mod invisible;
pub mod json_schema;
pub mod link;
pub mod link_template;
pub mod lower;
pub mod nearest;
pub mod obtain;
pub mod phase_errors;
pub mod read;
pub mod report;
pub mod resolve;
pub mod resolved;
pub mod rules;
pub mod scan;
pub mod schema;
pub mod settings;
pub mod source;
pub mod suppression;
pub mod surroundings;
pub mod suspects;
pub mod value;
pub mod vectors;
pub mod yaml;
