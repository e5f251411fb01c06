//! The cookie of a session, as answers set and delete it.

use hyper::header::HeaderValue;
use identity::NewSession;
use jiff::{SignedDuration, Timestamp};

use super::credentials::COOKIE;

/// Sets the cookie of a session (RFC 6265 §4.1): for all paths, because services of one host share a log-in.
pub fn set(session: &NewSession, encrypted: bool) -> Option<HeaderValue> {
    let lasts = SignedDuration::from_secs(i64::try_from(session.lasts_secs).unwrap_or(i64::MAX));
    cookie(&session.value, Timestamp::now().checked_add(lasts).unwrap_or(Timestamp::MAX), encrypted)
}

/// Makes the client forget its cookie.
pub fn delete(encrypted: bool) -> Option<HeaderValue> {
    cookie("", Timestamp::UNIX_EPOCH, encrypted)
}

/// Not with `Max-Age`: by that Java takes it for a cookie of RFC 2965, of which STILTS 3.5.2 sends the version and no value.
fn cookie(value: &str, expires: Timestamp, encrypted: bool) -> Option<HeaderValue> {
    let secure = if encrypted { "; Secure" } else { "" };
    let expires = expires.strftime("%a, %d %b %Y %H:%M:%S GMT");
    let text = format!("{COOKIE}={value}; Path=/; Expires={expires}{secure}; HttpOnly; SameSite=Lax");
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_over_tls_goes_nowhere_else() {
        assert_eq!(
            cookie("8f1c", Timestamp::from_second(784_111_777).unwrap(), true).unwrap(),
            "armilla_session=8f1c; Path=/; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Secure; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            delete(false).unwrap(),
            "armilla_session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
        );
        assert_eq!(cookie("a\nb", Timestamp::UNIX_EPOCH, true), None);
    }
}
