//! The tables that UPLOAD names: parts of the request, files of a job, or documents on the web.

use dali::{Params, UploadPair, UploadSource};
use formats::read::{self, Hint, ReadError, TableReader};
use futures_util::StreamExt;
use plugin_api::{ByteStream, Error, ErrorKind, FetchRequest, Host, JobFile, Result};

use super::table::table;
use super::{Upload, UploadLimits, UploadRows, Uploads};
use crate::spool::{Spool, Spooled};
use crate::{FilePart, from_dali};

/// The bytes of one downloaded table that are kept in memory.
const MEMORY_BYTES: usize = 1 << 20;

/// The files that `param:` URIs of a request may name.
#[derive(Clone, Debug, Default)]
pub struct UploadFiles {
    received: Vec<FilePart>,
    stored: Vec<JobFile>,
}

/// A table whose bytes are here.
struct Document {
    content: Spooled,
    media_type: Option<String>,
    file_name: Option<String>,
}

impl UploadFiles {
    /// Those that came with a request that is answered at once.
    pub fn received(files: Vec<FilePart>) -> Self {
        Self { received: files, stored: Vec::new() }
    }

    /// Those of a job, which the host's store keeps.
    pub fn stored(files: Vec<JobFile>) -> Self {
        Self { received: Vec::new(), stored: files }
    }
}

/// The tables that UPLOAD names, with their columns; none where there is no UPLOAD.
///
/// Documents on the web are downloaded under the host's guard. The rows are read later, and within the limits.
pub async fn open_uploads(
    host: &Host,
    params: &Params,
    files: &UploadFiles,
    limits: UploadLimits,
) -> Result<Uploads> {
    let pairs = dali::uploads(params).map_err(|error| from_dali(&error))?;
    if let Some(pair) = pairs.iter().find(|pair| catalogue::is_reserved(pair.name)) {
        return Err(Error::bad_request(format!(
            "an upload cannot be called `{}`, which is a word of ADQL; give it another name",
            pair.name
        )));
    }
    let mut left = limits.bytes_max;
    let mut uploads = Vec::with_capacity(pairs.len());
    for pair in &pairs {
        let document = document(host, pair, files, limits, left).await?;
        left = left.saturating_sub(document.content.length());
        let name = pair.name.to_owned();
        uploads.push(host.blocking(move || open(&name, document, limits)).await??);
    }
    Uploads::new(uploads, limits)
}

/// The table in a file that came with a request, with its columns; `name` is for the query and for messages.
///
/// The rows are read later, and within the limits.
pub async fn open_upload(host: &Host, name: &str, file: FilePart, limits: UploadLimits) -> Result<Upload> {
    let name = name.to_owned();
    host.blocking(move || open(&name, Document::of(file), limits)).await?
}

impl Document {
    fn of(file: FilePart) -> Self {
        Self { content: file.content, media_type: file.media_type, file_name: file.file_name }
    }
}

async fn document(
    host: &Host,
    pair: &UploadPair<'_>,
    files: &UploadFiles,
    limits: UploadLimits,
    left: u64,
) -> Result<Document> {
    match pair.source {
        UploadSource::Url(url) => downloaded(host, pair.name, url, limits, left).await,
        UploadSource::Part(part) => {
            if let Some(file) = files.received.iter().find(|file| file.name == part) {
                return Ok(Document::of(file.clone()));
            }
            let stored = files.stored.iter().find(|file| file.name == part);
            let file = stored.ok_or_else(|| no_part(pair.name, part, files))?;
            let stream = host.store().get(&file.key, None).await?;
            let content = spooled(host, pair.name, stream, limits, left).await?;
            let media_type = Some(file.content_type.clone()).filter(|text| !text.is_empty());
            Ok(Document { content, media_type, file_name: None })
        }
    }
}

async fn downloaded(host: &Host, name: &str, url: &str, limits: UploadLimits, left: u64) -> Result<Document> {
    let request =
        FetchRequest { url: url.to_owned(), bytes_max: left, timeout_secs: limits.fetch_timeout_secs };
    let stream = host.fetch(&request).await.map_err(|error| of_download(name, &error))?;
    let owner = name.to_owned();
    let stream = stream.map(move |chunk| chunk.map_err(|error| of_download(&owner, &error)));
    let content = spooled(host, name, ByteStream::new(stream), limits, left).await?;
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file_name = path.rsplit('/').next().map(str::to_owned);
    Ok(Document { content, media_type: None, file_name })
}

async fn spooled(
    host: &Host,
    name: &str,
    stream: ByteStream,
    limits: UploadLimits,
    left: u64,
) -> Result<Spooled> {
    let too_large = || {
        let size = crate::received::size(limits.bytes_max);
        let text = format!("upload `{name}` is too large: all uploads together may have {size}");
        Error::new(ErrorKind::TooLarge, text)
    };
    Spool::of(host, stream, MEMORY_BYTES, left, too_large).await
}

/// What went wrong at the other end is the client's matter, however it went wrong.
fn of_download(name: &str, error: &Error) -> Error {
    let told = format!("upload `{name}`: {}", error.for_client());
    match error.kind() {
        ErrorKind::BadRequest | ErrorKind::NotFound | ErrorKind::Forbidden | ErrorKind::Timeout => {
            Error::bad_request(told).with_log(error.for_log())
        }
        ErrorKind::TooLarge => Error::new(ErrorKind::TooLarge, told).with_log(error.for_log()),
        _ => error.clone(),
    }
}

fn no_part(name: &str, part: &str, files: &UploadFiles) -> Error {
    let received = files.received.iter().map(|file| file.name.as_str());
    let known: Vec<String> = received
        .chain(files.stored.iter().map(|file| file.name.as_str()))
        .filter(|known| !known.is_empty())
        .map(|known| format!("`{known}`"))
        .collect();
    let known = match known.len() {
        0 => "no file came with it; send the table as a part of a multipart/form-data body".to_owned(),
        _ => format!("its files are {}", known.join(", ")),
    };
    Error::bad_request(format!(
        "upload `{name}` is to be the part `{part}` of the request, which it does not have: {known}"
    ))
}

fn open(name: &str, document: Document, limits: UploadLimits) -> Result<Upload> {
    let hint = Hint {
        media_type: document.media_type.as_deref(),
        file_name: document.file_name.as_deref(),
        types: &[],
    };
    let limits = read::Limits {
        bytes_max: limits.unpacked_bytes_max(),
        rows_max: limits.rows_max,
        ..read::Limits::default()
    };
    let source = Box::new(document.content.reader());
    let mut reader = read::open(source, &hint, &limits).map_err(|error| from_read(name, &error))?;
    let columns = std::mem::take(&mut reader.columns);
    let table = table(name, columns, reader.description.take());
    Ok(Upload { table, rows: Box::new(Rows { name: name.to_owned(), reader }) })
}

/// The rows of a document that a reader of formats understands.
struct Rows {
    name: String,
    reader: TableReader,
}

impl UploadRows for Rows {
    fn batch(&mut self, out: &mut Vec<u8>) -> Result<u64> {
        self.reader.batch(out).map_err(|error| from_read(&self.name, &error))
    }
}

fn from_read(name: &str, error: &ReadError) -> Error {
    match error.status() {
        413 => Error::new(ErrorKind::TooLarge, format!("upload `{name}`: {error}")),
        500 => Error::internal(format!("upload `{name}`: {error}")),
        _ => Error::bad_request(format!("upload `{name}`: {error}")),
    }
}
