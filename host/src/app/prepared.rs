//! A configuration that was read and checked, with its plugins loaded.

use catalogue::Scope;

use super::pool::Databases;
use super::{keyless, people, shared};
use crate::access::Audit;
use crate::cli::{self, Failure};
use crate::config::{self, Config};
use crate::jobs::Jobs;
use crate::observe::Metrics;
use crate::plugins::{Builder, Libraries, PlanProblems, Planned, plan};
use crate::services::Signer;

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
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(1).build();
        let runtime = runtime.map_err(|error| {
            Failure::machine(format!("cannot start: {error}"), "the limit on threads may be too low")
        })?;
        let _entered = runtime.enter();
        let (databases, identities) =
            (Databases::open(&config.host.database)?, people::without_database(config.users.clone())?);
        let signer = Signer::of_this_process().map_err(keyless)?;
        let (jobs, audit, metrics) = (Jobs::default(), Audit::default(), Metrics::new());
        let shared = shared(databases, jobs, signer, identities, audit, metrics, &config.host);
        let built = Builder::new(shared, String::new()).build(self.planned);
        built.map(drop).map_err(|problems| Failure::from_lists(Vec::new(), problems.into_iter().collect()))
    }
}
