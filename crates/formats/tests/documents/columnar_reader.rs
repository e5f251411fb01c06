//! Reads Parquet and Arrow streams back into the values that PostgreSQL sent.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int16Type, Int32Type, Int64Type, UInt8Type};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::pg::{self, Value};

/// The record batches of a document.
pub fn batches(format: &str, document: &[u8]) -> Vec<RecordBatch> {
    let document = document.to_vec();
    match format {
        "parquet" => {
            let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(document)).unwrap();
            reader.build().unwrap().map(Result::unwrap).collect()
        }
        "arrow" => {
            let reader = StreamReader::try_new(document.as_slice(), None).unwrap();
            reader.map(Result::unwrap).collect()
        }
        other => panic!("{other} has no columns"),
    }
}

/// The rows of a document.
pub fn rows(format: &str, document: &[u8]) -> Vec<Vec<Value>> {
    let batches = batches(format, document);
    let row = |batch: &RecordBatch, row| batch.columns().iter().map(|column| value(column, row)).collect();
    batches
        .iter()
        .flat_map(|batch| (0..batch.num_rows()).map(|at| row(batch, at)).collect::<Vec<_>>())
        .collect()
}

/// One value; a byte comes as a short.
fn value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Boolean => Value::Bool(array.as_boolean().value(row)),
        DataType::UInt8 => Value::Int2(array.as_primitive::<UInt8Type>().value(row).into()),
        DataType::Int16 => Value::Int2(array.as_primitive::<Int16Type>().value(row)),
        DataType::Int32 => Value::Int4(array.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => Value::Int8(array.as_primitive::<Int64Type>().value(row)),
        DataType::Float32 => Value::Float4(array.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => Value::Float8(array.as_primitive::<Float64Type>().value(row)),
        DataType::Utf8 => Value::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::Binary => Value::Bytea(array.as_binary::<i32>().value(row).to_vec()),
        DataType::List(element) => list(element.data_type(), &array.as_list::<i32>().value(row)),
        DataType::FixedSizeList(element, _) => {
            list(element.data_type(), &array.as_fixed_size_list().value(row))
        }
        other => panic!("{other}"),
    }
}

fn list(element: &DataType, values: &dyn Array) -> Value {
    let oid = match element {
        DataType::Boolean => pg::BOOL,
        DataType::Int16 | DataType::UInt8 => pg::INT2,
        DataType::Int32 => pg::INT4,
        DataType::Int64 => pg::INT8,
        DataType::Float32 => pg::FLOAT4,
        DataType::Float64 => pg::FLOAT8,
        other => panic!("{other}"),
    };
    Value::Array(oid, (0..values.len()).map(|index| value(values, index)).collect())
}

/// A message of an Arrow stream: its number of rows if it is a record batch, and its own metadata.
#[derive(Debug, PartialEq)]
pub struct MessageSeen {
    pub rows: Option<i64>,
    pub metadata: Vec<(String, String)>,
}

/// The messages of an Arrow stream up to its end, and whether it has an end mark (Arrow columnar format, IPC).
pub fn messages(mut stream: &[u8]) -> (Vec<MessageSeen>, bool) {
    let mut seen = Vec::new();
    while !stream.is_empty() {
        let (head, rest) = stream.split_at(8);
        assert_eq!(head[..4], [0xff; 4], "a message begins with the continuation mark");
        let length = u32::from_le_bytes(head[4..].try_into().unwrap()) as usize;
        if length == 0 {
            return (seen, rest.is_empty());
        }
        let (metadata, rest) = rest.split_at(length);
        let message = arrow_ipc::root_as_message(metadata).unwrap();
        let pair = |pair: arrow_ipc::KeyValue<'_>| {
            (pair.key().unwrap().to_owned(), pair.value().unwrap().to_owned())
        };
        seen.push(MessageSeen {
            rows: message.header_as_record_batch().map(|batch| batch.length()),
            metadata: message
                .custom_metadata()
                .map(|list| list.iter().map(pair).collect())
                .unwrap_or_default(),
        });
        stream = &rest[usize::try_from(message.bodyLength()).unwrap()..];
    }
    (seen, false)
}
