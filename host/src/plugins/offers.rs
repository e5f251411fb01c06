//! Extension points of one plugin set: what its instances offer to each other.

use std::sync::{PoisonError, RwLock};

use plugin_api::Offer;

/// The offers of one set. They are gone when the set is gone.
#[derive(Default)]
pub struct Offers {
    all: RwLock<Vec<Offer>>,
}

impl Offers {
    /// Adds an offer; the same name of the same instance at the same point is replaced.
    pub fn add(&self, offer: Offer) {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &Offer| {
            (&known.point, &known.name, &known.instance, &known.collection)
                == (&offer.point, &offer.name, &offer.instance, &offer.collection)
        };
        all.retain(|known| !same(known));
        all.push(offer);
    }

    /// What is offered at a point, in the order of offering.
    pub fn at(&self, point: &str) -> Vec<Offer> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter(|offer| offer.point == point).cloned().collect()
    }

    /// Forgets everything; offers hold their plugin, and the plugin holds its host's services.
    pub fn clear(&self) {
        self.all.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(instance: &str, name: &str, data: &str) -> Offer {
        Offer { instance: instance.into(), ..Offer::data("adql.enumeration", name, data) }
    }

    #[test]
    fn an_offer_is_found_at_its_point_and_replaced_by_its_owner_only() {
        let offers = Offers::default();
        offers.add(named("filters", "jplus", "1"));
        offers.add(named("other", "jplus", "2"));
        offers.add(named("filters", "jplus", "3"));
        let found: Vec<String> =
            offers.at("adql.enumeration").into_iter().map(|offer| offer.instance).collect();
        assert_eq!(found, ["other", "filters"]);
        assert!(offers.at("adql.function").is_empty());
    }
}
