//! Files to blocks of rows: the first stage, on a thread of its own.

use formats::read::{ReadError, TableReader};

use crate::IngestError;
use crate::files::{Files, broken};
use crate::rejects::Reject;

/// Rows that are sorted at once, and where they come from.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The rows, in PostgreSQL's binary form.
    pub bytes: Vec<u8>,
    /// How many they are.
    pub rows: u64,
    /// Where rows of a file begin, or go on behind a broken one.
    pub origins: Vec<Origin>,
    /// Rows that could not be read.
    pub rejects: Vec<Reject>,
}

/// Where rows come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The place of the first of them among the bytes of the block.
    pub at: usize,
    /// The place of the file in the list.
    pub file: usize,
    /// The row in the file, from 1.
    pub row: u64,
}

/// Reads all files, and gives the rows to `give` in blocks of about so many bytes, until that says that it wants no more.
pub(crate) fn read(
    files: &mut Files,
    block_bytes: usize,
    keep_going: bool,
    mut give: impl FnMut(Block) -> bool,
) -> Result<(), IngestError> {
    let mut block = Block::default();
    for file in 0..files.paths.len() {
        let mut source = Source { reader: files.take(file)?, file, row: 1, keep_going };
        loop {
            let is_over = source.fill(&mut block).map_err(|error| {
                let path = files.paths.get(file).map(|path| path.as_path()).unwrap_or("".as_ref());
                broken(path, error, source.reader.goes_on())
            })?;
            if block.bytes.len() >= block_bytes && !give(std::mem::take(&mut block)) {
                return Ok(());
            }
            if is_over {
                break;
            }
        }
    }
    if block.rows > 0 || !block.rejects.is_empty() {
        give(block);
    }
    Ok(())
}

struct Source {
    reader: TableReader,
    file: usize,
    /// The next row, from 1.
    row: u64,
    keep_going: bool,
}

impl Source {
    /// Appends some rows; true at the end.
    fn fill(&mut self, block: &mut Block) -> Result<bool, ReadError> {
        let at = block.bytes.len();
        match self.reader.batch(&mut block.bytes) {
            Ok(0) => return Ok(true),
            Ok(rows) => {
                block.origins.push(Origin { at, file: self.file, row: self.row });
                block.rows += rows;
                self.row += rows;
            }
            Err(error) if self.keep_going && self.reader.goes_on() => {
                block.bytes.truncate(at);
                block.rejects.push(Reject { file: self.file, row: self.row, what: error.to_string() });
                self.row += 1;
            }
            Err(error) => return Err(error),
        }
        Ok(false)
    }
}
