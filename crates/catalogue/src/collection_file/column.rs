//! One column of a table of a collection file.

use conf_file::{At, Section, suggestion_in_order, value};

use super::check;
use super::part::{self, PartDraft};
use super::types;
use crate::{Column, Datatype, Field, Frame, PgType, ValueType};

const FRAMES: [(&str, Frame); 4] =
    [("ICRS", Frame::Icrs), ("FK5", Frame::Fk5), ("FK4", Frame::Fk4), ("GALACTIC", Frame::Galactic)];

/// Reads a column; `None` if something was wrong.
pub(super) fn read(name: &At<String>, section: &Section<'_>, parts: &[PartDraft]) -> Option<Column> {
    check::column_name(section, name);
    let types = read_types(section);
    let text = |key| section.text(key).map(|text| text.value);
    let column = Column {
        field: Field {
            name: name.value.clone(),
            value_type: types.as_ref().map_or_else(ValueType::text, |(value_type, _)| value_type.clone()),
            unit: check::unit(section),
            ucd: check::ucd(section),
            utype: text("utype"),
            description: text("description"),
            frame: frame(section),
            null: null(section, types.as_ref()),
        },
        pg_name: text("database_column").unwrap_or_else(|| name.value.to_lowercase()),
        pg_type: types.as_ref().map_or(PgType::scalar(crate::PgBase::Text), |(_, pg_type)| *pg_type),
        part: part::of_column(section, parts),
        indexed: section.boolean("indexed"),
        principal: section.boolean("principal"),
        std: section.boolean("std"),
        enumeration: enumeration(section, types.as_ref()),
    };
    section.finish();
    types.map(|_| column)
}

/// Reads the key `frame`, in any case.
pub(super) fn frame(section: &Section<'_>) -> Option<Frame> {
    let word = section.text("frame")?;
    let known = FRAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word.value));
    if known.is_none() {
        let hint = suggestion_in_order(&word.value, "frames", FRAMES.iter().map(|(name, _)| *name));
        section.problem_at(word.start, format!("unknown frame `{}`", word.value), hint);
    }
    known.map(|(_, frame)| *frame)
}

/// Reads `type`, `database_type` and `xtype`.
fn read_types(section: &Section<'_>) -> Option<(ValueType, PgType)> {
    let refuse = |start: usize, refusal: types::Refusal| {
        section.problem_at(start, refusal.message, refusal.hint);
    };
    let word = section.required_text("type", "write a VOTable type, e.g. `double`, `float[12]`, `char[*]`");
    let database_word = section.text("database_type");
    let xtype = section.text("xtype").map(|text| text.value);
    let word = word?;
    let (mut value_type, usual) = match types::value_type(&word.value) {
        Ok(found) => found,
        Err(refusal) => {
            refuse(word.start, refusal);
            return None;
        }
    };
    value_type.xtype = xtype.or(value_type.xtype);
    let Some(database_word) = database_word else { return Some((value_type, usual)) };
    match types::pg_type(&database_word.value) {
        Ok(pg_type) if types::fits(&value_type, pg_type) => Some((value_type, pg_type)),
        Ok(_) => {
            let message = format!("`{}` of PostgreSQL does not become `{}`", database_word.value, word.value);
            let hint = "change `type`, or leave `database_type` out".to_owned();
            section.problem_at(database_word.start, message, hint);
            None
        }
        Err(refusal) => {
            refuse(database_word.start, refusal);
            None
        }
    }
}

/// Reads the integer that stands for null; only integers need one.
fn null(section: &Section<'_>, types: Option<&(ValueType, PgType)>) -> Option<i64> {
    let null = section.read("null", |null| value::fitting::<i64>(null, "an integer"))?;
    let range = match types?.0.datatype {
        Datatype::UnsignedByte => 0..=255,
        Datatype::Short => i64::from(i16::MIN)..=i64::from(i16::MAX),
        Datatype::Int => i64::from(i32::MIN)..=i64::from(i32::MAX),
        Datatype::Long => i64::MIN..=i64::MAX,
        _ => {
            let hint = "leave it out: only integers need a value that stands for null".to_owned();
            section.problem_at(null.start, "key `null`: the column is no integer", hint);
            return None;
        }
    };
    if !range.contains(&null.value) {
        section.problem_at(
            null.start,
            format!("key `null`: {} is out of the type's range", null.value),
            None,
        );
        return None;
    }
    Some(null.value)
}

/// Reads the enumeration that names the elements of an array.
fn enumeration(section: &Section<'_>, types: Option<&(ValueType, PgType)>) -> Option<String> {
    let name = section.text("enumeration")?;
    if !types?.1.array {
        let hint = "leave it out, or give the column an array type".to_owned();
        section.problem_at(name.start, "key `enumeration`: the column is no array", hint);
        return None;
    }
    Some(name.value)
}
