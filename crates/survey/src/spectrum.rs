//! Colours of stars, galaxies and quasars in the twelve filters.

mod galaxy;
mod quasar;
mod star;

pub(crate) use galaxy::{IRREGULAR, galaxy_colours};
pub(crate) use quasar::quasar_colours;
pub(crate) use star::{LATEST as LATEST_STAR, star_colours};

use crate::{FILTERS, filters::PerFilter};

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

/// How much brighter emission lines make a source in a filter, in magnitudes (not positive).
fn brightening_mag(lines: &[Line], redshift: f64, filter: usize) -> f64 {
    let (centre_nm, width_nm) =
        (f64::from(FILTERS[filter].wavelength_nm), f64::from(FILTERS[filter].width_nm));
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
    fn line_brightens_only_the_filter_that_it_falls_into() {
        let alpha = [Line { wavelength_nm: 656.3, width_nm: 13.8 }];
        // The line's light equals the continuum's within the filter: twice as bright.
        assert!((brightening_mag(&alpha, 0.0, 10) + 2.5 * 2.0_f64.log10()).abs() < 1e-3);
        assert_eq!(brightening_mag(&alpha, 0.1, 10), 0.0);
    }
}
