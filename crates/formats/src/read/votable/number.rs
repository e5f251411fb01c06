//! Single numbers of VOTable, to the bytes that PostgreSQL has for them.

use catalogue::PgBase;

/// A number type; PostgreSQL's is the same but for the first and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// unsignedByte, for which PostgreSQL has `smallint`.
    Byte,
    Short,
    Int,
    Long,
    Float,
    Double,
    /// A float that becomes a double, as coordinates of regions do.
    Widened,
}

/// The bytes of a number in PostgreSQL, in big-endian order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bytes {
    bytes: [u8; 8],
    length: usize,
}

impl Bytes {
    fn of<const N: usize>(number: [u8; N]) -> Self {
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(&number);
        Self { bytes, length: N }
    }

    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl Number {
    /// The type in PostgreSQL.
    pub fn pg_base(self) -> PgBase {
        match self {
            Self::Byte | Self::Short => PgBase::Int2,
            Self::Int => PgBase::Int4,
            Self::Long => PgBase::Int8,
            Self::Float => PgBase::Float4,
            Self::Double | Self::Widened => PgBase::Float8,
        }
    }

    /// Bytes of an element in the binary serializations.
    pub fn width(self) -> usize {
        match self {
            Self::Byte => 1,
            Self::Short => 2,
            Self::Int | Self::Float | Self::Widened => 4,
            Self::Long | Self::Double => 8,
        }
    }

    /// Bytes of a value of PostgreSQL.
    pub fn pg_width(self) -> usize {
        match self {
            Self::Byte => 2,
            Self::Widened => 8,
            _ => self.width(),
        }
    }

    /// What an error calls the type.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Byte => "an integer from 0 to 255",
            Self::Short => "an integer from -32768 to 32767",
            Self::Int => "an integer from -2147483648 to 2147483647",
            Self::Long => "an integer of 64 bits",
            Self::Float | Self::Double | Self::Widened => "a number",
        }
    }

    /// Reads a literal of TABLEDATA without blanks around it (VOTable 1.4 §6); integers may be hexadecimal.
    #[inline]
    pub fn parse(self, text: &str) -> Option<Bytes> {
        match self {
            Self::Float => return text.parse::<f32>().ok().map(|number| Bytes::of(number.to_be_bytes())),
            Self::Double | Self::Widened => {
                return text.parse::<f64>().ok().map(|number| Bytes::of(number.to_be_bytes()));
            }
            _ => {}
        }
        let number = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => self.hexadecimal(digits)?,
            None => text.parse::<i64>().ok()?,
        };
        self.integer(number)
    }

    /// An integer, if it is in range.
    pub fn integer(self, number: i64) -> Option<Bytes> {
        Some(match self {
            Self::Byte => Bytes::of(i16::from(u8::try_from(number).ok()?).to_be_bytes()),
            Self::Short => Bytes::of(i16::try_from(number).ok()?.to_be_bytes()),
            Self::Int => Bytes::of(i32::try_from(number).ok()?.to_be_bytes()),
            Self::Long => Bytes::of(number.to_be_bytes()),
            Self::Float | Self::Double | Self::Widened => return None,
        })
    }

    /// The number whose bits are these digits: `0xffff` is -1 for a short.
    fn hexadecimal(self, digits: &str) -> Option<i64> {
        let is_plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_plain || digits.len() > 2 * self.width() {
            return None;
        }
        let bits = u64::from_str_radix(digits, 16).ok()?;
        Some(match self {
            Self::Short => (bits as i16).into(),
            Self::Int => (bits as i32).into(),
            _ => bits as i64,
        })
    }

    /// Reads an element of a binary serialization, which has [`Number::width`] bytes.
    #[inline]
    pub fn read(self, element: &[u8]) -> Option<Bytes> {
        Some(match self {
            Self::Byte => Bytes::of([0, *element.first()?]),
            Self::Short => Bytes::of::<2>(element.try_into().ok()?),
            Self::Int | Self::Float => Bytes::of::<4>(element.try_into().ok()?),
            Self::Long | Self::Double => Bytes::of::<8>(element.try_into().ok()?),
            Self::Widened => Bytes::of(f64::from(f32::from_be_bytes(element.try_into().ok()?)).to_be_bytes()),
        })
    }

    /// Whether these bytes are a NaN of this type.
    #[inline]
    pub fn is_nan(self, bytes: &Bytes) -> bool {
        let [a, b, c, d, ..] = bytes.bytes;
        match self {
            Self::Float => f32::from_be_bytes([a, b, c, d]).is_nan(),
            Self::Double | Self::Widened => f64::from_be_bytes(bytes.bytes).is_nan(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(number: Number, text: &str) -> Option<i64> {
        let bytes = number.parse(text)?;
        Some(
            bytes
                .as_slice()
                .iter()
                .skip(1)
                .fold(i64::from(bytes.as_slice()[0] as i8), |value, byte| value << 8 | i64::from(*byte)),
        )
    }

    #[test]
    fn integers_are_decimal_or_hexadecimal() {
        for (number, text, expected) in [
            (Number::Byte, "255", Some(255)),
            (Number::Byte, "0xfF", Some(255)),
            (Number::Byte, "256", None),
            (Number::Byte, "-1", None),
            (Number::Short, "+7", Some(7)),
            (Number::Short, "0xFFFF", Some(-1)),
            (Number::Short, "0x7fff", Some(32767)),
            (Number::Short, "32768", None),
            (Number::Short, "0x10000", None),
            (Number::Int, "0xffffffff", Some(-1)),
            (Number::Int, "-2147483648", Some(i32::MIN.into())),
            (Number::Long, "0x8000000000000000", Some(i64::MIN)),
            (Number::Long, "9223372036854775808", None),
            (Number::Int, "1.0", None),
            (Number::Int, "0x", None),
            (Number::Int, "0x+1", None),
            (Number::Int, "NULL", None),
        ] {
            assert_eq!(integer(number, text), expected, "{number:?} {text}");
        }
    }

    #[test]
    fn floats_are_read_leniently() {
        for (text, expected) in [
            ("1.5", 1.5),
            ("-1E3", -1000.0),
            (".5", 0.5),
            ("+Inf", f64::INFINITY),
            ("-infinity", f64::NEG_INFINITY),
        ] {
            let bytes = Number::Double.parse(text).unwrap();
            assert_eq!(bytes.as_slice(), expected.to_be_bytes(), "{text}");
        }
        for text in ["nan", "NaN"] {
            assert!(Number::Double.is_nan(&Number::Double.parse(text).unwrap()));
            assert!(Number::Float.is_nan(&Number::Float.parse(text).unwrap()));
        }
        assert_eq!(Number::Double.parse("1,5"), None);
        assert_eq!(Number::Float.parse(""), None);
    }

    #[test]
    fn binary_elements_become_what_postgresql_has() {
        assert_eq!(Number::Byte.read(&[200]).unwrap().as_slice(), [0, 200]);
        assert_eq!(Number::Widened.read(&1.5_f32.to_be_bytes()).unwrap().as_slice(), 1.5_f64.to_be_bytes());
        assert_eq!(Number::Int.read(&[1, 2, 3, 4]).unwrap().as_slice(), [1, 2, 3, 4]);
        assert_eq!(Number::Int.read(&[1, 2, 3]), None);
    }
}
