//! The rows of a document with links (DataLink 1.1 §3.1).

use catalogue::{Datatype, Field, PgBase, PgType, ResultColumn, ValueType};
use plugin_api::Error;
use serde::Deserialize;

use crate::error::fault_name;

/// A link, a service, or the reason why there is none: exactly one of address, service and error is there.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Link {
    /// The identifier that was asked for.
    pub(crate) id: String,
    /// Where it is.
    pub(crate) access_url: Option<String>,
    /// The XML ID of a service of the document; never of another plugin.
    #[serde(skip)]
    pub(crate) service_def: Option<String>,
    /// Why there is none.
    pub(crate) error_message: Option<String>,
    /// For people.
    pub(crate) description: Option<String>,
    /// What it is to the identifier, `#this` and the like.
    pub(crate) semantics: String,
    /// Its media type.
    pub(crate) content_type: Option<String>,
    /// Its bytes.
    pub(crate) content_length: Option<u64>,
    /// The kind of data, `#image` and the like.
    pub(crate) content_qualifier: Option<String>,
    /// A word of the archive for what distinguishes it from others of the same semantics.
    pub(crate) local_semantics: Option<String>,
    /// `false`, `optional` or `true`: whether a log-in is needed.
    pub(crate) link_auth: Option<String>,
    /// Whether the caller may use it.
    pub(crate) link_authorized: Option<bool>,
}

impl Link {
    /// An address.
    pub(crate) fn to(id: &str, semantics: &str, url: String) -> Self {
        Self { id: id.to_owned(), semantics: semantics.to_owned(), access_url: Some(url), ..Self::default() }
    }

    /// The same, described.
    pub(crate) fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// The same, of a media type.
    pub(crate) fn typed(self, content_type: &str) -> Self {
        Self { content_type: Some(content_type.to_owned()), ..self }
    }

    /// The row of an identifier that nobody knows.
    pub(crate) fn unknown(id: &str) -> Self {
        Self::failed(id, &crate::no_image(id))
    }

    /// The row of what failed for one identifier.
    pub(crate) fn failed(id: &str, error: &Error) -> Self {
        let message = format!("{}: {}", fault_name(error.kind()), error.for_client());
        Self {
            id: id.to_owned(),
            semantics: "#this".to_owned(),
            error_message: Some(message),
            ..Self::default()
        }
    }

    /// Appends the row in PostgreSQL's binary form, with the columns of [`columns`].
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let text = |text: &Option<String>| text.as_ref().map(|text| text.as_bytes().to_vec());
        let length = self.content_length.and_then(|bytes| i64::try_from(bytes).ok());
        let values = [
            Some(self.id.as_bytes().to_vec()),
            text(&self.access_url),
            text(&self.service_def),
            text(&self.error_message),
            text(&self.description),
            Some(self.semantics.as_bytes().to_vec()),
            text(&self.content_type),
            length.map(|length| length.to_be_bytes().to_vec()),
            text(&self.content_qualifier),
            text(&self.local_semantics),
            text(&self.link_auth),
            self.link_authorized.map(|may| vec![u8::from(may)]),
        ];
        out.extend((values.len() as i16).to_be_bytes());
        for value in values {
            match value {
                None => out.extend((-1_i32).to_be_bytes()),
                Some(value) => {
                    out.extend((value.len() as i32).to_be_bytes());
                    out.extend(value);
                }
            }
        }
    }
}

/// The columns of the table, with the types and UCDs that DataLink wants.
pub(crate) fn columns() -> Vec<ResultColumn> {
    let texts = |name: &str, ucd: &str, description: &str| {
        column(name, ucd, description, (ValueType::text(), PgBase::Text))
    };
    let mut length = column(
        "content_length",
        "phys.size;meta.file",
        "Size of what the link gives",
        (ValueType::scalar(Datatype::Long), PgBase::Int8),
    );
    length.field.unit = Some("byte".to_owned());
    let authorized = column(
        "link_authorized",
        "meta.code",
        "Whether the caller may use the link",
        (ValueType::scalar(Datatype::Boolean), PgBase::Bool),
    );
    vec![
        texts("ID", "meta.id;meta.main", "The identifier that was asked for"),
        texts("access_url", "meta.ref.url", "Address of the data"),
        texts("service_def", "meta.ref", "Identifier of a service in this document"),
        texts("error_message", "meta.code.error", "Why there is no link"),
        texts("description", "meta.note", "What the link gives"),
        texts("semantics", "meta.code", "What the link is to the data of the identifier"),
        texts("content_type", "meta.code.mime", "Media type of what the link gives"),
        length,
        texts("content_qualifier", "", "Kind of data"),
        texts("local_semantics", "meta.id.assoc", "What distinguishes links of the same semantics"),
        texts("link_auth", "meta.code", "Whether a log-in is needed: false, optional or true"),
        authorized,
    ]
}

fn column(name: &str, ucd: &str, description: &str, (value_type, base): (ValueType, PgBase)) -> ResultColumn {
    let mut field = Field::new(name, value_type);
    field.ucd = Some(ucd.to_owned()).filter(|ucd| !ucd.is_empty());
    field.description = Some(description.to_owned());
    ResultColumn { field, pg_type: PgType::scalar(base) }
}
