//! Who the client is and whether its way was encrypted, where a proxy that is believed stands between.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{self, HeaderMap, HeaderName};

use super::connection::Connection;
use crate::config::Network;

/// The other end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its address; the port is 0 where a proxy does not say it.
    pub address: SocketAddr,
    /// Whether nobody between it and the host could read along.
    pub is_encrypted: bool,
}

/// What a proxy says of the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Hop {
    from: Option<SocketAddr>,
    is_https: Option<bool>,
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The client of a request: the last address that no proxy of ours has. What proxies say is taken from those that are
/// trusted only; anybody else could say it as well.
pub fn client(trusted: &[Network], connection: &Connection, headers: &HeaderMap) -> Client {
    let peer = SocketAddr::new(connection.remote.ip().to_canonical(), connection.remote.port());
    let direct = Client { address: peer, is_encrypted: connection.is_encrypted };
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    if !is_trusted(peer.ip()) {
        return direct;
    }
    let said = [by_x_headers(headers), by_forwarded(headers)]
        .map(|hops| hops.map(|hops| first(&hops, peer, is_trusted)));
    match said {
        [None, None] => direct,
        [Some(one), None] | [None, Some(one)] => one,
        // A proxy writes one of the two kinds and hands on what a client wrote in the other.
        [Some(one), Some(other)] if one == other => one,
        [Some(_), Some(_)] => Client { is_encrypted: false, ..direct },
    }
}

/// Walks from the host towards the client, as long as proxies are trusted.
fn first(hops: &[Hop], peer: SocketAddr, is_trusted: impl Fn(IpAddr) -> bool) -> Client {
    let mut client = Client { address: peer, is_encrypted: false };
    for hop in hops.iter().rev() {
        client.is_encrypted = hop.is_https == Some(true);
        let Some(address) = hop.from else { break };
        client.address = address;
        if !is_trusted(address.ip()) {
            break;
        }
    }
    client
}

/// `X-Forwarded-For` with `X-Forwarded-Proto`, nearest proxy last. One scheme for many addresses is that of the client:
/// proxies behind the first hand it on.
fn by_x_headers(headers: &HeaderMap) -> Option<Vec<Hop>> {
    let addresses: Vec<Option<SocketAddr>> = listed(headers, &X_FORWARDED_FOR).map(address).collect();
    let schemes: Vec<bool> =
        listed(headers, &X_FORWARDED_PROTO).map(|scheme| scheme.eq_ignore_ascii_case("https")).collect();
    let is_https = |place: usize| match schemes.len() == addresses.len() {
        true => schemes.get(place).copied(),
        false => schemes.last().copied(),
    };
    match (addresses.is_empty(), schemes.last()) {
        (true, None) => None,
        (true, Some(&last)) => Some(vec![Hop { from: None, is_https: Some(last) }]),
        (false, _) => {
            let hops = addresses.iter().enumerate();
            Some(hops.map(|(place, &from)| Hop { from, is_https: is_https(place) }).collect())
        }
    }
}

/// `Forwarded` (RFC 7239 §4), nearest proxy last.
fn by_forwarded(headers: &HeaderMap) -> Option<Vec<Hop>> {
    let hops: Vec<Hop> = listed(headers, &header::FORWARDED).map(hop).collect();
    (!hops.is_empty()).then_some(hops)
}

fn hop(element: &str) -> Hop {
    let mut hop = Hop::default();
    for (name, value) in element.split(';').filter_map(|pair| pair.split_once('=')) {
        let value = value.trim().trim_matches('"');
        match name.trim() {
            name if name.eq_ignore_ascii_case("for") => hop.from = address(value),
            name if name.eq_ignore_ascii_case("proto") => {
                hop.is_https = Some(value.eq_ignore_ascii_case("https"));
            }
            _ => {}
        }
    }
    hop
}

/// The elements of all lines of a header. Addresses and schemes hold no comma.
fn listed<'h>(headers: &'h HeaderMap, name: &'h HeaderName) -> impl Iterator<Item = &'h str> {
    // A line that is no text hides who wrote it, so it counts as an unknown hop.
    let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("unknown"));
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|element| !element.is_empty())
}

/// An address with or without a port, IPv6 in brackets or bare; names and `unknown` are none.
fn address(text: &str) -> Option<SocketAddr> {
    let text = text.trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().map(|ip: IpAddr| SocketAddr::new(ip, 0)).or_else(|_| text.parse()).ok()?;
    Some(SocketAddr::new(address.ip().to_canonical(), address.port()))
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::super::connection::Clock;
    use super::*;

    /// Address and encryption of a request that came from `peer` in the clear, where 10.0.0.0/8 is trusted.
    fn seen(peer: &str, lines: &[(&'static str, &'static str)]) -> String {
        let connection = Connection::new(format!("{peer}:9").parse().unwrap(), Clock::new(), false);
        let mut headers = HeaderMap::new();
        for &(name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let client = client(&["10.0.0.0/8".parse().unwrap()], &connection, &headers);
        format!("{} {}", client.address.ip(), if client.is_encrypted { "https" } else { "http" })
    }

    const FOR: &str = "x-forwarded-for";
    const PROTO: &str = "x-forwarded-proto";

    #[test]
    fn strangers_are_not_believed() {
        let lines = [(FOR, "192.0.2.1"), (PROTO, "https"), ("forwarded", "for=192.0.2.1;proto=https")];
        assert_eq!(seen("203.0.113.5", &lines), "203.0.113.5 http");
    }

    #[test]
    fn the_last_address_that_is_no_proxy_of_ours_is_the_client() {
        let cases: [(&'static str, &str); 4] = [
            ("198.51.100.1, 192.0.2.1", "192.0.2.1 https"),
            ("198.51.100.1, 192.0.2.1, 10.1.1.1", "192.0.2.1 https"),
            ("10.2.2.2, 10.1.1.1", "10.2.2.2 https"),
            ("192.0.2.1, unknown", "10.0.0.1 https"),
        ];
        for (value, expected) in cases {
            assert_eq!(seen("10.0.0.1", &[(FOR, value), (PROTO, "https")]), expected, "{value}");
        }
        assert_eq!(seen("10.0.0.1", &[(FOR, "198.51.100.1"), (FOR, "192.0.2.1")]), "192.0.2.1 http");
    }

    #[test]
    fn the_scheme_is_that_of_the_clients_own_hop() {
        let two = (FOR, "192.0.2.1, 10.1.1.1");
        assert_eq!(seen("10.0.0.1", &[two, (PROTO, "https, http")]), "192.0.2.1 https");
        assert_eq!(seen("10.0.0.1", &[two, (PROTO, "http, https")]), "192.0.2.1 http");
        assert_eq!(seen("10.0.0.1", &[two, (PROTO, "https")]), "192.0.2.1 https");
        assert_eq!(seen("10.0.0.1", &[(PROTO, "https")]), "10.0.0.1 https");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1 http");
    }

    #[test]
    fn the_header_of_rfc_7239_is_read() {
        for (value, expected) in [
            ("for=192.0.2.60;proto=https;by=10.0.0.1", "192.0.2.60 https"),
            ("For=\"[2001:db8::1]:4711\"; Proto=HTTPS", "2001:db8::1 https"),
            ("for=198.51.100.9;proto=https, for=192.0.2.60;proto=http, for=10.9.9.9", "192.0.2.60 http"),
            ("for=_hidden;proto=https", "10.0.0.1 https"),
        ] {
            assert_eq!(seen("10.0.0.1", &[("forwarded", value)]), expected, "{value}");
        }
    }

    #[test]
    fn two_stories_that_differ_are_both_not_believed() {
        let honest = (FOR, "192.0.2.1");
        let lines = [honest, (PROTO, "https"), ("forwarded", "for=127.0.0.1;proto=https")];
        assert_eq!(seen("10.0.0.1", &lines), "10.0.0.1 http");
        let lines = [honest, (PROTO, "https"), ("forwarded", "for=192.0.2.1;proto=https")];
        assert_eq!(seen("10.0.0.1", &lines), "192.0.2.1 https");
    }
}
