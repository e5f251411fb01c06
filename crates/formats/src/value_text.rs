//! One value outside a document, as TABLEDATA writes it.

use catalogue::ResultColumn;

use crate::column::{Column, Written};
use crate::notation::Xml;
use crate::text_cell::TextCell;

/// The text of a value in PostgreSQL's binary form, as a cell of the column in TABLEDATA (VOTable 1.4 §5.1), so escaped
/// for XML; `None` if it is null after all or no value of the column.
pub fn value_text(column: &ResultColumn, value: &[u8]) -> Option<String> {
    let column = Column::new(column, None).ok()?;
    let mut text = Vec::new();
    match TextCell::new(&column).write::<Xml>(value, &mut text) {
        Ok(Written::Value) => String::from_utf8(text).ok(),
        Ok(Written::Null) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use catalogue::{Datatype, Field, PgBase, PgType, ValueType};

    use super::*;

    fn column(value_type: ValueType, base: PgBase) -> ResultColumn {
        ResultColumn { field: Field::new("x", value_type), pg_type: PgType::scalar(base) }
    }

    #[test]
    fn a_value_has_the_text_of_its_declared_type() {
        let tenth = 0.1_f32.to_be_bytes();
        let short = column(ValueType::scalar(Datatype::Float), PgBase::Float4);
        assert_eq!(value_text(&short, &tenth).as_deref(), Some("0.1"));
        let long = column(ValueType::scalar(Datatype::Double), PgBase::Float4);
        assert_eq!(value_text(&long, &tenth).as_deref(), Some("0.10000000149011612"));
        let day = column(ValueType::text(), PgBase::Date);
        assert_eq!(value_text(&day, &1_i32.to_be_bytes()).as_deref(), Some("2000-01-02"));
    }

    #[test]
    fn what_is_no_value_of_the_column_has_no_text() {
        let byte = column(ValueType::scalar(Datatype::UnsignedByte), PgBase::Int2);
        assert_eq!(value_text(&byte, &256_i16.to_be_bytes()), None);
        assert_eq!(value_text(&byte, &[1]), None);
        let day = column(ValueType::text(), PgBase::Date);
        assert_eq!(value_text(&day, &i32::MAX.to_be_bytes()), None);
    }
}
