//! Downloads for plugins: `http` and `https`, from public addresses only, within limits of bytes and time.

mod address;
mod body;
mod resolver;
mod target;

use std::net::SocketAddr;
use std::time::Duration;

use plugin_api::{ByteStream, Error, FetchRequest, Result};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};

use body::Bounds;
use resolver::{NotPublic, PublicOnly};
use target::{Target, not_public};

/// Redirects that are followed; one more is an error.
const REDIRECTS_MAX: usize = 5;

/// Time to look a name up and to connect, also to encrypt.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest time of a download, whatever is asked for.
const TIMEOUT_MAX: Duration = Duration::from_secs(3600);

/// Downloads what plugins ask for.
pub struct Fetcher {
    /// Addresses that are reached although they are not public.
    allowed: Vec<SocketAddr>,
    /// Made with the first download, because it reads the machine's certificates.
    client: OnceCell<Client>,
}

impl Fetcher {
    /// Downloads from public addresses, and from `allowed` ones where the URL names the address itself.
    pub fn new(allowed: Vec<SocketAddr>) -> Self {
        Self { allowed, client: OnceCell::new() }
    }

    /// The body of a download. The error says nothing of what is behind an address that is not public.
    pub async fn fetch(&self, request: &FetchRequest) -> Result<ByteStream> {
        let target = Target::parse(&request.url, &self.allowed)?;
        let time = Duration::from_secs(request.timeout_secs).min(TIMEOUT_MAX);
        let host = target.host().to_owned();
        let bounds = Bounds { host, bytes_max: request.bytes_max, deadline: Instant::now() + time, time };
        let found = timeout_at(bounds.deadline, self.follow(target)).await;
        let (target, response) = found.map_err(|_| bounds.timeout())??;
        if !response.status().is_success() {
            let message = format!("{} answered {}", target.host(), response.status().as_u16());
            return Err(Error::bad_request(message));
        }
        body::stream(response, Bounds { host: target.host().to_owned(), ..bounds })
    }

    /// Asks, and asks again where redirects lead; each of them is checked like the first address.
    async fn follow(&self, mut target: Target) -> Result<(Target, Response)> {
        for _ in 0..=REDIRECTS_MAX {
            let response = self.ask(&target).await?;
            // 304 and 300 have no place to go to that is ours to choose.
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok((target, response));
            }
            let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let location = location.ok_or_else(|| {
                Error::bad_request(format!("{} redirects without saying where to", target.host()))
            })?;
            target = target.redirected(location, &self.allowed)?;
        }
        Err(Error::bad_request(format!(
            "more than {REDIRECTS_MAX} redirects, the last from {}",
            target.host()
        )))
    }

    async fn ask(&self, target: &Target) -> Result<Response> {
        let client = self.client.get_or_try_init(client).await?;
        client.get(target.url().clone()).send().await.map_err(|error| failure(target.host(), &error))
    }
}

/// The client of all downloads: it resolves names by our rules and follows nothing by itself.
async fn client() -> Result<Client> {
    let build = || {
        Client::builder()
            .user_agent(concat!("Armilla/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(PublicOnly)
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .connect_timeout(CONNECT_TIMEOUT)
            .build()
    };
    let built = tokio::task::spawn_blocking(build).await;
    let built = built.map_err(|error| Error::internal(format!("downloads: {error}")))?;
    built.map_err(|error| Error::internal(format!("downloads: {error:?}")))
}

/// What the caller may know of a request that failed.
fn failure(host: &str, error: &reqwest::Error) -> Error {
    if caused_by_not_public(error) {
        return not_public(host);
    }
    let message = match error {
        _ if error.is_dns() => format!("there is no host {host}"),
        _ if error.is_connect() && error.is_timeout() => format!("{host} cannot be reached in time"),
        _ if error.is_connect() => format!("{host} cannot be reached"),
        _ => format!("{host} did not answer as HTTP servers do"),
    };
    Error::bad_request(message).with_log(format!("{error:?}"))
}

fn caused_by_not_public(error: &reqwest::Error) -> bool {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source()).any(|error| error.is::<NotPublic>())
}
