//! Who asks, whether he is let in, and what the answer says about it: between `http` and the plugins.

mod account;
mod asker;
mod audit;
mod challenges;
mod credentials;
mod dressing;
pub mod form;
mod gate;
mod handover;
mod login;
mod login_form;
mod login_pages;
mod origin;
mod quota;
mod session_cookie;
mod signed_address;
mod visit;

#[cfg(test)]
mod tests;

pub use asker::Asker;
pub use audit::{Audit, Changes, Record};
pub use gate::Gate;
pub use login::LoginRoute;
pub use quota::{Permit, Quota, network_of};
pub use visit::Visit;
