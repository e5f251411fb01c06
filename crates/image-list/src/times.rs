//! When an image was taken (FITS 4.0 §9).

mod scale;

use jiff::civil::{Date, DateTime, Time};

use crate::keywords::Keywords;
use crate::row::{ImageRow, Instant};

use scale::Scale;

const DAY_SECS: f64 = 86_400.0;
/// The Modified Julian Date of 1970-01-01.
const MJD_1970: f64 = 40_587.0;
/// Days that an observation can be on: 1858 to 2132. Others are mistakes.
const MJD_MAX: f64 = 100_000.0;

/// Fills the columns of time.
pub(crate) fn fill(row: &mut ImageRow, keywords: &Keywords<'_>) {
    row.t_exptime = keywords.number("exposure").filter(|secs| *secs >= 0.0);
    let scale = Scale::named(keywords.value("TIMESYS").unwrap_or("UTC"));
    let begin = mjd(keywords, scale, ["MJD-BEG", "MJD-OBS"], ["DATE-BEG", "DATE-OBS"]);
    row.t_min = begin.map(|(mjd, _)| mjd);
    let end = mjd(keywords, scale, ["MJD-END"; 2], ["DATE-END"; 2]).map(|(mjd, _)| mjd);
    let lasted = begin.and_then(|(begin, is_day)| match row.t_exptime {
        Some(secs) if !is_day => Some(begin + secs / DAY_SECS),
        // Only the day is known: it was some time then.
        _ if is_day => Some(begin + 1.0),
        _ => None,
    });
    row.t_max = end.or(lasted).filter(|end| row.t_min.is_some_and(|begin| *end >= begin));
    row.t_resolution = row.t_exptime;
    row.t_xel = row.t_min.map(|_| 1);
    let written = keywords.value("DATE").and_then(civil).map(|(date, _)| date);
    row.obs_creation_date = written.map(|date| Instant(((days(date) - MJD_1970) * DAY_SECS * 1e6) as i64));
}

/// A time as MJD in UTC, and whether only its day is known.
fn mjd(
    keywords: &Keywords<'_>,
    scale: Option<Scale>,
    numbers: [&str; 2],
    dates: [&str; 2],
) -> Option<(f64, bool)> {
    let scale = scale?;
    let possible = |mjd: &f64| *mjd > 0.0 && *mjd < MJD_MAX;
    let number = numbers.iter().find_map(|keyword| keywords.real(keyword)).filter(possible);
    if let Some(mjd) = number {
        return Some((scale.to_utc(mjd), false));
    }
    let (date, is_day) = dates.iter().find_map(|keyword| {
        let (date, is_day) = civil(keywords.value(keyword)?)?;
        // Older files have the time of the day on its own.
        let time = ["TIME-OBS", "UT", "UTC-OBS"].iter().find_map(|keyword| time(keywords.value(keyword)?));
        match time.filter(|_| is_day && *keyword == "DATE-OBS") {
            Some(time) => Some((DateTime::from_parts(date.date(), time), false)),
            None => Some((date, is_day)),
        }
    })?;
    let mjd = Some(days(date)).filter(possible)?;
    Some(if is_day { (mjd, true) } else { (scale.to_utc(mjd), false) })
}

/// A date of FITS, `CCYY-MM-DD[Thh:mm:ss[.s...]]` or the `DD/MM/YY` of the last century, and whether it is only a day.
fn civil(text: &str) -> Option<(DateTime, bool)> {
    let text = text.trim().trim_end_matches('Z');
    if text.contains('T') {
        return Some((text.parse().ok()?, false));
    }
    if let Ok(date) = text.parse::<Date>() {
        return Some((date.into(), true));
    }
    let mut parts = text.split('/').map(|part| part.parse::<i16>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    let is_short = (0..100).contains(&year) && parts.next().is_none();
    let date = Date::new(1900 + year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    is_short.then(|| (date.into(), true))
}

fn time(text: &str) -> Option<Time> {
    text.trim().trim_end_matches('Z').parse().ok()
}

/// The Modified Julian Date.
fn days(date: DateTime) -> f64 {
    let day = date.date().duration_since(jiff::civil::date(1970, 1, 1)).as_secs() as f64 / DAY_SECS;
    let time = date.time();
    let secs = f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second());
    MJD_1970 + day + (secs + f64::from(time.subsec_nanosecond()) * 1e-9) / DAY_SECS
}

#[cfg(test)]
mod tests {
    use catalogue::Images;

    use super::*;
    use crate::tests::header;

    fn filled(cards: &str) -> ImageRow {
        let (header, images) = (header(cards), Images::default());
        let mut row = ImageRow::default();
        fill(&mut row, &Keywords::new(vec![&header], &images));
        row
    }

    fn times(cards: &str) -> (Option<f64>, Option<f64>) {
        let row = filled(cards);
        (row.t_min, row.t_max)
    }

    #[test]
    fn begin_and_end_come_from_days_dates_and_the_exposure() {
        assert_eq!(times("MJD-OBS = 58909.5\nEXPTIME = 86.4"), (Some(58909.5), Some(58909.501)));
        assert_eq!(times("MJD-OBS = 58909.5\nMJD-END = 58909.75"), (Some(58909.5), Some(58909.75)));
        assert_eq!(times("DATE-OBS= '2020-03-01T12:00:00'"), (Some(58909.5), None));
        assert_eq!(
            times("DATE-OBS= '2020-03-01T12:00:00'\nDATE-END= '2020-03-02'"),
            (Some(58909.5), Some(58910.0))
        );
        assert_eq!(
            times("DATE-OBS= '2020-03-01'\nTIME-OBS= '06:00:00'\nEXPTIME = 0"),
            (Some(58909.25), Some(58909.25))
        );
        // Only the day is known.
        assert_eq!(times("DATE-OBS= '01/03/99'\nEXPTIME = 10"), (Some(51238.0), Some(51239.0)));
    }

    #[test]
    fn other_time_scales_become_utc() {
        let (begin, _) = times("MJD-OBS = 58909.5\nTIMESYS = 'TAI'");
        assert!((begin.unwrap() - (58909.5 - 37.0 / 86400.0)).abs() < 1e-10);
        let (begin, _) = times("DATE-OBS= '1999-07-01T00:01:04.184'\nTIMESYS = 'TT'");
        assert!((begin.unwrap() - 51360.0).abs() < 1e-10);
        assert_eq!(times("MJD-OBS = 58909.5\nTIMESYS = 'LOCAL'"), (None, None));
    }

    #[test]
    fn wrong_values_are_absent() {
        for cards in [
            "MJD-OBS = 2458909.5",
            "MJD-OBS = -1",
            "DATE-OBS= '2020-13-01'",
            "DATE-OBS= 'yesterday'",
            "DATE-OBS= ''",
        ] {
            assert_eq!(times(cards), (None, None), "{cards}");
        }
        assert_eq!(times("MJD-OBS = 58909.5\nMJD-END = 58909.4"), (Some(58909.5), None));
        assert_eq!(filled("EXPTIME = -1").t_exptime, None);
    }
}
