//! Dates and times as text, as DALI writes them (DALI 1.1 §3.3.3), to PostgreSQL's microseconds.

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
/// From 0000-03-01, where the count of days begins, to 2000-01-01.
const DAYS_TO_2000: i64 = 730_425;
const DAYS_PER_ERA: i64 = 146_097;

/// What an error says was expected.
pub(super) const EXPECTED: &str = "a date and time as YYYY-MM-DDThh:mm:ss";

/// The microseconds from 2000-01-01 to `YYYY-MM-DD['T'hh:mm:ss[.SSS...]['Z']]`, in UTC; `None` if it is no such text.
///
/// A blank may stand for the `T`, and a second 60 is the first of the next minute. More than six digits of a fraction are
/// rounded. Years are 0001 to 9999.
pub(super) fn parse(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let (date, time) = text.split_at_checked(10)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date else { return None };
    let year = number(&[y1, y2, y3, y4])?;
    let (month, day) = (number(&[m1, m2])?, number(&[d1, d2])?);
    if year == 0 || !(1..=12).contains(&month) || !(1..=days_of(year, month)).contains(&day) {
        return None;
    }
    let days = days_from_2000(year, month, day);
    Some(days * SECONDS_PER_DAY * MICROS_PER_SECOND + micros_of_day(time)?)
}

fn micros_of_day(text: &[u8]) -> Option<i64> {
    let text = text.strip_suffix(b"Z").or_else(|| text.strip_suffix(b"z")).unwrap_or(text);
    let (time, fraction) = match text {
        [] => return Some(0),
        [b'T' | b't' | b' ', time @ ..] => time.split_at_checked(8)?,
        _ => return None,
    };
    let [h1, h2, b':', m1, m2, b':', s1, s2] = *time else { return None };
    let (hours, minutes, seconds) = (number(&[h1, h2])?, number(&[m1, m2])?, number(&[s1, s2])?);
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let micros = match fraction {
        [] => 0,
        [b'.', digits @ ..] => micros(digits)?,
        _ => return None,
    };
    Some((hours * 3600 + minutes * 60 + seconds) * MICROS_PER_SECOND + micros)
}

/// The microseconds of a fraction, rounded.
fn micros(digits: &[u8]) -> Option<i64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |place: usize| i64::from(digits.get(place).map_or(0, |digit| digit - b'0'));
    let whole = (0..6).fold(0, |micros, place| micros * 10 + digit(place));
    Some(whole + i64::from(digit(6) >= 5))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))
}

fn days_of(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counts from 1 March of the year 0, so that the leap day is the last of its year.
fn days_from_2000(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * DAYS_PER_ERA + year * 365 + year / 4 - year / 100 + day_of_year - DAYS_TO_2000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::instant::Instant;

    fn written(text: &str) -> Option<String> {
        let instant = Instant::Timestamp.read(&parse(text.as_bytes())?.to_be_bytes()).unwrap();
        instant.map(|text| text.as_str().to_owned())
    }

    #[test]
    fn all_forms_of_dali_are_read() {
        for (text, expected) in [
            ("2000-01-01", "2000-01-01T00:00:00"),
            ("2000-02-29T23:59:59.5", "2000-02-29T23:59:59.5"),
            ("1999-12-31 23:59:59Z", "1999-12-31T23:59:59"),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00"),
            ("9999-12-31T23:59:59.999999", "9999-12-31T23:59:59.999999"),
            (" 2016-12-31T23:59:60 ", "2017-01-01T00:00:00"),
            ("2020-01-01T00:00:00.1234567", "2020-01-01T00:00:00.123457"),
            ("2020-01-01T00:00:00.9999999", "2020-01-01T00:00:01"),
            ("2020-01-01T00:00:00.", "2020-01-01T00:00:00"),
        ] {
            assert_eq!(written(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "2000",
            "2000-1-1",
            "2000-01-01T",
            "2000-01-01T10:00",
            "2000-01-01T10:00:00+01:00",
            "2000-13-01",
            "2001-02-29",
            "1900-02-29",
            "0000-01-01",
            "2000-01-00",
            "2000-01-01T24:00:00",
            "2000-01-01T10:00:61",
            "2000-01-01T10:00:00.x",
            "2000-01-01x",
            "-200-01-01",
            "2000-01-01T1é:00:00",
            "NULL",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_we_write_is_read_back(micros in -63_082_281_600_000_000_i64..252_455_616_000_000_000) {
            let text = Instant::Timestamp.read(&micros.to_be_bytes()).unwrap().unwrap();
            prop_assert_eq!(parse(text.as_str().as_bytes()), Some(micros));
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            parse(&bytes);
        }
    }
}
