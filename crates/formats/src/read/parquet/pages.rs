//! The pages of a file, looked at before the library unpacks them.
//!
//! The library reserves what the head of a page says, and repeats a value as often as the page says. Both are only
//! numbers in the file.

use std::io::Read;
use std::sync::Arc;

use ::parquet::basic::{Compression, Encoding, Type};
use ::parquet::column::page::{Page, PageReader};
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use ::parquet::file::reader::{Length, SerializedPageReader};
use flate2::read::MultiGzDecoder;

use super::file::File;
use super::thrift::{FALSE, I32, STRUCT, Thrift};
use super::{damaged, library};
use crate::read::{Limits, ReadError};

/// The head of a page with statistics of two long texts.
const HEAD_BYTES_MAX: u64 = 64 << 10;
const PAGE_BYTES_MAX: i64 = 64 << 20;
/// The rows that the library reads at once, where no value is long.
const ROWS_AT_ONCE_MAX: usize = 1024;
/// What these rows may take in memory.
const BYTES_AT_ONCE_MAX: usize = 16 << 20;

/// What the head of a page says.
#[derive(Default)]
struct Head {
    kind: i64,
    unpacked_bytes: i64,
    packed_bytes: i64,
    values: i64,
    encoding: i64,
    /// Bytes before the packed ones, which are not packed themselves.
    plain_bytes: i64,
    is_plain: bool,
    head_bytes: usize,
}

/// Checks every page, and returns the number of rows that may be read at once.
pub(super) fn check(file: &File, metadata: &ParquetMetaData, limits: &Limits) -> Result<usize, ReadError> {
    let (mut unpacked_bytes, mut rows, mut longest) = (0_u64, 0_u64, 0_usize);
    let too_large = || ReadError::TooLarge { limit: limits.bytes_max, what: "bytes" };
    for group in metadata.row_groups() {
        rows =
            rows.saturating_add(u64::try_from(group.num_rows()).map_err(|_| damaged("a group has no rows"))?);
        if rows > limits.rows_max {
            return Err(ReadError::TooLarge { limit: limits.rows_max, what: "rows" });
        }
        let mut longest_in_group = 0;
        for chunk in group.columns() {
            let seen = check_chunk(file, chunk, limits)?;
            unpacked_bytes = unpacked_bytes.saturating_add(seen.unpacked_bytes);
            if unpacked_bytes > limits.bytes_max {
                return Err(too_large());
            }
            longest_in_group += match chunk.column_type() {
                Type::BYTE_ARRAY if seen.has_dictionary => longest_of_dictionary(file, chunk)?,
                // A null takes as much room as a value.
                Type::FIXED_LEN_BYTE_ARRAY => fixed_length(chunk, limits)?,
                _ => 0,
            };
        }
        longest = longest.max(longest_in_group);
    }
    Ok((BYTES_AT_ONCE_MAX / longest.max(1)).clamp(1, ROWS_AT_ONCE_MAX))
}

/// The length of the values of a column that fixes it.
fn fixed_length(chunk: &ColumnChunkMetaData, limits: &Limits) -> Result<usize, ReadError> {
    match usize::try_from(chunk.column_descr().type_length()) {
        Ok(length) if length <= limits.cell_bytes_max.min(BYTES_AT_ONCE_MAX) => Ok(length),
        _ => Err(ReadError::TooLarge { limit: limits.cell_bytes_max as u64, what: "bytes in one value" }),
    }
}

struct Seen {
    unpacked_bytes: u64,
    has_dictionary: bool,
}

fn check_chunk(file: &File, chunk: &ColumnChunkMetaData, limits: &Limits) -> Result<Seen, ReadError> {
    let name = chunk.column_path().string();
    let codec = chunk.compression();
    let codecs = "write it with zstd, snappy, gzip, lz4_raw or none";
    match codec {
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_) => {}
        Compression::ZSTD(_) | Compression::LZ4_RAW => {}
        _ => {
            let codec = format!("{:?}", chunk.compression_codec());
            return Err(refused(&name, format!("the compression {codec} is not read here; {codecs}")));
        }
    }
    let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
    let (start, length) = match (u64::try_from(start), u64::try_from(chunk.compressed_size())) {
        (Ok(start), Ok(length)) if start.checked_add(length).is_some_and(|end| end <= file.len()) => {
            (start, length)
        }
        _ => return Err(refused(&name, "its pages lie outside the file".to_owned())),
    };
    let (mut at, end, mut values) = (start, start + length, 0_i64);
    let mut seen = Seen { unpacked_bytes: 0, has_dictionary: false };
    while at < end {
        let head =
            page(file, at, end).ok_or_else(|| refused(&name, "the head of a page is damaged".to_owned()))?;
        check_encoding(&name, &head)?;
        if matches!(codec, Compression::GZIP(_)) {
            check_gzip(file, at, &head)
                .ok_or_else(|| refused(&name, "a page is not as long as it says".to_owned()))?;
        }
        seen.has_dictionary |= head.kind == DICTIONARY_PAGE;
        seen.unpacked_bytes = seen.unpacked_bytes.saturating_add(head.unpacked_bytes as u64);
        values = values.saturating_add(if head.kind == DICTIONARY_PAGE { 0 } else { head.values });
        at += head.head_bytes as u64 + head.packed_bytes as u64;
    }
    if chunk.column_descr().max_rep_level() > 0 {
        // A page of a few bytes may say that one number stands a billion times in a list.
        let bytes = (values as u64).saturating_mul(element_bytes(chunk.column_type()));
        if bytes > limits.bytes_max {
            return Err(ReadError::TooLarge { limit: limits.bytes_max, what: "bytes" });
        }
    }
    Ok(seen)
}

fn refused(column: &str, what: String) -> ReadError {
    ReadError::Malformed { place: format!("column `{column}`"), what }
}

fn element_bytes(kind: Type) -> u64 {
    match kind {
        Type::BOOLEAN => 1,
        Type::INT32 | Type::FLOAT => 4,
        _ => 8,
    }
}

const DICTIONARY_PAGE: i64 = 2;

/// Reads the head of the page at `at`, which must end before `end` (parquet.thrift, PageHeader).
fn page(file: &File, at: u64, end: u64) -> Option<Head> {
    let bytes = file.bytes(at, (end - at).min(HEAD_BYTES_MAX) as usize).ok()?;
    let (mut thrift, mut last, mut head) = (Thrift::new(&bytes), 0, Head::default());
    while let Some(field) = thrift.field(last)? {
        match (field.id, field.kind) {
            (1, I32) => head.kind = thrift.signed()?,
            (2, I32) => head.unpacked_bytes = thrift.signed()?,
            (3, I32) => head.packed_bytes = thrift.signed()?,
            // The heads of a data page, of a dictionary, and of a data page in the second form.
            (5 | 7, STRUCT) => head.read_kind(&mut thrift)?,
            (8, STRUCT) => head.read_second_form(&mut thrift)?,
            (_, kind) => thrift.skip(kind)?,
        }
        last = field.id;
    }
    head.head_bytes = bytes.len() - thrift.left();
    let is_sound = (0..=PAGE_BYTES_MAX).contains(&head.unpacked_bytes)
        && head.values >= 0
        && u64::try_from(head.packed_bytes).is_ok_and(|packed| packed <= end - at - head.head_bytes as u64);
    is_sound.then_some(head)
}

impl Head {
    /// DataPageHeader or DictionaryPageHeader.
    fn read_kind(&mut self, thrift: &mut Thrift<'_>) -> Option<()> {
        let mut last = 0;
        while let Some(field) = thrift.field(last)? {
            match (field.id, field.kind) {
                (1, I32) => self.values = thrift.signed()?,
                (2, I32) => self.encoding = thrift.signed()?,
                (_, kind) => thrift.skip(kind)?,
            }
            last = field.id;
        }
        Some(())
    }

    /// DataPageHeaderV2.
    fn read_second_form(&mut self, thrift: &mut Thrift<'_>) -> Option<()> {
        let mut last = 0;
        while let Some(field) = thrift.field(last)? {
            match (field.id, field.kind) {
                (1, I32) => self.values = thrift.signed()?,
                (4, I32) => self.encoding = thrift.signed()?,
                (5 | 6, I32) => self.plain_bytes = self.plain_bytes.checked_add(thrift.signed()?)?,
                (7, FALSE) => self.is_plain = true,
                (_, kind) => thrift.skip(kind)?,
            }
            last = field.id;
        }
        Some(())
    }
}

/// These encodings let a page of a few bytes ask for any amount of memory.
fn check_encoding(column: &str, head: &Head) -> Result<(), ReadError> {
    let refused_ones = [Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY];
    match refused_ones.into_iter().find(|refused| i64::from(*refused as i32) == head.encoding) {
        Some(encoding) => Err(refused(
            column,
            format!("the encoding {encoding} is not read here; write it as PLAIN or by dictionary"),
        )),
        None => Ok(()),
    }
}

/// Unpacks a page to nowhere, since the library unpacks gzip without a limit.
fn check_gzip(file: &File, at: u64, head: &Head) -> Option<()> {
    if head.is_plain {
        return Some(());
    }
    let page = file.bytes(at + head.head_bytes as u64, head.packed_bytes as usize).ok()?;
    let packed = page.get(usize::try_from(head.plain_bytes).ok()?..)?;
    let limit = u64::try_from(head.unpacked_bytes - head.plain_bytes).ok()?;
    if packed.is_empty() || limit == 0 {
        return (limit == 0).then_some(());
    }
    let count = std::io::copy(&mut MultiGzDecoder::new(packed).take(limit + 1), &mut std::io::sink()).ok()?;
    (count <= limit).then_some(())
}

/// The bytes of the longest value of a dictionary of texts or bytes, each with its length before it.
fn longest_of_dictionary(file: &File, chunk: &ColumnChunkMetaData) -> Result<usize, ReadError> {
    let mut pages = SerializedPageReader::new(Arc::new(file.clone()), chunk, 0, None).map_err(library)?;
    let Some(Page::DictionaryPage { buf, .. }) = pages.get_next_page().map_err(library)? else {
        return Ok(0);
    };
    let (mut rest, mut longest) = (buf.as_ref(), 0);
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        longest = longest.max(length.min(tail.len()));
        rest = tail.get(length..).unwrap_or_default();
    }
    Ok(longest)
}
