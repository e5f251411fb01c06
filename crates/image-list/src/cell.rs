//! Values of a row: in PostgreSQL's binary form, and from its text.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::row::Instant;

/// From 1970 to 2000, where PostgreSQL begins to count, in microseconds.
const EPOCH_US: i64 = 946_684_800_000_000;

/// The types of elements of arrays in PostgreSQL, by their identifiers.
const INT4_OID: i32 = 23;
const INT8_OID: i32 = 20;
const FLOAT8_OID: i32 = 701;

/// A value of a row.
pub(crate) trait Cell: Sized {
    /// Its bytes; `None` for NULL.
    fn bytes(&self) -> Option<Vec<u8>>;

    /// It from its text in PostgreSQL.
    fn parse(text: &str) -> Result<Self, String>;

    /// Appends its length and its bytes.
    fn write(&self, out: &mut Vec<u8>) {
        match self.bytes() {
            // A value that is longer than 2 GiB does not come out of a header.
            Some(bytes) => {
                out.extend_from_slice(&(bytes.len() as i32).to_be_bytes());
                out.extend_from_slice(&bytes);
            }
            None => out.extend_from_slice(&(-1_i32).to_be_bytes()),
        }
    }
}

impl<T: Cell> Cell for Option<T> {
    fn bytes(&self) -> Option<Vec<u8>> {
        self.as_ref().and_then(T::bytes)
    }

    fn parse(text: &str) -> Result<Self, String> {
        // What would be NULL in the end is absent at once.
        let value = T::parse(text)?;
        Ok(value.bytes().is_some().then_some(value))
    }
}

impl Cell for String {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(self.replace('\0', "").into_bytes())
    }

    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

impl Cell for f64 {
    fn bytes(&self) -> Option<Vec<u8>> {
        self.is_finite().then(|| self.to_be_bytes().to_vec())
    }

    fn parse(text: &str) -> Result<Self, String> {
        text.trim().parse().map_err(|_| format!("`{text}` is no number"))
    }
}

impl Cell for i64 {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(self.to_be_bytes().to_vec())
    }

    fn parse(text: &str) -> Result<Self, String> {
        text.trim().parse().map_err(|_| format!("`{text}` is no whole number"))
    }
}

impl Cell for i32 {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(self.to_be_bytes().to_vec())
    }

    fn parse(text: &str) -> Result<Self, String> {
        text.trim().parse().map_err(|_| format!("`{text}` is no whole number"))
    }
}

impl Cell for Instant {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some((self.0 - EPOCH_US).to_be_bytes().to_vec())
    }

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no date and time");
        let civil: DateTime = text.trim().replace(' ', "T").parse().map_err(|_| wrong())?;
        let zoned = civil.to_zoned(TimeZone::UTC).map_err(|_| wrong())?;
        Ok(Self(zoned.timestamp().as_microsecond()))
    }
}

impl Cell for Vec<f64> {
    fn bytes(&self) -> Option<Vec<u8>> {
        let is_finite = self.iter().all(|number| number.is_finite());
        is_finite.then(|| array(FLOAT8_OID, self.iter().map(|number| number.to_be_bytes())))
    }

    fn parse(text: &str) -> Result<Self, String> {
        elements(text)
    }
}

impl Cell for Vec<i64> {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(array(INT8_OID, self.iter().map(|number| number.to_be_bytes())))
    }

    fn parse(text: &str) -> Result<Self, String> {
        elements(text)
    }
}

impl Cell for Vec<i32> {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(array(INT4_OID, self.iter().map(|number| number.to_be_bytes())))
    }

    fn parse(text: &str) -> Result<Self, String> {
        elements(text)
    }
}

/// An array of one dimension, or of none where it is empty.
fn array<const N: usize>(oid: i32, elements: impl ExactSizeIterator<Item = [u8; N]>) -> Vec<u8> {
    let count = elements.len() as i32;
    let mut out = Vec::with_capacity(20 + elements.len() * (4 + N));
    let mut number = |number: i32| out.extend_from_slice(&number.to_be_bytes());
    number(i32::from(count > 0));
    number(0);
    number(oid);
    if count > 0 {
        number(count);
        number(1);
    }
    for element in elements {
        out.extend_from_slice(&(N as i32).to_be_bytes());
        out.extend_from_slice(&element);
    }
    out
}

/// The elements of `{1,2,3}`.
fn elements<T: Cell>(text: &str) -> Result<Vec<T>, String> {
    let inner = text.trim().strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    let inner = inner.ok_or_else(|| format!("`{text}` is no array"))?;
    if inner.is_empty() {
        return Ok(Vec::new());
    }
    inner.split(',').map(T::parse).collect()
}
