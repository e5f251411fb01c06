//! A stream of row batches in PostgreSQL's binary form.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use abi_stable::std_types::RStr;
use async_ffi::FfiContext;
use bytes::Bytes;
use futures_util::Stream;

use crate::Result;
use crate::abi::{self, AbiColumn, AbiPoll, AbiRowItem, AbiRows, AbiRowsBox, Guarded};

/// What the database says of a column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowColumn {
    /// The column's name in the answer.
    pub name: String,
    /// The type's oid.
    pub type_oid: u32,
    /// The type's modifier, -1 for none.
    pub type_modifier: i32,
}

/// A batch of rows, or the end of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowItem {
    /// Whole rows, each `[i16 columns][i32 length or -1 for NULL, bytes]*`, big-endian.
    Rows(Bytes),
    /// The explicit end. A stream that stops without it has failed.
    End {
        /// The number of rows in all batches.
        rows: u64,
        /// Whether the row limit cut more rows off.
        overflow: bool,
    },
}

/// Rows as the database sends them; dropping the stream cancels the query.
pub struct RowStream {
    columns: Vec<RowColumn>,
    // As in `ByteStream`: a mutex only makes it Sync, it is never locked.
    items: Mutex<Pin<Box<dyn Stream<Item = Result<RowItem>> + Send>>>,
}

impl RowStream {
    /// Rows with these columns.
    pub fn new(columns: Vec<RowColumn>, items: impl Stream<Item = Result<RowItem>> + Send + 'static) -> Self {
        Self { columns, items: Mutex::new(Box::pin(items)) }
    }

    /// The columns of the answer; known before the first row.
    pub fn columns(&self) -> &[RowColumn] {
        &self.columns
    }

    pub(crate) fn into_abi(self, around: Option<abi::Around>) -> AbiRowsBox {
        abi::AbiRows_TO::from_value(Guarded::new(self, around), abi_stable::sabi_trait::TD_Opaque)
    }

    pub(crate) fn from_abi(foreign: AbiRowsBox) -> Self {
        let columns = (0..foreign.column_count()).map(|index| {
            let AbiColumn { name, type_oid, type_modifier } = foreign.column(index);
            RowColumn { name: name.to_string(), type_oid, type_modifier }
        });
        Self { columns: columns.collect(), items: Mutex::new(Box::pin(Foreign(foreign))) }
    }
}

impl Stream for RowStream {
    type Item = Result<RowItem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.items.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        items.as_mut().poll_next(context)
    }
}

impl AbiRows for Guarded<RowStream> {
    fn column_count(&self) -> usize {
        self.stream().map_or(0, |stream| stream.columns.len())
    }

    fn column(&self, index: usize) -> AbiColumn<'_> {
        match self.stream().and_then(|stream| stream.columns.get(index)) {
            Some(column) => AbiColumn {
                name: RStr::from_str(&column.name),
                type_oid: column.type_oid,
                type_modifier: column.type_modifier,
            },
            None => AbiColumn { name: RStr::empty(), type_oid: 0, type_modifier: -1 },
        }
    }

    fn poll_next(&mut self, context: &mut FfiContext<'_>) -> AbiPoll<AbiRowItem> {
        self.poll(context, to_abi)
    }
}

fn to_abi(item: RowItem) -> AbiRowItem {
    match item {
        RowItem::Rows(bytes) => AbiRowItem { end: false, overflow: false, rows: 0, bytes: bytes.into() },
        RowItem::End { rows, overflow } => {
            AbiRowItem { end: true, overflow, rows, bytes: Bytes::new().into() }
        }
    }
}

fn from_abi(AbiRowItem { end, overflow, rows, bytes }: AbiRowItem) -> RowItem {
    if end { RowItem::End { rows, overflow } } else { RowItem::Rows(bytes.into()) }
}

struct Foreign(AbiRowsBox);

impl Stream for Foreign {
    type Item = Result<RowItem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        abi::poll_foreign(context, |context| self.0.poll_next(context), from_abi)
    }
}
