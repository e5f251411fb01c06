//! What a request says of the version that its client has, and of the part that it wants (RFC 9110 §13).

use plugin_api::Request;

use super::Version;

/// The headers of a request that decide which part of a file is sent, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub(super) range: Option<String>,
    if_range: Option<String>,
    if_match: Option<String>,
    if_none_match: Option<String>,
    if_modified_since: Option<String>,
    if_unmodified_since: Option<String>,
}

/// What the conditions come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is to be sent; its range counts, or it is whole.
    Send { with_range: bool },
    /// The client has it.
    Unchanged,
    /// The client wants another version.
    Changed,
}

impl Wanted {
    /// What a request wants.
    pub fn of(request: &Request) -> Self {
        let header = |name: &str| request.header(name).map(str::to_owned);
        Self {
            range: header("range").filter(|_| request.method() == "GET"),
            if_range: header("if-range"),
            if_match: header("if-match"),
            if_none_match: header("if-none-match"),
            if_modified_since: header("if-modified-since"),
            if_unmodified_since: header("if-unmodified-since"),
        }
    }

    /// Whether the client has this version already.
    pub fn has(&self, version: &Version) -> bool {
        self.verdict(Some(version)) == Verdict::Unchanged
    }

    /// The conditions in the order of RFC 9110 §13.2.2. A file without a version meets none of them.
    pub(super) fn verdict(&self, version: Option<&Version>) -> Verdict {
        let Some(version) = version else { return Verdict::Send { with_range: self.if_range.is_none() } };
        let must_be = match (&self.if_match, &self.if_unmodified_since) {
            (Some(tags), _) => tags.trim() == "*" || tags.split(',').any(|tag| version.is_exactly(tag)),
            (None, Some(since)) => version.is_newer_than(since) != Some(true),
            (None, None) => true,
        };
        if !must_be {
            return Verdict::Changed;
        }
        let has_it = match (&self.if_none_match, &self.if_modified_since) {
            (Some(tags), _) => version.is_one_of(tags),
            (None, Some(since)) => version.is_newer_than(since) == Some(false),
            (None, None) => false,
        };
        match (has_it, &self.if_range) {
            (true, _) => Verdict::Unchanged,
            (false, Some(header)) => Verdict::Send { with_range: version.is_exactly(header) },
            (false, None) => Verdict::Send { with_range: true },
        }
    }
}
