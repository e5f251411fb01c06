//! Values that window functions give.

use catalogue::ResultColumn;

use crate::resolved::Window;
use crate::syntax::WindowFunction;
use crate::typing::Type;

use super::Metadata;
use super::declared::plain;

impl Metadata<'_, '_> {
    /// A window function that picks or sums values gives their quantity, one that counts a bare number.
    pub(super) fn window(&self, window: &Window, ty: Type) -> ResultColumn {
        match window.function {
            WindowFunction::Aggregate(function) => self.aggregate(function, window.arguments.first(), ty),
            WindowFunction::FirstValue
            | WindowFunction::LastValue
            | WindowFunction::Lag
            | WindowFunction::Lead => self.one_of(window.arguments.iter().take(1), ty),
            _ => plain(ty),
        }
    }
}
