//! Time scales, and what they are ahead of UTC.

/// A scale of `TIMESYS` (FITS 4.0 §9.2.1) that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Utc,
    Tai,
    /// Also its forerunners, and TDB, which is never 2 ms away.
    Tt,
    Gps,
}

const DAY_SECS: f64 = 86_400.0;

/// The days from which on TAI was so many seconds ahead of UTC (IERS Bulletin C).
#[rustfmt::skip]
const LEAPS: [(f64, f64); 28] = [
    (41_317.0, 10.0), (41_499.0, 11.0), (41_683.0, 12.0), (42_048.0, 13.0), (42_413.0, 14.0), (42_778.0, 15.0),
    (43_144.0, 16.0), (43_509.0, 17.0), (43_874.0, 18.0), (44_239.0, 19.0), (44_786.0, 20.0), (45_151.0, 21.0),
    (45_516.0, 22.0), (46_247.0, 23.0), (47_161.0, 24.0), (47_892.0, 25.0), (48_257.0, 26.0), (48_804.0, 27.0),
    (49_169.0, 28.0), (49_534.0, 29.0), (50_083.0, 30.0), (50_630.0, 31.0), (51_179.0, 32.0), (53_736.0, 33.0),
    (54_832.0, 34.0), (56_109.0, 35.0), (57_204.0, 36.0), (57_754.0, 37.0),
];

impl Scale {
    /// The scale of a name; `None` for one that cannot be told in UTC.
    pub(super) fn named(name: &str) -> Option<Self> {
        // A realisation may follow: `TT(TAI)`.
        match name.split('(').next()?.trim().to_ascii_uppercase().as_str() {
            "UTC" | "GMT" | "UT" | "UT1" => Some(Self::Utc),
            "TAI" | "IAT" => Some(Self::Tai),
            "TT" | "TDT" | "ET" | "TDB" => Some(Self::Tt),
            "GPS" => Some(Self::Gps),
            _ => None,
        }
    }

    /// A Modified Julian Date of this scale in UTC; before 1972 as if there had been 10 leap seconds.
    pub(super) fn to_utc(self, mjd: f64) -> f64 {
        let behind_tai_secs = match self {
            Self::Utc => return mjd,
            Self::Tai => 0.0,
            Self::Tt => 32.184,
            Self::Gps => -19.0,
        };
        let tai = mjd - behind_tai_secs / DAY_SECS;
        let utc = |ahead_secs: f64| tai - ahead_secs / DAY_SECS;
        let reached = LEAPS.iter().rev().find(|(day, ahead_secs)| utc(*ahead_secs) >= *day - 1e-12);
        utc(reached.map_or(LEAPS[0].1, |(_, ahead_secs)| *ahead_secs))
    }
}
