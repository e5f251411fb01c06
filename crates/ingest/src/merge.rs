//! Runs to one run: rows in the order of their keys, rows of one key in the order of the runs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;

use crate::memory::Memory;
use crate::row::Key;
use crate::spill::{Cursor, Spill};

/// Merges all runs and gives the rows to `give`, until that says that it wants no more. Where there are more runs than
/// may be merged at once, they are merged to fewer and longer ones first.
pub(crate) fn merge(
    mut spill: Spill,
    memory: &Memory,
    mut give: impl FnMut(&[u8]) -> bool,
) -> io::Result<()> {
    while spill.runs() > memory.runs_max {
        spill = fewer(&spill, memory)?;
    }
    let cursors = spill.cursors(0, spill.runs(), memory.window_bytes(spill.runs()))?;
    each_row(cursors, |row| Ok(give(row)))
}

/// Merges every so many runs to one, in a file of their own.
fn fewer(spill: &Spill, memory: &Memory) -> io::Result<Spill> {
    let mut longer = Spill::new()?;
    let mut waiting = Vec::new();
    for first in (0..spill.runs()).step_by(memory.runs_max) {
        longer.begin();
        let cursors = spill.cursors(first, memory.runs_max, memory.window_bytes(memory.runs_max))?;
        each_row(cursors, |row| {
            waiting.extend_from_slice(row);
            if waiting.len() >= memory.block_bytes {
                longer.append(&waiting)?;
                waiting.clear();
            }
            Ok(true)
        })?;
        longer.append(&waiting)?;
        waiting.clear();
    }
    Ok(longer)
}

fn each_row(mut cursors: Vec<Cursor<'_>>, mut take: impl FnMut(&[u8]) -> io::Result<bool>) -> io::Result<()> {
    let keys = cursors.iter().enumerate().map(|(place, cursor)| Reverse((cursor.key(), place)));
    let mut next: BinaryHeap<Reverse<(Key, usize)>> = keys.collect();
    while let Some(mut least) = next.peek_mut() {
        let place = least.0.1;
        let Some(cursor) = cursors.get_mut(place) else { break };
        if !take(cursor.row())? {
            break;
        }
        match cursor.next()? {
            true => *least = Reverse((cursor.key(), place)),
            false => drop(PeekMut::pop(least)),
        }
    }
    Ok(())
}
