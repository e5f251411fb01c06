//! Streams of row batches across the boundary.

use abi_stable::std_types::{RBox, ROption, RResult, RStr};
use abi_stable::{StableAbi, sabi_trait};
use async_ffi::{FfiContext, FfiPoll};

use super::{AbiBuf, AbiError};

/// What the database says of a column of an answer.
#[repr(C)]
#[derive(StableAbi)]
pub struct AbiColumn<'a> {
    /// The column's name in the answer.
    pub name: RStr<'a>,
    /// Type oid.
    pub type_oid: u32,
    /// Type modifier, -1 for none.
    pub type_modifier: i32,
}

/// A batch of rows, or the end.
#[repr(C)]
#[derive(StableAbi)]
pub struct AbiRowItem {
    /// True for the last item; then `bytes` is empty.
    pub end: bool,
    /// At the end: whether rows were cut by the row limit.
    pub overflow: bool,
    /// At the end: the number of rows in all batches.
    pub rows: u64,
    /// The rows in PostgreSQL's binary form.
    pub bytes: AbiBuf,
}

/// A stream of row batches.
#[sabi_trait]
pub trait AbiRows: Send + Sync + Unpin {
    /// The number of columns.
    fn column_count(&self) -> usize;

    /// A column, from 0.
    fn column(&self, index: usize) -> AbiColumn<'_>;

    /// The next item. A stream that stops without an end item has failed.
    #[sabi(last_prefix_field)]
    fn poll_next(&mut self, context: &mut FfiContext<'_>) -> FfiPoll<ROption<RResult<AbiRowItem, AbiError>>>;
}

/// An owned stream of rows.
pub type AbiRowsBox = AbiRows_TO<'static, RBox<()>>;
