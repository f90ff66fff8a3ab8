//! The arguments of `check`, and of the commands around it: `ci`, `baseline`, `config`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::{FailOn, ReportFormat, TableFormat};

/// A format, and the file that it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormatAndFile {
    pub(crate) format: ReportFormat,
    /// `None` is stdout.
    pub(crate) file: Option<PathBuf>,
}

fn format_and_file(text: &str) -> Result<FormatAndFile, String> {
    let (format, file) = match text.split_once('=') {
        Some((_, "")) => return Err("expected FORMAT=FILE".to_owned()),
        Some((format, file)) => (format, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = ReportFormat::from_str(format, false).map_err(|_| {
        let names = ReportFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = names.map(|value| value.get_name().to_owned()).collect();
        let names = || names.iter().map(String::as_str);
        let meant = linkc::nearest::did_you_mean(format, names()).map(|meant| format!(": {meant}"));
        meant.unwrap_or_else(|| format!("; it is {}", linkc::nearest::one_of(names())))
    });
    Ok(FormatAndFile { format: format.map_err(|help| format!("there is no such format{help}"))?, file })
}

#[expect(clippy::struct_excessive_bools, reason = "a flag is a bool")]
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Files or folders; `-` is standard input; the folder below when left out
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// A schema file to read links with, beside the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
    /// A folder of output templates of one's own: where their artifacts end up counts, too
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
    /// How findings are printed: human, concise, json, sarif, github, gitlab, junit; several are possible, each but
    /// one with a file
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = format_and_file)]
    pub(crate) format: Vec<FormatAndFile>,
    /// Exit with 1 from this severity on; `error` when neither this nor the settings say it
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// Put right what can be put right without doubt
    #[arg(long)]
    pub(crate) fix: bool,
    /// Put right what can be put right, also where that may change what a link does
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Print what --fix would change, and change nothing
    #[arg(long, conflicts_with = "format")]
    pub(crate) diff: bool,
    /// Only files that have changed since a commit, those that git does not track yet among them
    #[arg(long)]
    pub(crate) changed: bool,
    /// The commit for --changed; the last one when left out
    #[arg(long, value_name = "REF")]
    pub(crate) since: Option<String>,
    /// What standard input is to be taken for
    #[arg(long, value_name = "PATH")]
    pub(crate) stdin_filename: Option<PathBuf>,
    /// List the files that would be looked at, and look at none
    #[arg(long, conflicts_with_all = ["format", "fix", "unsafe_fixes", "diff"])]
    pub(crate) show_files: bool,
    /// The settings file, instead of the `linkc.yaml` here or above
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Heed no settings file
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,
    /// The baseline, instead of that of the settings
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
}

impl CheckArgs {
    /// The formats that were asked for.
    pub(crate) fn formats(&self) -> Vec<FormatAndFile> {
        if self.format.is_empty() {
            return vec![FormatAndFile { format: ReportFormat::Human, file: None }];
        }
        self.format.clone()
    }

    /// What of these arguments does not go together, or says nothing.
    pub(crate) fn mistake(&self) -> Option<(String, &'static str)> {
        let formats = self.formats();
        let twice = (1..formats.len()).find(|&at| formats[..at].iter().any(|before| before.file == formats[at].file));
        if let Some(at) = twice {
            let place = formats[at].file.as_ref().map(|file| format!("`{}`", file.display()));
            let place = place.unwrap_or_else(|| "standard output".to_owned());
            return Some((format!("two formats go to {place}"), "give all but one a file: `--format sarif=FILE`"));
        }
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        (self.stdin_filename.is_some() && !self.paths.iter().any(is_stdin)).then(|| {
            let message = "`--stdin-filename` says what standard input stands for, and that is not to be checked";
            (message.to_owned(), "add `-` to the paths")
        })
    }

    /// Whether findings are printed for people.
    pub(crate) fn prints_human(&self) -> bool {
        self.formats().iter().any(|wanted| wanted.file.is_none() && wanted.format == ReportFormat::Human)
    }

    /// Whether anything is to be put right, or to be shown as if it were.
    pub(crate) fn fixes(&self) -> bool {
        self.fix || self.unsafe_fixes || self.diff
    }

    /// Whether only what has changed is to be looked at.
    pub(crate) fn is_changed_only(&self) -> bool {
        self.changed || self.since.is_some()
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CiArgs {
    #[command(flatten)]
    pub(crate) check: CheckArgs,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BaselineArgs {
    #[command(subcommand)]
    pub(crate) command: BaselineCommand,
    /// A folder of output templates of one's own, as `check` has it
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) templates: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Write down all findings of today: they count no more, new ones do
    Create {
        /// The baseline; that of the settings, else `linkc-baseline.yaml`, when left out
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Write over a baseline that is there already
        #[arg(long)]
        force: bool,
    },
    /// Take out of the baseline what is not found any more
    Prune {
        /// The baseline; that of the settings, else `linkc-baseline.yaml`, when left out
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say which level every rule has for a file, and where that is said
    Show {
        /// The file; the whole project when left out
        #[arg(value_name = "PATH")]
        path: Option<PathBuf>,
        /// How it is printed
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        format: TableFormat,
    },
}
