//! Character references of HTML, as far as a URL can hold them.
//!
//! All numeric ones; of the named ones those that stand for a character of a URL, and the old ones that HTML decodes
//! without a semicolon (WHATWG HTML, section 13.5): these are what becomes of `&copy=2`.

/// A reference that was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entity {
    /// What it stands for.
    pub(super) c: char,
    /// How many bytes it takes, `&` and a `;` included.
    pub(super) length: usize,
}

/// The reference at the start of `text`, when it ends with a semicolon.
pub(super) fn entity(text: &str) -> Option<Entity> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(32).position(|byte| byte == b';')?;
    let name = &inner[..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
        None => named(name)?,
    };
    Some(Entity { c, length: end + 2 })
}

fn named(name: &str) -> Option<char> {
    let with_semicolon = NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    with_semicolon.or_else(|| OLD.iter().find(|(known, _)| *known == name).map(|(_, c)| *c))
}

/// What HTML makes of the `&` and the name at the start of `text`, which no semicolon ends. In an attribute, a name
/// before a letter, a digit or `=` is left alone.
pub(super) fn old_entity(text: &str, in_attribute: bool) -> Option<Entity> {
    let inner = text.strip_prefix('&')?;
    let fits = OLD.iter().filter(|(name, _)| inner.starts_with(name));
    let (name, c) = fits.max_by_key(|(name, _)| name.len())?;
    let next = inner.as_bytes().get(name.len());
    let is_left = in_attribute && next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=');
    (!is_left && next != Some(&b';')).then_some(Entity { c: *c, length: 1 + name.len() })
}

const NAMED: [(&str, char); 29] = [
    ("apos", '\''),
    ("ast", '*'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dollar", '$'),
    ("equals", '='),
    ("excl", '!'),
    ("grave", '`'),
    ("Hat", '^'),
    ("hyphen", '\u{2010}'),
    ("lbrace", '{'),
    ("lcub", '{'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lsqb", '['),
    ("num", '#'),
    ("percnt", '%'),
    ("period", '.'),
    ("plus", '+'),
    ("quest", '?'),
    ("rcub", '}'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("semi", ';'),
    ("sol", '/'),
    ("vert", '|'),
    ("Tab", '\t'),
];

/// The names that HTML decodes without a semicolon, too.
#[rustfmt::skip]
const OLD: [(&str, char); 106] = [
    ("AElig", 'Æ'), ("AMP", '&'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Aring", 'Å'), ("Atilde", 'Ã'),
    ("Auml", 'Ä'), ("COPY", '©'), ("Ccedil", 'Ç'), ("ETH", 'Ð'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Egrave", 'È'),
    ("Euml", 'Ë'), ("GT", '>'), ("Iacute", 'Í'), ("Icirc", 'Î'), ("Igrave", 'Ì'), ("Iuml", 'Ï'), ("LT", '<'),
    ("Ntilde", 'Ñ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Ograve", 'Ò'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Ouml", 'Ö'),
    ("QUOT", '"'), ("REG", '®'), ("THORN", 'Þ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Ugrave", 'Ù'), ("Uuml", 'Ü'),
    ("Yacute", 'Ý'), ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'), ("aelig", 'æ'), ("agrave", 'à'), ("amp", '&'),
    ("aring", 'å'), ("atilde", 'ã'), ("auml", 'ä'), ("brvbar", '¦'), ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'),
    ("copy", '©'), ("curren", '¤'), ("deg", '°'), ("divide", '÷'), ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'),
    ("eth", 'ð'), ("euml", 'ë'), ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("gt", '>'), ("iacute", 'í'),
    ("icirc", 'î'), ("iexcl", '¡'), ("igrave", 'ì'), ("iquest", '¿'), ("iuml", 'ï'), ("laquo", '«'), ("lt", '<'),
    ("macr", '¯'), ("micro", 'µ'), ("middot", '·'), ("nbsp", '\u{a0}'), ("not", '¬'), ("ntilde", 'ñ'), ("oacute", 'ó'),
    ("ocirc", 'ô'), ("ograve", 'ò'), ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'), ("otilde", 'õ'), ("ouml", 'ö'),
    ("para", '¶'), ("plusmn", '±'), ("pound", '£'), ("quot", '"'), ("raquo", '»'), ("reg", '®'), ("sect", '§'),
    ("shy", '\u{ad}'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'), ("szlig", 'ß'), ("thorn", 'þ'), ("times", '×'),
    ("uacute", 'ú'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uml", '¨'), ("uuml", 'ü'), ("yacute", 'ý'), ("yen", '¥'),
    ("yuml", 'ÿ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_with_a_semicolon_is_decoded() {
        for (text, c) in [("&amp;a", '&'), ("&#38;", '&'), ("&#x26;", '&'), ("&quest;", '?'), ("&copy;", '©')] {
            assert_eq!(entity(text).map(|entity| entity.c), Some(c), "{text}");
        }
        for text in ["&a=1&b;", "&amp", "&;", "&#;", "&#x110000;", "a"] {
            assert_eq!(entity(text), None, "{text}");
        }
    }

    #[test]
    fn old_names_count_without_one_in_text_and_mostly_not_in_attributes() {
        let old = |text, in_attribute| old_entity(text, in_attribute).map(|entity| (entity.c, entity.length));
        assert_eq!(old("&copy=2", false), Some(('©', 5)));
        assert_eq!(old("&copy=2", true), None);
        assert_eq!(old("&notify=2", false), Some(('¬', 4)));
        assert_eq!(old("&notify=2", true), None);
        assert_eq!(old("&reg\"", true), Some(('®', 4)));
        assert_eq!(old("&conf_id=1", false), None);
    }
}
