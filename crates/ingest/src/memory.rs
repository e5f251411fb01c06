//! How the memory is shared out.

/// Memory for rows while they are sorted, in bytes.
pub const MEMORY_BYTES_DEFAULT: usize = 128 << 20;

/// The smallest block that is sorted at once.
const BLOCK_BYTES_MIN: usize = 1 << 10;
/// The largest: more does not make sorting or merging faster.
const BLOCK_BYTES_MAX: usize = 32 << 20;
/// So many runs are merged at once; where there are more, some are merged to longer ones first.
const RUNS_MAX: usize = 512;
const WINDOW_BYTES_MIN: usize = 4 << 10;
const WINDOW_BYTES_MAX: usize = 1 << 20;

/// The parts of the memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// Bytes of rows that become one run.
    pub block_bytes: usize,
    /// Blocks that are sorted while others are read.
    pub blocks_waiting: usize,
    /// Runs that are merged at once.
    pub runs_max: usize,
    bytes: usize,
}

impl Memory {
    /// Shares out so many bytes for so many threads that sort.
    pub fn of(bytes: usize, threads: usize) -> Self {
        let blocks_waiting = threads.clamp(1, 16);
        // A block that waits is there as it was read and as it is sorted; one is filled and one is written.
        let blocks = 2 * blocks_waiting + 3;
        let block_bytes = (bytes / blocks).clamp(BLOCK_BYTES_MIN, BLOCK_BYTES_MAX);
        let runs_max = (bytes / WINDOW_BYTES_MIN).clamp(2, RUNS_MAX);
        Self { block_bytes, blocks_waiting, runs_max, bytes }
    }

    /// Bytes that are read ahead of each of so many runs while they are merged.
    pub fn window_bytes(&self, runs: usize) -> usize {
        // Half of it, for the rows that wait for the database.
        (self.bytes / 2 / runs.max(1)).clamp(WINDOW_BYTES_MIN, WINDOW_BYTES_MAX)
    }
}
