//! The arguments of `templates`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::TableFormat;

#[derive(Debug, ClapArgs)]
pub(crate) struct TemplatesArgs {
    #[command(subcommand)]
    pub(crate) command: TemplatesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplatesCommand {
    /// List the files of all targets, and where each comes from
    List {
        /// How they are printed
        #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
        format: TableFormat,
        /// A folder of output templates of one's own
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Print the files of a target
    Show {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// One of its files; all of them when left out
        #[arg(value_name = "FILE")]
        file: Option<String>,
        /// A folder of output templates of one's own
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Copy a built-in target, to change it: `build --templates DIR` takes the copy in its place
    Eject {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// The folder for targets of one's own; the copy is a folder in it
        #[arg(long, value_name = "DIR", default_value = "templates")]
        to: PathBuf,
        /// Overwrite files that are there already
        #[arg(long)]
        force: bool,
    },
}
