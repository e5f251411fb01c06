//! Who is asking: what clients present, whom the host knows, and who is refused.
//!
//! [`Identities`] is the one way in. Hashes of passwords are checked off the async threads, few at once; what was right
//! is remembered for some minutes under a keyed hash; who guesses is made to wait. No password, token or session is ever
//! kept, logged or shown as it is.

mod address;
mod bounded;
mod caller;
mod digest;
mod directory;
mod flights;
mod hashing;
mod identities;
mod lockout;
mod name;
mod password;
mod passwords;
mod proof;
mod recent;
mod users;

pub use caller::{Caller, Source};
pub use identities::{Identities, NewSession};
pub use name::{group_fault, user_fault};
pub use password::{HashFault, PasswordHash};
pub use proof::{Proof, Refused};
pub use users::{User, Users};
