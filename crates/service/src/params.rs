//! Bound values of a translation in PostgreSQL's binary form.

use adql::Param;
use bytes::{BufMut, Bytes, BytesMut};

/// Oids of PostgreSQL's `pg_type.dat`.
mod oid {
    pub const BOOL: u32 = 16;
    pub const INT8: u32 = 20;
    pub const FLOAT8: u32 = 701;
    pub const BOOL_ARRAY: u32 = 1000;
    pub const INT8_ARRAY: u32 = 1016;
    pub const FLOAT8_ARRAY: u32 = 1022;
}

/// The value as it crosses to the host.
pub fn bound(param: &Param) -> plugin_api::Param {
    match param {
        Param::Float8(value) => plugin_api::Param::float8(*value),
        Param::Int8Array(values) => {
            array(oid::INT8_ARRAY, oid::INT8, values, |out, value| put(out, &value.to_be_bytes()))
        }
        Param::Float8Array(values) => {
            array(oid::FLOAT8_ARRAY, oid::FLOAT8, values, |out, value| put(out, &value.to_be_bytes()))
        }
        Param::BoolArray(values) => {
            array(oid::BOOL_ARRAY, oid::BOOL, values, |out, value| put(out, &[u8::from(*value)]))
        }
    }
}

fn array<T>(type_oid: u32, element: u32, values: &[T], each: fn(&mut BytesMut, &T)) -> plugin_api::Param {
    let mut out = BytesMut::with_capacity(20 + values.len() * (4 + size_of::<T>()));
    put_head(&mut out, element, values.len());
    for value in values {
        each(&mut out, value);
    }
    plugin_api::Param { type_oid, value: Some(Bytes::from(out)) }
}

/// Dimensions, whether there are nulls, element type; then length and lower bound of the one dimension. An array
/// without elements has no dimension.
fn put_head(out: &mut impl BufMut, element: u32, length: usize) {
    out.put_i32(i32::from(length > 0));
    out.put_i32(0);
    out.put_u32(element);
    if length > 0 {
        out.put_i32(length as i32);
        out.put_i32(1);
    }
}

fn put(out: &mut impl BufMut, value: &[u8]) {
    out.put_i32(value.len() as i32);
    out.put_slice(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(param: &Param) -> (u32, Vec<u8>) {
        let bound = bound(param);
        (bound.type_oid, bound.value.unwrap().to_vec())
    }

    #[test]
    fn arrays_have_one_dimension_that_begins_at_one() {
        let head = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 1];
        let values = [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 255];
        let (oid, bytes) = sent(&Param::Int8Array(vec![5, -1]));
        assert_eq!((oid, bytes), (1016, [&head[..], &values].concat()));
    }

    #[test]
    fn an_array_without_elements_has_no_dimension() {
        assert_eq!(sent(&Param::Float8Array(Vec::new())), (1022, vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 189]));
    }

    #[test]
    fn truth_is_one_byte_and_a_number_stands_alone() {
        let (oid, bytes) = sent(&Param::BoolArray(vec![true, false]));
        assert_eq!((oid, &bytes[20..]), (1000, &[0, 0, 0, 1, 1, 0, 0, 0, 1, 0][..]));
        assert_eq!(sent(&Param::Float8(1.0)), (701, vec![63, 240, 0, 0, 0, 0, 0, 0]));
    }
}
