//! A configuration that was read and checked, with its plugins loaded.

use std::time::{Duration, Instant};

use catalogue::{Enumeration, Scope};
use plugin_api::OfferValue;
use tokio::runtime::Runtime;

use super::pool::Databases;
use super::{keyless, people, shared};
use crate::access::Audit;
use crate::cli::{self, Failure};
use crate::config::{self, Config};
use crate::jobs::Jobs;
use crate::observe::Metrics;
use crate::plugins::{Builder, Libraries, PlanProblems, Planned, PluginSet, plan};
use crate::services::Signer;

/// How long a table with an enumeration may take to be read.
const ENUMERATIONS_WAIT: Duration = Duration::from_secs(10);

/// Where plugins offer enumerations.
const ENUMERATIONS: &str = "adql.enumeration";

/// A configuration that was checked, with its plugins loaded.
pub struct Prepared {
    pub(super) libraries: Libraries,
    pub(super) planned: Planned,
}

impl Prepared {
    /// Reads the configuration and loads what it names; all mistakes of files and plugins at once.
    pub fn read(folder: &cli::Folder) -> Result<(Config, Self), Failure> {
        let libraries = Libraries::new().map_err(|error| {
            Failure::machine(format!("no temporary folder: {error}"), "set TMPDIR to a folder with room")
        })?;
        let (config, mut wrong) = config::read(&folder.conf, &folder.overrides);
        match plan(&config, &libraries) {
            Ok(planned) if wrong.is_empty() => Ok((config, Self { libraries, planned })),
            Ok(_) => Err(Failure::from_lists(wrong, Vec::new())),
            Err(PlanProblems { config: more, plugins }) => {
                wrong.extend(more);
                Err(Failure::from_lists(wrong, plugins))
            }
        }
    }

    /// Everything that each instance publishes.
    pub fn published(&self) -> Vec<Scope> {
        self.planned.publication.wholes().cloned().collect()
    }

    /// Configures the plugins and lets go of them again, to see whether they take their settings.
    pub fn configure(self, config: &Config) -> Result<(), Failure> {
        self.configured(config).map(drop)
    }

    /// What the plugins offer as enumerations to a collection, each with its name. One that comes from a table of the
    /// database is waited for while `is_enough` is false, some seconds at most.
    pub fn enumerations(
        self,
        config: &Config,
        collection: &str,
        is_enough: impl Fn(&[Enumeration]) -> bool,
    ) -> Result<Vec<Enumeration>, Failure> {
        let (_runtime, set) = self.configured(config)?;
        let begun = Instant::now();
        loop {
            let offers = set.offers.at(ENUMERATIONS);
            let of_collection =
                offers.iter().filter(|offer| offer.collection.as_deref().is_none_or(|id| id == collection));
            let read = of_collection.filter_map(|offer| match &offer.value {
                OfferValue::Data(json) => serde_json::from_str(json).ok(),
                OfferValue::Service(_) => None,
            });
            let found: Vec<Enumeration> = read.filter(|one: &Enumeration| one.check().is_ok()).collect();
            if is_enough(&found) || begun.elapsed() > ENUMERATIONS_WAIT {
                return Ok(found);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn configured(self, config: &Config) -> Result<(Runtime, PluginSet), Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(1).build();
        let runtime = runtime.map_err(|error| {
            Failure::machine(format!("cannot start: {error}"), "the limit on threads may be too low")
        })?;
        let entered = runtime.enter();
        let (databases, identities) =
            (Databases::open(&config.host.database)?, people::without_database(config.users.clone())?);
        let signer = Signer::of_this_process().map_err(keyless)?;
        let (jobs, audit, metrics) = (Jobs::default(), Audit::default(), Metrics::new());
        let shared = shared(databases, jobs, signer, identities, audit, metrics, &config.host);
        let built = Builder::new(shared, String::new()).build(self.planned);
        let set =
            built.map_err(|problems| Failure::from_lists(Vec::new(), problems.into_iter().collect()))?;
        drop(entered);
        Ok((runtime, set))
    }
}
