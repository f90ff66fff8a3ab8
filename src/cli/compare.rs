//! `linkc build --check`: what a build would change, as a diff that shows no secret.
//!
//! It runs where everybody reads along, in the logs of a CI. An artifact may hold a secret, for that is where the
//! user wants it; its diff must not. The old artifact can hold an old secret that nobody here knows, so a pair of a
//! query is masked by its name, too.

use std::collections::BTreeSet;
use std::path::Path;

use linkc::link_template::percent;
use linkc::resolved::ResolvedLink;

use super::args::{BuildArgs, ReportFormat};
use super::build::current;
use super::lookup::look_up;
use super::output::Output;
use super::plan::Plan;
use super::{Failure, Outcome};

const MASK: &str = "********";

/// What must not be seen of artifacts.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// The names of secret parameters.
    names: BTreeSet<String>,
    /// Their values, raw and percent-encoded.
    values: BTreeSet<String>,
}

impl Secrets {
    /// Adds the secrets of `links`, which stand in a file in `folder`.
    pub(super) fn add(&mut self, links: &[ResolvedLink<'_>], folder: &Path) {
        for link in links {
            let parameters = link.schema.parameters.iter().filter(|parameter| parameter.secret);
            self.names.extend(parameters.map(|parameter| parameter.name.clone()));
            for binding in link.forms.iter().flat_map(|resolved| &resolved.bindings) {
                let given = binding.given.iter().filter(|_| binding.parameter.parameter.secret);
                for text in given.flat_map(|given| &given.texts) {
                    let Ok(value) = text.text.resolve(|reference| look_up(reference, folder)) else { continue };
                    let mut encoded = String::new();
                    percent::encode(&value, &mut encoded);
                    self.values.extend([value, encoded]);
                }
            }
        }
        self.values.remove("");
    }

    /// `text` without them.
    fn mask(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        // The longest first: a short one may be a part of it.
        let mut values: Vec<&String> = self.values.iter().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        for name in &self.names {
            masked = mask_pairs(&masked, name);
        }
        for value in values {
            masked = masked.replace(value.as_str(), MASK);
        }
        masked
    }
}

/// `text` with the values of the pairs `name=value` masked.
fn mask_pairs(text: &str, name: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    // What is unreserved, or encodes something; an artifact's own syntax is neither.
    let is_value = |c: char| c.is_ascii_alphanumeric() || "-._~%+".contains(c);
    let mut pieces = text.split(name);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let starts = !masked.ends_with(is_word);
        masked.push_str(name);
        match piece.strip_prefix('=').filter(|_| starts) {
            Some(rest) => {
                let end = rest.find(|c| !is_value(c)).unwrap_or(rest.len());
                masked.push('=');
                masked.push_str(if end == 0 { "" } else { MASK });
                masked.push_str(&rest[end..]);
            }
            None => masked.push_str(piece),
        }
    }
    masked
}

/// Says what is not up to date; writes nothing.
pub(super) fn compare(plan: &Plan<'_>, args: &BuildArgs, output: &mut Output) -> Result<Outcome, Failure> {
    // Between the lines of a report that a program reads, a diff would be a mistake.
    let is_result = matches!(args.format, ReportFormat::Human | ReportFormat::Concise);
    let mut stale = 0;
    for artifact in &plan.artifacts {
        let shown = artifact.path.display();
        let old = current(&artifact.path)?;
        if old.as_deref() == Some(&artifact.contents) {
            continue;
        }
        stale += 1;
        let old_name = if old.is_some() { shown.to_string() } else { "/dev/null".to_owned() };
        let old = old.unwrap_or_default();
        let (Ok(old), Ok(new)) = (std::str::from_utf8(&old), std::str::from_utf8(&artifact.contents)) else {
            output.result(&format!("Binary files {old_name} and {shown} differ\n"))?;
            continue;
        };
        let diff = similar::TextDiff::from_lines(old, new);
        let mut unified = diff.unified_diff();
        let text = unified.header(&old_name, &shown.to_string()).to_string();
        let text = plan.secrets.mask(&text);
        if is_result { output.result(&text)? } else { output.notice(&text)? }
    }
    if stale == 0 {
        output.notice(&format!("{} up to date\n", count(plan.artifacts.len())))?;
        return Ok(Outcome::Fine);
    }
    output.notice(&format!("{} not up to date; `{}` mends that\n", count(stale), command(args)))?;
    Ok(Outcome::Findings)
}

/// The command that writes what was compared.
fn command(args: &BuildArgs) -> String {
    let mut command = String::from("linkc build");
    let mut add = |text: String| {
        command.push(' ');
        command.push_str(&text);
    };
    args.paths.iter().for_each(|path| add(path.display().to_string()));
    args.schema.iter().for_each(|schema| add(format!("--schema {schema}")));
    if !args.target.is_empty() {
        add(format!("--target {}", args.target.join(",")));
    }
    if args.out != Path::new(".") {
        add(format!("--out {}", args.out.display()));
    }
    args.templates.iter().for_each(|folder| add(format!("--templates {}", folder.display())));
    command
}

fn count(artifacts: usize) -> String {
    if artifacts == 1 { "1 artifact is".to_owned() } else { format!("{artifacts} artifacts are") }
}
