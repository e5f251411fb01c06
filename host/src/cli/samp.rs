//! `armilla samp`: tables, images and positions for TOPCAT, Aladin and other programs of this desktop.

mod consent;
mod hub;
mod listen;
mod save;
mod send;

use samp::{Client, Location, Metadata, SampError};
use tokio::runtime::Runtime;

use super::args::SampAction;
use super::failure::Failure;
use super::print;

/// What to do where there is no hub.
const NO_HUB: &str = "start TOPCAT or Aladin, which bring one, or `armilla samp hub` in another terminal";

/// Does what the flags say.
pub fn samp(action: &SampAction) -> Result<(), Failure> {
    let runtime = Runtime::new().map_err(|error| {
        Failure::machine(format!("cannot start: {error}"), "the limit on threads may be too low")
    })?;
    match action {
        SampAction::List => runtime.block_on(list()),
        SampAction::Send(flags) => runtime.block_on(send::send(flags)),
        SampAction::Point(flags) => runtime.block_on(send::point(flags)),
        SampAction::Listen(flags) => runtime.block_on(listen::listen(flags)),
        SampAction::Hub(flags) => {
            let result = runtime.block_on(hub::hub(flags));
            // A question may still wait on the terminal.
            runtime.shutdown_background();
            result
        }
    }
}

/// Registers under a name.
async fn connect(name: &str) -> Result<Client, Failure> {
    let location = Location::from_environment().map_err(failure)?;
    let metadata = Metadata::new(&ascii(name), "The command line of Armilla")
        .with("x-samp.release.version", env!("CARGO_PKG_VERSION"));
    Client::connect(&location, &metadata).await.map_err(failure)
}

async fn list() -> Result<(), Failure> {
    let client = connect("armilla list").await?;
    for peer in client.peers().await.map_err(failure)? {
        let subscriptions = client.subscriptions(&peer.id).await.unwrap_or_default();
        let patterns: Vec<&str> = subscriptions.patterns().collect();
        print::line(format!("{:<6} {:<24} {}", peer.id, peer.name(), patterns.join(" ")).trim_end());
    }
    client.unregister().await.map_err(failure)
}

/// The failure with what to do now.
fn failure(error: SampError) -> Failure {
    let hint = match &error {
        SampError::NoHub(_) => NO_HUB.to_owned(),
        SampError::HubIsRunning { .. } => "it serves; `armilla samp list` prints who is there".to_owned(),
        SampError::Location(_) => "unset SAMP_HUB to use the file .samp of the home directory".to_owned(),
        SampError::Lockfile { place, .. } => format!("remove {place} if no hub is running"),
        SampError::Io { .. } => "the file must be yours, and the port free".to_owned(),
        SampError::Unreachable { .. } | SampError::NoAnswer { .. } => {
            format!("the hub may have ended; {NO_HUB}")
        }
        SampError::Fault(_) | SampError::Unexpected { .. } => {
            "`armilla samp list` prints who is there, and what each takes".to_owned()
        }
        SampError::Random(_) => "the system has no source of random numbers; see getrandom(2)".to_owned(),
    };
    Failure::machine(error.to_string(), hint)
}

/// SAMP has ASCII only (SAMP 1.3 §3.3).
fn ascii(text: &str) -> String {
    text.chars().map(|letter| if matches!(letter, ' '..='~') { letter } else { '?' }).collect()
}
