//! The layout of the table, decided when all rows are known: fields, widths, the heap.

use super::column::{Code, Slot, SpooledColumn};

/// A text column up to this width has its text in the rows, however much of it is padding: readers make single
/// characters of text in the heap (astropy 8.0, 2026).
const FIXED_CHARS_MAX: u64 = 1024;
/// The largest heap whose places fit the 32 bits of a P descriptor (FITS 4.0 §7.3.5).
const P_HEAP_BYTES_MAX: u64 = i32::MAX as u64;

/// How the rows of the spool become the rows of the table.
pub(super) struct Layout {
    /// One for each column.
    pub fields: Vec<FieldForm>,
    /// What to do with a row of the spool, in order.
    pub pieces: Vec<Piece>,
    /// Bytes of a row of the table.
    pub row_bytes: u64,
    /// Bytes of the heap.
    pub heap_bytes: u64,
    /// Whether places in the heap have 64 bits.
    pub is_wide: bool,
}

/// What the header says of a column.
pub(super) struct FieldForm {
    pub tform: String,
    pub tdim: Option<String>,
    /// The integer that stands for null.
    pub null: Option<i64>,
    /// Whether the rows have descriptors only.
    pub is_in_heap: bool,
}

/// A part of a row of the spool, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// So many bytes as they are.
    Copy(usize),
    /// So many integers of 16 bits, of which the low byte is enough.
    Narrow(usize),
    /// A text, filled to this width.
    Text(usize),
    /// Elements of so many bytes for the heap, a descriptor in the row.
    Heap(usize),
}

impl Layout {
    /// Decides for a table of `rows` rows.
    pub fn new(columns: &[SpooledColumn], rows: u64) -> Self {
        let in_heap = |column: &&SpooledColumn| match column.slot {
            Slot::Array { .. } => true,
            Slot::Text => fixed_width(column, rows).is_none(),
            Slot::Plain { .. } | Slot::Wide { .. } => false,
        };
        let heap_bytes = columns.iter().filter(in_heap).map(|column| column.total_bytes).sum();
        let is_wide = heap_bytes > P_HEAP_BYTES_MAX;
        let mut layout = Self { fields: Vec::new(), pieces: Vec::new(), row_bytes: 0, heap_bytes, is_wide };
        columns.iter().for_each(|column| layout.add(column, rows));
        layout
    }

    fn add(&mut self, column: &SpooledColumn, rows: u64) {
        let (tform, piece, bytes) = match column.slot {
            Slot::Plain { code, count } => plain(code, count),
            Slot::Wide { count } if column.has_null => plain(Code::Short, count),
            Slot::Wide { count } => (plain(Code::Byte, count).0, Piece::Narrow(count), count),
            Slot::Array { code } => self.descriptor(code, column.longest),
            Slot::Text => match fixed_width(column, rows) {
                Some(width) => (plain(Code::Char, width).0, Piece::Text(width), width),
                None => self.descriptor(Code::Char, column.longest),
            },
        };
        self.row_bytes += bytes as u64;
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Copy(before)), Piece::Copy(bytes)) => *before += bytes,
            _ => self.pieces.push(piece),
        }
        let is_narrowed = matches!(piece, Piece::Narrow(_));
        let null = column.null.filter(|(_, always)| *always || column.has_null && !is_narrowed);
        let null = null.map(|(null, _)| null);
        let is_in_heap = matches!(piece, Piece::Heap(_));
        self.fields.push(FieldForm { tform, tdim: tdim(column), null, is_in_heap });
    }

    fn descriptor(&self, code: Code, longest: u32) -> (String, Piece, usize) {
        let (letter, bytes) = if self.is_wide { ('Q', 16) } else { ('P', 8) };
        (format!("1{letter}{}({longest})", code.letter()), Piece::Heap(code.bytes()), bytes)
    }
}

fn plain(code: Code, count: usize) -> (String, Piece, usize) {
    let bytes = code.bytes() * count;
    let repeat = if count == 1 && code != Code::Char { String::new() } else { count.to_string() };
    (format!("{repeat}{}", code.letter()), Piece::Copy(bytes), bytes)
}

/// The width of a text column in the rows: the longest text, unless that is mostly padding.
fn fixed_width(column: &SpooledColumn, rows: u64) -> Option<usize> {
    let width = u64::from(column.longest.max(1));
    let all = width.saturating_mul(rows);
    let bearable = column.total_bytes.saturating_mul(4).saturating_add(rows.saturating_mul(FIXED_CHARS_MAX));
    (width <= FIXED_CHARS_MAX || all <= bearable).then_some(width as usize)
}

/// The shape, where it is more than a length (FITS 4.0 §7.3.2).
fn tdim(column: &SpooledColumn) -> Option<String> {
    let arraysize = column.arraysize.as_ref()?;
    let is_plain = matches!(column.slot, Slot::Plain { .. } | Slot::Wide { .. });
    if !is_plain || arraysize.variable || arraysize.fixed.len() < 2 {
        return None;
    }
    let lengths: Vec<String> = arraysize.fixed.iter().map(u32::to_string).collect();
    Some(format!("({})", lengths.join(",")))
}
