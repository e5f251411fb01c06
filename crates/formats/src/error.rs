//! Why an answer cannot be written.

use thiserror::Error;

/// A format or a column that cannot be written at all; found before the first byte.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FormatError {
    /// RESPONSEFORMAT names nothing that is offered.
    #[error("unsupported format `{asked}`; this service offers {}", .offered.join(", "))]
    Unsupported {
        /// What the client asked for, shortened for display.
        asked: String,
        /// The short name or media type of each format.
        offered: Vec<String>,
    },
    /// An answer needs at least one column.
    #[error("the answer has no column; select at least one")]
    NoColumns,
    /// The format has no room for so many columns.
    #[error("{format} holds at most {most} columns, and the answer has {found}; select fewer of them")]
    TooManyColumns {
        /// The short name of the format.
        format: &'static str,
        /// Columns of the answer.
        found: usize,
        /// The most that the format holds.
        most: usize,
    },
    /// The declared type of a column cannot hold what PostgreSQL sends.
    #[error(
        "column `{column}` is declared as {declared}, which cannot hold {received} values of the database"
    )]
    Column {
        /// The name of the column.
        column: String,
        /// The declared type, e.g. `boolean` or `char 12`.
        declared: String,
        /// The type in PostgreSQL, e.g. `int4` or `float8[]`.
        received: String,
    },
    /// The null marker of a column is not a value of its type.
    #[error("column `{column}` has the null marker {null}, which is not a value of {datatype}")]
    NullMarker {
        /// The name of the column.
        column: String,
        /// The marker.
        null: i64,
        /// The declared primitive.
        datatype: &'static str,
    },
}

impl FormatError {
    /// The HTTP status of the answer: 400 for what the client asked, 500 for what the catalogue declares.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unsupported { .. } => 400,
            Self::NoColumns | Self::TooManyColumns { .. } => 400,
            Self::Column { .. } => 500,
            Self::NullMarker { .. } => 500,
        }
    }

    /// The text for the client.
    pub fn for_client(&self) -> String {
        self.to_string()
    }

    /// The text for the log.
    pub fn for_log(&self) -> String {
        self.to_string()
    }
}

/// A row that cannot be written; the rows before it have been.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("row {row}{}: {fault}", .column.as_ref().map(|name| format!(", column `{name}`")).unwrap_or_default())]
pub struct RowError {
    /// The number of the row in the answer, from 1.
    pub row: u64,
    /// The column, unless the row itself is at fault.
    pub column: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// Why a document cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WriteError {
    /// A row cannot be written.
    #[error(transparent)]
    Row(#[from] RowError),
    /// What waits on disk for the end of the rows is more than the service allows.
    #[error(
        "the answer is larger than {limit_bytes} bytes, the most that this service collects for this format; \
         ask for fewer rows or columns, or for a format that needs no collecting, such as votable or csv"
    )]
    SpoolFull {
        /// The limit.
        limit_bytes: u64,
    },
    /// The temporary file cannot be written or read.
    #[error("the answer cannot be put together: {0}")]
    Spool(String),
    /// A library refused what it was given.
    #[error("the answer cannot be put together: {0}")]
    Library(String),
}

/// What is wrong with a row or a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The batch ends inside a row.
    #[error("the batch of rows ends in the middle of it")]
    Truncated,
    /// A row has another number of columns than the answer.
    #[error("it has {found} values where the answer has {expected} columns")]
    ColumnCount {
        /// The number of columns in the row.
        found: i16,
        /// The number of columns of the answer.
        expected: usize,
    },
    /// A value has not the length of its type.
    #[error("the value has {found} bytes where its type has {expected}")]
    Width {
        /// Bytes of the value.
        found: usize,
        /// Bytes of the type.
        expected: usize,
    },
    /// The length of a value is negative, and not the -1 of NULL.
    #[error("a value has a negative length")]
    NegativeLength,
    /// An array is not in PostgreSQL's binary form.
    #[error("the array is not in the binary form of its type")]
    Array,
    /// An array has elements of another type than the column.
    #[error("the array has elements of the type with the oid {found} where the column has {expected}")]
    ElementType {
        /// The oid in the value.
        found: u32,
        /// The oid of the column's element type.
        expected: u32,
    },
    /// An array has not the length that the column declares.
    #[error("the array has {found} elements where the column declares {expected}")]
    Length {
        /// Elements of the value.
        found: usize,
        /// Elements declared; the value must have a multiple of it if the last dimension is variable.
        expected: usize,
    },
    /// A text is longer than the column declares.
    #[error("the text has {found} characters where the column declares {expected}")]
    TextLength {
        /// Characters of the value.
        found: usize,
        /// Characters declared.
        expected: usize,
    },
    /// A text is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// A number does not fit the declared type.
    #[error("the number {value} is out of the range of {datatype}")]
    Range {
        /// The number.
        value: i64,
        /// The declared primitive.
        datatype: &'static str,
    },
    /// A float is to become an integer and is not whole.
    #[error("the number is not whole, and the column declares integers")]
    NotWhole,
    /// An array holds a NULL that the column cannot express.
    #[error("the array holds a null element, for which the column declares no null marker")]
    NullElement,
    /// A value is longer than a count of VOTable can say.
    #[error("the value has more than 2147483647 elements")]
    TooLong,
}

/// A fault and the place of its column in the row, if it is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowFault {
    pub column: Option<usize>,
    pub fault: Fault,
}

impl From<Fault> for RowFault {
    fn from(fault: Fault) -> Self {
        Self { column: None, fault }
    }
}

impl Fault {
    /// The fault as one of the column with this index.
    #[cold]
    pub(crate) fn in_column(self, index: usize) -> RowFault {
        RowFault { column: Some(index), fault: self }
    }
}

impl WriteError {
    /// The HTTP status, where nothing has been sent yet: 413 for an answer that is too large, else 500.
    pub fn status(&self) -> u16 {
        match self {
            Self::SpoolFull { .. } => 413,
            Self::Row(_) | Self::Spool(_) | Self::Library(_) => 500,
        }
    }

    /// The text for the client: names no more than the column that it asked for.
    pub fn for_client(&self) -> String {
        match self {
            Self::Row(_) | Self::SpoolFull { .. } => self.to_string(),
            Self::Spool(_) | Self::Library(_) => "the answer cannot be put together".to_owned(),
        }
    }

    /// The text for the log.
    pub fn for_log(&self) -> String {
        self.to_string()
    }
}
