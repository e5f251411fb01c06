//! Why rows or coverage maps cannot be read.

use thiserror::Error;

/// Rows that are not those of the table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StatisticsError {
    /// A row breaks off, or has fewer values than the table has columns.
    #[error("row {row} of those observed is not whole: {columns} columns were announced")]
    Row {
        /// The number of the row, from 1 on.
        row: u64,
        /// The columns that were announced.
        columns: usize,
    },
    /// A value is not of the type of its column.
    #[error("row {row} of those observed: the value of column `{column}` is not of the announced type")]
    Value {
        /// The number of the row, from 1 on.
        row: u64,
        /// The column in PostgreSQL.
        column: String,
    },
}

/// A text that is no spatial MOC.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MocError {
    /// An item is neither `order/`, a cell nor a range of cells.
    #[error("`{item}` in a MOC is neither an order with `/`, a cell nor a range of cells")]
    Item {
        /// The item, shortened.
        item: String,
    },
    /// Cells stand before the first order.
    #[error("a MOC begins with an order and `/`, e.g. `3/`")]
    NoOrder,
    /// An order is beyond 29.
    #[error("order {order} in a MOC is greater than 29")]
    Order {
        /// The order.
        order: u64,
    },
    /// A cell that its order does not have, or a range whose end is before its start.
    #[error("cells {first}-{last} in a MOC are not cells of order {order}")]
    Cells {
        /// The first cell.
        first: u64,
        /// The last cell.
        last: u64,
        /// The order.
        order: u8,
    },
}
