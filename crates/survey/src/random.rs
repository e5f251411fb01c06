//! Streams of random numbers with the same bits on each machine.
//!
//! The generator is ChaCha with 8 rounds, and logarithms and sines come from `libm`, not from the C library of the
//! machine, whose last bit differs between versions and processors.

use std::f64::consts::TAU;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of random numbers that depends on a seed, a purpose and a number, and on nothing else.
pub(crate) struct Stream {
    generator: ChaCha8Rng,
    spare_normal: Option<f64>,
}

impl Stream {
    /// Opens the stream `number` of a purpose; different purposes never share numbers.
    pub(crate) fn new(seed: u64, purpose: [u8; 8], number: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&purpose);
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(number);
        Self { generator, spare_normal: None }
    }

    /// A number in [0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        // 53 bits: each value is exact.
        (self.generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number in [`low`, `high`).
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Whether an event of this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A number of the normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare_normal.take() {
            return spare;
        }
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        let (sin, cos) = libm::sincos(TAU * self.uniform());
        self.spare_normal = Some(radius * sin);
        radius * cos
    }

    /// A magnitude in [`bright`, `faint`) where the counts grow as ten to the power of `slope` times the magnitude.
    pub(crate) fn magnitude(&mut self, bright: f64, faint: f64, slope: f64) -> f64 {
        let growth = libm::exp10(slope * (faint - bright));
        bright + libm::log10(1.0 + (growth - 1.0) * self.uniform()) / slope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_another_seed_purpose_or_number_differ() {
        let first = |seed, purpose, number| Stream::new(seed, purpose, number).generator.next_u64();
        let drawn = [
            first(1, *b"position", 0),
            first(2, *b"position", 0),
            first(1, *b"physical", 0),
            first(1, *b"position", 1),
        ];
        for (place, value) in drawn.iter().enumerate() {
            assert!(!drawn[..place].contains(value));
        }
        assert_eq!(drawn[0], first(1, *b"position", 0));
    }

    #[test]
    fn normal_numbers_have_mean_0_and_deviation_1() {
        let mut stream = Stream::new(7, *b"a normal", 0);
        let drawn: Vec<f64> = (0..100_000).map(|_| stream.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / 1e5;
        let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 1e5;
        // Five standard errors of each.
        assert!(mean.abs() < 5.0 / 1e5_f64.sqrt());
        assert!((variance - 1.0).abs() < 5.0 * (2.0 / 1e5_f64).sqrt());
    }

    #[test]
    fn magnitudes_crowd_at_the_faint_end() {
        let mut stream = Stream::new(7, *b"a slope!", 0);
        let drawn: Vec<f64> = (0..10_000).map(|_| stream.magnitude(15.0, 20.0, 0.4)).collect();
        assert!(drawn.iter().all(|magnitude| (15.0..20.0).contains(magnitude)));
        let last = drawn.iter().filter(|&&magnitude| magnitude >= 19.0).count() as f64;
        let before = drawn.iter().filter(|&&magnitude| (18.0..19.0).contains(&magnitude)).count() as f64;
        assert!((last / before / 10_f64.powf(0.4) - 1.0).abs() < 0.2);
    }
}
