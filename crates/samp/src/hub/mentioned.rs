//! The addresses that a page may read through the hub: those that programs have sent to it.

use std::collections::VecDeque;

use crate::Value;

/// The most that are remembered; the oldest go first.
const MENTIONED_MAX: usize = 1000;

/// Addresses in messages to one page.
#[derive(Debug, Default)]
pub(super) struct Mentioned(VecDeque<String>);

impl Mentioned {
    /// Remembers the addresses in a message or a response.
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::List(list) => list.iter().for_each(|value| self.add(value)),
            Value::Map(map) => map.values().for_each(|value| self.add(value)),
        }
    }

    /// Whether an address was in one.
    pub(super) fn has(&self, url: &str) -> bool {
        self.0.iter().any(|known| known == url)
    }

    fn add_text(&mut self, text: &str) {
        let is_url = ["http:", "https:", "file:"].iter().any(|scheme| text.starts_with(scheme));
        if is_url && !self.has(text) {
            if self.0.len() >= MENTIONED_MAX {
                self.0.pop_front();
            }
            self.0.push_back(text.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Message;

    #[test]
    fn addresses_are_found_anywhere_in_a_message() {
        let mut mentioned = Mentioned::default();
        let message = Message::new("table.load.votable", [("url", "file:///a b.vot"), ("name", "x")]);
        mentioned.add(&Value::List(vec![message.to_value()]));
        assert!(mentioned.has("file:///a b.vot"));
        assert!(!mentioned.has("file:///etc/passwd") && !mentioned.has("x"));
        for number in 0..MENTIONED_MAX {
            mentioned.add(&format!("http://h/{number}").into());
        }
        assert!(!mentioned.has("file:///a b.vot") && mentioned.has("http://h/0"));
    }
}
