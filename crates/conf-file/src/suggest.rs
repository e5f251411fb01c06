//! Sentences that propose the right name for a wrong one.

use strsim::osa_distance;

/// The candidates nearest to `name` without regard to case, nearest first, at most `most` of them.
///
/// A candidate that differs in more than a third of its letters, and in more than two, is no help and is left out,
/// unless `name` is its beginning, of three letters or more (`max` for `maxrec`).
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>, most: usize) -> Vec<&'c str> {
    let near = ranked(name, candidates).into_iter().filter(|ranked| ranked.close);
    near.take(most).map(|ranked| ranked.name).collect()
}

/// The known names, nearest first, with the nearest proposed if it is near: ``did you mean `a`? known keys: a, b``.
pub fn suggestion<'k>(wrong: &str, noun: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let names: Vec<&str> = ranked(wrong, known).iter().map(|ranked| ranked.name).collect();
    sentence(wrong, noun, &names)
}

/// As [`suggestion`], with the known names in the order given: for names that readers know in an order of their own.
pub fn suggestion_in_order<'k>(wrong: &str, noun: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    sentence(wrong, noun, &known.into_iter().collect::<Vec<_>>())
}

struct Ranked<'c> {
    close: bool,
    distance: usize,
    name: &'c str,
}

/// The close candidates, then the others, each nearest first and otherwise in the order given.
fn ranked<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<Ranked<'c>> {
    let wanted = name.to_lowercase();
    let rank = |name: &'c str| {
        let lower = name.to_lowercase();
        let distance = osa_distance(&wanted, &lower);
        let beginning = wanted.len() >= 3 && lower.starts_with(&wanted);
        let close = distance <= 2.max(name.chars().count() / 3) || beginning;
        Ranked { close, distance, name }
    };
    let mut ranked: Vec<Ranked<'_>> = candidates.into_iter().map(rank).collect();
    ranked.sort_by_key(|ranked| (!ranked.close, ranked.distance));
    ranked
}

fn sentence(wrong: &str, noun: &str, known: &[&str]) -> String {
    let names = known.join(", ");
    match nearest(wrong, known.iter().copied(), 1).first() {
        _ if known.is_empty() => format!("there are no {noun} here"),
        Some(nearest) => format!("did you mean `{nearest}`? known {noun}: {names}"),
        None => format!("known {noun}: {names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names_come_first_and_far_ones_not_at_all() {
        let known = ["ALPHA_J2000", "DELTA_J2000", "MAG_AUTO", "tap"];
        assert_eq!(nearest("alpha_j200", known, 5), ["ALPHA_J2000"]);
        assert_eq!(nearest("tpa", known, 5), ["tap"]);
        assert_eq!(nearest("redshift", known, 5), Vec::<&str>::new());
    }

    #[test]
    fn a_beginning_finds_the_whole_name() {
        assert_eq!(nearest("mag", ["ALPHA_J2000", "MAG_AUTO"], 5), ["MAG_AUTO"]);
        let known = ["log", "idle_timeout_secs"];
        assert_eq!(
            suggestion("idl", "keys", known),
            "did you mean `idle_timeout_secs`? known keys: idle_timeout_secs, log"
        );
    }

    #[test]
    fn the_nearest_name_is_proposed_and_comes_first() {
        let hint = suggestion("max_rec", "keys", ["timeout_secs", "maxrec_hard", "maxrec"]);
        assert_eq!(hint, "did you mean `maxrec`? known keys: maxrec, maxrec_hard, timeout_secs");
    }

    #[test]
    fn names_in_order_keep_it() {
        let hint = suggestion_in_order("max_rec", "keys", ["timeout_secs", "maxrec_hard", "maxrec"]);
        assert_eq!(hint, "did you mean `maxrec`? known keys: timeout_secs, maxrec_hard, maxrec");
    }

    #[test]
    fn swapped_letters_of_a_short_name_find_it() {
        assert_eq!(
            suggestion("tpa", "plugins", ["sia", "tap"]),
            "did you mean `tap`? known plugins: tap, sia"
        );
    }

    #[test]
    fn a_far_name_is_not_proposed() {
        assert_eq!(suggestion("zzzzzz", "keys", ["level", "format"]), "known keys: format, level");
    }

    #[test]
    fn an_empty_list_says_so() {
        assert_eq!(suggestion("a", "keys", []), "there are no keys here");
    }
}
