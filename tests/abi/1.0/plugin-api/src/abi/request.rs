//! Requests and answers across the boundary, keyed so that they may grow.

use abi_stable::sabi_trait;
use abi_stable::std_types::{RBox, RSlice, RStr, Tuple2};

use super::AbiBytesBox;

/// The head of a request.
#[sabi_trait]
pub trait AbiRequest: Send + Sync {
    /// A text by key (see `request::key`); empty for an unknown key.
    fn text(&self, key: u32) -> RStr<'_>;

    /// How many pairs a list has (see `request::list`); 0 for an unknown list.
    fn pair_count(&self, list: u32) -> usize;

    /// A pair of a list, from 0: name and value.
    #[sabi(last_prefix_field)]
    fn pair(&self, list: u32, index: usize) -> Tuple2<RStr<'_>, RSlice<'_, u8>>;
}

/// An owned request head.
pub type AbiRequestBox = AbiRequest_TO<'static, RBox<()>>;

/// An answer.
#[sabi_trait]
pub trait AbiAnswer: Send + Sync {
    /// A number by key (see `answer::key`); negative for an unknown key.
    fn number(&self, key: u32) -> i64;

    /// How many pairs a list has; list 0 is the headers.
    fn pair_count(&self, list: u32) -> usize;

    /// A pair of a list, from 0: name and value.
    fn pair(&self, list: u32, index: usize) -> Tuple2<RStr<'_>, RSlice<'_, u8>>;

    /// The body, taken once.
    #[sabi(last_prefix_field)]
    fn take_body(&mut self) -> AbiBytesBox;
}

/// An owned answer.
pub type AbiAnswerBox = AbiAnswer_TO<'static, RBox<()>>;
