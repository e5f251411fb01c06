//! A source as the library reads files.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::Bytes;

use crate::read::{ReadError, Source};

/// A source that several readers share, each with its own place.
#[derive(Clone)]
pub(super) struct File {
    source: Arc<Mutex<Box<dyn Source>>>,
    length: u64,
}

/// A reader from one place on.
pub(super) struct From {
    file: File,
    at: u64,
}

impl File {
    /// A source, wherever it stands.
    pub fn new(mut source: Box<dyn Source>) -> Result<Self, ReadError> {
        let length = source.seek(SeekFrom::End(0)).map_err(ReadError::from_io)?;
        Ok(Self { source: Arc::new(Mutex::new(source)), length })
    }

    /// The bytes from `start` on, exactly `length`; an error if the file ends before.
    pub fn bytes(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; length];
        From { file: self.clone(), at: start }.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Length for File {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for File {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(From { file: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        Ok(Bytes::from(self.bytes(start, length)?))
    }
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A reader that panicked has left no half-done state behind: each read begins with its own place.
        let mut source = self.file.source.lock().unwrap_or_else(PoisonError::into_inner);
        source.seek(SeekFrom::Start(self.at))?;
        let count = source.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}
