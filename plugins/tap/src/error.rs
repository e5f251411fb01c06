//! Errors of queries as VOTable documents with their status (TAP 1.1 §3.3).

use bytes::Bytes;
use dali::{ErrorDocument, Info};
use plugin_api::{Answer, Error, ErrorKind, TextFault};

use crate::config::{Config, ErrorStatus};

/// The document for a client of this instance, which may want status 200 with whatever it did wrong itself.
pub(crate) fn told(config: &Config, error: &Error) -> Answer {
    let answer = document(error);
    match (config.error_status, answer.status()) {
        // To log in, and to come again later, are asked for by the status alone.
        (ErrorStatus::Always200, 400 | 404 | 408 | 413) => {
            let headers = answer.headers().to_vec();
            let again = Answer::new(200, ErrorDocument::VOTABLE_TYPE, answer.into_body());
            let others = headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            others.fold(again, |answer, (name, value)| answer.with_header(name, value))
        }
        _ => answer,
    }
}

/// The document for the client; faults of ours go to the log in full.
pub(crate) fn document(error: &Error) -> Answer {
    match error.kind() {
        ErrorKind::Internal => tracing::error!("a query failed: {}", error.for_log()),
        ErrorKind::Unavailable => tracing::warn!("a query could not be run: {}", error.for_log()),
        _ => {}
    }
    let body = body(error.for_client(), error.fault());
    let answer = Answer::new(error.kind().status(), ErrorDocument::VOTABLE_TYPE, body);
    match error.retry_after_secs() {
        Some(secs) => answer.with_header("retry-after", &secs.to_string()),
        None => answer,
    }
}

/// The document of a message, with what an editor of queries needs to show it in its place.
pub(crate) fn body(message: &str, fault: Option<&TextFault>) -> Bytes {
    let infos = fault.map(infos).unwrap_or_default();
    Bytes::from(ErrorDocument { message, infos: &infos }.votable())
}

/// `QUERY_ERROR_RANGE`, `QUERY_HINT` and, for each way to put it right, `QUERY_REPAIR`. Places count the characters of
/// QUERY from 0, and the end is exclusive.
fn infos(fault: &TextFault) -> Vec<Info> {
    let range = Info::new("QUERY_ERROR_RANGE", format!("{} {}", fault.from, fault.to));
    let hint = fault.hint.as_deref().map(|hint| Info::new("QUERY_HINT", hint));
    let repairs = fault
        .repairs
        .iter()
        .map(|repair| Info::new("QUERY_REPAIR", format!("{} {} {}", repair.from, repair.to, repair.text)));
    [range].into_iter().chain(hint).chain(repairs).collect()
}
