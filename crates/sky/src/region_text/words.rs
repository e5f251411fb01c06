//! The words of a region text and their places.

use crate::SkyError;

/// How many characters of a word an error repeats.
const SHOWN_MAX: usize = 40;

/// The rest of a text, one word at a time; a parenthesis is a word of its own.
pub(super) struct Words<'t> {
    text: &'t str,
    /// The bytes that are read.
    offset: usize,
    /// The characters before `offset`.
    place: usize,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut words = Self { text, offset: 0, place: 0 };
        words.skip_blanks();
        words
    }

    /// The next word; `None` at the end.
    pub(super) fn peek(&self) -> Option<&'t str> {
        let rest = &self.text[self.offset..];
        let parenthesis = |c: char| matches!(c, '(' | ')');
        let first = rest.chars().next()?;
        let end = if parenthesis(first) {
            first.len_utf8()
        } else {
            rest.find(|c: char| c.is_whitespace() || parenthesis(c)).unwrap_or(rest.len())
        };
        Some(&rest[..end])
    }

    /// The character where the next word begins, counted from 1.
    pub(super) fn place(&self) -> usize {
        self.place + 1
    }

    /// Goes past the next word.
    pub(super) fn skip(&mut self) {
        let word = self.peek().unwrap_or_default();
        self.offset += word.len();
        self.place += word.chars().count();
        self.skip_blanks();
    }

    /// Whether the next word is this one, in any case; goes past it if so.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|next| next.eq_ignore_ascii_case(word));
        if found {
            self.skip();
        }
        found
    }

    /// Goes past this word, or says that something else stands there.
    pub(super) fn expect(&mut self, word: &str, expected: &str) -> Result<(), SkyError> {
        if self.take(word) { Ok(()) } else { Err(self.error(expected)) }
    }

    /// The end of the text must be here.
    pub(super) fn expect_end(&self) -> Result<(), SkyError> {
        if self.peek().is_none() { Ok(()) } else { Err(self.error("the end of the region")) }
    }

    /// Whether the next word looks like a number.
    pub(super) fn at_number(&self) -> bool {
        self.peek().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)))
    }

    /// The number that is next, finite.
    pub(super) fn number(&mut self, expected: &str) -> Result<f64, SkyError> {
        let number = self.peek().filter(|_| self.at_number()).and_then(|word| word.parse::<f64>().ok());
        let number = number.filter(|number| number.is_finite()).ok_or_else(|| self.error(expected))?;
        self.skip();
        Ok(number)
    }

    /// The end of an interval that is next: a number, or `Inf` with a sign or without.
    pub(super) fn end(&mut self, expected: &str) -> Result<f64, SkyError> {
        let word = self.peek().unwrap_or_default();
        let (sign, name) = match word.strip_prefix('-') {
            Some(name) => (-1.0, name),
            None => (1.0, word.strip_prefix('+').unwrap_or(word)),
        };
        if name.eq_ignore_ascii_case("inf") || name.eq_ignore_ascii_case("infinity") {
            self.skip();
            return Ok(sign * f64::INFINITY);
        }
        self.number(expected)
    }

    /// The error of a word that is not what was expected.
    pub(super) fn error(&self, expected: &str) -> SkyError {
        let found = match self.peek() {
            Some(word) if word.chars().count() > SHOWN_MAX => {
                format!("`{}…`", word.chars().take(SHOWN_MAX).collect::<String>())
            }
            Some(word) => format!("`{word}`"),
            None => "the end".to_owned(),
        };
        problem(self.place(), &format!("expected {expected}, found {found}"))
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.offset..];
        let blanks = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        self.place += rest[..blanks].chars().count();
        self.offset += blanks;
    }
}

/// The error of something at a character, counted from 1.
pub(super) fn problem(place: usize, what: &str) -> SkyError {
    SkyError::RegionText(format!("region, character {place}: {what}"))
}
