//! How requests reach the host: keys for TLS, proxies that are believed, and who may read metrics.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use conf_file::value::{self, Refusal};

use super::section::Section;

/// Where the certificate and its key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate of the host and those that sign it, PEM.
    pub certificate: PathBuf,
    /// The private key, PEM.
    pub key: PathBuf,
}

/// A range of addresses, e.g. `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// How many bits of the address count.
    bits: u8,
}

/// Who may read the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsReaders {
    /// Everybody who reaches the host.
    All,
    /// Programs of this machine.
    Loopback,
}

impl TlsFiles {
    /// The files, relative ones below a folder.
    pub fn below(&self, folder: &Path) -> Self {
        Self { certificate: folder.join(&self.certificate), key: folder.join(&self.key) }
    }
}

impl Network {
    /// Whether an address is in it; an IPv4 address in the form of IPv6 is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                shared(u128::from(own.to_bits() ^ other.to_bits()) << 96) >= u32::from(self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                shared(own.to_bits() ^ other.to_bits()) >= u32::from(self.bits)
            }
            _ => false,
        }
    }
}

/// The leading bits in which two addresses are the same, from their difference.
fn shared(difference: u128) -> u32 {
    difference.leading_zeros()
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let wrong = || format!("\"{text}\" is not an address or a network");
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).ok().filter(|bits| *bits <= most);
        Ok(Self { address, bits: bits.ok_or_else(wrong)? })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}

/// Reads `tls_certificate` and `tls_key`; one without the other is a mistake.
pub fn read_tls(section: &Section<'_>) -> Option<TlsFiles> {
    let [certificate, key] =
        ["tls_certificate", "tls_key"].map(|key| section.read(key, String::new(), value::string));
    match (certificate.is_empty(), key.is_empty()) {
        (false, false) => return Some(TlsFiles { certificate: certificate.into(), key: key.into() }),
        (false, true) => section.mistake("tls_certificate", "a certificate is of no use without `tls_key`"),
        (true, false) => section.mistake("tls_key", "a key is of no use without `tls_certificate`"),
        (true, true) => {}
    }
    None
}

/// Reads `trusted_proxies`.
pub fn read_proxies(section: &Section<'_>) -> Vec<Network> {
    section.read("trusted_proxies", Vec::new(), |value| {
        let hint = "write addresses or networks, e.g. [\"127.0.0.1\", \"10.0.0.0/8\", \"fd00::/8\"]";
        let networks = value::strings(value)?;
        networks
            .iter()
            .map(|text| text.parse().map_err(|why: String| Refusal::with_hint(why, hint)))
            .collect()
    })
}

/// Reads `metrics`.
pub fn read_metrics(section: &Section<'_>) -> MetricsReaders {
    let words = [("all", MetricsReaders::All), ("loopback", MetricsReaders::Loopback)];
    section.read("metrics", MetricsReaders::All, |found| value::choice(found, &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(network: &str, address: &str) -> bool {
        network.parse::<Network>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn addresses_are_in_networks_of_their_kind() {
        for (network, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("10.0.0.0/8", "::ffff:10.1.2.3", "::10.1.2.3"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.6"),
            ("192.0.2.128/25", "192.0.2.255", "192.0.2.127"),
            ("fd00::/8", "fdff::1", "fe00::1"),
            ("0.0.0.0/0", "203.0.113.9", "2001:db8::1"),
        ] {
            assert!(holds(network, inside), "{inside} in {network}");
            assert!(!holds(network, outside), "{outside} not in {network}");
        }
    }

    #[test]
    fn a_wrong_network_is_told() {
        for text in ["10.0.0.0/33", "10.0.0/8", "proxy", "::/129", "10.0.0.0/", ""] {
            let expected = format!("\"{text}\" is not an address or a network");
            assert_eq!(text.parse::<Network>(), Err(expected));
        }
    }
}
