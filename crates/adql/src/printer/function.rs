//! Functions and CAST, with the traps of PostgreSQL.

use crate::resolved::Expr;
use crate::syntax::Function;
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// A mathematical or string function; all but LOWER and UPPER give double precision.
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) {
        match (function, arguments) {
            (Function::Lower | Function::Upper, [text]) => {
                self.push(if function == Function::Lower { "lower(" } else { "upper(" });
                self.text(text);
                self.push(")");
            }
            (Function::Pi, _) => self.push("pi()"),
            // The effect of a seed is undefined, and PostgreSQL's would reach other queries of the connection.
            (Function::Rand, _) => self.push("random()"),
            (Function::Mod, [x, y]) => self.modulo(x, y),
            (Function::Round, [x, rest @ ..]) => self.rounded("round", x, rest.first()),
            (Function::Truncate, [x]) => self.plain("trunc", std::slice::from_ref(x)),
            (Function::Truncate, [x, rest @ ..]) => self.rounded("trunc", x, rest.first()),
            _ => self.plain(sql_name(function), arguments),
        }
    }

    /// CAST
    pub(super) fn cast(&mut self, operand: &Expr, target: Type, length: Option<u32>, pad: bool) {
        match (length, pad) {
            (Some(length), true) => {
                self.push("rpad(");
                self.cast_plain(operand, target);
                self.add(format_args!(", {length})"));
            }
            (Some(length), false) => {
                self.push("left(");
                self.cast_plain(operand, target);
                self.add(format_args!(", {length})"));
            }
            (None, _) => self.cast_plain(operand, target),
        }
    }

    fn cast_plain(&mut self, operand: &Expr, target: Type) {
        match (operand.ty, target) {
            (Type::Timestamp | Type::TimestampTz | Type::Date, Type::Text) => {
                // DALI text: trailing zeros of the fraction cut, then a lone point.
                self.push("rtrim(rtrim(to_char(");
                self.utc(operand);
                self.push(", 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.')");
            }
            (Type::TimestampTz, Type::Timestamp) => self.utc(operand),
            _ => {
                self.value(operand);
                self.cast_to(target.pg());
            }
        }
    }

    /// A timestamp without a zone, in UTC.
    fn utc(&mut self, operand: &Expr) {
        match operand.ty {
            Type::TimestampTz => {
                self.push("(");
                self.value(operand);
                self.push(" AT TIME ZONE 'UTC')");
            }
            _ => self.exactly(operand, Type::Timestamp.pg()),
        }
    }

    fn plain(&mut self, name: &str, arguments: &[Expr]) {
        self.push(name);
        self.push("(");
        self.list(arguments, ", ", |printer, argument| printer.float8(argument));
        self.push(")");
    }

    /// PostgreSQL has no remainder of floats. That of their shortest decimal forms is exact.
    fn modulo(&mut self, x: &Expr, y: &Expr) {
        let integers = x.ty.is_integer() && y.ty.is_integer();
        self.push("mod(");
        for (argument, end) in [(x, ", "), (y, ")::float8")] {
            match integers {
                true => self.value(argument),
                false => self.numeric(argument),
            }
            self.push(end);
        }
    }

    /// PostgreSQL rounds floats to integers only, and halves to even ones. Decimals it rounds as people do.
    fn rounded(&mut self, name: &str, x: &Expr, digits: Option<&Expr>) {
        self.push(name);
        self.push("(");
        self.numeric(x);
        self.push(", ");
        match digits {
            Some(digits) => self.exactly(digits, Type::Int4.pg()),
            None => self.push("0"),
        }
        self.push(")::float8");
    }

    /// The number in its shortest decimal form; a direct cast of a float would keep 15 digits (6 of a REAL).
    fn numeric(&mut self, x: &Expr) {
        self.value(x);
        self.push(if x.ty.is_integer() { "::numeric" } else { "::text::numeric" });
    }
}

/// The function of PostgreSQL that takes and gives double precision.
fn sql_name(function: Function) -> &'static str {
    match function {
        Function::Abs => "abs",
        Function::Acos => "acos",
        Function::Asin => "asin",
        Function::Atan => "atan",
        Function::Atan2 => "atan2",
        Function::Ceiling => "ceil",
        Function::Cos => "cos",
        Function::Cot => "cot",
        Function::Degrees => "degrees",
        Function::Exp => "exp",
        Function::Floor => "floor",
        // The natural logarithm; PostgreSQL's log is decimal.
        Function::Log => "ln",
        Function::Log10 => "log",
        Function::Power => "power",
        Function::Radians => "radians",
        Function::Sin => "sin",
        Function::Sqrt => "sqrt",
        Function::Tan => "tan",
        _ => "",
    }
}
