//! Panels and pages that other plugins offer at `portal.panel`.

use std::sync::PoisonError;

use plugin_api::{Offer, OfferValue, Result};
use serde::{Deserialize, Serialize};

use crate::Portal;
use crate::addresses::origin_of;
use crate::pages::Page;

/// The extension point.
const POINT: &str = "portal.panel";

/// An offer: a script that defines an element, and where the element goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Panel {
    /// The address of a module script, on this host.
    pub(crate) script: String,
    /// The name of the custom element that the script defines.
    pub(crate) element: String,
    /// Where it is shown.
    #[serde(rename = "where")]
    pub(crate) place: Place,
    /// The heading.
    pub(crate) title: String,
    /// The path of a page below the portal, e.g. `/weather`; empty for others.
    #[serde(default)]
    pub(crate) path: String,
}

/// Where a panel is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    /// At the foot of the page of an object.
    Object,
    /// As a page of its own.
    Page,
}

impl Portal {
    /// What is offered and can be used; the log tells what cannot and why.
    pub(crate) fn panels(&self) -> Result<Vec<Panel>> {
        let offers = self.host.offers(POINT)?;
        let read = offers.iter().filter_map(|offer| {
            let panel = self.panel(offer);
            let told = |why: &String| {
                let line =
                    format!("the panel `{}` of instance `{}` is left out: {why}", offer.name, offer.instance);
                self.tell_once(line);
            };
            panel.inspect_err(told).ok()
        });
        Ok(read.collect())
    }

    /// Offers are read for each page; what is wrong with one is logged the first time.
    fn tell_once(&self, line: String) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if !told.contains(&line) {
            tracing::warn!("{line}");
            told.insert(line);
        }
    }

    fn panel(&self, offer: &Offer) -> Result<Panel, String> {
        let OfferValue::Data(json) = &offer.value else { return Err("it is a service and no data".into()) };
        let panel: Panel = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let script = self.local(&panel.script);
        let is_element =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let is_path = |letter: char| is_element(letter) || letter == '_' || letter == '/';
        let name = panel.path.trim_matches('/');
        if origin_of(&script).is_some() || !script.starts_with('/') {
            // Pages load nothing from other hosts, and their policy would refuse it.
            return Err(format!("its script {} is not on this host", panel.script));
        }
        if !panel.element.contains('-') || !panel.element.chars().all(is_element) {
            return Err(format!("`{}` is no name of a custom element", panel.element));
        }
        if panel.place == Place::Page && (name.is_empty() || !name.chars().all(is_path)) {
            return Err(format!("`{}` is no path of letters, digits and `-`", panel.path));
        }
        if panel.place == Place::Page && Page::is_own(name) {
            return Err(format!("the page `{name}` is the portal's own"));
        }
        let path = if name.is_empty() { String::new() } else { format!("/{name}") };
        Ok(Panel { script, path, ..panel })
    }
}
