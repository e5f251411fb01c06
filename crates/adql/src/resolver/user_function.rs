//! Calls of user-defined functions (ADQL 2.1 §5).

use catalogue::nearest;
use sky::Frame;

use crate::error::{ErrorKind, FunctionProblem, Outcome, clipped, fault};
use crate::functions::{Body, CELL_FUNCTION, Callee, Declared, Kind, declared};
use crate::lexer::callable_words;
use crate::resolved::{Expr, ExprKind, UserCall};
use crate::syntax::{self, ArrayFunction, Identifier, Span};
use crate::typing::Type;

use super::Resolver;
use super::aggregate::Aggregates;
use super::geometry::{as_point, transformed};

impl Resolver<'_> {
    /// A call of a function that is not of the language.
    pub(super) fn user_function(
        &mut self,
        name: &Identifier,
        arguments: &[syntax::Expr],
        span: Span,
    ) -> Outcome<Expr> {
        let callees = self.callees(name);
        let Some(first) = callees.first() else { return fault(self.unknown_function(name), name.span) };
        let values = if let Callee::Declared(Declared { aggregate: true, name, .. }) = first {
            if let Aggregates::Forbidden(place) = self.aggregates {
                return fault(ErrorKind::AggregatePlace { name, place }, span);
            }
            let inside = Aggregates::Forbidden("another aggregate");
            self.with_aggregates(inside, |resolver| resolver.values(arguments))?
        } else {
            self.values(arguments)?
        };
        let (callee, arguments) = chosen(&callees, &values, span)?;
        check(&callee, &arguments)?;
        match callee {
            Callee::Declared(Declared { body: Body::CellOfPoint, .. }) => {
                self.cell_of_point(name, arguments, span)
            }
            Callee::Declared(Declared { body: Body::Transform, .. }) => transform(&arguments, span),
            Callee::Declared(Declared { body: Body::Spectral, .. }) => {
                self.spectral(&callee, arguments, span)
            }
            _ => Ok(self.called(callee, arguments, span)),
        }
    }

    /// The overloads of a name.
    fn callees(&self, name: &Identifier) -> Vec<Callee> {
        let own = declared().filter(|function| name.matches(function.name)).map(Callee::Declared);
        let offered = self.extensions.functions.iter().filter(|function| name.matches(&function.name));
        own.chain(offered.filter_map(Callee::offered)).collect()
    }

    fn unknown_function(&self, name: &Identifier) -> ErrorKind {
        let offered = self.extensions.functions.iter().map(|function| function.name.as_str());
        let mut names: Vec<&str> = callable_words().collect();
        names.extend(ArrayFunction::ALL.map(ArrayFunction::name));
        names.extend(declared().map(|function| function.name));
        // Overloads stand together.
        names.dedup();
        names.extend(offered);
        let near = nearest(&name.text, names, 3).into_iter().map(str::to_owned).collect();
        ErrorKind::UnknownFunction { name: clipped(&name.text), near }
    }

    /// The cell of a point is that of its coordinates.
    fn cell_of_point(&mut self, name: &Identifier, arguments: Vec<Expr>, span: Span) -> Outcome<Expr> {
        let [order, point] = <[Expr; 2]>::try_from(arguments).unwrap_or_else(|_| [null(span), null(span)]);
        let arguments = match as_point(&point) {
            Some(point) => vec![order, point.lon, point.lat],
            None => vec![order, null(span), null(span)],
        };
        let (callee, arguments) = chosen(&self.callees(name), &arguments, span)?;
        Ok(self.called(callee, arguments, span))
    }

    fn called(&mut self, callee: Callee, arguments: Vec<Expr>, span: Span) -> Expr {
        let ty = callee.returns().ty();
        let is_cell = callee.name() == CELL_FUNCTION;
        let call = UserCall { callee, arguments };
        let kind = if is_cell { self.cell(call) } else { ExprKind::UserCall(Box::new(call)) };
        Expr::new(kind, ty, span)
    }
}

/// The frames are literals that have been checked.
fn transform(arguments: &[Expr], span: Span) -> Outcome<Expr> {
    let frame = |name: &Expr| match &name.kind {
        ExprKind::String(name) => Frame::named(name),
        _ => None,
    };
    match arguments {
        [from, to, geometry] => match (frame(from), frame(to)) {
            (Some(from), Some(to)) => Ok(Expr { span, ..transformed(geometry, from, to)? }),
            _ => Ok(null(span)),
        },
        _ => Ok(null(span)),
    }
}

fn null(span: Span) -> Expr {
    Expr::new(ExprKind::Null, Type::Null, span)
}

/// The overload that takes these values, and the values as it takes them.
fn chosen(callees: &[Callee], values: &[Expr], span: Span) -> Outcome<(Callee, Vec<Expr>)> {
    let name = || callees.first().map_or(String::new(), |callee| callee.name().to_owned());
    let forms = |callees: &[&Callee]| callees.iter().map(|callee| callee.form()).collect();
    let fitting: Vec<&Callee> = callees.iter().filter(|callee| callee.arity() == values.len()).collect();
    if fitting.is_empty() {
        let forms = forms(&callees.iter().collect::<Vec<_>>());
        return fault(FunctionProblem::Count { name: name(), given: values.len(), forms }.into(), span);
    }
    let mut furthest = 0;
    let mut expected: Vec<&'static str> = Vec::new();
    for callee in &fitting {
        let accepted: Vec<Expr> = accepted(callee, values);
        if accepted.len() == values.len() {
            return Ok(((*callee).clone(), accepted));
        }
        if accepted.len() > furthest {
            furthest = accepted.len();
            expected.clear();
        }
        if accepted.len() == furthest {
            expected.extend(callee.kind(furthest).map(Kind::noun));
        }
    }
    let value = &values[furthest];
    if let (ExprKind::String(text), ["a timestamp"]) = (&value.kind, expected.as_slice()) {
        return fault(ErrorKind::Timestamp { text: clipped(text) }, value.span);
    }
    let expected = expected.into_iter().map(str::to_owned).collect();
    let (position, found) = (furthest + 1, value.ty.noun());
    let problem =
        FunctionProblem::Argument { name: name(), position, expected, found, forms: forms(&fitting) };
    fault(problem.into(), value.span)
}

/// The values as an overload takes them, up to the first that it does not take.
fn accepted(callee: &Callee, values: &[Expr]) -> Vec<Expr> {
    let each = values.iter().enumerate();
    each.map_while(|(place, value)| callee.kind(place)?.accept(value)).collect()
}

/// The rules beyond types.
fn check(callee: &Callee, arguments: &[Expr]) -> Outcome<()> {
    let Callee::Declared(Declared { check: Some(check), name, .. }) = callee else { return Ok(()) };
    match check(arguments) {
        Ok(()) => Ok(()),
        Err(refusal) => {
            let span = arguments.get(refusal.argument).map_or(Span::default(), |argument| argument.span);
            let (name, position) = ((*name).to_owned(), refusal.argument + 1);
            fault(FunctionProblem::Value { name, position, wanted: refusal.wanted }.into(), span)
        }
    }
}
