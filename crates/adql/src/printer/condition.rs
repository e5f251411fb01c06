//! Conditions.

use crate::resolved::{Expr, ExprKind};
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// A condition, in parentheses.
    pub(super) fn condition(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Flag(condition) => {
                self.value(condition);
                self.push("::int4");
            }
            ExprKind::Exists(query) => {
                self.push("EXISTS (");
                self.query(query, None, None);
                self.push(")");
            }
            _ => {
                self.push("(");
                self.predicate(expr);
                self.push(")");
            }
        }
    }

    fn predicate(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::And(parts) => self.list(parts, " AND ", |printer, part| printer.value(part)),
            ExprKind::Or(parts) => self.list(parts, " OR ", |printer, part| printer.value(part)),
            ExprKind::Not(operand) => {
                self.push("NOT ");
                self.value(operand);
            }
            ExprKind::Compare { operator, operands } => {
                self.value(&operands[0]);
                self.add(format_args!(" {} ", operator.sign()));
                self.value(&operands[1]);
            }
            ExprKind::Between { operands, negated } => {
                self.value(&operands[0]);
                self.push(not(*negated));
                self.push(" BETWEEN ");
                self.value(&operands[1]);
                self.push(" AND ");
                self.value(&operands[2]);
            }
            ExprKind::InList { operand, list, negated } => {
                self.value(operand);
                self.push(not(*negated));
                self.push(" IN (");
                self.list(list, ", ", |printer, value| printer.value(value));
                self.push(")");
            }
            ExprKind::InQuery { operand, query, negated } => {
                self.value(operand);
                self.push(not(*negated));
                self.push(" IN (");
                // A subquery that selects NULL would give strings.
                let null = query.output_type(0) == Type::Null;
                self.query(query, null.then_some(&[operand.ty.pg()]), None);
                self.push(")");
            }
            ExprKind::Like { operands, negated, any_case } => {
                self.text(&operands[0]);
                self.push(not(*negated));
                self.push(if *any_case { " ILIKE " } else { " LIKE " });
                self.text(&operands[1]);
                // ADQL has no escape character, PostgreSQL by default the backslash.
                self.push(" ESCAPE ''");
            }
            ExprKind::IsNull { operand, negated } => {
                self.value(operand);
                self.push(if *negated { " IS NOT NULL" } else { " IS NULL" });
            }
            ExprKind::InCells(test) => self.in_cells(test),
            ExprKind::Within(within) => self.within(within),
            ExprKind::Inside(inside) => self.inside(inside),
            ExprKind::Footprint(test) => self.footprint_test(test),
            _ => {}
        }
    }
}

fn not(negated: bool) -> &'static str {
    if negated { " NOT" } else { "" }
}
