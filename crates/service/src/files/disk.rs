//! A file on disk, read on threads that may block.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use plugin_api::{Answer, ByteStream, Error, Host, Result};

use super::{SentFile, Version, Wanted, read_ahead};

/// Bytes that are read at once.
const CHUNK_BYTES: u64 = 1 << 20;

/// An open file; what is read belongs to the version that was opened, also if another takes its place.
#[derive(Clone, Debug)]
pub struct DiskFile {
    file: Arc<File>,
    length: u64,
    version: Version,
}

impl DiskFile {
    /// Opens a file; `None` if there is none. Folders and devices are none either.
    pub async fn open(host: &Host, path: &Path) -> Result<Option<Self>> {
        let path: PathBuf = path.to_owned();
        let opened = host.blocking(move || Self::open_blocking(&path)).await?;
        opened.map_err(|error| unreadable(&error))
    }

    /// As [`Self::open`], on a thread that may block.
    pub fn open_blocking(path: &Path) -> io::Result<Option<Self>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Ok(None);
        }
        let version = Version::of(&metadata);
        Ok(Some(Self { file: Arc::new(file), length: metadata.len(), version }))
    }

    /// Its bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Which version of the file it is.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// The bytes of a range, in chunks of 1 MiB; one chunk is read while the one before it is sent.
    pub fn stream(&self, host: &Host, range: Range<u64>) -> ByteStream {
        let end = range.end.min(self.length);
        let start = range.start.min(end);
        let chunks = stream::try_unfold((self.file.clone(), host.clone(), start), move |state| async move {
            let (file, host, at) = state;
            if at >= end {
                return Ok(None);
            }
            let count = (end - at).min(CHUNK_BYTES);
            let chunk = host.blocking(move || read(&file, at, count).map(|chunk| (chunk, file))).await?;
            let (chunk, file) = chunk.map_err(|error| unreadable(&error))?;
            Ok(Some((chunk, (file, host, at + count))))
        });
        ByteStream::new(read_ahead(chunks)).with_length(end - start)
    }

    /// The answer to a request for the file.
    pub async fn answer(
        &self,
        host: &Host,
        wanted: &Wanted,
        content_type: &str,
        name: &str,
        is_attachment: bool,
    ) -> Result<Answer> {
        let version = Some(&self.version);
        let sent = SentFile { content_type, name, is_attachment, length: self.length, version };
        sent.answer(wanted, |range| std::future::ready(Ok(self.stream(host, range)))).await
    }
}

/// Some bytes of a file, at most a chunk.
fn read(file: &File, at: u64, count: u64) -> io::Result<Bytes> {
    let mut chunk = vec![0; count as usize];
    file.read_exact_at(&mut chunk, at)?;
    Ok(chunk.into())
}

fn unreadable(error: &io::Error) -> Error {
    Error::internal(format!("a file cannot be read: {error}"))
}
