//! Scale factors and exponents.

use crate::error::UnitError;
use crate::magnitude::Magnitude;
use crate::power::Power;
use crate::unit::Unit;

use super::cursor::Cursor;

/// A scale factor in front of a unit; without one, the pure number.
///
/// `10**-16`, `10^-16`, `10-16`, `1.5`, `1.5e-16`, `1.5x10-16`
pub(super) fn scale(cursor: &mut Cursor<'_>) -> Result<Unit, UnitError> {
    if !cursor.rest().starts_with(|character: char| character.is_ascii_digit()) {
        return Ok(Unit::NUMBER);
    }
    let place = cursor.place();
    let (digits, mut ten) = decimal(cursor);
    let scale = if digits == "10" && ten == 0 {
        Magnitude::decimal("1", exponent(cursor)?.unwrap_or(1))
    } else {
        if cursor.take("x10") || cursor.take("X10") {
            ten += exponent(cursor)?.unwrap_or(1);
        } else if letter_exponent_follows(cursor) {
            cursor.next();
            ten += integer(cursor)?;
        }
        Magnitude::decimal(&digits, ten)
    };
    let scale = scale.ok_or(UnitError::Range { place })?;
    Ok(Unit { scale, ..Unit::NUMBER })
}

/// The exponent behind a symbol or a parenthesis.
///
/// `**2`, `^-1`, `**(1/2)`, `**(-1)`, `**0.5`, and plain `2`, `-1`, `+2`
pub(super) fn power(cursor: &mut Cursor<'_>) -> Result<Option<Power>, UnitError> {
    let place = cursor.place();
    let out_of_range = || UnitError::Range { place };
    if cursor.take("**") || cursor.take("^") {
        if !cursor.take("(") {
            return fraction(cursor)?.ok_or_else(out_of_range).map(Some);
        }
        let power = fraction(cursor)?;
        let power = match cursor.take("/") {
            true => {
                let divisor = fraction(cursor)?.ok_or_else(out_of_range)?;
                let inverted = Power::new(i64::from(divisor.denominator()), i64::from(divisor.numerator()));
                power.zip(inverted).and_then(|(power, inverted)| power.times(inverted))
            }
            false => power,
        };
        return match cursor.take(")") {
            true => power.ok_or_else(out_of_range).map(Some),
            false => Err(cursor.expected("`)`")),
        };
    }
    match cursor.peek() {
        Some(sign) if sign == '-' || sign == '+' || sign.is_ascii_digit() => {
            Power::new(integer(cursor)?, 1).ok_or_else(out_of_range).map(Some)
        }
        _ => Ok(None),
    }
}

/// `**n`, `^n`, or a signed `n`; `None` if nothing of it stands here.
fn exponent(cursor: &mut Cursor<'_>) -> Result<Option<i64>, UnitError> {
    if cursor.take("**") || cursor.take("^") {
        let open = cursor.take("(");
        let exponent = integer(cursor)?;
        return match !open || cursor.take(")") {
            true => Ok(Some(exponent)),
            false => Err(cursor.expected("`)`")),
        };
    }
    match cursor.peek() {
        Some('+' | '-') => integer(cursor).map(Some),
        _ => Ok(None),
    }
}

/// The digits of an unsigned decimal number, and the power of ten of its last digit.
fn decimal(cursor: &mut Cursor<'_>) -> (String, i64) {
    let is_digit = |character: char| character.is_ascii_digit();
    let whole = cursor.take_while(is_digit);
    let has_fraction = cursor.rest().starts_with('.') && cursor.rest()[1..].starts_with(is_digit);
    if !has_fraction {
        return (whole.to_owned(), 0);
    }
    cursor.next();
    let fraction = cursor.take_while(is_digit);
    (format!("{whole}{fraction}"), -(fraction.len() as i64))
}

fn letter_exponent_follows(cursor: &Cursor<'_>) -> bool {
    let Some(rest) = cursor.rest().strip_prefix(['e', 'E']) else { return false };
    rest.strip_prefix(['+', '-']).unwrap_or(rest).starts_with(|character: char| character.is_ascii_digit())
}

fn integer(cursor: &mut Cursor<'_>) -> Result<i64, UnitError> {
    let place = cursor.place();
    let sign = if cursor.take("-") { -1 } else { 1 };
    if sign == 1 {
        cursor.take("+");
    }
    let digits = cursor.take_while(|character| character.is_ascii_digit());
    match digits.parse::<i32>() {
        Ok(number) => Ok(i64::from(number) * sign),
        Err(_) if digits.is_empty() => Err(cursor.expected("a number")),
        Err(_) => Err(UnitError::Range { place }),
    }
}

/// A signed decimal number as a fraction; `None` out of range.
fn fraction(cursor: &mut Cursor<'_>) -> Result<Option<Power>, UnitError> {
    let sign = if cursor.take("-") { -1 } else { 1 };
    if sign == 1 {
        cursor.take("+");
    }
    let (digits, ten) = decimal(cursor);
    if digits.is_empty() {
        return Err(cursor.expected("a number"));
    }
    let number = digits.parse::<i32>().ok();
    let divisor = u32::try_from(-ten).ok().and_then(|ten| 10_i64.checked_pow(ten));
    Ok(number.zip(divisor).and_then(|(number, divisor)| Power::new(i64::from(number) * sign, divisor)))
}
