//! Single values in PostgreSQL's binary form.

/// An `int4`; `None` where there are other than four bytes.
pub fn int4(value: &[u8]) -> Option<i32> {
    Some(i32::from_be_bytes(value.try_into().ok()?))
}

/// An `int8`; `None` where there are other than eight bytes.
pub fn int8(value: &[u8]) -> Option<i64> {
    Some(i64::from_be_bytes(value.try_into().ok()?))
}

/// A `float8`; `None` where there are other than eight bytes.
pub fn float8(value: &[u8]) -> Option<f64> {
    Some(f64::from_be_bytes(value.try_into().ok()?))
}

/// A `text`; `None` where it is not UTF-8.
pub fn text(value: &[u8]) -> Option<&str> {
    std::str::from_utf8(value).ok()
}

/// A `float8[]` of one dimension, or of none, which is empty; `None` where it breaks off, has more dimensions or a NULL.
pub fn float8_array(value: &[u8]) -> Option<Vec<f64>> {
    let (dimensions, rest) = value.split_first_chunk()?;
    // Flags and the type of the elements.
    let rest = rest.get(8..)?;
    match i32::from_be_bytes(*dimensions) {
        0 => Some(Vec::new()),
        1 => {
            // The length and the lower bound of the only dimension.
            let elements = rest.get(8..)?.chunks(12);
            let count = usize::try_from(int4(rest.get(..4)?)?).ok()?;
            let numbers: Option<Vec<f64>> = elements
                .map(|element| {
                    let (length, number) = element.split_first_chunk()?;
                    (i32::from_be_bytes(*length) == 8).then(|| float8(number)).flatten()
                })
                .collect();
            numbers.filter(|numbers| numbers.len() == count)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array(count: i32, elements: &[(i32, f64)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [1, 0, 701, count, 1] {
            bytes.extend(i32::to_be_bytes(number));
        }
        for (length, number) in elements {
            bytes.extend(length.to_be_bytes());
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    #[test]
    fn numbers_and_texts_are_big_endian_and_utf_8() {
        assert_eq!(int4(&[0, 0, 1, 2]), Some(258));
        assert_eq!(int8(&[255; 8]), Some(-1));
        assert_eq!(float8(&1.5_f64.to_be_bytes()), Some(1.5));
        assert_eq!(text("größer".as_bytes()), Some("größer"));
        assert_eq!((int4(&[0; 3]), int8(&[0; 4]), text(&[255])), (None, None, None));
    }

    #[test]
    fn arrays_of_numbers_are_taken_apart() {
        assert_eq!(float8_array(&array(2, &[(8, 1.0), (8, -2.5)])), Some(vec![1.0, -2.5]));
        assert_eq!(float8_array(&[[0; 4], [0; 4], [0, 0, 2, 189]].concat()), Some(Vec::new()));
    }

    #[test]
    fn broken_arrays_are_none() {
        let good = array(2, &[(8, 1.0), (8, 2.0)]);
        for end in 0..good.len() {
            assert_eq!(float8_array(&good[..end]), None, "{end}");
        }
        assert_eq!(float8_array(&array(1, &[(-1, 1.0)])), None);
        assert_eq!(float8_array(&array(3, &[(8, 1.0)])), None);
    }
}
