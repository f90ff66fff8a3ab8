//! Which files a command is about.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

use ignore::{WalkBuilder, WalkState};
use rayon::prelude::*;

use super::checker::LazyScanner;
use super::project::Project;
use super::sieve::{Sieve, Sieved, is_binary, is_ours};
use super::{Failure, files};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// YAML of ours: a link config, a schema, settings, a baseline, as its `kind:` says.
    Yaml,
    /// A list of URLs: a text file that was named, with a URL a line.
    List,
    /// Any other text, in which there may be links.
    Text,
}

/// A file to look at.
#[derive(Debug)]
pub(crate) struct Candidate {
    path: PathBuf,
    /// Whether it was named, and not found below a folder.
    is_named: bool,
    /// What standard input is to be taken for.
    stands_for: Option<PathBuf>,
}

/// A file that was looked at, and its text.
#[derive(Debug)]
pub(crate) struct Found {
    /// The path as it was given, or as it was found below a folder that was given; shown in findings.
    pub(crate) path: PathBuf,
    pub(crate) kind: FileKind,
    /// Its text, without a byte order mark.
    pub(crate) text: String,
    /// Where it was read from.
    pub(crate) origin: Origin,
    /// Whether it was named, and not found below a folder.
    pub(crate) is_named: bool,
}

/// Where a text was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The file at its path.
    File,
    /// Standard input.
    Stdin {
        /// Whether a byte order mark stands in front of the text.
        has_mark: bool,
    },
}

/// Why a file was not looked at.
pub(crate) enum Unread {
    /// It is no text, or too large for one.
    Skipped,
    /// It cannot be read.
    Failed(Failure),
}

impl Found {
    /// The name to show.
    pub(crate) fn name(&self) -> String {
        if self.is_unnamed_input() { "<stdin>".to_owned() } else { self.path.display().to_string() }
    }

    /// Whether it is standard input, and nobody said what for.
    pub(crate) fn is_unnamed_input(&self) -> bool {
        self.path == Path::new("-")
    }

    /// The folder that paths in the file are relative to.
    pub(crate) fn folder(&self) -> PathBuf {
        self.path.parent().map(Path::to_owned).unwrap_or_default()
    }
}

impl Candidate {
    /// The file's path, as given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it was named, and not found below a folder.
    pub(crate) fn is_named(&self) -> bool {
        self.is_named
    }

    /// Reads the file as what it is; `None` when it is none of our business.
    pub(crate) fn read(self, sieve: &mut Sieve, scanner: &LazyScanner<'_>) -> Result<Option<Found>, Unread> {
        let shown = self.stands_for.clone().unwrap_or_else(|| self.path.clone());
        if self.is_named {
            let bytes = files::bytes(&self.path).map_err(Unread::Failed)?;
            let has_mark = bytes.starts_with(files::BYTE_ORDER_MARK.as_bytes());
            let origin = if self.path == Path::new("-") { Origin::Stdin { has_mark } } else { Origin::File };
            let text = files::text(bytes, &self.path).map_err(Unread::Failed)?;
            let kind = named_kind(&shown, &text, scanner);
            return Ok(Some(Found { path: shown, kind, text, origin, is_named: true }));
        }
        if is_config_name(&self.path) {
            let bytes = files::bytes(&self.path).map_err(Unread::Failed)?;
            if is_binary(&bytes) {
                return Err(Unread::Skipped);
            }
            let text = files::text(bytes, &self.path).map_err(Unread::Failed)?;
            let (kind, origin) = (FileKind::Yaml, Origin::File);
            return Ok(Some(Found { path: shown, kind, text, origin, is_named: false }));
        }
        let is_yaml = is_yaml(&self.path);
        let bytes = match sieve.sift(&self.path, is_yaml, scanner.get()).map_err(Unread::Failed)? {
            Sieved::Nothing => return Ok(None),
            Sieved::NoText => return Err(Unread::Skipped),
            Sieved::Worth(bytes) => bytes,
        };
        if !(is_yaml && is_ours(&bytes) || scanner.get().may_have_links(&bytes)) {
            return Ok(None);
        }
        let text = files::text(bytes, &self.path).map_err(Unread::Failed)?;
        let kind = if is_yaml && is_ours(text.as_bytes()) { FileKind::Yaml } else { FileKind::Text };
        Ok(Some(Found { path: shown, kind, text, origin: Origin::File, is_named: false }))
    }
}

/// What a file that was named is: by its name where that says something, else by what is in it.
fn named_kind(path: &Path, text: &str, scanner: &LazyScanner<'_>) -> FileKind {
    if is_config_name(path) || is_ours(text.as_bytes()) {
        return FileKind::Yaml;
    }
    if is_yaml(path) {
        // Somebody else's YAML may hold links; without any, it was meant to be ours.
        return if scanner.get().may_have_links(text.as_bytes()) { FileKind::Text } else { FileKind::Yaml };
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let is_list = matches!(extension, "" | "txt" | "urls" | "tsv" | "list")
        && lines.clone().all(|line| {
            let url = line.rsplit('\t').next().unwrap_or(line);
            !url.contains(' ') || url.split(' ').next().is_some_and(|first| first.contains("://"))
        });
    if is_list { FileKind::List } else { FileKind::Text }
}

/// The files that `paths` name; of a folder, those below it, sorted, without what git ignores and what the settings
/// exclude. What was named is always looked at. What cannot be looked at goes to `failures`.
pub(crate) fn discover(
    paths: &[PathBuf],
    stdin_name: Option<&Path>,
    project: &Project,
    failures: &mut Vec<Failure>,
) -> Vec<Candidate> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut found: Vec<Candidate> = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, project, &mut found, failures);
        } else {
            let stands_for = stdin_name.filter(|_| path == Path::new("-")).map(Path::to_owned);
            found.push(Candidate { path: path.clone(), is_named: true, stands_for });
        }
    }
    if paths.len() == 1 {
        return found;
    }
    // `linkc check . links.yaml` names a file twice; as named, it counts.
    found.sort_by_key(|candidate| !candidate.is_named);
    let mut seen = BTreeSet::new();
    found.retain(|candidate| {
        seen.insert(std::path::absolute(&candidate.path).unwrap_or_else(|_| candidate.path.clone()))
    });
    found
}

fn walk(folder: &Path, project: &Project, found: &mut Vec<Candidate>, failures: &mut Vec<Failure>) {
    let (send, receive) = channel();
    let walk = WalkBuilder::new(folder).require_git(false).threads(rayon::current_num_threads()).build_parallel();
    walk.run(|| {
        let send = send.clone();
        Box::new(move |entry| {
            let looked_at = match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
                    (!project.excludes(&path)).then_some(Ok(path))
                }
                Ok(_) => None,
                Err(error) => Some(Err(format!("cannot look below `{}`: {error}", folder.display()))),
            };
            if let Some(looked_at) = looked_at {
                // The other end is open as long as this walk goes on.
                let _ = send.send(looked_at);
            }
            WalkState::Continue
        })
    });
    drop(send);
    let (paths, mut messages): (Vec<_>, Vec<_>) = receive.into_iter().partition(Result::is_ok);
    let mut paths: Vec<PathBuf> = paths.into_iter().flatten().collect();
    paths.par_sort_unstable_by(|a, b| order(a).cmp(order(b)));
    found.extend(paths.into_iter().map(|path| Candidate { path, is_named: false, stands_for: None }));
    messages.sort_unstable();
    failures.extend(messages.into_iter().filter_map(Result::err).map(Failure::new));
}

/// What paths are sorted by: name by name, which is the order of their bytes when the separator comes before all others.
fn order(path: &Path) -> impl Iterator<Item = u8> {
    let is_separator = |byte: u8| std::path::is_separator(char::from(byte));
    path.as_os_str().as_encoded_bytes().iter().map(move |&byte| if is_separator(byte) { 0 } else { byte })
}

/// The link configs among the files that `paths` name, read: what `linkc build` is about.
pub(crate) fn configs(paths: &[PathBuf], failures: &mut Vec<Failure>) -> Vec<Found> {
    let project = Project::default();
    let mut configs = Vec::new();
    for candidate in discover(paths, None, &project, failures) {
        let is_named = candidate.is_named;
        if !is_named && !is_yaml(&candidate.path) {
            continue;
        }
        match files::read(&candidate.path) {
            Ok(text) if is_named || is_config_name(&candidate.path) || is_ours(text.as_bytes()) => {
                let is_yaml = is_yaml(&candidate.path) || is_ours(text.as_bytes());
                let kind = if is_yaml { FileKind::Yaml } else { FileKind::Text };
                configs.push(Found { path: candidate.path, kind, text, origin: Origin::File, is_named });
            }
            // YAML of somebody else's, that happens to be no UTF-8, is none of our business; one by our name is.
            Err(failure) if is_named || is_config_name(&candidate.path) => failures.push(failure),
            _ => {}
        }
    }
    configs
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Whether the name says that this is a link config: `links.yaml`, `*.links.yaml`.
fn is_config_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name == "links.yaml" || name.ends_with(".links.yaml")
}
