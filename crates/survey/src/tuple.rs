//! Rows in PostgreSQL's binary form, written into one growing buffer.

/// Rows of one table: each is the number of columns, then length and bytes of each value.
#[derive(Debug, Default)]
pub(crate) struct Tuples {
    bytes: Vec<u8>,
    rows: u64,
}

impl Tuples {
    /// Begins a row of this many columns; exactly as many values must follow.
    pub(crate) fn begin(&mut self, columns: i16) {
        self.rows += 1;
        self.bytes.extend_from_slice(&columns.to_be_bytes());
    }

    /// How many rows were begun.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// The bytes of all rows, without header and trailer.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn null(&mut self) {
        self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
    }

    pub(crate) fn int2(&mut self, value: i16) {
        self.value(value.to_be_bytes());
    }

    pub(crate) fn int4(&mut self, value: i32) {
        self.value(value.to_be_bytes());
    }

    /// Also for timestamps: microseconds since 2000-01-01.
    pub(crate) fn int8(&mut self, value: i64) {
        self.value(value.to_be_bytes());
    }

    pub(crate) fn float4(&mut self, value: f64) {
        self.value((value as f32).to_be_bytes());
    }

    pub(crate) fn float8(&mut self, value: f64) {
        self.value(value.to_be_bytes());
    }

    /// A real, or null.
    pub(crate) fn float4_or_null(&mut self, value: Option<f64>) {
        match value {
            Some(value) => self.float4(value),
            None => self.null(),
        }
    }

    /// A text; shorter than 2 GiB.
    pub(crate) fn text(&mut self, value: &str) {
        self.bytes.extend_from_slice(&(value.len() as i32).to_be_bytes());
        self.bytes.extend_from_slice(value.as_bytes());
    }

    pub(crate) fn float4_array(&mut self, values: &[f32]) {
        self.array(700, values, |value| value.to_be_bytes());
    }

    pub(crate) fn float8_array(&mut self, values: &[f64]) {
        self.array(701, values, |value| value.to_be_bytes());
    }

    pub(crate) fn int2_array(&mut self, values: &[i16]) {
        self.array(21, values, |value| value.to_be_bytes());
    }

    pub(crate) fn int4_array(&mut self, values: &[i32]) {
        self.array(23, values, |value| value.to_be_bytes());
    }

    fn value<const N: usize>(&mut self, value: [u8; N]) {
        self.bytes.extend_from_slice(&(N as i32).to_be_bytes());
        self.bytes.extend_from_slice(&value);
    }

    /// One dimension, no nulls, first subscript 1; elements of the type with this object identifier.
    fn array<T: Copy, const N: usize>(
        &mut self,
        element_oid: i32,
        values: &[T],
        encode: impl Fn(T) -> [u8; N],
    ) {
        let length = 20 + values.len() * (4 + N);
        self.bytes.reserve(4 + length);
        for number in [length as i32, 1, 0, element_oid, values.len() as i32, 1] {
            self.bytes.extend_from_slice(&number.to_be_bytes());
        }
        for value in values {
            self.value(encode(*value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn array_has_one_dimension_that_starts_at_1() {
        let mut tuples = Tuples::default();
        tuples.int2_array(&[3, -7]);
        let numbers = [32_i32, 1, 0, 21, 2, 1].map(i32::to_be_bytes).concat();
        let values = b"\0\0\0\x02\0\x03\0\0\0\x02\xff\xf9".to_vec();
        assert_eq!(tuples.into_bytes(), [numbers, values].concat());
    }

    #[test]
    fn row_is_count_then_length_and_bytes() {
        let mut tuples = Tuples::default();
        tuples.begin(3);
        tuples.int4(258);
        tuples.null();
        tuples.text("ab");
        assert_eq!(tuples.rows(), 1);
        assert_eq!(tuples.into_bytes(), b"\0\x03\0\0\0\x04\0\0\x01\x02\xff\xff\xff\xff\0\0\0\x02ab");
    }
}
