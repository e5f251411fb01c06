//! Extension points across the boundary: offers as data or as service objects.

use abi_stable::sabi_trait;
use abi_stable::std_types::{RBox, ROption, RResult, RStr};
use async_ffi::FfiFuture;

use super::{AbiBuf, AbiBytesBox, AbiError, AbiRowsBox};

/// A service that one plugin offers to others.
#[sabi_trait]
pub trait AbiService: Send + Sync + Clone {
    /// Bytes in, bytes out.
    fn call(&self, input: AbiBuf) -> FfiFuture<RResult<AbiBuf, AbiError>>;

    /// Rows in, bytes out.
    #[sabi(last_prefix_field)]
    fn stream(&self, options: AbiBuf, rows: AbiRowsBox) -> RResult<AbiBytesBox, AbiError>;
}

/// An owned service.
pub type AbiServiceBox = AbiService_TO<'static, RBox<()>>;

/// Something offered at an extension point.
#[sabi_trait]
pub trait AbiOffer: Send + Sync {
    /// A text by key (see `offer::key`); empty for an unknown key.
    fn text(&self, key: u32) -> RStr<'_>;

    /// The service object, if the offer is one.
    #[sabi(last_prefix_field)]
    fn service(&self) -> ROption<AbiServiceBox>;
}

/// An owned offer.
pub type AbiOfferBox = AbiOffer_TO<'static, RBox<()>>;
