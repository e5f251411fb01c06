//! Where the bytes of a table come from: as they are, unwrapped from gzip, or spooled to a file.

use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;

use super::{Limits, ReadError, Source};

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a table, which can be read once.
pub(super) type Stream = Box<dyn Read + Send>;

/// The bytes of a table without the compression around them, and the first of these bytes.
pub(super) enum Opened {
    /// They were not compressed.
    Plain { head: Vec<u8>, source: Box<dyn Source> },
    /// They come out of gzip.
    Unwrapped { head: Vec<u8>, stream: Stream },
}

impl Opened {
    /// Looks at the first `head_bytes` bytes.
    pub fn new(mut source: Box<dyn Source>, head_bytes: usize, limits: &Limits) -> Result<Self, ReadError> {
        let length = source.seek(SeekFrom::End(0)).map_err(ReadError::from_io)?;
        source.seek(SeekFrom::Start(0)).map_err(ReadError::from_io)?;
        if length > limits.bytes_max {
            return Err(too_large(limits.bytes_max));
        }
        let head_of_file = head(&mut source, head_bytes)?;
        source.seek(SeekFrom::Start(0)).map_err(ReadError::from_io)?;
        if !head_of_file.starts_with(&GZIP) {
            return Ok(Self::Plain { head: head_of_file, source });
        }
        let mut stream = Gunzip::new(source, limits);
        let head = head(&mut stream, head_bytes)?;
        let stream = Box::new(Cursor::new(head.clone()).chain(stream));
        Ok(Self::Unwrapped { head, stream })
    }

    /// The first bytes, after decompression.
    pub fn head(&self) -> &[u8] {
        match self {
            Self::Plain { head, .. } | Self::Unwrapped { head, .. } => head,
        }
    }

    /// The bytes to be read once.
    pub fn stream(self) -> Stream {
        match self {
            Self::Plain { source, .. } => Box::new(source),
            Self::Unwrapped { stream, .. } => stream,
        }
    }

    /// The bytes to be read in any order; unwrapped ones go to a temporary file without a name.
    pub fn seekable(self) -> Result<Box<dyn Source>, ReadError> {
        match self {
            Self::Plain { source, .. } => Ok(source),
            Self::Unwrapped { mut stream, .. } => {
                let mut file = tempfile::tempfile().map_err(ReadError::from_io)?;
                io::copy(&mut stream, &mut file).map_err(ReadError::from_io)?;
                file.seek(SeekFrom::Start(0)).map_err(ReadError::from_io)?;
                Ok(Box::new(file))
            }
        }
    }
}

/// The first bytes of a source, at most so many.
pub(super) fn head(source: &mut impl Read, bytes_max: usize) -> Result<Vec<u8>, ReadError> {
    let mut head = Vec::with_capacity(bytes_max);
    source.take(bytes_max as u64).read_to_end(&mut head).map_err(ReadError::from_io)?;
    Ok(head)
}

impl ReadError {
    /// The error of a source: one of ours that travelled inside, or a fault of the source.
    pub(super) fn from_io(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            Some(ours) => ours.clone(),
            None => Self::Source(error.kind().to_string()),
        }
    }
}

fn too_large(limit: u64) -> ReadError {
    ReadError::TooLarge { limit, what: "bytes" }
}

/// Unwraps gzip, says where it is broken, and fails behind [`Limits::bytes_max`] bytes.
pub(super) struct Gunzip<R> {
    decoder: MultiGzDecoder<R>,
    left: u64,
    limit: u64,
}

impl<R: Read> Gunzip<R> {
    /// What comes out of `source`.
    pub fn new(source: R, limits: &Limits) -> Self {
        Self { decoder: MultiGzDecoder::new(source), left: limits.bytes_max, limit: limits.bytes_max }
    }

    /// What is unwrapped.
    pub fn get_mut(&mut self) -> &mut R {
        self.decoder.get_mut()
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.decoder.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                broken("is damaged; compress the table again")
            }
            ErrorKind::UnexpectedEof => broken("ends too early; send the whole file"),
            _ => error,
        })?;
        self.left =
            self.left.checked_sub(count as u64).ok_or_else(|| io::Error::other(too_large(self.limit)))?;
        Ok(count)
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::other(ReadError::Malformed {
        place: "gzip".into(),
        what: format!("the compressed data {what}"),
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const LIMITS: Limits = Limits { bytes_max: 1000, rows_max: 10, columns_max: 10, cell_bytes_max: 100 };

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn opened(bytes: Vec<u8>) -> Result<Opened, ReadError> {
        Opened::new(Box::new(Cursor::new(bytes)), 4, &LIMITS)
    }

    fn all(mut reader: impl Read) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(ReadError::from_io).map(|_| bytes)
    }

    #[test]
    fn plain_bytes_are_read_from_their_beginning() {
        let plain = || opened(b"a,b,c".to_vec()).unwrap();
        assert_eq!(plain().head(), b"a,b,");
        assert_eq!(all(plain().stream()).unwrap(), b"a,b,c");
        assert_eq!(all(plain().seekable().unwrap()).unwrap(), b"a,b,c");
    }

    #[test]
    fn gzip_is_unwrapped_with_all_its_members() {
        let two = [gzip(b"a,b,c"), gzip(b",d")].concat();
        assert_eq!(opened(two.clone()).unwrap().head(), b"a,b,");
        assert_eq!(all(opened(two.clone()).unwrap().stream()).unwrap(), b"a,b,c,d");
        let mut file = opened(two).unwrap().seekable().unwrap();
        file.seek(SeekFrom::Start(4)).unwrap();
        assert_eq!(all(file).unwrap(), b"c,d");
    }

    #[test]
    fn the_limit_of_bytes_counts_what_comes_out_of_gzip() {
        let limit = ReadError::TooLarge { limit: 1000, what: "bytes" };
        assert_eq!(opened(vec![b'a'; 1001]).err(), Some(limit.clone()));
        assert_eq!(all(opened(gzip(&[b'a'; 1000])).unwrap().stream()).unwrap().len(), 1000);
        assert_eq!(all(opened(gzip(&[b'a'; 1001])).unwrap().stream()), Err(limit.clone()));
        assert_eq!(opened(gzip(&[b'a'; 1001])).unwrap().seekable().err(), Some(limit.clone()));
        assert_eq!(limit.to_string(), "the table has more than 1000 bytes");
    }

    #[test]
    fn broken_gzip_is_told() {
        let whole = gzip(b"a,b,c,d,e,f");
        let read = |bytes: &[u8]| opened(bytes.to_vec()).and_then(|opened| all(opened.stream()));
        for length in 2..whole.len() {
            let text = read(&whole[..length]).unwrap_err().to_string();
            assert_eq!(
                text, "gzip: the compressed data ends too early; send the whole file",
                "cut at {length}"
            );
        }
        let mut damaged = whole.clone();
        let last = damaged.len() - 5;
        damaged[last] ^= 1;
        let text = read(&damaged).unwrap_err().to_string();
        assert_eq!(text, "gzip: the compressed data is damaged; compress the table again");
    }
}
