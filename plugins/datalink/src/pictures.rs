//! Pictures of images: in grey, in colour of three, with objects of a catalogue.

mod cache;
mod colour;
mod grid;
mod overlay;
mod params;
mod plane;
mod preview;

use std::time::{Duration, Instant};

use ::preview::{Format, Picture, PreviewError};
use bytes::Bytes;
use plugin_api::{Answer, ByteStream, Error, ErrorKind};
use service::{SentFile, Version, Wanted};

use crate::config::Config;
use crate::error::{Fault, Result};
use crate::file::FOR_ONE;
use crate::turns::Turns;

use cache::Cache;

pub(crate) use cache::key;
pub(crate) use colour::colour;
pub(crate) use preview::preview;

/// How many may wait for a picture to be begun.
const WAITING_MAX: usize = 256;

/// The most seconds that a picture may take.
const PICTURE_SECS_MAX: u64 = 120;

/// What all pictures of an instance share.
pub(crate) struct Pictures {
    turns: Turns,
    cache: Cache,
}

impl Pictures {
    /// The text of an error says what is wrong with the folder.
    pub(crate) fn new(config: &Config) -> Result<Self, String> {
        let cache = Cache::new(&config.picture_folder, config.picture_cache_mib.saturating_mul(1 << 20))?;
        Ok(Self { turns: Turns::new(config.pictures_at_once, WAITING_MAX), cache })
    }
}

/// When a picture that is begun now must be done.
fn deadline() -> Instant {
    Instant::now() + Duration::from_secs(PICTURE_SECS_MAX)
}

fn in_time(deadline: Instant) -> Result<()> {
    if Instant::now() <= deadline {
        return Ok(());
    }
    let text = "the picture takes longer than it may here; ask for a part of the image";
    Err(Error::new(ErrorKind::Timeout, text).into())
}

/// A picture as a file.
fn encoded(picture: &Picture, format: Format) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.write(format, &mut bytes).map_err(|error| refused(&error))?;
    Ok(bytes)
}

/// What is wrong with a request for a picture.
fn refused(error: &PreviewError) -> Fault {
    match error {
        PreviewError::Write(_) | PreviewError::Encode(_) => {
            Error::internal(format!("a picture: {error}")).into()
        }
        error => crate::error::usage(error.to_string()),
    }
}

fn media_type(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Png => ("image/png", "png"),
        Format::Jpeg { .. } => ("image/jpeg", "jpg"),
        Format::WebP => ("image/webp", "webp"),
    }
}

/// The answer with a picture, which a browser shows; with its version and what caches are told, where it may be kept.
async fn answer(
    picture: Bytes,
    format: Format,
    stem: &str,
    kept: Option<(&Version, &str)>,
    wanted: &Wanted,
) -> Result<Answer> {
    let (content_type, ending) = media_type(format);
    let (version, caching) = kept.map_or((None, FOR_ONE), |(version, caching)| (Some(version), caching));
    let name = format!("{stem}.{ending}");
    let length = picture.len() as u64;
    let sent = SentFile { content_type, name: &name, is_attachment: false, length, version };
    let answer = sent
        .answer(wanted, |range| {
            let part = picture.slice(range.start as usize..range.end as usize);
            std::future::ready(Ok(ByteStream::from(part)))
        })
        .await?;
    Ok(answer.with_header("cache-control", caching))
}

/// The answer to whoever has a picture already.
fn unchanged(version: &Version, caching: &str) -> Answer {
    Answer::empty(304)
        .with_header("etag", version.tag())
        .with_header("last-modified", &version.modified_http())
        .with_header("cache-control", caching)
}
