//! A place in the text of a unit.

use crate::error::UnitError;

/// The characters that are still to be read.
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// Bytes read.
    offset: usize,
}

impl<'t> Cursor<'t> {
    /// The start of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0 }
    }

    /// What is still to be read.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.offset..]
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over the next character.
    pub(super) fn next(&mut self) {
        self.offset += self.peek().map_or(0, char::len_utf8);
    }

    /// Steps over a text, if it stands here.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let stands = self.rest().starts_with(text);
        self.offset += if stands { text.len() } else { 0 };
        stands
    }

    /// Steps over characters as long as `wanted` likes them.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.offset += length;
        &rest[..length]
    }

    /// The letters of a symbol.
    pub(super) fn word(&mut self) -> String {
        self.take_while(|character| character.is_alphabetic() || matches!(character, '%' | '_')).to_owned()
    }

    /// Steps over `/`, with blanks round it.
    pub(super) fn take_division(&mut self) -> bool {
        self.take_operator(|character| character == '/')
    }

    /// Steps over `.`, `*` or blanks between units.
    pub(super) fn take_product(&mut self) -> bool {
        if self.take_operator(|character| matches!(character, '.' | '*')) {
            return true;
        }
        let blanks = self.rest().len() - self.rest().trim_start().len();
        let follows = self.rest().trim_start().starts_with(|character: char| character != ')');
        self.offset += blanks;
        blanks > 0 && follows
    }

    /// The place, counted in characters from 1.
    pub(super) fn place(&self) -> usize {
        self.text[..self.offset].chars().count() + 1
    }

    /// The error that something else stands here.
    pub(super) fn expected(&self, expected: &'static str) -> UnitError {
        let found = self.peek().map_or("the end".to_owned(), |character| format!("`{character}`"));
        UnitError::Expected { expected, place: self.place(), found }
    }

    fn take_operator(&mut self, is_operator: impl Fn(char) -> bool) -> bool {
        let rest = self.rest().trim_start();
        let stands = rest.starts_with(&is_operator);
        if stands {
            let after = rest[1..].trim_start();
            self.offset = self.text.len() - after.len();
        }
        stands
    }
}
