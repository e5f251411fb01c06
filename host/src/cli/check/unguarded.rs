//! Tables whose row filters PostgreSQL does not apply itself.

use catalogue::lint;
use conf_file::Problem;
use grants::Unguarded;

use crate::config::Config;

/// A warning for each, at its row filters in the file of its collection.
pub(super) fn told(config: &Config, unguarded: &[Unguarded]) -> Vec<Problem> {
    let files = config.collections.iter().filter_map(|raw| lint::read(&raw.source.name, &raw.source.text));
    let mut found = Vec::new();
    for (collection, places) in files {
        for one in unguarded.iter().filter(|one| one.collection == collection.id) {
            let number = collection.tables.iter().position(|table| table.name == one.table);
            let place = number.map_or_else(|| places.whole(), |number| places.rows_for(number, 0, "where"));
            let message = format!(
                "one layer of protection is missing: queries leave rows of table `{}` out, row-level security does not: {}",
                one.table, one.why
            );
            let problem = Problem::new(place, message);
            found.push(match one.why.hint() {
                Some(hint) => problem.hint(hint),
                None => problem,
            });
        }
    }
    found
}
