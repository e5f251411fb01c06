//! Uploads whose rows know their place.

use catalogue::{Column, Datatype, Field, PgBase, PgType, ValueType};
use plugin_api::Result;

use super::{Upload, UploadRows, malformed};

impl Upload {
    /// The same table with one more column, the last: the number of each row in the document, from 1.
    ///
    /// It tells rows apart that are equal otherwise, and puts an answer in the order of the document.
    #[must_use]
    pub fn numbered(mut self, column: &str) -> Self {
        self.table.columns.push(Column {
            field: Field::new(column, ValueType::scalar(Datatype::Long)),
            pg_name: String::new(),
            pg_type: PgType::scalar(PgBase::Int8),
            part: 0,
            indexed: false,
            principal: false,
            std: false,
            enumeration: None,
        });
        let name = self.table.name.clone();
        self.rows = Box::new(Numbered { name, rows: self.rows, batch: Vec::new(), count: 0 });
        self
    }
}

struct Numbered {
    /// The name of the table, for messages.
    name: String,
    rows: Box<dyn UploadRows>,
    batch: Vec<u8>,
    count: i64,
}

impl UploadRows for Numbered {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64> {
        self.batch.clear();
        let rows = self.rows.batch(&mut self.batch)?;
        let mut rest = self.batch.as_slice();
        while !rest.is_empty() {
            let row = pg_rows::length(rest).map(|length| rest.split_at(length));
            let (row, behind) = row.ok_or_else(|| malformed(&self.name))?;
            rest = behind;
            self.count += 1;
            append(row, self.count, out).ok_or_else(|| malformed(&self.name))?;
        }
        Ok(rows)
    }
}

/// Appends a row and its number; `None` if there is no room for a further column.
fn append(row: &[u8], number: i64, out: &mut Vec<u8>) -> Option<()> {
    let (columns, values) = row.split_first_chunk()?;
    let columns = u16::from_be_bytes(*columns).checked_add(1)?;
    out.extend_from_slice(&columns.to_be_bytes());
    out.extend_from_slice(values);
    out.extend_from_slice(&8_i32.to_be_bytes());
    out.extend_from_slice(&number.to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use catalogue::{Relation, Storage, Table, TableKind};

    use super::*;

    /// Gives its batches one after the other.
    struct Batches(Vec<Vec<u8>>);

    impl UploadRows for Batches {
        fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64> {
            if self.0.is_empty() {
                return Ok(0);
            }
            out.extend(self.0.remove(0));
            Ok(pg_rows::count(out).unwrap_or_default())
        }
    }

    fn upload(batches: Vec<Vec<u8>>) -> Upload {
        let table = Table {
            name: "TARGETS".to_owned(),
            kind: TableKind::Table,
            title: None,
            description: None,
            utype: None,
            rows: None,
            relation: Relation { schema: String::new(), table: String::new(), conditions: Vec::new() },
            parts: Vec::new(),
            columns: Vec::new(),
            position: None,
            foreign_keys: Vec::new(),
            cone_search: false,
            storage: Storage::Plain,
            statistics: None,
            ..Table::default()
        };
        Upload { table, rows: Box::new(Batches(batches)) }
    }

    /// A row of one value of a byte.
    fn row(value: u8) -> [u8; 7] {
        [0, 1, 0, 0, 0, 1, value]
    }

    #[test]
    fn rows_are_numbered_through_all_batches() {
        let mut upload = upload(vec![[row(7), row(8)].concat(), row(9).to_vec()]).numbered("place");
        let mut all = Vec::new();
        while upload.rows.batch(&mut all).unwrap() > 0 {}
        let mut rows = all.as_slice();
        for (value, number) in [(7, 1_i64), (8, 2), (9, 3)] {
            let values: [Option<&[u8]>; 2] = pg_rows::take(&mut rows).unwrap();
            assert_eq!(values, [Some([value].as_slice()), Some(number.to_be_bytes().as_slice())]);
        }
        assert!(rows.is_empty());
        assert_eq!(upload.table.columns.last().unwrap().field.name, "place");
    }

    #[test]
    fn rows_that_break_off_are_an_error() {
        let mut upload = upload(vec![vec![0, 1, 0, 0]]).numbered("place");
        let error = upload.rows.batch(&mut Vec::new()).unwrap_err();
        assert_eq!(error.for_log(), "the rows of upload `TARGETS` are not in PostgreSQL's binary form");
    }
}
