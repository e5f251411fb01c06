//! A stream of row batches in PostgreSQL's binary form.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use abi_stable::std_types::{ROption, RResult, RStr};
use async_ffi::{ContextExt, FfiContext, FfiPoll};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use crate::abi::{self, AbiColumn, AbiError, AbiRowItem, AbiRows, AbiRowsBox};
use crate::{Error, Result};

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
        abi::AbiRows_TO::from_value(Guarded { stream: Some(self), around }, abi_stable::sabi_trait::TD_Opaque)
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

struct Guarded {
    stream: Option<RowStream>,
    around: Option<abi::Around>,
}

impl AbiRows for Guarded {
    fn column_count(&self) -> usize {
        self.stream.as_ref().map_or(0, |stream| stream.columns.len())
    }

    fn column(&self, index: usize) -> AbiColumn<'_> {
        match self.stream.as_ref().and_then(|stream| stream.columns.get(index)) {
            Some(column) => AbiColumn {
                name: RStr::from_str(&column.name),
                type_oid: column.type_oid,
                type_modifier: column.type_modifier,
            },
            None => AbiColumn { name: RStr::empty(), type_oid: 0, type_modifier: -1 },
        }
    }

    fn poll_next(&mut self, context: &mut FfiContext<'_>) -> FfiPoll<ROption<RResult<AbiRowItem, AbiError>>> {
        let Some(stream) = self.stream.as_mut() else { return FfiPoll::Ready(ROption::RNone) };
        let polled = catch_unwind(AssertUnwindSafe(|| {
            abi::within(self.around.as_ref(), || {
                context.with_context(|context| stream.poll_next_unpin(context))
            })
        }));
        match polled {
            Ok(Poll::Pending) => FfiPoll::Pending,
            Ok(Poll::Ready(None)) => FfiPoll::Ready(ROption::RNone),
            Ok(Poll::Ready(Some(item))) => {
                FfiPoll::Ready(ROption::RSome(item.map(to_abi).map_err(AbiError::from).into()))
            }
            Err(panic) => {
                abi::drop_quietly(&mut self.stream, self.around.as_ref());
                let error =
                    Error::internal(format!("panic in a stream of rows: {}", abi::panic_text(&*panic)));
                FfiPoll::Ready(ROption::RSome(RResult::RErr(error.into())))
            }
        }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        abi::drop_quietly(&mut self.stream, self.around.as_ref());
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

struct Foreign(AbiRowsBox);

impl Stream for Foreign {
    type Item = Result<RowItem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match context.with_ffi_context(|context| self.0.poll_next(context)) {
            FfiPoll::Pending => Poll::Pending,
            FfiPoll::Ready(ROption::RNone) => Poll::Ready(None),
            FfiPoll::Ready(ROption::RSome(RResult::RErr(error))) => Poll::Ready(Some(Err(error.into()))),
            FfiPoll::Ready(ROption::RSome(RResult::ROk(AbiRowItem { end, overflow, rows, bytes }))) => {
                Poll::Ready(Some(Ok(if end {
                    RowItem::End { rows, overflow }
                } else {
                    RowItem::Rows(bytes.into())
                })))
            }
            FfiPoll::Panicked => {
                Poll::Ready(Some(Err(Error::internal("a row stream panicked across the boundary"))))
            }
        }
    }
}
