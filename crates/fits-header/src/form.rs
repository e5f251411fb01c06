//! TFORM and TDIM: types, counts and shapes of columns (FITS 4.0 §7.3.1 and §7.3.2).

use crate::{HeaderError, malformed, shown};

/// The type of the elements of a binary column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// True or false, one byte.
    Logical,
    /// A bit; eight share a byte.
    Bit,
    /// An unsigned integer of 8 bits.
    Byte,
    /// An integer of 16 bits.
    Short,
    /// An integer of 32 bits.
    Int,
    /// An integer of 64 bits.
    Long,
    /// A character.
    Char,
    /// A floating-point number of 32 bits.
    Float,
    /// A floating-point number of 64 bits.
    Double,
    /// Two floats.
    Complex,
    /// Two doubles.
    DoubleComplex,
}

/// A TFORM of a binary table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The type of the elements.
    pub element: Element,
    /// Elements in the row, or 0 and 1 for descriptors.
    pub count: u64,
    /// Whether the row has a descriptor of elements in the heap; true if it is one of 64 bits.
    pub heap: Option<bool>,
    /// Characters of each of several texts in a column.
    pub text_chars: Option<u32>,
}

impl Element {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            'L' => Self::Logical,
            'X' => Self::Bit,
            'B' => Self::Byte,
            'I' => Self::Short,
            'J' => Self::Int,
            'K' => Self::Long,
            'A' => Self::Char,
            'E' => Self::Float,
            'D' => Self::Double,
            'C' => Self::Complex,
            'M' => Self::DoubleComplex,
            _ => return None,
        })
    }

    /// Bytes of so many elements, if that is a number at all.
    pub fn bytes(self, count: u64) -> Option<u64> {
        let element_bytes = match self {
            Self::Bit => return Some(count.div_ceil(8)),
            Self::Logical | Self::Byte | Self::Char => 1,
            Self::Short => 2,
            Self::Int | Self::Float => 4,
            Self::Long | Self::Double | Self::Complex => 8,
            Self::DoubleComplex => 16,
        };
        count.checked_mul(element_bytes)
    }
}

impl Form {
    /// Reads the TFORM of a column.
    pub fn read(text: &str, number: usize) -> Result<Self, HeaderError> {
        Self::parse(text.trim()).ok_or_else(|| {
            let what = format!(
                "`{}` is no type of a binary table, such as `J`, `12E`, `8A` or `1PD(5)`",
                shown(text)
            );
            malformed(&format!("keyword `TFORM{number}`"), &what)
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, rest) = text.split_at_checked(digits)?;
        let count = if count.is_empty() { 1 } else { count.parse().ok()? };
        let mut letters = rest.chars();
        let letter = letters.next()?;
        let heap = match letter {
            'P' => Some(false),
            'Q' => Some(true),
            _ => None,
        };
        let letter = if heap.is_some() { letters.next()? } else { letter };
        let element = Element::of(letter)?;
        if heap.is_some() && count > 1 {
            return None;
        }
        let chars = letters.as_str().trim_start_matches(":SSTR");
        let text_chars = chars.parse().ok().filter(|&chars| element == Element::Char && chars > 0);
        Some(Self { element, count, heap, text_chars: text_chars.filter(|&chars| u64::from(chars) < count) })
    }

    /// Bytes in the row.
    pub fn row_bytes(&self) -> Option<u64> {
        match self.heap {
            None => self.element.bytes(self.count),
            Some(is_wide) => Some(self.count * if is_wide { 16 } else { 8 }),
        }
    }
}

/// Reads TDIM, if it describes exactly `count` elements; any other is of no use.
pub fn shape(tdim: Option<&str>, count: u64) -> Option<Vec<u32>> {
    let lengths = tdim?.trim().strip_prefix('(')?.strip_suffix(')')?.split(',');
    let lengths: Option<Vec<u32>> = lengths.map(|length| length.trim().parse().ok()).collect();
    let lengths = lengths.filter(|lengths| lengths.len() <= 16)?;
    let product = lengths.iter().try_fold(1_u64, |product, &length| product.checked_mul(length.into()));
    (product == Some(count) && lengths.len() > 1).then_some(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(element: Element, count: u64) -> Form {
        Form { element, count, heap: None, text_chars: None }
    }

    #[test]
    fn forms_of_binary_tables_are_read() {
        for (text, expected, bytes) in [
            ("J", form(Element::Int, 1), 4),
            ("12E", form(Element::Float, 12), 48),
            ("9X", form(Element::Bit, 9), 2),
            ("0A", form(Element::Char, 0), 0),
            ("2M ", form(Element::DoubleComplex, 2), 32),
            ("1PD(5)", Form { heap: Some(false), ..form(Element::Double, 1) }, 8),
            ("QA", Form { heap: Some(true), ..form(Element::Char, 1) }, 16),
            ("20A5", Form { text_chars: Some(5), ..form(Element::Char, 20) }, 20),
            ("20A:SSTR5", Form { text_chars: Some(5), ..form(Element::Char, 20) }, 20),
        ] {
            let read = Form::read(text, 1).unwrap();
            assert_eq!((read, read.row_bytes()), (expected, Some(bytes)), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["", "7", "F8.3", "3PD", "P", "PP", "99999999999999999999J"] {
            let expected = format!(
                "keyword `TFORM7`: `{text}` is no type of a binary table, such as `J`, `12E`, `8A` or `1PD(5)`"
            );
            assert_eq!(Form::read(text, 7).unwrap_err().to_string(), expected);
        }
        assert_eq!(Form::read("9999999999999999999D", 1).unwrap().row_bytes(), None);
    }

    #[test]
    fn a_shape_must_fit_its_count() {
        assert_eq!(shape(Some("(2, 3)"), 6), Some(vec![2, 3]));
        assert_eq!(shape(Some("(2,3)"), 5), None);
        assert_eq!(shape(Some("(6)"), 6), None);
        assert_eq!(shape(Some("(4294967295,4294967295,4294967295)"), 6), None);
        assert_eq!(shape(None, 6), None);
    }
}
