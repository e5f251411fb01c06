//! The program `armilla`.
#![expect(dead_code, unused_imports, reason = "the plugin set, which uses the rest, is not wired in")]

mod app;
mod cli;
mod config;
mod http;
mod observe;
mod plugins;
mod publication;
mod services;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
