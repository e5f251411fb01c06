//! The guard round the host's services: panics become errors, futures are polled inside the host's runtime.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use abi_stable::std_types::{RResult, RSlice, RStr, RString, RVec};
use async_ffi::FfiFuture;

use crate::abi::{
    self, AbiBytesBox, AbiCallsite, AbiError, AbiHost, AbiHostBox, AbiOfferBox, AbiQueryBox, AbiRange,
    AbiRowsBox, AbiTaskBox, Around, Catching, caught,
};
use crate::host::services::{Callsite, HostServices};
use crate::{BoxFuture, ByteStream, CopyTarget, Error, Offer, Principal, Query, Region, Result, RowStream};

/// The host's services on their way to a plugin.
#[derive(Clone)]
pub(crate) struct HostGuard {
    services: Arc<dyn HostServices>,
    around: Around,
}

impl HostGuard {
    pub(crate) fn new(services: Arc<dyn HostServices>) -> Self {
        let runtime = services.clone();
        Self { services, around: Arc::new(move |work| runtime.in_runtime(work)) }
    }

    pub(crate) fn into_abi(self) -> AbiHostBox {
        abi::AbiHost_TO::from_value(self, abi_stable::sabi_trait::TD_Opaque)
    }

    /// Begins a call inside the runtime and guards its future.
    fn begin<T, U>(
        &self,
        call: impl FnOnce(&dyn HostServices) -> Result<BoxFuture<Result<T>>>,
        convert: impl FnOnce(T) -> U + Send + 'static,
    ) -> FfiFuture<RResult<U, AbiError>>
    where
        T: Send + 'static,
        U: Send + 'static,
    {
        let begun = caught(|| abi::within(Some(&self.around), || call(&*self.services)));
        Catching::inside(self.around.clone(), async move { begun?.await.map(convert) }).into_crossing()
    }

    fn now<T>(&self, call: impl FnOnce(&dyn HostServices) -> Result<T>) -> RResult<T, AbiError> {
        caught(|| abi::within(Some(&self.around), || call(&*self.services))).map_err(AbiError::from).into()
    }
}

fn json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::internal(format!("unreadable {what}: {error}")))
}

impl AbiHost for HostGuard {
    fn query(&self, query: AbiQueryBox) -> FfiFuture<RResult<AbiRowsBox, AbiError>> {
        let around = self.around.clone();
        self.begin(|services| Ok(services.query(Query::from_abi(query)?)), |rows| rows.into_abi(Some(around)))
    }

    fn execute(&self, query: AbiQueryBox) -> FfiFuture<RResult<u64, AbiError>> {
        self.begin(|services| Ok(services.execute(Query::from_abi(query)?)), |rows| rows)
    }

    fn copy_in(&self, target: RString, rows: AbiRowsBox) -> FfiFuture<RResult<u64, AbiError>> {
        self.begin(
            |services| {
                let target: CopyTarget = json("target of a copy", &target)?;
                Ok(services.copy_in(target, RowStream::from_abi(rows)))
            },
            |rows| rows,
        )
    }

    fn cover(&self, kind: u32, numbers: RSlice<'_, f64>) -> RResult<RVec<AbiRange>, AbiError> {
        self.now(|services| {
            let ranges = services.cover(&Region::from_numbers(kind, numbers.as_slice())?)?;
            Ok(ranges.into_iter().map(AbiRange::from).collect())
        })
    }

    fn authorize(&self, principal: RStr<'_>, resource: RStr<'_>) -> RResult<bool, AbiError> {
        self.now(|services| {
            services.authorize(&Principal::from_text(principal.as_str()), resource.as_str())?;
            Ok(true)
        })
    }

    fn visible(&self, principal: RStr<'_>) -> RResult<RString, AbiError> {
        self.now(|services| services.visible(&Principal::from_text(principal.as_str())).map(RString::from))
    }

    fn collections(&self, principal: RStr<'_>) -> RResult<RString, AbiError> {
        self.now(|services| {
            services.collections(&Principal::from_text(principal.as_str())).map(RString::from)
        })
    }

    fn offer(&self, offer: AbiOfferBox) -> RResult<(), AbiError> {
        self.now(|services| services.offer(Offer::from_abi(&offer)))
    }

    fn offers(&self, point: RStr<'_>) -> RResult<RVec<AbiOfferBox>, AbiError> {
        self.now(|services| {
            let offers = services.offers(point.as_str())?;
            Ok(offers.into_iter().map(Offer::into_abi).collect())
        })
    }

    fn spawn(&self, task: FfiFuture<()>) -> RResult<(), AbiError> {
        self.now(|services| services.spawn(Box::pin(task)))
    }

    fn sleep(&self, millis: u64) -> FfiFuture<RResult<(), AbiError>> {
        self.begin(|services| Ok(services.sleep(Duration::from_millis(millis))), |()| ())
    }

    fn blocking(&self, mut task: AbiTaskBox) -> FfiFuture<RResult<(), AbiError>> {
        self.begin(|services| Ok(services.blocking(Box::new(move || task.run()))), |()| ())
    }

    fn put(&self, key: RString, content: AbiBytesBox) -> FfiFuture<RResult<u64, AbiError>> {
        self.begin(|services| Ok(services.put(key.into(), ByteStream::from_abi(content))), |bytes| bytes)
    }

    fn get(&self, key: RString, start: u64, length: u64) -> FfiFuture<RResult<AbiBytesBox, AbiError>> {
        let around = self.around.clone();
        let whole = start == 0 && length == u64::MAX;
        let range = (!whole).then(|| start..start.saturating_add(length));
        self.begin(|services| Ok(services.get(key.into(), range)), |content| content.into_abi(Some(around)))
    }

    fn fetch(&self, request: RString) -> FfiFuture<RResult<AbiBytesBox, AbiError>> {
        let around = self.around.clone();
        self.begin(|services| Ok(services.fetch(request.into())), |content| content.into_abi(Some(around)))
    }

    fn call(&self, service: RStr<'_>, arguments: RString) -> FfiFuture<RResult<RString, AbiError>> {
        self.begin(|services| Ok(services.call(service.as_str(), arguments.into())), RString::from)
    }

    fn metric(&self, name: RStr<'_>, labels: RStr<'_>, value: f64) -> RResult<(), AbiError> {
        self.now(|services| {
            let labels: Vec<(String, String)> = json("labels of a metric", labels.as_str())?;
            services.metric(name.as_str(), &labels, value)
        })
    }

    fn base_url(&self) -> RString {
        caught(|| Ok(self.services.base_url())).unwrap_or_default().into()
    }

    fn log_register(&self, callsite: AbiCallsite<'_>) -> u64 {
        let level = match callsite.level {
            1 => tracing::Level::ERROR,
            2 => tracing::Level::WARN,
            3 => tracing::Level::INFO,
            4 => tracing::Level::DEBUG,
            _ => tracing::Level::TRACE,
        };
        let (target, file) = (callsite.target.as_str(), callsite.file.as_str());
        let callsite = Callsite { target, file, line: callsite.line, level };
        caught(|| Ok(self.services.log_register(callsite))).unwrap_or_default()
    }

    fn log_event(&self, callsite: u64, message: RStr<'_>, fields: RStr<'_>) {
        // A log line that panics is lost; there is nobody left to tell.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            self.services.log_event(callsite, message.as_str(), fields.as_str());
        }));
    }
}
