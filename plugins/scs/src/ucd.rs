//! UCD1 words, which SCS 1.03 wants, for the UCD1+ of a catalogue.

use crate::columns::Role;
use crate::config::Ucds;

/// The identifier of a row: UCD1, UCD1+.
pub(crate) const ID_MAIN: [&str; 2] = ["ID_MAIN", "meta.id;meta.main"];
/// The right ascension of a row, likewise.
pub(crate) const RA_MAIN: [&str; 2] = ["POS_EQ_RA_MAIN", "pos.eq.ra;meta.main"];
/// The declination of a row, likewise.
pub(crate) const DEC_MAIN: [&str; 2] = ["POS_EQ_DEC_MAIN", "pos.eq.dec;meta.main"];

/// The UCD of a column in an answer.
///
/// Exactly one column has each of the three main ones, so that a second of a table loses the word that says so.
pub(crate) fn of(role: Role, ucd: Option<String>, ucds: Ucds) -> Option<String> {
    let place = match ucds {
        Ucds::Old => 0,
        Ucds::New => 1,
    };
    match role {
        Role::Identifier => Some(ID_MAIN[place].to_owned()),
        Role::Position => {
            let main = if ucd.as_deref() == Some(DEC_MAIN[1]) { DEC_MAIN } else { RA_MAIN };
            Some(main[place].to_owned())
        }
        Role::Distance | Role::Plain => {
            let ucd = without_main(ucd?);
            Some(match ucds {
                Ucds::Old => old(&ucd).map_or(ucd, str::to_owned),
                Ucds::New => ucd,
            })
        }
    }
}

/// The UCD of a column that is none of the three: of the same kind, but not the main one.
fn without_main(ucd: String) -> String {
    let written = ucd.trim();
    for [old, new] in [ID_MAIN, RA_MAIN, DEC_MAIN] {
        if written.eq_ignore_ascii_case(old) || written.eq_ignore_ascii_case(new) {
            return new.trim_end_matches(";meta.main").to_owned();
        }
    }
    ucd
}

/// The words of UCD1 that mean just the same, by UCD1+ in lower case.
const OLD: [(&str, &str); 8] = [
    ("pos.angdistance", "POS_ANG_DIST_GENERAL"),
    ("pos.eq.ra", "POS_EQ_RA_OTHER"),
    ("pos.eq.dec", "POS_EQ_DEC_OTHER"),
    ("pos.galactic.lon", "POS_GAL_LON"),
    ("pos.galactic.lat", "POS_GAL_LAT"),
    ("pos.pm;pos.eq.ra", "POS_EQ_PMRA"),
    ("pos.pm;pos.eq.dec", "POS_EQ_PMDEC"),
    ("pos.parallax.trig", "POS_PARLX_TRIG"),
];

fn old(ucd: &str) -> Option<&'static str> {
    OLD.iter().find(|(new, _)| ucd.trim().eq_ignore_ascii_case(new)).map(|(_, old)| *old)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(ucd: &str, ucds: Ucds) -> String {
        of(Role::Plain, Some(ucd.to_owned()), ucds).unwrap()
    }

    #[test]
    fn a_second_main_column_is_none() {
        for (ucd, old, new) in [
            ("pos.eq.ra;meta.main", "POS_EQ_RA_OTHER", "pos.eq.ra"),
            ("POS_EQ_DEC_MAIN", "POS_EQ_DEC_OTHER", "pos.eq.dec"),
            ("meta.id;meta.main", "meta.id", "meta.id"),
            ("ID_MAIN", "meta.id", "meta.id"),
        ] {
            assert_eq!(plain(ucd, Ucds::Old), old);
            assert_eq!(plain(ucd, Ucds::New), new);
        }
    }

    #[test]
    fn what_has_no_word_in_ucd1_keeps_its_own() {
        assert_eq!(plain("phot.mag;em.opt.V", Ucds::Old), "phot.mag;em.opt.V");
        assert_eq!(plain("Pos.PM;pos.eq.dec", Ucds::Old), "POS_EQ_PMDEC");
        assert_eq!(plain("Pos.PM;pos.eq.dec", Ucds::New), "Pos.PM;pos.eq.dec");
        assert_eq!(of(Role::Plain, None, Ucds::Old), None);
    }
}
