//! Resident memory of a process, now and at its peak.

use crate::error::Error;

/// Resident memory in KiB.
pub fn resident_kib(pid: u32) -> Result<u64, Error> {
    status(pid, "VmRSS:")
}

/// The largest resident memory in KiB since the start or since the last `forget_peak`.
pub fn peak_kib(pid: u32) -> Result<u64, Error> {
    status(pid, "VmHWM:")
}

/// Sets the peak to what is resident now (Linux, proc(5), `clear_refs`).
pub fn forget_peak(pid: u32) -> Result<(), Error> {
    let path = format!("/proc/{pid}/clear_refs");
    std::fs::write(&path, "5").map_err(|source| Error::file(path, source))
}

fn status(pid: u32, key: &str) -> Result<u64, Error> {
    let path = format!("/proc/{pid}/status");
    let text = std::fs::read_to_string(&path).map_err(|source| Error::file(&path, source))?;
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| Error::Bench(format!("{path} has no {key}")))
}
