//! Cells of an ASCII table (FITS 4.0 §7.2).

use catalogue::{Arraysize, Datatype, PgBase, PgType, ValueType};
use fits_header::{Header, shown};

use super::cell::Misfit;
use super::malformed;
use crate::read::ReadError;
use crate::read::row::{write_null, write_value};

/// A column of an ASCII table.
#[derive(Clone, Debug)]
pub(super) struct AsciiCell {
    /// Characters in the row.
    pub bytes: usize,
    kind: Kind,
    null: Option<String>,
    scale: f64,
    zero: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    /// With so many digits behind a decimal point that may be left out.
    Real {
        decimals: i32,
    },
}

impl AsciiCell {
    /// Reads the form of a column, and where it begins in the row.
    pub fn read(header: &Header, number: usize, form: &str) -> Result<(Self, usize), ReadError> {
        let key = |key: &str| format!("{key}{number}");
        let begin =
            header.count(&key("TBCOL"))?.and_then(|begin| usize::try_from(begin).ok()?.checked_sub(1));
        let begin =
            begin.ok_or_else(|| malformed(&format!("keyword `TBCOL{number}`"), "it must be 1 or more"))?;
        let (kind, bytes) = parse(form.trim()).ok_or_else(|| {
            let what =
                format!("`{}` is no type of an ASCII table, such as `A8`, `I6` or `F10.4`", shown(form));
            malformed(&format!("keyword `TFORM{number}`"), &what)
        })?;
        let scale = header.real(&key("TSCAL"))?.unwrap_or(1.0);
        let zero = header.real(&key("TZERO"))?.unwrap_or(0.0);
        let null = header.text_of("TNULL", number).map(|null| null.trim().to_owned());
        let kind = if kind == Kind::Integer && (scale, zero) != (1.0, 0.0) {
            Kind::Real { decimals: 0 }
        } else {
            kind
        };
        Ok((Self { bytes, kind, null, scale, zero }, begin))
    }

    /// The types of the column.
    pub fn types(&self) -> (ValueType, PgType) {
        let scalar = |datatype, base| (ValueType::scalar(datatype), PgType::scalar(base));
        match self.kind {
            Kind::Text => (
                ValueType { arraysize: Some(Arraysize::any()), ..ValueType::text() },
                PgType::scalar(PgBase::Text),
            ),
            Kind::Integer => scalar(Datatype::Long, PgBase::Int8),
            Kind::Real { .. } => scalar(Datatype::Double, PgBase::Float8),
        }
    }

    /// Appends the value of a cell; a blank number is null.
    pub fn write(&self, cell: &[u8], out: &mut Vec<u8>) -> Result<(), Misfit> {
        let letters: String =
            cell.iter().map(|&byte| if byte == 0 { ' ' } else { char::from(byte) }).collect();
        let trimmed = letters.trim();
        if self.null.as_deref() == Some(trimmed) || trimmed.is_empty() && self.kind != Kind::Text {
            write_null(out);
            return Ok(());
        }
        let no_number = || Misfit(format!("`{}` is no number", shown(trimmed)));
        match self.kind {
            Kind::Text => write_value(letters.trim_end().as_bytes(), out),
            Kind::Integer => {
                let number: i64 = trimmed.parse().map_err(|_| no_number())?;
                write_value(&number.to_be_bytes(), out);
            }
            Kind::Real { decimals } => {
                let number: f64 = trimmed.replace(['D', 'd'], "E").parse().map_err(|_| no_number())?;
                let has_point = trimmed.contains(['.', 'E', 'e', 'D', 'd']);
                let number = if has_point { number } else { number / 10_f64.powi(decimals) };
                write_value(&(number * self.scale + self.zero).to_be_bytes(), out);
            }
        }
        Ok(())
    }
}

fn parse(form: &str) -> Option<(Kind, usize)> {
    let letter = form.chars().next()?;
    let mut numbers = form.get(1..)?.split('.');
    let bytes = numbers.next()?.parse().ok().filter(|&bytes| bytes > 0)?;
    let decimals = numbers.next().map_or(Some(0), |decimals| decimals.parse::<u32>().ok())?;
    let kind = match letter {
        'A' => Kind::Text,
        'I' => Kind::Integer,
        'F' | 'E' | 'D' => Kind::Real { decimals: i32::from(u8::try_from(decimals).ok()?) },
        _ => return None,
    };
    Some((kind, bytes))
}
