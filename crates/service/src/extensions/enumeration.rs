//! An offer at `adql.enumeration` as an enumeration.

use catalogue::Enumeration;

use super::Source;

/// The enumeration, sorted by index, or what is wrong with the offer.
pub(super) fn enumeration(source: &Source) -> Result<Enumeration, String> {
    let mut enumeration: Enumeration =
        serde_json::from_str(&source.data).map_err(|error| format!("no JSON of an enumeration: {error}"))?;
    enumeration.check().map_err(|fault| fault.message)?;
    // What it says itself could name a collection that it was not offered for.
    enumeration.collection.clone_from(&source.collection);
    enumeration.elements.sort_by_key(|element| element.index);
    Ok(enumeration)
}
