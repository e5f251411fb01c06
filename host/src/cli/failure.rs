//! How a command can fail, and the exit code that says so to scripts.

use std::process::ExitCode;

use conf_file::{Problem, Problems};

use crate::http::BindError;

/// The exit codes of `armilla`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Good = 0,
    /// The command line is wrong; clap uses the same code.
    Usage = 2,
    /// The configuration is wrong.
    Config = 3,
    /// A plugin cannot be loaded, or refuses its settings.
    Plugin = 4,
    /// The port, the database or another thing of the machine cannot be used.
    Machine = 5,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A flag that cannot be followed.
    #[error("error: {0}")]
    Usage(String),
    /// Mistakes in the configuration.
    #[error("{0}")]
    Config(#[from] Problems),
    /// Mistakes that plugins found, or plugins that cannot be loaded.
    #[error("{0}")]
    Plugin(Problems),
    /// The port cannot be used.
    #[error("error: {0}\n\nhint: {hint}", hint = .0.hint)]
    Port(#[from] BindError),
    /// The database, or another thing of the machine, cannot be used.
    #[error("error: {message}\n\nhint: {hint}")]
    Machine {
        /// What happened: a lower-case fragment.
        message: String,
        /// What to do now.
        hint: String,
    },
}

impl Failure {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Config(_) => Exit::Config,
            Self::Plugin(_) => Exit::Plugin,
            Self::Port(_) | Self::Machine { .. } => Exit::Machine,
        }
    }

    /// A failure of the machine.
    pub fn machine(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Machine { message: message.into(), hint: hint.into() }
    }

    /// The failure of these problems, of which there must be one: mistakes in the files weigh more than plugins, and
    /// both are told.
    pub fn from_lists(config: Vec<Problem>, plugins: Vec<Problem>) -> Self {
        let only_plugins = config.is_empty();
        match Problems::of(config.into_iter().chain(plugins).collect()) {
            Some(problems) if only_plugins => Self::Plugin(problems),
            Some(problems) => Self::Config(problems),
            None => Self::machine("the configuration cannot be used", "`armilla check` tells more"),
        }
    }

    /// A failure of plugins; nothing if the list is empty.
    pub fn plugins(problems: Vec<Problem>) -> Result<(), Self> {
        Problems::of(problems).map_or(Ok(()), |problems| Err(Self::Plugin(problems)))
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use conf_file::Place;

    use super::*;

    #[test]
    fn every_failure_has_its_code() {
        let problems = || Problems::of(vec![Problem::new(Place::file("a"), "x")]).unwrap();
        let port =
            BindError { address: "a:1".into(), reason: "it is taken".into(), hint: "take another".into() };
        let cases = [
            (Failure::Usage("x".into()), 2),
            (Failure::Config(problems()), 3),
            (Failure::Plugin(problems()), 4),
            (Failure::Port(port), 5),
            (Failure::machine("x", "y"), 5),
        ];
        for (failure, code) in cases {
            assert_eq!(failure.exit() as u8, code, "{failure}");
        }
    }

    #[test]
    fn a_taken_port_is_told_with_what_to_do() {
        let port =
            BindError { address: "a:1".into(), reason: "it is taken".into(), hint: "take another".into() };
        assert_eq!(
            Failure::from(port).to_string(),
            "error: cannot listen on a:1: it is taken\n\nhint: take another"
        );
    }
}
