//! Values of aggregates (UCD1+ controlled vocabulary 1.6).

use catalogue::ResultColumn;

use crate::resolved::Expr;
use crate::syntax::Aggregate;
use crate::typing::Type;

use super::Metadata;
use super::declared::{plain, retype};

impl Metadata<'_, '_> {
    /// The result of an aggregate.
    pub(super) fn aggregate(&self, function: Aggregate, argument: Option<&Expr>, ty: Type) -> ResultColumn {
        let (argument, word, noun) = match (function, argument) {
            (Aggregate::Min, Some(argument)) => (argument, Some("stat.min"), "minimum"),
            (Aggregate::Max, Some(argument)) => (argument, Some("stat.max"), "maximum"),
            (Aggregate::Avg, Some(argument)) => (argument, Some("stat.mean"), "mean"),
            // A sum is not the quantity any more: that of coordinates is no coordinate.
            (Aggregate::Sum, Some(argument)) => (argument, None, "sum"),
            (Aggregate::Count, _) | (_, None) => {
                let mut column = plain(ty);
                column.field.ucd = Some("meta.number".to_owned());
                return column;
            }
        };
        let mut column = self.quantity(argument);
        let field = &mut column.field;
        field.ucd = field.ucd.take().zip(word).map(|(ucd, word)| with_statistic(&ucd, word));
        field.description =
            field.description.take().map(|text| format!("{} ({noun})", text.trim_end_matches('.')));
        retype(&mut column, ty);
        column
    }
}

/// The UCD of a statistic of a quantity: `stat.min` and its like follow the word that they qualify. `meta.main` does
/// not hold any more.
fn with_statistic(ucd: &str, word: &str) -> String {
    let mut words: Vec<&str> = ucd.split(';').filter(|word| *word != "meta.main").collect();
    let has_one =
        words.iter().any(|word| matches!(*word, "stat.min" | "stat.max" | "stat.mean" | "stat.median"));
    if !has_one {
        words.push(word);
    }
    words.join(";")
}

#[cfg(test)]
mod tests {
    use super::with_statistic;

    #[test]
    fn a_statistic_is_the_last_word() {
        assert_eq!(with_statistic("phot.mag;em.opt.B", "stat.max"), "phot.mag;em.opt.B;stat.max");
        assert_eq!(with_statistic("pos.eq.ra;meta.main", "stat.min"), "pos.eq.ra;stat.min");
        assert_eq!(with_statistic("em.wl;stat.min", "stat.max"), "em.wl;stat.min");
    }
}
