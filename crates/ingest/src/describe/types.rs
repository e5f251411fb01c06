//! Types of PostgreSQL as VOTables have them.

use catalogue::{Arraysize, Datatype, PgBase, PgType, ValueType};

use crate::live::LiveColumn;

/// How the values of a column are published.
pub(super) struct Found {
    pub(super) value_type: ValueType,
    pub(super) pg_type: PgType,
    /// What is worth telling of it.
    pub(super) note: Option<String>,
}

/// Types whose text says all that they hold.
const AS_TEXT: [&str; 12] = [
    "uuid",
    "json",
    "jsonb",
    "xml",
    "citext",
    "inet",
    "cidr",
    "macaddr",
    "interval",
    "time without time zone",
    "time with time zone",
    "\"char\"",
];

/// The most digits that a `long` holds for certain.
const LONG_DIGITS: u32 = 18;

/// How a column is published, or why it cannot be.
pub(super) fn published(column: &LiveColumn) -> Result<Found, String> {
    let refused = || {
        Err(format!(
            "its type is `{}`, for which a VOTable has no word; a view may cast it",
            column.type_name
        ))
    };
    let (pg_type, note) = match column.pg_type {
        Some(PgType { base: PgBase::Bytea, array: true }) => return refused(),
        Some(pg_type) => (pg_type, None),
        None => match stand_in(&column.type_name) {
            Some(pg_type) => (pg_type, Some(format!("the type, from `{}`", column.type_name))),
            None => return refused(),
        },
    };
    Ok(Found { value_type: value_type(pg_type), pg_type, note })
}

/// The type that values are cast to, of a type whose binary form is none of ours.
fn stand_in(type_name: &str) -> Option<PgType> {
    let (name, array) = match type_name.strip_suffix("[]") {
        Some(name) => (name, true),
        None => (type_name, false),
    };
    if AS_TEXT.contains(&name) && !array {
        return Some(PgType::scalar(PgBase::Text));
    }
    let digits = match name.strip_prefix("numeric")? {
        "" => None,
        rest => Some(rest.strip_prefix('(')?.strip_suffix(')')?.split_once(',')?),
    };
    let whole = digits.is_some_and(|(digits, scale)| {
        scale == "0" && digits.parse::<u32>().is_ok_and(|digits| digits <= LONG_DIGITS)
    });
    Some(PgType { base: if whole { PgBase::Int8 } else { PgBase::Float8 }, array })
}

/// The word of VOTable for values of this type, of any length where they are arrays.
fn value_type(pg_type: PgType) -> ValueType {
    let datatype = match pg_type.base {
        PgBase::Bool => Datatype::Boolean,
        PgBase::Int2 => Datatype::Short,
        PgBase::Int4 => Datatype::Int,
        PgBase::Int8 => Datatype::Long,
        PgBase::Float4 => Datatype::Float,
        PgBase::Float8 => Datatype::Double,
        PgBase::Bytea => Datatype::UnsignedByte,
        PgBase::Text => return ValueType::text(),
        PgBase::Timestamp | PgBase::TimestampTz | PgBase::Date => {
            let xtype = (!pg_type.array).then(|| "timestamp".to_owned());
            return ValueType { xtype, ..ValueType::text() };
        }
    };
    let many = pg_type.array || pg_type.base == PgBase::Bytea;
    ValueType { arraysize: many.then(Arraysize::any), ..ValueType::scalar(datatype) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a type is published: VOTable's word, PostgreSQL's.
    fn shown(type_name: &str, pg_type: Option<PgType>) -> Result<(Datatype, bool, PgType), String> {
        let column = LiveColumn {
            name: "c".to_owned(),
            type_name: type_name.to_owned(),
            pg_type,
            description: None,
            nullable: true,
            correlation: None,
        };
        let found = published(&column)?;
        Ok((found.value_type.datatype, found.value_type.arraysize.is_some(), found.pg_type))
    }

    #[test]
    fn numbers_of_any_length_are_cast_to_the_type_that_holds_them() {
        let long = (Datatype::Long, false, PgType::scalar(PgBase::Int8));
        let double = (Datatype::Double, false, PgType::scalar(PgBase::Float8));
        assert_eq!(shown("numeric(18,0)", None), Ok(long));
        assert_eq!(shown("numeric(19,0)", None), Ok(double));
        assert_eq!(shown("numeric(9,2)", None), Ok(double));
        assert_eq!(shown("numeric", None), Ok(double));
        assert_eq!(shown("numeric[]", None), Ok((Datatype::Double, true, PgType::array(PgBase::Float8))));
    }

    #[test]
    fn what_has_no_word_is_refused_with_its_reason() {
        let text = (Datatype::Char, true, PgType::scalar(PgBase::Text));
        assert_eq!(shown("jsonb", None), Ok(text));
        for type_name in ["geometry(Point,4326)", "numericlike", "mood"] {
            let why =
                format!("its type is `{type_name}`, for which a VOTable has no word; a view may cast it");
            assert_eq!(shown(type_name, None), Err(why));
        }
        assert!(shown("bytea[]", Some(PgType::array(PgBase::Bytea))).is_err());
    }
}
