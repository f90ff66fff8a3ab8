//! A link against a [`Pattern`]: one pass from left to right, without going back.

use std::collections::BTreeMap;
use std::ops::Range;

use super::matching::{Match, Matched, OwnedValue, UnknownPair};
use super::pattern::{Form, FragmentPattern, Location, Pair, Pairs, Pattern, Shape, Slot, Step, Values};
use super::{Mismatch, percent};

pub(super) fn read(pattern: &Pattern, url: &str) -> Result<Match, Mismatch> {
    let mut reader = Reader { url, found: Match::default() };
    let hash = if pattern.main.takes_rest { None } else { url.find('#') };
    reader.location(&pattern.main, 0..hash.unwrap_or(url.len()))?;
    match (&pattern.fragment, hash) {
        (None, Some(at)) => reader.found.fragment = Some(at..url.len()),
        (Some(FragmentPattern::Location(location)), Some(at)) => reader.location(location, at + 1..url.len())?,
        (Some(FragmentPattern::Location(_)), None) => return Err(mismatch(url.len(), "`#`")),
        (Some(FragmentPattern::Variable(slot)), Some(at)) => {
            let range = at + 1..url.len();
            let value = OwnedValue::Text(percent::decode_reserved(&url[range.clone()]).into_owned());
            reader.push(slot, None, range, value);
        }
        (None | Some(FragmentPattern::Variable(_)), None) => {}
    }
    if pattern.repeats {
        reader.same_values()?;
    }
    Ok(reader.found)
}

fn mismatch(at: usize, expected: impl Into<String>) -> Mismatch {
    Mismatch { at, expected: expected.into() }
}

struct Reader<'u> {
    url: &'u str,
    found: Match,
}

impl Reader<'_> {
    fn push(&mut self, slot: &Slot, name_range: Option<Range<usize>>, range: Range<usize>, value: OwnedValue) {
        self.found.values.push(Matched { variable: slot.variable, name_range, range, value, repeated: false });
    }

    fn location(&mut self, location: &Location, range: Range<usize>) -> Result<(), Mismatch> {
        let mark = if location.takes_rest { None } else { self.url[range.clone()].find('?') };
        let path = range.start..mark.map_or(range.end, |mark| range.start + mark);
        self.steps(&location.steps, path.clone(), "the end of the path")?;
        self.pairs(&location.query, mark.map_or(range.end, |_| path.end + 1)..range.end, b'&')
    }

    /// All of `range`, step by step.
    fn steps(&mut self, steps: &[Step], range: Range<usize>, end: &str) -> Result<(), Mismatch> {
        let mut at = range.start;
        for step in steps {
            at = match step {
                Step::Literal(text) => self.literal(text, at..range.end)?,
                Step::Values(values) => self.values(values, at..range.end)?,
            };
        }
        if at == range.end { Ok(()) } else { Err(mismatch(at, end)) }
    }

    /// A literal at the start of `range`; gives back where it ends.
    fn literal(&self, literal: &str, range: Range<usize>) -> Result<usize, Mismatch> {
        match match_literal(literal.as_bytes(), &self.url.as_bytes()[range.clone()]) {
            Ok(length) => Ok(range.start + length),
            Err((in_literal, in_url)) => {
                let mut at = range.start + in_url;
                while !self.url.is_char_boundary(at) {
                    at -= 1;
                }
                Err(mismatch(at, format!("`{}`", &literal[in_literal..])))
            }
        }
    }

    /// The values at the start of `range`; gives back where they and their suffix end.
    fn values(&mut self, values: &Values, range: Range<usize>) -> Result<usize, Mismatch> {
        let bytes = &self.url.as_bytes()[range.clone()];
        let stop = if values.operator.allows_reserved() {
            range.end
        } else {
            range.start + bytes.iter().position(|&byte| values.stops.contains(byte)).unwrap_or(bytes.len())
        };
        let end = self.before_suffix(&values.suffix, range.start..stop)?;
        let first = values.operator.first();
        let mut place = range.start..end;
        if !first.is_empty() {
            if place.is_empty() {
                return Ok(stop);
            }
            if !self.url[place.clone()].starts_with(first) {
                return Err(mismatch(place.start, format!("`{first}` or what follows it")));
            }
            place.start += first.len();
        }
        match &values.form {
            Form::Named(pairs) => self.pairs(pairs, place, b';')?,
            Form::Positional(slots) => self.positional(values, slots, place)?,
        }
        Ok(stop)
    }

    /// Where the values end when `suffix` stands between them and the end of `range`.
    fn before_suffix(&self, suffix: &str, range: Range<usize>) -> Result<usize, Mismatch> {
        if suffix.is_empty() {
            return Ok(range.end);
        }
        let fits =
            |at: &usize| match_literal(suffix.as_bytes(), &self.url.as_bytes()[*at..range.end]) == Ok(suffix.len());
        range
            .end
            .checked_sub(suffix.len())
            .filter(|&at| at >= range.start)
            .filter(fits)
            .ok_or_else(|| mismatch(range.end, format!("`{suffix}` before this")))
    }

    fn positional(&mut self, values: &Values, slots: &[Slot], place: Range<usize>) -> Result<(), Mismatch> {
        let Some((last, before)) = slots.split_last() else { return Ok(()) };
        let separator = values.operator.separator();
        let mut start = place.start;
        for slot in before {
            let length = self.url[start..place.end].find(separator);
            let range = start..length.map_or(place.end, |length| start + length);
            let value = self.value(slot, range.clone())?;
            self.push(slot, None, range.clone(), value);
            if length.is_none() {
                return Ok(());
            }
            start = range.end + separator.len();
        }
        let range = start..place.end;
        let text = &self.url[range.clone()];
        let value = match last.shape {
            Shape::Text if values.operator.allows_reserved() => {
                OwnedValue::Text(percent::decode_reserved(text).into_owned())
            }
            Shape::ExplodedList => OwnedValue::List(text.split(separator).map(decoded).collect()),
            Shape::ExplodedMap => OwnedValue::Map(
                text.split(separator)
                    .filter(|item| !item.is_empty())
                    .map(|item| item.split_once('=').unwrap_or((item, "")))
                    .map(|(name, value)| (decoded(name), decoded(value)))
                    .collect(),
            ),
            _ => {
                // A `,` is fine in a lone `{x}`, but the third item of `{x,y}` belongs to nobody.
                let lone = slots.len() == 1 && values.operator != super::Operator::PathSegment;
                let more = last.shape == Shape::Text || values.operator == super::Operator::PathSegment;
                if let Some(length) = text.find(separator).filter(|_| more && !lone) {
                    return Err(mismatch(start + length, "no further value"));
                }
                self.value(last, range.clone())?
            }
        };
        self.push(last, None, range, value);
        Ok(())
    }

    /// A value that stands in `range` as a whole.
    fn value(&self, slot: &Slot, range: Range<usize>) -> Result<OwnedValue, Mismatch> {
        let text = &self.url[range.clone()];
        Ok(match slot.shape {
            Shape::Any if text.contains(',') => OwnedValue::List(text.split(',').map(decoded).collect()),
            Shape::List => OwnedValue::List(text.split(',').map(decoded).collect()),
            Shape::Map => {
                let mut items = text.split(',');
                let mut pairs = Vec::new();
                while let Some(name) = items.next().filter(|_| !text.is_empty()) {
                    let Some(value) = items.next() else {
                        return Err(mismatch(range.end, format!("`,` and the value of `{name}`")));
                    };
                    pairs.push((decoded(name), decoded(value)));
                }
                OwnedValue::Map(pairs)
            }
            _ => OwnedValue::Text(decoded(text)),
        })
    }

    /// The pairs of a query or behind a `;`.
    fn pairs(&mut self, pairs: &Pairs, range: Range<usize>, separator: u8) -> Result<(), Mismatch> {
        // Where in the values each key was first found.
        let mut seen: Vec<Option<usize>> = vec![None; pairs.keys.len()];
        let mut rest = None;
        let mut guess = 0;
        let mut start = range.start;
        while start < range.end {
            let bytes = &self.url.as_bytes()[start..range.end];
            let end = start + bytes.iter().position(|&byte| byte == separator).unwrap_or(bytes.len());
            let pair = start..end;
            start = end + 1;
            if pair.is_empty() {
                continue;
            }
            let equals = self.url[pair.clone()].find('=').map(|length| pair.start + length);
            let name_range = pair.start..equals.unwrap_or(end);
            let value_range = equals.map_or(end, |at| at + 1)..end;
            let decoded_name = percent::decode(&self.url[name_range.clone()]).into_text();
            let Some(key) = pairs.find(&decoded_name, guess) else {
                let name = decoded_name.into_owned();
                match &pairs.rest {
                    Some(slot) => self.rest(slot, &mut rest, name, pair, value_range),
                    None if separator == b'&' => {
                        let value = equals.map(|_| (decoded(&self.url[value_range.clone()]), value_range));
                        self.found.unknown.push(UnknownPair { name, name_range, value });
                    }
                    None => return Err(mismatch(pair.start, "a name of the template")),
                }
                continue;
            };
            guess = key + 1;
            match &pairs.keys[key].pair {
                Pair::Variable(slot) => self.named(slot, &mut seen[key], name_range, value_range)?,
                Pair::Literal(steps) => {
                    let before = self.found.values.len();
                    self.steps(steps.as_deref().unwrap_or_default(), value_range, "the end of the pair")?;
                    for value in &mut self.found.values[before..] {
                        value.name_range = Some(name_range.clone());
                        value.repeated = seen[key].is_some();
                    }
                    seen[key].get_or_insert(before);
                }
            }
        }
        for (key, _) in pairs.keys.iter().zip(&seen).filter(|(_, seen)| seen.is_none()) {
            if let Pair::Literal(steps) = &key.pair {
                let sign = if steps.is_some() { "=" } else { "" };
                let value = match steps.as_deref().and_then(<[Step]>::first) {
                    Some(Step::Literal(text)) => text,
                    _ => "",
                };
                return Err(mismatch(range.end, format!("`{}{sign}{value}`", key.name)));
            }
        }
        Ok(())
    }

    /// A pair of a variable; `seen` is where in the values an earlier one is.
    fn named(
        &mut self,
        slot: &Slot,
        seen: &mut Option<usize>,
        name_range: Range<usize>,
        range: Range<usize>,
    ) -> Result<(), Mismatch> {
        if slot.shape == Shape::ExplodedList {
            let item = decoded(&self.url[range.clone()]);
            if let Some(matched) = seen.and_then(|at| self.found.values.get_mut(at))
                && let OwnedValue::List(items) = &mut matched.value
            {
                items.push(item);
                matched.range.end = range.end;
                return Ok(());
            }
            *seen = Some(self.found.values.len());
            self.push(slot, Some(name_range), range, OwnedValue::List(vec![item]));
            return Ok(());
        }
        let value = self.value(slot, range.clone())?;
        let variable = slot.variable;
        let repeated = seen.is_some();
        seen.get_or_insert(self.found.values.len());
        self.found.values.push(Matched { variable, name_range: Some(name_range), range, value, repeated });
        Ok(())
    }

    /// A pair of the exploded map that takes what nothing else does.
    fn rest(&mut self, slot: &Slot, seen: &mut Option<usize>, name: String, pair: Range<usize>, range: Range<usize>) {
        let item = (name, decoded(&self.url[range]));
        if let Some(matched) = seen.and_then(|at| self.found.values.get_mut(at))
            && let OwnedValue::Map(items) = &mut matched.value
        {
            items.push(item);
            matched.range.end = pair.end;
            return;
        }
        *seen = Some(self.found.values.len());
        self.push(slot, None, pair, OwnedValue::Map(vec![item]));
    }

    /// The same variable at two places of the template has one value.
    fn same_values(&self) -> Result<(), Mismatch> {
        let mut first: BTreeMap<usize, &Matched> = BTreeMap::new();
        for matched in self.found.values.iter().filter(|matched| !matched.repeated) {
            let before = first.entry(matched.variable).or_insert(matched);
            if before.value != matched.value {
                let text = &self.url[before.range.clone()];
                return Err(mismatch(matched.range.start, format!("`{text}`, as before")));
            }
        }
        Ok(())
    }
}

fn decoded(text: &str) -> String {
    percent::decode(text).into_text().into_owned()
}

/// How many bytes of `text` the literal takes. The error has the places in both at which they differ.
fn match_literal(literal: &[u8], text: &[u8]) -> Result<usize, (usize, usize)> {
    if text.starts_with(literal) {
        return Ok(literal.len());
    }
    let (mut in_literal, mut in_text) = (0, 0);
    while in_literal < literal.len() {
        if percent::is_triplet(literal, in_literal) {
            let triplet = &literal[in_literal..in_literal + 3];
            if text.get(in_text..in_text + 3).is_some_and(|other| triplet.eq_ignore_ascii_case(other)) {
                in_text += 3;
            } else if text.get(in_text).is_some_and(|&byte| byte >= 128 && percent::octet(triplet) == byte) {
                in_text += 1;
            } else {
                return Err((in_literal, in_text));
            }
            in_literal += 3;
        } else if text.get(in_text) == Some(&literal[in_literal]) {
            in_literal += 1;
            in_text += 1;
        } else {
            return Err((in_literal, in_text));
        }
    }
    Ok(in_text)
}
