//! A window on a stream of bytes, which grows no faster than bytes arrive.

use std::io::Read;

use crate::read::ReadError;

/// Bytes that are read at once.
const STEP_BYTES: usize = 64 << 10;

/// Bytes of a source, handed out piece by piece.
pub(super) struct Window<R> {
    source: R,
    buffer: Vec<u8>,
    at: usize,
    is_ended: bool,
}

impl<R: Read> Window<R> {
    /// Begins where the source stands.
    pub fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), at: 0, is_ended: false }
    }

    /// Where the bytes come from.
    pub fn source(&mut self) -> &mut R {
        &mut self.source
    }

    /// Whether no byte is left.
    #[inline]
    pub fn is_at_end(&mut self) -> Result<bool, ReadError> {
        Ok(self.fill(1)? == 0)
    }

    /// The next `count` bytes, or how many are left if that is less.
    #[inline]
    pub fn take(&mut self, count: usize) -> Result<Result<&[u8], usize>, ReadError> {
        let left = self.fill(count)?;
        if left < count {
            return Ok(Err(left));
        }
        let start = self.at;
        self.at += count;
        Ok(Ok(&self.buffer[start..self.at]))
    }

    /// Reads until `count` bytes are there, or the source has ended, and returns how many are there.
    #[inline]
    fn fill(&mut self, count: usize) -> Result<usize, ReadError> {
        while self.buffer.len() - self.at < count && !self.is_ended {
            self.read()?;
        }
        Ok(self.buffer.len() - self.at)
    }

    fn read(&mut self) -> Result<(), ReadError> {
        // What was handed out goes once it is the larger part, so that each byte is moved at most once on average.
        if self.at > self.buffer.len() / 2 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let end = self.buffer.len();
        self.buffer.resize(end + STEP_BYTES, 0);
        let result = self.source.read(&mut self.buffer[end..]);
        self.buffer.truncate(end + *result.as_ref().unwrap_or(&0));
        self.is_ended = result.map_err(ReadError::from_io)? == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_in_order_until_the_end() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
        let mut window = Window::new(bytes.as_slice());
        let mut seen = Vec::new();
        for count in [1, 70_000, 3, 200_000] {
            seen.extend_from_slice(window.take(count).unwrap().unwrap());
        }
        assert!(!window.is_at_end().unwrap());
        assert_eq!(window.take(usize::MAX).unwrap(), Err(29_996));
        seen.extend_from_slice(window.take(29_996).unwrap().unwrap());
        assert!(window.is_at_end().unwrap());
        assert!(seen == bytes);
    }
}
