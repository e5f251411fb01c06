//! The operating system's limit on open files, which is the limit on connections.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Files that the host needs beside its connections: libraries, logs, database, spool files.
const RESERVE: u64 = 512;

/// Raises the soft limit on open files to what `connections_max` needs, as far as the hard limit goes; gives the number
/// of connections that fit.
pub fn raise_open_files(connections_max: usize) -> usize {
    let needed = (connections_max as u64).saturating_add(RESERVE);
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else { return connections_max };
    let wanted = needed.min(hard).max(soft);
    let limit = match setrlimit(Resource::RLIMIT_NOFILE, wanted, hard) {
        Ok(()) => wanted,
        Err(_) => soft,
    };
    let fit = limit.saturating_sub(RESERVE).max(limit / 2).min(connections_max as u64);
    usize::try_from(fit).unwrap_or(connections_max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_connections_than_files_are_cut_to_what_fits() {
        let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
        assert_eq!(raise_open_files(16), 16);
        let fit = raise_open_files(usize::MAX) as u64;
        assert!(fit < hard && fit > 0, "{fit} of {hard}");
        assert_eq!(getrlimit(Resource::RLIMIT_NOFILE).unwrap().0, hard);
    }
}
