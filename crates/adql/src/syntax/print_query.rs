//! Queries as ADQL text.

use std::fmt::{self, Display, Formatter};

use super::{
    Body, Join, JoinCondition, JoinKind, Query, Select, SelectItem, SetChain, SetOperator, SortItem,
    TablePrimary, TableRef,
};

impl Display for Query {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (place, table) in self.with.iter().enumerate() {
            let lead = if place == 0 { "WITH " } else { ", " };
            write!(out, "{lead}{} AS ({})", table.name, table.query)?;
        }
        if !self.with.is_empty() {
            out.write_str(" ")?;
        }
        self.body.fmt(out)?;
        write_listed(" ORDER BY ", &self.order_by, out)?;
        if let Some(offset) = self.offset {
            write!(out, " OFFSET {offset}")?;
        }
        match self.limit {
            Some(limit) => write!(out, " LIMIT {limit}"),
            None => Ok(()),
        }
    }
}

impl Display for SortItem {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.value, if self.descending { " DESC" } else { "" })
    }
}

impl Display for Body {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Select(select) => select.fmt(out),
            Self::Set(chain) => chain.fmt(out),
            Self::Nested(query) => write!(out, "({query})"),
        }
    }
}

impl Display for SetChain {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.first.fmt(out)?;
        for step in &self.rest {
            let all = if step.all { " ALL" } else { "" };
            write!(out, " {}{all} {}", SetOperator::keyword(step.operator), step.operand)?;
        }
        Ok(())
    }
}

impl Display for Select {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(if self.distinct { "SELECT DISTINCT" } else { "SELECT" })?;
        if let Some(top) = self.top {
            write!(out, " TOP {top}")?;
        }
        write_listed(" ", &self.items, out)?;
        write_listed(" FROM ", &self.from, out)?;
        if let Some(filter) = &self.filter {
            write!(out, " WHERE {filter}")?;
        }
        write_listed(" GROUP BY ", &self.group_by, out)?;
        match &self.having {
            Some(having) => write!(out, " HAVING {having}"),
            None => Ok(()),
        }
    }
}

impl Display for SelectItem {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(_) => out.write_str("*"),
            Self::AllOf(table) => write!(out, "{table}.*"),
            Self::Value { value, alias: Some(alias) } => write!(out, "{value} AS {alias}"),
            Self::Value { value, alias: None } => value.fmt(out),
        }
    }
}

impl Display for TableRef {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.first.fmt(out)?;
        self.joins.iter().try_for_each(|join| join.fmt(out))
    }
}

impl Display for TablePrimary {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named { name, alias: Some(alias) } => write!(out, "{name} AS {alias}"),
            Self::Named { name, alias: None } => name.fmt(out),
            Self::Derived { query, alias } => write!(out, "({query}) AS {alias}"),
            Self::Nested(table) => write!(out, "({table})"),
        }
    }
}

impl Display for Join {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.condition == JoinCondition::Natural {
            out.write_str(" NATURAL")?;
        }
        if self.kind != JoinKind::Inner {
            write!(out, " {}", self.kind.keyword())?;
        }
        write!(out, " JOIN {}", self.right)?;
        match &self.condition {
            JoinCondition::Always | JoinCondition::Natural => Ok(()),
            JoinCondition::On(condition) => write!(out, " ON {condition}"),
            JoinCondition::Using(columns) => {
                write_listed(" USING (", columns, out)?;
                out.write_str(")")
            }
        }
    }
}

/// The parts with commas between them behind `lead`; nothing if there are none.
fn write_listed<T: Display>(lead: &str, parts: &[T], out: &mut Formatter<'_>) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        out.write_str(if place == 0 { lead } else { ", " })?;
        part.fmt(out)?;
    }
    Ok(())
}
