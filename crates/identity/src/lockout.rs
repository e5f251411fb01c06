//! Who guesses passwords is made to wait, ever longer; who knows his own is not, wherever else others guess it.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::address::Origin;
use crate::bounded::Bounded;
use crate::digest::Digest;
use crate::recent::Recent;

/// Wrong attempts, counted by user and origin together, and by origin alone. Never by user alone: else anybody could lock
/// anybody out.
pub(crate) struct Lockout {
    counts: Mutex<Counts>,
    /// What was right a while ago, by its keyed hash: it does not wait for those who guess beside it.
    proven: Recent<Digest, ()>,
}

struct Counts {
    pairs: Bounded<(Digest, Origin), Count>,
    origins: Bounded<Origin, Count>,
}

#[derive(Clone, Copy)]
struct Count {
    wrong: u32,
    last: Instant,
}

/// When attempts have to wait.
struct Rule {
    /// Wrong attempts without a wait.
    free: u32,
    /// The longest wait.
    wait_max: Duration,
}

const PAIR: Rule = Rule { free: 5, wait_max: Duration::from_secs(900) };
const ORIGIN: Rule = Rule { free: 20, wait_max: Duration::from_secs(60) };

/// Wrong attempts are forgotten after this time without another one.
const FORGET: Duration = Duration::from_secs(1800);

/// For how long credentials stay proven without being used.
const PROVEN: Duration = Duration::from_secs(86_400);
const PROVEN_MAX: usize = 20_000;

/// Records of each kind, of some 100 bytes; a flood of names pushes the oldest out, never the origin that floods.
const RECORDS_MAX: usize = 100_000;

impl Lockout {
    pub fn new() -> Self {
        let counts = Counts { pairs: Bounded::new(RECORDS_MAX), origins: Bounded::new(RECORDS_MAX) };
        Self { counts: Mutex::new(counts), proven: Recent::new(PROVEN_MAX) }
    }

    /// Whether these credentials were right a while ago.
    pub fn is_proven(&self, credentials: &Digest) -> bool {
        self.proven.get(credentials).is_some()
    }

    /// Notes that credentials were right.
    pub fn prove(&self, credentials: Digest) {
        self.proven.insert(credentials, (), PROVEN);
    }

    /// Notes that credentials are right no more: from now on they count like any others.
    pub fn disprove(&self, credentials: &Digest) {
        self.proven.remove(credentials);
    }

    /// Whether an attempt may be made now; else the time to wait.
    pub fn check(&self, user: Digest, origin: Origin, now: Instant) -> Result<(), Duration> {
        self.with(|counts| counts.check(user, origin, now))
    }

    /// Counts an attempt as wrong before it is made, so that many at once are as many; else the time to wait.
    pub fn charge(&self, user: Digest, origin: Origin, now: Instant) -> Result<(), Duration> {
        self.with(|counts| {
            counts.check(user, origin, now)?;
            charge(&mut counts.pairs, (user, origin), now);
            charge(&mut counts.origins, origin, now);
            Ok(())
        })
    }

    /// Takes a charge back, since the attempt was right. Others of the origin stay counted: else who has an account could
    /// guess those of others.
    pub fn forgive(&self, user: Digest, origin: Origin) {
        self.with(|counts| {
            counts.pairs.remove(&(user, origin));
            if let Some(&count) = counts.origins.get(&origin) {
                counts.origins.insert(origin, Count { wrong: count.wrong.saturating_sub(1), ..count });
            }
        });
    }

    /// Whether an origin may make an attempt that names no user, e.g. with a token.
    pub fn check_origin(&self, origin: Origin, now: Instant) -> Result<(), Duration> {
        self.with(|counts| free(counts.origins.get(&origin), &ORIGIN, now))
    }

    /// Counts a wrong attempt that named no user.
    pub fn charge_origin(&self, origin: Origin, now: Instant) {
        self.with(|counts| charge(&mut counts.origins, origin, now));
    }

    fn with<T>(&self, work: impl FnOnce(&mut Counts) -> T) -> T {
        work(&mut self.counts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Counts {
    fn check(&self, user: Digest, origin: Origin, now: Instant) -> Result<(), Duration> {
        free(self.origins.get(&origin), &ORIGIN, now)?;
        free(self.pairs.get(&(user, origin)), &PAIR, now)
    }
}

fn free(count: Option<&Count>, rule: &Rule, now: Instant) -> Result<(), Duration> {
    let Some(count) = count else { return Ok(()) };
    let since = now.saturating_duration_since(count.last);
    match rule.wait(count.wrong).checked_sub(since) {
        Some(rest) if !rest.is_zero() && since < FORGET => Err(rest),
        _ => Ok(()),
    }
}

fn charge<K: Hash + Eq>(counts: &mut Bounded<K, Count>, key: K, now: Instant) {
    let count = counts.touch(key, || Count { wrong: 0, last: now });
    if now.saturating_duration_since(count.last) >= FORGET {
        count.wrong = 0;
    }
    *count = Count { wrong: count.wrong.saturating_add(1), last: now };
}

impl Rule {
    /// The wait after so many wrong attempts: 1, 2, 4 … seconds.
    fn wait(&self, wrong: u32) -> Duration {
        match wrong.checked_sub(self.free) {
            None => Duration::ZERO,
            Some(doublings) => Duration::from_secs(1 << doublings.min(32)).min(self.wait_max),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    const ADA: Digest = [1; 32];

    fn origin(last: u8) -> Origin {
        IpAddr::from(Ipv4Addr::new(192, 0, 2, last)).into()
    }

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn guesses_of_one_user_wait_ever_longer() {
        let (lockout, mut now) = (Lockout::new(), Instant::now());
        for _ in 0..5 {
            assert_eq!(lockout.charge(ADA, origin(1), now), Ok(()));
        }
        for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert_eq!(lockout.charge(ADA, origin(1), now), Err(secs(wait)));
            now += secs(wait);
            assert_eq!(lockout.charge(ADA, origin(1), now), Ok(()));
        }
        now += secs(1800);
        for _ in 0..5 {
            assert_eq!(lockout.charge(ADA, origin(1), now), Ok(()));
        }
    }

    #[test]
    fn a_user_is_not_locked_out_elsewhere() {
        let (lockout, now) = (Lockout::new(), Instant::now());
        while lockout.charge(ADA, origin(1), now).is_ok() {}
        assert_eq!(lockout.check(ADA, origin(1), now), Err(secs(1)));
        assert_eq!(lockout.check(ADA, origin(2), now), Ok(()));
        assert_eq!(lockout.check([2; 32], origin(1), now), Ok(()));
    }

    #[test]
    fn guesses_of_many_users_from_one_origin_wait_too() {
        let (lockout, now) = (Lockout::new(), Instant::now());
        for user in 0..20 {
            assert_eq!(lockout.charge([user; 32], origin(1), now), Ok(()));
        }
        assert_eq!(lockout.check([99; 32], origin(1), now), Err(secs(1)));
        assert_eq!(lockout.check_origin(origin(1), now), Err(secs(1)));
        assert_eq!(lockout.check_origin(origin(2), now), Ok(()));
    }

    #[test]
    fn a_right_attempt_forgives_its_user_and_itself_only() {
        let (lockout, now) = (Lockout::new(), Instant::now());
        for user in 0..19 {
            lockout.charge([user; 32], origin(1), now).unwrap();
        }
        for _ in 0..10 {
            lockout.charge(ADA, origin(1), now).unwrap();
            lockout.forgive(ADA, origin(1));
        }
        lockout.charge([50; 32], origin(1), now).unwrap();
        assert_eq!(lockout.check(ADA, origin(1), now), Err(secs(1)));
    }

    #[test]
    fn a_flood_of_names_does_not_push_out_its_origin() {
        let (lockout, start) = (Lockout::new(), Instant::now());
        let mut made = 0;
        for number in 0..RECORDS_MAX * 2 {
            let mut user = [0; 32];
            user[..8].copy_from_slice(&number.to_le_bytes());
            made += u32::from(lockout.charge(user, origin(1), start + secs(number as u64 / 1000)).is_ok());
        }
        // Twenty, then after 1, 2, 4, 8, 16, 32, 60, 60 seconds of the 200.
        assert_eq!(made, 28);
    }
}
