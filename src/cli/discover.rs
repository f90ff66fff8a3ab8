//! Which files a command is about.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::checker::LazyScanner;
use super::project::Project;
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

/// What a person wrote is not larger; what is larger is skipped where it was not named.
const MAX_TEXT: u64 = 8 << 20;

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
    pub(crate) fn read(self, scanner: &LazyScanner<'_>) -> Result<Option<Found>, Unread> {
        let shown = self.stands_for.clone().unwrap_or_else(|| self.path.clone());
        if self.is_named {
            let bytes = files::bytes(&self.path).map_err(Unread::Failed)?;
            let has_mark = bytes.starts_with(files::BYTE_ORDER_MARK.as_bytes());
            let origin = if self.path == Path::new("-") { Origin::Stdin { has_mark } } else { Origin::File };
            let text = files::text(bytes, &self.path).map_err(Unread::Failed)?;
            let kind = named_kind(&shown, &text, scanner);
            return Ok(Some(Found { path: shown, kind, text, origin, is_named: true }));
        }
        let is_ours_by_name = is_config_name(&self.path);
        let size = std::fs::metadata(&self.path).map(|metadata| metadata.len());
        if size.as_ref().is_ok_and(|size| *size > MAX_TEXT) && !is_ours_by_name {
            return Err(Unread::Skipped);
        }
        let bytes =
            if is_ours_by_name { files::bytes(&self.path).map(Some) } else { files::bytes_up_to(&self.path, MAX_TEXT) };
        let Some(bytes) = bytes.map_err(Unread::Failed)? else { return Err(Unread::Skipped) };
        let is_ours_in_any_way = is_ours_by_name || (is_yaml(&self.path) && is_ours(&bytes));
        if !(is_ours_in_any_way || scanner.get().may_have_links(&bytes)) {
            return if is_binary(&bytes) { Err(Unread::Skipped) } else { Ok(None) };
        }
        if is_binary(&bytes) {
            return Err(Unread::Skipped);
        }
        let text = files::text(bytes, &self.path).map_err(Unread::Failed)?;
        let kind = if is_ours_by_name || (is_yaml(&self.path) && is_ours(text.as_bytes())) {
            FileKind::Yaml
        } else {
            FileKind::Text
        };
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
    // `linkc check . links.yaml` names a file twice; as named, it counts.
    found.sort_by_key(|candidate| !candidate.is_named);
    let mut seen = BTreeSet::new();
    found.retain(|candidate| {
        seen.insert(std::path::absolute(&candidate.path).unwrap_or_else(|_| candidate.path.clone()))
    });
    found
}

fn walk(folder: &Path, project: &Project, found: &mut Vec<Candidate>, failures: &mut Vec<Failure>) {
    let walk = WalkBuilder::new(folder).require_git(false).sort_by_file_path(Ord::cmp).build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
                if project.settings.excluded_by(&project.relative(&path)).is_none() {
                    found.push(Candidate { path, is_named: false, stands_for: None });
                }
            }
            Ok(_) => {}
            Err(error) => {
                failures.push(Failure::new(format!("cannot look below `{}`: {error}", folder.display())));
            }
        }
    }
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

/// Whether a line is `linkc: 1`, as every file of ours has one. Without a value there, as in the settings of a CI
/// service, it is the name of something.
fn is_ours(text: &[u8]) -> bool {
    let starts = text.windows(7).enumerate().filter(|(_, window)| *window == b"\nlinkc:").map(|(at, _)| at + 1);
    let starts = text.starts_with(b"linkc:").then_some(0).into_iter().chain(starts);
    let mut values = starts.map(|start| text[start + b"linkc:".len()..].split(|byte| *byte == b'\n').next());
    values.any(|value| {
        value.map(<[u8]>::trim_ascii).is_some_and(|value| !value.is_empty() && !b"{[#&*".contains(&value[0]))
    })
}

/// Whether there is a NUL near the beginning, as git and grep have it.
fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(8192)].contains(&0)
}
