//! Axes of an image beside those of the sky: which of their planes a wavelength, a time or a polarisation needs
//! (Greisen et al. 2006, A&A 446, 747 (Paper III); FITS 4.0 §8.5 and §9).

use images::Hdu;
use vounits::Unit;

use super::params::Filters;
use super::region::Interval;
use crate::error::{Result, usage};

/// A state of polarisation by its number on a STOKES axis (FITS 4.0, table 29).
pub(crate) type Polarisation = i64;

/// The names of SODA 1.0 §3.3.5 with their numbers.
pub(crate) const POLARISATIONS: [(&str, Polarisation); 12] = [
    ("I", 1),
    ("Q", 2),
    ("U", 3),
    ("V", 4),
    ("RR", -1),
    ("LL", -2),
    ("RL", -3),
    ("LR", -4),
    ("XX", -5),
    ("YY", -6),
    ("XY", -7),
    ("YX", -8),
];

const LIGHT_M_PER_S: f64 = 299_792_458.0;
/// Planck's constant times the speed of light, in joule metres.
const PLANCK_LIGHT_J_M: f64 = 6.626_070_15e-34 * LIGHT_M_PER_S;
const DAY_SECS: f64 = 86_400.0;

/// What an axis counts, if it is one that a filter can cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Spectral,
    Time,
    Stokes,
}

/// The pixels of an axis that filters want.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Planes {
    /// Which filters found an axis of theirs.
    pub(crate) cut: Cut,
    /// The axis, counted from 1, and its first and last pixel.
    pub(crate) ranges: Vec<(usize, (i64, i64))>,
}

/// Filters that an axis answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) band: bool,
    pub(crate) time: bool,
    pub(crate) pol: bool,
}

/// The planes that are left of an image; `None` if a filter leaves none.
pub(crate) fn planes(hdu: &Hdu, axes: &[u64], filters: &Filters) -> Result<Option<Planes>> {
    let mut planes = Planes { cut: Cut::default(), ranges: Vec::new() };
    for (index, &length) in axes.iter().enumerate() {
        let axis = index + 1;
        let Some(kind) = kind(hdu, axis) else { continue };
        let range = match kind {
            Kind::Spectral => match filters.band_m {
                Some(band) => Linear::read(hdu, axis)?.spectral(hdu, band, length)?,
                None => continue,
            },
            Kind::Time => match filters.time_mjd {
                Some(time) => Linear::read(hdu, axis)?.time(hdu, time, length)?,
                None => continue,
            },
            Kind::Stokes if filters.pol.is_empty() => continue,
            Kind::Stokes => Linear::read(hdu, axis)?.stokes(&filters.pol, length)?,
        };
        match kind {
            Kind::Spectral => planes.cut.band = true,
            Kind::Time => planes.cut.time = true,
            Kind::Stokes => planes.cut.pol = true,
        }
        let Some(range) = range else { return Ok(None) };
        planes.ranges.push((axis, range));
    }
    Ok(Some(planes))
}

fn kind(hdu: &Hdu, axis: usize) -> Option<Kind> {
    match hdu.header.text_of("CTYPE", axis)?.get(..4).unwrap_or_default().trim_end_matches(['-', ' ']) {
        "FREQ" | "ENER" | "WAVN" | "WAVE" | "AWAV" | "VRAD" | "VOPT" => Some(Kind::Spectral),
        "TIME" | "UTC" | "TAI" | "TT" => Some(Kind::Time),
        "STOK" => Some(Kind::Stokes),
        _ => None,
    }
}

/// An axis whose value grows by the same step with each pixel, in units of SI.
#[derive(Clone, Copy, Debug)]
struct Linear {
    axis: usize,
    reference_pixel: f64,
    reference: f64,
    step: f64,
}

impl Linear {
    /// Reads the axis; one that is not linear is refused.
    fn read(hdu: &Hdu, axis: usize) -> Result<Self> {
        let ctype = hdu.header.text_of("CTYPE", axis).unwrap_or_default().to_owned();
        if ctype.get(4..).is_some_and(|rest| rest.starts_with('-') && rest.len() > 1) {
            return Err(refused(axis, &format!("its CTYPE is {ctype}, and only linear axes are cut")));
        }
        let number =
            |keyword: String| hdu.header.real(&keyword).map_err(|error| refused(axis, &error.to_string()));
        let cdelt = number(format!("CDELT{axis}"))?;
        let step = match number(format!("CD{axis}_{axis}"))? {
            Some(step) => step,
            None => cdelt.unwrap_or(1.0) * number(format!("PC{axis}_{axis}"))?.unwrap_or(1.0),
        };
        if step == 0.0 {
            return Err(refused(axis, "its step is 0"));
        }
        Ok(Self {
            axis,
            reference_pixel: number(format!("CRPIX{axis}"))?.unwrap_or(0.0),
            reference: number(format!("CRVAL{axis}"))?.unwrap_or(0.0),
            step,
        })
    }

    fn at(&self, pixel: f64) -> f64 {
        self.reference + (pixel - self.reference_pixel) * self.step
    }

    /// The channels that touch a band; both ends of a channel belong to it.
    fn spectral(&self, hdu: &Hdu, band_m: Interval, length: u64) -> Result<Option<(i64, i64)>> {
        let ctype = hdu.header.text_of("CTYPE", self.axis).unwrap_or_default();
        let kind = ctype.get(..4).unwrap_or_default();
        let factor = match kind {
            "FREQ" => self.unit(hdu, "Hz")?,
            "ENER" => self.unit(hdu, "J")?,
            "WAVN" => self.unit(hdu, "m-1")?,
            "VRAD" | "VOPT" => self.unit(hdu, "m/s")?,
            _ => self.unit(hdu, "m")?,
        };
        let rest_m = if matches!(kind, "VRAD" | "VOPT") { self.rest_m(hdu)? } else { 0.0 };
        let wavelength = |pixel: f64| {
            let value = self.at(pixel) * factor;
            match kind {
                "FREQ" => positive(LIGHT_M_PER_S / value),
                "ENER" => positive(PLANCK_LIGHT_J_M / value),
                "WAVN" => positive(1.0 / value),
                "VRAD" => positive(rest_m / (1.0 - value / LIGHT_M_PER_S)),
                "VOPT" => rest_m * (1.0 + value / LIGHT_M_PER_S),
                "AWAV" => value * refraction(value),
                _ => value,
            }
        };
        Ok(touching(wavelength, band_m, length))
    }

    /// The rest wavelength of a line, for velocities.
    fn rest_m(&self, hdu: &Hdu) -> Result<f64> {
        let number = |keyword| hdu.header.real(keyword).ok().flatten().filter(|number| *number > 0.0);
        let by_frequency =
            number("RESTFRQ").or_else(|| number("RESTFREQ")).map(|hertz| LIGHT_M_PER_S / hertz);
        let rest = number("RESTWAV").or(by_frequency);
        rest.ok_or_else(|| {
            refused(self.axis, "it has velocities, and no RESTWAV or RESTFRQ says of which line")
        })
    }

    fn time(&self, hdu: &Hdu, time_mjd: Interval, length: u64) -> Result<Option<(i64, i64)>> {
        let factor = self.unit(hdu, "s")? / DAY_SECS;
        let number = |keyword| hdu.header.real(keyword).ok().flatten();
        let whole = number("MJDREFI").zip(number("MJDREFF")).map(|(days, rest)| days + rest);
        let origin = number("MJDREF").or(whole).unwrap_or(0.0);
        Ok(touching(|pixel| origin + self.at(pixel) * factor, time_mjd, length))
    }

    /// The planes of the states, which must lie side by side.
    fn stokes(&self, states: &[Polarisation], length: u64) -> Result<Option<(i64, i64)>> {
        let numbers = 1..=length.min(100) as i64;
        let is_wanted = |pixel: &i64| states.contains(&(self.at(*pixel as f64).round() as i64));
        let found: Vec<i64> = numbers.filter(is_wanted).collect();
        let (Some(&first), Some(&last)) = (found.first(), found.last()) else { return Ok(None) };
        if last - first + 1 != found.len() as i64 {
            let text = "the polarisations that are wanted do not lie side by side in the image; ask for them one by one";
            return Err(usage(text));
        }
        Ok(Some((first, last)))
    }

    /// What the unit of the axis is of another one.
    fn unit(&self, hdu: &Hdu, of: &str) -> Result<f64> {
        let Some(text) = hdu.header.text_of("CUNIT", self.axis) else { return Ok(1.0) };
        let factor =
            Unit::parse(text).ok().zip(Unit::parse(of).ok()).and_then(|(own, of)| own.factor_to(&of));
        factor.ok_or_else(|| {
            refused(self.axis, &format!("its CUNIT is `{text}`, which is no multiple of {of}"))
        })
    }
}

/// The pixels whose span, half a pixel to both sides, touches an interval; `value` only grows or only falls.
fn touching(value: impl Fn(f64) -> f64, [low, high]: Interval, length: u64) -> Option<(i64, i64)> {
    let grows = value(length as f64 + 0.5) >= value(0.5);
    let value_at = |edge: u64| value(edge as f64 + 0.5);
    // The edges of pixel p are those with the numbers p - 1 and p.
    let first = first_of(length, |pixel| match grows {
        true => value_at(pixel) >= low,
        false => value_at(pixel) <= high,
    });
    let beyond = first_of(length, |pixel| match grows {
        true => value_at(pixel - 1) > high,
        false => value_at(pixel - 1) < low,
    });
    (first < beyond).then(|| (first as i64, beyond as i64 - 1))
}

/// The first number from 1 on for which something holds that holds for all behind it; one beyond the end if for none.
fn first_of(length: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut first, mut beyond) = (1, length + 1);
    while first < beyond {
        let middle = first + (beyond - first) / 2;
        match holds(middle) {
            true => beyond = middle,
            false => first = middle + 1,
        }
    }
    first
}

/// A wavelength; that of a frequency of 0 or less is beyond all.
fn positive(wavelength_m: f64) -> f64 {
    if wavelength_m > 0.0 { wavelength_m } else { f64::INFINITY }
}

/// The refraction of air (Paper III, equation 65), close enough to be computed from the wavelength in air.
fn refraction(wavelength_m: f64) -> f64 {
    let inverse_square = (wavelength_m * 1e6).powi(-2);
    1.0 + 1e-6 * (287.6155 + 1.62887 * inverse_square + 0.01360 * inverse_square * inverse_square)
}

fn refused(axis: usize, why: &str) -> crate::error::Fault {
    usage(format!("axis {axis} of the image cannot be cut: {why}"))
}

#[cfg(test)]
mod tests;
