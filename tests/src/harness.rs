//! Programs that the tests run: the host, PostgreSQL's client, STILTS, Python.

mod browser;
mod database;
mod host;
mod limits;
mod places;
mod programs;
mod random;
mod schemas;
mod site;
mod tell;
mod votlint;
mod wait;
mod web;

pub use browser::Browser;
pub use database::{Database, is_alive};
pub use host::{Host, Start, new_folder, shared, shared_for_rough_treatment};
pub use limits::raise_open_files;
pub use places::{host_program, project_root};
pub use programs::{fitsverify, python, stilts};
pub use random::Random;
pub use schemas::assert_valid;
pub use site::Site;
pub use tell::tell;
pub use votlint::assert_clean;
pub use wait::until;
pub use web::{Step, Web, web_answer};
