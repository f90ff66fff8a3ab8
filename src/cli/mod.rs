//! The command line: the only place that knows files, the environment and the terminal.

mod args;
mod asked;
mod baseline;
mod build;
mod changed;
mod check;
mod checker;
mod ci;
mod compare;
mod config;
mod delivery;
mod discover;
mod disk;
mod explain;
mod files;
mod fix;
mod init;
mod inventory;
mod json_schema;
mod list;
mod lookup;
#[cfg(feature = "obtain")]
mod obtain;
mod options;
mod output;
mod parse;
mod place;
mod plan;
mod project;
mod schemas;
mod secrets;
#[cfg(feature = "obtain")]
mod service;
mod session;
mod show;
mod show_obtain;
mod sieve;
mod sign;
mod table;
mod targets;
mod template;
mod templates;
mod unfit;
mod url;
mod vectors;
mod verdict;
mod write;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use output::Output;

/// Why a command could not do its job; its exit code is 2.
#[derive(Debug)]
pub(crate) struct Failure {
    /// One line that names what failed.
    message: String,
    /// What to do.
    help: Option<String>,
    /// What was found before, as it is printed; empty where there is nothing.
    findings: String,
    /// Whether nobody is left to read what we write; then it is no failure.
    is_broken_pipe: bool,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, findings: String::new(), is_broken_pipe: false }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn findings(mut self, findings: String) -> Self {
        self.findings = findings;
        self
    }
}

impl From<std::io::Error> for Failure {
    /// An error of our own output; errors of files are made with their name, see `files`.
    fn from(error: std::io::Error) -> Self {
        let is_broken_pipe = error.kind() == std::io::ErrorKind::BrokenPipe;
        Self { is_broken_pipe, ..Self::new(format!("cannot write the output: {error}")) }
    }
}

/// How a command ended that could do its job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing at or above the failing level.
    Fine,
    /// Findings.
    Findings,
    /// Part of the job could not be done; that has been reported.
    Incomplete,
}

/// Runs the command that the process was called with.
pub(crate) fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        // clap prints help and version to stdout, errors to stderr, and knows their exit codes (0 and 2).
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(_) => ExitCode::SUCCESS,
            };
        }
    };
    let mut output = Output::new(args.color.color);
    let outcome = dispatch(args, &mut output).and_then(|outcome| {
        output.flush()?;
        Ok(outcome)
    });
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(failure) if failure.is_broken_pipe => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: Args, output: &mut Output) -> Result<Outcome, Failure> {
    match args.command {
        Command::Check(args) => check::run(&args, output),
        Command::Ci(args) => ci::run(&args, output),
        Command::Baseline(args) => baseline::run(&args, output),
        Command::Config(args) => config::run(&args, output),
        Command::Build(args) => build::run(&args, output),
        Command::Url(args) => url::run(&args, output),
        Command::Sign(args) => sign::run(&args, output),
        #[cfg(feature = "obtain")]
        Command::Obtain(args) => obtain::run(&args, output),
        Command::Parse(args) => parse::run(&args, output),
        Command::List(args) => list::run(&args, output),
        Command::Show(args) => show::run(&args, output),
        Command::Explain(args) => explain::run(&args, output),
        Command::Init(args) => init::run(&args, output),
        Command::JsonSchema(args) => json_schema::run(&args, output),
        Command::Vectors(args) => vectors::run(&args, output),
        Command::Template(args) => template::run(&args, output),
        Command::Templates(args) => templates::run(&args, output),
    }
}
