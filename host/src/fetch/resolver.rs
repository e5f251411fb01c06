//! Names to public addresses: the one look-up of a download, whose answer is also what is connected to.

use std::fmt;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// Resolves by the machine's own means and gives nothing but public addresses.
pub struct PublicOnly;

/// A name has addresses, none of which is public.
#[derive(Debug)]
pub struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 stands for the port of the URL.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public = public_of(&found);
            if public.is_empty() && !found.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

impl fmt::Display for NotPublic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("no public address")
    }
}

impl std::error::Error for NotPublic {}

fn public_of(found: &[SocketAddr]) -> Vec<SocketAddr> {
    found.iter().copied().filter(|address| is_public(address.ip())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_mixed_answer_only_the_public_addresses_remain() {
        let found = ["127.0.0.1:0", "8.8.8.8:0", "[fe80::1]:0"].map(|text| text.parse().unwrap());
        assert_eq!(public_of(&found), ["8.8.8.8:0".parse().unwrap()]);
    }

    #[tokio::test]
    async fn the_machine_itself_is_refused_by_name() {
        let refused = PublicOnly.resolve("localhost".parse().unwrap()).await.err();
        assert_eq!(refused.map(|error| error.to_string()).as_deref(), Some("no public address"));
    }
}
