//! The parameters of a query (TAP 1.1 §2.7).

use adql::Version;
use dali::{Language, MaxRec, Offer, Params};
use formats::Format;
use plugin_api::Result;
use service::{Limits, from_dali, from_format};

/// The versions of ADQL that LANG may name.
pub(crate) const ADQL: &[Offer<'static>] = &[Offer { name: "ADQL", versions: &["2.0", "2.1"] }];

/// A request for a query, read and checked.
pub(crate) struct Sync {
    /// The query, as it was sent.
    pub(crate) query: String,
    /// The version of ADQL that LANG names; 2.1 unless it says otherwise.
    pub(crate) version: Version,
    /// The format of the answer.
    pub(crate) format: Format,
    /// The most rows to send.
    pub(crate) maxrec: u64,
}

impl Sync {
    /// Checks everything but the query itself.
    pub(crate) fn check(params: &Params, limits: &Limits) -> Result<Self> {
        Self::check_dali(params, limits).map_err(|error| from_dali(&error))?
    }

    fn check_dali(params: &Params, limits: &Limits) -> Result<Result<Self>, dali::Error> {
        dali::check_request(params, "doQuery")?;
        dali::run_id(params)?;
        let version = version(&Language::read(params, ADQL)?);
        let format = Format::parse(dali::response_format(params)?).map_err(|error| from_format(&error));
        let maxrec = MaxRec::read(params)?.limit(limits.maxrec_default, limits.maxrec_hard);
        let query = params.required("QUERY")?.to_owned();
        Ok(format.map(|format| Self { query, version, format, maxrec }))
    }
}

fn version(language: &Language<'_>) -> Version {
    match language.version {
        Some("2.0") => Version::V2_0,
        _ => Version::V2_1,
    }
}
