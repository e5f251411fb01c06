//! The parameters and the files of a request, from its URL and its body in any of the forms that browsers and clients send.

mod multipart;
mod paced;

use plugin_api::{Error, ErrorKind, Host, Request, Result};

use crate::{Spooled, from_dali};

/// What came with a request.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// The parameters of the URL, then those of the body.
    pub params: dali::Params,
    /// The files, in their order.
    pub files: Vec<FilePart>,
}

/// A file that came with a request.
#[derive(Clone, Debug)]
pub struct FilePart {
    /// The name of the part, as `param:` URIs have it.
    pub name: String,
    /// The name of the file, where the client says it.
    pub file_name: Option<String>,
    /// Its media type, where the client says it.
    pub media_type: Option<String>,
    /// Its bytes.
    pub content: Spooled,
}

/// How much a request may bring along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiveLimits {
    /// The parameters, decoded.
    pub params: dali::Limits,
    /// The most bytes of all files together.
    pub files_bytes_max: u64,
}

impl Default for ReceiveLimits {
    /// The limits of parameters are those of `dali`; 64 MiB of files.
    fn default() -> Self {
        Self { params: dali::Limits::default(), files_bytes_max: 64 << 20 }
    }
}

/// The parameters of a request's address.
pub fn query_params(request: &Request) -> Result<dali::Params> {
    dali::Params::read(Some(request.query()), None, dali::Limits::default())
        .map_err(|error| from_dali(&error))
}

/// Reads the parameters of a request, and the files that come with a POST.
///
/// A form may be `application/x-www-form-urlencoded` or `multipart/form-data`, with or without files. Files are parts
/// that have a file name, and parts that UPLOAD names. They are written to a file without a name as they come, beyond
/// the first MiB; one byte beyond the limit ends the reading with `TooLarge`.
pub async fn receive(host: &Host, request: &mut Request, limits: &ReceiveLimits) -> Result<Received> {
    let mut params =
        dali::Params::read(Some(request.query()), None, limits.params).map_err(|error| from_dali(&error))?;
    if request.method() != "POST" {
        return Ok(Received { params, files: Vec::new() });
    }
    let content_type = request.header("content-type").unwrap_or_default().to_owned();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "" | "application/x-www-form-urlencoded" => {
            let form = request.take_body().collect(form_bytes_max(limits)).await?;
            params.add_urlencoded(&form, "the form body").map_err(|error| from_dali(&error))?;
            Ok(Received { params, files: Vec::new() })
        }
        "multipart/form-data" => {
            multipart::read(host, &content_type, request.take_body(), params, limits).await
        }
        _ => Err(Error::bad_request(format!(
            "a body of type {media_type} is not read here; send application/x-www-form-urlencoded or \
             multipart/form-data"
        ))),
    }
}

/// Percent-encoding makes three bytes of one at worst, and names are as long as they like to be.
fn form_bytes_max(limits: &ReceiveLimits) -> usize {
    limits.params.size_bytes.saturating_mul(4)
}

fn too_large(limits: &ReceiveLimits) -> Error {
    let text = format!(
        "the tables of this request have more than {} together, which is the limit here; send fewer rows or columns",
        size(limits.files_bytes_max)
    );
    Error::new(ErrorKind::TooLarge, text)
}

/// A number of bytes for people.
pub(crate) fn size(bytes: u64) -> String {
    match bytes % (1 << 20) {
        0 if bytes > 0 => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests;
