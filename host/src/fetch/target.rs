//! One address to download from, checked before anything is sent there.

use std::net::{IpAddr, SocketAddr};

use plugin_api::{Error, Result};
use url::{Host, Url};

use super::address::is_public;

/// The longest URL in bytes; no server of ours or of others takes a longer one.
const URL_BYTES_MAX: usize = 8192;

/// An `http` or `https` URL whose host is a name, a public address, or an exception of the configuration.
#[derive(Debug)]
pub struct Target {
    url: Url,
    host: String,
}

impl Target {
    /// Reads what a caller wrote. Names are checked later, when they are resolved.
    pub fn parse(text: &str, allowed: &[SocketAddr]) -> Result<Self> {
        if text.len() > URL_BYTES_MAX {
            return Err(Error::bad_request(format!("the URL is longer than {URL_BYTES_MAX} bytes")));
        }
        let url = Url::parse(text.trim())
            .map_err(|why| Error::bad_request(format!("`{text}` is not a URL: {why}")))?;
        Self::of(url, allowed)
    }

    /// Where a redirect leads.
    pub fn redirected(&self, location: &str, allowed: &[SocketAddr]) -> Result<Self> {
        let wrong = |_| Error::bad_request(format!("{} redirects to something that is not a URL", self.host));
        if location.len() > URL_BYTES_MAX {
            return Err(Error::bad_request(format!("{} redirects to a URL that is too long", self.host)));
        }
        Self::of(self.url.join(location).map_err(wrong)?, allowed)
    }

    /// The URL to ask.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The host as it may stand in a message.
    pub fn host(&self) -> &str {
        &self.host
    }

    fn of(mut url: Url, allowed: &[SocketAddr]) -> Result<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            let message = format!("a URL of scheme `{}` cannot be fetched; use http or https", url.scheme());
            return Err(Error::bad_request(message));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::bad_request(
                "a URL with a user name or a password is not fetched; leave it out",
            ));
        }
        url.set_fragment(None);
        let (host, port) = (url.host_str().unwrap_or_default().to_owned(), url.port_or_known_default());
        // The `url` crate has turned every spelling of an IPv4 address into one by now.
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(Error::bad_request("a URL without a host cannot be fetched")),
        };
        match (literal, port) {
            (Some(address), Some(port)) if !may_reach(address, port, allowed) => Err(not_public(&host)),
            _ => Ok(Self { url, host }),
        }
    }
}

/// All that a caller learns of an address that is not for him.
pub fn not_public(host: &str) -> Error {
    Error::bad_request(format!("the address of {host} is not public"))
}

fn may_reach(address: IpAddr, port: u16, allowed: &[SocketAddr]) -> bool {
    let address = address.to_canonical();
    is_public(address) || allowed.iter().any(|one| one.ip().to_canonical() == address && one.port() == port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str, allowed: &[&str]) -> String {
        let allowed: Vec<SocketAddr> = allowed.iter().map(|text| text.parse().unwrap()).collect();
        Target::parse(url, &allowed).map_or_else(|error| error.to_string(), |target| target.url.to_string())
    }

    #[test]
    fn every_spelling_of_a_private_address_is_refused() {
        for (host, read) in [
            ("127.0.0.1", "127.0.0.1"),
            ("127.1", "127.0.0.1"),
            ("127.0.0.1.", "127.0.0.1"),
            ("2130706433", "127.0.0.1"),
            ("0177.0.0.1", "127.0.0.1"),
            ("0x7f.1", "127.0.0.1"),
            ("0x7f000001", "127.0.0.1"),
            ("017700000001", "127.0.0.1"),
            ("%31%32%37.0.0.1", "127.0.0.1"),
            ("127\u{3002}0\u{ff0e}0\u{ff61}1", "127.0.0.1"),
            ("\u{2460}\u{2461}\u{2466}.0.0.1", "127.0.0.1"),
            ("0", "0.0.0.0"),
            ("[::]", "[::]"),
            ("[::1]", "[::1]"),
            ("[0:0:0:0:0:0:0:1]", "[::1]"),
            ("[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
            ("[::ffff:7f00:1]", "[::ffff:7f00:1]"),
            ("[::127.0.0.1]", "[::7f00:1]"),
            ("[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]"),
            ("[2002:7f00:1::]", "[2002:7f00:1::]"),
            ("[fd00:ec2::254]", "[fd00:ec2::254]"),
            ("[fe80::1]", "[fe80::1]"),
            ("169.254.169.254", "169.254.169.254"),
            ("10.0.0.1", "10.0.0.1"),
        ] {
            for url in [format!("http://{host}/x"), format!("https://{host}:8443/x")] {
                assert_eq!(
                    said(&url, &["127.0.0.1:1"]),
                    format!("the address of {read} is not public"),
                    "{url}"
                );
            }
        }
    }

    #[test]
    fn an_exception_is_one_address_with_one_port() {
        let allowed = ["127.0.0.1:8080", "[::1]:80"];
        assert_eq!(said("http://127.1:8080/x#part", &allowed), "http://127.0.0.1:8080/x");
        assert_eq!(said("http://[::ffff:127.0.0.1]:8080/x", &allowed), "http://[::ffff:7f00:1]:8080/x");
        assert_eq!(said("http://[::1]/", &allowed), "http://[::1]/");
        assert_eq!(said("https://[::1]/", &allowed), "the address of [::1] is not public");
        assert_eq!(said("http://127.0.0.1:8081/x", &allowed), "the address of 127.0.0.1 is not public");
        assert_eq!(said("http://127.0.0.2:8080/x", &allowed), "the address of 127.0.0.2 is not public");
    }

    #[test]
    fn what_cannot_be_fetched_says_why() {
        for (url, message) in [
            ("file:///etc/passwd", "a URL of scheme `file` cannot be fetched; use http or https"),
            ("ftp://example.org/", "a URL of scheme `ftp` cannot be fetched; use http or https"),
            ("vos://example.org!x/y", "a URL of scheme `vos` cannot be fetched; use http or https"),
            ("http://a:b@example.org/", "a URL with a user name or a password is not fetched; leave it out"),
            ("http://a@example.org/", "a URL with a user name or a password is not fetched; leave it out"),
            ("table.xml", "`table.xml` is not a URL: relative URL without a base"),
            ("http://", "`http://` is not a URL: empty host"),
            ("http://256.0.0.1/", "`http://256.0.0.1/` is not a URL: invalid IPv4 address"),
            ("http://[fe80::1%25eth0]/", "`http://[fe80::1%25eth0]/` is not a URL: invalid IPv6 address"),
        ] {
            assert_eq!(said(url, &[]), message);
        }
        let long = format!("http://example.org/{}", "x".repeat(9000));
        assert_eq!(said(&long, &[]), "the URL is longer than 8192 bytes");
    }

    #[test]
    fn a_redirect_is_checked_like_the_first_url() {
        let target = Target::parse("https://example.org/a/b", &[]).unwrap();
        assert_eq!(target.redirected("../c?d", &[]).unwrap().url.as_str(), "https://example.org/c?d");
        for (location, message) in [
            ("http://127.0.0.1/", "the address of 127.0.0.1 is not public"),
            ("//[::1]/", "the address of [::1] is not public"),
            ("file:///etc/passwd", "a URL of scheme `file` cannot be fetched; use http or https"),
            ("http://", "example.org redirects to something that is not a URL"),
        ] {
            assert_eq!(target.redirected(location, &[]).unwrap_err().to_string(), message);
        }
    }
}
