//! Frames of bytes in an unlinked temporary file: written once, read from the beginning as often as needed.

use std::io::{Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

use crate::WriteError;

/// A small answer needs no file.
const IN_MEMORY_BYTES_MAX: usize = 256 << 10;

/// The frames; the file is gone as soon as this is dropped, or the process dies.
pub(crate) struct Spool {
    file: SpooledTempFile,
    written_bytes: u64,
    limit_bytes: u64,
    frames: u64,
    frames_left: u64,
}

impl Spool {
    /// No frames yet, and at most so many bytes.
    pub fn new(limit_bytes: u64) -> Self {
        let file = tempfile::spooled_tempfile(IN_MEMORY_BYTES_MAX);
        Self { file, written_bytes: 0, limit_bytes, frames: 0, frames_left: 0 }
    }

    /// Appends a frame; not after [`Self::rewind`].
    pub fn push(&mut self, frame: &[u8]) -> Result<(), WriteError> {
        let bytes = frame.len() as u64;
        self.written_bytes = self.written_bytes.saturating_add(bytes + 8);
        if self.written_bytes > self.limit_bytes {
            return Err(WriteError::SpoolFull { limit_bytes: self.limit_bytes });
        }
        self.file.write_all(&bytes.to_le_bytes()).map_err(failed)?;
        self.file.write_all(frame).map_err(failed)?;
        self.frames += 1;
        Ok(())
    }

    /// Goes back to the first frame.
    pub fn rewind(&mut self) -> Result<(), WriteError> {
        self.file.seek(SeekFrom::Start(0)).map_err(failed)?;
        self.frames_left = self.frames;
        Ok(())
    }

    /// Reads the next frame into `frame`, instead of what it held; false behind the last one.
    pub fn next(&mut self, frame: &mut Vec<u8>) -> Result<bool, WriteError> {
        if self.frames_left == 0 {
            return Ok(false);
        }
        let mut bytes = [0; 8];
        self.file.read_exact(&mut bytes).map_err(failed)?;
        let bytes = u64::from_le_bytes(bytes);
        let bytes = usize::try_from(bytes).ok().filter(|_| bytes <= self.written_bytes);
        let bytes = bytes.ok_or_else(|| WriteError::Spool("a frame is longer than its file".to_owned()))?;
        frame.resize(bytes, 0);
        self.file.read_exact(frame).map_err(failed)?;
        self.frames_left -= 1;
        Ok(true)
    }
}

fn failed(error: std::io::Error) -> WriteError {
    WriteError::Spool(format!("the temporary file: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(spool: &mut Spool) -> Vec<Vec<u8>> {
        let (mut frames, mut frame) = (Vec::new(), vec![7; 3]);
        spool.rewind().unwrap();
        while spool.next(&mut frame).unwrap() {
            frames.push(frame.clone());
        }
        frames
    }

    #[test]
    fn frames_come_back_in_order_and_again() {
        let mut spool = Spool::new(u64::MAX);
        let pushed: Vec<Vec<u8>> = (0..40_u8).map(|n| vec![n; usize::from(n) * 1000]).collect();
        pushed.iter().for_each(|frame| spool.push(frame).unwrap());
        assert_eq!(frames(&mut spool), pushed);
        assert_eq!(frames(&mut spool), pushed);
    }

    #[test]
    fn nothing_pushed_is_nothing_read() {
        assert_eq!(frames(&mut Spool::new(0)), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn a_full_spool_says_its_limit_and_what_to_do() {
        let mut spool = Spool::new(100);
        spool.push(&[0; 92]).unwrap();
        let error = spool.push(&[]).unwrap_err();
        let expected = "the answer is larger than 100 bytes, the most that this service collects for this format; \
            ask for fewer rows or columns, or for a format that needs no collecting, such as votable or csv";
        assert_eq!((error.to_string().as_str(), error.status()), (expected, 413));
    }
}
