//! Roles of PostgreSQL made from what is published, so that a query reads what its caller may see and nothing else.
//!
//! Each collection has a role without log-in that reads its published columns. Each view, which is what callers of the
//! same rights see, has a role that is a member of those of the collections it sees whole, and has grants of its own for
//! the rest. The name of a role holds a hash of what it may do: a role of a name always reads the same, so hosts with
//! other collections, or an older configuration, never take anything from each other.
//!
//! A role is compared with what it should be, and only the difference is written; where there is none nothing is, so
//! that a standby and a login without rights are content with roles that somebody else has made.
//!
//! Where callers see a part of the rows, the role of their view has a restrictive policy on the relation, and all others
//! of the database one that lets them do what they did before.

mod actual;
mod carry;
mod difference;
mod filters;
mod guard;
mod make;
mod naming;
mod policy;
mod reads;
mod sql;
mod stale;
mod unguarded;

pub use carry::carry_sql;
pub use guard::{guard, guard_script, unguarded};
pub use make::{NotMade, ensure, script};
pub use naming::{Naming, Role};
pub use reads::Reads;
pub use stale::{drop_policies, drop_stale};
pub use unguarded::{Unguarded, Why};

/// How comments begin on roles and policies that a host has made.
pub const MARK: &str = "made by armilla";
