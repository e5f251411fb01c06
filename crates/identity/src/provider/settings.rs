//! What an operator sets of an outside provider: `[login.provider]` of `host.toml`.

use url::{Host, Url};

/// What an operator sets of an outside provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSettings {
    /// The provider's own name of itself (OpenID Connect Discovery 1.0 section 3): an https address.
    pub issuer: String,
    /// The audience that tokens for this host name.
    pub audience: String,
    /// What the provider's users are named with: `NAME:user`.
    pub name: String,
    /// The claim with the user.
    pub user_claim: String,
    /// The claim with the groups: a list, or one text with blanks between.
    pub groups_claim: String,
}

/// What is wrong with the address of a provider: keys come over https, or from this machine.
pub fn address_fault(address: &str) -> Option<&'static str> {
    let Ok(url) = Url::parse(address) else { return Some("this is no address") };
    let is_local = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" => None,
        "http" if is_local => None,
        _ => Some("the address of a provider begins with `https://`; `http://` is for this machine only"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for good in
            ["https://id.example.org/realm", "http://127.0.0.1:1", "http://[::1]/x", "http://localhost"]
        {
            assert_eq!(address_fault(good), None, "{good}");
        }
        for bad in ["http://id.example.org", "ftp://127.0.0.1", "http://localhost.example.org"] {
            assert_eq!(
                address_fault(bad),
                Some("the address of a provider begins with `https://`; `http://` is for this machine only"),
                "{bad}"
            );
        }
        assert_eq!(address_fault("id.example.org"), Some("this is no address"));
    }
}
