//! Forms of several parts (RFC 7578).

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use multer::{Field, Multipart};
use plugin_api::{ByteStream, Error, Host, Result};

use super::paced::{Head, Paced};
use super::{FilePart, ReceiveLimits, Received, too_large};
use crate::from_dali;
use crate::spool::{Spool, Spooled};

/// The bytes of a request that are kept in memory.
const MEMORY_BYTES: usize = 1 << 20;

/// A part of the form, its bytes in the spool.
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    place: Range<u64>,
}

/// Adds the text parts of a form to the parameters; the others are files.
pub(super) async fn read(
    host: &Host,
    content_type: &str,
    body: ByteStream,
    mut params: dali::Params,
    limits: &ReceiveLimits,
) -> Result<Received> {
    let (parts, content) = parts(host, content_type, body, limits).await?;
    let mut named: HashSet<String> =
        params.all("UPLOAD").flat_map(dali::upload_parts).map(str::to_owned).collect();
    let mut texts = Vec::new();
    let mut files = Vec::new();
    for part in parts {
        let content = content.part(part.place.clone());
        match part.is_file() {
            true => files.push(part.file(content)),
            false => texts.push((part, content)),
        }
    }
    for (part, content) in texts.iter().filter(|(part, _)| part.name.eq_ignore_ascii_case("UPLOAD")) {
        let value = text(host, part, content, limits).await?;
        named.extend(dali::upload_parts(&value).map(str::to_owned));
    }
    for (part, content) in texts {
        if named.contains(&part.name) {
            files.push(part.file(content));
            continue;
        }
        let value = text(host, &part, &content, limits).await?;
        params.push(&part.name, value).map_err(|error| from_dali(&error))?;
    }
    let files_bytes: u64 = files.iter().map(|file| file.content.length()).sum();
    if files_bytes > limits.files_bytes_max {
        return Err(too_large(limits));
    }
    Ok(Received { params, files })
}

impl Part {
    fn of(field: &Field<'_>) -> Self {
        Self {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            media_type: field.content_type().map(ToString::to_string),
            place: 0..0,
        }
    }

    /// Whether it is a file for certain; without a file name it may still be one.
    fn is_file(&self) -> bool {
        self.file_name.is_some()
    }

    fn file(self, content: Spooled) -> FilePart {
        FilePart { name: self.name, file_name: self.file_name, media_type: self.media_type, content }
    }
}

/// The boundary that the head names. astroquery's has equals signs and no quotes, which the grammar wants for them
/// (RFC 2045 §5.1); what it means is plain.
fn boundary(content_type: &str) -> Option<String> {
    let lenient = || {
        let (_, value) = content_type.split_once("boundary=")?;
        let value = value.split(';').next()?.trim().trim_matches('"');
        (!value.is_empty()).then(|| value.to_owned())
    };
    multer::parse_boundary(content_type).ok().or_else(lenient)
}

/// All parts of the form, in their order, and the bytes of all of them.
async fn parts(
    host: &Host,
    content_type: &str,
    body: ByteStream,
    limits: &ReceiveLimits,
) -> Result<(Vec<Part>, Spooled)> {
    let boundary = boundary(content_type).ok_or_else(|| {
        Error::bad_request(
            "the multipart body has no boundary; name it in Content-Type: multipart/form-data; boundary=...",
        )
    })?;
    let head = Arc::new(Head::default());
    let mut form = Multipart::new(Paced::new(body, head.clone()), boundary);
    let mut spool = Spool::new(MEMORY_BYTES);
    let mut parts: Vec<Part> = Vec::new();
    let mut files_bytes = 0;
    loop {
        head.begin();
        let Some(mut field) = form.next_field().await.map_err(broken)? else { break };
        head.found();
        if parts.len() == limits.params.count {
            return Err(from_dali(&dali::Error::TooMany { limit: limits.params.count }));
        }
        let mut part = Part::of(&field);
        let start = spool.length();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            let length = chunk.len() as u64;
            let (file_bytes, all_bytes) =
                (if part.is_file() { files_bytes + length } else { 0 }, spool.length() + length);
            if file_bytes > limits.files_bytes_max || all_bytes > bytes_max(limits) {
                return Err(too_large(limits));
            }
            files_bytes = files_bytes.max(file_bytes);
            spool.append(host, &chunk).await?;
        }
        part.place = start..spool.length();
        parts.push(part);
    }
    Ok((parts, spool.finish()))
}

/// Files and parameters together; what is a parameter is known only at the end.
fn bytes_max(limits: &ReceiveLimits) -> u64 {
    limits.files_bytes_max.saturating_add(limits.params.size_bytes as u64)
}

/// A part that is a parameter.
async fn text(host: &Host, part: &Part, content: &Spooled, limits: &ReceiveLimits) -> Result<String> {
    if content.length() > limits.params.size_bytes as u64 {
        return Err(from_dali(&dali::Error::TooLarge { limit_bytes: limits.params.size_bytes }));
    }
    let bytes = content.bytes(host).await?;
    String::from_utf8(bytes.into()).map_err(|_| {
        let place = format!("parameter {} in the form body", part.name.to_uppercase());
        from_dali(&dali::Error::NotUtf8 { place })
    })
}

/// A form that cannot be read further. The parser hides what is wrong with the body itself.
fn broken(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(cause) => match cause.downcast::<Error>() {
            Ok(error) => *error,
            Err(cause) => Error::internal(format!("reading a request: {cause}")),
        },
        multer::Error::LockFailure => Error::internal("the parser of multipart forms is in use"),
        multer::Error::IncompleteFieldData { field_name } => Error::bad_request(format!(
            "the multipart body ends within the part `{}`; it must end with its boundary",
            field_name.unwrap_or_default()
        )),
        multer::Error::IncompleteStream => Error::bad_request(
            "the multipart body is not made of parts between its boundaries, or ends before the last one",
        ),
        _ => Error::bad_request("the head of a part of the multipart body cannot be read"),
    }
}
