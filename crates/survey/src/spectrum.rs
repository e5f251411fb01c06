//! Spectra of stars, galaxies and quasars, as seen through the filters.

mod galaxy;
mod quasar;
mod star;

pub(crate) use galaxy::IRREGULAR;
pub(crate) use star::LATEST as LATEST_STAR;

use crate::{FILTERS, Filter, filters::PerFilter};

/// What the spectrum of an object depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Spectrum {
    /// `class` runs from 0 (type A) to [`LATEST_STAR`] (late M); `metals` is 0 for the average.
    Star {
        class: f64,
        metals: f64,
    },
    /// `class` runs from 0 (elliptical) by 1 (spiral) to [`IRREGULAR`].
    Galaxy {
        class: f64,
        redshift: f64,
    },
    Quasar {
        redshift: f64,
    },
}

/// A passband: its centre and its full width at half maximum in nm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Band {
    pub(crate) wavelength_nm: f64,
    pub(crate) width_nm: f64,
}

impl Spectrum {
    /// AB magnitudes relative to r in the twelve filters.
    pub(crate) fn colours(&self) -> PerFilter<f64> {
        match *self {
            Self::Star { class, metals } => star::colours(class, metals),
            _ => relative_to_r(FILTERS.map(|filter| self.magnitude(Band::of(&filter)))),
        }
    }

    /// AB magnitudes relative to r in any bands.
    pub(crate) fn colours_in(&self, bands: &[Band]) -> Vec<f64> {
        let r = Band::of(&FILTERS[0]);
        match *self {
            Self::Star { class, metals } => {
                let curve = star::curve(class, metals);
                bands.iter().map(|band| interpolate(&curve, band.wavelength_nm)).collect()
            }
            _ => bands.iter().map(|band| self.magnitude(*band) - self.magnitude(r)).collect(),
        }
    }

    /// The magnitude in a band up to a constant; stars, of which only colours are known, have none.
    fn magnitude(&self, band: Band) -> f64 {
        match *self {
            Self::Star { .. } => 0.0,
            Self::Galaxy { class, redshift } => galaxy::magnitude(class, redshift, band),
            Self::Quasar { redshift } => quasar::magnitude(redshift, band),
        }
    }
}

impl Band {
    /// The band of a filter of the twelve.
    pub(crate) fn of(filter: &Filter) -> Self {
        Self { wavelength_nm: f64::from(filter.wavelength_nm), width_nm: f64::from(filter.width_nm) }
    }
}

/// A point of a curve: wavelength in nm, value.
type Node = (f64, f64);

/// An emission line: wavelength and equivalent width at rest, in nm.
#[derive(Clone, Copy)]
struct Line {
    wavelength_nm: f64,
    width_nm: f64,
}

/// The value of a curve at a wavelength: linear between its nodes, constant beyond its ends.
fn interpolate(nodes: &[Node], wavelength_nm: f64) -> f64 {
    let after = nodes.partition_point(|node| node.0 <= wavelength_nm);
    match (after.checked_sub(1).and_then(|before| nodes.get(before)), nodes.get(after)) {
        (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (wavelength_nm - low.0) / (high.0 - low.0),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => 0.0,
    }
}

/// How much brighter emission lines make a source in a band, in magnitudes (not positive).
fn brightening_mag(lines: &[Line], redshift: f64, band: Band) -> f64 {
    let Band { wavelength_nm: centre_nm, width_nm } = band;
    let gain: f64 = lines
        .iter()
        .map(|line| {
            let offset_nm = (line.wavelength_nm * (1.0 + redshift) - centre_nm).abs();
            // Full transmission to the half width, then a slope of 15% of the width.
            let transmission = ((0.575 - offset_nm / width_nm) / 0.15).clamp(0.0, 1.0);
            line.width_nm * (1.0 + redshift) * transmission / width_nm
        })
        .sum();
    -2.5 * libm::log10(1.0 + gain)
}

/// Magnitudes relative to that in r, the first filter.
fn relative_to_r(magnitudes: PerFilter<f64>) -> PerFilter<f64> {
    magnitudes.map(|magnitude| magnitude - magnitudes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curve_is_linear_between_nodes_and_constant_beyond() {
        let nodes = [(400.0, 1.0), (500.0, 3.0)];
        assert_eq!(
            [300.0, 400.0, 450.0, 500.0, 900.0].map(|at| interpolate(&nodes, at)),
            [1.0, 1.0, 2.0, 3.0, 3.0]
        );
        assert_eq!(interpolate(&[], 400.0), 0.0);
    }

    #[test]
    fn colours_are_the_same_by_either_way() {
        let bands = FILTERS.map(|filter| Band::of(&filter));
        for spectrum in [
            Spectrum::Star { class: 2.5, metals: 0.3 },
            Spectrum::Galaxy { class: 0.7, redshift: 0.2 },
            Spectrum::Quasar { redshift: 2.1 },
        ] {
            let colours = spectrum.colours();
            for (one, other) in colours.iter().zip(spectrum.colours_in(&bands)) {
                assert!((one - other).abs() < 1e-12, "{spectrum:?}");
            }
        }
    }

    #[test]
    fn line_brightens_only_the_filter_that_it_falls_into() {
        let alpha = [Line { wavelength_nm: 656.3, width_nm: 13.8 }];
        let j0660 = Band::of(&FILTERS[10]);
        // The line's light equals the continuum's within the filter: twice as bright.
        assert!((brightening_mag(&alpha, 0.0, j0660) + 2.5 * 2.0_f64.log10()).abs() < 1e-3);
        assert_eq!(brightening_mag(&alpha, 0.1, j0660), 0.0);
    }
}
