//! A plugin set: all instances of one configuration, and the routes to them.

use std::sync::Arc;

use plugin_api::{Description, HostServices, PluginInstance};

use super::offers::Offers;
use super::routes::Routes;
use crate::services::Tasks;

/// The instances that serve together. Each request and each body under way holds the set that it began with.
pub struct PluginSet {
    /// Counts the sets of this process, from 1.
    pub generation: u64,
    /// Whether any instance publishes collections, so that the host is ill without its database.
    pub publishes: bool,
    /// The instances, sorted by name.
    pub instances: Vec<Running>,
    /// The routes to them.
    pub routes: Routes,
    /// What the instances offer to each other.
    pub offers: Arc<Offers>,
    /// Their background tasks.
    pub tasks: Tasks,
}

/// A configured instance.
pub struct Running {
    /// The name, from its file.
    pub name: Arc<str>,
    /// Where it is mounted.
    pub mount: String,
    /// Whether the anonymous are refused.
    pub wants_log_in: bool,
    /// What its plugin says of itself.
    pub description: Description,
    /// The instance.
    pub instance: PluginInstance,
    /// The host's services for it.
    pub services: Arc<dyn HostServices>,
}

impl PluginSet {
    /// A set without instances.
    pub fn new(generation: u64) -> Self {
        Self {
            generation,
            publishes: false,
            instances: Vec::new(),
            routes: Routes::default(),
            offers: Arc::default(),
            tasks: Tasks::default(),
        }
    }

    /// Tells every instance that no new request will come.
    pub async fn drain(&self) {
        for running in &self.instances {
            if let Err(error) = running.instance.drain().await {
                tracing::error!("instance `{}` cannot be drained: {}", running.name, error.for_log());
            }
        }
    }
}

impl Drop for PluginSet {
    fn drop(&mut self) {
        // Offers hold plugins, plugins hold services, services hold the offers: the circle is cut here.
        self.offers.clear();
        self.tasks.end();
        tracing::debug!("plugin set {} is gone", self.generation);
    }
}
