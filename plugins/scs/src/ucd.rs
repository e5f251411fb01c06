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

/// The word of UCD1 that means just the same.
fn old(_ucd: &str) -> Option<&'static str> {
    None
}
