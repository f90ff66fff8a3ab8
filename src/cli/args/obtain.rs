//! The arguments of `linkc sign` and `linkc obtain`, and those of `linkc url --obtain`, as typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{FailArgs, name_and_value};

#[derive(Debug, ClapArgs)]
pub(crate) struct SignArgs {
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
    /// The moment to sign at, in seconds since 1970, instead of now
    #[arg(long, value_name = "SECONDS")]
    pub(crate) at: Option<u64>,
    /// The random text of the signature, instead of a new one
    #[arg(long, value_name = "TEXT")]
    pub(crate) nonce: Option<String>,
    /// How the signature is printed
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: SignFormat,
    #[command(flatten)]
    pub(crate) fail: FailArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SignFormat {
    /// A line each
    Text,
    /// For programs; versioned
    Json,
}

#[cfg(feature = "obtain")]
#[derive(Debug, ClapArgs)]
pub(crate) struct ObtainArgs {
    #[command(flatten)]
    pub(crate) asked: AskedArgs,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
    #[command(flatten)]
    pub(crate) fail: FailArgs,
}

/// What is to be obtained, and who asks.
#[derive(Debug, ClapArgs)]
pub(crate) struct AskedArgs {
    /// What is to be obtained: SCHEMA/PARAMETER, or SCHEMA when it is the only one; with --schema or --from, PARAMETER
    #[arg(value_name = "SCHEMA[/PARAMETER]", required_unless_present_any = ["schema", "from"])]
    pub(crate) parameter: Option<String>,
    /// Who asks: one of the modes that `linkc show SCHEMA` lists
    #[arg(long, value_name = "MODE")]
    pub(crate) mode: Option<String>,
    /// A credential: NAME=VALUE, where `${env:NAME}` and `${file:PATH}` are looked up; a secret only so
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub(crate) set: Vec<(String, String)>,
    /// A link config whose `obtain:` says the mode, the site and the credentials
    #[arg(long, value_name = "FILE", conflicts_with = "schema")]
    pub(crate) from: Option<PathBuf>,
    /// A schema file
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
}

/// Where the service is, and how it is talked to.
#[cfg(feature = "obtain")]
#[derive(Debug, ClapArgs)]
pub(crate) struct ServiceArgs {
    /// One of the schema's sites
    #[arg(long, value_name = "SITE")]
    pub(crate) site: Option<String>,
    /// Another address of the service, such as a gateway: HTTPS, or HTTP on this machine
    #[arg(long, value_name = "URL", conflicts_with = "site")]
    pub(crate) base_url: Option<String>,
    /// How long one request may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: u64,
    /// Show the requests on standard error, without secrets
    #[arg(long)]
    pub(crate) verbose: bool,
}

/// What `linkc url --obtain` is told.
#[cfg(feature = "obtain")]
#[derive(Debug, ClapArgs)]
pub(crate) struct UrlObtainArgs {
    /// Obtain what the page needs of its service, such as a nonce, and put it into this link
    #[arg(long, requires = "mode_or_from")]
    pub(crate) obtain: bool,
    /// With --obtain: who asks
    #[arg(long, value_name = "MODE", requires = "obtain", group = "mode_or_from")]
    pub(crate) mode: Option<String>,
    /// With --obtain: a credential, as `--set` of `linkc obtain`
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value, requires = "obtain")]
    pub(crate) credential: Vec<(String, String)>,
    /// With --obtain: a link config whose `obtain:` says the mode, the site and the credentials
    #[arg(long, value_name = "FILE", requires = "obtain", group = "mode_or_from")]
    pub(crate) from: Option<PathBuf>,
    /// With --obtain: one of the schema's sites
    #[arg(long, value_name = "SITE", requires = "obtain")]
    pub(crate) site: Option<String>,
    /// With --obtain: another address of the service
    #[arg(long, value_name = "URL", conflicts_with = "site", requires = "obtain")]
    pub(crate) base_url: Option<String>,
    /// With --obtain: how long one request may take, in seconds [default: 30]
    #[arg(long, value_name = "SECONDS", requires = "obtain", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: Option<u64>,
    /// With --obtain: show the requests on standard error, without secrets
    #[arg(long, requires = "obtain")]
    pub(crate) verbose: bool,
}
