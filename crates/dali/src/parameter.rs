//! Standard parameters of one value: RUNID, RESPONSEFORMAT, REQUEST.

use crate::{Error, Params};

/// The largest length of RUNID, in characters (DALI 1.1 §3.4.6).
const RUN_ID_CHARS_MAX: usize = 64;

/// RUNID: the client's own word for a run, for logs and job records.
pub fn run_id(params: &Params) -> Result<Option<&str>, Error> {
    let run_id = params.single("RUNID")?;
    match run_id.map(|value| value.chars().count()) {
        Some(length) if length > RUN_ID_CHARS_MAX => Err(Error::RunIdTooLong { length }),
        _ => Ok(run_id),
    }
}

/// The text of RESPONSEFORMAT or, in its absence, of its older name FORMAT (TAP 1.1 §2.7.3).
pub fn response_format(params: &Params) -> Result<Option<&str>, Error> {
    match params.single("RESPONSEFORMAT")? {
        Some(value) => Ok(Some(value)),
        None => params.single("FORMAT"),
    }
}

/// Refuses a REQUEST other than `expected`, in any case; TAP 1.0 clients still send `doQuery`.
pub fn check_request(params: &Params, expected: &'static str) -> Result<(), Error> {
    match params.single("REQUEST")? {
        Some(value) if !value.trim().eq_ignore_ascii_case(expected) => {
            Err(Error::invalid("REQUEST", value, expected))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn params(query: &str) -> Params {
        Params::read(Some(query), None, Limits::default()).unwrap()
    }

    #[test]
    fn a_run_id_of_64_characters_is_kept() {
        let text = "é".repeat(64);
        assert_eq!(run_id(&params(&format!("runId={text}"))), Ok(Some(text.as_str())));
        assert_eq!(run_id(&params("x=1")), Ok(None));
    }

    #[test]
    fn a_longer_run_id_is_refused() {
        let error = run_id(&params(&format!("RUNID={}", "a".repeat(65)))).unwrap_err();
        assert_eq!(error.to_string(), "parameter RUNID has 65 characters; it may have at most 64");
    }

    #[test]
    fn format_is_the_older_name_of_responseformat() {
        assert_eq!(response_format(&params("format=csv")), Ok(Some("csv")));
        assert_eq!(response_format(&params("FORMAT=csv&RESPONSEFORMAT=votable")), Ok(Some("votable")));
        assert_eq!(response_format(&params("FORMAT=csv&RESPONSEFORMAT=")), Ok(Some("csv")));
        assert_eq!(response_format(&params("")), Ok(None));
    }

    #[test]
    fn do_query_is_accepted_in_any_case() {
        for query in ["REQUEST=doQuery", "request=DOQUERY", "REQUEST=", ""] {
            assert_eq!(check_request(&params(query), "doQuery"), Ok(()));
        }
    }

    #[test]
    fn another_request_is_refused() {
        let error = check_request(&params("REQUEST=getCapabilities"), "doQuery").unwrap_err();
        let expected = "parameter REQUEST has the value `getCapabilities`; it must be doQuery";
        assert_eq!(error.to_string(), expected);
    }
}
