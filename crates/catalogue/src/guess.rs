//! What a table does not say of itself, guessed from what it does say, with a note for each guess.

mod identifier;
mod known;
mod old_ucds;
mod spelling;

use crate::written::Note;
use crate::{Column, Position, Table};

/// How many columns are `principal` where nobody has said which.
const PRINCIPAL_MAX: usize = 12;

/// Fills in units, UCDs, descriptions, the position, the identifier and the principal columns where the table has none.
///
/// What it has stays, but for units and UCDs in old spellings. `key` is the column in PostgreSQL that names a row alone,
/// where that is known. Names are only trusted where they have one usual meaning; `z` may be a magnitude.
pub fn complete(table: &mut Table, key: Option<&str>) -> Vec<Note> {
    let mut notes = Vec::new();
    for column in &mut table.columns {
        let guessed: Vec<&str> =
            [spelling::correct(column), known::fill(column)].into_iter().flatten().collect();
        notes.extend(guessed.into_iter().map(|text| note(column, text)));
    }
    errors(&mut table.columns, &mut notes);
    position(table, &mut notes);
    identifier::mark(table, key, &mut notes);
    if principal(table) {
        let text = "which columns are `principal`".to_owned();
        notes.push(Note { column: None, text });
    }
    notes
}

fn note(column: &Column, text: &str) -> Note {
    Note { column: Some(column.field.name.clone()), text: text.to_owned() }
}

/// Gives the error of a column (`e_ra`, `ra_error`) the UCD of an error of it.
fn errors(columns: &mut [Column], notes: &mut Vec<Note>) {
    let ucds: Vec<(String, String)> = columns
        .iter()
        .filter_map(|column| Some((column.field.name.to_lowercase(), column.field.ucd.clone()?)))
        .collect();
    for column in columns.iter_mut().filter(|column| column.field.ucd.is_none() && known::is_number(column)) {
        let name = column.field.name.to_lowercase();
        let of = ["e_", "err_"].iter().find_map(|prefix| name.strip_prefix(prefix));
        let of = of.or_else(|| ["_error", "_err"].iter().find_map(|suffix| name.strip_suffix(suffix)));
        let Some((_, ucd)) = of.and_then(|of| ucds.iter().find(|(known, _)| known == of)) else { continue };
        let main = ucd.split(';').filter(|word| *word != "meta.main").collect::<Vec<_>>().join(";");
        column.field.ucd = Some(format!("stat.error;{main}"));
        notes.push(note(column, "UCD from the name"));
    }
}

/// Finds the position, and says of its columns that they are it.
fn position(table: &mut Table, notes: &mut Vec<Note>) {
    if table.position.is_none() {
        let Some(found) = Position::find(&table.columns) else { return };
        for place in [found.lon, found.lat] {
            table.columns[place].field.frame = Some(found.frame);
        }
        let name = |place: usize| &table.columns[place].field.name;
        let text = format!("the position is in `{}` and `{}`, in degrees", name(found.lon), name(found.lat));
        notes.push(Note { column: None, text });
        table.position = Some(found);
        table.cone_search = true;
    }
    let Some(Position { lon, lat, .. }) = table.position else { return };
    for (place, plain) in [(lon, "pos.eq.ra"), (lat, "pos.eq.dec")] {
        let main = format!("{plain};meta.main");
        let taken = table.columns.iter().any(|column| column.field.ucd.as_deref() == Some(&main));
        let column = &mut table.columns[place];
        if !taken && column.field.ucd.as_deref().is_none_or(|ucd| ucd == plain) {
            column.field.ucd = Some(main);
            notes.push(note(column, "it is the main position"));
        }
    }
}

/// Marks the columns that matter most, if none is marked: identifier, position, magnitudes, redshifts, then the first.
fn principal(table: &mut Table) -> bool {
    if table.columns.iter().any(|column| column.principal) {
        return false;
    }
    let matters = |column: &Column| {
        let ucd = column.field.ucd.as_deref().unwrap_or_default();
        ucd.ends_with("meta.main")
            || ["phot.mag", "src.redshift", "src.class"].iter().any(|it| ucd.starts_with(it))
    };
    let mut places: Vec<usize> = (0..table.columns.len()).collect();
    places.sort_by_key(|&place| !matters(&table.columns[place]));
    for place in places.into_iter().take(PRINCIPAL_MAX) {
        table.columns[place].principal = true;
    }
    true
}

#[cfg(test)]
mod tests;
