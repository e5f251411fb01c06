//! Errors as clients of SIA read them (SIA 2.0 §3.2, SIA 1.0 §4.2.5, DALI 1.1 §4.2).

use dali::ErrorDocument;
use plugin_api::{Answer, Error, ErrorKind, Result};

/// The document of SIA 2.0, or its text for a client that asked for no VOTable; to log in is asked for by HTTP alone.
pub(crate) fn told(error: Error, as_text: bool) -> Result<Answer> {
    let fault = match error.kind() {
        ErrorKind::LoginNeeded | ErrorKind::Forbidden => return Err(error),
        ErrorKind::BadRequest | ErrorKind::TooLarge | ErrorKind::NotFound => "UsageFault",
        ErrorKind::Unavailable => "TransientFault",
        ErrorKind::Internal => "FatalFault",
        _ => "DefaultFault",
    };
    logged(&error);
    let message = format!("{fault}: {}", error.for_client());
    let document = ErrorDocument::new(&message);
    let (media_type, body) = match as_text {
        true => (ErrorDocument::TEXT_TYPE, document.text()),
        false => (ErrorDocument::VOTABLE_TYPE, document.votable()),
    };
    let answer = Answer::new(error.kind().status(), media_type, bytes::Bytes::from(body));
    Ok(match error.retry_after_secs() {
        Some(secs) => answer.with_header("retry-after", &secs.to_string()),
        None => answer,
    })
}

/// The document of SIA 1.0. What the client did wrong is told with status 200: TOPCAT reads it with no other.
pub(crate) fn told_in_v1(error: Error) -> Result<Answer> {
    let status = match error.kind() {
        ErrorKind::BadRequest | ErrorKind::TooLarge | ErrorKind::Timeout => 200,
        ErrorKind::Internal | ErrorKind::Unavailable => error.kind().status(),
        _ => return Err(error),
    };
    logged(&error);
    let body = bytes::Bytes::from(ErrorDocument::new(error.for_client()).votable());
    Ok(Answer::new(status, "text/xml", body))
}

/// Faults of ours go to the log in full.
fn logged(error: &Error) {
    match error.kind() {
        ErrorKind::Internal => tracing::error!("an image search failed: {}", error.for_log()),
        ErrorKind::Unavailable => tracing::warn!("an image search could not be run: {}", error.for_log()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::test_kit::block_on;

    use super::*;

    fn seen(answer: Answer) -> (u16, String, String) {
        let (status, headers) = (answer.status(), format!("{:?}", answer.headers()));
        let body = block_on(answer.into_body().collect(10_000)).unwrap();
        (status, headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn the_word_before_the_message_says_what_kind_of_fault_it_is() {
        for (error, status, expected) in [
            (Error::bad_request("POS is odd"), 400, "UsageFault: POS is odd\n"),
            (Error::new(ErrorKind::Unavailable, "come later"), 503, "TransientFault: come later\n"),
            (Error::internal("a secret"), 500, "FatalFault: internal error\n"),
            (Error::new(ErrorKind::Timeout, "too slow"), 408, "DefaultFault: too slow\n"),
        ] {
            let (got, headers, body) = seen(told(error, true).unwrap());
            assert_eq!((got, body.as_str()), (status, expected));
            assert!(headers.contains("text/plain"), "{headers}");
        }
    }

    #[test]
    fn clients_of_votables_get_a_votable_and_are_told_when_to_come_again() {
        let error = Error::new(ErrorKind::Unavailable, "a < b").with_retry_after(7);
        let (_, headers, body) = seen(told(error, false).unwrap());
        assert!(
            body.contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">TransientFault: a &lt; b</INFO>"),
            "{body}"
        );
        assert!(headers.contains("retry-after") && headers.contains("x-votable+xml"), "{headers}");
    }

    #[test]
    fn mistakes_in_version_1_have_status_200() {
        let (status, _, body) = seen(told_in_v1(Error::bad_request("no SIZE")).unwrap());
        assert_eq!(status, 200);
        assert!(body.contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">no SIZE</INFO>"), "{body}");
        assert_eq!(seen(told_in_v1(Error::internal("x")).unwrap()).0, 500);
    }

    #[test]
    fn who_must_log_in_is_told_so_by_http() {
        let error = || Error::new(ErrorKind::LoginNeeded, "log in");
        assert_eq!(told(error(), false).err(), Some(error()));
        assert_eq!(told_in_v1(error()).err(), Some(error()));
    }
}
