//! Work on many items side by side.
//!
//! A config may hold thousands of links, and what is done to each is the same. What comes out, and what is found, is in
//! the order of the items and does not depend on which thread was first.

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;

/// How many items are a piece of work: fewer cost less than to hand them to another thread.
const SIZE: usize = 128;

/// What `work` makes of `items`. It is given some of them at a time, in their order; what was found before there were
/// any; and a sink for what it finds in these.
pub(crate) fn in_batches<'i, I: Sync, O: Send>(
    items: &'i [I],
    diagnostics: &mut Diagnostics,
    work: impl Fn(&'i [I], &Diagnostics, &mut Diagnostics) -> Vec<O> + Sync,
) -> Vec<O> {
    let before = &*diagnostics;
    let batch = |items| {
        let mut own = Diagnostics::new();
        (work(items, before, &mut own), own)
    };
    let batches: Vec<(Vec<O>, Diagnostics)> =
        if items.len() <= SIZE { vec![batch(items)] } else { items.par_chunks(SIZE).map(batch).collect() };
    gathered(batches, diagnostics)
}

/// As [`in_batches`], of items that `work` may take apart.
pub(crate) fn in_owned_batches<I: Send, O: Send>(
    items: Vec<I>,
    diagnostics: &mut Diagnostics,
    work: impl Fn(Vec<I>, &mut Diagnostics) -> Vec<O> + Sync,
) -> Vec<O> {
    let batch = |items| {
        let mut own = Diagnostics::new();
        (work(items, &mut own), own)
    };
    let batches =
        if items.len() <= SIZE { vec![batch(items)] } else { items.into_par_iter().chunks(SIZE).map(batch).collect() };
    gathered(batches, diagnostics)
}

fn gathered<O>(batches: Vec<(Vec<O>, Diagnostics)>, diagnostics: &mut Diagnostics) -> Vec<O> {
    let mut made = Vec::with_capacity(batches.iter().map(|(batch, _)| batch.len()).sum());
    for (batch, own) in batches {
        made.extend(batch);
        diagnostics.append(own);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::source::{Sources, Span};

    #[test]
    fn what_comes_out_is_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let source = Sources::new().add("a", "");
        let mut diagnostics = Diagnostics::new();
        let made = in_batches(&items, &mut diagnostics, |items, _, diagnostics| {
            for item in items.iter().filter(|item| *item % 100 == 0) {
                diagnostics.push(Diagnostic::error("a", item.to_string(), Span::new(source, 0..0)));
            }
            items.iter().map(|item| item * 2).collect()
        });
        assert!(made.into_iter().eq((0..1000).map(|item| item * 2)));
        let same = |items: Vec<usize>, _: &mut Diagnostics| items;
        assert_eq!(in_owned_batches(items.clone(), &mut Diagnostics::new(), same), items);
        let messages: Vec<&str> = diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, ["0", "100", "200", "300", "400", "500", "600", "700", "800", "900"]);
    }
}
