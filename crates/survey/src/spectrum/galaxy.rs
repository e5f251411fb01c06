//! Spectra of redshifted galaxies.

use super::{Band, Line, Node, brightening_mag, interpolate};

/// Spectra at rest in AB magnitudes, wavelengths in nm: elliptical, spiral, irregular. The step near 400 nm is the break
/// of old stars.
#[rustfmt::skip]
const CONTINUA: [[Node; 16]; 3] = [
    [(150.0, 6.0), (200.0, 5.0), (250.0, 4.2), (300.0, 3.2), (360.0, 2.6), (395.0, 2.3), (405.0, 1.55), (450.0, 1.1),
     (500.0, 0.75), (550.0, 0.5), (600.0, 0.33), (650.0, 0.2), (700.0, 0.1), (800.0, -0.1), (900.0, -0.25), (1000.0, -0.35)],
    [(150.0, 3.2), (200.0, 2.6), (250.0, 2.3), (300.0, 1.9), (360.0, 1.5), (395.0, 1.25), (405.0, 0.85), (450.0, 0.65),
     (500.0, 0.47), (550.0, 0.33), (600.0, 0.22), (650.0, 0.15), (700.0, 0.08), (800.0, -0.05), (900.0, -0.15), (1000.0, -0.22)],
    [(150.0, 1.1), (200.0, 0.95), (250.0, 0.85), (300.0, 0.75), (360.0, 0.65), (395.0, 0.42), (405.0, 0.3), (450.0, 0.24),
     (500.0, 0.18), (550.0, 0.13), (600.0, 0.08), (650.0, 0.05), (700.0, 0.02), (800.0, -0.02), (900.0, -0.05), (1000.0, -0.07)],
];

/// The number that stands for irregular galaxies.
pub(crate) const IRREGULAR: f64 = (CONTINUA.len() - 1) as f64;

/// Magnitude of a galaxy up to a constant: `class` runs from 0 (elliptical) by 1 (spiral) to [`IRREGULAR`] and is clamped
/// to that; its lines grow with it.
pub(super) fn magnitude(class: f64, redshift: f64, band: Band) -> f64 {
    let class = class.clamp(0.0, IRREGULAR);
    let before = (class as usize).min(CONTINUA.len() - 2);
    let part = class - before as f64;
    // [O II], H beta with [O III], H alpha with [N II].
    let lines = [(372.7, 1.2), (497.0, 2.0), (656.3, 3.0)];
    let lines = lines.map(|(wavelength_nm, width_nm)| Line { wavelength_nm, width_nm: width_nm * class });
    let rest_nm = band.wavelength_nm / (1.0 + redshift);
    let low = interpolate(&CONTINUA[before], rest_nm);
    let high = interpolate(&CONTINUA[before + 1], rest_nm);
    low + (high - low) * part + brightening_mag(&lines, redshift, band)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{filters::PerFilter, spectrum::Spectrum};

    fn galaxy_colours(class: f64, redshift: f64) -> PerFilter<f64> {
        Spectrum::Galaxy { class, redshift }.colours()
    }

    #[test]
    fn ellipticals_are_redder_than_irregulars_and_redden_with_redshift() {
        let g_minus_r = |class, redshift| galaxy_colours(class, redshift)[1];
        assert!((0.6..0.9).contains(&g_minus_r(0.0, 0.0)));
        assert!((0.0..0.2).contains(&g_minus_r(IRREGULAR, 0.0)));
        assert!(g_minus_r(0.0, 0.3) > g_minus_r(0.0, 0.0) + 0.5);
    }

    #[test]
    fn nearby_irregular_shines_in_h_alpha() {
        // J0660 against r.
        assert!(galaxy_colours(IRREGULAR, 0.003)[10] < -0.3);
        assert!(galaxy_colours(0.0, 0.003)[10] > -0.15);
    }
}
