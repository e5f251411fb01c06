//! The memory of this process.

/// Growth beyond this is no cache any more.
const GROWTH_KIB: u64 = 64 << 10;
/// By then all seeds are read and the allocator has what it needs.
const WARM: u64 = 20_000;

/// Notices memory that grows with the number of texts.
#[derive(Default)]
pub struct Watch {
    warm_kib: Option<u64>,
}

impl Watch {
    /// What to say if memory has grown since the start.
    pub fn growth(&mut self, count: u64) -> Option<String> {
        if count < WARM {
            return None;
        }
        let now_kib = status("VmRSS:");
        let warm_kib = *self.warm_kib.get_or_insert(now_kib);
        (now_kib > warm_kib + GROWTH_KIB)
            .then(|| format!("memory grew from {warm_kib} KiB to {now_kib} KiB within {count} texts"))
    }
}

/// The largest resident memory so far, in KiB; 0 where the system does not tell.
pub fn peak_kib() -> u64 {
    status("VmHWM:")
}

fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
