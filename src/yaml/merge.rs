//! Merge keys: `<<: *base` takes the entries of another map in, as YAML 1.1 defined and everyone still writes.
//!
//! Entries of the map itself win over merged ones, and earlier maps of a list over later ones. Merged entries take the
//! place of the `<<` and keep the places in the text that they come from.

use std::collections::BTreeSet;

use super::{Content, Entry, Mapping, Node};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The key that merges. Only in plain style: `"<<"` is a key like others.
pub(super) const KEY: &str = "<<";

/// Resolves all merge keys in `node`. Recurses as deep as the tree nests, which is a limit of the text.
pub(super) fn merge(node: &mut Node, text: &str, wrong: &mut Vec<Diagnostic>) {
    match &mut node.content {
        Content::Null | Content::Scalar(_) => {}
        Content::Sequence(items) => items.iter_mut().for_each(|item| merge(item, text, wrong)),
        Content::Mapping(mapping) => {
            for entry in &mut mapping.entries {
                merge(&mut entry.value, text, wrong);
            }
            if mapping.entries.iter().any(|entry| is_merge(entry, text)) {
                resolve(mapping, text, wrong);
            }
        }
    }
}

fn is_merge(entry: &Entry, text: &str) -> bool {
    entry.key.value == KEY && text.get(entry.key.span.range()) == Some(KEY)
}

fn resolve(mapping: &mut Mapping, text: &str, wrong: &mut Vec<Diagnostic>) {
    let own = mapping.entries.iter().filter(|entry| !is_merge(entry, text));
    let mut taken: BTreeSet<String> = own.map(|entry| entry.key.value.clone()).collect();
    let mut resolved = Vec::with_capacity(mapping.entries.len());
    for entry in std::mem::take(&mut mapping.entries) {
        if !is_merge(&entry, text) {
            resolved.push(entry);
            continue;
        }
        let kind = entry.value.kind();
        let span = entry.value.span;
        match entry.value.content {
            Content::Mapping(base) => take_in(&mut resolved, base, &mut taken),
            Content::Sequence(bases) => {
                for base in bases {
                    let kind = base.kind();
                    match base.content {
                        Content::Mapping(mapping) => take_in(&mut resolved, mapping, &mut taken),
                        _ => wrong.push(not_a_map(kind, base.span)),
                    }
                }
            }
            _ => wrong.push(not_a_map(kind, span)),
        }
    }
    mapping.entries = resolved;
}

fn take_in(resolved: &mut Vec<Entry>, base: Mapping, taken: &mut BTreeSet<String>) {
    resolved.extend(base.entries.into_iter().filter(|entry| taken.insert(entry.key.value.clone())));
}

fn not_a_map(kind: &str, span: Span) -> Diagnostic {
    Diagnostic::error("yaml-unsupported", format!("`<<` merges maps, but this is {kind}"), span)
        .help("give it the alias of a map, or a list of those; quote the key if it is not meant to merge")
}
