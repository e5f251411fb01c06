//! The challenges of a 401 (RFC 9110 §11.6.1), and of capabilities where a log-in is possible (AuthVO 1.0).

use hyper::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};

/// The challenges of this host, each for a header line of its own: some clients read no lists.
#[derive(Debug)]
pub struct Challenges {
    cookie: HeaderValue,
    basic: HeaderValue,
    bearer: HeaderValue,
    wrong_token: HeaderValue,
}

/// What decides which challenges a client gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// No Basic: a browser would open its own dialogue, or a password would travel in the clear.
    pub without_basic: bool,
    /// A token was presented, and it was wrong.
    pub wrong_token: bool,
    /// Nobody can log in, so that no way to do it is named.
    pub nobody: bool,
}

impl Challenges {
    /// The challenges of a host at this address for clients, without a trailing slash.
    pub fn new(base_url: &str) -> Self {
        let realm = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
        let value = |text: String| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("Bearer"));
        Self {
            cookie: value(format!(
                "ivoa_cookie standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\"{base_url}/auth/login\""
            )),
            basic: value(format!("Basic realm=\"{realm}\", charset=\"UTF-8\"")),
            bearer: value(format!("Bearer realm=\"{realm}\"")),
            wrong_token: value(format!("Bearer realm=\"{realm}\", error=\"invalid_token\"")),
        }
    }

    /// Puts the challenges into the headers of an answer, in place of any others. Those that tell clients how to log in
    /// come before `Bearer`, which only says that a token would do. Where nobody can log in it stands alone: a 401 needs a
    /// challenge, and this one makes no client ask its user for a password.
    pub fn put(&self, headers: &mut HeaderMap, asked: Asked) {
        headers.remove(WWW_AUTHENTICATE);
        if !asked.nobody {
            headers.append(WWW_AUTHENTICATE, self.cookie.clone());
        }
        if !asked.nobody && !asked.without_basic {
            headers.append(WWW_AUTHENTICATE, self.basic.clone());
        }
        let bearer = if asked.wrong_token { &self.wrong_token } else { &self.bearer };
        headers.append(WWW_AUTHENTICATE, bearer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(asked: Asked) -> Vec<String> {
        let mut headers = HeaderMap::new();
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Negotiate"));
        Challenges::new("https://vo.example.org/armilla").put(&mut headers, asked);
        let lines = headers.get_all(WWW_AUTHENTICATE).iter();
        lines.map(|line| line.to_str().unwrap().to_owned()).collect()
    }

    const COOKIE: &str = "ivoa_cookie standard_id=\"ivo://ivoa.net/sso#tls-with-password\", \
                          access_url=\"https://vo.example.org/armilla/auth/login\"";

    #[test]
    fn each_challenge_has_a_line() {
        assert_eq!(
            lines(Asked::default()),
            [
                COOKIE,
                "Basic realm=\"vo.example.org/armilla\", charset=\"UTF-8\"",
                "Bearer realm=\"vo.example.org/armilla\""
            ]
        );
    }

    #[test]
    fn a_wrong_token_is_told_and_basic_can_be_left_out() {
        assert_eq!(
            lines(Asked { without_basic: true, wrong_token: true, ..Asked::default() }),
            [COOKIE, "Bearer realm=\"vo.example.org/armilla\", error=\"invalid_token\""]
        );
    }

    #[test]
    fn where_nobody_can_log_in_no_way_to_do_it_is_named() {
        assert_eq!(
            lines(Asked { nobody: true, ..Asked::default() }),
            ["Bearer realm=\"vo.example.org/armilla\""]
        );
    }
}
