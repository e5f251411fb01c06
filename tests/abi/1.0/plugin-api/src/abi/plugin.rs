//! A configured plugin instance as the host holds it.

use abi_stable::sabi_trait;
use abi_stable::std_types::{RBox, RResult, RString};
use async_ffi::FfiFuture;

use super::{AbiAnswerBox, AbiBytesBox, AbiError, AbiRequestBox};

/// A configured instance.
#[sabi_trait]
pub trait AbiPlugin: Send + Sync {
    /// Answers a request.
    fn answer(&self, request: AbiRequestBox, body: AbiBytesBox)
    -> FfiFuture<RResult<AbiAnswerBox, AbiError>>;

    /// Runs a job that the host has claimed for this instance: description in, outcome out, both JSON.
    fn run_job(&self, job: RString) -> FfiFuture<RResult<RString, AbiError>>;

    /// Called once when no new request will come.
    #[sabi(last_prefix_field)]
    fn drain(&self) -> FfiFuture<RResult<(), AbiError>>;
}

/// An owned instance.
pub type AbiPluginBox = AbiPlugin_TO<'static, RBox<()>>;
