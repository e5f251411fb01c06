//! Random moments that can be had again.

use std::time::SystemTime;

use super::tell;

/// Numbers that look random and follow from a seed (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// The seed of `ARMILLA_KILL_SEED`, or of the clock; the test's output tells it.
    pub fn seed() -> u64 {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let seed = std::env::var("ARMILLA_KILL_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(now);
        tell(&format!("killing with ARMILLA_KILL_SEED={seed}"));
        seed
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}
