//! Texts to start from, and how they are changed.

use std::collections::HashSet;
use std::path::Path;

use super::random::Random;

/// Longer texts say nothing new.
const LONGEST: usize = 2000;
/// More seeds than that are not kept.
const SEEDS: usize = 5000;

/// Pieces of queries, right and wrong.
const WORDS: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "LIKE",
    "ILIKE",
    "IS NULL",
    "EXISTS",
    "GROUP BY",
    "HAVING",
    "ORDER BY",
    "TOP 3",
    "DISTINCT",
    "JOIN",
    "LEFT JOIN",
    "NATURAL",
    "USING (id)",
    "ON",
    "AS",
    "UNION",
    "INTERSECT ALL",
    "EXCEPT",
    "WITH w AS (",
    "OFFSET 2",
    "LIMIT 5",
    "COUNT(*)",
    "MAX(",
    "POINT(",
    "CIRCLE(",
    "BOX(",
    "POLYGON(",
    "REGION('circle 1 2 3')",
    "CONTAINS(",
    "INTERSECTS(",
    "DISTANCE(",
    "AREA(",
    "CENTROID(",
    "COORD1(",
    "ROUND(",
    "CAST(",
    "AS TIMESTAMP)",
    "COALESCE(",
    "IN_UNIT(",
    "CASE WHEN",
    "THEN",
    "ELSE",
    "END",
    "OVER (",
    "RANK()",
    "PARTITION BY",
    "ROWS 1 PRECEDING",
    "TRUE",
    "array_length(",
    "ivo_healpix_index(",
    "1=",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ";",
    "::",
    "+",
    "-",
    "*",
    "/",
    "||",
    "=",
    "<>",
    "!=",
    "<=",
    "1",
    "0",
    "2.5",
    "1e308",
    "9223372036854775807",
    "'text'",
    "'",
    "\"",
    "\"Mixed Case\"",
    "demo.stars",
    "demo.obs",
    "jplus.MagABDualObj",
    "id",
    "ra",
    "dec",
    "mag",
    "name",
    "seen",
    "variable",
    "spectrum",
    "shape",
    "s_region",
    "'2020-01-01'",
    "'ICRS'",
    "'GALACTIC'",
    "90",
    "-90",
    "360",
    "180",
    "--",
    "\n",
    "é",
    "\u{0}",
    "%",
    "“",
    "”",
    "’",
    "==",
    "&&",
    "#",
];

/// The texts that are changed.
pub struct Pool {
    seeds: Vec<String>,
    outcomes: HashSet<String>,
}

impl Pool {
    /// The queries of the case files.
    pub fn of_cases() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
        let mut seeds: Vec<String> =
            texts.filter_map(|text| Some(text.split_once("\n---")?.0.to_owned())).collect();
        // Folders list their files in no order, and a seed must repeat its run.
        seeds.sort();
        seeds.push("SELECT id FROM demo.stars".to_owned());
        Self { seeds, outcomes: HashSet::new() }
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.seeds.len()
    }

    /// A changed text.
    pub fn changed(&self, random: &mut Random) -> String {
        let mut text: Vec<char> = random.one_of(&self.seeds).chars().collect();
        for _ in 0..=random.below(4) {
            self.change(&mut text, random);
        }
        text.truncate(LONGEST);
        text.into_iter().collect()
    }

    /// Keeps a text whose outcome is new.
    pub fn keep_if_new(&mut self, text: String, outcome: String) {
        if self.seeds.len() < SEEDS && self.outcomes.insert(outcome) {
            self.seeds.push(text);
        }
    }

    fn change(&self, text: &mut Vec<char>, random: &mut Random) {
        let from = random.below(text.len() + 1);
        let to = (from + random.below(12)).min(text.len());
        match random.below(7) {
            0 => drop(text.drain(from..to)),
            1 | 2 => insert(text, from, &format!(" {} ", random.one_of(WORDS))),
            3 => {
                text.drain(from..to);
                let word: &str = random.one_of::<&str>(WORDS);
                insert(text, from, word);
            }
            4 => {
                let copy: String = text[from..to].iter().collect();
                let times = 1 + random.below(40);
                insert(text, to, &copy.repeat(times));
            }
            5 => {
                let other: Vec<char> = random.one_of(&self.seeds).chars().collect();
                let start = random.below(other.len() + 1);
                let end = (start + random.below(80)).min(other.len());
                let piece: String = other[start..end].iter().collect();
                insert(text, from, &piece);
            }
            _ => {
                let letter = char::from_u32(random.below(0x300) as u32).unwrap_or('?');
                insert(text, from, &letter.to_string());
            }
        }
    }
}

fn insert(text: &mut Vec<char>, place: usize, piece: &str) {
    text.splice(place..place, piece.chars());
}
