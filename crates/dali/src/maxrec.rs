//! MAXREC: how many rows a client wants.

use crate::{Error, Params, literal};

/// The value of MAXREC (DALI 1.1 §3.4.4, TAP 1.1 §2.7.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxRec {
    /// Not given: the service's default applies.
    Default,
    /// This many rows at most; 0 asks for the metadata only.
    Rows(u64),
}

impl MaxRec {
    /// Reads MAXREC; a number beyond 64 bits counts as the largest of them.
    pub fn read(params: &Params) -> Result<Self, Error> {
        let Some(value) = params.single("MAXREC")? else { return Ok(Self::Default) };
        let digits = value.trim();
        let digits = digits.strip_prefix('+').unwrap_or(digits);
        match digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() {
            true => Ok(Self::Rows(digits.parse().unwrap_or(u64::MAX))),
            false if literal::integer(value) == Some(0) => Ok(Self::Rows(0)),
            false => Err(Error::invalid("MAXREC", value, "a whole number, 0 or more")),
        }
    }

    /// The number of rows to send at most: what was asked, else `default`, in both cases no more than `hard`.
    pub fn limit(self, default: u64, hard: u64) -> u64 {
        match self {
            Self::Default => default.min(hard),
            Self::Rows(rows) => rows.min(hard),
        }
    }

    /// Whether only metadata are asked for: fields, no rows, and the overflow indicator.
    pub fn is_metadata_only(self) -> bool {
        self == Self::Rows(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn maxrec(query: &str) -> Result<MaxRec, Error> {
        MaxRec::read(&Params::read(Some(query), None, Limits::default()).unwrap())
    }

    #[test]
    fn an_absent_or_empty_maxrec_is_the_default_within_the_hard_limit() {
        assert_eq!(maxrec("x=1"), Ok(MaxRec::Default));
        assert_eq!(maxrec("MAXREC="), Ok(MaxRec::Default));
        assert_eq!(MaxRec::Default.limit(20_000, 10_000_000), 20_000);
        assert_eq!(MaxRec::Default.limit(20_000, 100), 100);
    }

    #[test]
    fn a_number_is_capped_silently_by_the_hard_limit() {
        assert_eq!(maxrec("maxrec=5"), Ok(MaxRec::Rows(5)));
        assert_eq!(maxrec("maxrec=%2B5"), Ok(MaxRec::Rows(5)));
        assert_eq!(MaxRec::Rows(50).limit(10, 100), 50);
        assert_eq!(MaxRec::Rows(500).limit(10, 100), 100);
        assert_eq!(maxrec("maxrec=99999999999999999999999"), Ok(MaxRec::Rows(u64::MAX)));
    }

    #[test]
    fn zero_asks_for_metadata_only() {
        assert!(maxrec("MAXREC=0").unwrap().is_metadata_only());
        assert!(maxrec("MAXREC=-0").unwrap().is_metadata_only());
        assert!(!MaxRec::Default.is_metadata_only());
        assert_eq!(MaxRec::Rows(0).limit(10, 100), 0);
    }

    #[test]
    fn what_is_not_a_whole_number_is_refused() {
        for value in ["-1", "1.5", "ten", "1e3", "+", "0x"] {
            let error = maxrec(&format!("MAXREC={}", value.replace('+', "%2B"))).unwrap_err();
            let expected =
                format!("parameter MAXREC has the value `{value}`; it must be a whole number, 0 or more");
            assert_eq!((error.status(), error.to_string()), (400, expected));
        }
    }

    #[test]
    fn two_different_limits_are_refused() {
        let error = maxrec("MAXREC=1&MAXREC=2").unwrap_err();
        assert_eq!(error.to_string(), "parameter MAXREC is given twice, as `1` and as `2`; give it once");
    }
}
