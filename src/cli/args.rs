//! The arguments, as typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

mod check;
mod obtain;
mod templates;

pub(crate) use check::{BaselineArgs, BaselineCommand, CheckArgs, CiArgs, ConfigArgs, ConfigCommand, FormatAndFile};
pub(crate) use obtain::{AskedArgs, SignArgs, SignFormat};
#[cfg(feature = "obtain")]
pub(crate) use obtain::{ObtainArgs, UrlObtainArgs};
pub(crate) use templates::{TemplatesArgs, TemplatesCommand};

/// A compiler and validator for app links
#[derive(Debug, Parser)]
#[command(name = "linkc", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 nothing at or above the failing level, 1 findings, 2 could not do the job.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) color: ColorArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ColorArgs {
    /// When to use colour; `auto` asks the terminal and NO_COLOR
    #[arg(long, value_enum, default_value = "auto", global = true, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check link configs, schemas, and the links in any other text
    Check(CheckArgs),
    /// All that CI asks: `check`, and `build --check` for every link config with outputs
    Ci(CiArgs),
    /// Write down the findings of today, so that only new ones count
    Baseline(BaselineArgs),
    /// Say which settings apply, and where they come from
    Config(ConfigArgs),
    /// Write the artifacts of link configs
    Build(BuildArgs),
    /// Print one link
    Url(Box<UrlArgs>),
    /// Sign what a service is asked with, for a parameter that it gives out
    Sign(SignArgs),
    /// Obtain the value of a parameter from its service, and print it
    #[cfg(feature = "obtain")]
    Obtain(ObtainArgs),
    /// Say what a link is: page, platforms, values, and what is wrong with it
    Parse(ParseArgs),
    /// List schemas, pages, rules or targets
    List(ListArgs),
    /// Show a schema or a page as its vendor's reference would print it
    Show(ShowArgs),
    /// Explain a rule: why it is there, a bad and a good example, how to fix
    Explain(ExplainArgs),
    /// Write a commented link config to start from
    Init(InitArgs),
    /// Print the JSON Schema of link configs, settings or schemas, for editors
    JsonSchema(JsonSchemaArgs),
    /// Print values and the URLs that linkc makes of them, to test stubs with
    Vectors(VectorsArgs),
    /// Expand or match a raw RFC 6570 URI Template
    Template(TemplateArgs),
    /// List, show or copy the output templates of targets, to make one's own
    Templates(TemplatesArgs),
}

/// The findings from which on a command fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FailArgs {
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people, with the source
    Human,
    /// A line each
    Concise,
    /// For programs; versioned
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// JUnit XML
    Junit,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BuildArgs {
    /// Link configs, or folders with them; the folder below when left out
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Build for every page of this schema (a name or a file) instead of a link config
    #[arg(long, value_name = "SCHEMA", conflicts_with = "paths", requires = "target")]
    pub(crate) schema: Option<String>,
    /// The targets, instead of the config's `outputs`
    #[arg(long, value_name = "TARGET", value_delimiter = ',')]
    pub(crate) target: Vec<String>,
    /// The folder for the artifacts of --target
    #[arg(long, value_name = "DIR", default_value = ".", requires = "target")]
    pub(crate) out: PathBuf,
    /// A folder of output templates of one's own; they win over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// What a target of --target is told: NAME=VALUE
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value, requires = "target")]
    pub(crate) option: Vec<(String, String)>,
    /// Write nothing; fail with a diff when an artifact is not up to date
    #[arg(long, conflicts_with_all = ["force", "prune"])]
    pub(crate) check: bool,
    /// Overwrite files that linkc has not written, too
    #[arg(long)]
    pub(crate) force: bool,
    /// Remove files that linkc has written there before and would not write any more
    #[arg(long)]
    pub(crate) prune: bool,
    /// How findings are printed
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) fail: FailArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UrlFormat {
    Text,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct UrlArgs {
    /// The page: SCHEMA/PAGE, or PAGE with --schema
    #[arg(value_name = "SCHEMA/PAGE")]
    pub(crate) page: String,
    /// A value: NAME=VALUE, where `${env:NAME}` and `${file:PATH}` are looked up; once an item for a list
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub(crate) set: Vec<(String, String)>,
    /// The platforms; all of the page's when left out
    #[arg(long, value_name = "PLATFORM", value_delimiter = ',')]
    pub(crate) platform: Vec<String>,
    /// A variant of the page
    #[arg(long, value_name = "VARIANT")]
    pub(crate) variant: Option<String>,
    /// A preset of the schema
    #[arg(long, value_name = "PRESET")]
    pub(crate) preset: Option<String>,
    /// A schema file
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
    /// Leave out what the app assumes by itself
    #[arg(long)]
    pub(crate) no_defaults: bool,
    /// The address of the link's landing page, for targets that give links to people; `{link}` is the page's name
    #[arg(long, value_name = "URL", requires = "target")]
    pub(crate) landing: Option<String>,
    /// What the link is called, for targets that give links to people
    #[arg(long, value_name = "TEXT", requires = "target")]
    pub(crate) title: Option<String>,
    /// How the URLs are printed
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT", conflicts_with = "target")]
    pub(crate) format: UrlFormat,
    /// Print what this target makes of the link
    #[arg(long, value_name = "TARGET")]
    pub(crate) target: Option<String>,
    /// What the target is told: NAME=VALUE
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value, requires = "target")]
    pub(crate) option: Vec<(String, String)>,
    /// A folder of output templates of one's own
    #[arg(long, value_name = "DIR", requires = "target")]
    pub(crate) templates: Option<PathBuf>,
    #[cfg(feature = "obtain")]
    #[command(flatten)]
    pub(crate) obtain: UrlObtainArgs,
    #[command(flatten)]
    pub(crate) fail: FailArgs,
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) | None => Err("expected NAME=VALUE".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// For people; secrets are masked
    Human,
    /// An object a line, for programs
    Json,
    /// A link config
    Yaml,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ParseArgs {
    /// URLs; `-` reads them from standard input, a line each, with or without `PLATFORM<TAB>` before them
    #[arg(value_name = "URL", required = true)]
    pub(crate) urls: Vec<String>,
    /// A schema to read with, instead of the built-in ones: a name or a file
    #[arg(long, value_name = "SCHEMA")]
    pub(crate) schema: Vec<String>,
    /// The platform that the links are for
    #[arg(long, value_name = "PLATFORM")]
    pub(crate) platform: Option<String>,
    /// How the links are printed
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(crate) format: ParseFormat,
    /// Show secrets in the human format
    #[arg(long)]
    pub(crate) reveal: bool,
    #[command(flatten)]
    pub(crate) fail: FailArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listed {
    Schemas,
    Pages,
    Rules,
    Targets,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Human,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ListArgs {
    /// What to list
    #[arg(value_enum)]
    pub(crate) listed: Listed,
    /// How the list is printed
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(crate) format: TableFormat,
    /// A folder of output templates of one's own
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// SCHEMA or SCHEMA/PAGE; with --schema, the page
    #[arg(value_name = "SCHEMA[/PAGE]", required_unless_present = "schema")]
    pub(crate) page: Option<String>,
    /// A schema file
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct VectorsArgs {
    /// A schema, whose pages it is about, or a link config
    #[arg(value_name = "SCHEMA|PATH")]
    pub(crate) source: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// A rule, as `missing-parameter`, or a target, as `target/url`
    #[arg(value_name = "RULE", required_unless_present = "all")]
    pub(crate) rule: Option<String>,
    /// A folder of output templates of one's own
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// All rules
    #[arg(long, conflicts_with = "rule")]
    pub(crate) all: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// The file to write; `-` prints it
    #[arg(value_name = "FILE", default_value = "links.yaml")]
    pub(crate) file: PathBuf,
    /// The schema that it is for
    #[arg(long, value_name = "SCHEMA", default_value = "huawei-cloud-meeting")]
    pub(crate) schema: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DescribedFile {
    /// Link configs, `links.yaml`
    Links,
    /// Settings, `linkc.yaml`
    Settings,
    /// Schemas
    Schema,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct JsonSchemaArgs {
    /// The kind of file that it describes
    #[arg(value_enum)]
    pub(crate) kind: DescribedFile,
    /// With `links`: complete the pages and parameters of this schema, a name or a file
    #[arg(long = "for", value_name = "SCHEMA")]
    pub(crate) schema: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct TemplateArgs {
    #[command(subcommand)]
    pub(crate) command: TemplateCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateCommand {
    /// Print the expansion of a URI Template
    Expand {
        /// The URI Template
        template: String,
        /// The variables, a JSON object: texts, numbers, booleans, lists, maps; `-` is standard input
        #[arg(long, value_name = "FILE.json")]
        vars: PathBuf,
    },
    /// Print the variables that a URL was expanded from, as JSON
    Match {
        /// The URI Template
        template: String,
        /// The URL
        url: String,
        /// A variable that is a list
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        list: Vec<String>,
        /// A variable that is a map
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        map: Vec<String>,
    },
}
