//! Fingerprints: what makes a finding the same finding tomorrow.
//!
//! There is one for every format and for the baseline, so that what one tool calls known is not new to another. They
//! are kept in other people's repositories: what goes into them is as fixed as a file format.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::path;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;

/// The fingerprints of `diagnostics`, in the order of [`Diagnostics::sorted`]: 32 hexadecimal digits each, no two the
/// same.
///
/// One is made of the rule, the file's path (relative, with `/`), what the finding is about (a document path such as
/// `links/weekly-sync/values/conf_id`), and of equal ones the how-manieth it is. So it outlives edits elsewhere in the
/// file, another wording of the message and another level of the rule. It says nothing of values, and nothing of the
/// machine.
///
/// Suppressed findings are counted, too: what is silenced changes no other finding's fingerprint.
pub fn fingerprints(sources: &Sources, diagnostics: &Diagnostics) -> Vec<String> {
    let mut seen = BTreeMap::new();
    let one = |diagnostic: &Diagnostic| {
        let path = path::relative(sources.get(diagnostic.primary.span.source).name());
        let ordinal = seen.entry((diagnostic.id, path.clone(), diagnostic.subject.clone())).or_insert(0_u64);
        let fingerprint = digest([diagnostic.id, &path, &diagnostic.subject], *ordinal);
        *ordinal += 1;
        fingerprint
    };
    diagnostics.sorted().into_iter().map(one).collect()
}

fn digest(words: [&str; 3], ordinal: u64) -> String {
    let mut hash = Sha256::new();
    for word in words {
        // With the length in front, no two lists of words run together to the same bytes.
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word);
    }
    hash.update(ordinal.to_be_bytes());
    let digest = hash.finalize();
    let mut digits = String::with_capacity(32);
    for byte in digest.iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
