//! Values and their types.

use crate::error::{ErrorKind, Outcome, fault};
use crate::resolved::{Chain, Expr, ExprKind};
use crate::syntax::{self, ProductOperator, Span};
use crate::translation::WarningKind;
use crate::typing::{self, Type};

use super::Resolver;

impl Resolver<'_> {
    /// A value.
    pub(super) fn value(&mut self, expr: &syntax::Expr) -> Outcome<Expr> {
        let span = expr.span;
        match &expr.kind {
            syntax::ExprKind::Null => Ok(Expr::new(ExprKind::Null, Type::Null, span)),
            syntax::ExprKind::Integer(integer) => Ok(integer_literal(*integer, span)),
            syntax::ExprKind::Double(number) if number.is_finite() => {
                Ok(Expr::new(ExprKind::Double(*number), Type::Float8, span))
            }
            syntax::ExprKind::Double(number) => {
                fault(ErrorKind::NumberTooLarge { text: number.to_string() }, span)
            }
            syntax::ExprKind::String(text) => string_literal(text, span),
            syntax::ExprKind::Column(name) => self.column(name),
            syntax::ExprKind::Element { array, indexes } => self.element(array, indexes, span),
            syntax::ExprKind::EnumerationElement(name) => self.enumeration_element(name, span),
            syntax::ExprKind::Sign { negative, operand } => self.signed(*negative, operand, span),
            syntax::ExprKind::Sum(chain) => {
                let chain = self.chain(chain)?;
                typing::sum(chain, span)
            }
            syntax::ExprKind::Product(chain) => {
                let chain = self.chain(chain)?;
                self.warn_of_integer_division(&chain, span);
                refuse_division_by_zero(&chain)?;
                typing::product(chain, span)
            }
            syntax::ExprKind::Concat(parts) => self.concat(parts, span),
            syntax::ExprKind::Call { function, arguments } => self.call(*function, arguments, span),
            syntax::ExprKind::Aggregate { function, distinct, argument } => {
                self.aggregate(*function, *distinct, argument.as_deref(), span)
            }
            syntax::ExprKind::Cast { operand, target } => {
                let operand = self.value(operand)?;
                if target.is_geometry() {
                    return self.cast_geometry(operand, *target, span);
                }
                typing::cast(operand, *target, span)
            }
            syntax::ExprKind::Boolean(meant) => Ok(Expr::condition(ExprKind::Boolean(*meant), span)),
            syntax::ExprKind::Case(case) => self.case(case, span),
            syntax::ExprKind::Window(window) => self.window(window, span),
            syntax::ExprKind::ArrayCall { function, arguments } => {
                self.array_call(*function, arguments, span)
            }
            syntax::ExprKind::UserFunction { name, arguments } => self.user_function(name, arguments, span),
            _ => fault(ErrorKind::NotValue, span),
        }
    }

    /// Several values.
    pub(super) fn values(&mut self, exprs: &[syntax::Expr]) -> Outcome<Vec<Expr>> {
        exprs.iter().map(|expr| self.value(expr)).collect()
    }

    fn chain<Operator: Copy>(&mut self, chain: &syntax::Chain<Operator>) -> Outcome<Chain<Operator>> {
        let first = self.value(&chain.first)?;
        let rest = chain.rest.iter().map(|(operator, operand)| Ok((*operator, self.value(operand)?)));
        Ok(Chain { first, rest: rest.collect::<Outcome<_>>()? })
    }

    fn signed(&mut self, negative: bool, operand: &syntax::Expr, span: Span) -> Outcome<Expr> {
        let operand = self.value(operand)?;
        if negative {
            return typing::negated(operand, span);
        }
        match operand.ty.is_number() || operand.ty == Type::Null {
            true => Ok(Expr { span, ..operand }),
            false => {
                let found = operand.ty.noun();
                fault(ErrorKind::Operand { what: "+", expected: "numbers", found }, operand.span)
            }
        }
    }

    fn concat(&mut self, parts: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let parts = self.values(parts)?;
        for part in &parts {
            if !matches!(part.ty, Type::Text | Type::Null) {
                let found = part.ty.noun();
                return fault(ErrorKind::Operand { what: "||", expected: "strings", found }, part.span);
            }
        }
        Ok(Expr::new(ExprKind::Concat(parts), Type::Text, span))
    }

    /// `1/3600` is 0, which hardly anybody means.
    fn warn_of_integer_division(&mut self, chain: &Chain<ProductOperator>, span: Span) {
        let mut left = &chain.first;
        for (operator, right) in &chain.rest {
            if let (ProductOperator::Divide, ExprKind::Integer(one), ExprKind::Integer(other)) =
                (operator, &left.kind, &right.kind)
                && one.checked_rem(*other).is_some_and(|remainder| remainder != 0)
            {
                self.warnings.push((WarningKind::IntegerDivision, span));
            }
            left = right;
        }
    }
}

/// INTEGER if it fits, else BIGINT.
pub(super) fn integer_literal(integer: i64, span: Span) -> Expr {
    let ty = if i32::try_from(integer).is_ok() { Type::Int4 } else { Type::Int8 };
    Expr::new(ExprKind::Integer(integer), ty, span)
}

/// PostgreSQL has no character 0.
fn string_literal(text: &str, span: Span) -> Outcome<Expr> {
    match text.contains('\0') {
        true => fault(ErrorKind::Character('\0'), span),
        false => Ok(Expr::new(ExprKind::String(text.to_owned()), Type::Text, span)),
    }
}

/// PostgreSQL would end the whole query.
fn refuse_division_by_zero(chain: &Chain<ProductOperator>) -> Outcome<()> {
    let mut divisors = chain.rest.iter().filter(|(operator, _)| *operator == ProductOperator::Divide);
    match divisors.find(|(_, divisor)| typing::constant(divisor) == Some(0.0)) {
        Some((_, divisor)) => fault(ErrorKind::DivisionByZero, divisor.span),
        None => Ok(()),
    }
}
