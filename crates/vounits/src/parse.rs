//! The text of a unit, read by recursive descent (VOUnits 1.1 appendix B, and the lenient forms of other syntaxes).
//!
//! Beyond VOUnits it takes `*` and blanks for products, `^` for powers, several slashes (each divides), exponents
//! without `**` (`m2`, `s-1`), and `10-16` or `1.5x10+11` for scale factors.

mod cursor;
mod number;

use crate::error::UnitError;
use crate::power::Power;
use crate::symbol::{Stem, Symbol};
use crate::unit::Unit;

use cursor::Cursor;

/// The deepest nesting of parentheses.
const DEPTH_MAX: usize = 16;

/// The longest text in characters.
const LENGTH_MAX: usize = 500;

/// Reads a unit.
pub(crate) fn parse(text: &str) -> Result<Unit, UnitError> {
    let text = text.trim();
    if text.chars().nth(LENGTH_MAX).is_some() {
        return Err(UnitError::TooLong { limit: LENGTH_MAX });
    }
    match text {
        "unknown" | "UNKNOWN" => return Err(UnitError::DeclaredUnknown),
        "" | "1" => return Ok(Unit::NUMBER),
        _ => {}
    }
    let mut cursor = Cursor::new(text);
    let unit = expression(&mut cursor, 0)?;
    match cursor.peek() {
        None => Ok(unit),
        Some(_) => Err(cursor.expected("`.`, `/` or the end")),
    }
}

/// `[scale] term {operator term}`
fn expression(cursor: &mut Cursor<'_>, depth: usize) -> Result<Unit, UnitError> {
    let mut unit = number::scale(cursor)?;
    let scaled = unit != Unit::NUMBER || cursor.place() > 1;
    if scaled && matches!(cursor.peek(), None | Some(')')) {
        return Ok(unit);
    }
    let mut divides = false;
    if cursor.peek() == Some('/') {
        cursor.next();
        divides = true;
    } else if scaled {
        cursor.take_product();
    }
    loop {
        let place = cursor.place();
        let term = term(cursor, depth)?;
        let power = if divides { Power::ONE.negated() } else { Power::ONE };
        unit.multiply(&term, power).ok_or(UnitError::Range { place })?;
        let place = cursor.place();
        if cursor.take_division() {
            divides = true;
        } else if cursor.take_product() {
            if divides {
                return Err(UnitError::Ambiguous { place });
            }
        } else {
            return Ok(unit);
        }
    }
}

/// A symbol, a function or an expression in parentheses, with its power.
fn term(cursor: &mut Cursor<'_>, depth: usize) -> Result<Unit, UnitError> {
    if depth == DEPTH_MAX {
        return Err(UnitError::TooDeep { limit: DEPTH_MAX });
    }
    let place = cursor.place();
    let unit = match cursor.peek() {
        Some('(') => parenthesised(cursor, depth)?,
        Some('\'') => single(quoted(cursor, "")?),
        _ => {
            let word = cursor.word();
            match cursor.peek() {
                _ if word.is_empty() => return Err(cursor.expected("a unit")),
                Some('(') => function(&word, parenthesised(cursor, depth)?, place)?,
                Some('\'') => single(quoted(cursor, &word)?),
                _ => single(Symbol::of_word(&word)),
            }
        }
    };
    match number::power(cursor)? {
        Some(power) => unit.power(power).ok_or(UnitError::Range { place }),
        None => Ok(unit),
    }
}

fn parenthesised(cursor: &mut Cursor<'_>, depth: usize) -> Result<Unit, UnitError> {
    cursor.next();
    let unit = expression(cursor, depth + 1)?;
    match cursor.peek() {
        Some(')') => {
            cursor.next();
            Ok(unit)
        }
        _ => Err(cursor.expected("`)`")),
    }
}

/// A root is a power; other functions are opaque.
fn function(name: &str, argument: Unit, place: usize) -> Result<Unit, UnitError> {
    match name {
        "sqrt" => argument.power(Power::HALF).ok_or(UnitError::Range { place }),
        _ => {
            let stem = Stem::Function { name: name.to_owned(), argument: Box::new(argument) };
            Ok(single(Symbol { prefix: None, stem }))
        }
    }
}

/// `'name'`
fn quoted(cursor: &mut Cursor<'_>, prefix: &str) -> Result<Symbol, UnitError> {
    let place = cursor.place();
    cursor.next();
    let mut name = String::new();
    while let Some(character) = cursor.peek() {
        cursor.next();
        match character {
            '\'' if name.is_empty() => return Err(cursor.expected("a name in the quotes")),
            '\'' => {
                let found = || format!("`{prefix}`");
                let expected = "a prefix before the quotes";
                return Symbol::quoted(prefix, &name).ok_or_else(|| UnitError::Expected {
                    expected,
                    place,
                    found: found(),
                });
            }
            _ if character.is_ascii_alphabetic() => name.push(character),
            _ => {
                let found = format!("`{character}`");
                let expected = "letters in the quotes";
                return Err(UnitError::Expected { expected, place: cursor.place() - 1, found });
            }
        }
    }
    Err(cursor.expected("a closing quote"))
}

fn single(symbol: Symbol) -> Unit {
    Unit { factors: vec![(symbol, Power::ONE)], ..Unit::NUMBER }
}
