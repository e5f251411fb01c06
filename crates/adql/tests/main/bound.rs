//! Statements with their values written into the text, for clients that only send text.

use std::fmt::Write;

use adql::{Param, Translation};

/// The statement of a translation with a literal for each bound value.
pub fn bound(translation: &Translation) -> String {
    let mut parts = translation.sql.split('$');
    let mut sql = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let value = part[..digits].parse().ok().and_then(|number: usize| translation.params.get(number - 1));
        match value {
            Some(value) => write!(sql, "{}{}", literal(value), &part[digits..]).unwrap(),
            None => write!(sql, "${part}").unwrap(),
        }
    }
    sql
}

fn literal(param: &Param) -> String {
    match param {
        Param::Float8(number) => format!("'{number:?}'"),
        Param::Float8Array(numbers) => array(numbers),
        Param::Int8Array(numbers) => array(numbers),
        Param::BoolArray(flags) => array(flags),
    }
}

fn array<T: std::fmt::Debug>(values: &[T]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("'{{{}}}'", values.join(","))
}
