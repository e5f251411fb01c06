//! Spooled bytes as a file that can be read and sought.

use std::io::{self, Read, Seek, SeekFrom};

use super::Spooled;

/// A place in spooled bytes.
#[derive(Clone, Debug)]
pub struct SpoolReader {
    spooled: Spooled,
    place: u64,
}

impl SpoolReader {
    pub(super) fn new(spooled: Spooled) -> Self {
        Self { spooled, place: 0 }
    }
}

impl Read for SpoolReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.spooled.read_at(self.place, out)?;
        self.place += count as u64;
        Ok(count)
    }
}

impl Seek for SpoolReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(offset) => self.spooled.length().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.place.checked_add_signed(offset),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}
