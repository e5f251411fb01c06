//! The conditions of `[[table.rows_for]]`, checked as far as they can be before plugins say what they offer.

use catalogue::lint::Places;
use catalogue::{Collection, Table};
use conf_file::{Place, Problem, Source};

/// What is wrong with the conditions of a collection, at their places in its file.
pub(super) fn problems(source: &Source, collection: &Collection) -> Vec<Problem> {
    let tables = collection.tables.iter().enumerate();
    let rules = tables.flat_map(|(number, table)| {
        table.rules.rows_for.iter().enumerate().map(move |(entry, rule)| (number, table, entry, rule))
    });
    let wrong = rules.filter_map(|(number, table, entry, rule)| {
        let whose = format!("table `{}`", table.name);
        problem(source, table, &collection.id, &whose, &rule.condition, |places| {
            places.rows_for(number, entry, "where")
        })
    });
    wrong.chain(of_images(source, collection)).collect()
}

/// What is wrong with the conditions of `[[images.rows_for]]`.
fn of_images(source: &Source, collection: &Collection) -> Vec<Problem> {
    let Some(images) = &collection.images else { return Vec::new() };
    let table = catalogue::images::condition_table();
    let rules = images.rules.rows_for.iter();
    let wrong = rules.filter_map(|rule| {
        problem(source, &table, &collection.id, "images", &rule.condition, |places| places.top("images"))
    });
    wrong.collect()
}

fn problem(
    source: &Source,
    table: &Table,
    collection: &str,
    whose: &str,
    condition: &str,
    place: impl FnOnce(&Places) -> Place,
) -> Option<Problem> {
    let error = adql::check_filter(table, collection, None, condition).err()?;
    let message = format!("rows of {whose}: key `where`: {}", error.message());
    let exact = place_of_byte(source, condition, error.span().start as usize);
    let value = || Places::of(source.clone()).map_or_else(|| source.whole(), |places| place(&places));
    Some(Problem { hint: error.hint(), ..Problem::new(exact.unwrap_or_else(value), message) })
}

/// The place of a byte of a condition; `None` where escapes keep the condition from being found in the text.
fn place_of_byte(source: &Source, condition: &str, offset: usize) -> Option<Place> {
    let is_value = |start: &usize| {
        let line = source.text[..*start].lines().next_back().unwrap_or_default();
        line.trim_start().starts_with("where") || line.contains("where =")
    };
    let mut starts = source.text.match_indices(condition).map(|(start, _)| start);
    starts.find(is_value).map(|start| source.place(start + offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(condition: &str) -> Vec<String> {
        let text = format!(
            "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 's'\n[[table]]\nname = 'stars'\n\
             access = {{ groups = [] }}\n[[table.rows_for]]\naccess = 'public'\nwhere = {condition}\n\
             [table.columns]\nMAG = {{ type = 'float' }}\nFLUX = {{ type = 'float[3]', enumeration = 'bands' }}\n"
        );
        let source = Source::new("collections/s.toml", text.as_str());
        let collection = catalogue::parse("collections/s.toml", &text).unwrap();
        let told =
            |problem: Problem| format!("{}:{} {}", problem.place.line, problem.place.column, problem.message);
        problems(&source, &collection).into_iter().map(told).collect()
    }

    #[test]
    fn a_condition_that_can_be_used_has_no_problem() {
        for condition in ["'MAG < 5'", "'stars.MAG < 5 AND FLUX[bands::nobody_knows_yet] > 0'"] {
            assert_eq!(told(condition), [""; 0], "{condition}");
        }
    }

    #[test]
    fn a_mistake_is_told_at_its_line_and_column() {
        assert_eq!(
            told("'MAG < 5 AND MAGG > 1'"),
            ["10:22 rows of table `stars`: key `where`: unknown column `MAGG`"]
        );
        assert_eq!(
            told("'''\nMAG IN (SELECT 1 FROM s.stars)'''"),
            ["11:1 rows of table `stars`: key `where`: a subquery cannot stand in a row filter"]
        );
        assert_eq!(
            told("\"MAG\\t<\""),
            ["10:9 rows of table `stars`: key `where`: expected a value, found the end of the query"]
        );
    }
}
