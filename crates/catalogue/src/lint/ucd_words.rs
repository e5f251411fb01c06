//! The controlled vocabulary of UCD1+.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Where a word may stand (UCD1+ controlled vocabulary 1.6 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// First.
    First,
    /// Behind another.
    Behind,
    /// Anywhere.
    Anywhere,
}

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: &'static str,
    pub(super) standing: Standing,
}

static WORDS: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let lines = include_str!("ucd_words.txt").lines();
    let words = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    let word = |(code, text): (&'static str, &'static str)| {
        let standing = match code {
            "P" => Standing::First,
            "S" => Standing::Behind,
            _ => Standing::Anywhere,
        };
        (text.to_lowercase(), Word { text, standing })
    };
    words.map(word).collect()
});

/// Looks a word up, in any case (UCD 1.1 §2).
pub(super) fn find(word: &str) -> Option<Word> {
    WORDS.get(&word.to_lowercase()).copied()
}

/// All words, sorted.
pub(super) fn all() -> Vec<&'static str> {
    let mut all: Vec<&str> = WORDS.values().map(|word| word.text).collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_is_whole() {
        assert_eq!(all().len(), 568);
        assert_eq!(find("POS.EQ.RA"), Some(Word { text: "pos.eq.ra", standing: Standing::Anywhere }));
        assert_eq!(find("meta.main").unwrap().standing, Standing::Behind);
        assert_eq!(find("meta.id").unwrap().standing, Standing::First);
        assert_eq!(find("time.publiYear").map(|word| word.text), Some("time.publiYear"));
        assert_eq!(find("pos.eq.rra"), None);
    }
}
