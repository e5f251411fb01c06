//! What a request presents to say who asks: read, not yet checked.

use hyper::header::{self, HeaderMap};

/// What a request presents. Credentials in query strings are never looked at: they end in logs and histories.
#[derive(Clone, PartialEq, Eq)]
pub enum Presented {
    /// Nothing at all.
    Nothing,
    /// A name and a password (RFC 7617).
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A bearer token (RFC 6750).
    Token(String),
    /// The cookie of a session.
    Session(String),
    /// An `Authorization` that nobody can check, with the reason.
    Unreadable(&'static str),
}

/// The cookie of a session.
pub const COOKIE: &str = "armilla_session";

const SCHEMES: &str = "log in with the scheme Basic or Bearer";

impl Presented {
    /// What the headers of a request present: `Authorization` before the cookie, because it was meant for this request.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut given = headers.get_all(header::AUTHORIZATION).iter();
        match (given.next(), given.next()) {
            (None, _) => session_of(headers).map_or(Self::Nothing, Self::Session),
            (Some(value), None) => authorization(value.as_bytes()),
            (Some(_), Some(_)) => Self::Unreadable("the request has more than one Authorization"),
        }
    }
}

/// The session of the cookies of a request.
pub fn session_of(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// Takes the credentials out of the headers, so that no plugin gets to see them.
pub fn hide(headers: &mut HeaderMap) {
    headers.remove(header::AUTHORIZATION);
    headers.remove(header::COOKIE);
}

fn authorization(value: &[u8]) -> Presented {
    let end = value.iter().position(|&byte| byte == b' ').unwrap_or(value.len());
    let (scheme, rest) = (&value[..end], value[end..].trim_ascii());
    if scheme.eq_ignore_ascii_case(b"Basic") {
        return basic(rest).unwrap_or(Presented::Unreadable("the Basic credentials cannot be read"));
    }
    if scheme.eq_ignore_ascii_case(b"Bearer") {
        let token = str::from_utf8(rest).ok().filter(|token| !token.is_empty() && !token.contains(' '));
        let token = token.map(|token| Presented::Token(token.to_owned()));
        return token.unwrap_or(Presented::Unreadable("the bearer token cannot be read"));
    }
    Presented::Unreadable(SCHEMES)
}

/// `user:password` in base64; the first colon divides.
fn basic(coded: &[u8]) -> Option<Presented> {
    let bytes = base64_simd::forgiving_decode_to_vec(coded).ok()?;
    // Some clients send Latin-1 whatever the challenge asks for.
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.as_bytes().iter().map(|&byte| char::from(byte)).collect());
    let (user, password) = text.split_once(':')?;
    Some(Presented::Password { user: user.to_owned(), password: password.to_owned() })
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn of(lines: &[(header::HeaderName, &[u8])]) -> Presented {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        Presented::of(&headers)
    }

    fn basic_of(pair: &[u8]) -> Presented {
        let coded = base64_simd::STANDARD.encode_to_string(pair);
        of(&[(header::AUTHORIZATION, format!("bAsIc {coded}").as_bytes())])
    }

    fn password(user: &str, password: &str) -> Presented {
        Presented::Password { user: user.into(), password: password.into() }
    }

    #[test]
    fn the_first_colon_divides_name_and_password() {
        assert!(basic_of(b"ada:a:b") == password("ada", "a:b"));
        assert!(basic_of(b":") == password("", ""));
    }

    #[test]
    fn letters_beyond_ascii_come_as_utf_8_or_as_latin_1() {
        assert!(basic_of("ada:señor".as_bytes()) == password("ada", "señor"));
        assert!(basic_of(b"ada:se\xf1or") == password("ada", "señor"));
    }

    #[test]
    fn a_token_is_all_after_the_scheme() {
        assert!(of(&[(header::AUTHORIZATION, b"bearer  a.b-c")]) == Presented::Token("a.b-c".into()));
    }

    #[test]
    fn what_nobody_can_check_is_not_nothing() {
        let cases: [(&[u8], &str); 6] = [
            (b"Basic %%%", "the Basic credentials cannot be read"),
            (b"Basic YWRh", "the Basic credentials cannot be read"),
            (b"Bearer", "the bearer token cannot be read"),
            (b"Bearer a b", "the bearer token cannot be read"),
            (b"Digest username=\"ada\"", SCHEMES),
            (b"", SCHEMES),
        ];
        for (value, why) in cases {
            assert!(of(&[(header::AUTHORIZATION, value)]) == Presented::Unreadable(why), "{why}");
        }
        let twice: [(header::HeaderName, &[u8]); 2] =
            [(header::AUTHORIZATION, b"Bearer a"), (header::AUTHORIZATION, b"Bearer b")];
        assert!(of(&twice) == Presented::Unreadable("the request has more than one Authorization"));
    }

    #[test]
    fn the_session_is_found_among_other_cookies_and_gives_way_to_authorization() {
        let cookie: (header::HeaderName, &[u8]) = (header::COOKIE, b"a=b; armilla_session=x=y; c=d");
        assert!(of(&[(header::COOKIE, b"c=d"), cookie.clone()]) == Presented::Session("x=y".into()));
        assert!(of(&[(header::COOKIE, b"xarmilla_session=x")]) == Presented::Nothing);
        assert!(of(&[cookie, (header::AUTHORIZATION, b"Bearer t")]) == Presented::Token("t".into()));
        assert!(of(&[]) == Presented::Nothing);
    }
}
