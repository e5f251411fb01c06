//! From a request to the cutout that answers it.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use futures_util::stream;
use images::{Cutout, ImageError};
use plugin_api::{Answer, ByteStream, Error, ErrorKind, Request};
use service::{FoundImage, ReceiveLimits, read_ahead};

use super::cut::{self, Known, Outcome};
use super::params::Filters;
use crate::error::{Fault, Result};
use crate::{DataLink, file};

/// A cutout of at most this size is made in one go, and a larger one while it is sent.
const WHOLE_BYTES_MAX: u64 = 2 << 20;

/// What there is for a request.
pub(crate) enum Data {
    /// The file as it is.
    Whole,
    /// No pixels.
    Nothing,
    /// A new FITS file.
    Cut(ByteStream),
}

/// What a blocking thread has made.
enum Made {
    Whole,
    Nothing,
    Small(Bytes),
    Large(Box<Cutout>),
}

/// Answers `/sync`.
pub(crate) async fn sync(datalink: &DataLink, request: &mut Request) -> Result<Answer> {
    let received = service::receive(&datalink.host, request, &ReceiveLimits::default()).await?;
    let id = received.params.required("ID")?;
    let filters = Filters::read(&received.params)?;
    let image = datalink.image(request.principal(), id).await?;
    match data(datalink, &image, &filters).await? {
        Data::Whole => file::answer(datalink, request, &image).await,
        Data::Nothing => Ok(Answer::empty(204)),
        Data::Cut(body) => {
            let caching = match datalink.caching(request.principal(), std::slice::from_ref(&image))? {
                file::FOR_ALL => file::FOR_ALL,
                _ => "no-store",
            };
            let name = service::file_name(&format!("{}_cutout.fits", file::stem(&image)));
            let answer = Answer::new(200, file::FITS, body)
                .with_header("content-disposition", &format!("attachment; filename=\"{name}\""))
                .with_header("cache-control", caching);
            // Compressed, it would have no stated length.
            Ok(answer.with_header("content-encoding", "identity"))
        }
    }
}

/// What filters leave of an image, cut as it is read.
pub(crate) async fn data(datalink: &DataLink, image: &Arc<FoundImage>, filters: &Filters) -> Result<Data> {
    if filters.is_empty() {
        return Ok(Data::Whole);
    }
    let deadline = Instant::now() + datalink.config.cutout_timeout();
    let turn = datalink.cutting.take().await?;
    let (files, bytes_max) = (datalink.files.clone(), datalink.config.cutout_bytes_max());
    let (image, filters) = (image.clone(), filters.clone());
    let made = datalink.host.blocking(move || {
        let opened = files.open(&image.path).map_err(|error| from_open(&image, &error))?;
        let history = history(&image, &filters);
        let lines: Vec<&str> = history.iter().map(String::as_str).collect();
        match cut::cut(&opened, &known(&image), &filters, &lines, bytes_max)? {
            Outcome::Whole => Ok(Made::Whole),
            Outcome::Nothing => Ok(Made::Nothing),
            Outcome::Cut(cutout) if cutout.bytes() <= WHOLE_BYTES_MAX => {
                small(cutout, deadline).map(Made::Small)
            }
            Outcome::Cut(cutout) => Ok(Made::Large(Box::new(cutout))),
        }
    });
    let made: Result<Made> = made.await?;
    drop(turn);
    Ok(match made? {
        Made::Whole => Data::Whole,
        Made::Nothing => Data::Nothing,
        Made::Small(bytes) => Data::Cut(bytes.into()),
        Made::Large(cutout) => Data::Cut(streamed(datalink, cutout, deadline)),
    })
}

fn small(cutout: Cutout, deadline: Instant) -> Result<Bytes> {
    // It is bounded by what is made in one go.
    let mut bytes = Vec::with_capacity(cutout.bytes() as usize);
    for chunk in cutout {
        bytes.extend_from_slice(&chunk.map_err(|error| cut::unreadable(&error))?);
        if Instant::now() > deadline {
            return Err(too_slow().into());
        }
    }
    Ok(bytes.into())
}

/// The chunks of a cutout, each made while the one before it is sent.
fn streamed(datalink: &DataLink, cutout: Box<Cutout>, deadline: Instant) -> ByteStream {
    let length = cutout.bytes();
    let state = (cutout, datalink.host.clone(), datalink.cutting.clone());
    let chunks = stream::try_unfold(state, move |(mut cutout, host, turns)| async move {
        if Instant::now() > deadline {
            return Err(too_slow());
        }
        let turn = turns.again().await;
        let (chunk, cutout) = host.blocking(move || (cutout.next(), cutout)).await?;
        drop(turn);
        let chunk = chunk.transpose().map_err(|error| cut::unreadable(&error).into_error())?;
        Ok(chunk.map(|chunk| (Bytes::from(chunk), (cutout, host, turns))))
    });
    ByteStream::new(read_ahead(chunks)).with_length(length)
}

fn too_slow() -> Error {
    Error::new(ErrorKind::Timeout, "the cutout takes longer than it may here; ask for a smaller region")
}

/// A file that cannot be opened.
pub(crate) fn from_open(image: &FoundImage, error: &ImageError) -> Fault {
    match error {
        ImageError::Source(error) if error.kind() == std::io::ErrorKind::NotFound => {
            file::missing(image).into()
        }
        _ => cut::unreadable(error),
    }
}

fn known(image: &FoundImage) -> Known {
    Known { band_m: image.wavelengths_m, time_mjd: image.times_mjd, pol_states: image.pol_states.clone() }
}

/// What the header of the result says of the request.
fn history(image: &FoundImage, filters: &Filters) -> Vec<String> {
    let mut lines = vec![format!("SODA cutout of {}", image.did)];
    lines.extend(filters.asked.iter().map(|(name, value)| format!("{name} = {}", value.trim())));
    lines
}
