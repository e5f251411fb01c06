//! The key that says which column of a published table holds the HEALPix index, written into a collection file.

use toml_edit::{DocumentMut, Item, Value, value};

/// The text of a collection file in which the position of a table has this HEALPix column; comments and order stay.
///
/// `None` where the text is not TOML, or has no such table, or the table no `position`.
pub fn with_healpix_column(text: &str, table: &str, column: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let tables = document.get_mut("table")?.as_array_of_tables_mut()?;
    let table = tables.iter_mut().find(|found| found.get("name").and_then(Item::as_str) == Some(table))?;
    match table.get_mut("position")? {
        Item::Value(Value::InlineTable(position)) => {
            position.insert("healpix", column.into());
            // The blank before the closing brace belongs to the value that was last until now.
            position.fmt();
        }
        Item::Table(position) => {
            position.insert("healpix", value(column));
        }
        _ => return None,
    }
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "# ours\ntitle = \"T\"\n\n[[table]]\nname = \"a\" # the first\n\n[[table]]\nname = \"b\"\n";

    #[test]
    fn the_column_joins_the_position_and_all_else_stays() {
        let before = format!(
            "{HEAD}position = {{ lon = \"RA\", lat = \"DEC\" }} # J2000\n[table.columns]\nRA = {{ type = \"double\" }}\n"
        );
        let after = with_healpix_column(&before, "b", "hpx").unwrap();
        assert_eq!(after, before.replace("\"DEC\" }", "\"DEC\", healpix = \"hpx\" }"));
        assert_eq!(with_healpix_column(&after, "b", "hpx").unwrap(), after);
    }

    #[test]
    fn a_position_of_several_lines_gets_one_more() {
        let before = format!("{HEAD}[table.position]\nlon = \"RA\"\nlat = \"DEC\"\n");
        assert_eq!(with_healpix_column(&before, "b", "hpx").unwrap(), format!("{before}healpix = \"hpx\"\n"));
    }

    #[test]
    fn a_table_without_position_is_left_alone() {
        assert_eq!(with_healpix_column(HEAD, "b", "hpx"), None);
        assert_eq!(with_healpix_column(HEAD, "c", "hpx"), None);
        assert_eq!(with_healpix_column("a = ", "b", "hpx"), None);
    }
}
