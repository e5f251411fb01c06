//! What pages may send: messages that no receiver takes as a command (SAMP 1.3 §5.4).

use crate::Subscriptions;
use crate::mtype::covers;

/// The messages that JSAMP and others let pages send.
const HARMLESS: [&str; 9] = [
    "samp.app.*",
    "samp.msg.progress",
    "table.*",
    "image.*",
    "coord.*",
    "spectrum.*",
    "bibcode.*",
    "voresource.*",
    "coverage.*",
];

/// Whether a page may send a message to who subscribes so: it is of a harmless kind, or the receiver says that it is.
pub(super) fn may_come_from_page(mtype: &str, receiver: &Subscriptions) -> bool {
    HARMLESS.iter().any(|pattern| covers(pattern, mtype)) || receiver.call_harmless(mtype)
}
