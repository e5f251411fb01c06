//! Bytes that arrive once and are read as often as needed: a little in memory, the rest in a file without a name.

mod reader;

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use plugin_api::{ByteStream, Error, ErrorKind, Host, Result};

pub use reader::SpoolReader;

/// How much is read from the file at a time, in bytes.
const CHUNK_BYTES: u64 = 256 << 10;

/// Bytes on their way into a [`Spooled`].
///
/// The file has no name, so nothing of it remains when it is closed, however the program ends.
#[derive(Debug)]
pub struct Spool {
    file: Option<Arc<File>>,
    /// Bytes in the file.
    stored: u64,
    /// What comes after them.
    tail: Vec<u8>,
    memory_bytes: usize,
}

/// Bytes that are kept until the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Spooled {
    kept: Arc<Kept>,
    start: u64,
    length: u64,
}

#[derive(Debug)]
struct Kept {
    file: Option<Arc<File>>,
    stored: u64,
    tail: Bytes,
}

impl Spool {
    /// An empty one, which keeps at most about `memory_bytes` in memory.
    pub fn new(memory_bytes: usize) -> Self {
        Self { file: None, stored: 0, tail: Vec::new(), memory_bytes }
    }

    /// The number of bytes so far.
    pub fn length(&self) -> u64 {
        self.stored + self.tail.len() as u64
    }

    /// Adds bytes; what is too much for memory is written on a thread of its own.
    pub async fn append(&mut self, host: &Host, bytes: &[u8]) -> Result<()> {
        self.tail.extend_from_slice(bytes);
        if self.tail.len() < self.memory_bytes {
            return Ok(());
        }
        let (file, tail) = (self.file.clone(), std::mem::take(&mut self.tail));
        let written = host.blocking(move || write(file, tail)).await?;
        self.take(written.map_err(|error| no_room(&error))?);
        Ok(())
    }

    /// As [`Self::append`], on a thread that may block.
    pub fn append_blocking(&mut self, bytes: &[u8]) -> Result<()> {
        self.tail.extend_from_slice(bytes);
        if self.tail.len() >= self.memory_bytes {
            let written = write(self.file.clone(), std::mem::take(&mut self.tail));
            self.take(written.map_err(|error| no_room(&error))?);
        }
        Ok(())
    }

    /// All bytes of a stream, at most `limit`; of one more the whole stream is refused with `too_large`.
    pub async fn of(
        host: &Host,
        mut stream: ByteStream,
        memory_bytes: usize,
        limit: u64,
        too_large: impl Fn() -> Error,
    ) -> Result<Spooled> {
        let mut spool = Self::new(memory_bytes);
        while let Some(chunk) = stream.next().await {
            let chunk = chunk?;
            if spool.length() + chunk.len() as u64 > limit {
                return Err(too_large());
            }
            spool.append(host, &chunk).await?;
        }
        Ok(spool.finish())
    }

    /// Everything, to be read.
    pub fn finish(self) -> Spooled {
        let length = self.length();
        let kept = Kept { file: self.file, stored: self.stored, tail: self.tail.into() };
        Spooled { kept: Arc::new(kept), start: 0, length }
    }

    /// Takes note of what was written; the emptied buffer serves again.
    fn take(&mut self, (file, mut tail): (Arc<File>, Vec<u8>)) {
        self.stored += tail.len() as u64;
        tail.clear();
        self.tail = tail;
        self.file = Some(file);
    }
}

impl Spooled {
    /// The number of bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// A part of these bytes; what lies beyond their end is left out.
    #[must_use]
    pub fn part(&self, range: Range<u64>) -> Self {
        let start = range.start.min(self.length);
        let end = range.end.clamp(start, self.length);
        Self { kept: self.kept.clone(), start: self.start + start, length: end - start }
    }

    /// A reader for a thread that may block.
    pub fn reader(&self) -> SpoolReader {
        SpoolReader::new(self.clone())
    }

    /// The bytes one after the other, read on threads that may block.
    pub fn stream(&self, host: &Host) -> ByteStream {
        let length = self.length;
        let chunks = futures_util::stream::unfold((self.clone(), host.clone()), |(rest, host)| async move {
            if rest.length == 0 {
                return None;
            }
            let end = rest.length.min(CHUNK_BYTES);
            let chunk = rest.part(0..end).bytes(&host).await;
            let rest = match &chunk {
                Ok(bytes) => rest.part(bytes.len() as u64..rest.length),
                Err(_) => rest.part(0..0),
            };
            Some((chunk, (rest, host)))
        });
        ByteStream::new(chunks).with_length(length)
    }

    /// All of it in memory.
    pub async fn bytes(&self, host: &Host) -> Result<Bytes> {
        if self.start >= self.kept.stored {
            let start = (self.start - self.kept.stored) as usize;
            return Ok(self.kept.tail.slice(start..start + self.length as usize));
        }
        let part = self.clone();
        let read = host.blocking(move || part.read_all()).await?;
        read.map_err(|error| Error::internal(format!("reading a spool file: {error}")))
    }

    fn read_all(&self) -> io::Result<Bytes> {
        let mut bytes = vec![0; self.length as usize];
        let mut filled = 0;
        while filled < bytes.len() {
            match self.read_at(filled as u64, &mut bytes[filled..])? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => filled += count,
            }
        }
        Ok(bytes.into())
    }

    /// Reads some bytes from `place` on; 0 is the end.
    fn read_at(&self, place: u64, out: &mut [u8]) -> io::Result<usize> {
        let count = self.length.saturating_sub(place).min(out.len() as u64) as usize;
        let (out, place) = (&mut out[..count], self.start + place);
        match (&self.kept.file, place.checked_sub(self.kept.stored)) {
            (Some(file), None) => {
                let count = (self.kept.stored - place).min(out.len() as u64) as usize;
                file.read_at(&mut out[..count], place)
            }
            (_, within_tail) => {
                let start = within_tail.unwrap_or(place) as usize;
                out.copy_from_slice(&self.kept.tail[start..start + out.len()]);
                Ok(out.len())
            }
        }
    }
}

/// Writes at the end of the file, which is made at the first time.
fn write(file: Option<Arc<File>>, bytes: Vec<u8>) -> io::Result<(Arc<File>, Vec<u8>)> {
    let file = match file {
        Some(file) => file,
        None => Arc::new(tempfile::tempfile()?),
    };
    (&*file).write_all(&bytes)?;
    Ok((file, bytes))
}

fn no_room(error: &io::Error) -> Error {
    let text = "the service has no room for the tables of this request now; try again later";
    Error::new(ErrorKind::Unavailable, text).with_log(format!("writing a spool file: {error}"))
}

#[cfg(test)]
mod tests;
