//! JSON lines: one object for each row, and a last one that tells the end.

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};
use plugin_api::{BoxFuture, ByteStream, Error, Result, RowItem, RowStream, Service};
use serde_json::{Map, Value};

/// The formats that this plugin offers.
pub(crate) enum Writer {
    /// The one that works.
    JsonLines,
    /// One that panics.
    Broken,
    /// One that would replace a built-in format.
    Csv,
}

impl Writer {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Broken => "broken",
            Self::Csv => "csv",
        }
    }
}

impl Service for Writer {
    fn call(&self, input: Bytes) -> BoxFuture<Result<Bytes>> {
        let answer = match (&input[..], self) {
            (b"describe", Self::JsonLines) => {
                r#"{"mime":"application/jsonl","aliases":["jsonl"],"content_type":"application/jsonl;charset=utf-8","tells_failure":true}"#
            }
            (b"describe", Self::Broken) => r#"{"mime":"application/x-broken","aliases":["broken"]}"#,
            (b"describe", Self::Csv) => r#"{"mime":"application/x-own-csv","aliases":["csv"]}"#,
            _ => return async { Err(Error::not_offered("this call")) }.boxed(),
        };
        async { Ok(Bytes::from_static(answer.as_bytes())) }.boxed()
    }

    fn stream(&self, options: Bytes, rows: RowStream) -> Result<ByteStream> {
        assert!(!matches!(self, Self::Broken), "this format is broken");
        let options: Value =
            serde_json::from_slice(&options).map_err(|error| Error::internal(error.to_string()))?;
        let name = |column: &Value| column["field"]["name"].as_str().unwrap_or_default().to_owned();
        let names: Vec<String> = options["columns"].as_array().into_iter().flatten().map(name).collect();
        let oids: Vec<u32> = rows.columns().iter().map(|column| column.type_oid).collect();
        let columns: Vec<(String, u32)> = names.into_iter().zip(oids).collect();
        let lines = rows.scan(false, move |is_over, item| {
            let text = if *is_over { None } else { Some(text(&columns, item, is_over)) };
            async { text }
        });
        Ok(ByteStream::new(lines.chain(stream::empty())))
    }
}

/// The lines of a batch, or the last line.
fn text(columns: &[(String, u32)], item: Result<RowItem>, is_over: &mut bool) -> Result<Bytes> {
    let text = match item {
        Ok(RowItem::Rows(batch)) => {
            lines(columns, &batch).ok_or_else(|| Error::internal("a batch of rows is cut"))?
        }
        Ok(RowItem::End { rows, overflow }) => {
            format!("{}\n", serde_json::json!({ "rows": rows, "overflow": overflow }))
        }
        Err(error) => {
            *is_over = true;
            format!("{}\n", serde_json::json!({ "error": error.for_client() }))
        }
    };
    Ok(Bytes::from(text))
}

fn lines(columns: &[(String, u32)], mut batch: &[u8]) -> Option<String> {
    let mut text = String::new();
    while !batch.is_empty() {
        batch = batch.get(2..)?;
        let mut object = Map::new();
        for (name, oid) in columns {
            let (length, rest) = batch.split_first_chunk::<4>()?;
            batch = rest;
            let value = match usize::try_from(i32::from_be_bytes(*length)) {
                Ok(length) => {
                    let (value, rest) = batch.split_at_checked(length)?;
                    batch = rest;
                    json(*oid, value)?
                }
                Err(_) => Value::Null,
            };
            object.insert(name.clone(), value);
        }
        text += &format!("{}\n", Value::Object(object));
    }
    Some(text)
}

/// A value of one of the types that the tests ask for.
fn json(oid: u32, value: &[u8]) -> Option<Value> {
    Some(match oid {
        16 => Value::from(value != [0]),
        21 => Value::from(i16::from_be_bytes(value.try_into().ok()?)),
        23 => Value::from(i32::from_be_bytes(value.try_into().ok()?)),
        20 => Value::from(i64::from_be_bytes(value.try_into().ok()?)),
        700 => Value::from(f32::from_be_bytes(value.try_into().ok()?)),
        701 => Value::from(f64::from_be_bytes(value.try_into().ok()?)),
        _ => Value::from(String::from_utf8_lossy(value)),
    })
}
