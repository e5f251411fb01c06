//! A query on its way to the host.

use abi_stable::std_types::{RBox, ROption, RStr, RString, RVec};
use abi_stable::{StableAbi, sabi_trait};

use super::{AbiBuf, AbiRowsBox};

/// A bound value in PostgreSQL's binary form.
#[repr(C)]
#[derive(StableAbi)]
pub struct AbiParam {
    /// Type oid.
    pub type_oid: u32,
    /// The value; none is NULL.
    pub value: ROption<AbiBuf>,
}

/// A query with everything that the host must know; keyed, so that it may grow.
#[sabi_trait]
pub trait AbiQuery: Send + Sync {
    /// A text by key (see `query::key`); empty for an unknown key.
    fn text(&self, key: u32) -> RStr<'_>;

    /// A number by key; negative for unset or unknown.
    fn number(&self, key: u32) -> i64;

    /// The bound values, taken once.
    fn take_params(&mut self) -> RVec<AbiParam>;

    /// The expected type oids of the answer; empty if the plugin does not know.
    fn column_types(&self) -> RVec<u32>;

    /// The next upload: its description as JSON, and its rows. None after the last.
    #[sabi(last_prefix_field)]
    fn take_upload(&mut self) -> ROption<abi_stable::std_types::Tuple2<RString, AbiRowsBox>>;
}

/// An owned query.
pub type AbiQueryBox = AbiQuery_TO<'static, RBox<()>>;
