//! UCDs that are not of the vocabulary, or whose words stand where they may not.

use conf_file::{Problem, nearest};

use super::View;
use super::ucd_words::{self, Standing};

/// What is to be said of the UCDs.
pub(super) fn lint(view: &View<'_>, found: &mut Vec<Problem>) {
    for (number, _, column) in view.columns() {
        let name = &column.field.name;
        let Some(ucd) = &column.field.ucd else { continue };
        for (message, hint) in said(ucd) {
            let place = view.places.column(number, name, "ucd");
            found.push(Problem::new(place, format!("UCD `{ucd}` of column `{name}`: {message}")).hint(hint));
        }
    }
}

/// Messages with hints.
pub(super) fn said(ucd: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = ucd.split(';').collect();
    let said = words.iter().enumerate().filter_map(|(number, written)| {
        let word = match written.split_once(':') {
            // Words of other authorities are theirs.
            Some((authority, _)) if !authority.eq_ignore_ascii_case("ivoa") => return None,
            Some((_, word)) => word,
            None => written,
        };
        match ucd_words::find(word) {
            None => Some((format!("there is no word `{word}` in UCD1+"), unknown(word))),
            Some(known) if number == 0 && known.standing == Standing::Behind => {
                Some((format!("`{word}` cannot be the first word"), first(word, &words)))
            }
            Some(known) if number > 0 && known.standing == Standing::First => Some((
                format!("`{word}` can only be the first word"),
                "put it first, or leave it out".to_owned(),
            )),
            Some(_) => None,
        }
    });
    said.collect()
}

fn unknown(word: &str) -> String {
    match nearest(word, ucd_words::all(), 1).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None if word.contains('_') => {
            "this is a UCD1; write words of UCD1+, e.g. `pos.eq.ra;meta.main` for `POS_EQ_RA_MAIN`".to_owned()
        }
        None => "take a word of the list at https://www.ivoa.net/documents/UCD1+/".to_owned(),
    }
}

/// What to write where a word is first that may not be.
fn first(word: &str, words: &[&str]) -> String {
    let can_lead =
        |word: &&&str| ucd_words::find(word).is_some_and(|known| known.standing != Standing::Behind);
    match words.iter().skip(1).find(can_lead) {
        Some(leader) => {
            let rest = words.iter().filter(|other| other != &leader);
            let order: Vec<&str> = std::iter::once(leader).chain(rest).copied().collect();
            format!("write `{}`", order.join(";"))
        }
        None => format!("put what the column holds in front, e.g. `meta.id;{word}`, `phot.mag;{word}`"),
    }
}
