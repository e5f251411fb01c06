//! Records that clients would misread.

use thiserror::Error;

/// Why a document about the service cannot be written.
#[derive(Debug, Error)]
pub enum RegistryError {
    /// Clients take the first of several TAP records, or none (TAP 1.1 §2.4).
    #[error("the service has {count} capabilities for TAP; declare one")]
    SeveralTableAccess {
        /// How many there are.
        count: usize,
    },
    /// A list of the record that the schema wants to have entries is empty (TAPRegExt 1.0 §2).
    #[error("the TAP record has no {element}; declare at least one")]
    Empty {
        /// The element, e.g. `language`.
        element: &'static str,
    },
    /// Uploads are declared, but not by both methods that every client may use (TAP 1.1 §2.7.5).
    #[error(
        "the TAP record declares uploads without {missing}; declare inline and http, or no upload at all"
    )]
    UploadMethods {
        /// The missing method.
        missing: &'static str,
    },
    /// A geometry feature is not a function of ADQL.
    #[error("`{form}` is no geometry function of ADQL; the names are {}", .known.join(", "))]
    Geometry {
        /// The form as declared.
        form: String,
        /// All names.
        known: &'static [&'static str],
    },
    /// A user-defined function has no signature that clients can read (TAPRegExt 1.0 §2.3).
    #[error("the form `{form}` of a user-defined function is not `name(argument TYPE, ...) -> TYPE`")]
    FunctionForm {
        /// The form as declared.
        form: String,
    },
    /// The document could not be written.
    #[error("the document could not be written")]
    Write(#[from] std::io::Error),
}
