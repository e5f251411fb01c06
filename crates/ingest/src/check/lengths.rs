//! Arrays whose length in a sample is not the one that is declared.

use catalogue::{Arraysize, Column};
use conf_file::Problem;
use tokio_postgres::{Client, Error};

use super::places::Where;
use super::{Findings, columns_of};
use crate::live::LiveTable;
use crate::row::quoted;

/// How many rows are looked at: the first that a scan meets.
const SAMPLE: u32 = 500;

/// Samples the arrays of fixed length, all in one query.
pub(super) async fn check(
    client: &Client,
    at: &Where<'_>,
    live: &LiveTable,
    found: &mut Findings,
) -> Result<(), Error> {
    let is_array = |column: &&Column| {
        live.column(&column.pg_name).is_some_and(|known| known.pg_type.is_some_and(|ty| ty.array))
    };
    let fixed = columns_of(at.table, at.part).filter(is_array).filter_map(|column| {
        let shape = column.field.value_type.arraysize.as_ref()?;
        Some((column, shape, elements(column, shape)?))
    });
    let fixed: Vec<(&Column, &Arraysize, u64)> = fixed.collect();
    // PostgreSQL answers with at most 1664 columns.
    for some in fixed.chunks(500) {
        sample(client, at, some, found).await?;
    }
    Ok(())
}

/// The number of elements of a value, or of which it has a multiple, where the type fixes it.
fn elements(column: &Column, shape: &Arraysize) -> Option<u64> {
    // The first dimension of text is that of its letters.
    let fixed = if column.field.value_type.is_text() { shape.fixed.get(1..)? } else { &shape.fixed };
    let fixed: u64 = fixed.iter().map(|&length| u64::from(length)).product();
    (fixed > 1 || !shape.variable).then_some(fixed)
}

async fn sample(
    client: &Client,
    at: &Where<'_>,
    columns: &[(&Column, &Arraysize, u64)],
    found: &mut Findings,
) -> Result<(), Error> {
    if columns.is_empty() {
        return Ok(());
    }
    let wrong = |(number, (_, shape, elements)): (usize, &(&Column, &Arraysize, u64))| {
        let wrong = if shape.variable {
            format!("c{number} % {elements}")
        } else {
            format!("c{number} - {elements}")
        };
        format!(
            "count(*) FILTER (WHERE {wrong} <> 0), coalesce(min(c{number}) FILTER (WHERE {wrong} <> 0), 0)"
        )
    };
    let wrong: Vec<String> = columns.iter().enumerate().map(wrong).collect();
    let lengths = columns.iter().enumerate();
    let lengths = lengths
        .map(|(number, (column, ..))| format!("cardinality({}) AS c{number}", quoted(&column.pg_name)));
    let lengths: Vec<String> = lengths.collect();
    let sql = format!(
        "SELECT {} FROM (SELECT {} FROM {} LIMIT {SAMPLE}) AS s",
        wrong.join(", "),
        lengths.join(", "),
        at.sql()
    );
    let row = client.query_one(&sql, &[]).await?;
    for (number, (column, shape, _)) in columns.iter().enumerate() {
        let (count, length): (i64, i32) = (row.get(2 * number), row.get(2 * number + 1));
        if count > 0 {
            let name = &column.field.name;
            let message = format!(
                "`{name}` is declared as [{shape}], and {count} of the first {SAMPLE} rows have another length, e.g. {length}"
            );
            let hint = "declare the length that all values have, or `[*]`";
            found.problems.push(Problem::new(at.column(name, "type"), message).hint(hint));
        }
    }
    Ok(())
}
