//! Errors that cross the boundary, as JSON text so that they may grow.

use abi_stable::StableAbi;
use abi_stable::std_types::RString;

use crate::Error;

/// An [`Error`] on its way across.
#[repr(C)]
#[derive(StableAbi)]
pub struct AbiError {
    json: RString,
}

impl From<Error> for AbiError {
    fn from(error: Error) -> Self {
        Self { json: serde_json::to_string(&error).unwrap_or_default().into() }
    }
}

impl From<AbiError> for Error {
    fn from(error: AbiError) -> Self {
        serde_json::from_str(&error.json).unwrap_or_else(|cause| {
            Self::internal(format!("unreadable error from across the boundary: {cause}"))
        })
    }
}
