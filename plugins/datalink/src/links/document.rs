//! The document with links: a VOTable with services behind it, or the rows in another format.

use bytes::Bytes;
use dali::{Info, Params};
use formats::{Annotations, End, Format, Head, Kind, Options, Param, ServiceDescriptor, writer};
use plugin_api::{Answer, Error, Result};
use service::{from_dali, from_format};

use super::row::{Link, columns};

const STANDARD: &str = "ivo://ivoa.net/std/DataLink#links-1.1";

/// The media type of the document (DataLink 1.1 §3.3); pyvo compares it in tables as text.
pub(crate) const LINKS_TYPE: &str = "application/x-votable+xml;content=datalink";

/// What a document holds.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) links: Vec<Link>,
    pub(crate) services: Vec<ServiceDescriptor>,
    /// Whether identifiers are left out.
    pub(crate) overflow: bool,
}

/// The format that RESPONSEFORMAT names. VOTable is TABLEDATA, whatever serialisation is named (DataLink 1.1 §3.3).
pub(crate) fn format(params: &Params) -> Result<Format> {
    let asked = dali::response_format(params).map_err(|error| from_dali(&error))?;
    let essence =
        asked.and_then(|asked| asked.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    let named = match essence.as_str() {
        "" | "votable" | "application/x-votable+xml" | "text/xml" => Some("votable/td"),
        _ => asked,
    };
    let format = Format::parse(named).map_err(|error| from_format(&error))?;
    match format.kind() {
        Kind::VoTable(_) => Format::parse(Some("votable/td")).map_err(|error| from_format(&error)),
        _ => Ok(format),
    }
}

impl Document {
    /// The whole document.
    pub(crate) fn answer(mut self, base: &str, format: &Format) -> Result<Answer> {
        self.services.push(this(base));
        let columns = columns();
        let annotations = Annotations { params: Vec::new(), services: self.services };
        let head = Head {
            infos: &[Info::new("standardID", STANDARD)],
            name: Some("links"),
            annotations: Some(&annotations),
            ..Head::new(&columns)
        };
        let mut writer = writer(format, &head, &Options::default()).map_err(|error| from_format(&error))?;
        let (mut rows, mut out) = (Vec::new(), Vec::new());
        self.links.iter().for_each(|link| link.write(&mut rows));
        writer.begin(&mut out);
        let written = |error: formats::WriteError| Error::internal(format!("links: {error}"));
        let count = writer.rows(&rows, &mut out).map_err(written)?;
        writer.end(&End { rows: count, overflow: self.overflow }, &mut out).map_err(written)?;
        while writer.rest(&mut out).map_err(written)? {}
        let content_type = match format.kind() {
            Kind::VoTable(_) => LINKS_TYPE,
            _ => format.content_type(),
        };
        let answer = Answer::new(200, content_type, Bytes::from(out)).with_rows(count);
        Ok(answer.with_header("cache-control", "no-store"))
    }
}

/// How to call the service itself (DataLink 1.1 §4.3).
fn this(base: &str) -> ServiceDescriptor {
    let id = Param {
        ucd: Some("meta.id;meta.main".to_owned()),
        description: Some("An identifier of an image; may be repeated".to_owned()),
        ..Param::text("ID", "")
    };
    let format = Param {
        ucd: Some("meta.code.mime".to_owned()),
        description: Some("The format of the answer; VOTable without it".to_owned()),
        ..Param::text("RESPONSEFORMAT", "")
    };
    ServiceDescriptor {
        name: Some("this".to_owned()),
        description: Some("Files, cutouts and pictures of images".to_owned()),
        is_this: true,
        inputs: vec![id, format],
        ..ServiceDescriptor::new(STANDARD, &format!("{base}/links"))
    }
}
