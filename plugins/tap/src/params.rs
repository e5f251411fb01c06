//! The parameters of a query (TAP 1.1 §2.7).

use adql::Version;
use dali::{Language, MaxRec, Offer, Params};
use plugin_api::Result;
use service::{Limits, from_dali};

/// The versions of ADQL that LANG may name.
pub(crate) const ADQL: &[Offer<'static>] = &[Offer { name: "ADQL", versions: &["2.0", "2.1"] }];

/// A request for a query, read and checked, but for the format of its answer, which may be that of a plugin.
pub(crate) struct Sync {
    /// The query, as it was sent.
    pub(crate) query: String,
    /// The version of ADQL that LANG names; 2.1 unless it says otherwise.
    pub(crate) version: Version,
    /// The most rows to send.
    pub(crate) maxrec: u64,
}

impl Sync {
    /// Checks everything but the query itself and the format.
    pub(crate) fn check(params: &Params, limits: &Limits) -> Result<Self> {
        Self::check_dali(params, limits).map_err(|error| from_dali(&error))
    }

    fn check_dali(params: &Params, limits: &Limits) -> Result<Self, dali::Error> {
        dali::check_request(params, "doQuery")?;
        dali::run_id(params)?;
        let version = version(&Language::read(params, ADQL)?);
        let maxrec = MaxRec::read(params)?.limit(limits.maxrec_default, limits.maxrec_hard);
        let query = params.required("QUERY")?.to_owned();
        Ok(Self { query, version, maxrec })
    }
}

fn version(language: &Language<'_>) -> Version {
    match language.version {
        Some("2.0") => Version::V2_0,
        _ => Version::V2_1,
    }
}
