//! How a plugin becomes a library: the guard round the author's type, and the macro that exports it.

use std::sync::Arc;

use abi_stable::library::{__call_root_module_loader, RootModuleResult};
use abi_stable::prefix_type::PrefixTypeTrait;
use abi_stable::std_types::{RResult, RString};
use async_ffi::FfiFuture;

use crate::abi::{
    self, AbiAnswerBox, AbiBytesBox, AbiError, AbiHostBox, AbiModule, AbiModuleRef, AbiPlugin, AbiPluginBox,
    AbiRequestBox, Catching, caught,
};
use crate::{Answer, Error, Host, Plugin, Request, Result, Settings, forward};

/// The root module of a plugin of type `P`. `library` is true in a real library, where log events and panics are
/// forwarded to the host.
#[doc(hidden)]
pub fn module<P: Plugin>(library: bool) -> AbiModuleRef {
    let configure = if library { configure_library::<P> } else { configure_here::<P> };
    AbiModule { describe: describe::<P>, configure }.leak_into_prefix()
}

/// What [`export_plugin!`](crate::export_plugin) puts behind the library's symbol.
#[doc(hidden)]
pub extern "C" fn root_module<P: Plugin>() -> RootModuleResult {
    __call_root_module_loader(|| module::<P>(true))
}

extern "C" fn describe<P: Plugin>() -> RResult<RString, AbiError> {
    let description = caught(|| {
        serde_json::to_string(&P::describe())
            .map_err(|error| Error::internal(format!("description: {error}")))
    });
    description.map(RString::from).map_err(AbiError::from).into()
}

extern "C" fn configure_library<P: Plugin>(
    host: AbiHostBox,
    settings: RString,
) -> RResult<AbiPluginBox, AbiError> {
    let begun = caught(|| {
        forward::install(&host);
        Ok(())
    });
    match begun {
        Ok(()) => configure_here::<P>(host, settings),
        Err(error) => RResult::RErr(error.into()),
    }
}

extern "C" fn configure_here<P: Plugin>(
    host: AbiHostBox,
    settings: RString,
) -> RResult<AbiPluginBox, AbiError> {
    let configured = caught(|| {
        let settings: Settings = serde_json::from_str(&settings)
            .map_err(|error| Error::internal(format!("unreadable settings: {error}")))?;
        P::configure(Host::new(host), settings)
    });
    let guard = configured.map(|plugin| Guard { plugin: Some(Arc::new(plugin)) });
    guard
        .map(|guard| abi::AbiPlugin_TO::from_value(guard, abi_stable::sabi_trait::TD_Opaque))
        .map_err(AbiError::from)
        .into()
}

/// An author's plugin behind guards; the last holder drops it under a guard as well.
struct Guard<P> {
    plugin: Option<Arc<P>>,
}

impl<P> Guard<P> {
    fn plugin(&self) -> Result<Arc<P>> {
        self.plugin.clone().ok_or_else(|| Error::internal("a dropped instance was called"))
    }
}

impl<P: Plugin> AbiPlugin for Guard<P> {
    fn answer(
        &self,
        request: AbiRequestBox,
        body: AbiBytesBox,
    ) -> FfiFuture<RResult<AbiAnswerBox, AbiError>> {
        let begun = caught(|| Ok(self.plugin()?.answer(Request::from_abi(request, body))));
        Catching::new(async { begun?.await.map(Answer::into_abi) }).into_crossing()
    }

    fn run_job(&self, job: RString) -> FfiFuture<RResult<RString, AbiError>> {
        let begun = caught(|| {
            let job = serde_json::from_str(&job)
                .map_err(|error| Error::internal(format!("unreadable job: {error}")))?;
            Ok(self.plugin()?.run_job(job))
        });
        let outcome = async {
            let outcome = begun?.await?;
            let text = serde_json::to_string(&outcome);
            text.map(RString::from).map_err(|error| Error::internal(format!("outcome of a job: {error}")))
        };
        Catching::new(outcome).into_crossing()
    }

    fn drain(&self) -> FfiFuture<RResult<(), AbiError>> {
        let begun = caught(|| Ok(self.plugin()?.drain()));
        let drained = async {
            begun?.await;
            Ok(())
        };
        Catching::new(drained).into_crossing()
    }
}

impl<P> Drop for Guard<P> {
    fn drop(&mut self) {
        abi::drop_quietly(&mut self.plugin, None);
    }
}

/// Exports a [`Plugin`] as the plugin of this library; once, in the library's `lib.rs`.
///
/// ```text
/// plugin_api::export_plugin!(Hello);
/// ```
#[macro_export]
macro_rules! export_plugin {
    ($plugin:ty) => {
        #[doc(hidden)]
        pub mod armilla_export {
            use super::*;

            /// The version of plugin-api, read before anything else.
            #[unsafe(no_mangle)]
            pub static ARMILLA_PLUGIN_API: u64 = $crate::abi::pack_version($crate::VERSION);

            /// The plugin's module, with the layout of everything that crosses.
            #[unsafe(no_mangle)]
            pub static ARMILLA_PLUGIN_MODULE: $crate::abi::LibHeader =
                $crate::abi::header($crate::export::root_module::<$plugin>);
        }
    };
}
