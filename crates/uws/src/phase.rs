//! The phases of a job, and what each allows (UWS 1.1 §2.1.3).

use std::fmt;
use std::str::FromStr;

use dali::Error;

/// Where a job is between its creation and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Created, not yet committed.
    Pending,
    /// Committed, and waiting for its turn.
    Queued,
    /// Running.
    Executing,
    /// Done; the results are there.
    Completed,
    /// Failed.
    Error,
    /// Stopped by its user or by a limit.
    Aborted,
    /// Cannot be queued at present; the client must run it again.
    Held,
    /// Paused by the server.
    Suspended,
    /// The server cannot tell.
    Unknown,
    /// Ended and past its destruction, with its record kept.
    Archived,
}

impl Phase {
    /// All phases with their words.
    const ALL: [(Self, &'static str); 10] = [
        (Self::Pending, "PENDING"),
        (Self::Queued, "QUEUED"),
        (Self::Executing, "EXECUTING"),
        (Self::Completed, "COMPLETED"),
        (Self::Error, "ERROR"),
        (Self::Aborted, "ABORTED"),
        (Self::Held, "HELD"),
        (Self::Suspended, "SUSPENDED"),
        (Self::Unknown, "UNKNOWN"),
        (Self::Archived, "ARCHIVED"),
    ];

    /// The word of the standard, in upper case.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(phase, _)| *phase == self).map_or("UNKNOWN", |(_, word)| word)
    }

    /// The phase of a word in any case; `name` is the parameter that gave it.
    pub fn read(name: &str, word: &str) -> Result<Self, Error> {
        word.parse().map_err(|()| {
            let expected =
                "PENDING, QUEUED, EXECUTING, COMPLETED, ERROR, ABORTED, HELD, SUSPENDED, UNKNOWN or ARCHIVED";
            Error::invalid(name, word, expected)
        })
    }

    /// Whether WAIT blocks in this phase (UWS 1.1 §2.2.1.1).
    pub fn is_active(self) -> bool {
        matches!(self, Self::Pending | Self::Queued | Self::Executing)
    }

    /// Whether the job has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Error | Self::Aborted | Self::Archived)
    }

    /// Whether `PHASE=RUN` is possible.
    pub fn may_run(self) -> bool {
        matches!(self, Self::Pending | Self::Held)
    }
}

impl FromStr for Phase {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let found = Self::ALL.iter().find(|(_, known)| known.eq_ignore_ascii_case(word.trim()));
        found.map(|(phase, _)| *phase).ok_or(())
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_in_any_case() {
        for (phase, word) in Phase::ALL {
            assert_eq!(Phase::read("PHASE", word), Ok(phase));
            assert_eq!(Phase::read("PHASE", &format!(" {} ", word.to_lowercase())), Ok(phase));
            assert_eq!(phase.to_string(), word);
        }
    }

    #[test]
    fn another_word_is_refused_with_the_list() {
        assert_eq!(
            Phase::read("phase", "DONE").unwrap_err().to_string(),
            "parameter PHASE has the value `DONE`; it must be PENDING, QUEUED, EXECUTING, COMPLETED, ERROR, ABORTED, \
             HELD, SUSPENDED, UNKNOWN or ARCHIVED"
        );
    }

    #[test]
    fn a_phase_is_active_or_final_or_neither() {
        let active = Phase::ALL.iter().filter(|(phase, _)| phase.is_active()).count();
        let ended = Phase::ALL.iter().filter(|(phase, _)| phase.is_final()).count();
        let both = Phase::ALL.iter().any(|(phase, _)| phase.is_active() && phase.is_final());
        assert_eq!((active, ended, both), (3, 4, false));
        assert!(Phase::Pending.may_run() && !Phase::Executing.may_run());
    }
}
