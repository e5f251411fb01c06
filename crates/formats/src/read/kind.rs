//! What the first bytes of a table tell.

use std::io::SeekFrom;

use super::source::head;
use super::{Hint, ReadError, Source};

/// Enough for a declaration, a comment or a line of column names.
pub(super) const HEAD_BYTES: usize = 4096;

/// The format of an uploaded table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A VOTable.
    VoTable,
    /// Separated values.
    Csv {
        /// `,` or a tab.
        separator: u8,
    },
    /// Separated values with a header that says what they are (ECSV 1.0, APE 6).
    Ecsv,
    /// A FITS file with a binary table.
    Fits,
    /// Parquet.
    Parquet,
}

impl Kind {
    /// The format of a table that is not compressed; the source stands at its beginning before and after.
    pub fn of(source: &mut Box<dyn Source>, hint: &Hint<'_>) -> Result<Self, ReadError> {
        let head = head(source, HEAD_BYTES)?;
        source.seek(SeekFrom::Start(0)).map_err(ReadError::from_io)?;
        Self::of_head(&head, hint)
    }

    /// The format of a table that begins so.
    pub(super) fn of_head(head: &[u8], hint: &Hint<'_>) -> Result<Self, ReadError> {
        if head.is_empty() {
            return Err(ReadError::Unknown("it is empty".into()));
        }
        if head.starts_with(b"SIMPLE  =") {
            return Ok(Self::Fits);
        }
        if head.starts_with(b"PAR1") {
            return Ok(Self::Parquet);
        }
        if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Err(ReadError::Unknown((*what).into()));
        }
        let text = text(head);
        match text.trim_start() {
            text if text.starts_with('<') => markup(text),
            text if text.contains('\0') => {
                Err(ReadError::Unknown("it begins with bytes that are neither".into()))
            }
            text if text.starts_with("# %ECSV ") => Ok(Kind::Ecsv),
            _ => separated(&text, hint),
        }
    }
}

/// What people send by mistake.
const OTHERS: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "it is compressed with gzip more than once; compress it once, or not at all"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with zstd; send it as it is, or compressed with gzip"),
    (b"BZh", "it is compressed with bzip2; send it as it is, or compressed with gzip"),
    (b"\xfd7zXZ\0", "it is compressed with xz; send it as it is, or compressed with gzip"),
    (b"PK\x03\x04", "it is a ZIP archive or a spreadsheet; send the table itself, e.g. as CSV"),
    (b"ARROW1", "it is an Arrow file; send it as Parquet"),
];

/// The head as text, with `?` for what is beyond ASCII, and the character 0 for what stands in no text.
fn text(head: &[u8]) -> String {
    let units: Vec<u16> = match head {
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0, b'<', ..] => units(head, u16::from_be_bytes),
        [b'<', 0, ..] => units(head, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.iter().map(|&byte| byte.into()).collect(),
        _ => head.iter().map(|&byte| byte.into()).collect(),
    };
    units.into_iter().map(ascii).collect()
}

fn units(bytes: &[u8], from: impl Fn([u8; 2]) -> u16) -> Vec<u16> {
    bytes.as_chunks::<2>().0.iter().map(|pair| from(*pair)).collect()
}

fn ascii(unit: u16) -> char {
    match u8::try_from(unit) {
        Ok(byte @ (b'\t' | b'\n' | b'\r' | 0x0c | b' '..=0x7f)) => byte.into(),
        Ok(0..=0x1f) => '\0',
        _ => '?',
    }
}

/// VOTable, unless it is one of the pages that servers send where a table was expected.
fn markup(text: &str) -> Result<Kind, ReadError> {
    let start: String = text.chars().take(64).collect::<String>().to_ascii_lowercase();
    match start.starts_with("<html") || start.starts_with("<!doctype html") {
        true => {
            Err(ReadError::Unknown("it is a web page (HTML); give the address of the table itself".into()))
        }
        false => Ok(Kind::VoTable),
    }
}

/// Separated values: the hint says by what, else the character that is more frequent in the first line.
fn separated(text: &str, hint: &Hint<'_>) -> Result<Kind, ReadError> {
    if text.trim().is_empty() {
        return Err(ReadError::Unknown("it is blank".into()));
    }
    let media_type = hint.media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let file_name = hint.file_name.unwrap_or_default().to_ascii_lowercase();
    let file_name = file_name.strip_suffix(".gz").unwrap_or(&file_name);
    let is = |name: &str| media_type.eq_ignore_ascii_case(name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| file_name.ends_with(ending));
    if is("application/x-votable+xml") || is("application/xml") || ends(&[".vot", ".votable", ".xml"]) {
        return Err(ReadError::Malformed {
            place: "line 1".into(),
            what: "a VOTable begins with `<?xml` or `<VOTABLE`, and this text does not".into(),
        });
    }
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| line.matches(separator).count();
    let is_tsv = match (is("text/tab-separated-values"), is("text/csv")) {
        (true, _) => true,
        (_, true) => false,
        _ if ends(&[".tsv", ".tab"]) => true,
        _ if ends(&[".csv"]) => false,
        _ => count('\t') > count(','),
    };
    Ok(Kind::Csv { separator: if is_tsv { b'\t' } else { b',' } })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Kind = Kind::Csv { separator: b',' };
    const TAB: Kind = Kind::Csv { separator: b'\t' };

    fn kind(head: &[u8]) -> Result<Kind, ReadError> {
        Kind::of_head(head, &Hint::default())
    }

    fn hinted(head: &[u8], media_type: Option<&str>, file_name: Option<&str>) -> Result<Kind, ReadError> {
        Kind::of_head(head, &Hint { media_type, file_name, types: &[] })
    }

    #[test]
    fn the_first_bytes_decide() {
        assert_eq!(kind(b"SIMPLE  =                    T"), Ok(Kind::Fits));
        assert_eq!(kind(b"PAR1\0\0"), Ok(Kind::Parquet));
        assert_eq!(kind(b"<VOTABLE>"), Ok(Kind::VoTable));
        assert_eq!(kind(b"\xef\xbb\xbf \n<?xml version='1.0'?>"), Ok(Kind::VoTable));
        assert_eq!(kind(b"a,b\n1,2\n"), Ok(COMMA));
        assert_eq!(kind(b"\n\na\tb,c\td\n"), Ok(TAB));
        assert_eq!(kind("größe\n".as_bytes()), Ok(COMMA));
    }

    #[test]
    fn utf_16_is_seen_with_and_without_a_byte_order_mark() {
        for order in [u16::to_be_bytes, u16::to_le_bytes] {
            let text = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
            assert_eq!(kind(&text("\u{feff}<?xml")), Ok(Kind::VoTable));
            assert_eq!(kind(&text("<?xml")), Ok(Kind::VoTable));
            assert_eq!(kind(&text("\u{feff}a\tb\n")), Ok(TAB));
        }
    }

    #[test]
    fn the_hint_decides_what_the_bytes_leave_open() {
        assert_eq!(hinted(b"a,b\n", Some("text/tab-separated-values; header=present"), None), Ok(TAB));
        assert_eq!(hinted(b"a\tb\n", Some("Text/CSV"), Some("a.tsv")), Ok(COMMA));
        assert_eq!(hinted(b"a\n", None, Some("A.TSV.gz")), Ok(TAB));
        assert_eq!(hinted(b"a\tb\n", None, Some("a.csv")), Ok(COMMA));
        assert_eq!(hinted(b"PAR1", Some("text/csv"), Some("a.csv")), Ok(Kind::Parquet));
    }

    #[test]
    fn what_is_no_table_is_named() {
        let refused = |head: &[u8]| kind(head).unwrap_err().to_string();
        let all = "the table is neither VOTable, FITS, Parquet nor CSV: ";
        assert_eq!(refused(b""), format!("{all}it is empty"));
        assert_eq!(refused(b" \n\n"), format!("{all}it is blank"));
        assert_eq!(
            refused(b"<!DOCTYPE HTML PUBLIC>"),
            format!("{all}it is a web page (HTML); give the address of the table itself")
        );
        assert_eq!(
            refused(b"PK\x03\x04"),
            format!("{all}it is a ZIP archive or a spreadsheet; send the table itself, e.g. as CSV")
        );
        assert_eq!(refused(b"a,b\0\x01"), format!("{all}it begins with bytes that are neither"));
        let error = hinted(b"hello", Some("application/x-votable+xml"), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 1: a VOTable begins with `<?xml` or `<VOTABLE`, and this text does not"
        );
    }
}
