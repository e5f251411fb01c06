//! Reserved words and the part that each plays in the grammar.

use std::sync::LazyLock;

use crate::syntax::{Aggregate, Function};

/// A reserved word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    All,
    And,
    Any,
    As,
    Asc,
    Between,
    By,
    BigInt,
    Case,
    Cast,
    Char,
    Cross,
    Desc,
    Distinct,
    Double,
    Else,
    End,
    Escape,
    Except,
    Exists,
    False,
    Fetch,
    From,
    Full,
    Group,
    Having,
    ILike,
    In,
    Inner,
    Integer,
    Intersect,
    Is,
    Join,
    Left,
    Like,
    Natural,
    Not,
    Null,
    Offset,
    On,
    Or,
    Order,
    Outer,
    Precision,
    Real,
    Right,
    Select,
    SmallInt,
    Some,
    Then,
    Timestamp,
    Top,
    True,
    Union,
    Using,
    Varchar,
    When,
    Where,
    With,
    /// A function; `POINT`, `CIRCLE` and `POLYGON` are also types.
    Function(Function),
    /// An aggregate.
    Aggregate(Aggregate),
    /// A word that is reserved and has no part in the grammar.
    Other,
}

impl Keyword {
    /// The reserved word that `word` is, in any case; `None` for an ordinary name.
    pub(crate) fn of(word: &str) -> Option<Self> {
        let mut slot = slot(word);
        while let Some((known, role)) = TABLE[slot] {
            if known.eq_ignore_ascii_case(word) {
                return Some(role);
            }
            slot = (slot + 1) % SLOTS;
        }
        None
    }

    /// Whether the word only makes sense as part of a clause, so that nobody means it as a name.
    pub(crate) fn is_structural(self) -> bool {
        !matches!(
            self,
            Self::BigInt
                | Self::Char
                | Self::Double
                | Self::Integer
                | Self::Precision
                | Self::Real
                | Self::SmallInt
                | Self::Timestamp
                | Self::Varchar
                | Self::Offset
                | Self::Function(_)
                | Self::Aggregate(_)
                | Self::Other
        )
    }
}

/// A power of two, several times the number of reserved words, so that most slots are empty.
const SLOTS: usize = 2048;

/// All reserved words, each in the slot of its hash or in one behind it. Half the words of a query are looked up here.
static TABLE: LazyLock<Vec<Option<(&'static str, Keyword)>>> = LazyLock::new(|| {
    let mut table = vec![None; SLOTS];
    let others = catalogue::RESERVED_WORDS.iter().map(|word| (*word, Keyword::Other));
    for (word, role) in ROLES.iter().copied().chain(others) {
        let mut slot = slot(word);
        while table[slot].is_some_and(|(known, _)| known != word) {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = table[slot].or(Some((word, role)));
    }
    table
});

/// The slot of a word in any case (FNV-1a).
fn slot(word: &str) -> usize {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_uppercase())).wrapping_mul(0x0100_0193)
    });
    hash as usize % SLOTS
}

/// The words that can be called: functions, aggregates and CAST.
pub(crate) fn callable_words() -> impl Iterator<Item = &'static str> {
    ROLES.iter().filter_map(|(word, role)| {
        matches!(role, Keyword::Function(_) | Keyword::Aggregate(_) | Keyword::Cast).then_some(*word)
    })
}

/// The words that the grammar uses, sorted.
const ROLES: &[(&str, Keyword)] = &[
    ("ABS", Keyword::Function(Function::Abs)),
    ("ACOS", Keyword::Function(Function::Acos)),
    ("ALL", Keyword::All),
    ("AND", Keyword::And),
    ("ANY", Keyword::Any),
    ("AREA", Keyword::Function(Function::Area)),
    ("AS", Keyword::As),
    ("ASC", Keyword::Asc),
    ("ASIN", Keyword::Function(Function::Asin)),
    ("ATAN", Keyword::Function(Function::Atan)),
    ("ATAN2", Keyword::Function(Function::Atan2)),
    ("AVG", Keyword::Aggregate(Aggregate::Avg)),
    ("BETWEEN", Keyword::Between),
    ("BIGINT", Keyword::BigInt),
    ("BOX", Keyword::Function(Function::Box)),
    ("BY", Keyword::By),
    ("CASE", Keyword::Case),
    ("CAST", Keyword::Cast),
    ("CEILING", Keyword::Function(Function::Ceiling)),
    ("CENTROID", Keyword::Function(Function::Centroid)),
    ("CHAR", Keyword::Char),
    ("CIRCLE", Keyword::Function(Function::Circle)),
    ("COALESCE", Keyword::Function(Function::Coalesce)),
    ("CONTAINS", Keyword::Function(Function::Contains)),
    ("COORD1", Keyword::Function(Function::Coord1)),
    ("COORD2", Keyword::Function(Function::Coord2)),
    ("COORDSYS", Keyword::Function(Function::Coordsys)),
    ("COS", Keyword::Function(Function::Cos)),
    ("COT", Keyword::Function(Function::Cot)),
    ("COUNT", Keyword::Aggregate(Aggregate::Count)),
    ("CROSS", Keyword::Cross),
    ("DEGREES", Keyword::Function(Function::Degrees)),
    ("DESC", Keyword::Desc),
    ("DISTANCE", Keyword::Function(Function::Distance)),
    ("DISTINCT", Keyword::Distinct),
    ("DOUBLE", Keyword::Double),
    ("ELSE", Keyword::Else),
    ("END", Keyword::End),
    ("ESCAPE", Keyword::Escape),
    ("EXCEPT", Keyword::Except),
    ("EXISTS", Keyword::Exists),
    ("EXP", Keyword::Function(Function::Exp)),
    ("FALSE", Keyword::False),
    ("FETCH", Keyword::Fetch),
    ("FLOOR", Keyword::Function(Function::Floor)),
    ("FROM", Keyword::From),
    ("FULL", Keyword::Full),
    ("GROUP", Keyword::Group),
    ("HAVING", Keyword::Having),
    ("ILIKE", Keyword::ILike),
    ("IN", Keyword::In),
    ("INNER", Keyword::Inner),
    ("INTEGER", Keyword::Integer),
    ("INTERSECT", Keyword::Intersect),
    ("INTERSECTS", Keyword::Function(Function::Intersects)),
    ("IN_UNIT", Keyword::Function(Function::InUnit)),
    ("IS", Keyword::Is),
    ("JOIN", Keyword::Join),
    ("LEFT", Keyword::Left),
    ("LIKE", Keyword::Like),
    ("LOG", Keyword::Function(Function::Log)),
    ("LOG10", Keyword::Function(Function::Log10)),
    ("LOWER", Keyword::Function(Function::Lower)),
    ("MAX", Keyword::Aggregate(Aggregate::Max)),
    ("MIN", Keyword::Aggregate(Aggregate::Min)),
    ("MOD", Keyword::Function(Function::Mod)),
    ("NATURAL", Keyword::Natural),
    ("NOT", Keyword::Not),
    ("NULL", Keyword::Null),
    ("OFFSET", Keyword::Offset),
    ("ON", Keyword::On),
    ("OR", Keyword::Or),
    ("ORDER", Keyword::Order),
    ("OUTER", Keyword::Outer),
    ("PI", Keyword::Function(Function::Pi)),
    ("POINT", Keyword::Function(Function::Point)),
    ("POLYGON", Keyword::Function(Function::Polygon)),
    ("POWER", Keyword::Function(Function::Power)),
    ("PRECISION", Keyword::Precision),
    ("RADIANS", Keyword::Function(Function::Radians)),
    ("RAND", Keyword::Function(Function::Rand)),
    ("REAL", Keyword::Real),
    ("REGION", Keyword::Function(Function::Region)),
    ("RIGHT", Keyword::Right),
    ("ROUND", Keyword::Function(Function::Round)),
    ("SELECT", Keyword::Select),
    ("SIN", Keyword::Function(Function::Sin)),
    ("SMALLINT", Keyword::SmallInt),
    ("SOME", Keyword::Some),
    ("SQRT", Keyword::Function(Function::Sqrt)),
    ("SUM", Keyword::Aggregate(Aggregate::Sum)),
    ("TAN", Keyword::Function(Function::Tan)),
    ("THEN", Keyword::Then),
    ("TIMESTAMP", Keyword::Timestamp),
    ("TOP", Keyword::Top),
    ("TRUE", Keyword::True),
    ("TRUNCATE", Keyword::Function(Function::Truncate)),
    ("UNION", Keyword::Union),
    ("UPPER", Keyword::Function(Function::Upper)),
    ("USING", Keyword::Using),
    ("VARCHAR", Keyword::Varchar),
    ("WHEN", Keyword::When),
    ("WHERE", Keyword::Where),
    ("WITH", Keyword::With),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_grammar_are_sorted_and_reserved() {
        assert!(ROLES.is_sorted_by(|one, other| one.0 < other.0));
        for (word, role) in ROLES {
            assert!(catalogue::is_reserved(word), "{word}");
            assert_eq!(Keyword::of(&word.to_lowercase()), Some(*role), "{word}");
        }
    }

    #[test]
    fn every_reserved_word_is_a_keyword() {
        for word in catalogue::RESERVED_WORDS {
            assert!(Keyword::of(word).is_some(), "{word}");
        }
        assert_eq!(Keyword::of("magnitude"), None);
    }
}
