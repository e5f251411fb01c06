//! A reader that counts lines, and gives no piece of a document more bytes than it may have.

use std::io::{self, BufRead, BufReader, Read};

use crate::read::ReadError;
use crate::read::source::Stream;

/// Bytes of a document with the line that they are in.
pub(super) struct Watched {
    inner: BufReader<Stream>,
    line: u64,
    left: usize,
    limit: usize,
}

impl Watched {
    /// Begins with line 1.
    pub fn new(stream: Stream) -> Self {
        Self { inner: BufReader::with_capacity(32 << 10, stream), line: 1, left: 0, limit: 0 }
    }

    /// Allows so many bytes from here on; what would take more fails.
    #[inline]
    pub fn allow(&mut self, bytes: usize) {
        (self.left, self.limit) = (bytes, bytes);
    }

    /// The line of the next byte, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }
}

impl BufRead for Watched {
    #[inline]
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.inner.fill_buf()?;
        match self.left {
            0 if !bytes.is_empty() => Err(io::Error::other(ReadError::TooLarge {
                limit: self.limit as u64,
                what: "bytes in one value or tag",
            })),
            left => Ok(bytes.get(..left).unwrap_or(bytes)),
        }
    }

    #[inline]
    fn consume(&mut self, count: usize) {
        let consumed = self.inner.buffer().get(..count).unwrap_or_default();
        self.line += consumed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn lines_are_counted_and_bytes_allowed() {
        let mut watched = Watched::new(Box::new(Cursor::new(b"a\nb\nc".to_vec())));
        watched.allow(3);
        let mut text = String::new();
        let error = watched.read_to_string(&mut text).unwrap_err();
        let expected = "the table has more than 3 bytes in one value or tag";
        assert_eq!(ReadError::from_io(error).to_string(), expected);
        assert_eq!(watched.line(), 2);
        watched.allow(2);
        watched.read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), watched.line()), ("a\nb\nc", 3));
    }
}
