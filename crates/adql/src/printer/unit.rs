//! Values in another unit.

use crate::resolved::{Conversion, Step};
use crate::typing::Type;

use super::Printer;

impl Printer<'_, '_> {
    /// A conversion, in double precision.
    pub(super) fn conversion(&mut self, conversion: &Conversion) {
        let (sign, number) = match conversion.step {
            Step::None => return self.exactly(&conversion.operand, Type::Float8.pg()),
            Step::Multiply(factor) => (" * ", factor),
            Step::Divide(divisor) => (" / ", divisor),
            Step::Into(number) => {
                self.push("(");
                self.double(number);
                self.push(" / ");
                self.exactly(&conversion.operand, Type::Float8.pg());
                return self.push(")");
            }
        };
        self.push("(");
        self.exactly(&conversion.operand, Type::Float8.pg());
        self.push(sign);
        self.double(number);
        self.push(")");
    }
}
