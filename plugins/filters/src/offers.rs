//! What this instance offers at `adql.enumeration`.

use std::sync::{Mutex, MutexGuard, PoisonError};

use catalogue::Enumeration;
use plugin_api::{Error, Host, Offer, Result};

use crate::enumeration::List;

/// The extension point.
const POINT: &str = "adql.enumeration";

/// The lists that are offered now.
pub(crate) struct Offers {
    host: Host,
    lists: Mutex<Vec<List>>,
}

impl Offers {
    /// Nothing offered yet.
    pub(crate) fn new(host: Host) -> Self {
        Self { host, lists: Mutex::default() }
    }

    /// Offers a list in place of the one before it; says whether anything changed.
    pub(crate) fn offer(&self, list: &List) -> Result<bool> {
        let mut lists = self.lists();
        let same = |known: &List| {
            known.enumeration.name == list.enumeration.name && known.collections == list.collections
        };
        if lists.iter().any(|known| known == list) {
            return Ok(false);
        }
        let json = serde_json::to_string(&list.enumeration)
            .map_err(|error| Error::internal(format!("an enumeration cannot be written: {error}")))?;
        let offer = Offer::data(POINT, &list.enumeration.name, json);
        match list.collections.as_slice() {
            [] => self.host.offer(offer)?,
            some => some.iter().try_for_each(|id| self.host.offer(offer.clone().for_collection(id)))?,
        }
        lists.retain(|known| !same(known));
        lists.push(list.clone());
        Ok(true)
    }

    /// The enumerations that anybody may see: those that belong to no single collection.
    pub(crate) fn of_all_collections(&self) -> Vec<Enumeration> {
        let lists = self.lists();
        let open = lists.iter().filter(|list| list.collections.is_empty());
        let mut shown: Vec<Enumeration> = open.map(|list| list.enumeration.clone()).collect();
        shown.sort_by(|a, b| a.name.cmp(&b.name));
        shown
    }

    fn lists(&self) -> MutexGuard<'_, Vec<List>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
