//! Streams of bytes across the boundary.

use abi_stable::sabi_trait;
use abi_stable::std_types::{RBox, ROption, RResult};
use async_ffi::{FfiContext, FfiPoll};

use super::{AbiBuf, AbiError};

/// A stream of byte chunks; polled by the side that sends them on.
#[sabi_trait]
pub trait AbiBytes: Send + Sync + Unpin {
    /// The next chunk, the end, or the error that cuts the stream.
    fn poll_next(&mut self, context: &mut FfiContext<'_>) -> FfiPoll<ROption<RResult<AbiBuf, AbiError>>>;

    /// The number of bytes to come, where known; `u64::MAX` for unknown.
    #[sabi(last_prefix_field)]
    fn length(&self) -> u64;
}

/// An owned stream.
pub type AbiBytesBox = AbiBytes_TO<'static, RBox<()>>;
