//! [`LinkTemplate`] to [`Pattern`]: works out where each value of a link ends.
//!
//! For each expression it finds the characters that cannot be in its values and must follow them. Where there are none,
//! two sets of values give the same link, and the template is [`Ambiguous`].

use std::ops::Range;

use super::matching::Kind;
use super::pattern::{Characters, Form, FragmentPattern, Location, Pair, Pairs, Pattern, Shape, Slot, Step, Values};
use super::split::{Fragment, Pairs as PairPieces, Piece, Section, Sections};
use super::{Ambiguous, Expression, LinkTemplate, Modifier, Operator, Part, Variable, percent};

impl Pattern {
    pub(super) fn new(template: &LinkTemplate, kind: &dyn Fn(&str) -> Kind) -> Result<Self, Ambiguous> {
        let sections = Sections::new(template)?;
        let builder = Builder { kind, whole: 0..template.as_str().len() };
        let open = sections.main.query.is_none() && sections.fragment.is_none();
        let main = builder.location(&sections.main, open)?;
        let fragment = match &sections.fragment {
            None => None,
            Some(Fragment::Section(section)) => {
                Some(FragmentPattern::Location(builder.location(section, section.query.is_none())?))
            }
            Some(Fragment::Expression(expression)) => {
                let group = Group::new(expression);
                builder.slots(&group)?.first().copied().map(FragmentPattern::Variable)
            }
        };
        let places: usize = template.parts().iter().map(places).sum();
        Ok(Self { main, fragment, repeats: places > template.variables().len() })
    }
}

fn places(part: &Part) -> usize {
    match part {
        Part::Literal(_) => 0,
        Part::Expression(expression) => expression.variables.len(),
    }
}

/// An expression, or neighbours with the operator `/` or `;` that read as one.
struct Group<'t> {
    operator: Operator,
    variables: Vec<&'t Variable>,
    range: Range<usize>,
}

impl<'t> Group<'t> {
    fn new(expression: &'t Expression) -> Self {
        Self {
            operator: expression.operator,
            variables: expression.variables.iter().collect(),
            range: expression.range.clone(),
        }
    }

    /// Takes in the neighbour behind if it has the same operator and that does not matter.
    fn absorb(&mut self, expression: &'t Expression) -> bool {
        let same = expression.operator == self.operator
            && matches!(self.operator, Operator::PathSegment | Operator::PathParameter);
        if same {
            self.variables.extend(&expression.variables);
            self.range.end = expression.range.end;
        }
        same
    }

    fn ambiguous(&self, reason: String) -> Ambiguous {
        Ambiguous { range: self.range.clone(), reason }
    }

    /// How the group is named in a sentence.
    fn shown(&self) -> String {
        let variables: Vec<_> = self
            .variables
            .iter()
            .map(|variable| {
                format!("{}{}", variable.name, if variable.modifier == Modifier::Explode { "*" } else { "" })
            })
            .collect();
        format!("`{{{}{}}}`", self.operator.sign(), variables.join(","))
    }
}

struct Builder<'k> {
    kind: &'k dyn Fn(&str) -> Kind,
    /// The bytes of the whole template.
    whole: Range<usize>,
}

impl Builder<'_> {
    /// `open` says that nothing comes behind the path of the section.
    fn location(&self, section: &Section<'_>, open: bool) -> Result<Location, Ambiguous> {
        let steps = self.steps(&section.path, Characters::of("?#"), open)?;
        let takes_rest = matches!(steps.last(), Some(Step::Values(last)) if last.operator.allows_reserved());
        let query = self.query(section.query.as_deref().unwrap_or_default())?;
        Ok(Location { steps, query, takes_rest })
    }

    fn query(&self, all: &[PairPieces<'_>]) -> Result<Pairs, Ambiguous> {
        let mut pairs = Pairs::default();
        for piece in all {
            match piece {
                PairPieces::Variables(expression) => self.named(&mut pairs, &Group::new(expression))?,
                PairPieces::Literal(pieces) => self.literal_pair(&mut pairs, pieces)?,
            }
        }
        self.finish(pairs)
    }

    fn literal_pair(&self, pairs: &mut Pairs, pieces: &[Piece<'_>]) -> Result<(), Ambiguous> {
        let Some((Piece::Literal(first), behind)) = pieces.split_first() else { return Ok(()) };
        let Some((name, value)) = first.split_once('=') else {
            pairs.push(first, Pair::Literal(None), None);
            return Ok(());
        };
        let range = behind.iter().find_map(|piece| match piece {
            Piece::Expression(expression) => Some(expression.range.clone()),
            Piece::Literal(_) => None,
        });
        let pieces: Vec<_> = std::iter::once(Piece::Literal(value)).chain(behind.iter().copied()).collect();
        let steps = self.steps(&pieces, Characters::default(), false)?;
        pairs.push(name, Pair::Literal(Some(steps)), range);
        Ok(())
    }

    fn finish(&self, mut pairs: Pairs) -> Result<Pairs, Ambiguous> {
        if let Err(key) = pairs.finish() {
            let reason = format!("the name `{}` stands twice among pairs that have no order", key.name);
            return Err(Ambiguous { range: key.range.clone().unwrap_or(self.whole.clone()), reason });
        }
        Ok(pairs)
    }

    fn named(&self, pairs: &mut Pairs, group: &Group<'_>) -> Result<(), Ambiguous> {
        for (variable, slot) in group.variables.iter().zip(self.slots(group)?) {
            if slot.shape != Shape::ExplodedMap {
                pairs.push(&variable.name, Pair::Variable(slot), Some(variable.range.clone()));
            } else if pairs.rest.replace(slot).is_some() {
                let reason = format!("a map before `{}` takes all names, too", variable.name);
                return Err(Ambiguous { range: variable.range.clone(), reason });
            }
        }
        Ok(())
    }

    /// The steps of a path, or of the value of a pair. `ends` are the characters that end the section.
    fn steps(&self, pieces: &[Piece<'_>], ends: Characters, open: bool) -> Result<Vec<Step>, Ambiguous> {
        let mut steps = Vec::new();
        // The part of the next literal that the expression before it has already taken.
        let mut taken = 0;
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            match piece {
                Piece::Literal(text) => {
                    if taken < text.len() {
                        steps.push(Step::Literal(text[taken..].to_owned()));
                    }
                    taken = 0;
                }
                Piece::Expression(expression) => {
                    let mut group = Group::new(expression);
                    while let Some(Piece::Expression(next)) = pieces.get(at)
                        && group.absorb(next)
                    {
                        at += 1;
                    }
                    let values = self.values(&group, &pieces[at..], ends, open)?;
                    taken = values.suffix.len();
                    steps.push(Step::Values(values));
                }
            }
        }
        Ok(steps)
    }

    fn values(
        &self,
        group: &Group<'_>,
        behind: &[Piece<'_>],
        ends: Characters,
        open: bool,
    ) -> Result<Values, Ambiguous> {
        let operator = group.operator;
        let form = if operator == Operator::PathParameter {
            let mut pairs = Pairs::default();
            self.named(&mut pairs, group)?;
            Form::Named(self.finish(pairs)?)
        } else {
            Form::Positional(self.slots(group)?)
        };
        if operator.allows_reserved() {
            let suffix = match behind {
                [] if open => "",
                [Piece::Literal(text)] if open => text,
                _ => {
                    let reason = format!(
                        "a value of {} may hold any character of a link, so where it ends cannot be told; \
                         put it last, or use no `+`",
                        group.shown()
                    );
                    return Err(group.ambiguous(reason));
                }
            };
            return Ok(Values { operator, form, stops: Characters::default(), suffix: suffix.to_owned() });
        }
        let inside = Inside::new(operator, &form);
        let (stops, suffix) = group.end(&inside, behind, ends)?;
        Ok(Values { operator, form, stops, suffix })
    }

    /// What goes where. An error says why the values of the group would run into one another.
    fn slots(&self, group: &Group<'_>) -> Result<Vec<Slot>, Ambiguous> {
        let slots: Vec<Slot> =
            group.variables.iter().map(|variable| self.slot(variable, group.operator)).collect::<Result<_, _>>()?;
        let operator = group.operator;
        if operator.named() {
            return Ok(slots);
        }
        let exploded = |slot: &Slot| matches!(slot.shape, Shape::ExplodedList | Shape::ExplodedMap);
        let alone = slots.len() == 1 && !exploded(&slots[0]);
        if (operator == Operator::Label && !alone)
            || (operator.allows_reserved() && !(alone && slots[0].shape == Shape::Text))
        {
            let separator = operator.separator();
            let reason =
                format!("a value in {} may itself hold the `{separator}` that stands between values", group.shown());
            return Err(group.ambiguous(reason));
        }
        for (slot, variable) in slots.iter().zip(&group.variables).rev().skip(1) {
            if exploded(slot) || (operator == Operator::Simple && slot.shape != Shape::Text) {
                return Err(Ambiguous {
                    range: variable.range.clone(),
                    reason: format!(
                        "`{}` may have several items, so where the next variable begins cannot be told; put it last",
                        variable.name
                    ),
                });
            }
        }
        Ok(slots)
    }

    fn slot(&self, variable: &Variable, operator: Operator) -> Result<Slot, Ambiguous> {
        let ambiguous = |reason| Err(Ambiguous { range: variable.range.clone(), reason });
        let name = &variable.name;
        let shape = match ((self.kind)(name), variable.modifier) {
            (_, Modifier::Prefix(length)) => {
                return ambiguous(format!("only the first {length} characters of `{name}` are in a link"));
            }
            (Kind::Any, Modifier::Explode) => {
                return ambiguous(format!("`{name}*` may be a list or a map, and nothing here says which"));
            }
            (Kind::Any, Modifier::None) if operator.allows_reserved() => Shape::Text,
            (Kind::Text, _) => Shape::Text,
            (Kind::Any, Modifier::None) => Shape::Any,
            (Kind::List, Modifier::None) => Shape::List,
            (Kind::Map, Modifier::None) => Shape::Map,
            (Kind::List, Modifier::Explode) => Shape::ExplodedList,
            (Kind::Map, Modifier::Explode) => Shape::ExplodedMap,
        };
        Ok(Slot { variable: variable.index, shape })
    }
}

/// The characters that can stand in the place of an expression, besides those of an encoded value.
struct Inside(Characters);

impl Inside {
    fn new(operator: Operator, form: &Form) -> Self {
        let mut own = Characters::of(match operator {
            Operator::PathSegment => "/",
            Operator::PathParameter => ";=",
            _ => "",
        });
        let several = |shape: Shape| matches!(shape, Shape::List | Shape::Map | Shape::Any);
        let shapes: Vec<Shape> = match form {
            Form::Positional(slots) => slots.iter().map(|slot| slot.shape).collect(),
            Form::Named(pairs) => pairs
                .keys
                .iter()
                .filter_map(|key| match key.pair {
                    Pair::Variable(slot) => Some(slot.shape),
                    Pair::Literal(_) => None,
                })
                .collect(),
        };
        let listed = operator == Operator::Simple
            && (shapes.len() > 1
                || shapes.iter().any(|shape| matches!(shape, Shape::ExplodedList | Shape::ExplodedMap)));
        if listed || shapes.iter().any(|&shape| several(shape)) {
            own = own.with(b',');
        }
        if shapes.contains(&Shape::ExplodedMap) {
            own = own.with(b'=');
        }
        Self(own)
    }

    fn contains(&self, byte: u8) -> bool {
        byte == b'%' || percent::is_unreserved(byte) || self.0.contains(byte)
    }
}

impl Group<'_> {
    /// What ends the group: characters, and the text before them that is not part of it.
    fn end(&self, inside: &Inside, behind: &[Piece<'_>], ends: Characters) -> Result<(Characters, String), Ambiguous> {
        let mut stops = ends;
        let mut suffix = "";
        // Whether all that could end the group so far may be missing.
        let mut optional = false;
        for piece in behind {
            match piece {
                Piece::Literal(text) => {
                    let run = text.bytes().take_while(|&byte| inside.contains(byte)).count();
                    if run > 0 && optional {
                        return Err(self.runs_on("", &text[..run]));
                    }
                    if !optional {
                        suffix = &text[..run];
                    }
                    if let Some(&byte) = text.as_bytes().get(run) {
                        return Ok((stops.with(byte), suffix.to_owned()));
                    }
                }
                Piece::Expression(next) => {
                    match next.operator.first().bytes().next().filter(|&byte| !inside.contains(byte)) {
                        None => return Err(self.runs_on(suffix, next.operator.first())),
                        Some(byte) => stops = stops.with(byte),
                    }
                    optional = true;
                }
            }
        }
        Ok((stops, suffix.to_owned()))
    }

    /// `between` and then `next` follow, which could be part of the group.
    fn runs_on(&self, between: &str, next: &str) -> Ambiguous {
        let shown = self.shown();
        self.ambiguous(match (between, next) {
            ("", "") => format!("another value follows {shown}, and nothing between them says where it begins"),
            ("", next) | (next, _) => format!("`{next}` follows {shown}, but may as well be part of its value"),
        })
    }
}
