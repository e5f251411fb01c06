//! Instants in UTC, to the millisecond (UWS 1.1 §2.2.3.1).

use std::fmt;

use dali::Error;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const EXPECTED: &str = "an instant in UTC such as 2026-01-31T12:00:00Z, between the years 1 and 9999";

/// A moment, written `YYYY-MM-DDThh:mm:ss.sssZ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(Timestamp);

impl Instant {
    /// Reads ISO 8601 with `Z`, without (UTC is meant, as in UWS 1.0), with an offset, or a date alone (its first
    /// moment). Digits beyond milliseconds are cut; `name` is the parameter that gave it.
    pub fn read(name: &str, text: &str) -> Result<Self, Error> {
        parse(text.trim()).map(Self).ok_or_else(|| Error::invalid(name, text, EXPECTED))
    }

    /// The moment that is `secs` seconds from now; the latest that there is where that is later.
    pub fn in_secs(secs: u32) -> Self {
        let later = Timestamp::now().checked_add(jiff::SignedDuration::from_secs(secs.into()));
        Self(later.unwrap_or(Timestamp::MAX))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let moment: Timestamp = match text.parse() {
        Ok(moment) => moment,
        Err(_) => text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp(),
    };
    let moment =
        Timestamp::from_millisecond(moment.as_nanosecond().div_euclid(1_000_000).try_into().ok()?).ok()?;
    (1..=9999).contains(&moment.to_zoned(TimeZone::UTC).year()).then_some(moment)
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.3}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, String> {
        Instant::read("destruction", text)
            .map(|instant| instant.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn instants_are_read_with_and_without_zone_and_as_dates() {
        for (text, expected) in [
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31T12:00:00.123Z", "2026-01-31T12:00:00.123Z"),
            ("2026-01-31T12:00:00.1239999Z", "2026-01-31T12:00:00.123Z"),
            ("2026-01-31T12:00:00", "2026-01-31T12:00:00.000Z"),
            (" 2026-01-31T12:00:00.5 ", "2026-01-31T12:00:00.500Z"),
            ("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z"),
            ("2026-01-31", "2026-01-31T00:00:00.000Z"),
            ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
            ("0001-01-01", "0001-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(read(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "tomorrow", "2026-02-30", "12:00:00", "-000001-01-01T00:00:00Z", "2026-01-31T25:00:00Z"]
        {
            let expected = format!(
                "parameter DESTRUCTION has the value `{text}`; it must be an instant in UTC such as \
                 2026-01-31T12:00:00Z, between the years 1 and 9999"
            );
            assert_eq!(read(text), Err(expected));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(millis in -62_135_596_800_000_i64..253_402_207_200_000) {
            let text = Instant(Timestamp::from_millisecond(millis).unwrap()).to_string();
            prop_assert_eq!(text.len(), 24);
            prop_assert_eq!(read(&text), Ok(text));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}|[0-9TZ:.+-]{0,30}") {
            let _ = read(&text);
        }
    }
}
