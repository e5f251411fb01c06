//! Calls of user-defined functions.

use crate::functions::{Callee, Piece, pieces};
use crate::resolved::UserCall;

use super::Printer;

impl Printer<'_, '_> {
    /// The SQL of the function with the arguments in it, each of its declared type.
    pub(super) fn user_call(&mut self, call: &UserCall) {
        let offered = matches!(call.callee, Callee::Offered(..));
        // What a plugin writes may be any expression.
        self.push(if offered { "(" } else { "" });
        for piece in pieces(call.callee.sql()) {
            if self.full {
                return;
            }
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Argument(number) => self.user_argument(call, number - 1, offered),
            }
        }
        self.push(if offered { ")" } else { "" });
    }

    fn user_argument(&mut self, call: &UserCall, place: usize, enclosed: bool) {
        let (Some(argument), Some(kind)) = (call.arguments.get(place), call.callee.kind(place)) else {
            return;
        };
        self.push(if enclosed { "(" } else { "" });
        self.exactly(argument, kind.ty().pg());
        self.push(if enclosed { ")" } else { "" });
    }
}
