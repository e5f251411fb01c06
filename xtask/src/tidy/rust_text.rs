//! Rust source with comments and literals blanked out, so that rules see code only.

use std::ops::Range;

/// Source text of the same length, byte for byte, in which comments, strings and characters are blanks.
pub struct Code {
    text: Vec<u8>,
    line_starts: Vec<usize>,
    tests: Vec<Range<usize>>,
}

impl Code {
    /// Blanks the literals of a source file and finds its test items.
    pub fn new(source: &str) -> Self {
        let text = Blanker::run(source.as_bytes());
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(ends).collect();
        let mut code = Self { text, line_starts, tests: Vec::new() };
        code.tests = code.find_tests();
        code
    }

    /// The code as bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Whether an offset is inside an item under `#[cfg(test)]`.
    pub fn is_test(&self, offset: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&offset))
    }

    /// Offsets where `word` stands, not as part of a longer identifier.
    pub fn find(&self, word: &str) -> Vec<usize> {
        let (text, word) = (&self.text, word.as_bytes());
        (0..text.len().saturating_sub(word.len().saturating_sub(1)))
            .filter(|at| text[*at..].starts_with(word))
            .filter(|at| !is_word(word[0]) || *at == 0 || !is_word(text[at - 1]))
            .filter(|at| {
                !is_word(word[word.len() - 1]) || !text.get(at + word.len()).is_some_and(|b| is_word(*b))
            })
            .collect()
    }

    /// The offset after the brace that closes the first one at or after `from`; `None` if a `;` comes before it.
    pub fn block_end(&self, from: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut brackets = 0usize;
        for (at, byte) in self.text.iter().enumerate().skip(from) {
            match byte {
                b'(' | b'[' => brackets += 1,
                b')' | b']' => brackets = brackets.saturating_sub(1),
                b';' if depth == 0 && brackets == 0 => return None,
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at + 1),
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    fn find_tests(&self) -> Vec<Range<usize>> {
        let attribute = "#[cfg(test)]";
        let ends = |at: &usize| self.block_end(at + attribute.len());
        self.find(attribute).iter().filter_map(|at| ends(at).map(|end| *at..end)).collect()
    }
}

/// Whether a byte may stand in an identifier.
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Walks the source once and copies what is code.
struct Blanker<'a> {
    source: &'a [u8],
    out: Vec<u8>,
    at: usize,
}

impl<'a> Blanker<'a> {
    fn run(source: &'a [u8]) -> Vec<u8> {
        let mut blanker = Self { source, out: Vec::with_capacity(source.len()), at: 0 };
        while blanker.at < source.len() {
            blanker.step();
        }
        blanker.out
    }

    fn step(&mut self) {
        let rest = &self.source[self.at..];
        let after_word = self.at > 0 && is_word(self.source[self.at - 1]);
        if rest.starts_with(b"//") {
            self.blank(rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()));
        } else if rest.starts_with(b"/*") {
            self.blank(block_comment(rest));
        } else if let Some(length) = (!after_word).then(|| raw_string(rest)).flatten() {
            self.blank(length);
        } else if rest[0] == b'"' {
            self.blank(quoted(rest, b'"'));
        } else if rest[0] == b'\'' && is_character(rest) {
            self.blank(quoted(rest, b'\''));
        } else {
            self.out.push(rest[0]);
            self.at += 1;
        }
    }

    fn blank(&mut self, length: usize) {
        let end = (self.at + length).min(self.source.len());
        let blank = |byte: &u8| if *byte == b'\n' { b'\n' } else { b' ' };
        self.out.extend(self.source[self.at..end].iter().map(blank));
        self.at = end;
    }
}

/// The length of a block comment, nested ones included.
fn block_comment(text: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        match text[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a raw string such as `r#"..."#`, with or without the prefix `b` or `c`, if one starts here.
fn raw_string(text: &[u8]) -> Option<usize> {
    let prefix = usize::from(matches!(text[0], b'b' | b'c'));
    let hashes = text.get(prefix..)?.strip_prefix(b"r")?.iter().take_while(|byte| **byte == b'#').count();
    let open = prefix + 1 + hashes;
    if text.get(open) != Some(&b'"') {
        return None;
    }
    let mut end = vec![b'"'];
    end.extend(std::iter::repeat_n(b'#', hashes));
    let body = &text[open + 1..];
    let length = body.windows(end.len()).position(|window| window == end).unwrap_or(body.len());
    Some(open + 1 + length + end.len())
}

/// The length of a literal with escapes, both quotes included.
fn quoted(text: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// Whether a single quote starts a character and not a lifetime.
fn is_character(text: &[u8]) -> bool {
    match text {
        [_, b'\\', ..] => true,
        [_, first, rest @ ..] if first.is_ascii() => rest.first() == Some(&b'\''),
        [_, _, rest @ ..] => rest.iter().take(4).any(|byte| *byte == b'\''),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(source: &str) -> String {
        String::from_utf8(Code::new(source).bytes().to_vec()).unwrap()
    }

    #[test]
    fn comments_and_literals_become_blanks_of_the_same_length() {
        for (source, expected) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (r#"f("x\"y") + g"#, "f(      ) + g"),
            (r###"f(r#"a"b"#, br"c")"###, "f(        ,      )"),
            ("let c = '\"'; let d: &'a str", "let c =    ; let d: &'a str"),
            (r"'\'' + 'x'", "     +    "),
            ("'é' + 'a: loop", "     + 'a: loop"),
        ] {
            assert_eq!(blank(source).trim_end(), expected.trim_end(), "{source}");
            assert_eq!(blank(source).len(), source.len(), "{source}");
        }
    }

    #[test]
    fn unclosed_literals_end_with_the_file() {
        for source in ["\"abc", "r#\"abc", "/* abc", "'\\"] {
            assert_eq!(blank(source).trim(), "", "{source}");
        }
    }

    #[test]
    fn words_are_found_whole_and_tests_are_known() {
        let code =
            Code::new("fn a() { undo!() }\n#[cfg(test)]\nmod tests { fn b() { todo!() } }\nfn c() {}\n");
        let found = code.find("todo!");
        assert_eq!(found.len(), 1);
        assert_eq!(code.line(found[0]), 3);
        assert!(code.is_test(found[0]));
        assert!(!code.is_test(code.find("fn c")[0]));
        assert!(code.find("do!").is_empty());
    }
}
