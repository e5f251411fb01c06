//! What was made of which images: so that a run that was stopped goes on, and changed images remake what they touch.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::input::Seen;
use crate::plan::Plan;
use crate::{Cell, HipsError, files, tile_file};

/// The file beside the tiles; names with a dot are no part of a HiPS.
const STATE: &str = ".state.json";
/// What was made since the state was written: a line for each unit.
const JOURNAL: &str = ".made";
/// A state of another version of the tiles counts for nothing.
const FORMAT: u32 = 1;

/// The state as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    format: u32,
    /// Another number for each run, so that a journal is known to be that of this state.
    run: u64,
    pub(crate) order: u8,
    sampling: u8,
    images: Vec<Touched>,
    /// The units that were made, and which of their tiles have values: a bit for each.
    made: BTreeMap<u64, u8>,
}

/// An image, and the units that it touches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Touched {
    seen: Seen,
    units: Vec<u64>,
}

/// The state of a HiPS under way.
pub(crate) struct Ledger {
    folder: PathBuf,
    state: Mutex<State>,
    journal: Mutex<File>,
}

impl State {
    /// The state of a HiPS; an empty one if there is none that counts.
    pub(crate) fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(STATE)).unwrap_or_default();
        let Ok(mut state) = serde_json::from_str::<Self>(&text) else { return Self::default() };
        if state.format != FORMAT {
            return Self::default();
        }
        let journal = fs::read_to_string(folder.join(JOURNAL)).unwrap_or_default();
        // A line that was cut has no end.
        let whole = journal.rfind('\n').map_or("", |end| &journal[..end]);
        let mut lines = whole.lines();
        if lines.next() == Some(state.run.to_string().as_str()) {
            state.made.extend(lines.filter_map(journal_line));
        }
        state
    }

    /// The deepest tiles, ascending.
    pub(crate) fn tiles(&self) -> BTreeSet<u64> {
        self.made.iter().flat_map(|(&unit, &mask)| self.tiles_of(unit, mask)).map(|cell| cell.index).collect()
    }

    fn tiles_of(&self, unit: u64, mask: u8) -> impl Iterator<Item = Cell> + use<> {
        let order = self.order;
        let first = if self.is_quartered() { unit << 2 } else { unit };
        (0..4).filter(move |bit| mask >> bit & 1 == 1).map(move |bit| Cell { order, index: first + bit })
    }

    /// Whether a unit has four tiles; else it has one, the first.
    fn is_quartered(&self) -> bool {
        self.order > 0 && self.order == self.sampling
    }

    fn is_whole(&self, folder: &Path, unit: u64, mask: u8) -> bool {
        self.tiles_of(unit, mask).all(|cell| tile_file::is_whole(&folder.join(cell.path(tile_file::FITS))))
    }
}

impl Ledger {
    /// Compares a plan with what is there. Gives the units that are to be made, ascending.
    pub(crate) fn open(folder: &Path, plan: &Plan) -> Result<(Self, Vec<u64>), HipsError> {
        let old = State::read(folder);
        let images: Vec<Touched> = plan
            .images
            .iter()
            .map(|image| Touched { seen: image.seen.clone(), units: image.units.clone() })
            .collect();
        let is_same_grid = (old.order, old.sampling) == (plan.order, plan.sampling);
        if !is_same_grid {
            remove_tiles(folder)?;
        }
        let mut state = State {
            format: FORMAT,
            run: old.run + 1,
            order: plan.order,
            sampling: plan.sampling,
            images,
            made: BTreeMap::new(),
        };
        if is_same_grid {
            let changed = changed(&old.images, &state.images);
            let (kept, lost) = old.made.iter().partition::<BTreeMap<u64, u8>, _>(|(unit, mask)| {
                !changed.contains(unit)
                    && plan.units.contains_key(unit)
                    && old.is_whole(folder, **unit, **mask)
            });
            for (unit, mask) in lost.iter().filter(|(unit, _)| !plan.units.contains_key(unit)) {
                old.tiles_of(*unit, *mask).try_for_each(|cell| forget(folder, cell))?;
            }
            state.made = kept;
        }
        let todo = plan.units.keys().filter(|unit| !state.made.contains_key(unit)).copied().collect();
        write(folder, &state)?;
        let journal = begin_journal(folder, state.run)?;
        Ok((Self { folder: folder.to_owned(), state: Mutex::new(state), journal: Mutex::new(journal) }, todo))
    }

    /// Takes down that the tiles of a unit are written.
    pub(crate) fn made(&self, unit: u64, tiles: &[Cell]) -> Result<(), HipsError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_quartered = state.is_quartered();
        let bit = |cell: &Cell| if is_quartered { cell.index & 3 } else { 0 };
        let mask = tiles.iter().fold(0, |mask, cell| mask | 1 << bit(cell));
        state.made.insert(unit, mask);
        let line = format!("{unit} {mask}\n");
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.write_all(line.as_bytes()).map_err(HipsError::file(&self.folder.join(JOURNAL)))
    }

    /// Ends the run. Images that could not be read count as never seen, so that another run tries them again.
    pub(crate) fn finish(self, broken: &BTreeSet<PathBuf>) -> Result<BTreeSet<u64>, HipsError> {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.images.retain(|image| !broken.contains(&image.seen.input.file));
        write(&self.folder, &state)?;
        files::remove(&self.folder.join(JOURNAL))?;
        Ok(state.tiles())
    }
}

/// Removes a tile and all that was made of it: what remains of its ancestors is made again.
pub(crate) fn forget(folder: &Path, cell: Cell) -> Result<(), HipsError> {
    let ancestors = std::iter::successors(Some(cell), |cell| cell.parent());
    for cell in ancestors {
        for extension in ["fits", "png", "jpg", "webp"] {
            files::remove(&folder.join(cell.path(extension)))?;
        }
    }
    Ok(())
}

/// For a HiPS that is made of others: removes what was made of tiles that are no more, and keeps which there are.
pub(crate) fn remember_tiles(folder: &Path, order: u8, tiles: &BTreeSet<u64>) -> Result<(), HipsError> {
    let old = State::read(folder);
    if old.order == order {
        let gone = old.tiles().into_iter().filter(|index| !tiles.contains(index));
        gone.map(|index| Cell { order, index }).try_for_each(|cell| forget(folder, cell))?;
    } else {
        remove_tiles(folder)?;
    }
    let made = tiles.iter().map(|&index| (index, 1)).collect();
    // The sampling of no images: each unit has one tile.
    let state =
        State { format: FORMAT, run: old.run + 1, order, sampling: u8::MAX, images: Vec::new(), made };
    write(folder, &state)
}

fn journal_line(line: &str) -> Option<(u64, u8)> {
    let (unit, mask) = line.split_once(' ')?;
    Some((unit.parse().ok()?, mask.parse().ok()?))
}

/// The units of images that are new, changed or gone.
fn changed(old: &[Touched], new: &[Touched]) -> BTreeSet<u64> {
    let key = |image: &Touched| (image.seen.input.file.clone(), image.seen.input.hdu);
    let [before, after] =
        [old, new].map(|images| images.iter().map(|image| (key(image), image)).collect::<BTreeMap<_, _>>());
    let gone_from = |these: &BTreeMap<_, &Touched>, those: &BTreeMap<_, &Touched>| {
        let other = these.iter().filter(|(key, image)| those.get(*key) != Some(image));
        other.flat_map(|(_, image)| image.units.clone()).collect::<Vec<u64>>()
    };
    gone_from(&before, &after).into_iter().chain(gone_from(&after, &before)).collect()
}

fn write(folder: &Path, state: &State) -> Result<(), HipsError> {
    let text = serde_json::to_vec(state).map_err(|error| HipsError::file(folder)(error.into()))?;
    files::write(&folder.join(STATE), &text)
}

fn begin_journal(folder: &Path, run: u64) -> Result<File, HipsError> {
    let path = folder.join(JOURNAL);
    files::write(&path, format!("{run}\n").as_bytes())?;
    OpenOptions::new().append(true).open(&path).map_err(HipsError::file(&path))
}

/// Removes the tiles of all orders.
fn remove_tiles(folder: &Path) -> Result<(), HipsError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let order = name.strip_prefix("Norder").and_then(|order| order.parse::<u8>().ok());
        if order.is_some() {
            fs::remove_dir_all(&path).map_err(HipsError::file(&path))?;
        }
    }
    Ok(())
}
