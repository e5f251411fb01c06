//! The `[[table.parts]]` of a composed table.

use conf_file::{At, Section, suggestion_in_order};

use super::table::ColumnDraft;
use crate::{Part, Position, Relation};

/// What was read of a part; its name is known even if something else was wrong.
pub(super) struct PartDraft {
    /// The table in PostgreSQL, by which columns name the part.
    pub(super) name: At<String>,
    /// The part, if nothing was wrong in it.
    pub(super) part: Option<Part>,
}

/// Reads the parts of a table, which are in the given schema of PostgreSQL unless they say otherwise.
pub(super) fn read(table: &Section<'_>, database_schema: &str) -> Vec<PartDraft> {
    let sections = table.sections("parts");
    let drafts: Vec<PartDraft> =
        sections.iter().filter_map(|section| read_part(section, database_schema)).collect();
    for (place, draft) in drafts.iter().enumerate() {
        if place_of(&draft.name, &drafts) != Some(place) {
            let message = format!("two parts are named `{}`", draft.name.value);
            table.problem_at(draft.name.start, message, "list each part once".to_owned());
        }
    }
    drafts
}

/// Reads the key `part` of a column: the place of its part in `Column::part`.
pub(super) fn of_column(column: &Section<'_>, parts: &[PartDraft]) -> usize {
    let Some(name) = column.text("part") else { return 0 };
    if let Some(place) = place_of(&name, parts) {
        return place + 1;
    }
    let names = parts.iter().map(|draft| draft.name.value.as_str());
    let hint = match parts.is_empty() {
        true => "list the parts of the table below `[[table.parts]]`, or leave `part` out".to_owned(),
        false => suggestion_in_order(&name.value, "parts", names),
    };
    column.problem_at(name.start, format!("no part `{}` in this table", name.value), hint);
    0
}

/// What must hold between the parts, the columns and the position.
pub(super) fn check(
    table: &Section<'_>,
    parts: &[PartDraft],
    columns: &[ColumnDraft],
    position: Option<&Position>,
) {
    for (place, draft) in parts.iter().enumerate() {
        let holds = |column: &ColumnDraft| column.column.as_ref().is_none_or(|it| it.part == place + 1);
        let first = place_of(&draft.name, parts) == Some(place);
        if first && !columns.iter().any(holds) {
            let name = &draft.name.value;
            let hint =
                format!("write `part = \"{name}\"` in the columns that it holds, or leave the part out");
            table.problem_at(draft.name.start, format!("part `{name}` holds no column"), hint);
        }
        let indexed = draft.part.as_ref().is_some_and(|part| part.healpix.is_some());
        if indexed && table.value("position").is_none() {
            let hint = "say in the key `position` where a row is, or leave `healpix` out".to_owned();
            let message =
                format!("part `{}` has an index of positions and the table has none", draft.name.value);
            table.problem_at(draft.name.start, message, hint);
        }
    }
    let places = position.map_or([0, 0], |position| [position.lon, position.lat]);
    for column in places.into_iter().filter_map(|place| columns.get(place)) {
        if position.is_some() && column.column.as_ref().is_some_and(|column| column.part != 0) {
            let message = format!("column `{}` of the position is not in the core", column.name.value);
            let hint = "store positions in the table itself, without the key `part`".to_owned();
            table.problem_at(column.name.start, message, hint);
        }
    }
}

fn place_of(name: &At<String>, parts: &[PartDraft]) -> Option<usize> {
    parts.iter().position(|draft| draft.name.value == name.value)
}

fn read_part(section: &Section<'_>, database_schema: &str) -> Option<PartDraft> {
    let name = section.required_text("database_table", "name the table in PostgreSQL that holds the part");
    let schema =
        section.text("database_schema").map_or_else(|| database_schema.to_owned(), |name| name.value);
    section.require("key", "list the columns in PostgreSQL that name a row, e.g. `[\"object_id\"]`");
    let core = section.texts("key");
    let own = section.texts("part_key");
    let healpix = section.text("healpix").map(|name| name.value);
    section.finish();
    let name = name?;
    let key = core.and_then(|core| pairs(section, core, own));
    let part = key.map(|key| {
        let relation = Relation { schema, table: name.value.clone(), conditions: Vec::new() };
        Part { relation, key, healpix }
    });
    Some(PartDraft { name, part })
}

/// The columns of the core with those of the part, which have the same names unless it says otherwise.
fn pairs(
    section: &Section<'_>,
    core: Vec<At<String>>,
    own: Option<Vec<At<String>>>,
) -> Option<Vec<(String, String)>> {
    let own = own.unwrap_or_else(|| core.clone());
    if core.is_empty() || core.len() != own.len() {
        let hint = "name as many columns in `part_key` as in `key`, and at least one".to_owned();
        section.problem("the key of the part does not pair its columns", hint);
        return None;
    }
    Some(core.into_iter().zip(own).map(|(core, own)| (core.value, own.value)).collect())
}
