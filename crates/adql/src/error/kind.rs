//! Everything that can be wrong with a query, and how it is said.

use thiserror::Error;

use super::{EnumerationError, FunctionProblem, UnitProblem};

/// What is wrong with a query. All messages and hints may go to the client.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    // --- text ---
    /// The text is longer than the limit.
    #[error("the query is longer than {limit_bytes} bytes")]
    TooLong {
        /// The limit, in bytes.
        limit_bytes: usize,
    },
    /// A character that starts no token.
    #[error("unexpected character {}", describe_character(*.0))]
    Character(char),
    /// A string without its closing quote.
    #[error("the string that starts here has no closing quote")]
    OpenString,
    /// A delimited identifier without its closing quote.
    #[error("the quoted name that starts here has no closing quote")]
    OpenName,
    /// `""`
    #[error("a quoted name must not be empty")]
    EmptyName,
    /// `12abc`
    #[error("a number runs into a word: `{text}`")]
    NumberTouchesWord {
        /// Both, as written.
        text: String,
    },
    /// A number beyond double precision.
    #[error("the number `{text}` is too large")]
    NumberTooLarge {
        /// The number as written.
        text: String,
    },
    /// `/*`
    #[error("`/*` does not start a comment in ADQL")]
    BlockComment,
    /// `_name`
    #[error("`{name}` is not a regular name: it starts with an underscore")]
    LeadingUnderscore {
        /// The name.
        name: String,
    },

    // --- grammar ---
    /// Something else stands where the grammar wants one thing.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What the grammar wants.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A reserved word stands where the grammar wants something else.
    #[error("expected {expected}, found the reserved word `{word}`")]
    Reserved {
        /// What the grammar wants.
        expected: &'static str,
        /// The word as written.
        word: String,
    },
    /// Text after a final semicolon.
    #[error("the query ends at the `;`, but more text follows")]
    TextAfterEnd,
    /// `LIMIT n`
    #[error("ADQL has no LIMIT")]
    Limit,
    /// SQL that ADQL does not have.
    #[error("{what} is not part of ADQL")]
    NotAdql {
        /// The construct.
        what: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
    /// A derived table without a name.
    #[error("a subquery in FROM needs a name")]
    NoAlias,
    /// `(t)` in FROM.
    #[error("parentheses in FROM hold a subquery or a join, not a single table")]
    AloneInParentheses,
    /// Nested deeper than the limit.
    #[error("the query is nested more than {limit} levels deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A call with the wrong number of arguments.
    #[error("{name} does not take {given} argument{}", plural(*given))]
    ArgumentCount {
        /// The function.
        name: &'static str,
        /// The call as the standard describes it.
        signature: &'static str,
        /// How many were given.
        given: usize,
    },
    /// A value where a condition is needed.
    #[error("expected a condition, found a value")]
    NotCondition {
        /// The function, if the value is a geometry function that gives 1 or 0.
        flag: Option<&'static str>,
    },
    /// A condition where a value is needed.
    #[error("expected a value, found a condition")]
    NotValue,
    /// `VARCHAR(0)`
    #[error("{length} characters are not possible; a string has 1 to 10485760")]
    StringLength {
        /// The length asked for.
        length: u64,
    },
    /// `- -x`
    #[error("a value has at most one sign")]
    TwoSigns,
    /// An argument that must be a literal is none.
    #[error("{what} must be a string literal")]
    NotLiteral {
        /// The argument.
        what: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
    /// ORDER BY or OFFSET before a set operator.
    #[error("{clause} belongs to the whole query and stands at its end, after all operands of {operator}")]
    ClauseInOperand {
        /// ORDER BY or OFFSET.
        clause: &'static str,
        /// The set operator that follows.
        operator: &'static str,
    },
    /// NATURAL with ON or USING.
    #[error("a NATURAL join takes neither ON nor USING")]
    NaturalCondition,
    /// An outer join without a condition.
    #[error("{kind} JOIN needs ON or USING")]
    NoJoinCondition {
        /// LEFT, RIGHT or FULL.
        kind: &'static str,
    },
    /// An extension in strict mode.
    #[error("{what} is an extension of ADQL, which strict mode refuses")]
    Extension {
        /// The extension.
        what: &'static str,
    },

    /// What ADQL 2.0 does not have, in strict mode.
    #[error("{what} came with ADQL 2.1; this query is ADQL 2.0")]
    Newer {
        /// The construct.
        what: &'static str,
    },
    /// A divisor that is 0 for every row.
    #[error("division by zero")]
    DivisionByZero,
    /// OVER behind a function that is no window function.
    #[error("`{name}` is not a window function")]
    NotWindow {
        /// The function as written.
        name: String,
    },
    /// `ROWS BETWEEN 1 FOLLOWING AND CURRENT ROW`
    #[error("the frame of a window must not end before it starts")]
    Frame,
    /// A window function where none may stand.
    #[error("a window function cannot stand in {place}")]
    WindowPlace {
        /// The clause.
        place: &'static str,
    },
    /// Numbers or points that make no polygon.
    #[error("a polygon takes three or more vertices: points, or pairs of numbers")]
    Vertices,

    // --- names ---
    /// Part of the language that this service does not offer.
    #[error("{what} is not offered by this service yet")]
    NotOffered {
        /// The feature.
        what: String,
    },
    /// A table that the caller cannot see or that does not exist.
    #[error("unknown table `{name}`")]
    UnknownTable {
        /// The name as written.
        name: String,
        /// The nearest names, or else all, as they must be written.
        known: Vec<String>,
        /// Whether `known` holds near names only.
        near: bool,
    },
    /// A table that the caller may know of and not read.
    #[error("`{name}` is not open to you")]
    Locked {
        /// The name, as it must be written.
        name: String,
    },
    /// A table of which nobody can say which rows the caller may see.
    #[error("`{name}` cannot be read at the moment")]
    RowFilter {
        /// The name as written.
        name: String,
        /// What is wrong with its row filter; for the operator alone.
        problem: String,
    },
    /// What a row filter may not have.
    #[error("{what} cannot stand in a row filter")]
    RowFilterPart {
        /// The construct.
        what: &'static str,
    },
    /// A name with a catalog in front.
    #[error("this service has no catalogs, so that `{name}` has one part too many")]
    Catalog {
        /// The name as written.
        name: String,
    },
    /// A table name that several schemas have.
    #[error("`{name}` is ambiguous: several schemas have such a table")]
    AmbiguousTable {
        /// The name as written.
        name: String,
        /// The qualified names.
        candidates: Vec<String>,
    },
    /// Two tables of one FROM under one name.
    #[error("two tables of this FROM are called `{name}`")]
    DuplicateTable {
        /// The name.
        name: String,
    },
    /// Two common table expressions under one name.
    #[error("two queries of this WITH are called `{name}`")]
    DuplicateCommonTable {
        /// The name.
        name: String,
    },
    /// A column that no table in reach has.
    #[error("unknown column `{name}`")]
    UnknownColumn {
        /// The name as written.
        name: String,
        /// The nearest names, or else all, as they must be written.
        known: Vec<String>,
        /// Whether `known` holds near names only.
        near: bool,
        /// The text, if the name was written in double quotes like a string.
        quoted: Option<String>,
    },
    /// A column that several tables have.
    #[error("`{name}` is ambiguous: several tables have such a column")]
    AmbiguousColumn {
        /// The name as written.
        name: String,
        /// The qualified names.
        candidates: Vec<String>,
    },
    /// An output name that several outputs have.
    #[error("`{name}` is ambiguous: several columns of the select list are called so")]
    AmbiguousOutput {
        /// The name as written.
        name: String,
    },
    /// A qualifier that is not in FROM.
    #[error("`{name}` is not a table of this FROM")]
    UnknownQualifier {
        /// The name as written.
        name: String,
        /// The names in reach.
        known: Vec<String>,
    },
    /// A USING column that a side lacks.
    #[error("the {side} side of the join has no column `{name}`")]
    UsingColumn {
        /// The name as written.
        name: String,
        /// Left or right.
        side: &'static str,
    },
    /// A function that nobody offers.
    #[error("unknown function `{name}`")]
    UnknownFunction {
        /// The name as written.
        name: String,
        /// The nearest names.
        near: Vec<String>,
    },
    /// A position beyond the select list.
    #[error("{clause} {position} is outside the select list, which has {count} column{}", plural(*count))]
    Position {
        /// ORDER BY or GROUP BY.
        clause: &'static str,
        /// The position.
        position: i64,
        /// The number of columns.
        count: usize,
    },
    /// A column that is neither grouped nor aggregated.
    #[error("`{name}` is neither in GROUP BY nor inside an aggregate")]
    NotGrouped {
        /// The column.
        name: String,
    },
    /// More tables than a plan can be found for.
    #[error("this FROM has more than {limit} tables")]
    TooManyTables {
        /// The limit.
        limit: usize,
    },
    /// An aggregate where none may stand.
    #[error("{name} is an aggregate and cannot stand in {place}")]
    AggregatePlace {
        /// The aggregate.
        name: &'static str,
        /// The clause.
        place: &'static str,
    },
    /// A sort key that SELECT DISTINCT does not give.
    #[error("with DISTINCT, ORDER BY takes only what the select list has")]
    DistinctOrder,
    /// A sort key of a set operation that is no output.
    #[error("after {operator}, ORDER BY takes only names and positions of the select list")]
    SetOrder {
        /// The set operator.
        operator: &'static str,
    },
    /// A subquery with the wrong number of columns.
    #[error("the subquery of IN has {count} columns and must have one")]
    SubqueryColumns {
        /// The number of columns.
        count: usize,
    },
    /// Operands of a set operation with different numbers of columns.
    #[error("the operands of {operator} have {left} and {right} columns")]
    SetColumns {
        /// The set operator.
        operator: &'static str,
        /// Columns on the left.
        left: usize,
        /// Columns on the right.
        right: usize,
    },
    /// Operands of a set operation with different types.
    #[error("column {position} of the operands of {operator} is {left} on the left and {right} on the right")]
    SetTypes {
        /// The set operator.
        operator: &'static str,
        /// The column, from 1.
        position: usize,
        /// Type on the left.
        left: &'static str,
        /// Type on the right.
        right: &'static str,
    },
    /// More columns than PostgreSQL returns.
    #[error("the select list has {count} columns; at most {limit} are possible")]
    TooManyColumns {
        /// The number of columns.
        count: usize,
        /// The limit.
        limit: usize,
    },

    // --- types ---
    /// An operand of the wrong type.
    #[error("{what} takes {expected}, not {found}")]
    Operand {
        /// The operator or function.
        what: &'static str,
        /// What it takes.
        expected: &'static str,
        /// What it got.
        found: &'static str,
    },
    /// Values that cannot be compared or combined.
    #[error("{left} and {right} cannot be {verb}")]
    Mismatch {
        /// The left type.
        left: &'static str,
        /// The right type.
        right: &'static str,
        /// compared or combined.
        verb: &'static str,
    },
    /// A type that has no comparison.
    #[error("{found} cannot be compared")]
    NotComparable {
        /// The type.
        found: &'static str,
    },
    /// CAST between types that have no conversion.
    #[error("{from} cannot be cast to {to}")]
    Cast {
        /// The type of the value.
        from: &'static str,
        /// The type asked for.
        to: String,
    },
    /// A subscript on something that is no array.
    #[error("`[...]` takes an array, not {found}")]
    NotArray {
        /// What it got.
        found: &'static str,
    },
    /// The wrong number of subscripts.
    #[error("the array has {dimensions} dimension{}, but {given} subscript{} given", plural(*dimensions), were(*given))]
    SubscriptCount {
        /// The dimensions of the array.
        dimensions: usize,
        /// The subscripts.
        given: usize,
    },
    /// A subscript beyond the declared size.
    #[error("subscript {index} is outside the array, whose elements are numbered 1 to {length}")]
    SubscriptRange {
        /// The subscript.
        index: i64,
        /// The declared length.
        length: u32,
    },
    /// A string that is no timestamp where one is needed.
    #[error("'{text}' is not a timestamp")]
    Timestamp {
        /// The string.
        text: String,
    },
    /// A literal that is no boolean where one is needed.
    #[error("a boolean column is compared with 'true' or 'false', 1 or 0, not with {found}")]
    Boolean {
        /// What was given.
        found: String,
    },

    // --- user-defined functions ---
    /// A call that no overload takes.
    #[error("{0}")]
    Function(Box<FunctionProblem>),

    // --- units ---
    /// A conversion that IN_UNIT cannot do.
    #[error("{0}")]
    Unit(Box<UnitProblem>),

    // --- enumerations ---
    /// A name of an element that means nothing, or nothing for this array.
    #[error("{0}")]
    Enumeration(Box<EnumerationError>),

    // --- sky ---
    /// A coordinate system that we do not know.
    #[error("unknown coordinate system '{name}'")]
    CoordinateSystem {
        /// The name as written.
        name: String,
    },
    /// A region of more shapes than a condition can have.
    #[error("a condition tests at most {limit} shapes of a region, this one {count}")]
    UnionShapes {
        /// How many there are; for two unions, how many pairs.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A position or a region that does not exist.
    #[error("{0}")]
    Sky(sky::SkyError),

    // --- size ---
    /// A translation that grows beyond the limit.
    #[error("the query is too large: its translation would be longer than {limit_bytes} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit_bytes: usize,
    },
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn were(count: usize) -> &'static str {
    if count == 1 { " was" } else { "s were" }
}

fn describe_character(character: char) -> String {
    if character.is_control() || character.is_whitespace() {
        format!("U+{:04X}", u32::from(character))
    } else {
        format!("`{character}`")
    }
}
