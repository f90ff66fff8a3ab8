//! Expansion (RFC 6570, section 3): values in, a link out.
//!
//! All that does not depend on the values was computed when the template was parsed; what is left is a walk over the
//! parts that appends to the caller's buffer. Nothing is allocated but what that buffer needs to grow.

use super::percent;
use super::{ExpandError, ExpandErrorKind, Expression, LinkTemplate, Modifier, Operator, Part, Variable};

/// The value of a variable. A variable without one is *undefined* and left out; so are the empty list and the empty map
/// (RFC 6570, section 2.3). An empty text is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'v> {
    /// A text, not encoded.
    Text(&'v str),
    /// A list of texts.
    List(&'v [&'v str]),
    /// An associative array: names and texts, in the order in which they are written.
    Map(&'v [(&'v str, &'v str)]),
}

impl LinkTemplate {
    /// Appends the link to `out`. `values` is asked with the index of a variable in [`LinkTemplate::variables`], in the
    /// order of the template, once for every place that the variable stands at.
    ///
    /// # Errors
    ///
    /// When a prefix (`{x:3}`) meets a list or a map. `out` is then as it was before.
    pub fn expand<'v>(&self, values: impl Fn(usize) -> Option<Value<'v>>, out: &mut String) -> Result<(), ExpandError> {
        let start = out.len();
        out.reserve(self.fixed_length);
        for part in &self.parts {
            let result = match part {
                Part::Literal(text) => {
                    out.push_str(text);
                    Ok(())
                }
                Part::Expression(expression) => expression.expand(&values, out),
            };
            if result.is_err() {
                out.truncate(start);
                return result;
            }
        }
        Ok(())
    }

    /// Like [`LinkTemplate::expand`], with values by name.
    ///
    /// # Errors
    ///
    /// As for [`LinkTemplate::expand`].
    pub fn expand_named<'v>(
        &self,
        values: impl Fn(&str) -> Option<Value<'v>>,
        out: &mut String,
    ) -> Result<(), ExpandError> {
        self.expand(|index| values(&self.variables[index]), out)
    }
}

impl Expression {
    #[inline]
    fn expand<'v>(&self, values: &impl Fn(usize) -> Option<Value<'v>>, out: &mut String) -> Result<(), ExpandError> {
        let mut first = true;
        for variable in &self.variables {
            let value = match values(variable.index) {
                None | Some(Value::List([]) | Value::Map([])) => continue,
                Some(value) => value,
            };
            match value {
                Value::Text(text) => self.operator.write_text(variable.key(first), variable.modifier, text, out),
                Value::List(items) => self.operator.write_list(first, variable, items, out)?,
                Value::Map(pairs) => self.operator.write_map(first, variable, pairs, out)?,
            }
            first = false;
        }
        Ok(())
    }
}

impl Operator {
    #[inline]
    fn write_text(self, key: &str, modifier: Modifier, text: &str, out: &mut String) {
        let text = match modifier {
            Modifier::Prefix(length) => prefix(text, length),
            _ => text,
        };
        if text.is_empty() && self == Self::PathParameter {
            out.push_str(key.strip_suffix('=').unwrap_or(key));
        } else {
            out.push_str(key);
            self.encode(text, out);
        }
    }

    fn write_list(self, first: bool, variable: &Variable, items: &[&str], out: &mut String) -> Result<(), ExpandError> {
        match variable.modifier {
            Modifier::Prefix(_) => return Err(variable.error(ExpandErrorKind::PrefixOnList)),
            Modifier::Explode => {
                for (at, item) in items.iter().enumerate() {
                    self.write_text(variable.key(first && at == 0), Modifier::None, item, out);
                }
            }
            Modifier::None => {
                out.push_str(variable.key(first));
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    self.encode(item, out);
                }
            }
        }
        Ok(())
    }

    fn write_map(
        self,
        first: bool,
        variable: &Variable,
        pairs: &[(&str, &str)],
        out: &mut String,
    ) -> Result<(), ExpandError> {
        match variable.modifier {
            Modifier::Prefix(_) => return Err(variable.error(ExpandErrorKind::PrefixOnMap)),
            Modifier::Explode => {
                for (at, (name, text)) in pairs.iter().enumerate() {
                    // The names of the map stand where the variable's name would.
                    out.push_str(if first && at == 0 { self.first() } else { self.separator() });
                    self.encode(name, out);
                    out.push_str(if self.named() && text.is_empty() { self.empty_form() } else { "=" });
                    self.encode(text, out);
                }
            }
            Modifier::None => {
                out.push_str(variable.key(first));
                for (at, (name, text)) in pairs.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    self.encode(name, out);
                    out.push(',');
                    self.encode(text, out);
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn encode(self, text: &str, out: &mut String) {
        if self.allows_reserved() {
            percent::encode_reserved(text, out);
        } else {
            percent::encode(text, out);
        }
    }
}

impl Variable {
    #[inline]
    fn key(&self, first: bool) -> &str {
        if first { &self.first_key } else { &self.next_key }
    }

    fn error(&self, kind: ExpandErrorKind) -> ExpandError {
        ExpandError { name: self.name.clone(), kind }
    }
}

/// The first `length` characters, counted as Unicode scalar values before anything is encoded.
fn prefix(text: &str, length: u16) -> &str {
    text.char_indices().nth(usize::from(length)).map_or(text, |(end, _)| &text[..end])
}
