//! One client of the hub.

use std::time::Instant;

use super::mentioned::Mentioned;
use super::outbox::Outbox;
use crate::{Metadata, Subscriptions};

/// The id of the hub among the clients.
pub(super) const HUB_ID: &str = "hub";

/// How a client has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// A program, which has read the lockfile.
    Standard,
    /// A page; its origin as its browser says it.
    Web { origin: Option<String> },
}

/// A client.
#[derive(Debug)]
pub(super) struct Registered {
    pub id: String,
    /// Its private key.
    pub key: String,
    /// Its key for reading addresses through the hub.
    pub reading_key: String,
    pub profile: Profile,
    pub metadata: Metadata,
    pub subscriptions: Subscriptions,
    pub outbox: Option<Outbox>,
    pub mentioned: Mentioned,
    /// When it was last heard of.
    pub heard: Instant,
    /// Messages that it has not answered yet.
    pub unanswered: usize,
}

impl Registered {
    pub(super) fn new(id: String, key: String, reading_key: String, profile: Profile) -> Self {
        Self {
            id,
            key,
            reading_key,
            profile,
            metadata: Metadata::default(),
            subscriptions: Subscriptions::default(),
            outbox: None,
            mentioned: Mentioned::default(),
            heard: Instant::now(),
            unanswered: 0,
        }
    }

    pub(super) fn is_page(&self) -> bool {
        matches!(self.profile, Profile::Web { .. })
    }

    /// The client in words: its name with its id.
    pub(super) fn shown(&self) -> String {
        match self.metadata.name() {
            Some(name) => format!("{name} ({})", self.id),
            None => self.id.clone(),
        }
    }
}
