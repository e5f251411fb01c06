//! The table of the tiles: its columns, its rows, its heap (FITS 4.0 §10.1.3).

use fits_header::{Element, Form};

use crate::source::Cursor;
use crate::{Hdu, ImageError};

/// A row of the table is a few places and numbers; longer ones are something else.
const ROW_BYTES_MAX: u64 = 64 << 10;

/// Where the columns of the table lie.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    rows_at: u64,
    row_bytes: u64,
    heap_at: u64,
    heap_bytes: u64,
    packed: Option<Place>,
    gzipped: Option<Place>,
    plain: Option<Place>,
    scale: Number,
    zero: Number,
    blank: Number,
}

/// A descriptor of an array in the heap.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    is_wide: bool,
    element: Element,
}

/// A number of each tile, or of all.
#[derive(Clone, Copy, Debug)]
enum Number {
    Column { at: usize, element: Element },
    Keyword(f64),
    Absent,
}

/// The data of one tile and how to read them.
pub(crate) enum Stored {
    /// Packed by the algorithm of the image.
    Packed(Vec<u8>),
    /// Pixels in gzip, not quantised.
    Gzipped(Vec<u8>),
    /// Pixels as they are.
    Plain(Vec<u8>),
}

/// The numbers with which the integers of a tile become floats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scaling {
    pub scale: f64,
    pub zero: f64,
    /// The integer that stands for NaN.
    pub blank: Option<i64>,
}

impl Columns {
    /// Finds the columns of a table with a row for each of so many tiles.
    pub fn of(hdu: &Hdu, tiles: u64) -> Result<Self, ImageError> {
        let axes = hdu.says(|header| header.axes("NAXIS"))?;
        let &[row_bytes, rows] = axes.as_slice() else {
            return Err(hdu.fault("NAXIS", "it must be 2 for a table"));
        };
        if rows < tiles {
            return Err(hdu.fault("NAXIS2", format!("the table has {rows} rows for {tiles} tiles")));
        }
        if row_bytes > ROW_BYTES_MAX {
            return Err(hdu.fault("NAXIS1", "rows are too long for those of a compressed image"));
        }
        // The data of the part are as long as their rows at least.
        let rows_bytes = row_bytes * rows;
        let heap = hdu.says(|header| header.count("THEAP"))?.unwrap_or(rows_bytes);
        let Some(heap_bytes) = hdu.data_bytes.checked_sub(heap).filter(|_| heap >= rows_bytes) else {
            return Err(hdu.fault("THEAP", "the heap does not begin between the rows and the end"));
        };
        let (rows_at, heap_at) = (hdu.data_at, hdu.data_at + heap);
        let number = |keyword: &str| {
            let value = hdu.says(|header| header.real(keyword))?;
            Ok::<_, ImageError>(value.map_or(Number::Absent, Number::Keyword))
        };
        let (scale, zero) = (number("ZSCALE")?, number("ZZERO")?);
        let blank = match number("ZBLANK")? {
            Number::Absent => number("BLANK")?,
            blank => blank,
        };
        let (packed, gzipped, plain) = (None, None, None);
        let mut columns =
            Self { rows_at, row_bytes, heap_at, heap_bytes, packed, gzipped, plain, scale, zero, blank };
        columns.find(hdu)?;
        Ok(columns)
    }

    /// Whether integers of the tiles become floats.
    pub fn is_quantised(&self) -> bool {
        !matches!(self.scale, Number::Absent)
    }

    /// The row of a tile.
    pub fn row(&self, cursor: &mut Cursor, tile: u64, row: &mut Vec<u8>) -> Result<(), ImageError> {
        // At most 64 KiB; the tile is one of those for which the table has rows.
        row.resize(self.row_bytes as usize, 0);
        Ok(cursor.read_at(self.rows_at + tile * self.row_bytes, row)?)
    }

    /// The data of the tile of a row; an error says what is wrong with them.
    pub fn stored(&self, cursor: &mut Cursor, row: &[u8]) -> Result<Result<Stored, String>, ImageError> {
        for (place, stored) in [
            (self.packed, Stored::Packed as fn(Vec<u8>) -> Stored),
            (self.gzipped, Stored::Gzipped),
            (self.plain, Stored::Plain),
        ] {
            let Some(place) = place else { continue };
            let (at, bytes) = match place.read(row, self.heap_bytes) {
                Ok((_, 0)) => continue,
                Ok(found) => found,
                Err(what) => return Ok(Err(what)),
            };
            // Not more than the file has.
            let mut data = vec![0; bytes as usize];
            cursor.read_at(self.heap_at + at, &mut data)?;
            return Ok(Ok(stored(data)));
        }
        Ok(Err("it has no data in any column".to_owned()))
    }

    /// The scaling of the tile of a row.
    pub fn scaling(&self, row: &[u8]) -> Scaling {
        let blank = self.blank.read(row).map(|blank| blank as i64);
        Scaling {
            scale: self.scale.read(row).unwrap_or(1.0),
            zero: self.zero.read(row).unwrap_or(0.0),
            blank,
        }
    }

    fn find(&mut self, hdu: &Hdu) -> Result<(), ImageError> {
        let fields = hdu.says(|header| header.count("TFIELDS"))?.unwrap_or(0);
        let mut at = 0_u64;
        for number in 1..=fields.min(999) as usize {
            let keyword = format!("TFORM{number}");
            let text = hdu.header.text(&keyword).ok_or_else(|| hdu.fault(&keyword, "it is missing"))?;
            let form = hdu.says(|_| Form::read(text, number))?;
            let end = form.row_bytes().and_then(|bytes| at.checked_add(bytes));
            let end = end.filter(|&end| end <= self.row_bytes);
            let end = end.ok_or_else(|| {
                let what = format!("the column ends beyond the {} bytes of a row", self.row_bytes);
                hdu.fault(&keyword, what)
            })?;
            // Within a row, which is short.
            let begin = at as usize;
            let name = hdu.header.text_of("TTYPE", number).unwrap_or_default();
            self.take(hdu, name, number, &form, begin)?;
            at = end;
        }
        match self.packed {
            Some(_) => Ok(()),
            None => Err(hdu.fault("TTYPE1", "the column `COMPRESSED_DATA` is missing")),
        }
    }

    fn take(
        &mut self,
        hdu: &Hdu,
        name: &str,
        number: usize,
        form: &Form,
        at: usize,
    ) -> Result<(), ImageError> {
        let place = || match form.heap {
            Some(is_wide) if form.count == 1 => Ok(Some(Place { at, is_wide, element: form.element })),
            _ => Err(hdu.fault(&format!("TFORM{number}"), format!("`{name}` must be an array of the heap"))),
        };
        let value = || match (form.heap, form.element) {
            (None, Element::Short | Element::Int | Element::Long | Element::Float | Element::Double)
                if form.count == 1 =>
            {
                Ok(Number::Column { at, element: form.element })
            }
            _ => Err(hdu.fault(&format!("TFORM{number}"), format!("`{name}` must be one number"))),
        };
        match name {
            "COMPRESSED_DATA" => self.packed = place()?,
            "GZIP_COMPRESSED_DATA" => self.gzipped = place()?,
            "UNCOMPRESSED_DATA" => self.plain = place()?,
            "ZSCALE" => self.scale = value()?,
            "ZZERO" => self.zero = value()?,
            "ZBLANK" => self.blank = value()?,
            "NULL_PIXEL_MASK" => {
                let what = "masks of null pixels are not read; unpack the image first, e.g. with funpack";
                return Err(ImageError::Unsupported { hdu: hdu.number, what: what.to_owned() });
            }
            _ => {}
        }
        Ok(())
    }
}

impl Place {
    /// The place in the heap, and the bytes there.
    fn read(&self, row: &[u8], heap_bytes: u64) -> Result<(u64, u64), String> {
        let number = |index: usize| -> Option<u64> {
            let bytes = if self.is_wide { 8 } else { 4 };
            let begin = self.at + index * bytes;
            integer(row.get(begin..begin + bytes)?).and_then(|number| u64::try_from(number).ok())
        };
        let (Some(count), Some(at)) = (number(0), number(1)) else {
            return Err("its place in the heap is negative".to_owned());
        };
        let bytes = self.element.bytes(count);
        let end = bytes.and_then(|bytes| at.checked_add(bytes)).filter(|&end| end <= heap_bytes);
        match (bytes, end) {
            (Some(bytes), Some(_)) => Ok((at, bytes)),
            _ => Err("its place in the heap is behind the end of the table".to_owned()),
        }
    }
}

impl Number {
    fn read(&self, row: &[u8]) -> Option<f64> {
        match *self {
            Self::Absent => None,
            Self::Keyword(value) => Some(value),
            Self::Column { at, element } => {
                let bytes = row.get(at..at + element.bytes(1)? as usize)?;
                match element {
                    Element::Float => Some(f32::from_be_bytes(bytes.try_into().ok()?).into()),
                    Element::Double => Some(f64::from_be_bytes(bytes.try_into().ok()?)),
                    _ => integer(bytes).map(|value| value as f64),
                }
            }
        }
    }
}

/// An integer of 16, 32 or 64 bits.
fn integer(bytes: &[u8]) -> Option<i64> {
    match bytes.len() {
        2 => bytes.try_into().ok().map(i16::from_be_bytes).map(i64::from),
        4 => bytes.try_into().ok().map(i32::from_be_bytes).map(i64::from),
        _ => bytes.try_into().ok().map(i64::from_be_bytes),
    }
}
