//! Plugins: libraries, instances, routes, and the set that serves at a time.

mod authenticators;
mod build;
mod crossing;
mod dispatch;
mod library;
mod log_forward;
mod offers;
mod routes;
mod set;

pub use authenticators::Authenticators;
pub use build::{Builder, PlanProblems, Planned, folders, plan};
pub use dispatch::{Dispatch, Found};
pub use library::{Libraries, LibraryError, Loaded};
pub use log_forward::LogForward;
pub use offers::Offers;
pub use set::{PluginSet, Running};
