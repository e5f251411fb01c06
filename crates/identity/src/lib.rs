//! Who is asking: what clients present, whom the host knows, and who is refused.

mod caller;
mod proof;

pub use caller::{Caller, Source};
pub use proof::{Proof, Refused};
