//! CSV as RFC 4180 has it, with a head line.

/// A table of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Csv {
    /// Parses a whole document; rows of another length than the head fail the test.
    pub fn parse(text: &str) -> Self {
        let mut lines = records(text).into_iter();
        let head = lines.next().expect("CSV has a head line");
        let rows: Vec<Vec<String>> = lines.collect();
        for row in &rows {
            assert_eq!(row.len(), head.len(), "{row:?} does not fit {head:?}");
        }
        Self { head, rows }
    }

    /// The values of one column.
    pub fn column(&self, name: &str) -> Vec<&str> {
        let index = self.index(name);
        self.rows.iter().map(|row| row[index].as_str()).collect()
    }

    /// The numbers of one column.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("`{text}` of {name} is no number"));
        self.column(name).into_iter().map(number).collect()
    }

    fn index(&self, name: &str) -> usize {
        self.head
            .iter()
            .position(|column| column == name)
            .unwrap_or_else(|| panic!("no {name} in {:?}", self.head))
    }
}

fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let (mut record, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            other => field.push(other),
        }
    }
    assert!(field.is_empty() && record.is_empty() && !quoted, "the last line is cut: {record:?} {field}");
    records
}

#[test]
fn quoted_fields_may_hold_commas_quotes_and_lines() {
    let csv = Csv::parse("a,b\r\n\"x,\"\"y\"\"\nz\",\r\n");
    assert_eq!(csv.head, ["a", "b"]);
    assert_eq!(csv.rows, [["x,\"y\"\nz".to_owned(), String::new()]]);
}
