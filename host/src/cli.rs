//! The command line: what each command does, and how it ends.

mod access;
mod args;
mod check;
mod demo;
mod describe;
mod drop;
mod failure;
mod hips;
mod index;
mod ingest;
mod ingest_images;
mod plugins;
mod print;
mod recorded;
mod roles;
mod run;
mod samp;
mod secret;
mod serve;
mod show;
mod statistics;
mod token;
mod user;
mod workbench;

use std::process::ExitCode;

use clap::Parser;

pub use args::Folder;
use args::{Args, Command};
pub use failure::{Exit, Failure};
pub use serve::{Application, Setup};

/// Reads the command line, does what it says, and reports how that ended.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let result = match &args.command {
        Command::Run(folder) => run::run(folder),
        Command::Access(flags) => access::access(flags),
        Command::Check(flags) => check::check(flags),
        Command::Index(flags) => index::index(flags),
        Command::Statistics(flags) => statistics::statistics(flags),
        Command::Describe(flags) => describe::describe(flags),
        Command::Drop(flags) => drop::drop(flags),
        Command::Plugins(folder) => plugins::plugins(folder, plugins::find),
        Command::Ingest(flags) => ingest::ingest(flags),
        Command::IngestImages(flags) => ingest_images::ingest_images(flags),
        Command::Demo(flags) => demo::demo(flags),
        Command::DemoImages(flags) => demo::images(flags),
        Command::Hips(flags) => hips::hips(flags),
        Command::Samp { action } => samp::samp(action),
        Command::User { action } => user::user(action),
        Command::Token { action } => token::token(action),
        Command::Config(folder) => show::config(folder, plugins::keys),
    };
    match result {
        Ok(()) => Exit::Good.into(),
        Err(failure) => {
            print::failure(&failure);
            failure.exit().into()
        }
    }
}
