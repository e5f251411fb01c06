//! The columns of a file: the types of Parquet as PostgreSQL and VOTable have them.

use arrow_schema::{DataType, Schema, TimeUnit};
use catalogue::{Arraysize, Column, Datatype, Field, PgBase, PgType, ValueType};

use super::metadata::{Described, FieldSeen};
use crate::read::ReadError;
use crate::read::names::column_names;

/// The columns, each with what the VOTable in the footer says of it.
///
/// The types of Parquet decide (VOParquet 1.0 §2.3). The VOTable adds the number of elements of arrays, and that texts
/// are times.
pub(super) fn columns(schema: &Schema, described: &Described) -> Result<Vec<Column>, ReadError> {
    let names = column_names(schema.fields().iter().map(|field| field.name().as_str()));
    if names.is_empty() {
        return Err(ReadError::Malformed {
            place: "the Parquet file".into(),
            what: "it has no column".into(),
        });
    }
    let parts = names.into_iter().zip(schema.fields()).enumerate();
    parts
        .map(|(place, (name, field))| {
            let seen = described.field(place, field.name());
            column(name, field.data_type(), seen)
        })
        .collect()
}

fn column(name: String, data_type: &DataType, seen: Option<&FieldSeen>) -> Result<Column, ReadError> {
    let Some((pg_type, value_type)) = types(data_type) else {
        return Err(ReadError::Malformed {
            place: format!("column `{name}`"),
            what: format!(
                "values of the type {} are not read here; use numbers, booleans, texts, times, bytes, or lists of \
                 numbers or booleans",
                name_of(data_type)
            ),
        });
    };
    let mut column = Column {
        field: Field::new(name, value_type),
        pg_name: String::new(),
        pg_type,
        part: 0,
        indexed: false,
        principal: false,
        std: false,
        enumeration: None,
    };
    if let Some(seen) = seen {
        decorate(&mut column, seen);
    }
    Ok(column)
}

/// Puts on a column what a FIELD says, as far as it agrees.
fn decorate(column: &mut Column, seen: &FieldSeen) {
    let FieldSeen { unit, ucd, utype, description, frame, datatype, arraysize, xtype, .. } = seen;
    let field = &mut column.field;
    field.unit.clone_from(unit);
    field.ucd.clone_from(ucd);
    field.utype.clone_from(utype);
    field.description.clone_from(description);
    field.frame = *frame;
    let own = &mut field.value_type;
    match (column.pg_type.base, datatype) {
        (PgBase::Text, Some(datatype @ (Datatype::Char | Datatype::UnicodeChar))) => {
            own.datatype = *datatype;
            own.xtype.clone_from(xtype);
            if xtype.as_deref().is_some_and(|xtype| xtype == "timestamp" || xtype == "adql:TIMESTAMP") {
                own.xtype = Some("timestamp".to_owned());
                own.datatype = Datatype::Char;
                column.pg_type = PgType::scalar(PgBase::Timestamp);
            }
        }
        (_, Some(datatype)) if *datatype == own.datatype && own.datatype != Datatype::Char => {
            own.xtype.clone_from(xtype);
            if own.arraysize.is_some() && arraysize.is_some() {
                own.arraysize.clone_from(arraysize);
            }
        }
        _ => {}
    }
    let is_region = matches!(xtype.as_deref(), Some("point" | "circle" | "polygon"));
    if is_region && column.pg_type == PgType::array(PgBase::Float4) {
        column.pg_type = PgType::array(PgBase::Float8);
        own.datatype = Datatype::Double;
    }
}

fn types(data_type: &DataType) -> Option<(PgType, ValueType)> {
    let list = match data_type {
        DataType::List(element) => Some(element.data_type()),
        _ => None,
    };
    let (base, datatype) = scalar(list.unwrap_or(data_type))?;
    let any = |datatype| ValueType { arraysize: Some(Arraysize::any()), ..ValueType::scalar(datatype) };
    Some(match (list, base) {
        (Some(DataType::UInt8), _) => (PgType::scalar(PgBase::Bytea), any(Datatype::UnsignedByte)),
        (Some(_), PgBase::Text | PgBase::Bytea | PgBase::Timestamp) => return None,
        (Some(_), base) => (PgType::array(base), any(datatype)),
        (None, PgBase::Timestamp) => {
            let value_type = ValueType { xtype: Some("timestamp".to_owned()), ..any(datatype) };
            (PgType::scalar(base), value_type)
        }
        (None, PgBase::Text | PgBase::Bytea) => (PgType::scalar(base), any(datatype)),
        (None, base) => (PgType::scalar(base), ValueType::scalar(datatype)),
    })
}

fn scalar(data_type: &DataType) -> Option<(PgBase, Datatype)> {
    Some(match data_type {
        DataType::Boolean => (PgBase::Bool, Datatype::Boolean),
        DataType::UInt8 => (PgBase::Int2, Datatype::UnsignedByte),
        DataType::Int8 | DataType::Int16 => (PgBase::Int2, Datatype::Short),
        DataType::UInt16 | DataType::Int32 => (PgBase::Int4, Datatype::Int),
        DataType::UInt32 | DataType::Int64 | DataType::UInt64 => (PgBase::Int8, Datatype::Long),
        DataType::Float16 | DataType::Float32 => (PgBase::Float4, Datatype::Float),
        DataType::Float64 | DataType::Decimal128(..) => (PgBase::Float8, Datatype::Double),
        DataType::Decimal32(..) | DataType::Decimal64(..) => (PgBase::Float8, Datatype::Double),
        DataType::Utf8 => (PgBase::Text, Datatype::UnicodeChar),
        DataType::Binary | DataType::FixedSizeBinary(_) => (PgBase::Bytea, Datatype::UnsignedByte),
        DataType::Date32 => (PgBase::Timestamp, Datatype::Char),
        DataType::Timestamp(TimeUnit::Millisecond | TimeUnit::Microsecond | TimeUnit::Nanosecond, _) => {
            (PgBase::Timestamp, Datatype::Char)
        }
        _ => return None,
    })
}

/// The name of a type, without what it is made of.
fn name_of(data_type: &DataType) -> String {
    match data_type {
        DataType::Struct(_) => "struct".to_owned(),
        DataType::Map(..) => "map".to_owned(),
        DataType::List(element) => format!(
            "list of {}",
            match element.data_type() {
                DataType::List(_) => "lists".to_owned(),
                other => name_of(other),
            }
        ),
        DataType::Utf8 => "text".to_owned(),
        DataType::Binary | DataType::FixedSizeBinary(_) => "bytes".to_owned(),
        DataType::Timestamp(..) | DataType::Date32 => "time".to_owned(),
        DataType::Time32(_) | DataType::Time64(_) => "time of day".to_owned(),
        DataType::Interval(_) => "interval".to_owned(),
        DataType::Decimal256(..) => "decimal with more than 38 digits".to_owned(),
        other => other.to_string().to_lowercase(),
    }
}
