//! Sentences that propose the right name for a wrong one.

use strsim::osa_distance;

/// The known names, nearest first, with the nearest proposed when it is close: ``did you mean `a`? known keys: a, b``.
pub fn hint(wrong: &str, noun: &str, known: &[&str]) -> String {
    let lower = wrong.to_lowercase();
    let mut ranked: Vec<(usize, &str)> =
        known.iter().map(|name| (osa_distance(&lower, &name.to_lowercase()), *name)).collect();
    ranked.sort();
    ranked.dedup();
    let names = ranked.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    match ranked.first() {
        None => format!("there are no {noun} here"),
        Some((distance, nearest)) if is_close(&lower, nearest, *distance) => {
            format!("did you mean `{nearest}`? known {noun}: {names}")
        }
        Some(_) => format!("known {noun}: {names}"),
    }
}

/// A third of the letters may differ, one always may; so may a missing end (`max` for `maxrec`).
fn is_close(wrong: &str, nearest: &str, distance: usize) -> bool {
    let allowed = (wrong.chars().count().max(nearest.chars().count()) / 3).max(1);
    distance <= allowed || (wrong.len() >= 3 && nearest.starts_with(wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_and_comes_first() {
        let hint = hint("max_rec", "keys", &["timeout_secs", "maxrec_hard", "maxrec"]);
        assert_eq!(hint, "did you mean `maxrec`? known keys: maxrec, maxrec_hard, timeout_secs");
    }

    #[test]
    fn swapped_letters_of_a_short_name_find_it() {
        assert_eq!(hint("tpa", "plugins", &["sia", "tap"]), "did you mean `tap`? known plugins: tap, sia");
    }

    #[test]
    fn a_far_name_is_not_proposed() {
        assert_eq!(hint("zzzzzz", "keys", &["level", "format"]), "known keys: format, level");
    }

    #[test]
    fn an_empty_list_says_so() {
        assert_eq!(hint("a", "keys", &[]), "there are no keys here");
    }
}
