//! One text, tried in every mode.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use adql::{Options, Version, parse, parse_with, translate};
use catalogue::Scope;
use sky::Healpix;

/// No text of a few kilobytes may take longer, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(5);

/// The translator as the fuzzer calls it.
pub struct Trial {
    scope: Scope,
    modes: [Options; 3],
    slowest: Cell<Duration>,
}

impl Trial {
    /// A translator with a small published set.
    pub fn new() -> Self {
        let options = |strict, version| Options { strict, version, ..Options::default() };
        let modes =
            [options(false, Version::V2_1), options(true, Version::V2_1), options(true, Version::V2_0)];
        Self { scope: super::sample::scope(), modes, slowest: Cell::default() }
    }

    /// The longest time that a text took so far.
    pub fn slowest(&self) -> Duration {
        self.slowest.get()
    }

    /// What the translator says of the text, without the names in it; or what is wrong with the translator.
    pub fn outcome(&self, text: &str) -> Result<String, String> {
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.translated(text)));
        let took = start.elapsed();
        self.slowest.set(self.slowest.get().max(took));
        match outcome {
            Err(_) => Err("panic".to_owned()),
            Ok(_) if took > LONGEST => Err(format!("took {took:?}")),
            Ok(outcome) => outcome,
        }
    }

    fn translated(&self, text: &str) -> Result<String, String> {
        let mut seen = String::new();
        for options in &self.modes {
            match translate(text, &self.scope, &Healpix, options) {
                Ok(translation) => {
                    if !is_one_statement(&translation.sql) {
                        return Err(format!("the SQL is not one statement: {}", translation.sql));
                    }
                    seen.push_str("accepted;");
                }
                Err(error) => {
                    error.render(text);
                    if let Some(repaired) = error.repaired().filter(|text| parse_with(text, options).is_err())
                    {
                        return Err(format!("the repaired query cannot be parsed: {repaired}"));
                    }
                    seen.push_str(&without_quoted(&error.message()));
                }
            }
        }
        if let Ok(query) = parse(text) {
            let printed = query.to_string();
            if parse(&printed).as_ref() != Ok(&query) {
                return Err(format!("does not survive printing: {printed}"));
            }
        }
        Ok(seen)
    }
}

/// Whether strings and names are closed, parentheses match, and no semicolon ends the statement early.
fn is_one_statement(sql: &str) -> bool {
    let mut depth = 0_i64;
    let mut quote = None;
    for letter in sql.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth -= 1,
            (None, ';') => return false,
            (None, _) => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && quote.is_none()
}

/// A message without what stands between backticks, which is different for every text.
fn without_quoted(message: &str) -> String {
    message.split('`').step_by(2).collect::<Vec<&str>>().join("`")
}
