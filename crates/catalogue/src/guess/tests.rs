//! Tables that say little are completed, and those that say much are left alone.

use super::*;
use crate::sample::collection;

/// The table of these column lines.
fn table(columns: &str) -> Table {
    let text = format!(
        "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 's'\n[[table]]\nname = 'Stars'\n[table.columns]\n{columns}"
    );
    collection("x", &text).tables.remove(0)
}

/// Name, unit and UCD of each column.
fn shown(table: &Table) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let show = |column: &Column| {
        format!("{} {} {}", column.field.name, text(&column.field.unit), text(&column.field.ucd))
    };
    table.columns.iter().map(show).collect()
}

fn told(notes: &[Note]) -> Vec<String> {
    let show = |note: &Note| format!("{}: {}", note.column.as_deref().unwrap_or("-"), note.text);
    notes.iter().map(show).collect()
}

#[test]
fn a_bare_table_gets_units_ucds_position_identifier_and_principal_columns() {
    let mut table = table(
        "ID = { type = 'long' }\nRA = { type = 'double' }\nDEC = { type = 'double' }\ne_RA = { type = 'float' }\n\
         MAG_AUTO = { type = 'float[12]' }\nmag_note = { type = 'char[*]' }\nZ = { type = 'float' }\n",
    );
    let notes = complete(&mut table, None);
    let expected = [
        "ID  meta.id;meta.main",
        "RA deg pos.eq.ra;meta.main",
        "DEC deg pos.eq.dec;meta.main",
        "e_RA  stat.error;pos.eq.ra",
        "MAG_AUTO mag phot.mag",
        "mag_note  ",
        "Z  ",
    ];
    assert_eq!(shown(&table), expected);
    let expected = [
        "RA: unit, UCD and description from the name",
        "DEC: unit, UCD and description from the name",
        "MAG_AUTO: unit and UCD from the name",
        "e_RA: UCD from the name",
        "-: the position is in `RA` and `DEC`, in degrees",
        "RA: it is the main position",
        "DEC: it is the main position",
        "ID: it is the identifier",
        "-: which columns are `principal`",
    ];
    assert_eq!(told(&notes), expected);
    assert!(table.cone_search && table.columns.iter().all(|column| column.principal));
}

#[test]
fn what_a_table_says_is_not_replaced() {
    let columns = "number = { type = 'long', ucd = 'meta.id;meta.main', principal = true }\n\
                   id = { type = 'long' }\n\
                   ra = { type = 'double', unit = 'rad', ucd = 'pos.eq.ra;meta.main', description = 'Mine' }\n\
                   dec = { type = 'double', unit = 'rad', ucd = 'pos.eq.dec;meta.main', description = 'Mine' }\n\
                   flux = { type = 'float', unit = 'Jy', ucd = 'phot.flux.density' }\n";
    let mut completed = table(columns);
    let notes = complete(&mut completed, Some("id"));
    assert_eq!(shown(&completed), shown(&table(columns)));
    assert_eq!(told(&notes), ["-: the position is in `ra` and `dec`, in degrees"]);
}

#[test]
fn old_words_become_those_of_the_standards() {
    let mut table = table(
        "a = { type = 'double', unit = 'degrees', ucd = 'POS_EQ_RA_MAIN' }\n\
         b = { type = 'double', unit = 'mas/yr', ucd = 'pos.pm' }\n\
         c = { type = 'float', unit = '\"', ucd = 'PHOT_JHN_V' }\n\
         d = { type = 'float', unit = 'Angstroms', ucd = 'SOMETHING_ELSE' }\n",
    );
    let notes = complete(&mut table, None);
    let expected = [
        "a deg pos.eq.ra;meta.main",
        "b mas/yr pos.pm",
        "c arcsec phot.mag;em.opt.V",
        "d Angstrom SOMETHING_ELSE",
    ];
    assert_eq!(shown(&table), expected);
    assert_eq!(told(&notes)[0], "a: unit and UCD from older spellings");
}

#[test]
fn the_key_of_a_live_table_is_its_identifier() {
    let mut table = table("id = { type = 'long' }\nCode = { type = 'char[*]' }\nkm = { type = 'float' }\n");
    let notes = complete(&mut table, Some("code"));
    assert_eq!(shown(&table), ["id  ", "Code  meta.id;meta.main", "km  "]);
    assert_eq!(told(&notes)[0], "Code: it is the key");
}

#[test]
fn of_many_columns_a_dozen_is_principal_with_those_that_matter() {
    let many: String = (0..30).map(|number| format!("c{number} = {{ type = 'int' }}\n")).collect();
    let mut table = table(&format!("{many}redshift = {{ type = 'float' }}\n"));
    complete(&mut table, None);
    let principal = table.columns.iter().filter(|column| column.principal).count();
    assert_eq!((principal, table.columns[30].principal, table.columns[11].principal), (12, true, false));
}
