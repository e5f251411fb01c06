//! The names that one caller may use at one service instance.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Collection;

/// The schemas of an instance, cut down to what a caller may see. Whatever is absent does not exist for him.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// Content hash of the whole published set; the key of its rows in the stored TAP_SCHEMA.
    pub hash: String,
    /// The instance, e.g. `tap`.
    pub instance: String,
    /// The visible schemas, in published order, without TAP_SCHEMA.
    pub schemas: Vec<ScopedSchema>,
}

/// A collection under the schema name that it has at this instance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScopedSchema {
    /// The schema name that users write here.
    pub name: String,
    /// What it holds.
    pub collection: Arc<Collection>,
}
