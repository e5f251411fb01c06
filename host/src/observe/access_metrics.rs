//! Counts of callers, and of those who were refused.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::labels::Label;

/// What the door counts.
#[derive(Debug)]
pub struct AccessMetrics {
    callers: Family<Labels, Counter>,
    refused: Family<Labels, Counter>,
}

type Labels = [(&'static str, Label); 1];

/// Why somebody was refused at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Wrong credentials.
    Wrong,
    /// Too many wrong attempts before.
    LockedOut,
    /// More log-ins at once than can be checked.
    Busy,
    /// Users could not be looked up.
    Unavailable,
    /// Credentials in the clear.
    PlainHttp,
    /// A page of somebody else made a browser ask.
    Forged,
    /// A token that is for other instances.
    OtherInstance,
}

impl AccessMetrics {
    /// Registers all.
    pub fn register(registry: &mut Registry) -> Self {
        let metrics = Self { callers: Family::default(), refused: Family::default() };
        registry.register("callers", "Requests let in, by kind of caller", metrics.callers.clone());
        registry.register(
            "log_ins_refused",
            "Requests refused for their credentials",
            metrics.refused.clone(),
        );
        metrics
    }

    /// A request was let in.
    pub fn caller(&self, is_known: bool) {
        let kind = if is_known { "known" } else { "anonymous" };
        self.callers.get_or_create(&[("caller", Label::Word(kind))]).inc();
    }

    /// A request was refused for its credentials.
    pub fn refused(&self, reason: Refusal) {
        let word = match reason {
            Refusal::Wrong => "wrong",
            Refusal::LockedOut => "locked-out",
            Refusal::Busy => "busy",
            Refusal::Unavailable => "unavailable",
            Refusal::PlainHttp => "plain-http",
            Refusal::Forged => "forged",
            Refusal::OtherInstance => "other-instance",
        };
        self.refused.get_or_create(&[("reason", Label::Word(word))]).inc();
    }
}
