//! The capability record of a TAP service (TAPRegExt 1.0 with erratum 1).

use crate::{LanguageFeatures, RegistryError};

/// What a TAP service can do, and its limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableAccess {
    /// Data models whose tables exist.
    pub data_models: Vec<DataModel>,
    /// Query languages; at least one.
    pub languages: Vec<Language>,
    /// Output formats, the default first; at least one.
    pub output_formats: Vec<OutputFormat>,
    /// Ways to upload a table; none, or at least inline and http.
    pub upload_methods: Vec<UploadMethod>,
    /// How long a job and its results are kept.
    pub retention_period: Option<TimeLimit>,
    /// How long a query may run.
    pub execution_duration: Option<TimeLimit>,
    /// How much an answer may hold; the default is MAXREC where none is given.
    pub output_limit: Option<DataLimit>,
    /// How much an uploaded table may hold.
    pub upload_limit: Option<DataLimit>,
}

/// A data model that the tables of a service follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataModel {
    /// The identifier, e.g. `ivo://ivoa.net/std/ObsCore#core-1.1`.
    pub ivo_id: String,
    /// The name for people, e.g. `ObsCore-1.1`.
    pub label: String,
}

/// A query language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The name, e.g. `ADQL`.
    pub name: String,
    /// The versions; each `name-version` works as LANG.
    pub versions: Vec<LanguageVersion>,
    /// For people.
    pub description: Option<String>,
    /// Optional features.
    pub features: Vec<LanguageFeatures>,
}

/// A version of a query language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageVersion {
    /// The version, e.g. `2.1`.
    pub version: String,
    /// The identifier, e.g. `ivo://ivoa.net/std/ADQL#v2.1`.
    pub ivo_id: Option<String>,
}

/// An output format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFormat {
    /// The media type, accepted as RESPONSEFORMAT word for word.
    pub mime: String,
    /// Short names.
    pub aliases: Vec<String>,
    /// The identifier, e.g. `ivo://ivoa.net/std/TAPRegExt#output-votable-binary2`.
    pub ivo_id: Option<String>,
}

/// A way to upload a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UploadMethod {
    /// In the request.
    Inline,
    /// From an http URL.
    Http,
    /// From an https URL.
    Https,
}

/// A limit of time, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimit {
    /// Where the client asks for none.
    pub default_secs: Option<u64>,
    /// The most that a client may ask for.
    pub hard_secs: Option<u64>,
}

/// A limit of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataLimit {
    /// Where the client asks for none.
    pub default: Option<(u64, DataUnit)>,
    /// The most that a client may ask for.
    pub hard: Option<(u64, DataUnit)>,
}

/// What a limit of size counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataUnit {
    /// Rows.
    Row,
    /// Bytes.
    Byte,
}

impl Language {
    /// ADQL 2.0 and 2.1 with these features; a record without 2.0 gets a warning from older validators.
    pub fn adql(features: Vec<LanguageFeatures>) -> Self {
        let version = |version: &str| LanguageVersion {
            version: version.to_owned(),
            ivo_id: Some(format!("ivo://ivoa.net/std/ADQL#v{version}")),
        };
        Self {
            name: "ADQL".into(),
            versions: vec![version("2.0"), version("2.1")],
            description: None,
            features,
        }
    }
}

impl UploadMethod {
    /// The identifier; clients compare it with its case.
    pub fn ivo_id(self) -> &'static str {
        match self {
            Self::Inline => "ivo://ivoa.net/std/TAPRegExt#upload-inline",
            Self::Http => "ivo://ivoa.net/std/TAPRegExt#upload-http",
            Self::Https => "ivo://ivoa.net/std/TAPRegExt#upload-https",
        }
    }
}

impl DataLimit {
    /// Limits in rows.
    pub fn rows(default: u64, hard: u64) -> Self {
        Self { default: Some((default, DataUnit::Row)), hard: Some((hard, DataUnit::Row)) }
    }

    /// A limit in bytes that nobody can raise.
    pub fn bytes(limit: u64) -> Self {
        Self { default: Some((limit, DataUnit::Byte)), hard: Some((limit, DataUnit::Byte)) }
    }
}

impl DataUnit {
    /// The word in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Byte => "byte",
        }
    }
}

impl TableAccess {
    /// Checks what the schema and clients want of the record.
    pub(crate) fn check(&self) -> Result<(), RegistryError> {
        let has_versions = self.languages.iter().all(|language| !language.versions.is_empty());
        for (element, is_there) in [
            ("language", !self.languages.is_empty()),
            ("version of a language", has_versions),
            ("outputFormat", !self.output_formats.is_empty()),
        ] {
            if !is_there {
                return Err(RegistryError::Empty { element });
            }
        }
        for (method, missing) in [(UploadMethod::Inline, "inline"), (UploadMethod::Http, "http")] {
            if !self.upload_methods.is_empty() && !self.upload_methods.contains(&method) {
                return Err(RegistryError::UploadMethods { missing });
            }
        }
        self.languages.iter().flat_map(|language| &language.features).try_for_each(LanguageFeatures::check)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access() -> TableAccess {
        let output_formats =
            vec![OutputFormat { mime: "text/csv".into(), aliases: vec!["csv".into()], ivo_id: None }];
        TableAccess { languages: vec![Language::adql(vec![])], output_formats, ..TableAccess::default() }
    }

    fn refused(access: &TableAccess) -> String {
        access.check().unwrap_err().to_string()
    }

    #[test]
    fn a_language_and_a_format_are_enough() {
        assert!(access().check().is_ok());
    }

    #[test]
    fn a_record_without_language_version_or_format_is_refused() {
        let message = |element: &str| format!("the TAP record has no {element}; declare at least one");
        assert_eq!(refused(&TableAccess { languages: vec![], ..access() }), message("language"));
        assert_eq!(refused(&TableAccess { output_formats: vec![], ..access() }), message("outputFormat"));
        let mut silent = access();
        silent.languages[0].versions.clear();
        assert_eq!(refused(&silent), message("version of a language"));
    }

    #[test]
    fn uploads_need_inline_and_http() {
        let with = |upload_methods: &[UploadMethod]| TableAccess {
            upload_methods: upload_methods.to_vec(),
            ..access()
        };
        assert!(with(&[UploadMethod::Inline, UploadMethod::Http]).check().is_ok());
        assert_eq!(
            refused(&with(&[UploadMethod::Inline, UploadMethod::Https])),
            "the TAP record declares uploads without http; declare inline and http, or no upload at all"
        );
    }
}
