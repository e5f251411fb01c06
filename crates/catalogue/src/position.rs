//! Which columns of a table hold its main position.

use crate::{Column, Datatype, Position};

/// Names of columns that hold a position where no UCD tells, in lower case: longitude, latitude.
const NAMES: [(&str, &str); 6] = [
    ("ra", "dec"),
    ("raj2000", "dej2000"),
    ("_raj2000", "_dej2000"),
    ("ra_icrs", "de_icrs"),
    ("ra_j2000", "dec_j2000"),
    ("alpha_j2000", "delta_j2000"),
];

/// UCDs of columns that hold a position, in lower case and in the order of preference: longitude, latitude.
const UCDS: [(&str, &str); 3] = [
    ("pos.eq.ra;meta.main", "pos.eq.dec;meta.main"),
    ("pos_eq_ra_main", "pos_eq_dec_main"),
    ("pos.eq.ra", "pos.eq.dec"),
];

impl Position {
    /// The position that UCDs tell, or else names, where nobody has said which columns hold it. There is no index.
    pub fn find(columns: &[Column]) -> Option<Self> {
        let find = |is_it: &dyn Fn(&Column) -> bool| {
            columns.iter().position(|column| is_number(column) && is_it(column))
        };
        let by_ucd = |ucd: &str| {
            find(&|column| {
                column.field.ucd.as_deref().is_some_and(|own| own.trim().eq_ignore_ascii_case(ucd))
            })
        };
        let by_name = |name: &str| find(&|column| column.field.name.eq_ignore_ascii_case(name));
        let pair = |lon: Option<usize>, lat: Option<usize>| Some((lon?, lat?));
        let found = UCDS.iter().find_map(|(lon, lat)| pair(by_ucd(lon), by_ucd(lat)));
        let found = found.or_else(|| NAMES.iter().find_map(|(lon, lat)| pair(by_name(lon), by_name(lat))));
        let (lon, lat) = found?;
        Some(Self { lon, lat, healpix: None, frame: columns[lon].field.frame.unwrap_or_default() })
    }
}

fn is_number(column: &Column) -> bool {
    matches!(column.field.value_type.datatype, Datatype::Float | Datatype::Double) && !column.pg_type.array
}
