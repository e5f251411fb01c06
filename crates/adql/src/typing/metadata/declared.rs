//! What is told of a value of which only the type is known.

use catalogue::{Arraysize, Datatype, Field, PgBase, ResultColumn, ValueType};

use crate::typing::Type;

/// Gives the column the type that values of `ty` have when nothing is declared, unless it has it already.
pub(super) fn retype(column: &mut ResultColumn, ty: Type) {
    if column.pg_type != ty.pg() {
        column.field.value_type = value_type(ty);
        column.field.null = None;
        column.pg_type = ty.pg();
    }
}

/// A column of which only the type is known.
pub(super) fn plain(ty: Type) -> ResultColumn {
    ResultColumn { field: Field::new("", value_type(ty)), pg_type: ty.pg() }
}

fn value_type(ty: Type) -> ValueType {
    let array = |arraysize, xtype: &str| ValueType {
        datatype: Datatype::Double,
        arraysize: Some(arraysize),
        xtype: Some(xtype.to_owned()),
    };
    match ty {
        Type::Timestamp | Type::TimestampTz | Type::Date => {
            ValueType { xtype: Some("timestamp".to_owned()), ..ValueType::text() }
        }
        Type::Point => array(Arraysize::exactly(2), "point"),
        Type::Circle => array(Arraysize::exactly(3), "circle"),
        Type::Polygon => array(Arraysize::any(), "polygon"),
        Type::Range => array(Arraysize::exactly(4), "range"),
        Type::Region => {
            ValueType { datatype: Datatype::Double, arraysize: Some(Arraysize::any()), xtype: None }
        }
        Type::Array(base) => {
            ValueType { datatype: datatype(base), arraysize: Some(Arraysize::any()), xtype: None }
        }
        Type::Binary => {
            ValueType { datatype: Datatype::UnsignedByte, arraysize: Some(Arraysize::any()), xtype: None }
        }
        Type::Null | Type::Text => ValueType::text(),
        _ => ValueType::scalar(datatype(ty.pg().base)),
    }
}

fn datatype(base: PgBase) -> Datatype {
    match base {
        PgBase::Bool => Datatype::Boolean,
        PgBase::Int2 => Datatype::Short,
        PgBase::Int4 => Datatype::Int,
        PgBase::Int8 => Datatype::Long,
        PgBase::Float4 => Datatype::Float,
        PgBase::Float8 => Datatype::Double,
        PgBase::Bytea => Datatype::UnsignedByte,
        PgBase::Text | PgBase::Timestamp | PgBase::TimestampTz | PgBase::Date => Datatype::Char,
    }
}
