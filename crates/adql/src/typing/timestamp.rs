//! The text form of timestamps (DALI 1.1 §3.3).

/// The timestamp in the form that PostgreSQL reads; `None` if the text is not `YYYY-MM-DD['T'hh:mm:ss[.sss]['Z']]`.
///
/// A blank in place of `T` and a missing `ss` are accepted too. More than six digits of the second are cut.
pub(crate) fn checked_timestamp(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    if year == 0 || !(1..=12).contains(&month) || !(1..=days(year, month)).contains(&day) {
        return None;
    }
    match time {
        None => Some(date.to_owned()),
        Some(time) => Some(format!("{date}T{}", checked_time(time)?)),
    }
}

fn checked_time(time: &str) -> Option<String> {
    let (whole, fraction) = match time.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (time, ""),
    };
    let whole =
        if whole.len() == 5 && fraction.is_empty() { format!("{whole}:00") } else { whole.to_owned() };
    let [hour, minute, second] = numbers(&whole, ':', [2, 2, 2])?;
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if hour > 23 || minute > 59 || second > 59 || !digits {
        return None;
    }
    let fraction = &fraction[..fraction.len().min(6)];
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{whole}{point}{fraction}"))
}

/// Three numbers of fixed widths with a separator between them.
fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dali_timestamps_are_read() {
        for (text, expected) in [
            ("2020-02-29", "2020-02-29"),
            ("2020-01-02T03:04:05", "2020-01-02T03:04:05"),
            ("2020-01-02T03:04:05.25Z", "2020-01-02T03:04:05.25"),
            ("2020-01-02 03:04", "2020-01-02T03:04:00"),
            ("2020-01-02T03:04:05.123456789", "2020-01-02T03:04:05.123456"),
        ] {
            assert_eq!(checked_timestamp(text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn other_texts_are_no_timestamps() {
        for text in [
            "",
            "yesterday",
            "2020",
            "2019-02-29",
            "2020-13-01",
            "0000-01-01",
            "2020-1-1",
            "2020-01-01T25:00:00",
            "2020-01-01T00:00:61",
            "2020-01-01T00:00:00+01:00",
            "2020-01-01T1.5",
            "2020-01-01T",
            "infinity",
            "2020-01-01'",
            "\u{661}020-01-01",
        ] {
            assert_eq!(checked_timestamp(text), None, "{text}");
        }
    }
}
