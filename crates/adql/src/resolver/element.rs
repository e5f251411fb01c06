//! Elements of arrays, by number or by the name that an enumeration gives them.

use catalogue::Column;

use crate::error::{EnumerationError, ErrorKind, Outcome, fault};
use crate::resolved::{ElementLabel, Expr, ExprKind, Source, query_of};
use crate::syntax::{self, Span};
use crate::typing::Type;

use super::Resolver;
use super::value::integer_literal;

/// A published column whose values an expression has.
#[derive(Clone, Copy)]
pub(super) struct Published<'a> {
    /// The column.
    pub column: &'a Column,
    /// The identifier of the collection of its table.
    pub collection: &'a str,
}

impl<'a> Resolver<'a> {
    /// `array[index]...`
    pub(super) fn element(
        &mut self,
        array: &syntax::Expr,
        indexes: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        let array = self.value(array)?;
        let Some(base) = array.ty.element() else {
            return fault(ErrorKind::NotArray { found: array.ty.noun() }, array.span);
        };
        let published = self.published(&array);
        let lengths = published.and_then(|published| dimensions(published.column));
        let mut subscripts = Vec::with_capacity(indexes.len());
        let mut labels = Vec::with_capacity(indexes.len());
        for (place, index) in indexes.iter().enumerate() {
            let length = lengths.as_ref().and_then(|lengths| lengths.get(place).copied().flatten());
            let (subscript, label) = self.subscript(index, published, length, indexes.len() == 1)?;
            subscripts.push(subscript);
            labels.push(label);
        }
        if let Some(dimensions) = lengths.map(|lengths| lengths.len()).filter(|count| *count != indexes.len())
        {
            return fault(ErrorKind::SubscriptCount { dimensions, given: indexes.len() }, span);
        }
        let kind = ExprKind::Element { array: Box::new(array), indexes: subscripts, label: whole(labels) };
        Ok(Expr::new(kind, Type::of_base(base), span))
    }

    /// A subscript, with what its element is called if an enumeration says so.
    fn subscript(
        &mut self,
        index: &syntax::Expr,
        published: Option<Published<'a>>,
        length: Option<u32>,
        only: bool,
    ) -> Outcome<(Expr, Option<String>)> {
        if let syntax::ExprKind::EnumerationElement(name) = &index.kind {
            let element = self.element_named(name, published, only)?;
            let (index, span) = (element.index, name.span());
            return match length {
                Some(length) if index > length => {
                    let name = name.to_string();
                    fault(EnumerationError::Outside { name, index, length }.into(), span)
                }
                _ => Ok((integer_literal(index.into(), span), Some(element.label()))),
            };
        }
        let index = self.value(index)?;
        if !index.ty.is_integer() {
            let found = index.ty.noun();
            let kind = ErrorKind::Operand { what: "a subscript", expected: "an integer", found };
            return fault(kind, index.span);
        }
        let ExprKind::Integer(number) = index.kind else { return Ok((index, None)) };
        let length = length.unwrap_or(u32::MAX);
        match u32::try_from(number).ok().filter(|number| (1..=length).contains(number)) {
            None if published.is_some() => {
                fault(ErrorKind::SubscriptRange { index: number, length }, index.span)
            }
            number => {
                let published = published.filter(|_| only);
                let label = number.zip(published).and_then(|(number, column)| self.label_at(number, column));
                Ok((index, label))
            }
        }
    }

    /// The published column whose values an expression has, through subqueries too.
    fn published(&self, expr: &Expr) -> Option<Published<'a>> {
        let ExprKind::Column(column) = expr.kind else { return None };
        match self.sources.get(column.source)? {
            Source::Table(source) => {
                let collection = source.collection;
                source.column(column.column).map(|column| Published { column, collection })
            }
            source => {
                let query = query_of(source, &self.commons)?;
                self.published(&query.outputs().get(column.column)?.value)
            }
        }
    }
}

/// The declared lengths of the dimensions of an array, in the order of subscripts: the last runs fastest, in VOTable
/// the first. `None` if nothing is declared, or if strings are, whose first dimension is their length.
fn dimensions(column: &Column) -> Option<Vec<Option<u32>>> {
    let value_type = &column.field.value_type;
    let arraysize = value_type.arraysize.as_ref().filter(|_| !value_type.is_text())?;
    let variable = arraysize.variable.then_some(None);
    Some(variable.into_iter().chain(arraysize.fixed.iter().rev().map(|&length| Some(length))).collect())
}

/// The label of an element whose subscripts have these; nothing if one has none.
fn whole(labels: Vec<Option<String>>) -> ElementLabel {
    let labels: Option<Vec<String>> = labels.into_iter().collect();
    ElementLabel(labels.map(|labels| labels.join(", ")))
}
