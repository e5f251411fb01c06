//! User-defined functions that plugins offer.

use crate::syntax::ArrayFunction;

use super::{Kind, declared};

/// A user-defined function that a plugin offers as an expression of PostgreSQL.
///
/// Its SQL comes from the operator's plugins, never from a user.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferedFunction {
    /// The name; any case matches. Neither a reserved word nor a name of the translator's own functions.
    pub name: String,
    /// What it computes, in a sentence.
    pub description: Option<String>,
    /// The arguments in order, each a name (letters and digits) and an ADQL type such as `DOUBLE PRECISION`.
    pub arguments: Vec<(String, String)>,
    /// The ADQL type of the result.
    pub returns: String,
    /// The unit of the result (VOUnits).
    pub unit: Option<String>,
    /// The UCD of the result.
    pub ucd: Option<String>,
    /// An expression of PostgreSQL in which `$1`, `$2`, ... stand for the arguments.
    pub sql: String,
}

impl OfferedFunction {
    /// Whether queries can call it; the error says what must be written differently, as a fragment of a sentence.
    pub fn check(&self) -> Result<(), String> {
        self.check_name()?;
        for (name, ty) in &self.arguments {
            let is_plain = name.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && name.chars().all(|letter| letter.is_ascii_alphanumeric());
            if !is_plain || catalogue::is_reserved(name) {
                return Err(format!(
                    "argument `{name}` must have a name of letters and digits, not reserved"
                ));
            }
            check_type(ty, &format!("argument `{name}`"))?;
        }
        check_type(&self.returns, "the result")?;
        if let Some(Err(error)) = self.unit.as_deref().map(vounits::Unit::parse) {
            return Err(format!("unit `{}`: {error}", self.unit.as_deref().unwrap_or_default()));
        }
        self.check_sql()
    }

    fn check_name(&self) -> Result<(), String> {
        let name = &self.name;
        if !catalogue::is_regular(name) {
            return Err(format!("the name `{name}` must be a regular name of ADQL, not reserved"));
        }
        let is_own = declared().any(|known| known.name.eq_ignore_ascii_case(name));
        match is_own || ArrayFunction::named(name).is_some() {
            true => Err(format!("the name `{name}` is that of a function which every service has")),
            false => Ok(()),
        }
    }

    fn check_sql(&self) -> Result<(), String> {
        if self.sql.trim().is_empty() {
            return Err("the SQL must not be empty".to_owned());
        }
        let count = self.arguments.len();
        for piece in pieces(&self.sql) {
            match piece {
                Piece::Argument(number) if (1..=count).contains(&number) => {}
                Piece::Argument(number) => {
                    return Err(format!("the SQL has ${number}, but there are {count} arguments"));
                }
                Piece::Text(text) if text.contains('$') => {
                    return Err("the SQL has a `$` without the number of an argument".to_owned());
                }
                Piece::Text(_) => {}
            }
        }
        Ok(())
    }
}

/// A part of an SQL template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// What is printed as it is.
    Text(&'t str),
    /// An argument, counted from 1.
    Argument(usize),
}

/// The parts of an SQL template, in order.
pub(crate) fn pieces(sql: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(behind) = rest.strip_prefix('$') {
            let digits = behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
            if let Ok(number) = behind[..digits].parse() {
                rest = &behind[digits..];
                return Some(Piece::Argument(number));
            }
        }
        let next = rest.match_indices('$').map(|(place, _)| place).find(|place| *place > 0);
        let length = next.unwrap_or(rest.len());
        let (text, behind) = rest.split_at(length);
        rest = behind;
        Some(Piece::Text(text))
    })
}

fn check_type(ty: &str, what: &str) -> Result<(), String> {
    match Kind::of_text(ty) {
        Some(_) => Ok(()),
        None => Err(format!("the type of {what}, `{ty}`, must be one of ADQL, e.g. DOUBLE PRECISION")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absolute() -> OfferedFunction {
        OfferedFunction {
            name: "abs_mag".to_owned(),
            description: None,
            arguments: vec![
                ("mag".to_owned(), "REAL".to_owned()),
                ("parallax".to_owned(), "double precision".to_owned()),
            ],
            returns: "DOUBLE PRECISION".to_owned(),
            unit: Some("mag".to_owned()),
            ucd: None,
            sql: "$1 + 5 * log($2) - 10".to_owned(),
        }
    }

    fn error_of(change: impl FnOnce(&mut OfferedFunction)) -> String {
        let mut function = absolute();
        change(&mut function);
        function.check().unwrap_err()
    }

    #[test]
    fn templates_are_cut_at_their_arguments() {
        let parts: Vec<Piece<'_>> = pieces("f($12, $1)").collect();
        use Piece::{Argument, Text};
        assert_eq!(parts, [Text("f("), Argument(12), Text(", "), Argument(1), Text(")")]);
    }

    #[test]
    fn a_good_offer_passes() {
        assert_eq!(absolute().check(), Ok(()));
        assert_eq!(
            absolute().signature().form,
            "abs_mag(mag REAL, parallax double precision) -> DOUBLE PRECISION"
        );
    }

    #[test]
    fn a_bad_offer_is_told_why() {
        assert_eq!(
            error_of(|function| function.name = "select".to_owned()),
            "the name `select` must be a regular name of ADQL, not reserved"
        );
        assert_eq!(
            error_of(|function| function.name = "IVO_To_JD".to_owned()),
            "the name `IVO_To_JD` is that of a function which every service has"
        );
        assert_eq!(
            error_of(|function| function.arguments[0].0 = "size".to_owned()),
            "argument `size` must have a name of letters and digits, not reserved"
        );
        assert_eq!(
            error_of(|function| function.arguments[0].1 = "NUMBER".to_owned()),
            "the type of argument `mag`, `NUMBER`, must be one of ADQL, e.g. DOUBLE PRECISION"
        );
        assert_eq!(
            error_of(|function| function.returns = "INTEGER[]".to_owned()),
            "the type of the result, `INTEGER[]`, must be one of ADQL, e.g. DOUBLE PRECISION"
        );
        assert_eq!(
            error_of(|function| function.unit = Some("m/".to_owned())),
            "unit `m/`: expected a unit at character 3, found the end"
        );
        assert_eq!(
            error_of(|function| function.sql = "$1 + $3".to_owned()),
            "the SQL has $3, but there are 2 arguments"
        );
        assert_eq!(
            error_of(|function| function.sql = "$$x$$".to_owned()),
            "the SQL has a `$` without the number of an argument"
        );
        assert_eq!(error_of(|function| function.sql.clear()), "the SQL must not be empty");
    }
}
