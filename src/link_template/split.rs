//! A link template cut at the places where a URL is: path, query pairs, fragment.
//!
//! Matching needs it because query pairs have no order. A template is free to put a `?` anywhere, so the cut goes through
//! literals; where an expression makes it unclear which section it belongs to, that is an [`Ambiguous`].

use super::{Ambiguous, Expression, LinkTemplate, Operator, Part};

/// A literal, or the part of one that lies in one section; or an expression.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'t> {
    Literal(&'t str),
    Expression(&'t Expression),
}

/// One or more query pairs.
#[derive(Debug)]
pub(super) enum Pairs<'t> {
    /// One pair whose name and `=`, if any, are in the first piece.
    Literal(Vec<Piece<'t>>),
    /// `{?…}` or `{&…}`.
    Variables(&'t Expression),
}

/// A path and a query: all before the `#`, or all behind it.
#[derive(Debug, Default)]
pub(super) struct Section<'t> {
    pub(super) path: Vec<Piece<'t>>,
    /// `None` when no query begins here.
    pub(super) query: Option<Vec<Pairs<'t>>>,
}

/// What the template has for a fragment.
#[derive(Debug)]
pub(super) enum Fragment<'t> {
    /// A `#` in a literal, and what follows.
    Section(Section<'t>),
    /// `{#x}`, the last part.
    Expression(&'t Expression),
}

/// A whole template.
#[derive(Debug, Default)]
pub(super) struct Sections<'t> {
    pub(super) main: Section<'t>,
    pub(super) fragment: Option<Fragment<'t>>,
}

impl<'t> Sections<'t> {
    pub(super) fn new(template: &'t LinkTemplate) -> Result<Self, Ambiguous> {
        let mut sections = Self::default();
        for part in template.parts() {
            match part {
                Part::Literal(text) => sections.literal(text)?,
                Part::Expression(expression) => sections.expression(expression)?,
            }
        }
        Ok(sections)
    }

    /// The section that grows.
    fn current(&mut self) -> Result<&mut Section<'t>, Ambiguous> {
        match &mut self.fragment {
            None => Ok(&mut self.main),
            Some(Fragment::Section(section)) => Ok(section),
            Some(Fragment::Expression(expression)) => {
                Err(ambiguous(expression, "a value of a `{#…}` may hold any character, so nothing can follow it"))
            }
        }
    }

    fn literal(&mut self, mut text: &'t str) -> Result<(), Ambiguous> {
        self.current()?;
        if self.fragment.is_none()
            && let Some((before, behind)) = text.split_once('#')
        {
            self.main.literal(before)?;
            self.fragment = Some(Fragment::Section(Section::default()));
            text = behind;
        }
        self.current()?.literal(text)
    }

    fn expression(&mut self, expression: &'t Expression) -> Result<(), Ambiguous> {
        self.current()?;
        if expression.operator == Operator::Fragment {
            if self.fragment.is_some() {
                return Err(ambiguous(expression, "the fragment has begun before this; a link has one `#`"));
            }
            self.fragment = Some(Fragment::Expression(expression));
            return Ok(());
        }
        let current = self.current()?;
        match (expression.operator, &mut current.query) {
            (Operator::Query, None) => {
                current.query = Some(vec![Pairs::Variables(expression)]);
                Ok(())
            }
            (Operator::Query, Some(_)) => {
                Err(ambiguous(expression, "the query has begun before this; a `{&…}` goes on with it"))
            }
            (Operator::Continuation, None) => {
                Err(ambiguous(expression, "no query has begun that this could go on with; a `{?…}` begins one"))
            }
            (Operator::Continuation, Some(pairs)) => {
                pairs.push(Pairs::Variables(expression));
                Ok(())
            }
            (_, None) => {
                current.path.push(Piece::Expression(expression));
                Ok(())
            }
            (_, Some(pairs)) => match pairs.last_mut() {
                Some(Pairs::Literal(pieces)) if matches!(pieces.first(), Some(Piece::Literal(name)) if name.contains('=')) =>
                {
                    pieces.push(Piece::Expression(expression));
                    Ok(())
                }
                Some(Pairs::Variables(before)) => Err(glued(before)),
                _ => Err(ambiguous(expression, "only a `{?…}` or a `{&…}` can stand for a whole query pair")),
            },
        }
    }
}

impl<'t> Section<'t> {
    fn literal(&mut self, mut text: &'t str) -> Result<(), Ambiguous> {
        if self.query.is_none() {
            let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
            if !path.is_empty() {
                self.path.push(Piece::Literal(path));
            }
            let Some(behind) = query else { return Ok(()) };
            self.query = Some(vec![Pairs::Literal(Vec::new())]);
            text = behind;
        }
        let pairs = self.query.get_or_insert_default();
        for (at, pair) in text.split('&').enumerate() {
            if at > 0 {
                pairs.push(Pairs::Literal(Vec::new()));
            }
            match pairs.last_mut() {
                _ if pair.is_empty() => {}
                Some(Pairs::Literal(pieces)) => pieces.push(Piece::Literal(pair)),
                Some(Pairs::Variables(before)) => return Err(glued(before)),
                None => {}
            }
        }
        Ok(())
    }
}

fn glued(before: &Expression) -> Ambiguous {
    ambiguous(before, "what follows this would be part of its last value; begin it with `&`")
}

/// An [`Ambiguous`] at a whole expression.
pub(super) fn ambiguous(expression: &Expression, reason: impl Into<String>) -> Ambiguous {
    Ambiguous { range: expression.range.clone(), reason: reason.into() }
}
