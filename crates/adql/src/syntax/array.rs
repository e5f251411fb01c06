//! Functions of arrays, extensions of ADQL.

/// A function of arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrayFunction {
    /// `array_element(array, index, ...)`: what `array[index]...` is.
    Element,
    /// `array_length(array)`: the number of its elements, of its rows if it has several dimensions.
    Length,
}

impl ArrayFunction {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Element, Self::Length];

    /// The function of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Element => "array_element",
            Self::Length => "array_length",
        }
    }

    /// The call with its arguments.
    pub fn signature(self) -> &'static str {
        match self {
            Self::Element => "array_element(array, index)",
            Self::Length => "array_length(array)",
        }
    }

    /// Whether so many arguments are right.
    pub fn allows(self, count: usize) -> bool {
        match self {
            Self::Element => count >= 2,
            Self::Length => count == 1,
        }
    }
}
