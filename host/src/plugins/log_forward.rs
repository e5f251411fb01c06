//! Log events of plugins in the host's own log: each place of an event becomes a callsite here.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use plugin_api::Callsite;
use tracing_core::callsite::{self, Identifier};
use tracing_core::field::{FieldSet, Value};
use tracing_core::subscriber::Interest;
use tracing_core::{Event, Kind, Level, Metadata, dispatcher};

/// The places of events that plugins have told of. They live as long as the process, as callsites must.
#[derive(Default)]
pub struct LogForward {
    sites: Mutex<Sites>,
}

#[derive(Default)]
struct Sites {
    by_place: HashMap<(String, String, u32, Level), u64>,
    all: Vec<&'static Site>,
}

/// A callsite made at run time.
struct Site {
    metadata: OnceLock<Metadata<'static>>,
}

impl callsite::Callsite for Site {
    fn set_interest(&self, _: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        self.metadata.get().expect("the metadata are set before the callsite is registered")
    }
}

impl LogForward {
    /// The number of a place; 0 if its level and target are not logged.
    pub fn register(&self, place: Callsite<'_>) -> u64 {
        let key = (place.target.to_owned(), place.file.to_owned(), place.line, place.level);
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&number) = sites.by_place.get(&key) {
            return number;
        }
        let site = leak(place);
        let number =
            if dispatcher::get_default(|dispatch| dispatch.enabled(callsite::Callsite::metadata(site))) {
                sites.all.push(site);
                sites.all.len() as u64
            } else {
                0
            };
        sites.by_place.insert(key, number);
        number
    }

    /// Logs an event of a registered place.
    pub fn event(&self, number: u64, message: &str, fields: &str) {
        let index = usize::try_from(number).unwrap_or_default().wrapping_sub(1);
        let site = self.sites.lock().unwrap_or_else(PoisonError::into_inner).all.get(index).copied();
        let Some(metadata) = site.and_then(|site| site.metadata.get()) else { return };
        let names = metadata.fields();
        let (Some(message_field), Some(fields_field)) = (names.field("message"), names.field("fields"))
        else {
            return;
        };
        let message = format_args!("{message}");
        let fields = (!fields.is_empty()).then_some(&fields as &dyn Value);
        let values = [(&message_field, Some(&message as &dyn Value)), (&fields_field, fields)];
        Event::dispatch(metadata, &names.value_set(&values));
    }
}

fn leak(place: Callsite<'_>) -> &'static Site {
    let text = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let site: &'static Site = Box::leak(Box::new(Site { metadata: OnceLock::new() }));
    let fields = FieldSet::new(&["message", "fields"], Identifier(site));
    let file = Some(text(place.file));
    let target = text(place.target);
    let metadata = Metadata::new(
        "plugin event",
        target,
        place.level,
        file,
        Some(place.line),
        Some(target),
        fields,
        Kind::EVENT,
    );
    // The cell is new, so that this is the only value it ever gets.
    let _ = site.metadata.set(metadata);
    callsite::register(site);
    site
}
