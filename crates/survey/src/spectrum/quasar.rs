//! Spectra of quasars.

use super::{Band, Line, brightening_mag};

/// Lyman alpha, C IV, C III], Mg II, H beta with [O III], H alpha.
const LINES: [Line; 6] = [
    Line { wavelength_nm: 121.6, width_nm: 9.0 },
    Line { wavelength_nm: 154.9, width_nm: 3.5 },
    Line { wavelength_nm: 190.9, width_nm: 2.5 },
    Line { wavelength_nm: 279.8, width_nm: 4.0 },
    Line { wavelength_nm: 495.0, width_nm: 6.0 },
    Line { wavelength_nm: 656.3, width_nm: 20.0 },
];

/// Magnitude of a quasar up to a constant: a power law of slope -0.5 in frequency, its lines, and hydrogen on the way.
pub(super) fn magnitude(redshift: f64, band: Band) -> f64 {
    let continuum = -1.25 * libm::log10(band.wavelength_nm);
    continuum + brightening_mag(&LINES, redshift, band) + absorption_mag(band.wavelength_nm, redshift)
}

/// What hydrogen between us and the quasar takes away, in magnitudes.
fn absorption_mag(wavelength_nm: f64, redshift: f64) -> f64 {
    let rest_nm = wavelength_nm / (1.0 + redshift);
    match rest_nm {
        ..91.2 => 3.0,
        ..121.6 => 0.15 * (redshift - 1.5).max(0.0) * (redshift - 1.5).max(0.0),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use crate::{filters::PerFilter, spectrum::Spectrum};

    fn quasar_colours(redshift: f64) -> PerFilter<f64> {
        Spectrum::Quasar { redshift }.colours()
    }

    #[test]
    fn quasars_are_blue_until_the_forest_reaches_the_filters() {
        let u_minus_g = |redshift| quasar_colours(redshift)[4] - quasar_colours(redshift)[1];
        assert!((-0.3..0.6).contains(&u_minus_g(1.5)));
        assert!(u_minus_g(3.5) > 1.0);
    }
}
