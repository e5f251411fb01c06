//! The bytes of a file at any place, as they are or unpacked from gzip.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;

const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Bytes of gzip that are read at once.
const GZIP_BUFFER_BYTES: usize = 64 << 10;

/// A file; many sections may read it at once.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    file: Arc<File>,
    /// The length of the file on disk.
    file_bytes: u64,
    is_gzip: bool,
}

/// One reader of a file.
pub(crate) struct Cursor {
    source: Source,
    /// For gzip: what unpacks, and how many bytes came out so far.
    unpacking: Option<(Unpacker, u64)>,
}

type Unpacker = MultiGzDecoder<BufReader<Sequential>>;

/// A file from its beginning, with a place of its own.
struct Sequential {
    file: Arc<File>,
    at: u64,
}

/// A cursor as a reader that begins somewhere.
pub(crate) struct Onward<'c> {
    cursor: &'c mut Cursor,
    at: u64,
}

impl Source {
    /// Looks at the length and at the first bytes of a file.
    pub fn new(file: File) -> io::Result<Self> {
        let file_bytes = file.metadata()?.len();
        let mut head = [0; 2];
        let is_gzip = match file.read_exact_at(&mut head, 0) {
            Ok(()) => head == GZIP,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => false,
            Err(error) => return Err(error),
        };
        Ok(Self { file: Arc::new(file), file_bytes, is_gzip })
    }

    /// A reader of its own.
    pub fn cursor(&self) -> Cursor {
        Cursor { source: self.clone(), unpacking: None }
    }
}

impl Cursor {
    /// Fills `bytes` from a place. In gzip, a place before the last one begins anew.
    pub fn read_at(&mut self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        if !self.source.is_gzip {
            return self.source.file.read_exact_at(bytes, at);
        }
        if self.reach(at)? < at {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if let Some((unpacker, place)) = &mut self.unpacking {
            let wanted = bytes.len() as u64;
            let got = io::copy(&mut unpacker.take(wanted), &mut &mut *bytes).map_err(damaged)?;
            *place += got;
            if got < wanted {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// Whether the file is packed as a whole.
    pub fn is_gzip(&self) -> bool {
        self.source.is_gzip
    }

    /// Whether there are so many bytes; else how many there are.
    pub fn has(&mut self, bytes: u64) -> io::Result<Result<(), u64>> {
        let there = if self.source.is_gzip { self.reach(bytes)? } else { self.source.file_bytes };
        Ok(if there >= bytes { Ok(()) } else { Err(there) })
    }

    /// A reader from a place on.
    pub fn reader(&mut self, at: u64) -> Onward<'_> {
        Onward { cursor: self, at }
    }

    /// Unpacks up to a place; the place that was reached, an earlier one where the data end.
    fn reach(&mut self, at: u64) -> io::Result<u64> {
        let (unpacker, place) = match &mut self.unpacking {
            Some(unpacking) if unpacking.1 <= at => unpacking,
            unpacking => {
                let file = Sequential { file: Arc::clone(&self.source.file), at: 0 };
                let buffered = BufReader::with_capacity(GZIP_BUFFER_BYTES, file);
                unpacking.insert((MultiGzDecoder::new(buffered), 0))
            }
        };
        *place += io::copy(&mut unpacker.take(at - *place), &mut io::sink()).map_err(damaged)?;
        Ok(*place)
    }
}

/// An error of what unpacks, which is not the end of what was packed.
fn damaged(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => io::Error::other("its gzip ends too early; copy it again"),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
            io::Error::other("its gzip is damaged; copy it again")
        }
        _ => error,
    }
}

impl Read for Onward<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        // Headers are read block by block, and a block is there as a whole or not at all.
        match self.cursor.read_at(self.at, bytes) {
            Ok(()) => {
                self.at += bytes.len() as u64;
                Ok(bytes.len())
            }
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
            Err(error) => Err(error),
        }
    }
}

impl Read for Sequential {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(bytes, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}
