//! What a schema of Arrow says of an answer.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Metadata, Schema, SchemaRef};

use super::list::Shape;
use crate::column::{Column, Content};
use crate::number::{Conversion, Target};

/// The key of the version of the convention (VOParquet 1.0 §2.2).
pub(crate) const VERSION_KEY: &str = "IVOA.VOTable-Parquet.version";
/// The version of the convention.
pub(crate) const VERSION: &str = "1.0";
/// The key of the VOTable without rows.
pub(crate) const CONTENT_KEY: &str = "IVOA.VOTable-Parquet.content";

/// The schema of these fields.
pub(super) fn schema(fields: Vec<Field>) -> SchemaRef {
    Arc::new(Schema::new(fields))
}

/// A column with what the catalogue says of it, each attribute of FIELD under its own name.
pub(super) fn field(about: &catalogue::Field, column: &Column) -> Field {
    let declared = &column.declared;
    let arraysize = declared.arraysize.as_ref().map(ToString::to_string);
    let attributes = [
        ("datatype", Some(declared.datatype.name())),
        ("arraysize", arraysize.as_deref()),
        ("xtype", declared.xtype.as_deref()),
        ("unit", about.unit.as_deref()),
        ("ucd", about.ucd.as_deref()),
        ("utype", about.utype.as_deref()),
        ("description", about.description.as_deref()),
    ];
    let given = |(key, value): (&'static str, Option<&str>)| {
        let value = value.filter(|value| !value.trim().is_empty())?;
        Some((key.to_owned(), value.to_owned()))
    };
    let metadata: Metadata = attributes.into_iter().filter_map(given).collect();
    Field::new(&about.name, data_type(&column.content), true).with_metadata(metadata)
}

/// The field of the elements of a list; the name is Parquet's.
pub(super) fn element(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", data_type, true))
}

fn data_type(content: &Content) -> DataType {
    match content {
        Content::Boolean => DataType::Boolean,
        Content::Number(conversion) => number(*conversion),
        Content::Bytes(_) => DataType::Binary,
        Content::Text(_) | Content::Instant(..) | Content::TextArray(_) => DataType::Utf8,
        Content::BooleanArray(length) => Shape::of(*length, 1).data_type(DataType::Boolean),
        Content::NumberArray(array) => {
            let element = number(array.conversion);
            Shape::of(array.length, element.primitive_width().unwrap_or(1)).data_type(element)
        }
    }
}

fn number(conversion: Conversion) -> DataType {
    match conversion.target() {
        Target::UnsignedByte => DataType::UInt8,
        Target::Short => DataType::Int16,
        Target::Int => DataType::Int32,
        Target::Long => DataType::Int64,
        Target::Float => DataType::Float32,
        Target::Double => DataType::Float64,
    }
}
