//! Addresses as pages use them: without scheme and host where they belong to this host.
//!
//! People reach a host under more names than the one in its configuration, e.g. `localhost`. Paths without a host lead to
//! the one that they came by; the host's own name is never taken from a request.

use url::Url;

use crate::Portal;

impl Portal {
    /// The path of the portal, without a trailing slash; what a proxy puts in front is part of it.
    pub(crate) fn base(&self) -> String {
        path_of(&self.host.base_url())
    }

    /// The path of the host itself, without a trailing slash.
    pub(crate) fn host_base(&self) -> String {
        let base = self.base();
        base.strip_suffix(&self.mount).unwrap_or(&base).to_owned()
    }

    /// Scheme, host and port under which the host's own documents name it; `None` where it has no name.
    pub(crate) fn origin(&self) -> Option<String> {
        origin_of(&self.host.base_url())
    }

    /// An address as its path if it leads to this host, else as it is. Without a trailing slash.
    pub(crate) fn local(&self, url: &str) -> String {
        let url = url.trim_end_matches('/');
        match (origin_of(url), self.origin()) {
            (Some(theirs), Some(ours)) if theirs == ours => {
                url.get(ours.len()..).unwrap_or_default().to_owned()
            }
            _ => url.to_owned(),
        }
    }
}

/// Scheme, host and port of an `http` or `https` address, as browsers write them.
pub(crate) fn origin_of(url: &str) -> Option<String> {
    let url =
        Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    Some(url.origin().ascii_serialization())
}

/// The path of an address, without a trailing slash.
fn path_of(url: &str) -> String {
    let path = Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.path().to_owned());
    path.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_no_usual_port() {
        for (url, origin) in [
            ("https://vo.example.org:443/archive/portal", Some("https://vo.example.org")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("ftp://example.org/", None),
            ("/portal", None),
            ("https://user:secret@example.org/x", Some("https://example.org")),
        ] {
            assert_eq!(origin_of(url).as_deref(), origin, "{url}");
        }
    }

    #[test]
    fn what_a_proxy_puts_in_front_is_part_of_the_path() {
        assert_eq!(path_of("https://vo.example.org/archive/portal/"), "/archive/portal");
        assert_eq!(path_of("http://127.0.0.1:8080"), "");
        assert_eq!(path_of("/portal"), "/portal");
    }
}
