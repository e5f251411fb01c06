//! The select list: `*`, and the names of the outputs.

use std::collections::{HashMap, HashSet};

use crate::error::Outcome;
use crate::resolved::{ColumnRef, Expr, ExprKind, Output};
use crate::syntax::{self, Identifier, SelectItem, Span};

use super::Resolver;
use super::range::{Entry, Exposed};

/// The name of an output, as far as it can be said before the others are known.
enum Wanted {
    /// Written by the user or spelled by the catalogue.
    Exactly(String),
    /// Made up; a number makes it unique.
    Like(String),
}

impl Wanted {
    /// The name, which others may have too.
    fn text(self) -> String {
        match self {
            Self::Exactly(name) | Self::Like(name) => name,
        }
    }
}

impl Resolver<'_> {
    /// The outputs of a select list, `*` expanded.
    pub(super) fn outputs(&mut self, items: &[SelectItem]) -> Outcome<Vec<Output>> {
        let mut outputs = Vec::with_capacity(items.len());
        for item in items {
            match item {
                SelectItem::All(span) => self.all_columns(*span, &mut outputs),
                SelectItem::AllOf(name) => {
                    let source = self.table_named(name)?.source;
                    let columns =
                        (0..self.width(source)).map(|column| ColumnRef { source, column }).collect();
                    self.add_columns(columns, name.span(), &mut outputs);
                }
                SelectItem::Value { value, alias } => {
                    let resolved = self.value(value)?;
                    let wanted = match alias {
                        Some(alias) => Wanted::Exactly(alias.text.clone()),
                        None => self.wanted(value, &resolved, outputs.len() + 1),
                    };
                    outputs.push((wanted, resolved));
                }
            }
        }
        Ok(named(outputs))
    }

    /// `*`: merged columns first, then each table without what is merged.
    fn all_columns(&mut self, span: Span, outputs: &mut Vec<(Wanted, Expr)>) {
        let Some(range) = self.levels.pop() else { return };
        for entry in &range.entries {
            match entry {
                Entry::Merged { name, value } => {
                    let value = self.used(value.clone(), span);
                    outputs.push((Wanted::Exactly(name.clone()), value));
                }
                Entry::Table(Exposed { source, hidden, .. }) => {
                    let visible = (0..self.width(*source)).filter(|column| !hidden.contains(column));
                    let columns = visible.map(|column| ColumnRef { source: *source, column }).collect();
                    self.add_columns(columns, span, outputs);
                }
            }
        }
        self.levels.push(range);
    }

    fn add_columns(&mut self, columns: Vec<ColumnRef>, span: Span, outputs: &mut Vec<(Wanted, Expr)>) {
        for column in columns {
            let name = self.name_of(column).to_owned();
            let value = self.reference(column, span);
            outputs.push((Wanted::Exactly(name), self.used(value, span)));
        }
    }

    /// The name of an output without AS.
    fn wanted(&self, written: &syntax::Expr, resolved: &Expr, position: usize) -> Wanted {
        match &written.kind {
            syntax::ExprKind::Column(name) => Wanted::Exactly(self.spelled(resolved, &name.name.text)),
            syntax::ExprKind::Element { array, indexes } => match &array.kind {
                syntax::ExprKind::Column(name) => {
                    let column = match &resolved.kind {
                        ExprKind::Element { array, .. } => self.spelled(array, &name.name.text),
                        _ => name.name.text.clone(),
                    };
                    Wanted::Like(element_name(&column, indexes))
                }
                _ => Wanted::Like(format!("col{position}")),
            },
            syntax::ExprKind::EnumerationElement(name) => Wanted::Like(element_word(&name.element)),
            syntax::ExprKind::Call { function, .. } => Wanted::Like(function.name().to_lowercase()),
            syntax::ExprKind::UserFunction { name, .. } => Wanted::Like(name.text.to_lowercase()),
            syntax::ExprKind::Aggregate { function, .. } => Wanted::Like(function.name().to_lowercase()),
            _ => Wanted::Like(format!("col{position}")),
        }
    }

    /// A column as its table spells it; a merged one as it was written.
    fn spelled(&self, resolved: &Expr, written: &str) -> String {
        match resolved.kind {
            ExprKind::Column(column) => self.name_of(column).to_owned(),
            _ => written.to_owned(),
        }
    }
}

/// `mag_auto_1` for `MAG_AUTO[1]`, `mag_auto_rsdss` for `MAG_AUTO[jplus::rSDSS]`.
fn element_name(column: &str, indexes: &[syntax::Expr]) -> String {
    let mut name = column.to_lowercase();
    for index in indexes {
        match &index.kind {
            syntax::ExprKind::Integer(number) => name.push_str(&format!("_{number}")),
            syntax::ExprKind::EnumerationElement(element) => {
                name.push('_');
                name.push_str(&element_word(&element.element));
            }
            _ => name.push_str("_i"),
        }
    }
    name
}

/// An element's name as part of the name of a column: `r_wide` for `"r' wide"`.
fn element_word(element: &Identifier) -> String {
    let words = element.text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_").to_lowercase()
}

/// The outputs under their names; a made up name differs from all others.
fn named(outputs: Vec<(Wanted, Expr)>) -> Vec<Output> {
    if outputs.iter().all(|(wanted, _)| matches!(wanted, Wanted::Exactly(_))) {
        return outputs.into_iter().map(|(wanted, value)| Output { name: wanted.text(), value }).collect();
    }
    let mut taken: HashSet<String> = outputs
        .iter()
        .filter_map(|(wanted, _)| match wanted {
            Wanted::Exactly(name) => Some(name.to_lowercase()),
            Wanted::Like(_) => None,
        })
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut unique = |base: String| {
        let mut name = base.clone();
        let count = counts.entry(base.clone()).or_insert(1);
        while !taken.insert(name.to_lowercase()) {
            *count += 1;
            name = format!("{base}_{count}");
        }
        name
    };
    outputs
        .into_iter()
        .map(|(wanted, value)| match wanted {
            Wanted::Exactly(name) => Output { name, value },
            Wanted::Like(base) => Output { name: unique(base), value },
        })
        .collect()
}
