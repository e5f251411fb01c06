//! Uses every service of the host, one route each, and answers with what came out.

mod data;
mod download;
mod rows;
mod work;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use plugin_api::{
    Answer, BoxFuture, Description, Host, Offer, OfferValue, Plugin, Request, Result, Service, Settings,
};

/// The plugin; `ticks` counts what a background task has done.
struct Services {
    host: Host,
    ticks: Arc<AtomicU64>,
}

/// A service object: reverses bytes, and panics at `panic`.
struct Reverse;

impl Service for Reverse {
    fn call(&self, input: Bytes) -> BoxFuture<Result<Bytes>> {
        Box::pin(async move {
            assert!(&input[..] != b"panic", "panic in a service");
            Ok(input.iter().rev().copied().collect())
        })
    }
}

impl Plugin for Services {
    fn describe() -> Description {
        let routes = [
            "upload",
            "copy",
            "fetch",
            "policy",
            "offers",
            "blocking",
            "ticks",
            "thread",
            "signatures",
            "log",
        ];
        let description =
            Description::new("services", env!("CARGO_PKG_VERSION"), "Uses every service of the host");
        let with_route =
            |description: Description, name| description.route("GET", &format!("/{name}"), "tries it");
        routes.into_iter().fold(description, with_route).with_collections()
    }

    fn configure(host: Host, _settings: Settings) -> Result<Self> {
        let ticks = Arc::new(AtomicU64::new(0));
        host.offer(Offer::data("test.word", "greeting", r#"{"word":"Salve"}"#).for_collection("sim-dr1"))?;
        host.offer(Offer::service("test.reverse", "reverse", Arc::new(Reverse)))?;
        host.spawn(work::tick(host.clone(), ticks.clone()))?;
        Ok(Self { host, ticks })
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Answer> {
        let text = match request.route() {
            "/upload" => data::upload(&self.host).await?,
            "/copy" => data::copy(&self.host).await?,
            "/fetch" => return download::fetch(&self.host, request.query()).await,
            "/policy" => data::policy(&self.host, request.principal()),
            "/offers" => offers(&self.host).await?,
            "/blocking" => work::blocking(&self.host).await?,
            "/ticks" => work::ticks(&self.ticks),
            "/thread" => work::thread(&self.host).await?,
            "/signatures" => signatures(&self.host).await?,
            _ => log(&self.host)?,
        };
        Ok(Answer::text(text))
    }
}

/// Data and a service object through an extension point; a panic in the service is the caller's error.
async fn offers(host: &Host) -> Result<String> {
    let mut lines = Vec::new();
    for offer in host.offers("test.word")?.into_iter().chain(host.offers("test.reverse")?) {
        let scope = offer.collection.as_deref().unwrap_or("all");
        match &offer.value {
            OfferValue::Data(json) => {
                lines.push(format!("{} of {} for {scope}: {json}", offer.name, offer.instance))
            }
            OfferValue::Service(service) => {
                let turned = service.call(Bytes::from_static(b"abc")).await?;
                let panicked = service
                    .call(Bytes::from_static(b"panic"))
                    .await
                    .err()
                    .map(|error| error.for_log().to_owned());
                lines.push(format!(
                    "{}: {} {}",
                    offer.name,
                    String::from_utf8_lossy(&turned),
                    panicked.unwrap_or_default()
                ));
            }
        }
    }
    Ok(lines.join("\n"))
}

/// A text signed and given back, and what comes of a signature that somebody has changed.
async fn signatures(host: &Host) -> Result<String> {
    let signed = host.sign("a text", 60).await?;
    let changed = host.verify(&format!("{signed}A")).await.err();
    let refused = changed.map_or("believed".to_owned(), |error| format!("{} {error}", error.kind().status()));
    Ok(format!("{}\n{refused}", host.verify(&signed).await?))
}

/// An event with fields, and a metric.
fn log(host: &Host) -> Result<String> {
    tracing::info!(answer = 42, "a word from a plugin");
    host.metric("words_total", &[("kind", "test")], 2.0)?;
    Ok(host.base_url())
}

plugin_api::export_plugin!(Services);
