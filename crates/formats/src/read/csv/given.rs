//! Types of columns that somebody has given, in the place of those that the values have in common.

use crate::read::{Given, GivenType, ReadError};

use super::guess::{Guess, Guessed};

/// The types of the columns of these names: what is given, else what was found.
pub(super) fn types(names: &[String], found: &[Guess], given: &[Given]) -> Result<Vec<Guessed>, ReadError> {
    let mut types: Vec<Guessed> = found.iter().map(Guess::end).collect();
    for given in given {
        let exactly = names.iter().position(|name| *name == given.column);
        let place =
            exactly.or_else(|| names.iter().position(|name| name.eq_ignore_ascii_case(&given.column)));
        let Some(place) = place else {
            let what = format!("a type is given for the column `{}`, which is not there", given.column);
            return Err(ReadError::Malformed { place: "line 1".into(), what });
        };
        types[place] = match given.to {
            GivenType::Boolean => Guessed::Boolean,
            GivenType::Int => Guessed::Int,
            GivenType::Long => Guessed::Long,
            GivenType::Double => Guessed::Double,
            GivenType::Timestamp => Guessed::Timestamp,
            GivenType::Text => Guessed::Text { is_ascii: found[place].is_ascii() },
        };
    }
    Ok(types)
}
