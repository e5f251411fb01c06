//! Forwards a plugin's log events and panics to the host: each library has a dispatcher and a panic hook of its own.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use abi_stable::std_types::RStr;
use tracing_core::field::{Field, Visit};
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::subscriber::Interest;
use tracing_core::{Event, Level, Metadata, Subscriber};

use crate::abi::{AbiCallsite, AbiHostBox};

/// Makes `host` the destination of this library's events and panics. Only the first call has an effect.
pub(crate) fn install(host: &AbiHostBox) {
    let forward = Forward { host: host.clone(), callsites: Mutex::default() };
    if tracing_core::dispatcher::set_global_default(tracing_core::Dispatch::new(forward)).is_ok() {
        std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    }
}

struct Forward {
    host: AbiHostBox,
    /// The host's number for each callsite, by its address.
    callsites: Mutex<HashMap<usize, u64>>,
}

impl Forward {
    fn number(&self, metadata: &'static Metadata<'static>) -> u64 {
        let place = std::ptr::from_ref(metadata).addr();
        let mut callsites = self.callsites.lock().unwrap_or_else(PoisonError::into_inner);
        *callsites.entry(place).or_insert_with(|| {
            self.host.log_register(AbiCallsite {
                target: RStr::from_str(metadata.target()),
                file: RStr::from_str(metadata.file().unwrap_or_default()),
                line: metadata.line().unwrap_or_default(),
                level: level_number(*metadata.level()),
            })
        })
    }
}

fn level_number(level: Level) -> u32 {
    match level {
        Level::ERROR => 1,
        Level::WARN => 2,
        Level::INFO => 3,
        Level::DEBUG => 4,
        Level::TRACE => 5,
    }
}

impl Subscriber for Forward {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.is_event() && self.number(metadata) != 0 { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
    }

    fn event(&self, event: &Event<'_>) {
        let number = self.number(event.metadata());
        if number == 0 {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        self.host.log_event(number, RStr::from_str(&text.message), RStr::from_str(text.fields.trim_start()));
    }

    // Spans stay within the plugin: the host's own span of the request is round every poll.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The message and the other fields of an event, as text.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        // Writing to a String cannot fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
