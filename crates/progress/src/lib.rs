//! How commands say how far long work is: bars on a terminal, lines elsewhere.

mod terminal;

pub use terminal::TerminalProgress;

/// Hears how far each stage of some work is. Calls come often and from several threads.
pub trait Progress: Send + Sync {
    /// A stage has done so many of its steps; it ends when both numbers agree. Where the total is not known it is 0:
    /// then a bar only counts, and [`Progress::end`] ends it.
    fn report(&self, stage: &str, done: u64, total: u64);

    /// The stage is over, whatever was reported of it.
    fn end(&self, stage: &str) {
        let _ = stage;
    }
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn report(&self, _stage: &str, _done: u64, _total: u64) {}
}
