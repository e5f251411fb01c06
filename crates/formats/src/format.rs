//! The format of an answer: what RESPONSEFORMAT asks for, and what is offered.

use crate::FormatError;
use crate::media_type::MediaType;

/// A serialization of VOTable's DATA (VOTable 1.4 §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Serialization {
    /// XML text, cell by cell.
    Tabledata,
    /// Binary rows without null flags.
    Binary,
    /// Binary rows with null flags.
    Binary2,
}

/// A version of VOTable that is written; both are in the namespace of 1.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VoTableVersion {
    /// 1.4, which every client reads.
    #[default]
    V1_4,
    /// 1.5, whose frames are those of the vocabulary `refframe`.
    V1_5,
}

/// What the bytes of an answer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// VOTable, in the version of [`Format::votable_version`].
    VoTable(Serialization),
    /// Comma-separated values (RFC 4180).
    Csv {
        /// Whether the first line holds the column names.
        header: bool,
    },
    /// Tab-separated values.
    Tsv,
    /// JSON.
    Json,
    /// A page for people.
    Html,
    /// A table for people, as plain text.
    Text,
    /// A FITS binary table (FITS 4.0 §7.3).
    Fits,
    /// Parquet with the metadata of a VOTable in its footer.
    Parquet,
    /// An Arrow IPC stream.
    Arrow,
}

/// A format as a client asked for it: what to write, and the Content-Type to send with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Format {
    kind: Kind,
    content_type: &'static str,
    votable_version: VoTableVersion,
}

/// A format as the capabilities of a service declare it (TAPRegExt 1.0 §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The media type; accepted as RESPONSEFORMAT word for word.
    pub mime: &'static str,
    /// Short names; accepted as well.
    pub aliases: &'static [&'static str],
    /// The standard identifier of the format, where it has one.
    pub ivo_id: Option<&'static str>,
}

const TD_ID: Option<&str> = Some("ivo://ivoa.net/std/TAPRegExt#output-votable-td");
const BINARY_ID: Option<&str> = Some("ivo://ivoa.net/std/TAPRegExt#output-votable-binary");
const BINARY2_ID: Option<&str> = Some("ivo://ivoa.net/std/TAPRegExt#output-votable-binary2");

const OFFERED: &[Offered] = &[
    Offered { mime: "application/x-votable+xml", aliases: &["votable"], ivo_id: BINARY2_ID },
    Offered {
        mime: "application/x-votable+xml;serialization=BINARY2",
        aliases: &["votable/b2"],
        ivo_id: BINARY2_ID,
    },
    Offered {
        mime: "application/x-votable+xml;serialization=BINARY",
        aliases: &["votable/b"],
        ivo_id: BINARY_ID,
    },
    Offered {
        mime: "application/x-votable+xml;serialization=TABLEDATA",
        aliases: &["votable/td"],
        ivo_id: TD_ID,
    },
    Offered { mime: "text/xml", aliases: &[], ivo_id: TD_ID },
    Offered { mime: "text/csv;header=present", aliases: &["csv"], ivo_id: None },
    Offered { mime: "text/csv;header=absent", aliases: &[], ivo_id: None },
    Offered { mime: "text/tab-separated-values", aliases: &["tsv"], ivo_id: None },
    Offered { mime: "application/fits", aliases: &["fits"], ivo_id: None },
    Offered { mime: "application/vnd.apache.parquet", aliases: &["parquet"], ivo_id: None },
    Offered { mime: "application/vnd.apache.arrow.stream", aliases: &["arrow"], ivo_id: None },
    Offered { mime: "application/json", aliases: &["json"], ivo_id: None },
    Offered { mime: "text/html", aliases: &["html"], ivo_id: None },
    Offered { mime: "text/plain", aliases: &["text"], ivo_id: None },
];

impl Format {
    /// Reads the text of RESPONSEFORMAT: a short name or a media type with parameters, in any case (TAP 1.1 §2.7.3);
    /// nothing or blanks mean VOTable in BINARY2.
    pub fn parse(text: Option<&str>) -> Result<Self, FormatError> {
        let text = text.unwrap_or_default();
        let mut asked = MediaType::parse(text);
        let charset = asked.take("charset");
        let found = match asked.essence.as_str() {
            "" | "votable" | "application/x-votable+xml" | "votable/td" | "votable/b" | "votable/b2" => {
                votable(&mut asked)
            }
            "text/xml" | "application/xml" => xml(&mut asked),
            "csv" | "text/csv" => csv(&mut asked),
            "tsv" | "text/tab-separated-values" => plain(Kind::Tsv),
            "fits" | "application/fits" => plain(Kind::Fits),
            "parquet" | "application/vnd.apache.parquet" => plain(Kind::Parquet),
            "arrow" | "application/vnd.apache.arrow.stream" => plain(Kind::Arrow),
            "json" | "application/json" => plain(Kind::Json),
            "html" | "text/html" => plain(Kind::Html),
            "text" | "text/plain" => plain(Kind::Text),
            _ => None,
        };
        let understood = asked.parameters.is_empty() && charset.is_none_or(|name| name == "utf-8");
        found.filter(|_| understood).ok_or_else(|| unsupported(text))
    }

    fn new(kind: Kind, content_type: &'static str) -> Self {
        Self { kind, content_type, votable_version: VoTableVersion::default() }
    }

    /// The same, but that a VOTable is in TABLEDATA unless the client named a serialization, for protocols whose old clients
    /// read no other. The media type stays what it was.
    #[must_use]
    pub fn in_tabledata(self) -> Self {
        match self.kind {
            Kind::VoTable(_)
                if !self.content_type.contains("serialization") && !self.content_type.ends_with("/xml") =>
            {
                Self { kind: Kind::VoTable(Serialization::Tabledata), ..self }
            }
            _ => self,
        }
    }

    /// What to write.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The version of VOTable to write; of no meaning for other formats.
    pub fn votable_version(&self) -> VoTableVersion {
        self.votable_version
    }

    /// The Content-Type of the answer: the media type that was asked for, or the format's own; pages and plain text say
    /// that they are UTF-8, which browsers do not take for granted.
    pub fn content_type(&self) -> &'static str {
        self.content_type
    }

    /// Whether the document itself can say that it is cut or that it failed; if not, a failure after the first byte must
    /// break the connection.
    pub fn tells_failure(&self) -> bool {
        match self.kind {
            Kind::VoTable(_) | Kind::Json | Kind::Html | Kind::Text => true,
            Kind::Csv { .. } | Kind::Tsv => false,
            Kind::Fits | Kind::Parquet | Kind::Arrow => false,
        }
    }

    /// Whether nothing can be sent before the last row is known, so that a failure is still an error with its status.
    pub fn is_spooled(&self) -> bool {
        self.kind == Kind::Fits
    }

    /// Whether a batch keeps a writer busy for so long, with files or with compression, that it needs a thread of its own.
    pub fn is_heavy(&self) -> bool {
        matches!(self.kind, Kind::Fits | Kind::Parquet)
    }

    /// All formats, the default first, as the capabilities declare them.
    pub fn offered() -> &'static [Offered] {
        OFFERED
    }
}

impl Default for Format {
    /// VOTable 1.4 in BINARY2.
    fn default() -> Self {
        Self::new(Kind::VoTable(Serialization::Binary2), "application/x-votable+xml")
    }
}

fn votable(asked: &mut MediaType) -> Option<Format> {
    let short = match asked.essence.as_str() {
        "votable/td" => Some("tabledata"),
        "votable/b" => Some("binary"),
        "votable/b2" => Some("binary2"),
        _ => None,
    };
    let parameter = asked.take("serialization");
    match (short, &parameter) {
        (Some(short), Some(parameter)) if short != parameter => return None,
        _ => {}
    }
    let serialization = match short.or(parameter.as_deref()) {
        Some(name) => Some(serialization(name)?),
        None => None,
    };
    let votable_version = version(asked)?;
    let content_type = votable_type(serialization, votable_version);
    let kind = Kind::VoTable(serialization.unwrap_or(Serialization::Binary2));
    Some(Format { kind, content_type, votable_version })
}

/// The media type; `version` is no parameter of the standard, and so appears only where it was asked for.
fn votable_type(serialization: Option<Serialization>, version: VoTableVersion) -> &'static str {
    match (serialization, version) {
        (None, VoTableVersion::V1_4) => "application/x-votable+xml",
        (Some(Serialization::Tabledata), VoTableVersion::V1_4) => {
            "application/x-votable+xml;serialization=TABLEDATA"
        }
        (Some(Serialization::Binary), VoTableVersion::V1_4) => {
            "application/x-votable+xml;serialization=BINARY"
        }
        (Some(Serialization::Binary2), VoTableVersion::V1_4) => {
            "application/x-votable+xml;serialization=BINARY2"
        }
        (None, VoTableVersion::V1_5) => "application/x-votable+xml;version=1.5",
        (Some(Serialization::Tabledata), VoTableVersion::V1_5) => {
            "application/x-votable+xml;serialization=TABLEDATA;version=1.5"
        }
        (Some(Serialization::Binary), VoTableVersion::V1_5) => {
            "application/x-votable+xml;serialization=BINARY;version=1.5"
        }
        (Some(Serialization::Binary2), VoTableVersion::V1_5) => {
            "application/x-votable+xml;serialization=BINARY2;version=1.5"
        }
    }
}

fn version(asked: &mut MediaType) -> Option<VoTableVersion> {
    match asked.take("version").as_deref() {
        None | Some("1.4") => Some(VoTableVersion::V1_4),
        Some("1.5") => Some(VoTableVersion::V1_5),
        Some(_) => None,
    }
}

/// A VOTable under a name for browsers: readable text, unless a serialization is named.
fn xml(asked: &mut MediaType) -> Option<Format> {
    let serialization = match asked.take("serialization") {
        None => Serialization::Tabledata,
        Some(name) => serialization(&name)?,
    };
    let content_type = if asked.essence == "text/xml" { "text/xml" } else { "application/xml" };
    let votable_version = version(asked)?;
    Some(Format { kind: Kind::VoTable(serialization), content_type, votable_version })
}

fn csv(asked: &mut MediaType) -> Option<Format> {
    let header = match asked.take("header").as_deref() {
        None | Some("present") => true,
        Some("absent") => false,
        Some(_) => return None,
    };
    let content_type = if header { "text/csv;header=present" } else { "text/csv;header=absent" };
    Some(Format::new(Kind::Csv { header }, content_type))
}

fn plain(kind: Kind) -> Option<Format> {
    let content_type = match kind {
        Kind::Tsv => "text/tab-separated-values",
        Kind::Fits => "application/fits",
        Kind::Parquet => "application/vnd.apache.parquet",
        Kind::Arrow => "application/vnd.apache.arrow.stream",
        Kind::Json => "application/json",
        Kind::Html => "text/html;charset=utf-8",
        Kind::Text => "text/plain;charset=utf-8",
        Kind::VoTable(_) | Kind::Csv { .. } => return None,
    };
    Some(Format::new(kind, content_type))
}

fn serialization(name: &str) -> Option<Serialization> {
    match name {
        "tabledata" => Some(Serialization::Tabledata),
        "binary" => Some(Serialization::Binary),
        "binary2" => Some(Serialization::Binary2),
        _ => None,
    }
}

fn unsupported(asked: &str) -> FormatError {
    const SHOWN_CHARS_MAX: usize = 60;
    let asked = asked.chars().take(SHOWN_CHARS_MAX).filter(|c| !c.is_control()).collect();
    let name = |offered: &Offered| (*offered.aliases.first().unwrap_or(&offered.mime)).to_owned();
    FormatError::Unsupported { asked, offered: OFFERED.iter().map(name).collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VOTABLE: &str = "application/x-votable+xml";
    const B2: Kind = Kind::VoTable(Serialization::Binary2);
    const TD: Kind = Kind::VoTable(Serialization::Tabledata);
    const CSV: Kind = Kind::Csv { header: true };

    fn check(text: &str, kind: Kind, content_type: &str) {
        let format = Format::parse(Some(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((format.kind(), format.content_type()), (kind, content_type), "{text}");
    }

    #[test]
    fn nothing_asked_is_votable_in_binary2() {
        assert_eq!(Format::parse(None), Ok(Format::default()));
        for text in ["", " ", "votable", "VOTable", VOTABLE, "Application/X-VOTABLE+xml; charset=UTF-8"] {
            check(text, B2, VOTABLE);
        }
    }

    #[test]
    fn a_named_serialization_is_answered_by_its_name() {
        let binary = Kind::VoTable(Serialization::Binary);
        check("votable/td", TD, "application/x-votable+xml;serialization=TABLEDATA");
        check("votable/B", binary, "application/x-votable+xml;serialization=BINARY");
        check("votable/b2", B2, "application/x-votable+xml;serialization=BINARY2");
        check("application/x-votable+xml ; SERIALIZATION=TableData", TD, Format::offered()[3].mime);
        check("application/x-votable xml;serialization=BINARY2", B2, Format::offered()[1].mime);
    }

    #[test]
    fn version_1_5_is_written_where_it_is_asked_for() {
        for (text, content_type) in [
            ("votable;version=1.5", "application/x-votable+xml;version=1.5"),
            ("application/x-votable+xml; VERSION=1.5", "application/x-votable+xml;version=1.5"),
            ("votable/td;version=1.5", "application/x-votable+xml;serialization=TABLEDATA;version=1.5"),
            ("votable/b;version=1.5", "application/x-votable+xml;serialization=BINARY;version=1.5"),
            ("votable/b2;version=1.5", "application/x-votable+xml;serialization=BINARY2;version=1.5"),
            ("text/xml;version=1.5", "text/xml"),
        ] {
            let format = Format::parse(Some(text)).unwrap();
            assert_eq!(
                (format.votable_version(), format.content_type()),
                (VoTableVersion::V1_5, content_type)
            );
        }
        check("votable;version=1.4", B2, VOTABLE);
        assert!(Format::parse(Some("votable;version=1.3")).is_err());
    }

    #[test]
    fn xml_asked_is_xml_sent() {
        check("text/xml", TD, "text/xml");
        check("application/xml", TD, "application/xml");
        check("text/xml;serialization=binary2", B2, "text/xml");
    }

    #[test]
    fn csv_has_a_head_unless_it_is_refused() {
        check("csv", CSV, "text/csv;header=present");
        check("text/csv", CSV, "text/csv;header=present");
        check("TEXT/CSV; Header=Present", CSV, "text/csv;header=present");
        check("text/csv;header=absent", Kind::Csv { header: false }, "text/csv;header=absent");
    }

    #[test]
    fn every_declared_name_is_accepted_and_media_types_come_back() {
        for offered in Format::offered() {
            let format = Format::parse(Some(offered.mime)).unwrap();
            assert_eq!(format.content_type().trim_end_matches(";charset=utf-8"), offered.mime);
            assert_eq!(Format::parse(Some(format.content_type())), Ok(format));
            for alias in offered.aliases {
                assert_eq!(Format::parse(Some(alias)).map(|format| format.kind()), Ok(format.kind()));
            }
        }
    }

    #[test]
    fn another_format_is_refused_with_what_is_offered() {
        for text in [
            "excel",
            "votable/fits",
            "text/csv;header=maybe",
            "text/csv;delimiter=tab",
            "csv;charset=latin1",
            "application/x-votable+xml;serialization=FITS",
            "votable/td;serialization=BINARY",
        ] {
            let error = Format::parse(Some(text)).unwrap_err();
            let expected = format!(
                "unsupported format `{text}`; this service offers votable, votable/b2, votable/b, votable/td, \
                 text/xml, csv, text/csv;header=absent, tsv, fits, parquet, arrow, json, html, text"
            );
            assert_eq!((error.status(), error.for_client()), (400, expected));
        }
    }

    #[test]
    fn separated_values_cannot_tell_a_failure() {
        let tells = |text| Format::parse(Some(text)).unwrap().tells_failure();
        assert_eq!(["votable", "json", "csv", "tsv"].map(tells), [true, true, false, false]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_format_or_an_error(text in any::<String>()) {
            let _ = Format::parse(Some(&text));
        }
    }

    #[test]
    fn a_votable_is_readable_where_no_serialization_is_named() {
        for (asked, kind) in [
            ("", TD),
            ("votable", TD),
            ("application/x-votable+xml;version=1.5", TD),
            ("text/xml", TD),
            ("text/xml;serialization=BINARY2", B2),
            ("votable/b2", B2),
            ("csv", CSV),
        ] {
            let (format, readable) =
                (Format::parse(Some(asked)).unwrap(), Format::parse(Some(asked)).unwrap().in_tabledata());
            assert_eq!((readable.kind(), readable.content_type()), (kind, format.content_type()), "{asked}");
        }
    }
}
