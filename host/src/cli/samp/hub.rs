//! `armilla samp hub`: a hub, until it is told to end.

use std::path::PathBuf;
use std::sync::Arc;

use samp::{Hub, HubEvent, HubOptions, Location};
use tokio::signal::unix::{SignalKind, signal};

use super::super::args::SampHub;
use super::consent::consent;
use super::{Failure, failure, print};

/// Runs a hub until Ctrl-C or SIGTERM.
pub async fn hub(flags: &SampHub) -> Result<(), Failure> {
    let lockfile = lockfile(flags)?;
    let options = HubOptions {
        lockfile: lockfile.clone(),
        web_port: (!flags.no_web).then_some(flags.web_port),
        consent: consent(&flags.yes_to),
        tell: Arc::new(|event| print::status(&sentence(&event))),
    };
    let hub = Hub::start(options).await.map_err(|error| cannot_start(error, flags))?;
    let web = match hub.web_url() {
        Some(url) => format!("at {url} for pages"),
        None => "not for pages".to_owned(),
    };
    let place = lockfile.display();
    print::status(&format!(
        "armilla: SAMP hub ready at {} for programs (lockfile {place}), {web}",
        hub.url()
    ));
    let no_signals =
        |error: std::io::Error| Failure::machine(format!("no signals: {error}"), "the system refuses them");
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    hub.stop().await.map_err(failure)
}

fn lockfile(flags: &SampHub) -> Result<PathBuf, Failure> {
    if let Some(file) = &flags.lockfile {
        return Ok(file.clone());
    }
    match Location::from_environment().map_err(failure)? {
        Location::File(file) => Ok(file),
        Location::Http(url) => Err(Failure::Usage(format!(
            "SAMP_HUB names {url}, which a hub cannot write; --lockfile names a file"
        ))),
    }
}

/// The failure; a port that is taken is most likely another hub's.
fn cannot_start(error: samp::SampError, flags: &SampHub) -> Failure {
    match &error {
        samp::SampError::Io { source, .. } if source.kind() == std::io::ErrorKind::AddrInUse => {
            Failure::machine(
                error.to_string(),
                format!("another hub may serve pages at port {}: end it, or use --no-web", flags.web_port),
            )
        }
        _ => failure(error),
    }
}

fn sentence(event: &HubEvent) -> String {
    match event {
        HubEvent::Registered { id } => format!("armilla: {id} has come"),
        HubEvent::Named { client } => format!("armilla: this is {client}"),
        HubEvent::Unregistered { client } => format!("armilla: {client} has gone"),
    }
}
