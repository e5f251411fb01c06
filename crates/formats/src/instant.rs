//! Dates and times as DALI writes them (DALI 1.1 §3.3.3).

use crate::Fault;
use crate::batch::fixed;

/// The longest text, `YYYY-MM-DDThh:mm:ss.ffffff`.
const TEXT_BYTES_MAX: usize = 26;
const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A type of PostgreSQL that counts time from 2000-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instant {
    /// Days.
    Date,
    /// Microseconds; with a time zone as well, since PostgreSQL sends UTC.
    Timestamp,
}

/// The text of one date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InstantText {
    bytes: [u8; TEXT_BYTES_MAX],
    length: usize,
}

impl InstantText {
    /// The text, in ASCII.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes.get(..self.length).unwrap_or_default()).unwrap_or_default()
    }
}

impl Instant {
    /// Reads a value; `None` for infinities and for years outside 0001 to 9999.
    pub fn read(self, value: &[u8]) -> Result<Option<InstantText>, Fault> {
        Ok(match self {
            Self::Date => date(i32::from_be_bytes(fixed(value)?).into()),
            Self::Timestamp => timestamp(i64::from_be_bytes(fixed(value)?)),
        })
    }
}

fn timestamp(micros: i64) -> Option<InstantText> {
    let mut text = date(micros.div_euclid(MICROS_PER_DAY))?;
    let micros = micros.rem_euclid(MICROS_PER_DAY) as u64;
    let seconds = micros / 1_000_000;
    text.push(b'T');
    text.digits::<2>(seconds / 3600);
    text.push(b':');
    text.digits::<2>(seconds / 60 % 60);
    text.push(b':');
    text.digits::<2>(seconds % 60);
    if !micros.is_multiple_of(1_000_000) {
        text.push(b'.');
        text.digits::<6>(micros % 1_000_000);
        while text.as_str().ends_with('0') {
            text.length -= 1;
        }
    }
    Some(text)
}

/// The civil date of a day counted from 2000-01-01, in the proleptic Gregorian calendar.
///
/// Years are counted from 1 March, so that the leap day is the last of its year, in eras of 400 years.
fn date(day: i64) -> Option<InstantText> {
    const DAYS_PER_ERA: i64 = 146_097;
    const DAYS_FROM_0000_03_01: i64 = 730_425;
    let day = day.checked_add(DAYS_FROM_0000_03_01)?;
    let era = day.div_euclid(DAYS_PER_ERA);
    let day = day.rem_euclid(DAYS_PER_ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = year + era * 400 + i64::from(month >= 10);
    let month = if month < 10 { month + 3 } else { month - 9 };
    if !(1..=9999).contains(&year) {
        return None;
    }
    let mut text = InstantText { bytes: [0; TEXT_BYTES_MAX], length: 0 };
    text.digits::<4>(year as u64);
    text.push(b'-');
    text.digits::<2>(month as u64);
    text.push(b'-');
    text.digits::<2>(day as u64);
    Some(text)
}

impl InstantText {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    fn digits<const N: u32>(&mut self, number: u64) {
        for place in (0..N).rev() {
            self.push(b'0' + (number / 10_u64.pow(place) % 10) as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = MICROS_PER_DAY;

    fn check_date(day: i32, expected: Option<&str>) {
        let text = Instant::Date.read(&day.to_be_bytes()).unwrap();
        assert_eq!(text.as_ref().map(InstantText::as_str), expected, "day {day}");
    }

    fn check_timestamp(micros: i64, expected: Option<&str>) {
        let text = Instant::Timestamp.read(&micros.to_be_bytes()).unwrap();
        assert_eq!(text.as_ref().map(InstantText::as_str), expected, "{micros} µs");
    }

    #[test]
    fn dates_are_counted_from_the_year_2000() {
        check_date(0, Some("2000-01-01"));
        check_date(-1, Some("1999-12-31"));
        check_date(59, Some("2000-02-29"));
        check_date(60, Some("2000-03-01"));
        check_date(-10_957, Some("1970-01-01"));
        check_date(-36_465, Some("1900-03-01"));
        check_date(36_584, Some("2100-03-01"));
    }

    #[test]
    fn years_end_at_9999_and_begin_at_1() {
        check_date(2_921_939, Some("9999-12-31"));
        check_date(2_921_940, None);
        check_date(-730_119, Some("0001-01-01"));
        check_date(-730_120, None);
    }

    #[test]
    fn infinities_are_null() {
        check_date(i32::MAX, None);
        check_date(i32::MIN, None);
        check_timestamp(i64::MAX, None);
        check_timestamp(i64::MIN, None);
    }

    #[test]
    fn trailing_zeros_of_the_fraction_are_cut() {
        check_timestamp(0, Some("2000-01-01T00:00:00"));
        check_timestamp(1, Some("2000-01-01T00:00:00.000001"));
        check_timestamp(500_000, Some("2000-01-01T00:00:00.5"));
        check_timestamp(120_000, Some("2000-01-01T00:00:00.12"));
        check_timestamp(-1, Some("1999-12-31T23:59:59.999999"));
        check_timestamp(-DAY, Some("1999-12-31T00:00:00"));
        check_timestamp(DAY - 1_000_000, Some("2000-01-01T23:59:59"));
    }

    #[test]
    fn a_value_of_another_width_is_refused() {
        let fault = Instant::Date.read(&[0; 8]).unwrap_err();
        assert_eq!(fault.to_string(), "the value has 8 bytes where its type has 4");
    }

    proptest! {
        #[test]
        fn the_next_day_has_the_next_date(day in -730_119_i32..2_921_939) {
            let text = |day: i32| Instant::Date.read(&day.to_be_bytes()).unwrap().unwrap();
            let (today, tomorrow) = (text(day), text(day + 1));
            let number = |text: &InstantText, at: usize, n: usize| -> u32 { text.as_str()[at..at + n].parse().unwrap() };
            let (year, month, date) = (number(&today, 0, 4), number(&today, 5, 2), number(&today, 8, 2));
            let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            let last = [31, 28 + u32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
            let next = match (month, date) {
                (12, 31) => (year + 1, 1, 1),
                (_, date) if date == last => (year, month + 1, 1),
                (_, date) => (year, month, date + 1),
            };
            prop_assert_eq!(tomorrow.as_str(), format!("{:04}-{:02}-{:02}", next.0, next.1, next.2));
        }
    }
}
