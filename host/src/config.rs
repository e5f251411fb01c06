//! The configuration in `conf.d`: files with places first, then valid values.

mod access;
mod address;
mod defaults;
mod host;
mod instance;
mod jobs;
mod listing;
mod load;
mod login;
mod mount;
mod overrides;
mod quota;
mod raw;
mod secrets;
mod section;
mod settings;
mod transport;

pub use address::Address;
pub use host::{Compression, Database, HostConfig, Log, LogFormat, Origins, Server};
pub use instance::Instance;
pub use listing::{Listed, Origin};
pub use load::{Config, load, read};
pub use overrides::Override;
pub use quota::{Limit, Limits, Quotas};
pub use secrets::readable_users;
pub use settings::{check_settings, list_settings};
pub use transport::{MetricsReaders, Network, TlsFiles};
