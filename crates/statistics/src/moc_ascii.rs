//! The ASCII form of MOCs (MOC 2.0 §4.3.2), read and checked; the crate `moc` takes orders and cells that do not exist.

use std::ops::Range;

use crate::{Moc, MocError};

/// How many characters of a wrong item an error shows.
const ITEM_CHARS_MAX: usize = 40;

/// Reads a map.
pub(crate) fn read(text: &str) -> Result<Moc, MocError> {
    let text = text.trim_start();
    let mut rest = text.strip_prefix(['s', 'S']).unwrap_or(text);
    let mut order = None;
    let mut finest = 0;
    let mut ranges = Vec::new();
    while let Some(begin) = rest.find(|c| !is_separator(c)) {
        rest = &rest[begin..];
        let (item, after) = rest.split_at(rest.find(is_separator).unwrap_or(rest.len()));
        let cells = match item.split_once('/') {
            Some((number, cells)) => {
                let read = checked_order(integer(number).ok_or_else(|| wrong(item))?)?;
                order = Some(read);
                finest = finest.max(read);
                cells
            }
            None => item,
        };
        if !cells.is_empty() {
            let order = order.ok_or(MocError::NoOrder)?;
            let (first, last) = cells.split_once('-').unwrap_or((cells, cells));
            let (first, last) = integer(first).zip(integer(last)).ok_or_else(|| wrong(item))?;
            ranges.push(range(order, first, last)?);
        }
        rest = after;
    }
    order.map(|_| Moc::of_ranges(finest, ranges)).ok_or(MocError::NoOrder)
}

/// The cells of order 29 that a range of cells holds, both ends of which belong to it.
pub(crate) fn range(order: u8, first: u64, last: u64) -> Result<Range<u64>, MocError> {
    let order = checked_order(order.into())?;
    if first > last || last >= 12 << (2 * order) {
        return Err(MocError::Cells { first, last, order });
    }
    let shift = 2 * (sky::ORDER - order);
    Ok(first << shift..(last + 1) << shift)
}

/// An order of 0 to 29.
pub(crate) fn checked_order(order: u64) -> Result<u8, MocError> {
    match u8::try_from(order) {
        Ok(checked) if checked <= sky::ORDER => Ok(checked),
        _ => Err(MocError::Order { order }),
    }
}

fn is_separator(c: char) -> bool {
    c.is_ascii_whitespace() || c == ','
}

/// Digits and nothing else.
fn integer(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn wrong(item: &str) -> MocError {
    MocError::Item { item: item.chars().take(ITEM_CHARS_MAX).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, canonical: &str) {
        assert_eq!(read(text).unwrap().to_string(), canonical, "{text}");
    }

    #[test]
    fn every_form_of_the_standard_is_read() {
        check("3/5 12-14 4/60 6/", "3/5 12-14 4/60 6/");
        check("s3/5 12-14\r\n4/60\n6/\n", "3/5 12-14 4/60 6/");
        check("1/1,2,4", "1/1-2 4");
        check("0/", "0/");
        check("29/", "29/");
        check(" 2/ 12-14 ", "2/12-14");
    }

    #[test]
    fn what_is_not_canonical_becomes_it() {
        check("2/12-14 15", "1/3 2/");
        check("4/9 3 9 3/0", "3/0 4/9");
        check("5/12 4/3 3/0", "3/0 5/");
        check("0/0-11 3/7", "0/0-11 3/");
    }

    #[test]
    fn what_is_no_map_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", "a MOC begins with an order and `/`, e.g. `3/`"),
            ("5 6", "a MOC begins with an order and `/`, e.g. `3/`"),
            ("30/1", "order 30 in a MOC is greater than 29"),
            ("64/1", "order 64 in a MOC is greater than 29"),
            ("3/768", "cells 768-768 in a MOC are not cells of order 3"),
            ("3/7-5", "cells 7-5 in a MOC are not cells of order 3"),
            (
                "29/18446744073709551615",
                "cells 18446744073709551615-18446744073709551615 in a MOC are not cells of order 29",
            ),
            (
                "3/18446744073709551616",
                "`3/18446744073709551616` in a MOC is neither an order with `/`, a cell nor a range of cells",
            ),
            ("3/-5", "`3/-5` in a MOC is neither an order with `/`, a cell nor a range of cells"),
            ("3/+5", "`3/+5` in a MOC is neither an order with `/`, a cell nor a range of cells"),
            ("t61/1 3", "`t61/1` in a MOC is neither an order with `/`, a cell nor a range of cells"),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), reason, "{text}");
        }
    }
}
