//! What is known of a table besides its bytes.

use std::str::FromStr;

/// What is known of a table besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'h> {
    /// The media type that came with it.
    pub media_type: Option<&'h str>,
    /// The name of its file.
    pub file_name: Option<&'h str>,
    /// Types of columns of CSV and TSV, which say none themselves.
    pub types: &'h [Given],
}

/// The type of a column, as somebody has given it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The name of the column; if none is spelt so, its case does not matter.
    pub column: String,
    /// Its type.
    pub to: GivenType,
}

/// A type that the values of CSV can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenType {
    /// `true` or `false`.
    Boolean,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A number with a fraction.
    Double,
    /// A time of DALI 1.1 §3.3.3.
    Timestamp,
    /// A text.
    Text,
}

impl FromStr for Given {
    type Err = String;

    /// Reads `NAME=TYPE`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "write NAME=TYPE, with boolean, int, long, double, timestamp or text".to_owned();
        let (column, word) = text.rsplit_once('=').ok_or_else(wrong)?;
        let to = match word.trim() {
            "boolean" => GivenType::Boolean,
            "int" => GivenType::Int,
            "long" => GivenType::Long,
            "double" => GivenType::Double,
            "timestamp" => GivenType::Timestamp,
            "text" => GivenType::Text,
            _ => return Err(wrong()),
        };
        Ok(Self { column: column.trim().to_owned(), to })
    }
}
