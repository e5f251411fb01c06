//! Frames of the spool to the rows and to the heap of the table.

use super::column::NULL_COUNT;
use super::layout::{Layout, Piece};
use crate::WriteError;

/// Appends the rows of a frame; `heap_place` is where the heap goes on, and moves along.
pub(super) fn rows(
    layout: &Layout,
    frame: &[u8],
    heap_place: &mut u64,
    out: &mut Vec<u8>,
) -> Result<(), WriteError> {
    if let [Piece::Copy(_)] = layout.pieces.as_slice() {
        out.extend_from_slice(frame);
        return Ok(());
    }
    out.reserve(frame.len());
    let mut rest = frame;
    while !rest.is_empty() {
        for piece in &layout.pieces {
            match *piece {
                Piece::Copy(bytes) => out.extend_from_slice(take(&mut rest, bytes)?),
                Piece::Narrow(count) => {
                    out.extend(take(&mut rest, 2 * count)?.chunks_exact(2).map(|wide| wide[1]));
                }
                Piece::Text(width) => text(&mut rest, width, out)?,
                Piece::Heap(element_bytes) => {
                    let (count, data) = variable(&mut rest, element_bytes)?;
                    descriptor(layout.is_wide, count, *heap_place, out);
                    *heap_place += data.len() as u64;
                }
            }
        }
    }
    Ok(())
}

/// Appends what the rows of a frame have in the heap.
pub(super) fn heap(layout: &Layout, frame: &[u8], out: &mut Vec<u8>) -> Result<(), WriteError> {
    let mut rest = frame;
    while !rest.is_empty() {
        for piece in &layout.pieces {
            match *piece {
                Piece::Copy(bytes) => drop(take(&mut rest, bytes)?),
                Piece::Narrow(count) => drop(take(&mut rest, 2 * count)?),
                Piece::Text(_) => drop(variable(&mut rest, 1)?),
                Piece::Heap(element_bytes) => out.extend_from_slice(variable(&mut rest, element_bytes)?.1),
            }
        }
    }
    Ok(())
}

#[inline]
fn text(rest: &mut &[u8], width: usize, out: &mut Vec<u8>) -> Result<(), WriteError> {
    let end = out.len() + width;
    match variable(rest, 1)? {
        (NULL_COUNT, _) => {}
        // NUL in the first place means null, so an empty text is blank.
        (0, _) => out.resize(end, b' '),
        (_, text) => out.extend_from_slice(text),
    }
    out.resize(end, 0);
    Ok(())
}

#[inline]
fn descriptor(is_wide: bool, count: u32, place: u64, out: &mut Vec<u8>) {
    let count = if count == NULL_COUNT { 0 } else { count };
    if is_wide {
        out.extend_from_slice(&u64::from(count).to_be_bytes());
        out.extend_from_slice(&place.to_be_bytes());
    } else {
        out.extend_from_slice(&count.to_be_bytes());
        // The layout is wide where this does not fit.
        out.extend_from_slice(&(place as u32).to_be_bytes());
    }
}

#[inline]
fn variable<'f>(rest: &mut &'f [u8], element_bytes: usize) -> Result<(u32, &'f [u8]), WriteError> {
    let (count, tail) = rest.split_first_chunk::<4>().ok_or_else(broken)?;
    *rest = tail;
    match u32::from_be_bytes(*count) {
        NULL_COUNT => Ok((NULL_COUNT, &[])),
        count => Ok((count, take(rest, count as usize * element_bytes)?)),
    }
}

#[inline]
fn take<'f>(rest: &mut &'f [u8], bytes: usize) -> Result<&'f [u8], WriteError> {
    let (taken, tail) = rest.split_at_checked(bytes).ok_or_else(broken)?;
    *rest = tail;
    Ok(taken)
}

#[cold]
fn broken() -> WriteError {
    WriteError::Spool("a frame ends in the middle of a row".to_owned())
}
