//! Decides how long a connection may go on as it is: heads that never end, idleness, clients that stop reading.

use std::time::Duration;

use super::connection::Snapshot;
use crate::config;

/// The times that a connection has, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request.
    pub head_ms: u64,
    /// Without a request.
    pub idle_ms: u64,
    /// For a client to take or send a byte.
    pub stall_ms: u64,
}

/// What to do with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing before this time.
    Wait(u64),
    /// Close it in peace: nothing is under way.
    Retire,
    /// Cut it: the client does not do its part.
    Cut(&'static str),
}

impl Patience {
    /// The times of a configuration.
    pub fn of(server: &config::Server) -> Self {
        Self {
            head_ms: millis(server.header_read_timeout),
            idle_ms: millis(server.idle_timeout),
            stall_ms: millis(server.stall_timeout),
        }
    }

    /// The times when `open` of `max` places are taken: from a quarter on, the time to be idle shrinks in proportion, so
    /// that thousands of idle clients do not hold buffers for long.
    pub fn when_open(self, open: usize, max: usize) -> Self {
        let (open, quarter) = (open.max(1) as u64, (max / 4).max(1) as u64);
        Self { idle_ms: self.idle_ms.min(self.idle_ms.saturating_mul(quarter) / open), ..self }
    }

    /// Looks at a connection.
    pub fn judge(&self, connection: &Snapshot, now_ms: u64) -> Verdict {
        let (deadline, verdict) = self.deadline(connection);
        if now_ms >= deadline {
            return verdict;
        }
        // A deadline can come nearer when bytes begin to come or stop to go, so never sleep past the shortest.
        let shortest = self.head_ms.min(self.stall_ms).min(self.idle_ms);
        Verdict::Wait(deadline.min(now_ms.saturating_add(shortest)))
    }

    fn deadline(&self, connection: &Snapshot) -> (u64, Verdict) {
        let after = |since: u64, time: u64| since.saturating_add(time);
        if connection.blocked {
            return (after(connection.moved_ms, self.stall_ms), Verdict::Cut("the client stopped reading"));
        }
        if connection.busy {
            return (u64::MAX, Verdict::Retire);
        }
        let served = connection.quiet_since_ms > 0;
        if !served {
            return (after(connection.opened_ms, self.head_ms), Verdict::Cut("no request came"));
        }
        if connection.head_since_ms > 0 && !connection.multiplexed {
            return (
                after(connection.head_since_ms, self.head_ms),
                Verdict::Cut("the head of a request never ended"),
            );
        }
        (after(connection.quiet_since_ms, self.idle_ms), Verdict::Retire)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience { head_ms: 10, idle_ms: 60, stall_ms: 30 };

    fn quiet() -> Snapshot {
        Snapshot {
            opened_ms: 100,
            busy: false,
            quiet_since_ms: 200,
            head_since_ms: 0,
            moved_ms: 200,
            blocked: false,
            multiplexed: false,
        }
    }

    fn check(connection: Snapshot, deadline: u64, verdict: Verdict) {
        let wait = deadline.min(deadline - 1 + 10);
        assert_eq!(PATIENCE.judge(&connection, deadline - 1), Verdict::Wait(wait));
        assert_eq!(PATIENCE.judge(&connection, deadline), verdict);
    }

    #[test]
    fn a_connection_without_a_request_is_cut_after_the_time_for_a_head() {
        check(Snapshot { quiet_since_ms: 0, ..quiet() }, 110, Verdict::Cut("no request came"));
        let dribble = Snapshot { quiet_since_ms: 0, head_since_ms: 109, moved_ms: 109, ..quiet() };
        check(dribble, 110, Verdict::Cut("no request came"));
    }

    #[test]
    fn an_idle_connection_retires() {
        check(quiet(), 260, Verdict::Retire);
    }

    #[test]
    fn a_head_that_never_ends_is_cut_however_often_bytes_come() {
        let slow = Snapshot { head_since_ms: 220, moved_ms: 229, ..quiet() };
        check(slow, 230, Verdict::Cut("the head of a request never ended"));
    }

    #[test]
    fn frames_without_a_request_are_no_head_in_http_2() {
        let ping = Snapshot { head_since_ms: 220, moved_ms: 220, multiplexed: true, ..quiet() };
        check(ping, 260, Verdict::Retire);
    }

    #[test]
    fn a_client_that_stops_reading_is_cut_even_while_busy() {
        let stalled = Snapshot { busy: true, blocked: true, moved_ms: 300, ..quiet() };
        check(stalled, 330, Verdict::Cut("the client stopped reading"));
    }

    #[test]
    fn a_crowd_shortens_the_time_to_be_idle() {
        let idle_ms = |open| PATIENCE.when_open(open, 1000).idle_ms;
        assert_eq!([idle_ms(1), idle_ms(250), idle_ms(500), idle_ms(1000)], [60, 60, 30, 15]);
        assert_eq!(PATIENCE.when_open(9, 0).head_ms, PATIENCE.head_ms);
    }

    #[test]
    fn a_busy_connection_has_all_the_time() {
        let busy = Snapshot { busy: true, ..quiet() };
        assert_eq!(PATIENCE.judge(&busy, 1_000_000), Verdict::Wait(1_000_010));
    }
}
