//! How a private server is to be run.

use std::{path::PathBuf, time::Duration};

use nix::sys::statvfs::statvfs;

/// How much a crash of the machine may cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: a commit returns when it is on disk.
    Full,
    /// The commits of the last second; the data stays consistent.
    #[default]
    Relaxed,
    /// Everything: for data that is thrown away with the process.
    None,
}

/// How a private server is to be run; [`Options::new`] gives values that suit a demo on a small machine.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds the cluster, its socket and its log; made if absent. The server's user becomes its owner.
    pub data_dir: PathBuf,
    /// The folder of `postgres` and `initdb`; `None` searches as [`crate::find_binaries`] says.
    pub bin_dir: Option<PathBuf>,
    /// The user to run as when this process is root; `None` is `postgres`.
    pub user: Option<String>,
    /// The name of the database superuser, used when the cluster is made.
    pub superuser: String,
    /// What a crash of the machine may cost.
    pub durability: Durability,
    /// Memory for the server's page cache in MiB.
    pub shared_buffers_mib: u32,
    /// How many connections may be open.
    pub connections_max: u16,
    /// Further settings of `postgresql.conf`, name and value; they win over all others.
    pub settings: Vec<(String, String)>,
    /// How long the server may take until it accepts connections; recovery after a crash counts.
    pub start_timeout: Duration,
    /// How long an orderly stop may take before the server is stopped at once.
    pub stop_timeout: Duration,
}

impl Options {
    /// A server in `data_dir`.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            bin_dir: None,
            user: None,
            superuser: "armilla".to_owned(),
            durability: Durability::default(),
            shared_buffers_mib: 256,
            connections_max: 100,
            settings: Vec::new(),
            start_timeout: Duration::from_secs(60),
            stop_timeout: Duration::from_secs(20),
        }
    }

    /// The settings as arguments of `postgres`.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let shared_buffers = format!("{}MB", self.shared_buffers_mib);
        let connections_max = self.connections_max.to_string();
        let fixed = [
            ("listen_addresses", ""),
            ("unix_socket_permissions", "0700"),
            ("logging_collector", "off"),
            ("lc_messages", "C"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("shared_buffers", &shared_buffers),
            ("max_connections", &connections_max),
            ("work_mem", "32MB"),
            ("maintenance_work_mem", "128MB"),
            // Bulk loads write much at once: fewer checkpoints, and no log for a table made in the same transaction.
            ("max_wal_size", "2GB"),
            ("wal_level", "minimal"),
            ("max_wal_senders", "0"),
            // Compiling a plan costs more than most catalogue queries.
            ("jit", "off"),
            // The backend of a client that is gone ends within a second.
            ("client_connection_check_interval", "1s"),
        ];
        let durability: &[_] = match self.durability {
            Durability::Full => &[],
            Durability::Relaxed => &[("synchronous_commit", "off")],
            Durability::None => {
                &[("synchronous_commit", "off"), ("fsync", "off"), ("full_page_writes", "off")]
            }
        };
        let shared: &[_] = if has_ample_shm() { &[] } else { &[("dynamic_shared_memory_type", "mmap")] };
        let own = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        fixed
            .into_iter()
            .chain(durability.iter().copied())
            .chain(shared.iter().copied())
            .chain(own)
            .flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")])
            .collect()
    }
}

/// Whether parallel queries find room in `/dev/shm`, of which a container often has 64 MiB; else they use files.
fn has_ample_shm() -> bool {
    const AMPLE_BYTES: u64 = 512 * 1024 * 1024;
    statvfs("/dev/shm").is_ok_and(|shm| shm.blocks_available() * shm.fragment_size() >= AMPLE_BYTES)
}
