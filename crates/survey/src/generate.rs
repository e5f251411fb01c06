//! Makes the rows of a release on several threads, and hands them out in order.

use std::{
    ops::ControlFlow,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use crate::{
    SurveyError,
    placing::place,
    plan::{Cell, Plan},
    tables::object_relations,
    tuple::Tuples,
    writer::Writer,
};

/// Finished blocks that wait for each thread's turn. Eight blocks are a cell of the largest survey, so that no thread
/// waits long, and memory stays within about 15 MB for each.
const BLOCKS_WAITING: usize = 8;

/// Rows of all tables for objects that follow each other in HEALPix order.
#[derive(Debug)]
pub(crate) struct Block {
    /// The rows, in the order of [`object_relations`].
    pub(crate) tables: Vec<Tuples>,
    /// Whether the next block belongs to another cell.
    ends_cell: bool,
}

/// Makes all rows and gives them to `take` block by block, until it breaks. The rows do not depend on the number of
/// threads, which is at least one.
pub(crate) fn generate(
    plan: &Plan,
    threads: usize,
    take: impl FnMut(Block) -> ControlFlow<()>,
) -> Result<(), SurveyError> {
    let threads = threads.clamp(1, plan.cells.len().max(1));
    let writer = Writer::new(plan);
    let writer = &writer;
    thread::scope(|scope| {
        let mut receivers = Vec::with_capacity(threads);
        let mut workers = Vec::with_capacity(threads);
        for first in 0..threads {
            let (sender, receiver) = sync_channel(BLOCKS_WAITING);
            receivers.push(receiver);
            let cells = plan.cells.iter().skip(first).step_by(threads);
            workers.push(scope.spawn(move || make_cells(plan, writer, cells, &sender)));
        }
        let complete = collect(plan, &receivers, take);
        // Threads that wait for their turn end now.
        drop(receivers);
        let failures = workers.into_iter().filter_map(|worker| worker.join().err()).count();
        if complete && failures == 0 { Ok(()) } else { Err(SurveyError::Generator(plan.release.id())) }
    })
}

/// Takes the blocks of each cell in order; false if a thread ended before its work did.
fn collect(
    plan: &Plan,
    receivers: &[Receiver<Block>],
    mut take: impl FnMut(Block) -> ControlFlow<()>,
) -> bool {
    for (_, receiver) in plan.cells.iter().zip(receivers.iter().cycle()) {
        loop {
            let Ok(block) = receiver.recv() else { return false };
            let ends_cell = block.ends_cell;
            if take(block).is_break() {
                return true;
            }
            if ends_cell {
                break;
            }
        }
    }
    true
}

fn make_cells<'p>(
    plan: &'p Plan,
    writer: &Writer<'_>,
    cells: impl Iterator<Item = &'p Cell>,
    sender: &SyncSender<Block>,
) {
    for cell in cells {
        if make_cell(plan, writer, cell, sender).is_break() {
            return;
        }
    }
}

fn make_cell(plan: &Plan, writer: &Writer<'_>, cell: &Cell, sender: &SyncSender<Block>) -> ControlFlow<()> {
    let places = place(plan, cell);
    let mut stream = plan.stream(*b"object", cell.number);
    let mut left = places.len();
    let width = object_relations(plan.release).len();
    for part in places.chunks(writer.block_objects()) {
        left -= part.len();
        let mut tables: Vec<Tuples> = (0..width).map(|_| Tuples::default()).collect();
        for place in part {
            writer.write(place, &mut stream, &mut tables);
        }
        // Fails only when nobody wants more.
        if sender.send(Block { tables, ends_cell: left == 0 }).is_err() {
            return ControlFlow::Break(());
        }
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests;
