//! The header of an ECSV file.

use saphyr_parser::{Event, Parser};

use crate::read::ReadError;

/// What the header says.
#[derive(Debug)]
pub(super) struct Header {
    /// What stands between values.
    pub(super) delimiter: u8,
    pub(super) columns: Vec<Declared>,
}

/// A column as the header declares it.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) datatype: String,
    pub(super) subtype: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) description: Option<String>,
}

/// A list or a mapping that is open, with the key whose value comes next.
struct Open {
    is_mapping: bool,
    key: Option<String>,
}

impl Header {
    /// Reads the YAML behind the comment signs; its first line is `%ECSV 1.0`.
    pub(super) fn parse(text: &str) -> Result<Self, ReadError> {
        let yaml = text.split_once('\n').map_or("", |(_, rest)| rest);
        let mut header = Self { delimiter: b' ', columns: Vec::new() };
        let mut open: Vec<Open> = Vec::new();
        for event in Parser::new_from_str(yaml) {
            let (event, _) = event.map_err(|error| fault(format!("the YAML cannot be read: {error}")))?;
            match event {
                Event::MappingStart(..) | Event::SequenceStart(..) => {
                    let is_mapping = matches!(event, Event::MappingStart(..));
                    if is_mapping && is_columns(&open) {
                        header.columns.push(Declared::default());
                    }
                    open.push(Open { is_mapping, key: None });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                    end_of_value(&mut open);
                }
                Event::Scalar(value, ..) => match open.last_mut() {
                    Some(inner) if inner.is_mapping && inner.key.is_none() => {
                        inner.key = Some(value.into_owned());
                    }
                    _ => {
                        header.take(&open, &value)?;
                        end_of_value(&mut open);
                    }
                },
                Event::Alias(_) => end_of_value(&mut open),
                _ => {}
            }
        }
        if header.columns.is_empty() {
            return Err(fault("it declares no column under `datatype`"));
        }
        if let Some(place) = header.columns.iter().position(|column| column.name.is_empty()) {
            return Err(fault(format!("column {} has no name", place + 1)));
        }
        Ok(header)
    }

    /// Takes a value at its place: the delimiter, or what is said of the last column.
    fn take(&mut self, open: &[Open], value: &str) -> Result<(), ReadError> {
        match open {
            [top] if top.key.as_deref() == Some("delimiter") => match value {
                " " => self.delimiter = b' ',
                "," => self.delimiter = b',',
                _ => return Err(fault("`delimiter` is neither a blank nor a comma")),
            },
            [.., inner] if open.len() == 3 && is_columns(&open[..2]) => {
                let (Some(column), Some(key)) = (self.columns.last_mut(), &inner.key) else { return Ok(()) };
                let text = Some(value.to_owned()).filter(|value| !value.is_empty());
                match key.as_str() {
                    "name" => column.name = value.to_owned(),
                    "datatype" => column.datatype = value.to_owned(),
                    "subtype" => column.subtype = text,
                    "unit" => column.unit = text,
                    "description" => column.description = text,
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether what comes next is in the list of columns.
fn is_columns(open: &[Open]) -> bool {
    matches!(open, [top, list] if top.key.as_deref() == Some("datatype") && !list.is_mapping)
}

fn end_of_value(open: &mut [Open]) {
    if let Some(outer) = open.last_mut() {
        // A key that is itself a list or a mapping has no text; its value is taken for another key, and means nothing.
        outer.key = None;
    }
}

fn fault(what: impl Into<String>) -> ReadError {
    ReadError::Malformed { place: "the header".into(), what: what.into() }
}
