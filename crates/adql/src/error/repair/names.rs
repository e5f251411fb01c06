//! Names that are misspelt, ambiguous, reserved, or not regular.

use catalogue::quoted;

use super::super::{EnumerationError, ErrorKind};
use super::{Broken, Edit};

/// What to change for a fault of a name.
pub(super) fn edits(kind: &ErrorKind, broken: &Broken<'_>) -> Option<Vec<Edit>> {
    if let Some(name) = proposed(kind).first() {
        return Some(vec![Edit::replace(broken.span, name.as_str())]);
    }
    let name = match kind {
        ErrorKind::UnknownColumn { quoted: Some(_), .. } => string_of(broken.wrong())?,
        ErrorKind::Reserved { .. } | ErrorKind::LeadingUnderscore { .. } => quoted_always(broken.wrong()),
        ErrorKind::NumberTouchesWord { .. } => quoted_always(broken.wrong()),
        // The catalog in front of the schema.
        ErrorKind::Catalog { .. } => broken.wrong().split_once('.')?.1.to_owned(),
        _ => return None,
    };
    Some(vec![Edit::replace(broken.span, name)])
}

/// The names that may have been meant, the likeliest first, as they must be written.
pub(super) fn proposed(kind: &ErrorKind) -> &[String] {
    match kind {
        ErrorKind::UnknownTable { known, near: true, .. }
        | ErrorKind::UnknownColumn { known, near: true, .. } => known,
        ErrorKind::UnknownFunction { near, .. } => near,
        ErrorKind::UnknownQualifier { known, .. } if known.len() == 1 => known,
        ErrorKind::AmbiguousTable { candidates, .. } | ErrorKind::AmbiguousColumn { candidates, .. } => {
            candidates
        }
        ErrorKind::Enumeration(problem) => match &**problem {
            EnumerationError::UnknownElement { near, .. } => near,
            EnumerationError::Unknown { known, near: true, .. } => known,
            _ => &[],
        },
        _ => &[],
    }
}

fn quoted_always(name: &str) -> String {
    match quoted(name) {
        std::borrow::Cow::Owned(name) => name,
        std::borrow::Cow::Borrowed(name) => format!("\"{name}\""),
    }
}

/// A string in place of a name in double quotes.
fn string_of(name: &str) -> Option<String> {
    let inner = name.strip_prefix('"')?.strip_suffix('"')?.replace("\"\"", "\"");
    Some(format!("'{}'", inner.replace('\'', "''")))
}
