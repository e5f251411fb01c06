//! The files that come with a job: kept in the store beside its results, and shown to whoever may see the job.

use plugin_api::{Answer, Error, ErrorKind, Host, JobFile, JobRecord, Result};

use crate::FilePart;

/// The most files of a job.
const FILES_MAX: usize = 100;

/// What a client said of a file's type, or did not.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// The files of a job after a request.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    /// All of them.
    pub(super) files: Vec<JobFile>,
    /// Keys of the store that nobody needs any more.
    pub(super) replaced: Vec<String>,
    /// For each file of the request its key; none where another of the same request has its name.
    keys: Vec<Option<String>>,
}

impl Kept {
    /// Finds keys for new files; one of a known name takes the place of the old one. All files of a job together may
    /// have at most `bytes_max`.
    pub(super) fn plan(record: &JobRecord, parts: &[FilePart], bytes_max: u64) -> Result<Self> {
        let named = |name: &str| parts.iter().any(|part| part.name == name);
        let (old, mut files): (Vec<JobFile>, Vec<JobFile>) =
            record.request.files.iter().cloned().partition(|file| named(&file.name));
        let mut number =
            record.request.files.iter().filter_map(|file| number_of(&file.key)).max().unwrap_or(0);
        let mut keys = Vec::with_capacity(parts.len());
        for (place, part) in parts.iter().enumerate() {
            if parts[place + 1..].iter().any(|later| later.name == part.name) {
                keys.push(None);
                continue;
            }
            number += 1;
            let key = format!("{}uploads/{number}", record.prefix);
            files.push(JobFile {
                name: part.name.clone(),
                key: key.clone(),
                content_type: part.media_type.clone().unwrap_or_default(),
                bytes: part.content.length(),
            });
            keys.push(Some(key));
        }
        let bytes = files.iter().fold(0_u64, |sum, file| sum.saturating_add(file.bytes));
        if bytes > bytes_max || files.len() > FILES_MAX {
            let text =
                format!("a job may have {FILES_MAX} files of {bytes_max} bytes together; this one has more");
            return Err(Error::new(ErrorKind::TooLarge, text));
        }
        Ok(Self { files, replaced: old.into_iter().map(|file| file.key).collect(), keys })
    }

    /// Stores the files of the request for which this is the plan.
    pub(super) async fn put(&self, host: &Host, parts: &[FilePart]) -> Result<()> {
        for (part, key) in parts.iter().zip(&self.keys) {
            if let Some(key) = key {
                host.store().put(key, part.content.stream(host)).await?;
            }
        }
        Ok(())
    }
}

fn number_of(key: &str) -> Option<u32> {
    key.rsplit_once('/')?.1.parse().ok()
}

/// The content of a file as it came. A browser may store it, but never show it as a page of ours.
pub(super) async fn answer(host: &Host, record: &JobRecord, name: &str) -> Result<Answer> {
    let Some(file) = record.request.files.iter().find(|file| file.name == name) else {
        return Err(Error::not_found(
            "no file of this name came with the job; other parameters are in `parameters` and have no address",
        ));
    };
    let content = host.store().get(&file.key, None).await?.with_length(file.bytes);
    let is_type =
        file.content_type.contains('/') && file.content_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let content_type = if is_type { &file.content_type } else { UNKNOWN_TYPE };
    let answer = Answer::new(200, content_type, content);
    Ok(answer
        .with_header("content-disposition", "attachment")
        .with_header("x-content-type-options", "nosniff"))
}
