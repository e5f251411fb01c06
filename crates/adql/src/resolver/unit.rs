//! IN_UNIT (ADQL 2.1 §4.6).

use vounits::Unit;

use crate::error::{ErrorKind, Outcome, UnitProblem, clipped, fault};
use crate::resolved::{Conversion, Expr, ExprKind, Step};
use crate::syntax::{self, Function, Span};
use crate::typing::{Measure, Metadata, Type};

use super::Resolver;

impl Resolver<'_> {
    /// `IN_UNIT(value, 'unit')`
    pub(super) fn in_unit(&mut self, arguments: &[syntax::Expr], span: Span) -> Outcome<Expr> {
        let name = Function::InUnit.name();
        let [value, unit] = arguments else {
            let (signature, given) = (Function::InUnit.signature(), arguments.len());
            return fault(ErrorKind::ArgumentCount { name, signature, given }, span);
        };
        let syntax::ExprKind::String(text) = &unit.kind else {
            let (what, instead) = ("the unit", "write e.g. 'km/s'");
            return fault(ErrorKind::NotLiteral { what, instead }, unit.span);
        };
        let operand = self.value(value)?;
        if !operand.ty.is_number() {
            let (expected, found) = ("a number with a unit", operand.ty.noun());
            return fault(ErrorKind::Operand { what: name, expected, found }, operand.span);
        }
        let target = match Unit::parse(text) {
            Ok(target) => target,
            Err(reason) => {
                return fault(UnitProblem::Invalid { text: clipped(text), reason }.into(), unit.span);
            }
        };
        let measure = Metadata::new(&self.sources, &self.commons).measure(&operand);
        let source = match (&measure, measure.unit()) {
            (Measure::Unit(_), Some(source)) => source,
            _ => return fault(UnitProblem::None { function: name.to_owned() }.into(), operand.span),
        };
        let Some(step) = Step::between(&source, &target) else {
            return fault(mismatch(&source, &target).into(), unit.span);
        };
        let conversion = Conversion { operand, step, unit: target.to_string(), ucd: None };
        Ok(Expr::new(ExprKind::InUnit(Box::new(conversion)), Type::Float8, span))
    }
}

fn mismatch(source: &Unit, target: &Unit) -> UnitProblem {
    match target.unknown_symbols().first() {
        Some(symbol) => UnitProblem::Unknown { symbol: clipped(symbol) },
        None => UnitProblem::Mismatch { from: source.to_string(), to: target.to_string(), spectral: false },
    }
}
