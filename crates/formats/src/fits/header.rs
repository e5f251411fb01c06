//! The headers of a FITS file with one binary table (FITS 4.0 §7.3).

use std::borrow::Cow;
use std::collections::HashSet;

use catalogue::{Field, Frame};
use dali::Info;
use fits_header::{Cards, ascii};

use super::column::SpooledColumn;
use super::layout::{FieldForm, Layout};
use crate::writer::{End, Head};

/// Characters of a column name that fit one card.
const NAME_CHARS_MAX: usize = 68;

/// What the header says besides the columns.
pub(super) struct About {
    name: String,
    description: Option<String>,
    infos: Vec<Info>,
}

impl About {
    /// Keeps what is needed once the rows are known.
    pub fn new(head: &Head<'_>) -> Self {
        Self {
            name: head.name.unwrap_or("RESULTS").to_owned(),
            description: head.description.map(str::to_owned),
            infos: head.infos.to_vec(),
        }
    }

    /// Appends both headers.
    pub fn write(&self, columns: &[SpooledColumn], layout: &Layout, end: &End, out: &mut Vec<u8>) {
        primary(out);
        let mut cards = Cards::default();
        structure(columns, layout, end, &mut cards);
        let mut rest = Cards::default();
        rest.text("EXTNAME", &self.name, "");
        match end.overflow {
            true => rest.text("QSTATUS", "OVERFLOW", "there are more rows than were sent"),
            false => rest.text("QSTATUS", "OK", ""),
        }
        frame(columns, &mut rest);
        let mut names = Names::default();
        for (index, (column, form)) in columns.iter().zip(&layout.fields).enumerate() {
            field(index + 1, &column.field, form, &mut names, &mut rest);
        }
        cards.extend(&rest);
        self.remarks(&mut cards);
        cards.end(out);
    }

    fn remarks(&self, cards: &mut Cards) {
        if let Some(description) = &self.description {
            cards.comment(description);
        }
        for info in &self.infos {
            cards.comment(&format!("{}: {}", info.name, info.value));
            if let Some(text) = &info.text {
                cards.comment(text);
            }
        }
    }
}

fn primary(out: &mut Vec<u8>) {
    let mut cards = Cards::default();
    cards.logical("SIMPLE", true);
    cards.integer("BITPIX", 8, "");
    cards.integer("NAXIS", 0, "the table is in the first extension");
    cards.logical("EXTEND", true);
    cards.end(out);
}

fn structure(columns: &[SpooledColumn], layout: &Layout, end: &End, cards: &mut Cards) {
    cards.text("XTENSION", "BINTABLE", "");
    cards.integer("BITPIX", 8, "");
    cards.integer("NAXIS", 2, "");
    cards.integer("NAXIS1", layout.row_bytes, "bytes of a row");
    cards.integer("NAXIS2", end.rows, "rows");
    cards.integer("PCOUNT", layout.heap_bytes, "bytes of the heap");
    cards.integer("GCOUNT", 1, "");
    cards.integer("TFIELDS", columns.len() as u64, "columns");
    if layout.heap_bytes > 0 {
        let heap = i128::from(layout.row_bytes) * i128::from(end.rows);
        cards.integer("THEAP", heap, "where the heap begins");
    }
}

/// The frame of all coordinates, or that of each column where they differ or have no name in FITS (FITS 4.0 §8.3).
fn frame(columns: &[SpooledColumn], cards: &mut Cards) {
    let frames: HashSet<Frame> = columns.iter().filter_map(|column| column.field.frame).collect();
    if let (1, Some(frame)) = (frames.len(), frames.iter().next())
        && *frame != Frame::Galactic
    {
        let (system, equinox) = system(*frame);
        cards.text("RADESYS", system, "of all coordinates");
        if let Some(equinox) = equinox {
            cards.real("EQUINOX", equinox, "");
        }
        return;
    }
    for (index, column) in columns.iter().enumerate() {
        if let Some(frame) = column.field.frame {
            cards.comment(&format!("column {} is in the frame {}", index + 1, system(frame).0));
        }
    }
}

fn system(frame: Frame) -> (&'static str, Option<f64>) {
    match frame {
        Frame::Icrs => ("ICRS", None),
        Frame::Fk5 => ("FK5", Some(2000.0)),
        Frame::Fk4 => ("FK4", Some(1950.0)),
        Frame::Galactic => ("GALACTIC", None),
    }
}

fn field(number: usize, field: &Field, form: &FieldForm, names: &mut Names, cards: &mut Cards) {
    let key = |key: &str| format!("{key}{number}");
    let name = names.name(number, &field.name);
    cards.text(&key("TTYPE"), &name, "");
    cards.text(&key("TFORM"), &form.tform, "");
    let mut optional = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            cards.text(&key(name), value, "");
        }
    };
    optional("TDIM", form.tdim.as_deref());
    optional("TUNIT", field.unit.as_deref().map(unit).as_deref());
    optional("TUCD", field.ucd.as_deref());
    optional("TUTYP", field.utype.as_deref());
    optional("TXTYP", field.value_type.xtype.as_deref());
    let renamed = (name != field.name).then(|| format!("column `{}`", field.name.escape_default()));
    let remark = [renamed, field.description.clone()].into_iter().flatten().collect::<Vec<_>>().join(": ");
    optional("TCOMM", Some(&remark));
    match form.null {
        // Readers fail on TNULL at variable arrays, though FITS 4.0 §7.3.2 allows it (astropy 8.0, 2026).
        Some(null) if form.is_in_heap => {
            cards.comment(&format!("in column {number} the element {null} stands for null"));
        }
        Some(null) => cards.integer(&key("TNULL"), null, ""),
        None => {}
    }
}

/// A unit as FITS writes it: a power of ten in front is `10**n` there (FITS 4.0 §4.3.1), and `1en` in VOUnits.
fn unit(unit: &str) -> Cow<'_, str> {
    let scaled = || {
        let rest = unit.strip_prefix("1e").or_else(|| unit.strip_prefix("1E"))?;
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || b"+-".contains(byte)).count();
        let (power, base) = rest.split_at_checked(digits)?;
        let power: i8 = power.parse().ok()?;
        Some(format!("10**{power} {}", base.trim_start()))
    };
    scaled().map_or(Cow::Borrowed(unit), Cow::Owned)
}

/// The names that columns have got so far, in lower case: readers tell them apart by letters only (FITS 4.0 §7.3.2).
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// A name in the characters of a header that no column before has; the same as asked wherever that is possible.
    fn name(&mut self, number: usize, asked: &str) -> String {
        let printable = ascii(asked.trim()).replace('?', "_");
        let mut name: String = printable.chars().take(NAME_CHARS_MAX).filter(|&c| c != '\'').collect();
        if name.is_empty() {
            name = format!("col{number}");
        }
        let base: String = name.chars().take(NAME_CHARS_MAX - 8).collect();
        let mut place = 2;
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{base}_{place}");
            place += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_printable_and_differ_in_more_than_case() {
        let mut names = Names::default();
        let asked = ["RA", "ra", "Ångström", "mag r", "", "ra_2", &"x".repeat(100), "RA"];
        let given: Vec<String> =
            asked.iter().enumerate().map(|(index, name)| names.name(index + 1, name)).collect();
        let long = "x".repeat(NAME_CHARS_MAX);
        assert_eq!(given, ["RA", "ra_2", "_ngstr_m", "mag r", "col5", "ra_2_2", &long, "RA_3"]);
    }

    #[test]
    fn powers_of_ten_are_written_as_fits_has_them() {
        for (vounit, fits) in [("1e-7Jy", "10**-7 Jy"), ("deg", "deg"), ("1ex", "1ex"), ("10^3 s", "10^3 s")]
        {
            assert_eq!(unit(vounit), fits);
        }
    }
}
