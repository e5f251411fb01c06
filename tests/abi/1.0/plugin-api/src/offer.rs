//! Extension points: what one plugin offers and another uses, without knowing each other.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use abi_stable::std_types::{ROption, RResult, RStr};
use async_ffi::FfiFuture;
use bytes::Bytes;

use crate::abi::{
    self, AbiBuf, AbiBytesBox, AbiError, AbiOffer, AbiOfferBox, AbiRowsBox, AbiService, AbiServiceBox,
};
use crate::{ByteStream, Error, Result, RowStream};

/// A boxed future that may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Keys of the texts of an offer.
mod key {
    pub const POINT: u32 = 1;
    pub const NAME: u32 = 2;
    pub const COLLECTION: u32 = 3;
    pub const DATA: u32 = 4;
    pub const INSTANCE: u32 = 5;
    pub const GENERATION: u32 = 6;
}

/// Something offered at an extension point.
#[derive(Clone)]
pub struct Offer {
    /// The extension point, e.g. `adql.enumeration`.
    pub point: String,
    /// The name of the offer at that point, e.g. `jplus`.
    pub name: String,
    /// The collection that it belongs to; none is all.
    pub collection: Option<String>,
    /// What is offered.
    pub value: OfferValue,
    /// The instance that offers; set by the host.
    pub instance: String,
    /// The generation of the plugin set that offers; set by the host.
    pub generation: u64,
}

/// Plain data, or a service object.
#[derive(Clone)]
pub enum OfferValue {
    /// JSON text, as the extension point defines it.
    Data(String),
    /// An object to call.
    Service(Arc<dyn Service>),
}

/// An object that a plugin offers for others to call. Panics in it are errors for the caller.
pub trait Service: Send + Sync + 'static {
    /// Bytes in, bytes out.
    fn call(&self, input: Bytes) -> BoxFuture<Result<Bytes>>;

    /// Rows in, bytes out, e.g. an output format.
    fn stream(&self, options: Bytes, rows: RowStream) -> Result<ByteStream> {
        let _ = (options, rows);
        Err(Error::not_offered("stream of rows"))
    }
}

impl Offer {
    /// An offer of plain data to all collections.
    pub fn data(point: &str, name: &str, json: impl Into<String>) -> Self {
        Self::new(point, name, OfferValue::Data(json.into()))
    }

    /// An offer of a service object to all collections.
    pub fn service(point: &str, name: &str, service: Arc<dyn Service>) -> Self {
        Self::new(point, name, OfferValue::Service(service))
    }

    /// Restricts the offer to one collection.
    #[must_use]
    pub fn for_collection(mut self, id: &str) -> Self {
        self.collection = Some(id.into());
        self
    }

    fn new(point: &str, name: &str, value: OfferValue) -> Self {
        Self {
            point: point.into(),
            name: name.into(),
            collection: None,
            value,
            instance: String::new(),
            generation: 0,
        }
    }

    pub(crate) fn into_abi(self) -> AbiOfferBox {
        let generation = self.generation.to_string();
        abi::AbiOffer_TO::from_value(Crossing { offer: self, generation }, abi_stable::sabi_trait::TD_Opaque)
    }

    pub(crate) fn from_abi(foreign: &AbiOfferBox) -> Self {
        let text = |key| foreign.text(key).to_string();
        Self {
            point: text(key::POINT),
            name: text(key::NAME),
            collection: Some(text(key::COLLECTION)).filter(|id| !id.is_empty()),
            value: match foreign.service() {
                ROption::RSome(service) => OfferValue::Service(Arc::new(Foreign(service))),
                ROption::RNone => OfferValue::Data(text(key::DATA)),
            },
            instance: text(key::INSTANCE),
            generation: text(key::GENERATION).parse().unwrap_or_default(),
        }
    }
}

struct Crossing {
    offer: Offer,
    generation: String,
}

impl AbiOffer for Crossing {
    fn text(&self, key: u32) -> RStr<'_> {
        let offer = &self.offer;
        RStr::from_str(match (key, &offer.value) {
            (key::POINT, _) => &offer.point,
            (key::NAME, _) => &offer.name,
            (key::COLLECTION, _) => offer.collection.as_deref().unwrap_or_default(),
            (key::DATA, OfferValue::Data(json)) => json,
            (key::INSTANCE, _) => &offer.instance,
            (key::GENERATION, _) => &self.generation,
            _ => "",
        })
    }

    fn service(&self) -> ROption<AbiServiceBox> {
        match &self.offer.value {
            OfferValue::Data(_) => ROption::RNone,
            OfferValue::Service(service) => {
                let guarded = Guarded(Some(service.clone()));
                ROption::RSome(abi::AbiService_TO::from_value(guarded, abi_stable::sabi_trait::TD_Opaque))
            }
        }
    }
}

/// A service of this side, guarded against panics.
#[derive(Clone)]
struct Guarded(Option<Arc<dyn Service>>);

impl Guarded {
    fn service(&self) -> Result<&Arc<dyn Service>> {
        self.0.as_ref().ok_or_else(|| Error::internal("a dropped service was called"))
    }
}

impl AbiService for Guarded {
    fn call(&self, input: AbiBuf) -> FfiFuture<RResult<AbiBuf, AbiError>> {
        let begun = abi::caught(|| Ok(self.service()?.call(input.into())));
        abi::Catching::new(async { begun?.await.map(AbiBuf::from) }).into_crossing()
    }

    fn stream(&self, options: AbiBuf, rows: AbiRowsBox) -> RResult<AbiBytesBox, AbiError> {
        let stream = abi::caught(|| self.service()?.stream(options.into(), RowStream::from_abi(rows)));
        stream.map(|stream| stream.into_abi(None)).map_err(AbiError::from).into()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        abi::drop_quietly(&mut self.0, None);
    }
}

/// A service of the other side.
struct Foreign(AbiServiceBox);

impl Service for Foreign {
    fn call(&self, input: Bytes) -> BoxFuture<Result<Bytes>> {
        let answer = self.0.call(input.into());
        Box::pin(async { answer.await.into_result().map(Bytes::from).map_err(Error::from) })
    }

    fn stream(&self, options: Bytes, rows: RowStream) -> Result<ByteStream> {
        let stream = self.0.stream(options.into(), rows.into_abi(None));
        stream.into_result().map(ByteStream::from_abi).map_err(Error::from)
    }
}
