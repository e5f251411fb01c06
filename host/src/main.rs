//! The program `armilla`.

mod access;
mod app;
mod cli;
mod config;
mod fetch;
mod functions;
mod http;
mod jobs;
mod observe;
mod plugins;
mod publication;
mod services;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
