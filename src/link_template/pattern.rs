//! What a link of a template looks like, step by step, so that reading is one pass.
//!
//! It is plain data: `builder` makes it, `reading` walks it.

use std::ops::Range;

use super::{Operator, percent};

/// A template, ready for reading.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) main: Location,
    pub(super) fragment: Option<FragmentPattern>,
    /// Whether any variable stands at more than one place.
    pub(super) repeats: bool,
}

#[derive(Debug, Clone)]
pub(super) enum FragmentPattern {
    Location(Location),
    Variable(Slot),
}

/// A path and a query.
#[derive(Debug, Clone)]
pub(super) struct Location {
    pub(super) steps: Vec<Step>,
    pub(super) query: Pairs,
    /// Whether the last step takes all that is left of the link, `?` and `#` included.
    pub(super) takes_rest: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Literal(String),
    Values(Values),
}

/// The place of one expression, or of neighbours that read as one.
#[derive(Debug, Clone)]
pub(super) struct Values {
    pub(super) operator: Operator,
    pub(super) form: Form,
    /// The characters that end the place; the end of the section does so anyway.
    pub(super) stops: Characters,
    /// The start of the literal behind, as far as it could be part of a value.
    pub(super) suffix: String,
}

#[derive(Debug, Clone)]
pub(super) enum Form {
    Positional(Vec<Slot>),
    Named(Pairs),
}

/// Where one variable goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) variable: usize,
    pub(super) shape: Shape,
}

/// A kind, together with whether it is exploded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    List,
    Map,
    Any,
    ExplodedList,
    ExplodedMap,
}

/// Pairs in any order.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs {
    /// In the order of the template.
    pub(super) keys: Vec<Key>,
    /// The indices of the keys in the order of their names.
    sorted: Vec<usize>,
    /// The exploded map that takes all other pairs.
    pub(super) rest: Option<Slot>,
}

#[derive(Debug, Clone)]
pub(super) struct Key {
    /// Decoded.
    pub(super) name: String,
    pub(super) pair: Pair,
    /// The bytes of the template that have to do with it, as far as an expression has.
    pub(super) range: Option<Range<usize>>,
}

#[derive(Debug, Clone)]
pub(super) enum Pair {
    Variable(Slot),
    /// A pair that must be there; `None` has no `=`.
    Literal(Option<Vec<Step>>),
}

impl Pairs {
    /// The index of the key `name`. `guess` is looked at first: most links have the order of their template.
    pub(super) fn find(&self, name: &str, guess: usize) -> Option<usize> {
        if self.keys.get(guess).is_some_and(|key| key.name == name) {
            return Some(guess);
        }
        let at = self.sorted.binary_search_by(|&index| self.keys[index].name.as_str().cmp(name)).ok()?;
        Some(self.sorted[at])
    }

    pub(super) fn push(&mut self, name: &str, pair: Pair, range: Option<Range<usize>>) {
        self.keys.push(Key { name: percent::decode(name).into_text().into_owned(), pair, range });
    }

    /// Sorts the keys. The error is the later one of two that have the same name.
    pub(super) fn finish(&mut self) -> Result<(), &Key> {
        let keys = &self.keys;
        self.sorted = (0..keys.len()).collect();
        self.sorted.sort_by(|&a, &b| keys[a].name.cmp(&keys[b].name));
        match self.sorted.windows(2).find(|two| keys[two[0]].name == keys[two[1]].name) {
            Some(two) => Err(if keys[two[1]].range.is_some() { &keys[two[1]] } else { &keys[two[0]] }),
            None => Ok(()),
        }
    }
}

/// A set of ASCII characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Characters(u128);

impl Characters {
    pub(super) fn of(characters: &str) -> Self {
        characters.bytes().fold(Self::default(), Self::with)
    }

    #[must_use]
    pub(super) fn with(self, byte: u8) -> Self {
        Self(self.0 | 1_u128.checked_shl(u32::from(byte)).unwrap_or(0))
    }

    pub(super) fn contains(self, byte: u8) -> bool {
        byte < 128 && self.0 >> byte & 1 == 1
    }
}
