//! The versions of ADQL.

/// A version of ADQL that a query can be written in.
///
/// 2.1 holds all of 2.0 but for a few more reserved words, so one grammar reads both. What 2.0 lacks is refused in
/// strict mode only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// ADQL 2.0, in which BIGINT, COT, ILIKE, IN_UNIT and OFFSET may be names.
    V2_0,
    /// ADQL 2.1.
    #[default]
    V2_1,
}
