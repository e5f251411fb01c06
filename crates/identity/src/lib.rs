//! Who is asking: what clients present, whom the host knows, and who is refused.
//!
//! [`Identities`] is the one way in. Hashes of passwords are checked off the async threads, few at once; what was right
//! is remembered for some minutes under a keyed hash; who guesses is made to wait. No password, token or session is ever
//! kept, logged or shown as it is.
//!
//! Sessions and tokens are rows of the database under their hashes. Each carries a mark of its user's password of then,
//! so that it ends with that password, wherever users are kept.

pub mod accounts;
mod address;
mod bounded;
mod caller;
mod digest;
mod directory;
mod flights;
mod grants;
mod hashing;
mod identities;
mod lockout;
mod name;
mod outside;
mod password;
mod passwords;
mod proof;
mod provider;
mod recent;
mod sessions;
mod settings;
mod state;
pub mod tokens;
mod users;
mod users_file;

pub use caller::{Caller, Source};
pub use identities::{Identities, NewSession, OpenError};
pub use name::{group_fault, user_fault};
pub use outside::{Asking, Known, NoAnswer, Outside};
pub use password::{HashFault, PasswordHash};
pub use proof::{Proof, Refused};
pub use provider::{ProviderSettings, address_fault};
pub use settings::{Place, Settings};
pub use state::create as create_tables;
pub use users::{User, Users};
pub use users_file::{FileError, UsersFile, no_user};
