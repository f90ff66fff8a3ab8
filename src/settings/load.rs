//! From a settings file to [`Settings`].

use super::glob::Glob;
use super::{FailOn, Override, Setting, Settings};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fields::{Fields, WRONG_VALUE, expect_text};
use crate::nearest::{did_you_mean, one_of};
use crate::rules::{self, Level, Metadata};
use crate::schema::check_version;
use crate::source::{SourceId, Span, Spanned};
use crate::suppression::unknown_rule;
use crate::yaml::{self, Entry, Limits, Node};

const KEYS: [&str; 9] =
    ["linkc", "kind", "rules", "overrides", "exclude", "schemas", "fail_on", "require_suppression_reason", "baseline"];

/// What other linters call the levels.
const OTHER_WORDS: [(&str, Level); 14] = [
    ("allow", Level::Off),
    ("deny", Level::Error),
    ("disable", Level::Off),
    ("disabled", Level::Off),
    ("err", Level::Error),
    ("false", Level::Off),
    ("hint", Level::Note),
    ("ignore", Level::Off),
    ("info", Level::Note),
    ("information", Level::Note),
    ("never", Level::Off),
    ("no", Level::Off),
    ("none", Level::Off),
    ("warn", Level::Warning),
];

pub(super) fn load(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Settings> {
    let document = yaml::parse(source, text, &Limits::default(), diagnostics)?;
    load_document(&document.root, diagnostics)
}

pub(super) fn load_document(root: &Node, diagnostics: &mut Diagnostics) -> Option<Settings> {
    let fields = Fields::new(root, "a settings file", "", &KEYS, diagnostics)?;
    check_version(&fields, "settings", diagnostics);
    let fail_on = fields.choice("fail_on", &FailOn::ALL, diagnostics);
    let fail_on = fail_on.zip(fields.get("fail_on")).map(|(value, node)| Spanned::new(value, node.span));
    // The words of the switch come before those of `rules:`, which are more precise and win.
    let mut rules: Vec<Setting> = reason_setting(&fields, diagnostics).into_iter().collect();
    rules.extend(load_rules(&fields, diagnostics));
    Some(Settings {
        schemas: paths(&fields, "schemas", diagnostics),
        fail_on,
        baseline: fields.text("baseline", diagnostics).filter(|path| is_path(path, &fields, "baseline", diagnostics)),
        rules,
        overrides: load_overrides(&fields, diagnostics),
        exclude: globs(&fields, "exclude", diagnostics),
    })
}

/// `require_suppression_reason` is another word for the level of the rule `missing-reason`.
fn reason_setting(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Setting> {
    const KEY: &str = "require_suppression_reason";
    let level = fields.choice(KEY, &[("true", Level::Error), ("false", Level::Off)], diagnostics)?;
    let span = fields.mapping().entry(KEY)?.key.span;
    rules::find(crate::suppression::MISSING_REASON).map(|rule| Setting { rule: rule.metadata(), level, span })
}

fn load_rules(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Setting> {
    let path = fields.path_of("rules");
    let mut settings = Vec::new();
    for Entry { key, value } in fields.entries("rules", diagnostics) {
        let path = format!("{path}/{}", key.value);
        let rule = find_rule(key, &path, diagnostics);
        let what = format!("the level of `{}`", key.value);
        let Some(word) = expect_text(value, &what, &path, diagnostics) else { continue };
        let level = find_level(&word, &path, diagnostics);
        if let (Some(rule), Some(level)) = (rule, level) {
            settings.push(Setting { rule, level, span: Span { end: word.span.end, ..key.span } });
        }
    }
    settings
}

fn find_rule(name: &Spanned<String>, path: &str, diagnostics: &mut Diagnostics) -> Option<&'static Metadata> {
    let rule = rules::find(&name.value);
    if rule.is_none() {
        let problem = unknown_rule(&name.value, name.span, "the level of an error cannot be set");
        diagnostics.push(problem.about(path.to_owned()));
    }
    Some(rule?.metadata())
}

fn find_level(word: &Spanned<String>, path: &str, diagnostics: &mut Diagnostics) -> Option<Level> {
    let levels = [Level::Error, Level::Warning, Level::Note, Level::Off];
    let found = levels.into_iter().find(|level| level.as_str() == word.value);
    if found.is_none() {
        let names = || levels.into_iter().map(Level::as_str);
        let problem = Diagnostic::error(WRONG_VALUE, format!("there is no level `{}`", word.value), word.span);
        let meant = OTHER_WORDS.iter().find(|(other, _)| *other == word.value.to_ascii_lowercase());
        let help = match meant {
            Some((_, level)) => format!("write `{}`", level.as_str()),
            None => did_you_mean(&word.value, names()).unwrap_or_else(|| format!("a level is {}", one_of(names()))),
        };
        diagnostics.push(problem.help(help).about(path.to_owned()));
    }
    found
}

fn load_overrides(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Override> {
    let mut overrides = Vec::new();
    for (index, node) in fields.items("overrides", diagnostics).iter().enumerate() {
        let path = format!("overrides/{index}");
        let Some(entry) = Fields::new(node, "an override", path, &["files", "rules"], diagnostics) else { continue };
        entry.required("files", diagnostics);
        entry.required("rules", diagnostics);
        overrides.push(Override { files: globs(&entry, "files", diagnostics), rules: load_rules(&entry, diagnostics) });
    }
    overrides
}

fn globs(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<Glob> {
    let mut globs = Vec::new();
    for written in fields.texts(key, diagnostics) {
        match Glob::new(written) {
            Ok(glob) => globs.push(glob),
            Err(problem) => diagnostics.push(problem.about(fields.path_of(key))),
        }
    }
    globs
}

fn paths(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
    let mut paths = fields.texts(key, diagnostics);
    paths.retain(|path| is_path(path, fields, key, diagnostics));
    paths
}

fn is_path(path: &Spanned<String>, fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> bool {
    let is_blank = path.value.trim().is_empty();
    if is_blank {
        let problem = Diagnostic::error(WRONG_VALUE, format!("a path in `{key}` is blank"), path.span);
        diagnostics.push(problem.help("write the path, or leave the key out").about(fields.path_of(key)));
    }
    !is_blank
}
