//! The cookie of a session, as answers set and delete it.

use hyper::header::HeaderValue;
use identity::NewSession;

use super::credentials::COOKIE;

/// Sets the cookie of a session (RFC 6265 §4.1): for all paths, because services of one host share a log-in.
pub fn set(session: &NewSession, encrypted: bool) -> Option<HeaderValue> {
    cookie(&session.value, session.lasts_secs, encrypted)
}

/// Makes the client forget its cookie.
pub fn delete(encrypted: bool) -> Option<HeaderValue> {
    cookie("", 0, encrypted)
}

fn cookie(value: &str, max_age_secs: u64, encrypted: bool) -> Option<HeaderValue> {
    let secure = if encrypted { "; Secure" } else { "" };
    let text = format!("{COOKIE}={value}; Path=/; Max-Age={max_age_secs}{secure}; HttpOnly; SameSite=Lax");
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
            cookie("8f1c", 60, true).unwrap(),
            "armilla_session=8f1c; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax"
        );
        assert_eq!(delete(false).unwrap(), "armilla_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        assert_eq!(cookie("a\nb", 60, true), None);
    }
}
