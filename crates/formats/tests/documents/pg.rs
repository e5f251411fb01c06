//! Rows in PostgreSQL's binary form, built by hand.

/// A value as PostgreSQL would send it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int2(i16),
    Int4(i32),
    Int8(i64),
    Float4(f32),
    Float8(f64),
    Text(String),
    Bytea(Vec<u8>),
    /// Microseconds since 2000-01-01.
    Timestamp(i64),
    /// Days since 2000-01-01.
    Date(i32),
    /// One dimension; NULL elements allowed.
    Array(u32, Vec<Value>),
}

pub const BOOL: u32 = 16;
pub const INT8: u32 = 20;
pub const INT2: u32 = 21;
pub const INT4: u32 = 23;
pub const TEXT: u32 = 25;
pub const FLOAT4: u32 = 700;
pub const FLOAT8: u32 = 701;
pub const TIMESTAMP: u32 = 1114;

/// A text value.
pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// An array of doubles.
pub fn doubles(values: &[f64]) -> Value {
    Value::Array(FLOAT8, values.iter().copied().map(Value::Float8).collect())
}

/// A batch of rows.
pub fn batch(rows: &[Vec<Value>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend((row.len() as i16).to_be_bytes());
        row.iter().for_each(|value| push(value, &mut bytes));
    }
    bytes
}

fn push(value: &Value, bytes: &mut Vec<u8>) {
    match payload(value) {
        None => bytes.extend((-1_i32).to_be_bytes()),
        Some(payload) => {
            bytes.extend((payload.len() as i32).to_be_bytes());
            bytes.extend(payload);
        }
    }
}

fn payload(value: &Value) -> Option<Vec<u8>> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => vec![u8::from(*value)],
        Value::Int2(value) => value.to_be_bytes().to_vec(),
        Value::Int4(value) | Value::Date(value) => value.to_be_bytes().to_vec(),
        Value::Int8(value) | Value::Timestamp(value) => value.to_be_bytes().to_vec(),
        Value::Float4(value) => value.to_be_bytes().to_vec(),
        Value::Float8(value) => value.to_be_bytes().to_vec(),
        Value::Text(value) => value.as_bytes().to_vec(),
        Value::Bytea(value) => value.clone(),
        Value::Array(oid, elements) => array(*oid, elements),
    })
}

fn array(oid: u32, elements: &[Value]) -> Vec<u8> {
    let has_nulls = elements.contains(&Value::Null);
    let dimensions: &[u32] = if elements.is_empty() { &[] } else { &[elements.len() as u32, 1] };
    let head = [u32::from(!elements.is_empty()), u32::from(has_nulls), oid];
    let mut bytes: Vec<u8> = head.iter().chain(dimensions).flat_map(|word| word.to_be_bytes()).collect();
    elements.iter().for_each(|element| push(element, &mut bytes));
    bytes
}
