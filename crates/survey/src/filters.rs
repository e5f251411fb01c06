//! The twelve filters, in the order of the array columns.

/// The number of filters: the length of every array column.
pub const FILTER_COUNT: usize = 12;

/// Values of the twelve filters in the order of their ids.
pub(crate) type PerFilter<T> = [T; FILTER_COUNT];

/// A photometric filter of the survey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filter {
    /// The name that users write in `mag_auto[jplus::rSDSS]`.
    pub name: &'static str,
    /// Central wavelength in nm.
    pub wavelength_nm: f32,
    /// Full width at half maximum in nm.
    pub width_nm: f32,
    /// A colour to draw it with, `#rrggbb`.
    pub color: &'static str,
    /// What it is for, in a few words.
    pub description: &'static str,
    /// Faintest point source found with 5 sigma in an aperture of 3 arcsec, AB magnitudes.
    pub(crate) depth_mag: f64,
}

/// The filters; the id of each is its place counted from 1, which is also its subscript in array columns. The order is
/// by time of commissioning, not by wavelength.
#[rustfmt::skip]
pub const FILTERS: [Filter; FILTER_COUNT] = [
    filter("rSDSS", 625.4, 138.8, "#e4572e", "Sloan r, the detection band", 21.8),
    filter("gSDSS", 480.3, 140.9, "#2e9e5b", "Sloan g", 22.0),
    filter("iSDSS", 766.8, 153.5, "#a4243b", "Sloan i", 21.3),
    filter("zSDSS", 911.4, 140.9, "#5c1a1b", "Sloan z", 20.5),
    filter("uJAVA", 348.5, 50.8, "#6a0dad", "blueward of the Balmer break", 20.8),
    filter("J0378", 378.5, 16.8, "#5b2fc9", "[O II] 372.7 nm at rest", 20.7),
    filter("J0395", 395.0, 10.0, "#3f3fd9", "Ca II H and K at rest", 20.7),
    filter("J0410", 410.0, 20.0, "#2f6be0", "H delta at rest", 20.9),
    filter("J0430", 430.0, 20.0, "#2596be", "G band at rest", 20.9),
    filter("J0515", 515.0, 20.0, "#7cb518", "Mg b triplet at rest", 20.9),
    filter("J0660", 660.0, 13.8, "#d7263d", "H alpha at rest", 20.9),
    filter("J0861", 861.0, 40.0, "#7b1e1e", "Ca II triplet at rest", 20.4),
];

const fn filter(
    name: &'static str,
    wavelength_nm: f32,
    width_nm: f32,
    color: &'static str,
    description: &'static str,
    depth_mag: f64,
) -> Filter {
    Filter { name, wavelength_nm, width_nm, color, description, depth_mag }
}
