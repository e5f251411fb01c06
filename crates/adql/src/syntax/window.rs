//! Window functions, extensions of ADQL.

use std::fmt::{self, Display, Formatter};

use super::{Aggregate, Expr, SortItem};

/// `function(...) OVER ([PARTITION BY ...] [ORDER BY ...] [ROWS ...])`.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The function.
    pub function: WindowFunction,
    /// Its arguments; none for `COUNT(*)`.
    pub arguments: Vec<Expr>,
    /// Rows with equal values belong together.
    pub partition_by: Vec<Expr>,
    /// The order of the rows that belong together.
    pub order_by: Vec<SortItem>,
    /// Which of them the function sees.
    pub frame: Option<Frame>,
}

/// A function of the rows that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is called as SQL calls it")]
pub enum WindowFunction {
    Aggregate(Aggregate),
    CumeDist,
    DenseRank,
    FirstValue,
    Lag,
    LastValue,
    Lead,
    Ntile,
    PercentRank,
    Rank,
    RowNumber,
}

/// `ROWS BETWEEN start AND end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The first row.
    pub start: Bound,
    /// The last row, not before the first.
    pub end: Bound,
}

/// An end of a frame; those that come first are less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `UNBOUNDED PRECEDING`
    Start,
    /// `n PRECEDING`
    Preceding(u64),
    /// `CURRENT ROW`
    Current,
    /// `n FOLLOWING`
    Following(u64),
    /// `UNBOUNDED FOLLOWING`
    End,
}

impl WindowFunction {
    /// The function of this name, in any case, that is not an aggregate.
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [WindowFunction; 10] = [
            WindowFunction::CumeDist,
            WindowFunction::DenseRank,
            WindowFunction::FirstValue,
            WindowFunction::Lag,
            WindowFunction::LastValue,
            WindowFunction::Lead,
            WindowFunction::Ntile,
            WindowFunction::PercentRank,
            WindowFunction::Rank,
            WindowFunction::RowNumber,
        ];
        ALL.into_iter().find(|function| function.name().eq_ignore_ascii_case(name))
    }

    /// The name in capitals.
    pub fn name(self) -> &'static str {
        let signature = self.signature();
        &signature[..signature.find('(').unwrap_or(signature.len())]
    }

    /// The call with its arguments.
    pub fn signature(self) -> &'static str {
        match self {
            Self::Aggregate(function) => function.name(),
            Self::CumeDist => "CUME_DIST()",
            Self::DenseRank => "DENSE_RANK()",
            Self::FirstValue => "FIRST_VALUE(x)",
            Self::Lag => "LAG(x [, rows [, default]])",
            Self::LastValue => "LAST_VALUE(x)",
            Self::Lead => "LEAD(x [, rows [, default]])",
            Self::Ntile => "NTILE(count)",
            Self::PercentRank => "PERCENT_RANK()",
            Self::Rank => "RANK()",
            Self::RowNumber => "ROW_NUMBER()",
        }
    }

    /// Whether so many arguments are right.
    pub fn allows(self, count: usize) -> bool {
        match self {
            Self::Aggregate(Aggregate::Count) => count <= 1,
            Self::Aggregate(_) | Self::FirstValue | Self::LastValue | Self::Ntile => count == 1,
            Self::Lag | Self::Lead => (1..=3).contains(&count),
            Self::CumeDist | Self::DenseRank | Self::PercentRank | Self::Rank | Self::RowNumber => count == 0,
        }
    }
}

impl Window {
    /// Calls `visit` for each part.
    pub(super) fn for_each_part<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        let keys = self.order_by.iter().map(|item| &item.value);
        self.arguments.iter().chain(&self.partition_by).chain(keys).for_each(visit);
    }
}

impl Bound {
    /// Whether a frame may start here and end at `end`.
    pub(crate) fn may_start(self, end: Self) -> bool {
        self != Self::End && end != Self::Start && self.rank() <= end.rank()
    }

    fn rank(self) -> u8 {
        match self {
            Self::Start => 0,
            Self::Preceding(_) => 1,
            Self::Current => 2,
            Self::Following(_) => 3,
            Self::End => 4,
        }
    }
}

impl Display for Window {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}(", self.function.name())?;
        match (self.function, &self.arguments[..]) {
            (WindowFunction::Aggregate(Aggregate::Count), []) => out.write_str("*")?,
            (_, arguments) => write_listed("", arguments, out)?,
        }
        out.write_str(") OVER (")?;
        write_listed("PARTITION BY ", &self.partition_by, out)?;
        let blank = if self.partition_by.is_empty() { "" } else { " " };
        write_listed(&format!("{blank}ORDER BY "), &self.order_by, out)?;
        if let Some(frame) = &self.frame {
            let blank = if self.partition_by.is_empty() && self.order_by.is_empty() { "" } else { " " };
            write!(out, "{blank}{frame}")?;
        }
        out.write_str(")")
    }
}

/// The same in ADQL and in SQL.
impl Display for Frame {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "ROWS BETWEEN {} AND {}", self.start, self.end)
    }
}

impl Display for Bound {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => out.write_str("UNBOUNDED PRECEDING"),
            Self::Preceding(rows) => write!(out, "{rows} PRECEDING"),
            Self::Current => out.write_str("CURRENT ROW"),
            Self::Following(rows) => write!(out, "{rows} FOLLOWING"),
            Self::End => out.write_str("UNBOUNDED FOLLOWING"),
        }
    }
}

fn write_listed<T: Display>(lead: &str, parts: &[T], out: &mut Formatter<'_>) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        write!(out, "{}{part}", if place == 0 { lead } else { ", " })?;
    }
    Ok(())
}
