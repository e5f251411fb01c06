//! Where the host listens, as the configuration writes it.

use std::fmt;

/// A host name or IP address with a port, e.g. `127.0.0.1:8080` or `[::]:80`. Port 0 takes a free one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    port: u16,
}

/// The address under which clients reach the host: `http` or `https`, no trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl Address {
    /// Reads `HOST:PORT`; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((host, port)) = text.rsplit_once(':') else {
            return Err(format!("address \"{text}\" has no port"));
        };
        let port = port.parse().map_err(|_| format!("address \"{text}\" has the port \"{port}\""))?;
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if bare.is_empty() || bare.contains(['[', ']', '/', '@']) || bare.contains(char::is_whitespace) {
            return Err(format!("address \"{text}\" has the host \"{host}\""));
        }
        if bare == host && host.contains(':') {
            return Err(format!("address \"{text}\" has an IPv6 address without brackets"));
        }
        Ok(Self { text: text.to_owned(), port })
    }

    /// `HOST:PORT` as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The port; 0 takes a free one.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl BaseUrl {
    /// Reads a URL of scheme, authority and optional path; the error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let Some(rest) = rest else {
            return Err(format!("base URL \"{text}\" does not begin with `http://` or `https://`"));
        };
        if rest.is_empty() || rest.starts_with('/') {
            return Err(format!("base URL \"{text}\" has no host"));
        }
        if let Some(letter) = rest.chars().find(|&letter| "?#@\"<>".contains(letter) || letter <= ' ') {
            return Err(format!("base URL \"{text}\" has the character `{}`", letter.escape_debug()));
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_both_kinds_of_ip_addresses_are_read() {
        for (text, port) in [("127.0.0.1:8080", 8080), ("[::1]:0", 0), ("vo.example.org:80", 80)] {
            assert_eq!(Address::parse(text).map(|address| address.port()), Ok(port));
        }
    }

    #[test]
    fn a_bad_address_says_what_is_wrong() {
        let cases = [
            ("127.0.0.1", "address \"127.0.0.1\" has no port"),
            ("a:99999", "address \"a:99999\" has the port \"99999\""),
            (":80", "address \":80\" has the host \"\""),
            ("::1:80", "address \"::1:80\" has an IPv6 address without brackets"),
            ("http://a:80", "address \"http://a:80\" has the host \"http://a\""),
        ];
        for (text, message) in cases {
            assert_eq!(Address::parse(text), Err(message.to_owned()));
        }
    }

    #[test]
    fn a_base_url_loses_its_trailing_slash() {
        assert_eq!(
            BaseUrl::parse("https://vo.example.org/armilla/").unwrap().to_string(),
            "https://vo.example.org/armilla"
        );
    }

    #[test]
    fn a_bad_base_url_says_what_is_wrong() {
        let cases = [
            ("vo.example.org", "base URL \"vo.example.org\" does not begin with `http://` or `https://`"),
            ("http:///x", "base URL \"http:///x\" has no host"),
            ("http://a/?x", "base URL \"http://a/?x\" has the character `?`"),
        ];
        for (text, message) in cases {
            assert_eq!(BaseUrl::parse(text), Err(message.to_owned()));
        }
    }
}
